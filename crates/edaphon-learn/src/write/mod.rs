//! What comes out: numbers for machines, tables behind them.

mod json;
mod maps;
mod tables;

use std::path::{Path, PathBuf};

use edaphon_io::write_whole;
pub use json::metrics_json;
pub(crate) use json::weight_key;
pub use maps::{MAP_FILES, MAPS, write_maps};

use crate::data::Data;
use crate::description::LearnDescription;
use crate::error::{LearnError, Result};
use crate::experiment::Evaluation;
use crate::maps::Fitted;

/// Names of the files of an evaluation.
pub const FILES: [&str; 6] =
    ["metrics.json", "scores.csv", "predictions.csv", "trends.csv", "calibration.csv", "profile.csv"];

/// Name of the file that says what was fitted on all sites.
pub const FITTED: &str = "fitted.json";

/// Refuses files that are there already.
///
/// # Errors
/// The first of `names` that `folder` has, unless `force`.
pub fn refuse_existing(folder: &Path, names: &[&str], force: bool) -> Result<()> {
    match names.iter().map(|name| folder.join(name)).find(|path| path.exists()) {
        Some(path) if !force => Err(LearnError::Exists { path }),
        _ => Ok(()),
    }
}

/// Writes the numbers of an evaluation, and the tables behind them, into a folder.
///
/// # Errors
/// If the folder cannot be made or a file cannot be written.
pub fn write_evaluation(
    data: &Data,
    described: &LearnDescription,
    evaluation: &Evaluation,
    folder: &Path,
) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder).map_err(LearnError::file(folder, "create"))?;
    let json = format!("{:#}\n", metrics_json(data, described, evaluation));
    let contents = [
        json,
        tables::scores(data, evaluation)?,
        tables::predictions(data, described, evaluation)?,
        tables::trends(data, evaluation)?,
        tables::calibration(evaluation)?,
        tables::profile(evaluation)?,
    ];
    let write = |(name, content): (&str, String)| {
        let path = folder.join(name);
        write_whole(&path, content.as_bytes()).map(|()| path).map_err(LearnError::from)
    };
    FILES.into_iter().zip(contents).map(write).collect()
}

/// Writes what was fitted on all sites: parameters, what the samples tell about them, importance of covariates.
///
/// # Errors
/// If the file cannot be written.
pub fn write_fitted(fitted: &Fitted, path: &Path) -> Result<()> {
    Ok(write_whole(path, format!("{:#}\n", json::fitted_json(fitted)).as_bytes())?)
}
