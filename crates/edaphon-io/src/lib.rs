//! The outside world of Edaphon: files in and out of its types.

pub mod error;
pub mod netcdf;

pub use error::{Error, Result};
