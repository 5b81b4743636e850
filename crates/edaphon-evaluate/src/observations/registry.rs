//! What a registry says of products: one `[[product]]` for each.
//!
//! ```toml
//! [[product]]
//! name = "GSDE"                   # words for tables and legends
//! file = "gsde.nc"                # beside the registry
//! variable = "soc"                # the variable in the file
//! over = "total_nitrogen"         # of a ratio: what is below it
//! quantity = "soil_cn"            # the quantity of this program
//! unit = "kg m-2"                 # where the file does not say
//! sd = "soc_sd"                   # standard deviation
//! at_most = 150                   # larger values are discarded
//! correlation_length = 500        # km over which errors go together
//! depth = "0-1 m"                 # told as they are: depth, period, licence, citation, doi
//! ```

use std::path::{Path, PathBuf};

use edaphon_core::{did_you_mean, nearest};
use edaphon_io::netcdf::{AttributeValue, File};

use super::{About, QUANTITIES};
use crate::error::{EvaluateError, Result};

/// Distance over which errors go together, unless said otherwise (km).
const CORRELATION_LENGTH: f64 = 500.0;

/// A product to be read.
#[derive(Debug, Clone)]
pub(super) struct Product {
    pub(super) name: String,
    pub(super) file: PathBuf,
    pub(super) variable: String,
    pub(super) over: Option<String>,
    pub(super) quantity: String,
    pub(super) unit: Option<String>,
    pub(super) sd: Option<String>,
    pub(super) at_most: Option<f64>,
    pub(super) correlation_length: f64,
    pub(super) about: About,
}

/// The products of a NetCDF file: variables that bear the names of quantities.
pub(super) fn of_file(path: &Path) -> Result<Vec<Product>> {
    let file = File::open(path)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let text = |name: &str| file.attribute(name).and_then(AttributeValue::text).map(str::to_owned);
    let about = About { citation: text("references"), licence: text("license"), ..About::default() };
    let product = |name: &&str| Product {
        name: stem.clone(),
        file: path.to_owned(),
        variable: (*name).to_owned(),
        over: None,
        quantity: (*name).to_owned(),
        unit: None,
        sd: Some(format!("{name}_sd")).filter(|sd| file.has_variable(sd)),
        at_most: None,
        correlation_length: CORRELATION_LENGTH,
        about: about.clone(),
    };
    Ok(QUANTITIES.iter().filter(|name| file.has_variable(name)).map(product).collect())
}

/// The products of a registry.
pub(super) fn read(path: &Path) -> Result<Vec<Product>> {
    let text = std::fs::read_to_string(path).map_err(|reason| edaphon_io::Error::File {
        path: path.to_owned(),
        action: "read",
        reason,
    })?;
    let root: toml::Table = text.parse().map_err(|e: toml::de::Error| EvaluateError::at(path, e.message()))?;
    if let Some(key) = root.keys().find(|key| *key != "product") {
        return Err(EvaluateError::at(path, format!("unknown key `{key}`; accepted is [[product]]")));
    }
    let Some(list) = root.get("product").and_then(toml::Value::as_array).filter(|list| !list.is_empty()) else {
        return Err(EvaluateError::at(path, "it has no [[product]]; accepted is one for each product"));
    };
    list.iter().enumerate().map(|(at, entry)| product(path, at, entry)).collect()
}

fn product(path: &Path, at: usize, entry: &toml::Value) -> Result<Product> {
    const TEXTS: [&str; 12] =
        ["name", "file", "variable", "over", "quantity", "unit", "sd", "citation", "doi", "licence", "depth", "period"];
    const NUMBERS: [&str; 2] = ["at_most", "correlation_length"];
    let wrong = |problem: String| EvaluateError::at(path, format!("product {}: {problem}", at + 1));
    let table = entry.as_table().ok_or_else(|| wrong("it is no table".to_owned()))?;
    let known = || TEXTS.into_iter().chain(NUMBERS);
    for (key, value) in table {
        if !known().any(|name| name == key) {
            let accepted: Vec<&str> = known().collect();
            let meant = did_you_mean(nearest(key, known()).as_deref());
            return Err(wrong(format!("unknown key `{key}`{meant}; accepted are {}", accepted.join(", "))));
        }
        let is_text = TEXTS.contains(&key.as_str());
        let fits = if is_text { value.is_str() } else { number(value).is_some_and(|x| x > 0.0) };
        if !fits {
            let kind = if is_text { "words in quotation marks" } else { "a number above 0" };
            return Err(wrong(format!("`{key}` is {value}; accepted is {kind}")));
        }
    }
    let text = |key: &str| table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let needed = |key: &str| text(key).ok_or_else(|| wrong(format!("`{key}` is missing")));
    let quantity = needed("quantity")?;
    if !QUANTITIES.contains(&quantity.as_str()) {
        let meant = did_you_mean(nearest(&quantity, QUANTITIES).as_deref());
        let accepted = QUANTITIES.join(", ");
        return Err(wrong(format!("quantity `{quantity}` is not known{meant}; accepted are {accepted}")));
    }
    let over = text("over");
    if over.is_some() && !super::is_ratio(&quantity) {
        return Err(wrong(format!("`over` is for ratios; `{quantity}` is none")));
    }
    let of = |key: &str| table.get(key).and_then(number);
    Ok(Product {
        name: needed("name")?,
        file: path.parent().unwrap_or(Path::new("")).join(needed("file")?),
        variable: needed("variable")?,
        over,
        quantity,
        unit: text("unit"),
        sd: text("sd"),
        at_most: of("at_most"),
        correlation_length: of("correlation_length").unwrap_or(CORRELATION_LENGTH),
        about: About {
            citation: text("citation"),
            doi: text("doi"),
            licence: text("licence"),
            depth: text("depth"),
            period: text("period"),
        },
    })
}

fn number(value: &toml::Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|i| i as f64)).filter(|x| x.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("obs.toml");
        std::fs::write(&path, text).unwrap();
        read(&path).unwrap_err().to_string()
    }

    #[test]
    fn faults_are_named_with_what_is_accepted() {
        let with = |more: &str| {
            problem(&format!(
                "[[product]]\nname = \"P\"\nfile = \"p.nc\"\nvariable = \"v\"\nquantity = \"cSoil\"\n{more}"
            ))
        };
        assert!(with("untis = \"1\"").contains("product 1: unknown key `untis`; did you mean `unit`?"));
        assert!(with("at_most = \"many\"").contains("accepted is a number above 0"));
        assert!(with("sd = 3").contains("accepted is words in quotation marks"));
        assert!(with("over = \"n\"").contains("`over` is for ratios; `cSoil` is none"));
        assert!(problem("[[product]]\nname = \"P\"\nquantity = \"csoil\"").contains("did you mean `cSoil`?"));
        assert!(problem("x = 1").contains("unknown key `x`"));
        assert!(problem("").contains("it has no [[product]]"));
    }
}
