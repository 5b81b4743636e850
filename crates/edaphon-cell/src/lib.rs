//! Cells and packs of them through days: their constants, and drivers compiled for each instruction set.
//!
//! The science is inlined into the drivers here, and nowhere else: this is the room that takes long to compile, and it changes
//! rarely. [`pack`] moves eight cells side by side; [`tangent`] moves one cell with its exact derivatives.

pub mod cell;
pub mod model;
pub mod pack;
mod perturbation;
pub mod tangent;

pub use cell::Cell;
pub use model::{Model, Parameters, Place};
pub use perturbation::Perturbation;
