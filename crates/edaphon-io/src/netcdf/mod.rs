//! NetCDF files: classic (CDF-1, CDF-2, CDF-5) and NetCDF-4, in and out.
//!
//! [`File`] reads, a whole variable or a slab of it at a time; [`Writer`] writes, a slab at a time, so that memory
//! follows the slab and not the file. Everything else in Edaphon reaches NetCDF through these two.
//!
//! ```
//! use edaphon_io::netcdf::{DataType, Define, File, Format, Writer};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("soil.nc");
//! let mut writer = Writer::create(&path, Format::NetCdf4)?;
//! writer.unlimited("time")?;
//! writer.dimension("lat", 2)?;
//! writer.attribute("title", "soil carbon")?;
//! writer.define(Define::new("time", DataType::F64, &["time"]).attribute("units", "days since 1901-01-01"))?;
//! writer.define(Define::new("lat", DataType::F64, &["lat"]).attribute("units", "degrees_north"))?;
//! writer.define(
//!     Define::new("cSoil", DataType::F32, &["time", "lat"]).attribute("units", "kg m-2").fill(1e36_f32).deflate(4),
//! )?;
//! writer.write("lat", &[-0.5, 0.5])?;
//! for year in 0..3 {
//!     writer.write_slab("time", &[year], &[1], &[365.0 * year as f64])?;
//!     writer.write_slab("cSoil", &[year, 0], &[1, 2], &[8.0_f32, f32::NAN])?;
//! }
//! writer.finish()?;
//!
//! let file = File::open(&path)?;
//! let last = file.unpack_f64_slab("cSoil", &[2, 0], &[1, 2])?;
//! assert_eq!(last[0], 8.0);
//! assert!(last[1].is_nan());
//! # Ok(())
//! # }
//! ```

mod classic;
mod define;
mod hdf5;
mod read;
mod translate;
mod unpack;
mod value;
mod write;

pub use define::{Define, Format};
pub use read::{Dimension, File, Variable};
pub use value::{Attribute, AttributeValue, DataType, Element, Numbers};
pub use write::Writer;
