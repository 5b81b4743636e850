//! The demonstration: measured emissions beside three models, as a folder to go on from.

use std::path::{Path, PathBuf};

use edaphon_figures::Figure;

use crate::error::{EmissionError, Result};
use crate::experiment::{Choices, Experiment, experiment};
use crate::{figures, measurements, report, write};

/// What the demonstration left.
#[derive(Debug, Clone)]
pub struct Summary {
    /// What came out.
    pub experiment: Experiment,
    /// The same in words.
    pub words: Vec<String>,
    /// The page to open.
    pub report: PathBuf,
    /// All files.
    pub files: Vec<PathBuf>,
}

/// The files, in the order in which they are told.
const FILES: [&str; 12] = [
    "report.html",
    "scores.csv",
    "peaks.csv",
    "predictions.csv",
    "parameters/edaphon.toml",
    "parameters/daycent.toml",
    "parameters/noe.toml",
    "figures/measured-predicted.svg",
    "figures/field.svg",
    "figures/means.svg",
    "data/n2o_daily_midwest.csv",
    "README.md",
];

/// What the folder is.
const README: &str = "\
# Nitrous oxide from three field experiments

| file | what it is |
|---|---|
| `report.html` | tables and figures; one file, open it in a browser |
| `scores.csv`, `peaks.csv` | scores of the nitrogen model, DAYCENT and NOE before and after calibration, on site-years (or experiments) that were not seen |
| `predictions.csv` | every day: measured and predicted (g N ha-1 d-1) |
| `parameters/*.toml` | the values found on all days, with intervals and source |
| `figures/*.svg` | the figures of the report |
| `data/n2o_daily_midwest.csv` | the measurements: Saha, Basso & Robertson (2020), Dryad, doi 10.5061/dryad.bnzs7h493, CC0; columns renamed, values unchanged |

The numbers are the same for any number of threads.
";

/// Calibrates, judges and reports; writes tables, parameter files, figures, the measurements and a page into `folder`.
///
/// `progress` hears what is done and which share of all.
///
/// # Errors
/// If files are there already, unless `force`; if a calibration fails or a file cannot be written.
pub fn demo(folder: &Path, force: bool, progress: &mut dyn FnMut(&str, f64)) -> Result<Summary> {
    let files: Vec<PathBuf> = FILES.iter().map(|name| folder.join(name)).collect();
    if let Some(path) = files.iter().find(|path| !force && path.exists()) {
        return Err(EmissionError::Exists { path: path.clone() });
    }
    for folder in [folder.to_owned(), folder.join("parameters"), folder.join("figures"), folder.join("data")] {
        let failed = |reason| edaphon_io::Error::File { path: folder.clone(), action: "create", reason };
        std::fs::create_dir_all(&folder).map_err(failed)?;
    }
    let found = experiment(Choices::default(), &mut |words, share| progress(words, 0.95 * share))?;
    progress("writing tables and figures", 0.95);
    let put = |name: &str, text: String| edaphon_io::write_whole(&folder.join(name), text.as_bytes());
    put("scores.csv", write::scores_csv(&found))?;
    put("peaks.csv", write::peaks_csv(&found))?;
    put("predictions.csv", write::predictions_csv(&found))?;
    put("data/n2o_daily_midwest.csv", measurements::text()?)?;
    put("README.md", README.to_owned())?;
    for model in &found.models {
        put(
            &format!("parameters/{}.toml", model.model.name().to_lowercase()),
            write::parameter_file(&model.calibrated),
        )?;
    }
    figures::scatters(&found).write(&folder.join("figures/measured-predicted.svg"))?;
    figures::field(&found).write(&folder.join("figures/field.svg"))?;
    figures::means(&found).write(&folder.join("figures/means.svg"))?;
    let page = folder.join("report.html");
    report::report(&found).write(&page)?;
    progress("done", 1.0);
    Ok(Summary { words: found.words.clone(), experiment: found, report: page, files })
}
