//! Evaluation: metrics, scores, the published tables and figures, observations, and a report of all.
//!
//! ```text
//! metrics        bias to Moran's I: pure functions of pairs with weights; intervals by drawing blocks of places
//! tables         tables 1 and 2 of the paper from annual outputs, and targets to judge them by
//! ilamb          scores as ILAMB computes them, and the corrected ones beside them
//! ```

pub mod annual;
pub mod error;
pub mod ilamb;
pub mod metrics;
mod random;
pub mod tables;

pub use error::{EvaluateError, Result};
