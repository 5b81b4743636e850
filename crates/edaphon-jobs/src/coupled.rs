//! Soil nitrogen of a coupled run: its pools in restarts, and what left the land.

use edaphon_core::grid::Grid;
use edaphon_models::ecosystem::State;
use edaphon_models::nitrogen::Mineral;
use edaphon_run::simulation::field_number;
use edaphon_run::{Landscape, YearSummary};

use crate::restart::Beside;

/// States of cells, their pools of mineral nitrogen where they are known, and the years behind them.
pub(crate) type Standing = (Vec<State<f64>>, Vec<Mineral<f64>>, u64);

/// Pools of the network in a restart: name, words.
pub(crate) const POOLS: [(&str, &str); 5] = [
    ("soil_urea", "urea in soil, nitrogen"),
    ("soil_nh4", "ammonium in soil, nitrogen"),
    ("soil_no2", "nitrite in soil, nitrogen"),
    ("soil_no3", "nitrate in soil, nitrogen"),
    ("soil_n2o", "nitrous oxide in soil, nitrogen"),
];

/// Unit of the pools in a restart, as they are in memory: per dry soil of the layer of the network.
const UNIT: &str = "mg kg-1";

/// The pools of all cells as columns of a restart; none without any.
pub(crate) fn columns(mineral: &[Mineral<f64>]) -> Vec<Vec<f64>> {
    if mineral.is_empty() {
        return Vec::new();
    }
    let mut columns = vec![Vec::with_capacity(mineral.len()); POOLS.len()];
    for pools in mineral {
        let Mineral { urea, nh4, no2, no3, n2o } = *pools;
        columns.iter_mut().zip([urea, nh4, no2, no3, n2o]).for_each(|(column, value)| column.push(value));
    }
    columns
}

/// Those columns as they are kept beside a state.
pub(crate) fn beside(columns: &[Vec<f64>]) -> Vec<Beside<'_>> {
    POOLS
        .iter()
        .zip(columns)
        .map(|(&(name, long_name), values)| Beside { name, unit: UNIT, long_name, values })
        .collect()
}

/// Nitrogen that left the land by each way, as a mean of recorded years.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NitrogenLost {
    /// Name of each way and its amount (Tg N yr⁻¹ over all land of a map, or kg N ha⁻¹ yr⁻¹, the mean of sites).
    pub ways: Vec<(&'static str, f64)>,
    /// Unit of the amounts.
    pub unit: &'static str,
    years: u64,
}

/// Ways out of the land: words, field.
const WAYS: [(&str, &str); 6] = [
    ("N2O", "n2o_emitted"),
    ("NO", "no_emitted"),
    ("N2", "n2_emitted"),
    ("NH3", "nh3_emitted"),
    ("NH4 leached", "nh4_leached"),
    ("NO3 leached", "no3_leached"),
];

impl NitrogenLost {
    /// Counts a year in, where soil nitrogen is coupled.
    pub(crate) fn count(&mut self, grid: &Grid, land: &Landscape, year: &YearSummary) {
        if land.network().is_none() {
            return;
        }
        let map = grid.layout().is_some();
        let cells = || (0..grid.len()).filter(|&cell| land.simulated()[cell]);
        let weight = |cell: usize| if map { grid.cells()[cell].area_m2 * 1e-12 } else { 10.0 };
        let over = if map { 1.0 } else { cells().count().max(1) as f64 };
        let amount = |field: &str| {
            let sum = |number| cells().map(|cell| weight(cell) * year.sum(number, cell)).sum::<f64>() / over;
            field_number(field).map_or(0.0, sum)
        };
        let before = self.years as f64;
        self.years += 1;
        let found = WAYS.map(|(name, field)| (name, amount(field)));
        self.unit = if map { "Tg N yr-1" } else { "kg N ha-1 yr-1" };
        self.ways = match self.ways.is_empty() {
            true => found.to_vec(),
            false => {
                let mean = |((name, sum), (_, more)): (&(&'static str, f64), &(&str, f64))| {
                    (*name, (sum * before + more) / (before + 1.0))
                };
                self.ways.iter().zip(&found).map(mean).collect()
            }
        };
    }
}
