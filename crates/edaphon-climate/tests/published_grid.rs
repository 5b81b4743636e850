//! The invented climate over the published grid: what it was tuned for, and what no model may be given.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::ops::RangeInclusive;

use edaphon_climate::{Climate, ClimateCell, Scenario};
use edaphon_core::forcing::{DAYS, Driver, ForcingYear, LAYERS, Packing};
use edaphon_io::testbed::published_grid;

/// Cells that are not simulated: wetland, urban ground, ice and water.
const IDLE: [usize; 4] = [11, 13, 15, 17];

struct Land {
    cells: Vec<ClimateCell>,
    areas: Vec<f64>,
}

fn land() -> Land {
    let published = published_grid().unwrap();
    let cells = published.grid.cells.iter().zip(&published.soils).map(|(cell, soil)| ClimateCell {
        id: cell.id,
        latitude: cell.latitude,
        longitude: cell.longitude,
        vegetation_type: cell.vegetation_type,
        soil: *soil,
    });
    Land { cells: cells.collect(), areas: published.grid.cells.iter().map(|cell| cell.area_m2).collect() }
}

impl Land {
    fn each_year(&self, seed: u64, scenario: Scenario, years: RangeInclusive<i32>, mut look: impl FnMut(&ForcingYear)) {
        let packing = Packing::new(&vec![true; self.cells.len()]);
        let packs = Climate::new(seed, scenario).packs(&packing, &self.cells);
        let mut year = ForcingYear::new(packing);
        for calendar_year in years {
            packs.iter().zip(year.packs_mut()).for_each(|(pack, values)| pack.fill(calendar_year, values));
            look(&year);
        }
    }

    /// Production of simulated cells in each year (Pg C).
    fn production(&self, seed: u64, scenario: Scenario, years: RangeInclusive<i32>) -> Vec<f64> {
        let mut all = Vec::new();
        self.each_year(seed, scenario, years, |year| {
            let simulated = self.cells.iter().enumerate().filter(|(_, cell)| !IDLE.contains(&cell.vegetation_type));
            let of_cell = |(cell, _)| self.areas[cell] * sum(year, cell, Driver::Gpp);
            all.push(simulated.map(of_cell).sum::<f64>() * 1e-15);
        });
        all
    }

    /// Mean air temperature of all land in each year (K).
    fn air(&self, scenario: Scenario, years: RangeInclusive<i32>) -> Vec<f64> {
        let mut all = Vec::new();
        self.each_year(1, scenario, years, |year| {
            let cells = 0..self.cells.len();
            let sum = cells.map(|cell| self.areas[cell] * sum(year, cell, Driver::AirTemperature)).sum::<f64>();
            all.push(sum / self.areas.iter().sum::<f64>() / DAYS as f64);
        });
        all
    }
}

fn days(year: &ForcingYear, cell: usize, driver: Driver) -> impl Iterator<Item = f64> + '_ {
    (0..DAYS).map(move |day| f64::from(year.get(cell, day, driver)))
}

fn sum(year: &ForcingYear, cell: usize, driver: Driver) -> f64 {
    days(year, cell, driver).sum()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// 106 Pg C yr⁻¹ and +15.5 are those of the published forcing (Wieder et al. 2024, tables 1 and 2); another seed is another world.
#[test]
fn the_globe_produces_as_much_as_was_aimed_at() {
    let land = land();
    let early = land.production(1, Scenario::History, 1901..=1920);
    assert!((mean(&early) - 106.0).abs() < 0.3, "{}", mean(&early));
    let late = land.production(1, Scenario::History, 1995..=2014);
    assert!((mean(&late) - mean(&early) - 15.5).abs() < 0.3, "{}", mean(&late) - mean(&early));
    let other = land.production(2, Scenario::Steady, 1901..=1910);
    assert!((mean(&other) - 106.0).abs() < 1.5, "{}", mean(&other));
    let spread = early.iter().fold(0.0_f64, |far, x| far.max((x - mean(&early)).abs()));
    assert!((0.2..6.0).contains(&spread), "years differ: {spread}");
}

#[test]
fn land_warms_by_one_kelvin_and_years_differ() {
    let land = land();
    let [steady, warm] = [Scenario::Steady, Scenario::History].map(|s| land.air(s, 2010..=2014));
    let warming = warm[4] - steady[4];
    assert!((warming - 1.0).abs() < 0.03, "{warming}");
    let spread = steady.iter().fold(0.0_f64, |far, x| far.max((x - mean(&steady)).abs()));
    assert!((0.05..0.8).contains(&spread), "{spread}");
}

/// Every value is one that a model can use, and everything simulated grows on ground that thaws.
#[test]
fn every_cell_has_weather_to_live_in() {
    let land = land();
    for scenario in Scenario::ALL {
        land.each_year(3, scenario, 2014..=2014, |year| {
            for (cell, place) in land.cells.iter().enumerate() {
                check(year, cell, place);
            }
        });
    }
}

fn check(year: &ForcingYear, cell: usize, place: &ClimateCell) {
    let within = |driver, low: f64, high: f64| {
        let worst = days(year, cell, driver).find(|value| !(low..=high).contains(value));
        assert!(worst.is_none(), "{driver:?} = {worst:?} at {place:?}");
    };
    within(Driver::Gpp, 0.0, 25.0);
    within(Driver::AirTemperature, 195.0, 318.0);
    within(Driver::NitrogenDeposition, 0.1 / 365.0, 1.4 / 365.0);
    for layer in 0..LAYERS {
        within(Driver::SoilTemperature(layer), 215.0, 318.0);
        within(Driver::LiquidWater(layer), 0.001, place.soil.saturation);
        within(Driver::FrozenWater(layer), 0.0, place.soil.saturation);
    }
    if !IDLE.contains(&place.vegetation_type) {
        assert!(sum(year, cell, Driver::Gpp) > 5.0, "{place:?}");
        let thawed = |layer| days(year, cell, Driver::FrozenWater(layer)).any(|ice| ice == 0.0);
        assert!((0..4).all(thawed), "the upper 0.6 m thaw in summer: {place:?}");
    }
}

/// The weather of a cell does not depend on its company, on the order of years or on what else is simulated.
#[test]
fn a_cell_alone_has_the_bits_that_it_has_among_others() {
    let land = land();
    let chosen: Vec<ClimateCell> = land.cells.iter().copied().step_by(217).collect();
    let climate = Climate::new(9, Scenario::History);
    let fill = |packing: &Packing, cells: &[ClimateCell], years: &[i32]| {
        let mut year = ForcingYear::new(packing.clone());
        let packs = climate.packs(packing, cells);
        for &calendar_year in years {
            packs.iter().zip(year.packs_mut()).for_each(|(pack, values)| pack.fill(calendar_year, values));
        }
        year
    };
    let simulated: Vec<bool> = chosen.iter().map(|cell| !IDLE.contains(&cell.vegetation_type)).collect();
    let together = fill(&Packing::new(&simulated), &chosen, &[1950, 1931]);
    for (number, cell) in chosen.iter().enumerate() {
        let alone = fill(&Packing::new(&[true]), &[*cell], &[1931]);
        for (day, index) in (0..DAYS).flat_map(|day| (0..LAYERS).map(move |layer| (day, layer))) {
            let drivers = [
                Driver::Gpp,
                Driver::AirTemperature,
                Driver::NitrogenDeposition,
                Driver::SoilTemperature(index),
                Driver::LiquidWater(index),
                Driver::FrozenWater(index),
            ];
            for driver in drivers {
                assert_eq!(alone.get(0, day, driver).to_bits(), together.get(number, day, driver).to_bits());
            }
        }
    }
}

#[test]
fn a_year_begins_where_the_last_one_ended() {
    let land = land();
    let cells: Vec<ClimateCell> = land.cells.iter().copied().step_by(11).collect();
    let packing = Packing::new(&vec![true; cells.len()]);
    let packs = Climate::new(1, Scenario::History).packs(&packing, &cells);
    let make = |calendar_year| {
        let mut year = ForcingYear::new(packing.clone());
        packs.iter().zip(year.packs_mut()).for_each(|(pack, values)| pack.fill(calendar_year, values));
        year
    };
    let (before, after) = (make(1980), make(1981));
    // The mean step from one day to the next over New Year is that of any other night.
    for driver in [Driver::AirTemperature, Driver::SoilTemperature(3), Driver::LiquidWater(4)] {
        let step = |a: &ForcingYear, day: usize, b: &ForcingYear, next: usize| {
            let of_cell = |cell| f64::from((b.get(cell, next, driver) - a.get(cell, day, driver)).abs());
            (0..cells.len()).map(of_cell).sum::<f64>()
        };
        let (usual, new_year) = (step(&before, 362, &before, 363), step(&before, 364, &after, 0));
        assert!(new_year < 1.5 * usual, "{driver:?}: {new_year} against {usual}");
    }
}
