//! The cyclo-stationary state of every cell of a job, with a certificate for each.
//!
//! Cells are taken in blocks whose loop of forcing fits in memory. In a block some cells of each vegetation type, spread over its
//! climates, are solved first; the others start from the one most like them. That makes them cheaper and changes no answer by
//! more than the accepted drift.

mod beside;
mod block;
mod criteria;
mod seeds;

use std::sync::atomic::AtomicBool;

use edaphon_core::forcing::{ForcingYear, PACK};
use edaphon_cycle::{Certificate, Method, Round, Status};
use edaphon_models::ecosystem::State;
use edaphon_run::cycle::{LoopForcing, Spent, state_of, unknowns};
use edaphon_run::{Landscape, Simulation};

use crate::error::{JobError, Result};
use crate::job::Job;
pub use beside::Stored;
use block::{Best, Block};
pub use criteria::{Criteria, Criterion};

/// What is asked of a spin-up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// The method.
    pub method: Method,
    /// Largest accepted drift of any pool (g m⁻² per century).
    pub drift: f64,
    /// Passes of the loop at most, of methods that pass plainly.
    pub passes: u32,
    /// Years of the loop, a multiple of those of forcing; without any, these.
    pub loop_years: Option<u32>,
    /// Bytes of forcing in memory at most.
    pub memory: usize,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { method: Method::TwoLevel, drift: 0.01, passes: 1000, loop_years: None, memory: 1 << 30 }
    }
}

/// Every cell at its steady state, as far as it has one.
#[derive(Debug, Clone)]
pub struct Steady {
    /// The method.
    pub method: Method,
    /// Years of the loop.
    pub loop_years: u32,
    /// Largest accepted drift (g m⁻² per century).
    pub accepted: f64,
    /// State of each cell of the grid on 1 January of the first year of forcing.
    pub states: Vec<State<f64>>,
    /// Certificate of each cell of the grid; none of cells that are not simulated.
    pub certificates: Vec<Option<Certificate>>,
    /// Names of what drifts, in the order of a certificate's drifts.
    pub pools: Vec<&'static str>,
    /// What is asked of the globe, and whether it holds.
    pub criteria: Vec<Criterion>,
    /// What it took.
    pub spent: Spent,
}

impl Steady {
    /// Cells that are simulated.
    pub fn cells(&self) -> usize {
        self.certificates.iter().flatten().count()
    }

    /// Cells of a status.
    pub fn count(&self, status: Status) -> usize {
        self.certificates.iter().flatten().filter(|c| c.status == status).count()
    }

    /// The largest drift of a pool in any cell (g m⁻² per century).
    pub fn largest_drift(&self) -> f64 {
        self.certificates.iter().flatten().map(|c| c.max_drift).fold(0.0, f64::max)
    }

    /// Whether every cell is steady.
    pub fn converged(&self) -> bool {
        self.count(Status::Steady) == self.cells()
    }

    /// Passes of the loop that each simulated cell took to be solved (0) or certified (1), Jacobians at their measured price.
    pub fn costs(&self, which: usize) -> Vec<f64> {
        let (years, price) = (f64::from(self.loop_years), self.spent.price());
        let mut costs: Vec<f64> =
            self.certificates.iter().flatten().map(|c| c.cost[which].loops(years, price)).collect();
        costs.sort_by(f64::total_cmp);
        costs
    }
}

impl Job {
    /// Seeks the state of each cell that returns after one loop over the forcing, unperturbed; outputs are not written.
    ///
    /// # Errors
    /// If the loop is no multiple of the years of forcing, forcing cannot be read, or `stop` is set: then the best states so far are in the restart of the job, and a spin-up
    /// from there goes on.
    pub fn seek_steady(
        mut self,
        wanted: &Wanted,
        progress: &mut dyn FnMut(Round),
        stop: &AtomicBool,
    ) -> Result<Steady> {
        // A host finds its steady state with its own losses.
        let land = self.land.clone().alone();
        let years = loop_years(wanted.loop_years, self.schedule.forcing_years)?;
        let base = self.first_of_january(&land)?;
        let cells = self.grid.len();
        let mut made = Steady {
            method: wanted.method,
            loop_years: years,
            accepted: wanted.drift,
            states: base.clone(),
            certificates: vec![None; cells],
            pools: unknowns(&land, &[0]).first().map(|list| list.iter().map(|u| u.name).collect()).unwrap_or_default(),
            criteria: Vec::new(),
            spent: Spent::default(),
        };
        let (all, mut done) = (land.packing().simulated(), 0);
        for packs in blocks(&land, years, wanted.memory) {
            let forcing = self.loop_of(&land, packs, years)?;
            let members = members(&land, &forcing);
            let mut tell = |round: Round| {
                progress(Round { done: done + round.done, cells: all, ..round });
            };
            let block = Block { land: &land, forcing: &forcing, cells: &members, base: &base, wanted, stop };
            match block.solve(&mut tell, &mut made.spent) {
                Ok(certified) => {
                    for (&cell, (found, certificate)) in members.iter().zip(certified) {
                        made.states[cell] = state_of(land.cell(cell), &base[cell], &found.x);
                        made.certificates[cell] = Some(certificate);
                    }
                    done += members.len();
                }
                Err(best) => return Err(self.stopped(&land, &made, &best, &base)),
            }
        }
        made.criteria = criteria::of(&made, &self.grid, &land);
        Ok(made)
    }

    /// The states of the job's start after the last year of the loop: what follows the date is then as on any 1 January.
    fn first_of_january(&mut self, land: &Landscape) -> Result<Vec<State<f64>>> {
        let mut simulation = Simulation::new(land, &self.start);
        let last = self.schedule.forcing_years.saturating_sub(1);
        self.spinup_year(land, &mut simulation, last)?;
        Ok(simulation.states())
    }

    fn loop_of(&mut self, land: &Landscape, packs: std::ops::Range<usize>, years: u32) -> Result<LoopForcing> {
        let mut forcing = LoopForcing::new(land.packing(), packs);
        for year in 0..u64::from(years) {
            let index = (year % self.schedule.forcing_years) as usize;
            forcing.push(&*self.forcing.year(index, land.packing())?);
        }
        Ok(forcing.finished())
    }

    fn stopped(&self, land: &Landscape, made: &Steady, best: &Best, base: &[State<f64>]) -> JobError {
        let mut states = made.states.clone();
        for (&cell, x) in best {
            states[cell] = state_of(land.cell(cell), &base[cell], x);
        }
        let Some(path) = &self.restart else { return JobError::Interrupted { years: 0, restart: None } };
        match crate::restart::write_states(path, &self.grid, land, &states, 0, &self.provenance, &[]) {
            Ok(()) => JobError::Interrupted { years: 0, restart: Some(path.clone()) },
            Err(error) => error,
        }
    }
}

/// The years of a loop over so many years of forcing.
fn loop_years(wanted: Option<u32>, forcing: u64) -> Result<u32> {
    let years = u64::from(wanted.unwrap_or(u32::MAX));
    match u32::try_from(forcing) {
        Ok(forcing) if wanted.is_none() => Ok(forcing),
        Ok(_) if years % forcing == 0 => Ok(years as u32),
        _ => Err(JobError::refused(format!(
            "a loop of {years} years is no multiple of the {forcing} years of forcing; accepted are {forcing}, {}, {} and so on",
            2 * forcing,
            3 * forcing,
        ))),
    }
}

/// Ranges of packs whose loop fits in memory.
fn blocks(land: &Landscape, years: u32, memory: usize) -> Vec<std::ops::Range<usize>> {
    let pack = ForcingYear::PACK_LENGTH * size_of::<f32>() * (years as usize + 3);
    let size = (memory / pack).max(1);
    let packs = land.packing().simulated_packs();
    (0..packs).step_by(size).map(|first| first..(first + size).min(packs)).collect()
}

/// The simulated cells of the packs that are held, in the order of their packs.
fn members(land: &Landscape, forcing: &LoopForcing) -> Vec<usize> {
    let packing = land.packing();
    let mut cells: Vec<usize> = (0..packing.cells()).filter(|&c| land.simulated()[c]).collect();
    cells.retain(|&cell| forcing.packs().contains(&packing.place(cell).0));
    cells.sort_by_key(|&cell| {
        let (pack, lane) = packing.place(cell);
        pack * PACK + lane
    });
    cells
}
