//! `edaphon check`.

use std::path::PathBuf;

use clap::Args;
use edaphon_jobs::description::Options;
use edaphon_jobs::nitrogen::NitrogenOptions;
use edaphon_jobs::rothc::RothCOptions;
use edaphon_jobs::{Job, Task};
use serde_json::json;

use crate::commands::run::setting;
use crate::commands::{nitrogen, phases, rothc};
use crate::outcome::Outcome;
use crate::report;
use crate::ui::{Ui, count};

/// Find every fault of a run before it starts
///
/// Reads FILE and all files that it names, and tells all faults at once. Nothing is run and nothing is written. Of phases it
/// reads the weather of a first and a last year, and what describes the files of the others; and it says what time, memory and
/// disk to expect. Exit code 1 if there are faults.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon check run.toml
  edaphon check globe.toml --deep
  edaphon check fcasacnp_clm_testbed.lst")]
pub(crate) struct Check {
    /// Run description (.toml), control file of the testbed (.lst) or input of RothC (.dat)
    file: PathBuf,
    /// Override a value of FILE, such as `spinup.years=100`; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    settings: Vec<String>,
    /// Read the weather of every year of every phase
    #[arg(long)]
    deep: bool,
}

impl Check {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        match edaphon_jobs::rothc::describes(&self.file) {
            Ok(false) => match edaphon_jobs::nitrogen::describes(&self.file) {
                Ok(true) => self.run_nitrogen(ui),
                _ => self.run_described(ui),
            },
            Ok(true) => {
                let options = RothCOptions { set: self.settings.clone(), only_check: true, ..RothCOptions::default() };
                match edaphon_jobs::rothc::open(&self.file, &options) {
                    Ok(job) => rothc::tell(ui, &job)?,
                    Err(error) => {
                        report::faults(ui, &error.into());
                        return Ok(Outcome::No);
                    }
                }
                Ok(Outcome::Done)
            }
            Err(error) => {
                report::faults(ui, &error.into());
                Ok(Outcome::No)
            }
        }
    }

    fn run_nitrogen(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let set = self.settings.clone();
        let options = NitrogenOptions { set, only_check: true, ..NitrogenOptions::default() };
        match edaphon_jobs::nitrogen::open(&self.file, &options) {
            Ok(job) => nitrogen::tell(ui, &job)?,
            Err(error) => {
                report::faults(ui, &error.into());
                return Ok(Outcome::No);
            }
        }
        Ok(Outcome::Done)
    }

    fn run_described(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        // Outputs that are there already are no fault of the description.
        let set = self.settings.clone();
        let options = Options { force: true, only_check: true, set, ..Options::default() };
        let checked = edaphon_jobs::open_task(&self.file, &options).and_then(|task| match task {
            Task::Plain(mut job) => {
                job.check_forcing()?.or(())?;
                Ok((Task::Plain(job), String::new()))
            }
            Task::Phased(mut run) => {
                let looked = run.check_forcing(self.deep)?;
                Ok((Task::Phased(run), looked))
            }
        });
        match checked {
            Ok((Task::Plain(job), _)) => tell(ui, &job)?,
            Ok((Task::Phased(run), looked)) => phases::foretell(ui, &run, &looked)?,
            Err(error) => {
                report::faults(ui, &error.into());
                return Ok(Outcome::No);
            }
        }
        Ok(Outcome::Done)
    }
}

fn tell(ui: &Ui, job: &Job) -> anyhow::Result<()> {
    let (years, cells, simulated) = (job.schedule.years(), job.grid.len(), job.land.packing().simulated());
    let (model, notes) = (job.land.model().name(), &job.notes);
    if ui.wants_json() {
        let counts =
            json!({ "model": model, "years": years, "cells": cells, "simulated_cells": simulated, "notes": notes });
        return ui.json(&counts);
    }
    notes.iter().for_each(|note| ui.note(note));
    let words = format!("{years} years × {} of {} cells", count(simulated), count(cells));
    ui.result(&format!("no faults: {model}, {words}"))
}
