//! From the text of a description to what it says.

use std::path::{Path, PathBuf};

use edaphon_forest::WeightMode;
use edaphon_geo::Crs;

use super::section::{Document, Section};
use super::{
    CALIBRATED, Experiments, ForestChoices, FreeParameter, Grouping, HybridSettings, LearnDescription, ProcessSettings,
    Validation,
};
use crate::data::{COVARIATES, CovariateMap, Files, MAPPED};
use crate::error::{LearnError, Result};

/// Words for the meanings of a weight.
const MODES: [(&str, WeightMode); 2] = [("bootstrap", WeightMode::Bootstrap), ("split", WeightMode::Split)];

/// Reads a description.
///
/// # Errors
/// If it cannot be read, and everything that is wrong with it, by line.
pub fn read(path: &Path) -> Result<LearnDescription> {
    let text = std::fs::read_to_string(path).map_err(LearnError::file(path, "read"))?;
    parse(path, &text)
}

fn parse(path: &Path, text: &str) -> Result<LearnDescription> {
    let document = Document::new(path, text);
    let described = document.root().map(|table| {
        let root = Section::root(&document, &table);
        let (years, crs) = maps(&root.section("maps"));
        let beside = path.parent().unwrap_or(Path::new(""));
        let described = LearnDescription {
            files: Files { crs, ..files(&root.section("data"), &root.section("grid"), beside) },
            process: process(&root.section("process")),
            forest: forest(&root.section("forest")),
            hybrid: hybrid(&root.section("hybrid")),
            validation: validation(&root.section("validation")),
            experiments: experiments(&root.section("experiments")),
            map_years: years,
        };
        root.finish();
        described
    });
    let faults = document.into_faults();
    match described {
        Some(described) => Ok(faults.or(described)?),
        None => Err(faults.into()),
    }
}

/// Endings of tables that are looked for, the first that is there before the others.
const ENDINGS: [&str; 4] = ["csv", "csv.gz", "parquet", "nc"];

/// The usual names; a table that may be missing is `None` where it is.
pub(super) fn files_in(folder: &Path) -> Files {
    let if_there =
        |name: &str| ENDINGS.iter().map(|ending| folder.join(format!("{name}.{ending}"))).find(|path| path.exists());
    let usual = |name: &str| if_there(name).unwrap_or_else(|| folder.join(format!("{name}.csv")));
    Files {
        sites: usual("sites"),
        climate: usual("climate_monthly"),
        ndvi: usual("ndvi_monthly"),
        fertiliser: usual("fertiliser"),
        folds: if_there("folds"),
        truth: if_there("truth_annual"),
        grid: if_there("grid"),
        grid_ndvi: if_there("grid_ndvi_seasonal"),
        covariates: None,
        crs: None,
    }
}

fn files(section: &Section<'_, '_>, grid: &Section<'_, '_>, beside: &Path) -> Files {
    let folder: PathBuf = section.path("folder", beside).unwrap_or_else(|| beside.to_owned());
    let usual = files_in(&folder);
    let given = |key| section.path(key, &folder);
    let files = Files {
        sites: given("sites").unwrap_or(usual.sites),
        climate: given("climate").unwrap_or(usual.climate),
        ndvi: given("ndvi").unwrap_or(usual.ndvi),
        fertiliser: given("fertiliser").unwrap_or(usual.fertiliser),
        folds: given("folds").or(usual.folds),
        truth: given("truth").or(usual.truth),
        grid: given("grid").or(usual.grid),
        grid_ndvi: given("grid_ndvi").or(usual.grid_ndvi),
        covariates: covariates(grid, &folder),
        crs: None,
    };
    section.check_keys();
    if files.covariates.is_some() && section.has("grid") {
        section.fault("grid", "`grid` in [data] names a table and [grid] names maps; keep one of the two");
    }
    files
}

/// Maps of all covariates, if there is a section for them.
fn covariates(section: &Section<'_, '_>, folder: &Path) -> Option<Vec<CovariateMap>> {
    if !section.is_there() {
        return None;
    }
    let maps: Vec<CovariateMap> = MAPPED.iter().filter_map(|(key, _)| covariate(section, key, folder)).collect();
    let missing: Vec<&str> = MAPPED.iter().map(|(key, _)| *key).filter(|key| !section.has(key)).collect();
    if !missing.is_empty() {
        let names = missing.join(", ");
        section.fault("", format!("[grid] has no {names}; a map of every covariate is needed"));
    }
    section.check_keys();
    (maps.len() == MAPPED.len()).then_some(maps)
}

/// A map: a file in quotes, or a table of `file`, `variable` and `unit`.
fn covariate(section: &Section<'_, '_>, key: &'static str, folder: &Path) -> Option<CovariateMap> {
    let Some(table) = section.table(key) else {
        return section.path(key, folder).map(|file| CovariateMap { file, variable: None, unit: None });
    };
    let file = table.path("file", folder);
    let (variable, unit) = (table.text("variable"), table.text("unit"));
    if file.is_none() && !table.has("file") {
        table.fault("file", format!("`{key}` in [grid] has no `file`"));
    }
    table.check_keys();
    file.map(|file| CovariateMap { file, variable, unit })
}

fn process(section: &Section<'_, '_>) -> ProcessSettings {
    let usual = ProcessSettings::default();
    let free: Vec<(&str, FreeParameter)> = [FreeParameter::MuRef, FreeParameter::KM]
        .into_iter()
        .chain((0..CALIBRATED.len()).map(FreeParameter::RothC))
        .map(|parameter| (parameter.name(), parameter))
        .collect();
    let settings = ProcessSettings {
        spin_up: pair(section, "spin_up", 1.0..=3000.0, "").map_or(usual.spin_up, |(a, b)| (a as i32, b as i32)),
        vegetation_years: section
            .integer("vegetation_years", 1..=100)
            .map_or(usual.vegetation_years, |years| years as usize),
        layer_depth: section.number("layer_depth", 1.0..=300.0, "cm").unwrap_or(usual.layer_depth),
        covered_from: section.number("covered_from", -1.0..=1.0, "").unwrap_or(usual.covered_from),
        dpm_rpm: section.number("dpm_rpm", 0.01..=100.0, "").unwrap_or(usual.dpm_rpm),
        k_m_bounds: pair(section, "k_m_bounds", 1e-6..=1e9, "").unwrap_or(usual.k_m_bounds),
        free: section.choices("free", &free).unwrap_or(usual.free),
    };
    if settings.free.is_empty() {
        section.fault("free", format!("{} is empty; name at least one parameter", section.label("free")));
    }
    section.check_keys();
    settings
}

fn pair(
    section: &Section<'_, '_>,
    key: &'static str,
    range: std::ops::RangeInclusive<f64>,
    unit: &str,
) -> Option<(f64, f64)> {
    match section.numbers(key, range, unit)?[..] {
        [low, high] if low <= high => Some((low, high)),
        _ => {
            section.fault(key, format!("{} is not a pair; accepted is [first, last]", section.label(key)));
            None
        }
    }
}

fn forest(section: &Section<'_, '_>) -> ForestChoices {
    let usual = ForestChoices::default();
    let choices = ForestChoices {
        trees: section.integer("trees", 1..=100_000).map_or(usual.trees, |trees| trees as usize),
        columns_per_split: section
            .integer("columns_per_split", 1..=COVARIATES.len() as i64)
            .map(|columns| columns as usize),
        min_samples_leaf: section
            .integer("min_samples_leaf", 1..=100_000)
            .map_or(usual.min_samples_leaf, |rows| rows as usize),
        draw_sites: section.choice("bootstrap_unit", &[("row", false), ("site", true)]).unwrap_or(usual.draw_sites),
    };
    section.check_keys();
    choices
}

fn hybrid(section: &Section<'_, '_>) -> HybridSettings {
    let usual = HybridSettings::default();
    let settings = HybridSettings {
        process_weight: section.number("process_weight", 0.0..=1.0, "").unwrap_or(usual.process_weight),
        weight_mode: section.choice("weight_mode", &MODES).unwrap_or(usual.weight_mode),
    };
    section.check_keys();
    settings
}

fn validation(section: &Section<'_, '_>) -> Validation {
    let usual = Validation::default();
    let seeds = section.integers("seeds", 0..=i64::MAX >> 11);
    let seed = section.integer("seed", 0..=i64::MAX >> 11).map(|seed| vec![seed]);
    if seeds.is_some() && seed.is_some() {
        section.fault("seed", "`seed` and `seeds` in [validation] say the same; keep one");
    }
    let mut seeds: Vec<u64> = seeds.or(seed).map_or(usual.seeds, |all| all.iter().map(|seed| *seed as u64).collect());
    seeds.dedup();
    if seeds.is_empty() {
        section.fault("seeds", "`seeds` in [validation] is empty; give at least one");
    }
    let side = section.number("block_side", 1e-3..=1e5, "km");
    let words = [("sites", 0), ("counties", 1), ("blocks", 2)];
    let grouping = match (section.choice("grouping", &words).unwrap_or(0), side) {
        (2, Some(side)) => Grouping::Blocks(side),
        (2, None) => {
            section.fault("grouping", "blocks need their side: `block_side` in [validation] (km)");
            usual.grouping
        }
        (1, _) => Grouping::Counties,
        _ => Grouping::Sites,
    };
    if side.is_some() && !matches!(grouping, Grouping::Blocks(_)) {
        section.fault("block_side", "`block_side` in [validation] is of no use without `grouping = \"blocks\"`");
    }
    let folds = section.integer("folds", 2..=1000).map_or(usual.folds, |folds| folds as usize);
    section.check_keys();
    Validation { seeds, folds, grouping }
}

fn experiments(section: &Section<'_, '_>) -> Experiments {
    let usual = Experiments::default();
    let shares = |key| section.numbers(key, 0.0..=1.0, "");
    let truth = |key, usual| section.truth(key).unwrap_or(usual);
    let columns = section.integers("tune_columns", 1..=COVARIATES.len() as i64);
    let members = section.integer("interval_members", 2..=10_000);
    let experiments = Experiments {
        sweep: shares("sweep").unwrap_or(usual.sweep),
        weight_modes: section.choices("weight_modes", &MODES).unwrap_or(usual.weight_modes),
        baselines: truth("baselines", usual.baselines),
        first_year: truth("first_year", usual.first_year),
        two_step: truth("two_step", usual.two_step),
        tune_columns: columns.map_or(usual.tune_columns, |all| all.iter().map(|count| *count as usize).collect()),
        tune_weights: shares("tune_weights").unwrap_or(usual.tune_weights),
        tuning_trees: section.integer("tuning_trees", 1..=100_000).map_or(usual.tuning_trees, |trees| trees as usize),
        intervals: truth("intervals", usual.intervals),
        interval_members: members.map_or(usual.interval_members, |members| members as usize),
        spatial_blocks: section.numbers("spatial_blocks", 1e-3..=1e5, "km").unwrap_or(usual.spatial_blocks),
        revisited_shares: shares("revisited_shares").unwrap_or(usual.revisited_shares),
    };
    section.check_keys();
    experiments
}

fn maps(section: &Section<'_, '_>) -> (Option<Vec<i32>>, Option<Crs>) {
    let years = section.integers("years", 0..=9999);
    let crs = section.text("crs").and_then(|text| {
        let read = text.parse();
        read.map_err(|error| section.fault("crs", format!("{}: {error}", section.label("crs")))).ok()
    });
    section.check_keys();
    (years.map(|years| years.iter().map(|year| *year as i32).collect()), crs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        parse(Path::new("a.toml"), text).unwrap_err().to_string()
    }

    #[test]
    fn an_empty_description_has_the_defaults() {
        let described = parse(Path::new("tables/a.toml"), "").unwrap();
        assert_eq!(described, LearnDescription::of_folder("tables"));
        assert_eq!(described.files.sites, Path::new("tables/sites.csv"));
    }

    #[test]
    fn what_is_said_is_read() {
        let text = "[data]\nfolder = \"x\"\nsites = \"s.csv\"\n[process]\nspin_up = [1950, 1979]\nfree = [\"k_hum\"]\n\
                    [forest]\ncolumns_per_split = 6\nbootstrap_unit = \"site\"\n[hybrid]\nweight_mode = \"split\"\n\
                    [validation]\nseed = 3\ngrouping = \"blocks\"\nblock_side = 20\n[maps]\nyears = [1980, 2000]\ncrs = \"EPSG:32650\"\n";
        let described = parse(Path::new("a.toml"), text).unwrap();
        assert_eq!(described.files.sites, Path::new("x/s.csv"));
        assert_eq!(described.process.spin_up, (1950, 1979));
        assert_eq!(described.process.free, [FreeParameter::RothC(3)]);
        assert_eq!((described.forest.columns_per_split, described.forest.draw_sites), (Some(6), true));
        assert_eq!((described.validation.seeds, described.validation.grouping), (vec![3], Grouping::Blocks(20.0)));
        assert_eq!((described.map_years, described.files.crs), (Some(vec![1980, 2000]), Some(Crs::Projected(32650))));
    }

    #[test]
    fn unknown_keys_are_refused_with_a_suggestion_and_all_faults_are_told() {
        let text = "[hybrid]\nproces_weight = 0.5\n[forest]\ntrees = 0\n[validtion]\n";
        let expected = "a.toml:4: `trees` in [forest] = 0 is outside 1 to 100000\n\
                        a.toml:2: unknown key `proces_weight` in [hybrid]; did you mean `process_weight`?\n\
                        a.toml:5: unknown key `validtion`; did you mean `validation`?";
        assert_eq!(words(text), expected);
        assert!(words("[hybrid]\nweight_mode = \"bootstrp\"").contains("did you mean `bootstrap`?"));
        assert!(words("[maps]\ncrs = \"WGS84\"").starts_with("a.toml:2: `crs` in [maps]: `WGS84` is not a CRS"));
        assert!(words("[validation]\ngrouping = \"blocks\"").contains("`block_side` in [validation] (km)"));
    }

    #[test]
    fn maps_of_covariates_are_named_one_by_one() {
        let all: String = MAPPED.iter().map(|(key, _)| format!("{key} = \"{key}.tif\"\n")).collect();
        let with = |from: &str, to: &str| format!("[data]\nfolder = \"x\"\n[grid]\n{}", all.replacen(from, to, 1));
        let text = with("\"clay.tif\"", "{ file = \"soil.nc\", variable = \"clay\", unit = \"%\" }");
        let maps = parse(Path::new("a.toml"), &text).unwrap().files.covariates.unwrap();
        assert_eq!((maps.len(), maps[0].file.as_path()), (12, Path::new("x/elevation.tif")));
        let (variable, unit) = (Some("clay".to_owned()), Some("%".to_owned()));
        assert_eq!(maps[3], CovariateMap { file: "x/soil.nc".into(), variable, unit });
        let without = words(&with("slope = \"slope.tif\"\n", ""));
        assert_eq!(without, "a.toml:3: [grid] has no slope; a map of every covariate is needed");
        let misspelt = words(&with("clay =", "clai ="));
        assert!(misspelt.contains("unknown key `clai` in [grid]; did you mean `clay`?"), "{misspelt}");
        let no_file = words(&with("\"clay.tif\"", "{ variable = \"clay\" }"));
        assert_eq!(no_file, "a.toml:7: `clay` in [grid] has no `file`");
        let both = words(&with("", "").replace("[grid]", "grid = \"cells.csv\"\n[grid]"));
        assert!(both.contains("keep one of the two"), "{both}");
    }
}
