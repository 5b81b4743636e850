//! Means of the climate over years, for each cell of the published grid.

use std::ops::RangeInclusive;

use edaphon_climate::{Climate, ClimateCell, Scenario};
use edaphon_core::forcing::{DAYS, Driver, ForcingYear, Packing};
use edaphon_io::testbed::PublishedGrid;

/// Means of each cell.
pub(crate) struct Means {
    /// Air temperature (°C).
    pub(crate) air: Vec<f64>,
    /// Gross primary production (g C m⁻² yr⁻¹).
    pub(crate) gpp: Vec<f64>,
    /// Water and ice at 0.44 m (m³ m⁻³).
    pub(crate) water: Vec<f64>,
    /// Warmest day of the year at 0.44 m (°C).
    pub(crate) warmest: Vec<f64>,
    /// Nitrogen deposition (g N m⁻² yr⁻¹).
    pub(crate) deposition: Vec<f64>,
}

impl Means {
    /// Means over calendar years of the climate of seed 1.
    pub(crate) fn over(published: &PublishedGrid, scenario: Scenario, years: RangeInclusive<i32>) -> Self {
        let cells = climate_cells(published);
        let packing = Packing::new(&vec![true; cells.len()]);
        let packs = Climate::new(1, scenario).packs(&packing, &cells);
        let zero = || vec![0.0; cells.len()];
        let mut all = Self { air: zero(), gpp: zero(), water: zero(), warmest: zero(), deposition: zero() };
        let share = 1.0 / years.clone().count() as f64;
        let mut year = ForcingYear::new(packing);
        for calendar_year in years {
            packs.iter().zip(year.packs_mut()).for_each(|(pack, values)| pack.fill(calendar_year, values));
            (0..cells.len()).for_each(|cell| all.add(cell, &year, share));
        }
        all
    }

    fn add(&mut self, cell: usize, year: &ForcingYear, share: f64) {
        let days = |driver| (0..DAYS).map(move |day| f64::from(year.get(cell, day, driver)));
        let sum = |driver| days(driver).sum::<f64>();
        let mean = |driver| sum(driver) / DAYS as f64;
        self.air[cell] += share * (mean(Driver::AirTemperature) - 273.15);
        self.gpp[cell] += share * sum(Driver::Gpp);
        self.water[cell] += share * (mean(Driver::LiquidWater(3)) + mean(Driver::FrozenWater(3)));
        self.warmest[cell] += share * (days(Driver::SoilTemperature(3)).fold(0.0, f64::max) - 273.15);
        self.deposition[cell] += share * sum(Driver::NitrogenDeposition);
    }
}

fn climate_cells(published: &PublishedGrid) -> Vec<ClimateCell> {
    let cell = |(cell, soil): (&edaphon_core::grid::Cell, &edaphon_core::grid::SoilTexture)| ClimateCell {
        id: cell.id,
        latitude: cell.latitude,
        longitude: cell.longitude,
        vegetation_type: cell.vegetation_type,
        soil: *soil,
    };
    published.grid.cells.iter().zip(&published.soils).map(cell).collect()
}

/// Whether the published parameters simulate a vegetation type: not wetland, urban ground, ice and water.
pub(crate) fn simulated(vegetation_type: usize) -> bool {
    ![11, 13, 15, 17].contains(&vegetation_type)
}

/// Sum over the area of simulated cells.
pub(crate) fn sum(published: &PublishedGrid, values: &[f64]) -> f64 {
    let cells = published.grid.cells.iter().zip(values).filter(|(cell, _)| simulated(cell.vegetation_type));
    cells.map(|(cell, value)| cell.area_m2 * value).sum()
}
