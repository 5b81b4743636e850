//! The outside world of Edaphon: files in and out of its types.

mod checksum;
mod embedded;
pub mod error;
mod faults;
pub mod fluxnet;
pub mod netcdf;
pub mod output;
pub mod rothc;
pub mod testbed;
mod text;

pub use checksum::checksum;
pub use embedded::Embedded;
pub use error::{Error, Result};
pub use faults::{Fault, Faults};
pub use text::write_whole;
