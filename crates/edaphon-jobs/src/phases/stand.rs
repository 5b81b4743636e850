//! Where a run of phases begins: at the start, where it was interrupted, or with a phase that is named.

use std::path::Path;

use edaphon_core::{did_you_mean, nearest};
use edaphon_io::Faults;
use edaphon_io::netcdf::{AttributeValue, File};
use edaphon_models::ecosystem::State;

use super::{Phase, PhasedRun, Strand};
use crate::error::{JobError, Result};
use crate::restart;

/// The attribute of a restart that names its phase.
pub(super) const PHASE: &str = "edaphon_phase";
/// The attribute of a restart that says whether its phase was run to the end.
pub(super) const ENDED: &str = "edaphon_phase_ended";

/// Sets where each model of `run` begins; `path` is the description's.
pub(crate) fn stand(run: &mut PhasedRun, path: &Path, resume: bool, from: Option<&str>) -> Result<()> {
    match from {
        Some(name) => begin_with(run, path, name),
        None if resume => go_on(run, path),
        None => Ok(()),
    }
}

/// What a restart says.
struct Found {
    states: Vec<State<f64>>,
    years: u64,
    ended: bool,
}

fn read(run: &PhasedRun, phase: usize, model: usize) -> Result<Option<Found>> {
    let path = &run.phases[phase].restarts[model];
    if !path.exists() {
        return Ok(None);
    }
    let text = |file: &File, name: &str| file.attribute(name).and_then(AttributeValue::text).map(str::to_owned);
    let file = File::open(path)?;
    let (of, ended) = (text(&file, PHASE), text(&file, ENDED));
    let wanted = &run.phases[phase].name;
    if of.as_ref() != Some(wanted) {
        let found = of.map_or_else(|| "of no phase".to_owned(), |name| format!("of phase `{name}`"));
        let problem = format!("is a restart {found}; accepted is one that phase `{wanted}` of this description wrote");
        return Err(JobError::Restart { path: path.clone(), problem });
    }
    let restart = restart::read(path, &run.grid, &run.strands[model].land)?;
    Ok(Some(Found { states: restart.states, years: restart.years_done, ended: ended.as_deref() == Some("yes") }))
}

/// After the latest restart of each model.
fn go_on(run: &mut PhasedRun, path: &Path) -> Result<()> {
    let mut any = false;
    for model in 0..run.strands.len() {
        for phase in (0..run.phases.len()).rev() {
            let Some(found) = read(run, phase, model)? else { continue };
            any = true;
            let Phase { name, years: planned, restarts, .. } = &run.phases[phase];
            if !found.ended && found.years > *planned {
                let problem = format!("has {} years of phase `{name}` behind it, which now has {planned}", found.years);
                let mend = "describe at least as many, or begin the phase again with --from-phase";
                return Err(JobError::Restart { path: restarts[model].clone(), problem: format!("{problem}; {mend}") });
            }
            let (at, years) = if found.ended { (phase + 1, 0) } else { (phase, found.years) };
            run.strands[model].begin(found.states, at, years);
            break;
        }
    }
    if !any {
        let first = run.phases.first().and_then(|phase| phase.restarts.first());
        let looked = first.map_or_else(String::new, |file| format!(" such as {}", file.display()));
        let hint = "there is nothing to resume; leave out --resume to start from the beginning";
        return Err(JobError::refused(format!("{}: no restart of a phase{looked}; {hint}", path.display())));
    }
    if run.strands.iter().all(|strand| strand.phase == run.phases.len()) {
        let count = run.phases.len();
        let words = format!("all {count} phases are run already; nothing is left to resume");
        return Err(JobError::refused(format!("{}: {words}", path.display())));
    }
    Ok(())
}

/// From what the phase before left.
fn begin_with(run: &mut PhasedRun, path: &Path, name: &str) -> Result<()> {
    let names = || run.phases.iter().map(|phase| phase.name.as_str());
    let Some(number) = names().position(|known| known == name) else {
        let (hint, all) = (did_you_mean(nearest(name, names()).as_deref()), names().collect::<Vec<_>>().join(", "));
        let words = format!("--from-phase {name}: no phase of that name; accepted are {all}{hint}");
        return Err(JobError::refused(format!("{}: {words}", path.display())));
    };
    let Some(before) = number.checked_sub(1) else { return Ok(()) };
    let mut faults = Faults::new();
    for model in 0..run.strands.len() {
        let file = run.phases[before].restarts[model].clone();
        let of = run.phases[before].name.clone();
        match read(run, before, model)? {
            Some(found) if found.ended => run.strands[model].begin(found.states, number, 0),
            Some(found) => {
                let problem = format!("phase `{of}` was interrupted after {} years", found.years);
                faults.add(&file, format!("{problem}; run it to its end with --resume before phase `{name}`"));
            }
            None => faults.add(&file, format!("no such file; run phase `{of}` before phase `{name}`")),
        }
    }
    Ok(faults.or(())?)
}

impl Strand {
    fn begin(&mut self, states: Vec<State<f64>>, phase: usize, years: u64) {
        *self = Self { land: self.land.clone(), states, phase, years };
    }
}
