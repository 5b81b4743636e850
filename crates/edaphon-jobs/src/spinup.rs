//! Spin-up by looping forcing, until the cells are steady or the loops are over.

use std::sync::atomic::{AtomicBool, Ordering};

use edaphon_models::ecosystem::State;
use edaphon_run::{Perturbation, Simulation};

use crate::error::{JobError, Result};
use crate::job::{Job, Progress};

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Most loops over the forcing.
    pub loops: u64,
    /// Largest accepted drift of carbon held by a cell (g m⁻² yr⁻¹).
    pub tolerance: f64,
}

/// How a spin-up ended.
#[derive(Debug, Clone)]
pub struct SpunUp {
    /// Years run.
    pub years: u64,
    /// Loops run.
    pub loops: u64,
    /// Simulated cells.
    pub cells: usize,
    /// Simulated cells whose drift is within the tolerance.
    pub steady: usize,
    /// Drift of carbon held by each cell over the last loop (g m⁻² yr⁻¹).
    pub carbon_drift: Vec<f64>,
    /// Drift of nitrogen held by each cell over the last loop (g m⁻² yr⁻¹); 0 where it is not simulated.
    pub nitrogen_drift: Vec<f64>,
    /// States at the end.
    pub states: Vec<State<f64>>,
}

impl SpunUp {
    /// Whether every simulated cell is steady.
    pub fn converged(&self) -> bool {
        self.steady == self.cells
    }

    /// The largest drift of carbon (g m⁻² yr⁻¹) and the position of its cell.
    pub fn worst(&self) -> (f64, usize) {
        let drifts = self.carbon_drift.iter().enumerate();
        drifts.fold((0.0, 0), |worst, (cell, drift)| if drift.abs() > worst.0 { (drift.abs(), cell) } else { worst })
    }
}

impl Job {
    /// Loops over the forcing from the job's start; nothing but the state comes of it.
    ///
    /// # Errors
    /// If forcing cannot be read, a state stops being a number, or the run is interrupted: then a restart is written.
    pub fn spin_up(mut self, limits: Limits, progress: &mut dyn Progress, stop: &AtomicBool) -> Result<SpunUp> {
        // A host finds its steady state with its own losses.
        let land = self.land.clone().alone();
        let mut simulation = Simulation::new(&land, &self.start);
        simulation.perturbation = Perturbation::default();
        let per_loop = self.schedule.forcing_years;
        let total = limits.loops * per_loop;
        let cells = self.grid.len();
        let held = |s: &Simulation<'_>| -> Vec<[f64; 2]> { (0..cells).map(|c| land.held(c, &s.state(c))).collect() };
        let mut before = held(&simulation);
        let mut done = 0;
        loop {
            for _ in 0..per_loop {
                self.spinup_year(&land, &mut simulation, done)?;
                done += 1;
                progress.years(done, total);
                if stop.load(Ordering::Relaxed) {
                    return Err(self.interrupted(&simulation, done));
                }
            }
            let after = held(&simulation);
            let drift = |element: usize| -> Vec<f64> {
                before.iter().zip(&after).map(|(b, a)| (a[element] - b[element]) / per_loop as f64).collect()
            };
            let (carbon_drift, nitrogen_drift) = (drift(0), drift(1));
            let simulated = carbon_drift.iter().zip(land.simulated()).filter(|(_, on)| **on);
            let steady = simulated.filter(|(drift, _)| drift.abs() <= limits.tolerance).count();
            let cells = land.packing().simulated();
            if steady == cells || done >= total {
                let states = simulation.states();
                let loops = done / per_loop;
                return Ok(SpunUp { years: done, loops, cells, steady, carbon_drift, nitrogen_drift, states });
            }
            before = after;
        }
    }

    /// Looks whether a state may be written there.
    ///
    /// # Errors
    /// If the file exists and may not be replaced.
    pub fn check_state_file(path: &std::path::Path, force: bool) -> Result<()> {
        if path.exists() && !force { Err(JobError::Exists { path: path.to_owned() }) } else { Ok(()) }
    }
}
