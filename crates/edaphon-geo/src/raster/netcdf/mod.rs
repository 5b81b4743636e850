//! Maps in NetCDF, by the CF conventions.

mod axes;
mod mapping;
pub(super) mod read;
mod wkt;
pub(super) mod write;
