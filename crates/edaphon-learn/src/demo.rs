//! From samples to annual maps: the benchmark, evaluated, mapped and reported.

use std::path::{Path, PathBuf};

use crate::benchmark::write_benchmark;
use crate::data::Data;
use crate::description::read;
use crate::error::{LearnError, Result};
use crate::experiment::{Evaluation, Listener, evaluate};
use crate::maps::fit;
use crate::report::{PAGE, write_report};
use crate::write::{FILES, FITTED, MAP_FILES, refuse_existing, write_evaluation, write_fitted, write_maps};

/// Name of the description in the folder of the demonstration.
const DESCRIPTION: &str = "LEARN.toml";
/// The description: everything that it does not say is as usual.
const TEXT: &str = "\
# Soil carbon in space and time: process model, forest and hybrid.
# `edaphon learn evaluate LEARN.toml -o out` compares them on sites that they have not seen.

[data]
folder = \"tables\"

[process]
spin_up = [1960, 1979]       # years whose mean climate the soil was in equilibrium with

[forest]
trees = 100                  # 200 in the paper

[hybrid]
process_weight = 0.5         # share of the loss that simulated rows have
weight_mode = \"bootstrap\"    # rows are drawn in proportion to their weight

[validation]
seeds = [0]
folds = 5

[experiments]
sweep = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1]
weight_modes = [\"bootstrap\"]
";

/// What the demonstration left.
#[derive(Debug, Clone, PartialEq)]
pub struct Demo {
    /// What came out.
    pub evaluation: Evaluation,
    /// The page to open.
    pub report: PathBuf,
    /// The description, to go on from.
    pub description: PathBuf,
}

/// Writes the benchmark and a description into `folder`, evaluates, maps and reports.
///
/// # Errors
/// If files are there already, unless `force`; if a file cannot be written.
pub fn demo(folder: &Path, force: bool, listener: Listener<'_>) -> Result<Demo> {
    let names: Vec<&str> = [DESCRIPTION, PAGE, FITTED].into_iter().chain(MAP_FILES).chain(FILES).collect();
    refuse_existing(folder, &names, force)?;
    std::fs::create_dir_all(folder).map_err(LearnError::file(folder, "create"))?;
    write_benchmark(&folder.join("tables"))?;
    let description = folder.join(DESCRIPTION);
    edaphon_io::write_whole(&description, TEXT.as_bytes())?;
    let described = read(&description)?;
    let data = Data::read(&described.files, described.process.spin_up)?;
    let evaluation = evaluate(&data, &described, listener)?;
    write_evaluation(&data, &described, &evaluation, folder)?;
    let fitted = fit(&data, &described, listener)?;
    write_fitted(&fitted, &folder.join(FITTED))?;
    let maps = fitted.predict(&data, &described, listener)?;
    write_maps(&maps, folder)?;
    let report = write_report(&data, &described, &evaluation, Some((&fitted, &maps)), folder)?;
    Ok(Demo { evaluation, report, description })
}
