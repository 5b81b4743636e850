//! `edaphon run`.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use edaphon_figures::significant;
use edaphon_jobs::description::Options;
use edaphon_jobs::{Finished, Job, JobError, NitrogenLost, Task};
use serde_json::{Value, json};

use crate::commands::job::provenance;
use crate::commands::{nitrogen, phases, rothc};
use crate::interrupt::flag_on_interrupt;
use crate::outcome::Outcome;
use crate::ui::{Ui, bytes, count, duration};

/// Run a simulation
///
/// FILE is a run description (TOML), a control file of the testbed (.lst) or an input of RothC (.dat). Ctrl-C and SIGTERM complete the outputs and
/// write a restart; `--resume` goes on from it. Of a description of phases it goes on within the phase that was interrupted,
/// and `--from-phase` begins with another.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon run run.toml
  edaphon run run.toml -o warm.nc --set mimics.desorption_1=2e-6
  edaphon run run.toml --start spun-up.nc
  edaphon run globe.toml --from-phase history
  edaphon run fcasacnp_clm_testbed.lst
  edaphon run RothC_input.dat --spinup official -o results.csv
  edaphon run nitrogen.toml -o out")]
pub(crate) struct Run {
    /// Run description (.toml), control file of the testbed (.lst) or input of RothC (.dat)
    file: PathBuf,
    /// Output file, or folder of the nitrogen model, instead of the one that FILE names
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// State to start from
    #[arg(long, value_name = "STATE.nc")]
    start: Option<PathBuf>,
    /// Go on from the restart of a run that was interrupted
    #[arg(long, conflicts_with = "start")]
    resume: bool,
    /// Begin with a phase, from the state that the one before it left
    #[arg(long, value_name = "NAME", conflicts_with_all = ["start", "resume"])]
    from_phase: Option<String>,
    /// Override a value of FILE, such as `output.every=day` or `phase.NAME.loops=9`; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    settings: Vec<String>,
    /// Record every pool and flux of every day of some cells
    #[arg(long, value_name = "OUT.nc")]
    trace: Option<PathBuf>,
    #[command(flatten)]
    rothc: rothc::RothC,
}

/// Accepts `KEY=VALUE`.
pub(crate) fn setting(text: &str) -> Result<String, String> {
    let key = text.split_once('=').map(|(key, _)| key.trim()).filter(|key| !key.is_empty());
    key.map(|_| text.to_owned()).ok_or_else(|| "accepted is KEY=VALUE, such as output.every=day".to_owned())
}

impl Run {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        if edaphon_jobs::rothc::describes(&self.file)? {
            rothc::refuse(
                &self.file,
                self.given_beside_rothc(),
                "RothC, whose runs have no phases, restarts and traces",
            )?;
            let options = self.rothc.options(&self.settings, self.output.clone(), ui.may_replace());
            return rothc::carry_out(ui, &self.file, &options);
        }
        rothc::refuse(&self.file, self.rothc.given(), "this file, which is not of RothC")?;
        if edaphon_jobs::nitrogen::describes(&self.file)? {
            let kind = "runs of the nitrogen model, which have no phases, restarts and traces";
            rothc::refuse(&self.file, self.given_beside_rothc(), kind)?;
            let options = nitrogen::options(&self.settings, self.output.clone(), ui.may_replace())?;
            return nitrogen::carry_out(ui, &self.file, &options);
        }
        let options = Options {
            set: self.settings.clone(),
            output: self.output.clone(),
            start: self.start.clone(),
            resume: self.resume,
            from_phase: self.from_phase.clone(),
            trace: self.trace.clone(),
            force: ui.may_replace(),
            provenance: provenance()?,
            only_check: false,
        };
        let ended = match edaphon_jobs::open_task(&self.file, &options)? {
            Task::Plain(job) => carry_out(ui, *job),
            Task::Phased(run) => phases::carry_out(ui, *run),
        };
        if let Some(JobError::Interrupted { restart: Some(_), .. }) =
            ended.as_ref().err().and_then(|e| e.downcast_ref())
        {
            ui.say(&format!("go on with: edaphon run {} --resume{}", self.file.display(), self.settings_again()));
        }
        ended
    }
}

impl Run {
    /// The first option given that runs of RothC do not have.
    fn given_beside_rothc(&self) -> Option<&'static str> {
        let given = [
            ("--start", self.start.is_some()),
            ("--resume", self.resume),
            ("--from-phase", self.from_phase.is_some()),
            ("--trace", self.trace.is_some()),
        ];
        given.into_iter().find(|(_, given)| *given).map(|(name, _)| name)
    }

    /// The options that change what is run, to be given again.
    fn settings_again(&self) -> String {
        let output = self.output.iter().map(|out| format!(" -o {}", out.display()));
        let settings = self.settings.iter().map(|setting| {
            let plain = setting.chars().all(|c| c.is_alphanumeric() || "._-=/".contains(c));
            if plain { format!(" --set {setting}") } else { format!(" --set '{setting}'") }
        });
        output.chain(settings).collect()
    }
}

/// Runs a job, shows how far it is, and says what it did.
fn carry_out(ui: &Ui, job: Job) -> anyhow::Result<Outcome> {
    job.notes.iter().for_each(|note| ui.note(note));
    let stop = flag_on_interrupt()?;
    let began = Instant::now();
    let mut shown = ui.progress("running", job.spinup_years + job.schedule.years(), "years");
    let mut show = |done: u64, _total: u64| shown.at(done);
    let finished = job.run(&mut show, &stop)?;
    drop(shown);
    tell(ui, &finished, began.elapsed())?;
    Ok(Outcome::Done)
}

fn tell(ui: &Ui, finished: &Finished, taken: Duration) -> anyhow::Result<()> {
    let Finished { years, cells: (cells, simulated), worst_residual: [carbon, nitrogen], files, .. } = finished;
    let lost = &finished.nitrogen_lost;
    if ui.wants_json() {
        return ui.json(&json!({
            "years": years, "cells": cells, "simulated_cells": simulated, "seconds": taken.as_secs_f64(),
            "carbon_relative_residual": carbon, "nitrogen_relative_residual": nitrogen,
            "nitrogen_lost": lost_in_json(lost),
            "files": files.iter().map(|f| f.display().to_string()).collect::<Vec<_>>(),
        }));
    }
    let (taken, cells) = (duration(taken), count(*simulated));
    ui.say(&format!("done: {years} years × {cells} cells in {taken}"));
    if !lost.ways.is_empty() {
        ui.say(&lost_in_words(lost));
    }
    ui.detail(&format!("largest relative residual of a day: carbon {carbon:.0e}, nitrogen {nitrogen:.0e}"));
    say_written(ui, files);
    Ok(())
}

/// Nitrogen lost in a year by each way, in words.
pub(crate) fn lost_in_words(lost: &NitrogenLost) -> String {
    let ways: Vec<_> = lost.ways.iter().map(|(way, amount)| format!("{way} {}", significant(*amount, 3))).collect();
    format!("nitrogen lost a year ({}): {}", lost.unit, ways.join(", "))
}

/// The same as JSON.
pub(crate) fn lost_in_json(lost: &NitrogenLost) -> Value {
    lost.ways.iter().map(|(way, amount)| json!({ "way": way, "amount": amount, "unit": lost.unit })).collect()
}

/// Says which files were written, and their sizes.
pub(crate) fn say_written(ui: &Ui, files: &[PathBuf]) {
    for file in files {
        let size = std::fs::metadata(file).map_or_else(|_| String::new(), |m| format!(" ({})", bytes(m.len())));
        ui.say(&format!("wrote {}{size}", file.display()));
    }
}
