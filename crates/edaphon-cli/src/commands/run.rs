//! `edaphon run`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use edaphon_core::provenance::{Provenance, creation_time};
use edaphon_jobs::testbed::{self, TestbedOptions};
use edaphon_jobs::{Finished, Job};
use serde_json::json;

use crate::interrupt::flag_on_interrupt;
use crate::outcome::Outcome;
use crate::refusal::Refusal;
use crate::ui::{Ui, bytes, count, duration};

/// Run a simulation
///
/// FILE is a run description (TOML) or a control file of the testbed (.lst). Ctrl-C and SIGTERM complete the outputs and
/// write a restart; `--resume` goes on from it.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon run run.toml
  edaphon run run.toml -o warm.nc --set mimics.desorption_1=2e-6
  edaphon run run.toml --start spun-up.nc
  edaphon run fcasacnp_clm_testbed.lst")]
pub(crate) struct Run {
    /// Run description (.toml) or control file of the testbed (.lst)
    file: PathBuf,
    /// Output file, instead of the one that FILE names
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// State to start from
    #[arg(long, value_name = "STATE.nc")]
    start: Option<PathBuf>,
    /// Go on from the restart of a run that was interrupted
    #[arg(long, conflicts_with = "start")]
    resume: bool,
    /// Override a value of FILE, such as `time.end=1950-12-31`; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    settings: Vec<(String, String)>,
    /// Record every pool and flux of every day of some cells
    #[arg(long, value_name = "OUT.nc")]
    trace: Option<PathBuf>,
}

/// Splits `KEY=VALUE`.
pub(crate) fn setting(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').filter(|(key, _)| !key.trim().is_empty());
    let (key, value) = parts.ok_or("accepted is KEY=VALUE, such as time.end=1950-12-31")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

impl Run {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        self.refuse_what_lst_has_not()?;
        let options = TestbedOptions {
            trace: self.trace.clone(),
            force: ui.may_replace(),
            provenance: provenance()?,
            ..TestbedOptions::default()
        };
        carry_out(ui, open_lst(&self.file, &options)?)
    }

    /// A control file says where its output goes and how it starts.
    fn refuse_what_lst_has_not(&self) -> Result<(), Refusal> {
        let given = [
            ("-o", self.output.is_some()),
            ("--start", self.start.is_some()),
            ("--resume", self.resume),
            ("--set", !self.settings.is_empty()),
        ];
        match given.iter().find(|(_, given)| *given) {
            Some((option, _)) => {
                let words = format!("{option} does not go with a control file of the testbed, which says this itself");
                Err(Refusal::new(words).at(&self.file).fix("edit the control file"))
            }
            None => Ok(()),
        }
    }
}

/// What made the files that a command writes.
pub(crate) fn provenance() -> anyhow::Result<Provenance> {
    let words: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let now = creation_time().map_err(Refusal::new)?;
    Ok(Provenance::new("edaphon", env!("CARGO_PKG_VERSION")).created(now).command_line(&words))
}

/// The job that a control file of the testbed describes.
pub(crate) fn open_lst(file: &Path, options: &TestbedOptions) -> anyhow::Result<Job> {
    if !file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("lst")) {
        let refusal = Refusal::new("this is not a control file of the testbed; accepted is a file that ends in .lst");
        return Err(refusal.at(file).into());
    }
    Ok(testbed::open(file, options)?)
}

/// Runs a job, shows how far it is, and says what it did.
pub(crate) fn carry_out(ui: &Ui, job: Job) -> anyhow::Result<Outcome> {
    job.notes.iter().for_each(|note| ui.note(note));
    let stop = flag_on_interrupt()?;
    let began = Instant::now();
    let mut shown = ui.progress("running", job.schedule.years(), "years");
    let mut show = |done: u64, _total: u64| shown.at(done);
    let finished = job.run(&mut show, &stop)?;
    drop(shown);
    tell(ui, &finished, began.elapsed())?;
    Ok(Outcome::Done)
}

fn tell(ui: &Ui, finished: &Finished, taken: Duration) -> anyhow::Result<()> {
    let Finished { years, cells: (cells, simulated), worst_residual: [carbon, nitrogen], files, .. } = finished;
    if ui.wants_json() {
        return ui.json(&json!({
            "years": years, "cells": cells, "simulated_cells": simulated, "seconds": taken.as_secs_f64(),
            "carbon_relative_residual": carbon, "nitrogen_relative_residual": nitrogen,
            "files": files.iter().map(|f| f.display().to_string()).collect::<Vec<_>>(),
        }));
    }
    let (taken, cells) = (duration(taken), count(*simulated));
    ui.say(&format!("done: {years} years × {cells} cells in {taken}"));
    ui.detail(&format!("largest relative residual of a day: carbon {carbon:.0e}, nitrogen {nitrogen:.0e}"));
    for file in files {
        let size = std::fs::metadata(file).map_or_else(|_| String::new(), |m| format!(" ({})", bytes(m.len())));
        ui.say(&format!("wrote {}{size}", file.display()));
    }
    Ok(())
}
