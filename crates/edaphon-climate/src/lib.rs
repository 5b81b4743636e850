//! An invented climate: daily weather and production for any place on land and any year, from a seed.
//!
//! For demonstrations, tests and spin-up studies where no measured forcing is at hand. **Nothing here is an observation or the
//! output of a climate model**; the formulae below are ours, chosen for plausible ranges, seasons and contrasts, and scaled so that
//! the published grid produces about as much per year as the testbed's own forcing does. The theory page
//! `docs/theory/climate.md` holds them all.
//!
//! - [`scenario`]: steady, or history 1901–2014
//! - [`normals`]: the mean climate of a place: temperature, season, wetness, production
//! - [`anomaly`]: warm and cold, wet and dry years, shared by neighbours
//! - [`weather`]: the days of a year: air, soil, water and ice, production, deposition
//! - [`random`]: numbers drawn by counting, so that a cell-year is the same alone, in any order and on any thread
//!
//! ```
//! use edaphon_climate::{Climate, ClimateCell, Scenario};
//! use edaphon_core::forcing::{Driver, ForcingYear, Packing};
//! use edaphon_core::grid::SoilTexture;
//!
//! let soil = SoilTexture { sand: 0.4, clay: 0.2, silt: 0.4, wilting_point: 0.13, field_capacity: 0.28, saturation: 0.45 };
//! let forest = ClimateCell { id: 1, latitude: 61.8, longitude: 24.3, vegetation_type: 1, soil };
//! let packing = Packing::new(&[true]);
//! let climate = Climate::new(7, Scenario::Steady);
//! let mut year = ForcingYear::new(packing.clone());
//! for (pack, values) in climate.packs(&packing, &[forest]).iter().zip(year.packs_mut()) {
//!     pack.fill(1901, values);
//! }
//! let july = year.get(0, 195, Driver::AirTemperature);
//! assert!((280.0..303.0).contains(&july), "{july} K");
//! ```

mod angles;
pub mod anomaly;
pub mod normals;
mod pack;
pub mod random;
pub mod scenario;
pub mod weather;

pub use normals::ClimateCell;
pub use pack::{Climate, Pack};
pub use scenario::Scenario;
