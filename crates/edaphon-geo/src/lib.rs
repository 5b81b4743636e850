//! Tables and maps in and out: CSV, Parquet and NetCDF tables, grids from NetCDF and GeoTIFF, maps as GeoTIFF, NetCDF and pictures.
//!
//! A [`Table`] has named columns with units; a [`Raster`] has values on a regular [`Grid`] whose coordinate reference
//! system is known, of one moment, of several years or in bands. Nothing is dropped and nothing is guessed: what cannot be used
//! is refused with its place (file, row, column), what was found, what is accepted and how to mend it, all faults at
//! once.
//!
//! ```
//! use edaphon_geo::Table;
//!
//! let text = "site,year,clay [%],stock [kg m-2]\n1,1980,23.4,4.1\n1,2000,300,-2\n";
//! let table = Table::from_csv("sites.csv".as_ref(), text.as_bytes())?;
//! let mut check = table.check();
//! check.unique(&["site", "year"]).range("clay", 0.0..=100.0, "%").range("stock", 0.0..=f64::MAX, "kg m-2");
//! assert_eq!(
//!     check.finish().unwrap_err().to_string(),
//!     "sites.csv:3: column 3 (clay [%]): found 300 %; accepted is 0 to 100 %\n\
//!      sites.csv:3: column 4 (stock [kg m-2]): found -2 kg m-2; accepted is at least 0 kg m-2"
//! );
//! # Ok::<(), edaphon_geo::Error>(())
//! ```

mod date;
mod error;
mod raster;
mod table;

pub use date::Date;
pub use error::{Error, Result};
pub use raster::crs::{Crs, CrsError};
pub use raster::grid::{Grid, GridError};
pub use raster::{Layer, Picture, Raster, Stack};
pub use table::{Check, Column, Table, Values};
