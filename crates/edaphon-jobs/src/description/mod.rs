//! A run described in TOML.
//!
//! ```toml
//! model = "mimics-cn"
//!
//! [site]
//! name = "Hyytiälä"
//! latitude = 61.85
//! longitude = 24.30
//! vegetation_type = "ENF"
//! clay = 0.07
//! silt = 0.28
//! sand = 0.65
//!
//! [forcing]
//! file = "FLX_FI-Hyy_DD_subset.csv"
//! nitrogen_deposition = 0.35
//!
//! [spinup]
//! years = 400
//!
//! [output]
//! file = "out/hyytiala.nc"
//! every = "month"
//! ```
//!
//! Paths are seen from the folder of the description. Every key is listed in the documentation; unknown ones are refused.

mod files;
mod forcing;
mod models;
mod nitrogen;
pub(crate) mod overrides;
mod phase;
mod phased;
mod place;
mod read;
pub(crate) mod section;
mod settings;
mod synthetic;

pub use phased::open_phases;
pub use read::{Options, check, open};
