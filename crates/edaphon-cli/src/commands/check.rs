//! `edaphon check`.

use std::path::PathBuf;

use clap::Args;
use edaphon_jobs::description::Options;
use serde_json::json;

use crate::commands::run::setting;
use crate::outcome::Outcome;
use crate::report;
use crate::ui::{Ui, count};

/// Find every fault of a run before it starts
///
/// Reads FILE and all files that it names, and tells all faults at once. Nothing is run and nothing is written. Exit code 1
/// if there are faults.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon check run.toml
  edaphon check fcasacnp_clm_testbed.lst")]
pub(crate) struct Check {
    /// Run description (.toml) or control file of the testbed (.lst)
    file: PathBuf,
    /// Override a value of FILE, such as `spinup.years=100`; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    settings: Vec<String>,
}

impl Check {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        // Outputs that are there already are no fault of the description.
        let set = self.settings.clone();
        let options = Options { force: true, only_check: true, set, ..Options::default() };
        let checked = edaphon_jobs::open(&self.file, &options).and_then(|mut job| {
            job.check_forcing()?.or(())?;
            Ok(job)
        });
        let job = match checked {
            Ok(job) => job,
            Err(error) => {
                report::faults(ui, &error.into());
                return Ok(Outcome::No);
            }
        };
        let (years, cells, simulated) = (job.schedule.years(), job.grid.len(), job.land.packing().simulated());
        if ui.wants_json() {
            let (model, notes) = (job.land.model().name(), &job.notes);
            ui.json(&json!({ "model": model, "years": years, "cells": cells, "simulated_cells": simulated, "notes": notes }))?;
        } else {
            job.notes.iter().for_each(|note| ui.note(note));
            let words = format!("{years} years × {} of {} cells", count(simulated), count(cells));
            ui.result(&format!("no faults: {}, {words}", job.land.model().name()))?;
        }
        Ok(Outcome::Done)
    }
}
