//! `edaphon spinup`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use edaphon_jobs::description::Options;
use edaphon_jobs::restart::{Beside, write_states};
use edaphon_jobs::spinup::{Limits, SpunUp};
use serde_json::json;

use crate::commands::job::provenance;
use crate::interrupt::flag_on_interrupt;
use crate::outcome::Outcome;
use crate::ui::{Ui, count, duration, rounded};

/// Bring a run to its steady state and write it
///
/// Loops over the forcing until the carbon held by every cell drifts less than accepted, or the loops are used up. The state
/// is written in either case, with the drift of each cell beside it. Exit code 1 if cells still drift.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon spinup run.toml -o spun-up.nc
  edaphon spinup run.toml --loops 200 --drift 0.5
  edaphon run run.toml --start spun-up.nc")]
pub(crate) struct Spinup {
    /// Run description (.toml) or control file of the testbed (.lst)
    file: PathBuf,
    /// State to write [default: FILE-state.nc]
    #[arg(short, long, value_name = "STATE.nc")]
    output: Option<PathBuf>,
    /// Loops over the forcing at most
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u64).range(1..))]
    loops: u64,
    /// Largest accepted drift of the carbon held by a cell (g m-2 yr-1)
    #[arg(long, value_name = "DRIFT", default_value_t = 1.0)]
    drift: f64,
}

impl Spinup {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let output = self.output.clone().unwrap_or_else(|| self.beside());
        ui.check_absent(&output)?;
        // Outputs of the run itself are not written, so that those which are there are in nobody's way.
        let options = Options { force: true, only_check: true, provenance: provenance()?, ..Options::default() };
        let job = edaphon_jobs::open(&self.file, &options)?;
        job.notes.iter().for_each(|note| ui.note(note));
        let (grid, land, provenance) = (job.grid.clone(), job.land.clone(), job.provenance.clone());
        let years = self.loops * job.schedule.forcing_years;
        let stop = flag_on_interrupt()?;
        let began = Instant::now();
        let mut shown = ui.progress("spinning up", years, "years");
        let mut show = |done: u64, _total: u64| shown.at(done);
        let spun = job.spin_up(Limits { loops: self.loops, tolerance: self.drift }, &mut show, &stop)?;
        drop(shown);
        let beside = [
            beside("carbon_drift", "drift of carbon held over the last loop of the spin-up", &spun.carbon_drift),
            beside("nitrogen_drift", "drift of nitrogen held over the last loop of the spin-up", &spun.nitrogen_drift),
        ];
        write_states(&output, &grid, &land, &spun.states, spun.years, &provenance, &beside)?;
        ui.detail(&format!("took {}", duration(began.elapsed())));
        let place = grid.cells().get(spun.worst().1).map(|cell| (cell.latitude, cell.longitude));
        self.tell(ui, &spun, place, &output.display().to_string())?;
        Ok(if spun.converged() { Outcome::Done } else { Outcome::No })
    }

    /// `run.toml` becomes `run-state.nc`.
    fn beside(&self) -> PathBuf {
        let stem = self.file.file_stem().unwrap_or_default().to_string_lossy();
        self.file.with_file_name(format!("{stem}-state.nc"))
    }

    fn tell(&self, ui: &Ui, spun: &SpunUp, place: Option<(f64, f64)>, output: &str) -> anyhow::Result<()> {
        let (drift, _) = spun.worst();
        if ui.wants_json() {
            return ui.json(&json!({
                "years": spun.years, "loops": spun.loops, "cells": spun.cells, "steady_cells": spun.steady,
                "converged": spun.converged(), "largest_carbon_drift": drift, "file": output,
            }));
        }
        let (steady, cells) = (count(spun.steady), count(spun.cells));
        ui.say(&format!("{steady} of {cells} cells steady after {} years ({} loops)", spun.years, spun.loops));
        let place = place.map_or_else(String::new, |(lat, lon)| format!(", at lat {lat}, lon {lon}"));
        ui.say(&format!("largest drift of carbon: {} g m-2 yr-1{place}", rounded(drift)));
        ui.say(&format!("wrote {output}"));
        if !spun.converged() {
            ui.warn(&format!("not all cells drift less than {} g m-2 yr-1; allow more --loops", self.drift));
        }
        Ok(())
    }
}

fn beside<'a>(name: &'a str, long_name: &'a str, values: &'a [f64]) -> Beside<'a> {
    Beside { name, unit: "g m-2 yr-1", long_name, values }
}
