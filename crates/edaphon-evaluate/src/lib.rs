//! Evaluation: metrics, scores, the published tables and figures, observations, and a report of all.
//!
//! ```text
//! metrics        bias to Moran's I: pure functions of pairs with weights; intervals by drawing blocks of places
//! tables         tables 1 and 2 of the paper from annual outputs, and targets to judge them by
//! figures        figures 2 to 7 of the paper, with the numbers behind every line
//! observations   products in the cells of a run, in its units
//! regrid         conservative regridding of those on other grids
//! scores         the models against them, with intervals
//! evaluation     all of it, into a folder with one page to open
//! ilamb          scores as ILAMB computes them, and the corrected ones beside them
//! ```

pub mod annual;
pub mod error;
pub mod evaluation;
pub mod figures;
pub mod ilamb;
pub mod metrics;
pub mod observations;
mod page;
mod random;
pub mod regrid;
pub mod scores;
pub mod tables;

pub use error::{EvaluateError, Result};
pub use evaluation::{Evaluated, Evaluation};
