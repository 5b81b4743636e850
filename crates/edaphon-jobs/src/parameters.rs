//! Parameter sets as files: read, written, and read again.
//!
//! ```toml
//! source = "author2015, table 2"     # optional: where the values come from
//!
//! [casa]
//! q10 = 1.72                         # one value, for all vegetation types
//! root_depth = [1.5, 1.5, …]         # 18 values, one for each type
//! leaf_age = { ENF = 2.0, 18 = 1.0 } # some types only; the others stay as they are
//!
//! [mimics]
//! desorption_1 = 1.05e-6
//! ```
//!
//! A parameter that a file does not name keeps its default. Also read are tables in CSV, as [`write()`] makes them, and the
//! parameter files of the testbed.

mod csv;
mod described;
mod write;

use std::path::Path;

use edaphon_core::{Defaults, ParamInfo, ParamSet, ParamTable};
use edaphon_io::testbed::{NamedValues, parse_mimics, parse_pft};
use edaphon_io::{Error, Faults, Result};
use edaphon_models::casa::{PLANT_TRAITS, START_POOLS};
use edaphon_models::mimics::MIMICS_PARAMETERS;
use edaphon_run::landscape::Parameters;

pub use write::{to_csv, to_toml, write};

/// Name of the default set: the published values of Wieder et al. (2024).
pub const DEFAULT_SET: &str = "wieder2024";

/// The tables of parameters, in the order of files and listings.
pub static TABLES: [&ParamTable; 3] = [&PLANT_TRAITS, &START_POOLS, &MIMICS_PARAMETERS];

/// A vegetation type: its number is its place in [`VEGETATION_TYPES`], from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VegetationType {
    /// Short code, as IGBP has it.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
}

const fn vegetation(code: &'static str, name: &'static str) -> VegetationType {
    VegetationType { code, name }
}

/// The vegetation types: the 17 classes of IGBP, and tundra.
pub static VEGETATION_TYPES: [VegetationType; 18] = [
    vegetation("ENF", "evergreen needleleaf forest"),
    vegetation("EBF", "evergreen broadleaf forest"),
    vegetation("DNF", "deciduous needleleaf forest"),
    vegetation("DBF", "deciduous broadleaf forest"),
    vegetation("MF", "mixed forest"),
    vegetation("CSH", "closed shrubland"),
    vegetation("OSH", "open shrubland"),
    vegetation("WSA", "woody savanna"),
    vegetation("SAV", "savanna"),
    vegetation("GRA", "grassland"),
    vegetation("WET", "permanent wetland"),
    vegetation("CRO", "cropland"),
    vegetation("URB", "urban and built-up"),
    vegetation("CVM", "cropland and natural vegetation"),
    vegetation("SNO", "snow and ice"),
    vegetation("BSV", "barren or sparsely vegetated"),
    vegetation("WAT", "water"),
    vegetation("TUN", "tundra"),
];

/// The number (from 1) of a vegetation type given by number or by code.
pub fn vegetation_type(text: &str) -> Option<usize> {
    let by_code = || VEGETATION_TYPES.iter().position(|v| v.code.eq_ignore_ascii_case(text)).map(|at| at + 1);
    text.parse().ok().filter(|n| (1..=VEGETATION_TYPES.len()).contains(n)).or_else(by_code)
}

/// Whether a parameter may differ between vegetation types.
pub fn differs_by_type(info: &ParamInfo) -> bool {
    !matches!(info.defaults, Defaults::One(_))
}

/// The table that has a parameter of this name.
pub fn table_of(name: &str) -> Option<&'static ParamTable> {
    TABLES.into_iter().find(|table| table.find(name).is_some())
}

/// The set of each of [`TABLES`].
pub fn sets(parameters: &Parameters) -> [&ParamSet; 3] {
    [&parameters.plants, &parameters.start, &parameters.mimics]
}

/// The set of a table by its name (`casa`, `casa-start`, `mimics`), to be changed.
pub fn set_named<'p>(parameters: &'p mut Parameters, table: &str) -> Option<&'p mut ParamSet> {
    let Parameters { plants, start, mimics } = parameters;
    [plants, start, mimics].into_iter().find(|set| set.table().model == table)
}

/// The set called `name`, which is that of Wieder et al. (2024), or the set in the file `name`.
///
/// # Errors
/// As [`read`].
pub fn named(name: &str) -> Result<Parameters> {
    if name == DEFAULT_SET { Ok(Parameters::default()) } else { read(Path::new(name)) }
}

/// Reads a parameter file: TOML, CSV, or one of the testbed's; which one is told from its name and content.
///
/// # Errors
/// If the file cannot be read, or all its faults by line.
pub fn read(path: &Path) -> Result<Parameters> {
    let mut parameters = Parameters::default();
    read_over(path, &mut parameters)?;
    Ok(parameters)
}

/// Reads a parameter file over values that are already there: what it does not name stays.
///
/// # Errors
/// As [`read`]; the values are then partly changed.
pub fn read_over(path: &Path, parameters: &mut Parameters) -> Result<()> {
    let read = std::fs::read(path);
    let bytes = read.map_err(|reason| Error::File { path: path.to_owned(), action: "read", reason })?;
    Ok(parse_over(path, &bytes, parameters)?)
}

/// The content of a parameter file; `path` is named in faults and origins.
///
/// # Errors
/// All its faults.
pub fn parse_over(path: &Path, bytes: &[u8], parameters: &mut Parameters) -> std::result::Result<(), Faults> {
    let is_toml = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"));
    let text = String::from_utf8_lossy(bytes);
    match Kind::of(&text) {
        _ if is_toml => described::read(path, &text, parameters),
        Some(Kind::Csv) => csv::read(path, &text, parameters),
        Some(Kind::TestbedPft) => take(path, parse_pft(path, bytes)?.params, parameters),
        Some(Kind::TestbedMimics) => take(path, parse_mimics(path, bytes)?, parameters),
        None => {
            let mut faults = Faults::new();
            let accepted = "accepted are TOML (in a file that ends in .toml), CSV with the header \
                            `table,name,vegetation_type,value`, and the parameter files of the testbed";
            faults.add(path, format!("this is not a parameter file; {accepted}"));
            Err(faults)
        }
    }
}

/// Files that are not TOML.
enum Kind {
    Csv,
    TestbedPft,
    TestbedMimics,
}

impl Kind {
    fn of(text: &str) -> Option<Self> {
        let numbers = |line: usize| {
            let fields = text.lines().nth(line - 1).unwrap_or_default().split(',');
            fields.take_while(|field| field.trim().parse::<f64>().is_ok()).count()
        };
        if text.trim_start_matches('\u{feff}').starts_with("table,name,") {
            Some(Self::Csv)
        } else if numbers(24) >= 10 {
            // The first row of traits, by which the file of CASA is known.
            Some(Self::TestbedPft)
        } else if (21..=32).all(|line| numbers(line) == 1) {
            // One value to a line, the slopes and intercepts of uptake.
            Some(Self::TestbedMimics)
        } else {
            None
        }
    }
}

/// Sets what a file of the testbed holds.
fn take(path: &Path, values: Vec<NamedValues>, parameters: &mut Parameters) -> std::result::Result<(), Faults> {
    let mut faults = Faults::new();
    for NamedValues { name, values, origin } in values {
        let table = table_of(name).map_or("", |table| table.model);
        let done = set_named(parameters, table).map(|set| set.set(name, &values, &origin));
        if let Some(Err(problem)) = done {
            faults.add(path, format!("{origin}: {problem}"));
        }
    }
    faults.or(())
}

/// Pairs of parameters of which the first must be less than the second.
const ORDERED: [(&str, &str); 6] = [
    ("n_limit_low", "n_limit_high"),
    ("leaf_n_to_c_min", "leaf_n_to_c_max"),
    ("wood_n_to_c_min", "wood_n_to_c_max"),
    ("froot_n_to_c_min", "froot_n_to_c_max"),
    ("lai_min", "lai_max"),
    ("turnover_modifier_min", "turnover_modifier_max"),
];

/// What is wrong with values that are each within their range: pairs out of order, in types that are simulated.
pub fn inconsistencies(parameters: &Parameters) -> Vec<String> {
    let value = |name: &str, v: usize| sets(parameters).into_iter().find_map(|set| set.value(name, v).ok());
    let simulated = |v: usize| value("biome_class", v).is_some_and(|class| class > 0.0);
    let mut found = Vec::new();
    for (low, high) in ORDERED {
        for v in (1..=VEGETATION_TYPES.len()).filter(|v| simulated(*v)) {
            let (Some(a), Some(b)) = (value(low, v), value(high, v)) else { continue };
            // The ramp of mineral nitrogen divides by the difference.
            if a > b || (a == b && low == "n_limit_low") {
                let order = "accepted are values in this order";
                found.push(format!("vegetation type {v}: {low} = {a} is not below {high} = {b}; {order}"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parameters_are_unique_over_the_tables() {
        let mut names: Vec<_> = TABLES.iter().flat_map(|t| t.params).map(|p| p.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn vegetation_types_are_known_by_number_and_code() {
        assert_eq!(
            (vegetation_type("1"), vegetation_type("tun"), vegetation_type("GRA")),
            (Some(1), Some(18), Some(10))
        );
        assert_eq!((vegetation_type("0"), vegetation_type("19"), vegetation_type("ABC")), (None, None, None));
    }

    #[test]
    fn the_published_files_are_the_default_set() {
        use edaphon_io::testbed::{MIMICS_PARAMETERS, PFT_TABLES};
        let mut read = Parameters::default();
        for file in [&PFT_TABLES, &MIMICS_PARAMETERS] {
            parse_over(file.path(), &file.content().unwrap(), &mut read).unwrap();
        }
        let known = Parameters::default();
        for (read, known) in sets(&read).iter().zip(sets(&known)) {
            let differing: Vec<_> = read.differences(known).map(|p| p.name).collect();
            assert_eq!(differing, Vec::<&str>::new());
        }
        assert_eq!(read.plants.origin("q10"), "pftlookup_igbp_updated4_exud0.csv, table T11 column 2");
    }

    #[test]
    fn other_files_are_refused() {
        let words = parse_over(Path::new("a.csv"), b"1,2\n", &mut Parameters::default()).unwrap_err().to_string();
        assert!(words.starts_with("a.csv: this is not a parameter file; accepted are TOML"), "{words}");
    }

    #[test]
    fn values_out_of_order_are_found() {
        let mut parameters = Parameters::default();
        assert_eq!(inconsistencies(&parameters), Vec::<String>::new());
        parameters.plants.set("n_limit_low", &[3.0], "here").unwrap();
        let found = inconsistencies(&parameters);
        let words =
            "vegetation type 1: n_limit_low = 3 is not below n_limit_high = 2; accepted are values in this order";
        assert_eq!(found.first().map(String::as_str), Some(words));
    }
}
