//! `edaphon evaluate`.

use std::path::PathBuf;

use clap::Args;
use edaphon_evaluate::tables::{Conventions, NanPolicy, Targets};
use edaphon_evaluate::{Evaluated, Evaluation};

use crate::outcome::Outcome;
use crate::refusal::Refusal;
use crate::ui::Ui;

/// Make the published tables and figures of annual outputs, and compare with observations
///
/// FILE is an annual output; give one for each model. Tables 1 and 2 and figures 2 to 7 of Wieder et al. (2024) are written into a
/// folder with one page to open, and the numbers behind every line. Exit code 1 if a target of `--targets` is missed,
/// or if observations could not be used; the rest is made all the same.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon evaluate mimics-cn.nc mimics-c.nc casa-cn.nc casa-c.nc -o evaluation
  edaphon evaluate mimics-cn.nc --against observations.toml
  edaphon evaluate mimics-cn.nc --targets targets.toml --json")]
pub(crate) struct Evaluate {
    /// Annual outputs, one of each model
    #[arg(required = true, value_name = "FILE.nc")]
    files: Vec<PathBuf>,
    /// Daily outputs of the box 60–70° N, 0–100° E for figure 7; several times
    #[arg(long, value_name = "DAILY.nc")]
    daily: Vec<PathBuf>,
    /// Monthly outputs, for scores against monthly observations; several times
    #[arg(long, value_name = "FILE.nc")]
    monthly: Vec<PathBuf>,
    /// Observations (.nc) or a registry of them (.toml); several times
    #[arg(long, value_name = "OBS")]
    against: Vec<PathBuf>,
    /// Numbers that the tables must have (.toml), or `published` [default: published, without judging]
    #[arg(long, value_name = "TARGETS")]
    targets: Option<PathBuf>,
    /// Folder to write into
    #[arg(short, long, value_name = "DIR", default_value = "evaluation")]
    output: PathBuf,
    /// Leave the area of cells where a ratio is not defined out of its mean
    #[arg(long)]
    exclude_undefined: bool,
    /// Round means as printed before they are subtracted, as the public notebook does
    #[arg(long)]
    notebook_rounding: bool,
    /// Title of the page
    #[arg(long, value_name = "WORDS", default_value = "Evaluation")]
    title: String,
}

impl Evaluate {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        if let Some(file) = self.files.iter().find(|f| f.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"))) {
            let refusal = Refusal::new("a description was given where outputs are evaluated").at(file);
            return Err(refusal.fix("run it with `every = \"year\"` and name the outputs").into());
        }
        let targets = match &self.targets {
            Some(path) => Targets::read(path)?,
            None => Targets::published()?,
        };
        let nan_policy = if self.exclude_undefined { NanPolicy::Exclude } else { NanPolicy::AsPublished };
        let evaluation = Evaluation {
            runs: self.files.clone(),
            daily: self.daily.clone(),
            monthly: self.monthly.clone(),
            against: self.against.clone(),
            targets,
            conventions: Conventions { nan_policy, notebook_rounding: self.notebook_rounding },
            title: self.title.clone(),
            notes: Vec::new(),
        };
        let (made, report) = evaluation.write(&self.output, ui.may_replace())?;
        tell(ui, &made)?;
        ui.say(&format!("wrote {}", report.display()));
        Ok(if made.failed() || made.is_incomplete() { Outcome::No } else { Outcome::Done })
    }
}

/// Prints the tables, and what was left out.
pub(crate) fn tell(ui: &Ui, made: &Evaluated) -> anyhow::Result<()> {
    if ui.wants_json() {
        ui.json(&made.json())?;
    } else {
        ui.result(&made.text())?;
    }
    made.left_out.iter().for_each(|words| ui.note(words));
    made.unused.iter().for_each(|words| ui.warn(words));
    if made.failed() {
        ui.warn("targets are missed; see the report");
    }
    Ok(())
}
