//! What an output is going to take.

use edaphon_core::forcing::DAYS;
use edaphon_core::grid::Grid;
use edaphon_run::Landscape;

use super::output::CfOutput;
use super::region::cut;
use super::settings::{Chunks, Every, Settings};
use super::sheet::{SERIES_BYTES, elements, fields};
use crate::error::Result;

/// Disk and memory of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Bytes of a year of it, before compression.
    pub per_year: u64,
    /// Bytes of memory while it is written, and of the daily values that it needs.
    pub memory: u64,
}

impl CfOutput {
    /// Estimates what an output is going to take, and looks whether it can be written at all.
    ///
    /// # Errors
    /// As [`new`](Self::new), and if the box of the output holds no cell.
    pub fn size(settings: &Settings, land: &Landscape, grid: &Grid) -> Result<Size> {
        let variables = Self::check(settings, land, Some(grid))?;
        let part = cut(settings.region, grid).grid;
        let places = part.layout().map_or(part.len(), |map| map.latitudes.len() * map.longitudes.len());
        let records = settings.every.per_year() * variables.len() * size_of::<f32>();
        let budgets = 2 * elements(land).len() * size_of::<f64>();
        let waiting = if settings.chunks == Chunks::Series { SERIES_BYTES * variables.len() } else { 0 };
        let days = match settings.every {
            Every::Year => 0,
            // A month of days, and the sums over it.
            _ => (DAYS / 12 + 2) * fields(&variables).len() * grid.len() * size_of::<f64>(),
        };
        Ok(Size { per_year: (places * (records + budgets)) as u64, memory: (waiting + days) as u64 })
    }
}
