//! A run with everything it needs in hand, and the loop that carries it out.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use edaphon_core::forcing::{DAYS, ForcingYear};
use edaphon_core::grid::Grid;
use edaphon_core::provenance::Provenance;
use edaphon_models::ecosystem::State;
use edaphon_models::nitrogen::Mineral;
use edaphon_run::simulation::field_number;
use edaphon_run::{Daily, Landscape, Perturbation, Schedule, Simulation, YearSummary};

use crate::coupled::{self, NitrogenLost};
use crate::error::{JobError, Result};
use crate::forcing::Forcing;

/// A run, ready to start.
#[derive(Debug)]
pub struct Job {
    /// The cells.
    pub grid: Grid,
    /// Their constants.
    pub land: Landscape,
    /// State of each cell at the start.
    pub start: Vec<State<f64>>,
    /// Pools of mineral nitrogen of each cell at the start, where it is coupled and they are known (mg kg⁻¹).
    pub mineral: Vec<Mineral<f64>>,
    /// Years of this run, spin-up included, that were completed before an interruption.
    pub years_before: u64,
    /// Weather.
    pub forcing: Forcing,
    /// Years before the recorded ones, looping over the forcing; nothing is written of them.
    pub spinup_years: u64,
    /// Which years are recorded, how often.
    pub schedule: Schedule,
    /// Changes of climate and growth.
    pub perturbation: Perturbation,
    /// What is written, and where.
    pub outputs: Vec<Box<dyn Output>>,
    /// Where the state goes if the run is interrupted.
    pub restart: Option<PathBuf>,
    /// What made the files.
    pub provenance: Provenance,
    /// What was supplied or changed on the way in, in words.
    pub notes: Vec<String>,
}

/// A year as outputs see it.
#[derive(Debug, Clone, Copy)]
pub struct YearLabel {
    /// Year of the run, counted from 1 over restarts.
    pub count: u64,
    /// Calendar year, where the forcing has one and each of its years is run once.
    pub calendar: Option<i64>,
    /// True for the last year of the run.
    pub last: bool,
}

/// All that an output may look at.
#[derive(Debug)]
pub struct View<'a> {
    /// The cells.
    pub grid: &'a Grid,
    /// Their constants.
    pub land: &'a Landscape,
    /// What made the files.
    pub provenance: &'a Provenance,
    /// The year.
    pub year: YearLabel,
}

/// Something that is written while a run goes on.
pub trait Output: std::fmt::Debug + Send {
    /// Names of the daily fields that this output needs; none if annual sums are enough.
    fn daily_fields(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// Takes some days of a year; `fields` says where each of its fields stands in `daily`.
    ///
    /// # Errors
    /// If nothing can be written.
    fn days(&mut self, _view: &View<'_>, _daily: &Daily, _fields: &Fields) -> Result<()> {
        Ok(())
    }

    /// Takes a finished year. An output whose files are part of the state (the testbed's restarts) may change it.
    ///
    /// # Errors
    /// If nothing can be written.
    fn year(&mut self, view: &View<'_>, summary: &YearSummary, simulation: &mut Simulation<'_>) -> Result<()>;

    /// Completes the files, at the end or when the run is interrupted.
    ///
    /// # Errors
    /// If nothing can be written.
    fn finish(&mut self, grid: &Grid, land: &Landscape) -> Result<Vec<PathBuf>>;
}

/// The daily fields kept in a run, by name.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    names: Vec<&'static str>,
    numbers: Vec<usize>,
}

impl Fields {
    /// The fields that these outputs ask for, each once.
    pub(crate) fn of<'o>(outputs: impl Iterator<Item = &'o dyn Output>) -> Self {
        let mut fields = Self::default();
        for name in outputs.flat_map(|o| o.daily_fields()) {
            if let (false, Some(number)) = (fields.names.contains(&name), field_number(name)) {
                fields.names.push(name);
                fields.numbers.push(number);
            }
        }
        fields
    }

    /// Place of a field in the daily values.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| *n == name)
    }
}

/// What is said while a run goes on.
pub trait Progress {
    /// `done` of `total` years are run.
    fn years(&mut self, done: u64, total: u64);
}

impl<F: FnMut(u64, u64)> Progress for F {
    fn years(&mut self, done: u64, total: u64) {
        self(done, total);
    }
}

/// How a run ended.
#[derive(Debug, Clone)]
pub struct Finished {
    /// Years run.
    pub years: u64,
    /// Cells of the grid, and how many of them are simulated.
    pub cells: (usize, usize),
    /// Largest relative residual of carbon and of nitrogen in a day of the run.
    pub worst_residual: [f64; 2],
    /// Nitrogen that left the land in recorded years, where soil nitrogen is coupled.
    pub nitrogen_lost: NitrogenLost,
    /// Files written.
    pub files: Vec<PathBuf>,
    /// State of each cell at the end.
    pub states: Vec<State<f64>>,
}

impl Job {
    /// Runs to the end, or until `stop` is set: then outputs are completed, a restart is written and
    /// [`JobError::Interrupted`] returned.
    ///
    /// # Errors
    /// If forcing cannot be read, outputs cannot be written, or a state stops being a number.
    pub fn run(mut self, progress: &mut dyn Progress, stop: &AtomicBool) -> Result<Finished> {
        let land = self.land.clone();
        let mut simulation = self.simulation(&land);
        let fields = Fields::of(self.outputs.iter().map(|output| &**output));
        let total = self.spinup_years + self.schedule.years();
        let (mut worst, mut nitrogen_lost) = ([0.0_f64; 2], NitrogenLost::default());
        progress.years(self.years_before, total);
        for done in self.years_before..total {
            let summary = if done < self.spinup_years {
                self.spinup_year(&land, &mut simulation, done)?
            } else {
                self.recorded_year(&land, &mut simulation, &fields, done - self.spinup_years)?
            };
            keep_worst(&mut worst, &summary);
            if done >= self.spinup_years {
                nitrogen_lost.count(&self.grid, &land, &summary);
            }
            progress.years(done + 1, total);
            if stop.load(Ordering::Relaxed) && done + 1 < total {
                self.finish_outputs(&land)?;
                return Err(self.interrupted(&simulation, done + 1));
            }
        }
        let files = self.finish_outputs(&land)?;
        let cells = (self.grid.len(), land.packing().simulated());
        Ok(Finished {
            years: total - self.years_before,
            cells,
            worst_residual: worst,
            nitrogen_lost,
            files,
            states: simulation.states(),
        })
    }

    /// The run at its start: with the pools of mineral nitrogen that are known, or with them split.
    fn simulation<'l>(&self, land: &'l Landscape) -> Simulation<'l> {
        match self.mineral.is_empty() {
            true => Simulation::new(land, &self.start),
            false => Simulation::with_mineral(land, &self.start, &self.mineral),
        }
    }

    /// Reads all years of forcing, as a run would, and finds the faults of each.
    ///
    /// # Errors
    /// If a file cannot be read at all.
    pub fn check_forcing(&mut self) -> Result<edaphon_io::Faults> {
        let mut faults = edaphon_io::Faults::new();
        for index in 0..self.forcing.years() {
            match self.forcing.year(index, self.land.packing()) {
                Ok(_) => {}
                Err(JobError::Faults(found) | JobError::Io(edaphon_io::Error::Faults(found))) => faults.append(found),
                Err(other) => return Err(other),
            }
        }
        Ok(faults)
    }

    /// A year of spin-up: unperturbed, and nothing is written.
    pub(crate) fn spinup_year(
        &mut self,
        land: &Landscape,
        simulation: &mut Simulation<'_>,
        done: u64,
    ) -> Result<YearSummary> {
        simulation.perturbation = Perturbation::default();
        let index = (done % self.schedule.forcing_years) as usize;
        let forcing = self.forcing.year(index, land.packing())?;
        let summary = simulation.year(&forcing);
        check_finite(&self.grid, land, simulation, &summary, done + 1)?;
        Ok(summary)
    }

    /// A year that outputs see; `done` counts the recorded years before it.
    fn recorded_year(
        &mut self,
        land: &Landscape,
        simulation: &mut Simulation<'_>,
        fields: &Fields,
        done: u64,
    ) -> Result<YearSummary> {
        simulation.perturbation = self.perturbation;
        simulation.years_done = done;
        let index = self.schedule.forcing_of(done + 1) as usize;
        let forcing = self.forcing.year(index, land.packing())?;
        let calendar = self.forcing.calendar_year(index).filter(|_| self.schedule.loops == 1);
        let label = YearLabel { count: done + 1, calendar, last: done + 1 == self.schedule.years() };
        let view = View { grid: &self.grid, land, provenance: &self.provenance, year: label };
        let mut outputs: Vec<&mut dyn Output> = self.outputs.iter_mut().map(|output| &mut **output as _).collect();
        through_year(&view, simulation, &forcing, &mut outputs, fields)
    }

    fn finish_outputs(&mut self, land: &Landscape) -> Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for output in &mut self.outputs {
            files.extend(output.finish(&self.grid, land)?);
        }
        Ok(files)
    }

    pub(crate) fn interrupted(&self, simulation: &Simulation<'_>, years: u64) -> JobError {
        let Some(path) = &self.restart else { return JobError::Interrupted { years, restart: None } };
        let (grid, land, states) = (&self.grid, &self.land, simulation.states());
        let columns = coupled::columns(&simulation.mineral());
        let beside = coupled::beside(&columns);
        match crate::restart::write_states(path, grid, land, &states, years, &self.provenance, &beside) {
            Ok(()) => JobError::Interrupted { years, restart: Some(path.clone()) },
            Err(error) => error,
        }
    }
}

/// Runs a year that outputs see.
///
/// # Errors
/// If a state stops being a number, or nothing can be written.
pub(crate) fn through_year(
    view: &View<'_>,
    simulation: &mut Simulation<'_>,
    forcing: &ForcingYear,
    outputs: &mut [&mut dyn Output],
    fields: &Fields,
) -> Result<YearSummary> {
    for (first, last) in windows(!fields.names.is_empty()) {
        let daily = simulation.days(forcing, last - first + 1, &fields.numbers);
        for output in &mut *outputs {
            output.days(view, &daily, fields)?;
        }
    }
    let summary = simulation.end_year();
    check_finite(view.grid, view.land, simulation, &summary, view.year.count)?;
    for output in outputs {
        output.year(view, &summary, simulation)?;
    }
    Ok(summary)
}

/// Stretches of a year: months where daily values are kept, so that they never fill the memory, else the whole year.
fn windows(by_month: bool) -> Vec<(u32, u32)> {
    if !by_month {
        return vec![(1, DAYS as u32)];
    }
    let bounds = |m| edaphon_core::calendar::month_bounds(m);
    (0..12).map(|m| (u32::from(bounds(m).0), u32::from(bounds(m).1))).collect()
}

/// Keeps the largest relative residual of carbon and of nitrogen in a day.
pub(crate) fn keep_worst(worst: &mut [f64; 2], summary: &YearSummary) {
    for (element, largest) in worst.iter_mut().enumerate() {
        let of_cell = |cell| summary.worst_day(element, cell).0;
        *largest = (0..summary.cells()).map(of_cell).fold(*largest, f64::max);
    }
}

/// Refuses to go on with a state that is not a number.
fn check_finite(
    grid: &Grid,
    land: &Landscape,
    simulation: &Simulation<'_>,
    summary: &YearSummary,
    year: u64,
) -> Result<()> {
    for (number, cell) in grid.cells().iter().enumerate().filter(|(n, _)| land.simulated()[*n]) {
        let (residual, day) = summary.worst_day(0, number);
        let mut values = [0.0; State::<f64>::NAMES.len()];
        simulation.state(number).store(&mut values);
        let broken = values.iter().position(|v| !v.is_finite());
        if broken.is_none() && residual.is_finite() {
            continue;
        }
        let (what, value) = broken.map_or(("the carbon budget", residual), |i| (State::<f64>::NAMES[i], values[i]));
        return Err(JobError::NotFinite {
            what: what.to_owned(),
            cell: cell.id,
            latitude: cell.latitude,
            longitude: cell.longitude,
            value,
            year,
            near: if residual.is_finite() { String::new() } else { format!(", by day {day}") },
        });
    }
    Ok(())
}

/// Forcing of one year for tests and tools that hold it in memory.
#[derive(Debug)]
pub struct InMemory(pub Vec<ForcingYear>);

impl crate::forcing::ForcingSource for InMemory {
    fn years(&self) -> usize {
        self.0.len()
    }
    fn calendar_year(&self, _index: usize) -> Option<i64> {
        None
    }
    fn read(&mut self, index: usize, _packing: &edaphon_core::forcing::Packing) -> Result<ForcingYear> {
        Ok(self.0[index].clone())
    }
}
