//! Time and space: many cells through many years.
//!
//! Cells are independent. Eight of them move through a model side by side, packs of eight are spread over the cores, and the
//! result has the same bits for any number of threads and any order of cells.

pub mod landscape;
mod pack;
pub mod simulation;
pub mod years;

pub use landscape::{Landscape, Model, Place};
pub use simulation::{Daily, Simulation, YearSummary};
pub use years::{Perturbation, Schedule};
