//! Runs of several phases, of one or several models: prespin, spin-up, history and scenarios, one after the other.
//!
//! States pass from phase to phase as they are in memory. Within a phase all models go through the same year before the next
//! one begins, so that its weather is read once. At its end each phase leaves the state of each model in a restart, from
//! which a later run can begin.

mod check;
mod estimate;
mod names;
mod spin;
mod stand;
mod walk;

use std::path::PathBuf;

use edaphon_core::grid::Grid;
use edaphon_core::provenance::Provenance;
use edaphon_models::ecosystem::State;
use edaphon_run::{Landscape, Perturbation};

use crate::cf::Settings;
use crate::forcing::Forcing;

pub use estimate::Estimate;
pub(crate) use names::Names;
pub use spin::SpinUp;
pub(crate) use stand::stand;
pub use walk::{Done, PhaseEnd};

/// A run of phases, ready to start.
#[derive(Debug)]
pub struct PhasedRun {
    /// The cells.
    pub grid: Grid,
    /// The models.
    pub strands: Vec<Strand>,
    /// What they go through.
    pub phases: Vec<Phase>,
    /// What was supplied or changed on the way in, in words.
    pub notes: Vec<String>,
}

/// One of the models, and how far it has come.
#[derive(Debug)]
pub struct Strand {
    /// Constants of the cells.
    pub land: Landscape,
    /// State of each cell.
    pub states: Vec<State<f64>>,
    /// The phase it is in, or is to begin.
    pub phase: usize,
    /// Years of that phase behind it.
    pub years: u64,
}

/// What becomes of the years of a phase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// They are recorded.
    Recorded,
    /// Nothing but the state comes of them.
    Silent,
    /// They are repeated until cells are steady.
    SpinUp(SpinUp),
}

/// A stretch of years.
#[derive(Debug)]
pub struct Phase {
    /// Its name.
    pub name: String,
    /// What becomes of its years.
    pub kind: Kind,
    /// Weather.
    pub forcing: Forcing,
    /// Years in all, repetitions included; for a spin-up, at most.
    pub years: u64,
    /// Calendar year that the first one bears in files.
    pub first_year: i64,
    /// Changes of climate and growth; years are counted from the start of the phase.
    pub perturbation: Perturbation,
    /// What is written of each model.
    pub recordings: Vec<Vec<Recording>>,
    /// Where the state of each model goes at the end.
    pub restarts: Vec<PathBuf>,
    /// What made its files.
    pub provenance: Provenance,
}

/// A file of a model in a phase.
#[derive(Debug, Clone)]
pub struct Recording {
    /// The file; `years` is how many it holds.
    pub settings: Settings,
    /// First and last year of the phase that it holds, from 1.
    pub window: (u64, u64),
}

impl Recording {
    /// Whether it holds that year of the phase.
    pub fn holds(&self, year: u64) -> bool {
        (self.window.0..=self.window.1).contains(&year)
    }
}
