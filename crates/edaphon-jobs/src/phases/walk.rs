//! Models through phases, year by year.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use edaphon_core::grid::Grid;
use edaphon_run::{Perturbation, Schedule, Simulation};

use super::spin::{SpinUp, spin};
use super::stand::{ENDED, PHASE};
use super::{Kind, Phase, PhasedRun, Strand};
use crate::cf::CfOutput;
use crate::error::{JobError, Result};
use crate::job::{Fields, Job, Output, Progress, View, YearLabel, keep_worst, through_year};
use crate::restart::write_states;
use crate::steady::{Steady, Stored};

/// How a run of phases ended.
#[derive(Debug, Default)]
pub struct Done {
    /// Years that all models were run, added up.
    pub years: u64,
    /// Largest relative residual of carbon and of nitrogen in a day, spin-ups left aside.
    pub worst_residual: [f64; 2],
    /// What became of each phase that was run.
    pub phases: Vec<PhaseEnd>,
}

/// How a phase ended.
#[derive(Debug, Default)]
pub struct PhaseEnd {
    /// Its name.
    pub name: String,
    /// Of each model that was spun up: its name, and how that ended.
    pub spun: Vec<(&'static str, Steady)>,
    /// Files written.
    pub files: Vec<PathBuf>,
}

/// An output, with the years of the phase that it holds.
struct Held {
    window: (u64, u64),
    output: CfOutput,
}

/// How far all are, over phases and models.
struct Count<'a> {
    shown: &'a mut dyn Progress,
    done: u64,
    total: u64,
}

impl Count<'_> {
    fn more(&mut self, years: u64) {
        self.done += years;
        self.shown.years(self.done, self.total);
    }
}

impl PhasedRun {
    /// Model years in all, and those that are behind the models already.
    pub fn model_years(&self) -> (u64, u64) {
        let all = |phases: &[Phase]| phases.iter().map(|phase| phase.years).sum::<u64>();
        let behind = |strand: &Strand| all(&self.phases[..strand.phase]) + strand.years;
        (all(&self.phases) * self.strands.len() as u64, self.strands.iter().map(behind).sum())
    }

    /// Runs to the end, or until `stop` is set: then outputs are completed, restarts are written and
    /// [`JobError::Interrupted`] returned.
    ///
    /// # Errors
    /// If forcing cannot be read, files cannot be written, or a state stops being a number.
    pub fn run(self, progress: &mut dyn Progress, stop: &AtomicBool) -> Result<Done> {
        let (total, before) = self.model_years();
        let Self { grid, mut strands, phases, .. } = self;
        let mut counted = Count { shown: progress, done: before, total };
        let count = phases.len();
        let mut done = Done::default();
        counted.more(0);
        for (number, phase) in phases.into_iter().enumerate() {
            if strands.iter().all(|strand| strand.phase > number) {
                continue;
            }
            let mut stage = Stage { grid: &grid, number, phase, count: &mut counted, stop };
            let end = match stage.phase.kind {
                Kind::SpinUp(wish) => stage.spin_up(wish, &mut strands),
                _ => stage.walk(&mut strands, &mut done.worst_residual),
            };
            done.phases.push(end.map_err(|error| in_phase(error, &stage.phase.name))?);
            if stop.load(Ordering::Relaxed) && number + 1 < count {
                let restart = stage.phase.restarts.first().cloned();
                return Err(JobError::Interrupted { years: counted.done, restart });
            }
        }
        done.years = counted.done - before;
        Ok(done)
    }
}

/// A phase under way.
struct Stage<'a, 'p> {
    grid: &'a Grid,
    number: usize,
    phase: Phase,
    count: &'a mut Count<'p>,
    stop: &'a AtomicBool,
}

impl Stage<'_, '_> {
    /// All models through the same year, then the next.
    fn walk(&mut self, strands: &mut [Strand], worst: &mut [f64; 2]) -> Result<PhaseEnd> {
        let (number, total) = (self.number, self.phase.years);
        let here = |strand: &Strand| strand.phase == number;
        let mut outputs = strands.iter().enumerate().map(|(m, s)| self.outputs(m, s)).collect::<Result<Vec<_>>>()?;
        let mut simulations: Vec<_> = strands.iter().map(|s| Simulation::new(&s.land, &s.states)).collect();
        let mut years: Vec<u64> = strands.iter().map(|s| if here(s) { s.years } else { total }).collect();
        let first = years.iter().min().copied().unwrap_or(total);
        let mut stopped = false;
        for done in first..total {
            for (model, simulation) in simulations.iter_mut().enumerate() {
                if years[model] == done {
                    let summary = self.year(simulation, &mut outputs[model], done)?;
                    keep_worst(worst, &summary);
                    years[model] += 1;
                    self.count.more(1);
                }
            }
            stopped = self.stop.load(Ordering::Relaxed) && done + 1 < total;
            if stopped {
                break;
            }
        }
        let states: Vec<_> = simulations.iter().map(Simulation::states).collect();
        drop(simulations);
        let mut end = PhaseEnd { name: self.phase.name.clone(), ..PhaseEnd::default() };
        for (model, (strand, states)) in strands.iter_mut().zip(states).enumerate().filter(|(_, (s, _))| here(s)) {
            for held in &mut outputs[model] {
                end.files.extend(held.output.finish(self.grid, &strand.land)?);
            }
            (strand.states, strand.years) = (states, years[model]);
            end.files.push(self.leave(model, strand)?);
        }
        if stopped { Err(self.interrupted(&end.files)) } else { Ok(end) }
    }

    /// One model through one year.
    fn year(
        &mut self,
        simulation: &mut Simulation<'_>,
        outputs: &mut [Held],
        done: u64,
    ) -> Result<edaphon_run::YearSummary> {
        let (phase, land) = (&mut self.phase, simulation.land());
        simulation.perturbation = phase.perturbation;
        simulation.years_done = done;
        let forcing = phase.forcing.year((done % phase.forcing.years().max(1) as u64) as usize, land.packing())?;
        let calendar = Some(phase.first_year + done as i64);
        let label = YearLabel { count: done + 1, calendar, last: done + 1 == phase.years };
        let view = View { grid: self.grid, land, provenance: &phase.provenance, year: label };
        let holds = |held: &&mut Held| (held.window.0..=held.window.1).contains(&(done + 1));
        let mut active: Vec<&mut dyn Output> =
            outputs.iter_mut().filter(holds).map(|held| &mut held.output as &mut dyn Output).collect();
        let fields = Fields::of(active.iter().map(|output| &**output));
        through_year(&view, simulation, &forcing, &mut active, &fields)
    }

    /// The files of a model that have years left.
    fn outputs(&self, model: usize, strand: &Strand) -> Result<Vec<Held>> {
        let mut all = Vec::new();
        if strand.phase != self.number {
            return Ok(all);
        }
        for recording in &self.phase.recordings[model] {
            let (first, last) = recording.window;
            let next = first.max(strand.years + 1);
            if next > last {
                continue;
            }
            let mut settings = recording.settings.clone();
            settings.years = last + 1 - next;
            make_folder(&settings.path)?;
            let output = match next > first {
                true => CfOutput::append(settings, &strand.land)?,
                false => CfOutput::new(settings, &strand.land)?,
            };
            all.push(Held { window: recording.window, output });
        }
        Ok(all)
    }

    /// One model after the other to its steady state.
    fn spin_up(&mut self, wish: SpinUp, strands: &mut [Strand]) -> Result<PhaseEnd> {
        let mut end = PhaseEnd { name: self.phase.name.clone(), ..PhaseEnd::default() };
        for (model, strand) in strands.iter_mut().enumerate() {
            if strand.phase != self.number {
                continue;
            }
            let at = self.count.done;
            let (shown, total) = (&mut *self.count.shown, self.count.total);
            let mut progress = |years: u64, _: u64| shown.years(at + years, total);
            let job = spin_up_job(self.grid, &self.phase, strand);
            let steady = match spin(wish, job, &mut progress, self.stop) {
                // What it began with is left: begun again from there, it ends with the same bits.
                Err(JobError::Interrupted { .. }) => {
                    let file = self.leave_after(model, strand, false, None)?;
                    return Err(self.interrupted(&[file]));
                }
                ended => ended?,
            };
            // What a method saved counts as done.
            self.count.done = at + self.phase.years;
            self.count.more(0);
            strand.states.clone_from(&steady.states);
            end.files.push(self.leave_after(model, strand, true, Some(&steady))?);
            end.spun.push((strand.land.model().name(), steady));
        }
        Ok(end)
    }

    /// Writes the state of a model after the years it has behind it.
    fn leave(&self, model: usize, strand: &mut Strand) -> Result<PathBuf> {
        let ended = strand.years == self.phase.years;
        self.leave_after(model, strand, ended, None)
    }

    fn leave_after(&self, model: usize, strand: &mut Strand, ended: bool, steady: Option<&Steady>) -> Result<PathBuf> {
        let path = &self.phase.restarts[model];
        make_folder(path)?;
        let made = self.phase.provenance.clone().with(PHASE, &self.phase.name);
        let made = made.with(ENDED, if ended { "yes" } else { "no" });
        let (made, stored) = match steady {
            Some(steady) => (steady.described(made), Some(Stored::of(steady))),
            None => (made, None),
        };
        let beside = stored.as_ref().map_or_else(Vec::new, Stored::beside);
        write_states(path, self.grid, &strand.land, &strand.states, strand.years, &made, &beside)?;
        if ended {
            (strand.phase, strand.years) = (self.number + 1, 0);
        }
        Ok(path.clone())
    }

    fn interrupted(&self, files: &[PathBuf]) -> JobError {
        let restart = files.iter().find(|file| self.phase.restarts.contains(file)).cloned();
        JobError::Interrupted { years: self.count.done, restart }
    }
}

/// A job that does nothing but spin a model up, from where it is.
fn spin_up_job(grid: &Grid, phase: &Phase, strand: &Strand) -> Job {
    Job {
        grid: grid.clone(),
        land: strand.land.clone(),
        start: strand.states.clone(),
        mineral: Vec::new(),
        years_before: 0,
        forcing: phase.forcing.clone(),
        spinup_years: 0,
        schedule: Schedule { forcing_years: phase.forcing.years() as u64, loops: 1 },
        perturbation: Perturbation::default(),
        outputs: Vec::new(),
        restart: None,
        provenance: phase.provenance.clone(),
        notes: Vec::new(),
    }
}

fn make_folder(file: &Path) -> Result<()> {
    let Some(folder) = file.parent() else { return Ok(()) };
    let wrong = |reason| edaphon_io::Error::File { path: folder.to_owned(), action: "make the folder", reason };
    Ok(std::fs::create_dir_all(folder).map_err(wrong)?)
}

/// The same error, which says in what phase its year is.
fn in_phase(error: JobError, name: &str) -> JobError {
    match error {
        JobError::NotFinite { what, cell, latitude, longitude, value, year, near } => {
            let near = format!("{near} of phase `{name}`");
            JobError::NotFinite { what, cell, latitude, longitude, value, year, near }
        }
        other => other,
    }
}
