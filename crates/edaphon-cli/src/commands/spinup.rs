//! `edaphon spinup`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use edaphon_cycle::{Method, Round, Status};
use edaphon_jobs::description::Options;
use edaphon_jobs::restart::write_states;
use edaphon_jobs::steady::{Steady, Stored, Wanted};
use edaphon_jobs::{Job, JobError};
use serde_json::{Value, json};

use crate::commands::job::provenance;
use crate::commands::run::setting;
use crate::interrupt::flag_on_interrupt;
use crate::outcome::Outcome;
use crate::ui::{Ui, count, duration, rounded};

/// Bring every cell to its steady state, and prove it
///
/// Seeks the state that returns after one loop over the forcing, cell by cell, and certifies it by plain runs: drift of
/// each pool, spectral radius, error bound, mass closure, a century of brute force. The state is written with its certificate beside
/// it. Exit code 1 if a cell is not steady; such cells are listed by kind.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon spinup run.toml -o spun-up.nc
  edaphon spinup run.toml --method native --loops 998
  edaphon spinup run.toml --from-soc soc.nc
  edaphon run run.toml --start spun-up.nc")]
pub(crate) struct Spinup {
    /// Run description (.toml) or control file of the testbed (.lst)
    file: PathBuf,
    /// State to write [default: FILE-state.nc]
    #[arg(short, long, value_name = "STATE.nc")]
    output: Option<PathBuf>,
    /// How to get there
    #[arg(long, value_enum, default_value_t = Way::TwoLevel)]
    method: Way,
    /// Loops over the forcing at most, where they are run plainly
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    loops: u32,
    /// Years of a loop, a multiple of the years of forcing [default: these]
    #[arg(long = "loop", value_name = "YEARS", value_parser = clap::value_parser!(u32).range(1..))]
    loop_years: Option<u32>,
    /// Largest accepted drift of any pool (g m-2 in 100 years)
    #[arg(long, value_name = "DRIFT", default_value_t = 0.01, value_parser = positive)]
    drift: f64,
    /// State to start from
    #[arg(long, value_name = "STATE.nc")]
    start: Option<PathBuf>,
    /// Go on from where a spin-up was interrupted
    #[arg(long, conflicts_with = "start")]
    resume: bool,
    /// Scale soil pools to measured stocks of soil organic carbon (.nc or .csv)
    #[arg(long, value_name = "FILE")]
    from_soc: Option<PathBuf>,
    /// Forcing in memory at most (MiB)
    #[arg(long, value_name = "MiB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(16..))]
    memory: u64,
    /// Override a value of FILE, such as `model=casa-cn`; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    settings: Vec<String>,
}

/// How to get to a steady state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Way {
    /// Newton on the mean year, then quasi-Newton on the loop
    TwoLevel,
    /// Newton on the loop with its exact Jacobian
    Newton,
    /// Anderson acceleration of the loop
    Anderson,
    /// Accelerated decomposition, then plain loops
    Ad,
    /// Plain loops
    Native,
}

impl Way {
    fn method(self) -> Method {
        match self {
            Self::TwoLevel => Method::TwoLevel,
            Self::Newton => Method::Newton,
            Self::Anderson => Method::Anderson,
            Self::Ad => Method::Accelerated,
            Self::Native => Method::Native,
        }
    }
}

fn positive(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|x: &f64| *x > 0.0 && x.is_finite())
        .ok_or_else(|| "accepted is a number above 0".to_owned())
}

impl Spinup {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let output = self.output.clone().unwrap_or_else(|| self.beside("state"));
        ui.check_absent(&output)?;
        let partial = output.with_extension("partial.nc");
        let job = self.job(&partial)?;
        job.notes.iter().for_each(|note| ui.note(note));
        let (grid, land, made_by) = (job.grid.clone(), job.land.clone(), job.provenance.clone());
        let soc = self.from_soc.as_deref().map(|path| edaphon_jobs::soc::read(path, &grid)).transpose()?;
        let began = Instant::now();
        let mut steady = match self.seek(ui, job) {
            Err(error) => return Err(self.interrupted(ui, error)),
            Ok(steady) => steady,
        };
        let mut made_by = steady.described(made_by);
        if let Some(soc) = &soc {
            let scaled = soc.scale(&land, &mut steady.states);
            made_by = made_by.note(&scaled.words());
            ui.note(&scaled.words());
        }
        write_states(&output, &grid, &land, &steady.states, 0, &made_by, &Stored::of(&steady).beside())?;
        if self.resume {
            // What it went on from has served: whether it can be removed or not, the state is written.
            let _ = std::fs::remove_file(&partial);
        }
        self.tell(ui, &steady, began.elapsed(), &output)?;
        Ok(if steady.converged() { Outcome::Done } else { Outcome::No })
    }

    fn job(&self, partial: &Path) -> anyhow::Result<Job> {
        // Outputs of the run itself are not written, so that those which are there are in nobody's way.
        let options = Options {
            force: true,
            only_check: true,
            set: self.settings.clone(),
            start: if self.resume { Some(partial.to_owned()) } else { self.start.clone() },
            provenance: provenance()?,
            ..Options::default()
        };
        let mut job = edaphon_jobs::open(&self.file, &options)?;
        job.restart = Some(partial.to_owned());
        Ok(job)
    }

    fn seek(&self, ui: &Ui, job: Job) -> Result<Steady, anyhow::Error> {
        let wanted = Wanted {
            method: self.method.method(),
            drift: self.drift,
            passes: self.loops,
            loop_years: self.loop_years,
            memory: (self.memory as usize) << 20,
        };
        let stop = flag_on_interrupt()?;
        let cells = job.land.packing().simulated() as u64;
        let mut shown = ui.progress("spinning up", cells, "cells");
        let mut show = |round: Round| {
            let left = if round.drift.is_finite() && round.done < round.cells {
                format!("drift left {} g m-2 per century", rounded(round.drift))
            } else {
                String::new()
            };
            shown.at_with(round.done as u64, &left);
        };
        Ok(job.seek_steady(&wanted, &mut show, &stop)?)
    }

    fn interrupted(&self, ui: &Ui, error: anyhow::Error) -> anyhow::Error {
        if let Some(JobError::Interrupted { restart: Some(_), .. }) = error.downcast_ref() {
            let output = self.output.iter().map(|o| format!(" -o {}", o.display())).collect::<String>();
            ui.say(&format!("go on with: edaphon spinup {}{output} --resume", self.file.display()));
        }
        error
    }

    /// `run.toml` becomes `run-state.nc`.
    fn beside(&self, what: &str) -> PathBuf {
        let stem = self.file.file_stem().unwrap_or_default().to_string_lossy();
        self.file.with_file_name(format!("{stem}-{what}.nc"))
    }

    fn tell(&self, ui: &Ui, steady: &Steady, taken: Duration, output: &Path) -> anyhow::Result<()> {
        if ui.wants_json() {
            return ui.json(&document(steady, taken, output));
        }
        let (cells, fine) = (count(steady.cells()), count(steady.count(Status::Steady)));
        ui.say(&format!("{fine} of {cells} cells steady, in {}", duration(taken)));
        for status in Status::ALL.into_iter().filter(|s| *s != Status::Steady && steady.count(*s) > 0) {
            ui.warn(&format!("{} cells: {}", count(steady.count(status)), status.words()));
        }
        certificate_words(steady).iter().for_each(|line| ui.say(line));
        ui.say(&format!("wrote {}", output.display()));
        if !steady.converged() {
            ui.warn("cells that are not steady are in the file, too: see spinup_status and spinup_max_drift there");
        }
        Ok(())
    }
}

/// The certificate of all cells together.
fn certificate_words(steady: &Steady) -> Vec<String> {
    let all = || steady.certificates.iter().flatten();
    let most = |of: &dyn Fn(&edaphon_cycle::Certificate) -> f64| all().map(of).fold(0.0, f64::max);
    let middle = |costs: &[f64]| costs.get(costs.len() / 2).copied().unwrap_or(0.0);
    let worst = |costs: &[f64]| costs.last().copied().unwrap_or(0.0);
    let (solving, certifying) = (steady.costs(0), steady.costs(1));
    let mut words = vec![
        format!(
            "largest drift of a pool {} g m-2 in 100 years; slowest e-folding {} years; mass closes to {:.0e}",
            rounded(steady.largest_drift()),
            rounded(most(&|c| c.e_folding)),
            most(&|c| c.closure[0].max(c.closure[1])),
        ),
        format!(
            "{} of {} cells stayed within their error bound over {} years or more of plain runs",
            count(all().filter(|c| c.within_bound()).count()),
            count(steady.cells()),
            all().map(|c| c.verified_years).min().unwrap_or(0),
        ),
        format!(
            "cost of a cell in loops of {} years: median {:.1}, most {:.1}; its certificate {:.1}",
            steady.loop_years,
            middle(&solving),
            worst(&solving),
            middle(&certifying),
        ),
    ];
    words.extend(
        steady
            .criteria
            .iter()
            .map(|c| format!("{}  {}: {}: {}", if c.holds { "PASS" } else { "FAIL" }, c.by, c.asked, c.found)),
    );
    words
}

fn document(steady: &Steady, taken: Duration, output: &Path) -> Value {
    let of = |status: Status| (status.words().replace(' ', "_"), json!(steady.count(status)));
    let statuses: serde_json::Map<String, Value> = Status::ALL.into_iter().map(of).collect();
    let criteria: Vec<Value> = (steady.criteria.iter())
        .map(|c| json!({ "by": c.by, "asked": c.asked, "found": c.found, "holds": c.holds }))
        .collect();
    let drift = steady.largest_drift();
    json!({
        "method": steady.method.name(), "loop_years": steady.loop_years, "cells": steady.cells(), "statuses": statuses,
        "converged": steady.converged(), "largest_drift_per_century": drift, "criteria": criteria,
        "seconds": taken.as_secs_f64(), "file": output.display().to_string(),
    })
}
