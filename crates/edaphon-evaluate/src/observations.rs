//! Gridded observations: read in the unit of the models, on their cells.

use std::path::{Path, PathBuf};

use edaphon_core::grid::meridian_distance;
use edaphon_core::units;
use edaphon_io::netcdf::{AttributeValue, File};

use crate::annual::{AnnualRun, unit_of};
use crate::error::{EvaluateError, Result};

/// Quantities that can be observed, by the names of this program.
pub const QUANTITIES: [&str; 7] = ["gpp", "npp", "rh", "cVeg", "cSoil", "microbial_c", "fNnetmin"];
/// Degrees by which the centres of cells may differ.
const SAME_PLACE: f64 = 0.01;

/// What was observed in the cells of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Its name.
    pub name: String,
    /// The quantity: one of [`QUANTITIES`].
    pub variable: String,
    /// Value in each simulated cell, stocks in g m⁻², fluxes in g m⁻² d⁻¹; NaN where there is none.
    pub cells: Vec<f64>,
    /// Standard deviation of each, where the file has it.
    pub sd: Option<Vec<f64>>,
    /// To be cited.
    pub citation: Option<String>,
}

/// What a registry says of a product.
struct Product {
    name: String,
    file: PathBuf,
    variable: String,
    quantity: String,
    unit: Option<String>,
    sd: Option<String>,
    citation: Option<String>,
}

/// Reads observations for the cells of a run: a NetCDF file whose variables bear the names of [`QUANTITIES`], or a registry
/// (TOML) with a `[[product]]` for each: `name`, `file`, `variable`, `quantity`, `unit`, `sd`, `citation`.
///
/// # Errors
/// If nothing is known in it, a unit is missing or of another kind, or its grid is another one.
pub fn read(path: &Path, run: &AnnualRun) -> Result<Vec<Observed>> {
    let products =
        if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) { registry(path)? } else { of_file(path)? };
    products.iter().map(|product| observed(product, run)).collect()
}

fn of_file(path: &Path) -> Result<Vec<Product>> {
    let file = File::open(path)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let citation = file.attribute("references").and_then(AttributeValue::text).map(str::to_owned);
    let product = |name: &&str| Product {
        name: stem.clone(),
        file: path.to_owned(),
        variable: (*name).to_owned(),
        quantity: (*name).to_owned(),
        unit: None,
        sd: Some(format!("{name}_sd")).filter(|sd| file.has_variable(sd)),
        citation: citation.clone(),
    };
    let found: Vec<Product> = QUANTITIES.iter().filter(|name| file.has_variable(name)).map(product).collect();
    if found.is_empty() {
        let problem = format!(
            "no variable in it is known; accepted are {}, or a registry (.toml) that says which is which",
            QUANTITIES.join(", ")
        );
        return Err(EvaluateError::at(path, problem));
    }
    Ok(found)
}

fn registry(path: &Path) -> Result<Vec<Product>> {
    let text = std::fs::read_to_string(path).map_err(|reason| edaphon_io::Error::File {
        path: path.to_owned(),
        action: "read",
        reason,
    })?;
    let root: toml::Table = text.parse().map_err(|e: toml::de::Error| EvaluateError::at(path, e.message()))?;
    let Some(list) = root.get("product").and_then(toml::Value::as_array) else {
        return Err(EvaluateError::at(path, "it has no [[product]]; accepted is one for each product"));
    };
    list.iter().enumerate().map(|(at, entry)| product(path, at, entry)).collect()
}

fn product(path: &Path, at: usize, entry: &toml::Value) -> Result<Product> {
    const KEYS: [&str; 7] = ["name", "file", "variable", "quantity", "unit", "sd", "citation"];
    let wrong = |problem: String| EvaluateError::at(path, format!("product {}: {problem}", at + 1));
    let table = entry.as_table().ok_or_else(|| wrong("it is no table".to_owned()))?;
    if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(wrong(format!("unknown key `{key}`; accepted are {}", KEYS.join(", "))));
    }
    let text = |key: &str| table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let needed = |key: &str| text(key).ok_or_else(|| wrong(format!("`{key}` is missing")));
    let quantity = needed("quantity")?;
    if !QUANTITIES.contains(&quantity.as_str()) {
        return Err(wrong(format!("quantity `{quantity}` is not known; accepted are {}", QUANTITIES.join(", "))));
    }
    Ok(Product {
        name: needed("name")?,
        file: path.parent().unwrap_or(Path::new("")).join(needed("file")?),
        variable: needed("variable")?,
        quantity,
        unit: text("unit"),
        sd: text("sd"),
        citation: text("citation"),
    })
}

fn observed(product: &Product, run: &AnnualRun) -> Result<Observed> {
    let file = File::open(&product.file)?;
    let conversion = conversion(product, &file)?;
    let coordinate = |names: [&str; 2]| names.into_iter().find(|n| file.has_variable(n)).map(|n| file.unpack_f64(n));
    let (Some(lat), Some(lon)) = (coordinate(["lat", "latitude"]), coordinate(["lon", "longitude"])) else {
        return Err(EvaluateError::at(&product.file, "it has no `lat` and `lon`; accepted is a regular grid of both"));
    };
    let (lat, lon) = (lat?, lon?);
    let offsets = offsets(product, run, &lat, &lon)?;
    let cells = |name: &str| -> Result<Vec<f64>> {
        let values = file.unpack_f64(name)?;
        let map = lat.len() * lon.len();
        if map == 0 || values.len() % map != 0 {
            let (n, rows, columns) = (values.len(), lat.len(), lon.len());
            let problem = format!(
                "`{name}` has {n} values for {rows} latitudes and {columns} longitudes; accepted is (lat, lon) or (time, lat, lon)"
            );
            return Err(EvaluateError::at(&product.file, problem));
        }
        let mean = |at: usize| {
            let known = values.iter().skip(at).step_by(map).filter(|v| v.is_finite());
            let (sum, count) = known.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
            if count > 0.0 { sum / count } else { f64::NAN }
        };
        Ok(offsets.iter().map(|&at| mean(at)).collect())
    };
    let values = cells(&product.variable)?.into_iter().map(|value| conversion.apply(value)).collect();
    let spread = product.sd.as_deref().map(cells).transpose()?;
    let scale = conversion.apply(1.0) - conversion.apply(0.0);
    Ok(Observed {
        name: product.name.clone(),
        variable: product.quantity.clone(),
        cells: values,
        sd: spread.map(|sd| sd.into_iter().map(|sd| sd * scale).collect()),
        citation: product.citation.clone(),
    })
}

fn conversion(product: &Product, file: &File) -> Result<units::Conversion> {
    let variable = file.variable(&product.variable)?;
    let own = variable.attribute("units").and_then(AttributeValue::text).map(str::to_owned);
    let wanted = unit_of(&product.quantity);
    let Some(unit) = product.unit.clone().or(own).filter(|unit| !unit.is_empty()) else {
        let problem =
            format!("`{}` has no unit; give it `units`, or `unit` in a registry, such as {wanted}", product.variable);
        return Err(EvaluateError::at(&product.file, problem));
    };
    units::conversion(&unit, wanted).map_err(|error| {
        let problem = format!("`{}` is in {unit}: {error}; accepted is what converts to {wanted}", product.variable);
        EvaluateError::at(&product.file, problem)
    })
}

/// The place of each cell of the run on the map of observations.
fn offsets(product: &Product, run: &AnnualRun, lat: &[f64], lon: &[f64]) -> Result<Vec<usize>> {
    let of = |spot: &edaphon_io::output::Spot| {
        let row = lat.iter().position(|y| (y - spot.latitude).abs() < SAME_PLACE)?;
        let column = lon.iter().position(|x| meridian_distance(*x, spot.longitude) < SAME_PLACE)?;
        Some(row * lon.len() + column)
    };
    let found: Vec<Option<usize>> = run.spots().iter().map(of).collect();
    if let Some(at) = found.iter().position(Option::is_none) {
        let spot = &run.spots()[at];
        let problem = format!(
            "its grid ({} by {}) is not that of the run: the cell at lat {}, lon {} is not in it; bring it to the grid of {} first, \
             conserving mass (cdo remapcon)",
            lat.len(),
            lon.len(),
            spot.latitude,
            spot.longitude,
            run.path.display(),
        );
        return Err(EvaluateError::at(&product.file, problem));
    }
    Ok(found.into_iter().flatten().collect())
}
