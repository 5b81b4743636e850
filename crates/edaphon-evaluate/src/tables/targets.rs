//! Published numbers, and whether a run has them.

use std::path::Path;

use edaphon_core::{did_you_mean, nearest, units};
use edaphon_run::Model;

use super::{Entry, Quantity, Tables};
use crate::error::{EvaluateError, Result};

/// The published tables, with the rounding of print as tolerance.
const PUBLISHED: &str = include_str!("../../data/published.toml");

/// A number that a table should have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// Table 1 (first years) or 2 (change).
    pub table: u8,
    /// The row.
    pub quantity: Quantity,
    /// The column.
    pub model: Model,
    /// The number, in the row's unit.
    pub value: f64,
    /// How far off it may be, in the row's unit.
    pub tolerance: f64,
}

/// Numbers that tables should have, and where they come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Targets {
    /// Where they come from.
    pub citation: String,
    /// The numbers.
    pub list: Vec<Target>,
    /// Whether tables are judged by them; if not, differences are told and nothing is claimed.
    pub binding: bool,
}

/// What a table has, beside what it should have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// What it should have.
    pub target: Target,
    /// What it has.
    pub found: Option<f64>,
}

/// How a number was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Within the tolerance.
    Pass,
    /// Beyond it, or not there.
    Fail,
}

impl Judged {
    /// Found less target.
    pub fn difference(&self) -> Option<f64> {
        self.found.map(|found| found - self.target.value)
    }

    /// Whether the difference is within the tolerance.
    pub fn verdict(&self) -> Verdict {
        // A number that ends exactly half-way between two printed ones is one of either.
        let within = |difference: f64| difference.abs() <= self.target.tolerance * (1.0 + 1e-9);
        if self.difference().is_some_and(within) { Verdict::Pass } else { Verdict::Fail }
    }
}

impl Targets {
    /// The published tables; not binding, as the authors' forcing is needed to have them.
    ///
    /// # Errors
    /// Never with the program as it was tested.
    pub fn published() -> Result<Self> {
        Self::parse(Path::new("published.toml"), PUBLISHED)
    }

    /// Reads a file of targets, which then are binding; `published` stands for the published tables.
    ///
    /// # Errors
    /// If the file cannot be read or something in it is not known.
    pub fn read(path: &Path) -> Result<Self> {
        if path == Path::new("published") {
            return Ok(Self { binding: true, ..Self::published()? });
        }
        let text = std::fs::read_to_string(path).map_err(|reason| edaphon_io::Error::File {
            path: path.to_owned(),
            action: "read",
            reason,
        })?;
        Ok(Self { binding: true, ..Self::parse(path, &text)? })
    }

    fn parse(path: &Path, text: &str) -> Result<Self> {
        let refuse = |problem: String| EvaluateError::at(path, problem);
        let root: toml::Table = text.parse().map_err(|e: toml::de::Error| refuse(e.message().to_owned()))?;
        let mut targets = Self { citation: String::new(), list: Vec::new(), binding: false };
        for (key, value) in &root {
            match (key.as_str(), value) {
                ("citation", toml::Value::String(words)) => words.clone_into(&mut targets.citation),
                ("table1" | "table2", toml::Value::Table(rows)) => {
                    let table = if key == "table1" { 1 } else { 2 };
                    for (name, row) in rows {
                        targets.list.extend(row_of(table, name, row).map_err(|p| refuse(format!("[{key}] {p}")))?);
                    }
                }
                _ => {
                    let meant = did_you_mean(nearest(key, ["citation", "table1", "table2"]).as_deref());
                    let accepted = "accepted are `citation` and the tables [table1] and [table2]";
                    return Err(refuse(format!("`{key}` is unknown or of another kind{meant}; {accepted}")));
                }
            }
        }
        Ok(targets)
    }

    /// The tables beside the targets, in the order of the targets; those of models that were not evaluated are left out.
    pub fn judge(&self, tables: &Tables) -> Vec<Judged> {
        let of = |target: &Target| {
            let value = |entry: Entry| if target.table == 1 { entry.initial } else { entry.change };
            Judged { target: *target, found: tables.entry(target.quantity, target.model).map(value) }
        };
        self.list.iter().filter(|target| tables.models.contains(&target.model)).map(of).collect()
    }

    /// The target of a place in the tables.
    pub fn get(&self, table: u8, quantity: Quantity, model: Model) -> Option<&Target> {
        self.list.iter().find(|t| t.table == table && t.quantity == quantity && t.model == model)
    }
}

/// The targets of a row: `{ unit = "Pg C", tolerance = 0.5, mimics-cn = 1516 }`.
fn row_of(table: u8, name: &str, row: &toml::Value) -> std::result::Result<Vec<Target>, String> {
    let known = || Quantity::ALL.map(Quantity::name);
    let quantity = Quantity::named(name).ok_or_else(|| {
        format!(
            "unknown quantity `{name}`{}; accepted are {}",
            did_you_mean(nearest(name, known()).as_deref()),
            known().join(", ")
        )
    })?;
    let row = row.as_table().ok_or_else(|| format!("{name}: accepted is a table of unit, tolerance and models"))?;
    let number = |key: &str, value: &toml::Value| {
        let found = value.as_float().or_else(|| value.as_integer().map(|i| i as f64));
        found.filter(|x| x.is_finite()).ok_or_else(|| format!("{name}: `{key}` is {value}; accepted is a number"))
    };
    let unit = row
        .get("unit")
        .and_then(toml::Value::as_str)
        .ok_or_else(|| format!("{name}: the unit is missing; write `unit = \"{}\"`", quantity.unit()))?;
    let factor = factor(unit, quantity).map_err(|problem| format!("{name}: {problem}"))?;
    let tolerance =
        row.get("tolerance").ok_or_else(|| format!("{name}: the tolerance is missing; write `tolerance = 0.5`"))?;
    let tolerance = factor * number("tolerance", tolerance)?;
    let mut targets = Vec::new();
    for (key, value) in row.iter().filter(|(key, _)| !matches!(key.as_str(), "unit" | "tolerance")) {
        let models = Model::ALL.map(Model::name);
        let model = Model::named(key).ok_or_else(|| {
            let meant = did_you_mean(nearest(key, models).as_deref());
            format!("{name}: unknown key `{key}`{meant}; accepted are unit, tolerance, {}", models.join(", "))
        })?;
        targets.push(Target { table, quantity, model, value: factor * number(key, value)?, tolerance });
    }
    Ok(targets)
}

fn factor(unit: &str, quantity: Quantity) -> std::result::Result<f64, String> {
    if unit == quantity.unit() {
        return Ok(1.0);
    }
    let conversion = units::conversion(unit, quantity.unit()).map_err(|error| error.to_string())?;
    Ok(conversion.factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        Targets::parse(Path::new("t.toml"), text).unwrap_err().to_string()
    }

    #[test]
    fn the_published_tables_are_complete() {
        let published = Targets::published().unwrap();
        let count = |table| published.list.iter().filter(|t| t.table == table).count();
        assert_eq!((count(1), count(2), published.binding), (29, 29, false));
        let of = |table, quantity, model| published.get(table, quantity, model).map(|t| (t.value, t.tolerance));
        assert_eq!(of(1, Quantity::SoilC, Model::MimicsCn), Some((1516.0, 0.5)));
        assert_eq!(of(2, Quantity::SoilCn, Model::CasaCn), Some((-0.03, 0.005)));
        assert_eq!(of(1, Quantity::MicrobialC, Model::CasaC), None);
    }

    #[test]
    fn other_units_are_converted() {
        let text = "[table1]\nnpp = { unit = \"Tg C yr-1\", tolerance = 50, casa-c = 42000 }";
        let target = Targets::parse(Path::new("t.toml"), text).unwrap().list[0];
        assert!((target.value - 42.0).abs() < 1e-12 && (target.tolerance - 0.05).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_known_is_named_with_what_is() {
        let words = problem("[table1]\nnpq = { unit = \"Pg C yr-1\", tolerance = 1 }");
        assert!(words.starts_with("t.toml: [table1] unknown quantity `npq`; did you mean `npp`?"), "{words}");
        let words = problem("[table2]\nnpp = { unit = \"Pg C yr-1\", tolerance = 1, casa-x = 1 }");
        assert!(words.contains("npp: unknown key `casa-x`; did you mean `casa-c`?"), "{words}");
        assert!(problem("[table1]\nnpp = { tolerance = 1 }").contains("write `unit = \"Pg C yr-1\"`"));
        assert!(problem("[table1]\nnpp = { unit = \"Pg C yr-1\", casa-c = 1 }").contains("the tolerance is missing"));
        assert!(problem("[table1]\nnpp = { unit = \"Pg N yr-1\", tolerance = 1 }").contains("cannot be converted"));
        assert!(problem("tabel1 = 3").contains("did you mean `table1`?"));
    }

    #[test]
    fn rounding_of_print_passes() {
        let target = Target { table: 1, quantity: Quantity::Npp, model: Model::CasaC, value: 42.0, tolerance: 0.05 };
        let verdict = |found| Judged { target, found }.verdict();
        assert_eq!(verdict(Some(42.05)), Verdict::Pass);
        assert_eq!([verdict(Some(42.06)), verdict(None)], [Verdict::Fail; 2]);
    }
}
