//! Invented weather as the forcing of a run.

use edaphon_climate::{Climate, ClimateCell, Pack};
use edaphon_core::forcing::{ForcingYear, Packing};
use edaphon_core::grid::Cell;
use edaphon_run::Place;
use rayon::prelude::*;

use crate::error::Result;
use crate::forcing::ForcingSource;

/// Calendar years of an invented climate, made when they are asked for, on all cores.
#[derive(Debug)]
pub struct SyntheticYears {
    climate: Climate,
    cells: Vec<ClimateCell>,
    years: Vec<i32>,
    packs: Option<(Packing, Vec<Pack>)>,
}

impl SyntheticYears {
    /// The weather of these cells in these calendar years.
    pub fn new(climate: Climate, cells: Vec<ClimateCell>, years: std::ops::RangeInclusive<i32>) -> Self {
        Self { climate, cells, years: years.collect(), packs: None }
    }

    /// The mean climates of the cells in the order of `packing`, worked out once.
    fn packs(&mut self, packing: &Packing) -> &[Pack] {
        let ready = self.packs.take().filter(|(known, _)| known == packing);
        let (climate, cells) = (&self.climate, &self.cells);
        &self.packs.insert(ready.unwrap_or_else(|| (packing.clone(), climate.packs(packing, cells)))).1
    }
}

impl ForcingSource for SyntheticYears {
    fn years(&self) -> usize {
        self.years.len()
    }

    fn calendar_year(&self, index: usize) -> Option<i64> {
        self.years.get(index).map(|year| i64::from(*year))
    }

    fn read(&mut self, index: usize, packing: &Packing) -> Result<ForcingYear> {
        let mut made = ForcingYear::new(packing.clone());
        let year = self.years[index];
        // Lanes without a cell repeat the first of their pack here already.
        let packs = self.packs(packing);
        made.packs_mut().zip(packs).par_bridge().for_each(|(values, pack)| pack.fill(year, values));
        Ok(made)
    }
}

/// Cells as the climate sees them: the grid says where they are, their places what grows and in which soil.
pub fn climate_cells(cells: &[Cell], places: &[Place]) -> Vec<ClimateCell> {
    let cell = |(cell, place): (&Cell, &Place)| ClimateCell {
        id: cell.id,
        latitude: cell.latitude,
        longitude: cell.longitude,
        vegetation_type: place.vegetation_type,
        soil: place.soil,
    };
    cells.iter().zip(places).map(cell).collect()
}
