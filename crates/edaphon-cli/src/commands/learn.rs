//! `edaphon learn`.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::time::Instant;

use anyhow::anyhow;
use clap::{Args, Subcommand};
use edaphon_jobs::JobError;
use edaphon_learn::{
    Data, Evaluation, FILES, FITTED, LearnDescription, LearnError, MAP_FILES, Maps, PAGE, Progress, metrics_json,
    refuse_existing, write_evaluation, write_fitted, write_maps, write_report,
};

use crate::outcome::Outcome;
use crate::ui::{SHARE, Ui, duration};

/// Learn soil carbon in space and time from samples, with a process model, a forest, and both
#[derive(Debug, Args)]
pub(crate) struct Learn {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Evaluate(Evaluate),
    Fit(Fit),
    Predict(Predict),
}

/// Compare process model, forest and hybrid on sites that they have not seen
///
/// LEARN.toml names the tables, the folds and the seeds. Scores, tables and one page to open are written into a folder: where the hybrid helps,
/// where it does not, and how much of its gain needs no process model.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon learn evaluate LEARN.toml -o out
  edaphon learn evaluate LEARN.toml -o out --map --force")]
struct Evaluate {
    /// Description of tables, models and experiments (TOML)
    #[arg(value_name = "LEARN.toml")]
    description: PathBuf,
    /// Folder to write into
    #[arg(short, long, value_name = "DIR", default_value = "learnt")]
    output: PathBuf,
    /// Grow the models on all sites as well, and put their maps into the page
    #[arg(long)]
    map: bool,
}

/// Calibrate the process model and grow the forests on all sites
///
/// Parameters, what the samples tell about them, the importance of covariates and the area of applicability are written into a file.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon learn fit LEARN.toml -o out")]
struct Fit {
    /// Description of tables, models and experiments (TOML)
    #[arg(value_name = "LEARN.toml")]
    description: PathBuf,
    /// Folder to write into
    #[arg(short, long, value_name = "DIR", default_value = "learnt")]
    output: PathBuf,
}

/// Map the stock of every cell and year with its interval
///
/// The models are grown on all sites as by `fit`, from the same seed to the same bits. The map says where it may be asked at all (area of applicability).
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon learn predict LEARN.toml -o out
  edaphon learn predict LEARN.toml -o out --year 1980 --year 2000")]
struct Predict {
    /// Description of tables, models and experiments (TOML)
    #[arg(value_name = "LEARN.toml")]
    description: PathBuf,
    /// Folder to write into
    #[arg(short, long, value_name = "DIR", default_value = "learnt")]
    output: PathBuf,
    /// A year to map; several times [default: all that the tables have]
    #[arg(long, value_name = "YEAR")]
    year: Vec<i32>,
}

impl Learn {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        match &self.action {
            Action::Evaluate(command) => command.run(ui),
            Action::Fit(command) => command.run(ui),
            Action::Predict(command) => command.run(ui),
        }
    }
}

impl Evaluate {
    fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let mut names: Vec<&str> = FILES.into_iter().chain([PAGE]).collect();
        if self.map {
            names.extend(MAP_FILES);
        }
        let (described, data) = prepared(ui, &self.description, &self.output, &names)?;
        let began = Instant::now();
        let evaluation = watched(ui, "comparing models", |tell| edaphon_learn::evaluate(&data, &described, tell))?;
        let mapped = match self.map {
            true => Some(watched(ui, "mapping", |tell| {
                let fitted = edaphon_learn::fit(&data, &described, tell)?;
                let maps = fitted.predict(&data, &described, tell)?;
                Ok((fitted, maps))
            })?),
            false => None,
        };
        write_evaluation(&data, &described, &evaluation, &self.output).map_err(told)?;
        if let Some((_, maps)) = &mapped {
            tell_maps(ui, maps, &self.output)?;
        }
        let maps = mapped.as_ref().map(|(fitted, maps)| (fitted, maps));
        let page = write_report(&data, &described, &evaluation, maps, &self.output).map_err(told)?;
        match ui.wants_json() {
            true => ui.json(&metrics_json(&data, &described, &evaluation))?,
            false => ui.result(&table(&evaluation))?,
        }
        evaluation.findings.words.iter().for_each(|words| ui.say(words));
        ui.say(&format!("done in {}; the report is {}", duration(began.elapsed()), page.display()));
        Ok(Outcome::Done)
    }
}

impl Fit {
    fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let (described, data) = prepared(ui, &self.description, &self.output, &[FITTED])?;
        let fitted = watched(ui, "growing", |tell| edaphon_learn::fit(&data, &described, tell))?;
        let path = self.output.join(FITTED);
        write_fitted(&fitted, &path).map_err(told)?;
        ui.say(&format!("process model: {}", fitted.calibration.verdict.words));
        ui.say(&format!("wrote {}", path.display()));
        Ok(Outcome::Done)
    }
}

impl Predict {
    fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let (mut described, data) =
            prepared(ui, &self.description, &self.output, &[&MAP_FILES[..], &[FITTED]].concat())?;
        if !self.year.is_empty() {
            described.map_years = Some(self.year.clone());
        }
        let (fitted, maps) = watched(ui, "mapping", |tell| {
            let fitted = edaphon_learn::fit(&data, &described, tell)?;
            let maps = fitted.predict(&data, &described, tell)?;
            Ok((fitted, maps))
        })?;
        write_fitted(&fitted, &self.output.join(FITTED)).map_err(told)?;
        tell_maps(ui, &maps, &self.output)?;
        for year in &maps.years {
            let mean = year.hybrid.iter().sum::<f64>() / year.hybrid.len() as f64;
            let inside = year.applicable.iter().filter(|inside| **inside).count();
            let share = 100.0 * inside as f64 / year.dissimilarity.len() as f64;
            ui.say(&format!(
                "{}: mean {mean:.3} kg m⁻², {share:.1} % of the cells are in the area of applicability",
                year.year
            ));
        }
        Ok(Outcome::Done)
    }
}

/// Writes maps, and says where they are and what could not be made of them.
fn tell_maps(ui: &Ui, maps: &Maps, folder: &Path) -> anyhow::Result<()> {
    let written = write_maps(maps, folder).map_err(told)?;
    if let Err(why) = &maps.lattice {
        ui.note(&format!("no NetCDF, GeoTIFF and pictures, for the cells lie on no regular grid: {why}"));
    }
    let names: Vec<String> =
        MAP_FILES.iter().take(written.len()).map(|name| folder.join(name).display().to_string()).collect();
    ui.say(&format!("wrote {} maps and pictures: {}", written.len(), names.join(", ")));
    Ok(())
}

/// The description and its tables, once it is clear that the output may be written.
fn prepared(ui: &Ui, path: &Path, output: &Path, names: &[&str]) -> anyhow::Result<(LearnDescription, Data)> {
    let described = edaphon_learn::read(path).map_err(told)?;
    refuse_existing(output, names, ui.may_replace()).map_err(told)?;
    let data = Data::read(&described.files, described.process.spin_up).map_err(told)?;
    data.notes.iter().for_each(|note| ui.note(note));
    std::fs::create_dir_all(output).map_err(|reason| anyhow!("{}: cannot create: {reason}", output.display()))?;
    Ok((described, data))
}

/// Does something long in another thread, and shows how far it has come.
pub(crate) fn watched<T: Send>(
    ui: &Ui,
    doing: &str,
    work: impl FnOnce(&(dyn Fn(Progress) + Sync)) -> edaphon_learn::Result<T> + Send,
) -> anyhow::Result<T> {
    let mut shown = ui.progress(doing, 1000, SHARE);
    let (sender, told_of) = channel::<Progress>();
    let found = std::thread::scope(|scope| {
        let worker = scope.spawn(move || {
            let sender = Mutex::new(sender);
            work(&|progress| {
                if let Ok(sender) = sender.lock() {
                    // Whoever no longer listens has seen enough.
                    let _ = sender.send(progress);
                }
            })
        });
        for progress in told_of {
            shown.at(1000 * progress.done as u64 / progress.total.max(1) as u64);
        }
        worker.join()
    });
    drop(shown);
    match found {
        Ok(found) => found.map_err(told),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// The error as the other commands tell it.
pub(crate) fn told(error: LearnError) -> anyhow::Error {
    match error {
        LearnError::Faults(faults) => faults.into(),
        LearnError::Exists { path } => JobError::Exists { path }.into(),
        LearnError::File(error) => error.into(),
        other => other.into(),
    }
}

/// Scores of the models, a line each.
pub(crate) fn table(evaluation: &Evaluation) -> String {
    let mut text = format!("{:<44} {:>8} {:>8} {:>8} {:>12}\n", "model", "RMSE", "CCC", "bias", "years between");
    for result in &evaluation.models {
        let mean = |of: &dyn Fn(&edaphon_learn::experiment::ModelScores) -> Option<f64>| {
            result.aggregate(of).map_or_else(|| "–".to_owned(), |found| format!("{:.3}", found.mean))
        };
        text.push_str(&format!(
            "{:<44} {:>8} {:>8} {:>8} {:>12}\n",
            edaphon_learn::experiment::name(result.model),
            mean(&|s| Some(s.pooled.rmse)),
            mean(&|s| Some(s.pooled.ccc)),
            mean(&|s| Some(s.pooled.bias)),
            mean(&|s| s.annual_rmse_truth),
        ));
    }
    text.push_str("kg m⁻²; unseen sites; the process model is scored after the first sample alone; years between: against the truth, where it is known\n");
    text
}
