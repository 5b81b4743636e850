//! Runs of phases or of several models, as `edaphon run` and `edaphon check` tell of them.

use std::time::{Duration, Instant};

use edaphon_cycle::Status;
use edaphon_jobs::PhasedRun;
use edaphon_jobs::phases::{Done, Estimate, Kind, Phase, PhaseEnd};
use edaphon_jobs::steady::Steady;
use serde_json::{Value, json};

use crate::commands::run::say_written;
use crate::interrupt::flag_on_interrupt;
use crate::outcome::Outcome;
use crate::ui::{Ui, bytes, count, duration, rounded};

/// Runs all phases, shows how far they are, and says what each did.
pub(crate) fn carry_out(ui: &Ui, run: PhasedRun) -> anyhow::Result<Outcome> {
    run.notes.iter().for_each(|note| ui.note(note));
    let stop = flag_on_interrupt()?;
    let began = Instant::now();
    let (cells, simulated) = cells(&run);
    let years = run.model_years().0;
    let mut shown = ui.progress("running", years, if run.strands.len() > 1 { "model years" } else { "years" });
    let mut show = |done: u64, _total: u64| shown.at(done);
    let done = run.run(&mut show, &stop)?;
    drop(shown);
    tell(ui, &done, (cells, simulated), began.elapsed())?;
    Ok(Outcome::Done)
}

fn cells(run: &PhasedRun) -> (usize, usize) {
    (run.grid.len(), run.strands.first().map_or(0, |strand| strand.land.packing().simulated()))
}

fn tell(ui: &Ui, done: &Done, (cells, simulated): (usize, usize), taken: Duration) -> anyhow::Result<()> {
    let Done { years, worst_residual: [carbon, nitrogen], phases } = done;
    if ui.wants_json() {
        return ui.json(&json!({
            "model_years": years, "cells": cells, "simulated_cells": simulated, "seconds": taken.as_secs_f64(),
            "carbon_relative_residual": carbon, "nitrogen_relative_residual": nitrogen,
            "phases": phases.iter().map(of_phase).collect::<Vec<_>>(),
        }));
    }
    ui.say(&format!("done: {years} model years × {} cells in {}", count(simulated), duration(taken)));
    ui.detail(&format!("largest relative residual of a day: carbon {carbon:.0e}, nitrogen {nitrogen:.0e}"));
    for phase in phases {
        ui.say(&format!("phase {}:", phase.name));
        for (model, spun) in &phase.spun {
            tell_spun(ui, model, spun);
        }
        say_written(ui, &phase.files);
    }
    Ok(())
}

pub(crate) fn tell_spun(ui: &Ui, model: &str, spun: &Steady) {
    let (steady, cells) = (count(spun.count(Status::Steady)), count(spun.cells()));
    let drift = rounded(spun.largest_drift());
    ui.say(&format!("{model}: {steady} of {cells} cells steady, largest drift of a pool {drift} g m-2 in 100 years"));
    for status in Status::ALL.into_iter().filter(|s| *s != Status::Steady && spun.count(*s) > 0) {
        ui.warn(&format!("{model}: {} cells: {}", count(spun.count(status)), status.words()));
    }
}

fn of_phase(phase: &PhaseEnd) -> Value {
    let spun = |(model, spun): &(&str, Steady)| {
        json!({ "model": model, "method": spun.method.name(), "cells": spun.cells(),
            "steady_cells": spun.count(Status::Steady), "converged": spun.converged(),
            "largest_drift_per_century": spun.largest_drift() })
    };
    json!({
        "name": phase.name, "spun_up": phase.spun.iter().map(spun).collect::<Vec<_>>(),
        "files": phase.files.iter().map(|f| f.display().to_string()).collect::<Vec<_>>(),
    })
}

/// Says what a run without faults is going to do and to take; `looked` is what was looked at.
pub(crate) fn foretell(ui: &Ui, run: &PhasedRun, looked: &str) -> anyhow::Result<()> {
    let estimate = run.estimate(rayon::current_num_threads())?;
    let (cells, simulated) = cells(run);
    let models: Vec<&str> = run.strands.iter().map(|strand| strand.land.model().name()).collect();
    let Estimate { model_years, seconds, memory, disk } = estimate;
    if ui.wants_json() {
        return ui.json(&json!({
            "models": models, "cells": cells, "simulated_cells": simulated, "notes": run.notes, "looked_at": looked,
            "model_years": model_years, "seconds": seconds, "memory_bytes": memory, "disk_bytes": disk,
            "phases": run.phases.iter().map(foretold).collect::<Vec<_>>(),
        }));
    }
    run.notes.iter().for_each(|note| ui.note(note));
    ui.say(looked);
    for phase in &run.phases {
        ui.result(&format!("phase {}: {}", phase.name, in_words(phase)))?;
    }
    let (models, years) = (models.join(", "), count(model_years as usize));
    ui.result(&format!("no faults: {models}, {years} model years × {} of {} cells", count(simulated), count(cells)))?;
    let time = duration(Duration::from_secs_f64(seconds));
    let threads = rayon::current_num_threads();
    ui.result(&format!(
        "expect about {time} on {threads} threads, {} of memory, {} on disk before compression",
        bytes(memory),
        bytes(disk)
    ))
}

fn in_words(phase: &Phase) -> String {
    let forced = phase.forcing.years() as u64;
    let years = match (phase.forcing.calendar_year(0), phase.forcing.calendar_year(phase.forcing.years() - 1)) {
        (Some(first), Some(last)) if first == last => format!("{first}"),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => format!("{forced} years of forcing"),
    };
    let loops = if phase.years > forced { format!(", {} years in all", phase.years) } else { String::new() };
    let files: usize = phase.recordings.iter().map(Vec::len).sum();
    let what = match phase.kind {
        Kind::Recorded => format!("{files} output{}", if files == 1 { "" } else { "s" }),
        Kind::Silent => "not recorded".to_owned(),
        Kind::SpinUp(wish) => {
            let words = format!("spin-up ({}) until no pool drifts more than {}", wish.method.name(), wish.drift);
            format!("{words} g m-2 in 100 years")
        }
    };
    format!("{years}{loops}; {what}")
}

fn foretold(phase: &Phase) -> Value {
    let files = phase.recordings.iter().flatten().map(|r| r.settings.path.display().to_string());
    json!({
        "name": phase.name, "years": phase.years, "first_year": phase.first_year,
        "files": files.collect::<Vec<_>>(),
        "restarts": phase.restarts.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
    })
}
