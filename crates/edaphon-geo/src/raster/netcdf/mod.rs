//! Maps in NetCDF, by the CF conventions.

mod axes;
mod mapping;
pub(super) mod read;
pub(super) mod write;
