//! Maps in GeoTIFF: read with their CRS, nodata, units and band names; written as cloud-optimised files (COG).

mod cog;
mod gdal;
mod overview;
mod predict;
pub(super) mod read;
mod tags;
pub(super) mod write;
