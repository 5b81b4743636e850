//! Time and space: many cells through many years.
//!
//! Cells are independent. A pack of them moves through a model side by side, packs are spread over the cores, and the
//! result has the same bits for any number of threads and any order of cells.

pub mod coupled;
pub mod cycle;
pub mod landscape;
pub mod simulation;
pub mod years;

pub use coupled::{CoupledCell, Coupling, CouplingError, NETWORK_FIELDS, NETWORK_VARIABLES, Network};
pub use edaphon_cell::{Cell, Perturbation, cell};
pub use landscape::{Landscape, Model, Place};
pub use simulation::{Daily, Simulation, YearSummary};
pub use years::Schedule;
