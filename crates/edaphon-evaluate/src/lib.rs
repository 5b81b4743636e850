//! Evaluation: metrics, scores, the published tables and figures, observations, and a report of all.
//!
//! ```text
//! metrics        bias to Moran's I: pure functions of pairs with weights; intervals by drawing blocks of places
//! ilamb          scores as ILAMB computes them, and the corrected ones beside them
//! ```

pub mod error;
pub mod ilamb;
pub mod metrics;
mod random;

pub use error::{EvaluateError, Result};
