//! `[forcing] synthetic`: an invented climate, and the map that its cells lie on.

use std::ops::RangeInclusive;

use edaphon_climate::{Climate, Scenario};
use edaphon_core::grid::Grid;
use edaphon_io::testbed::TestbedGrid;

use super::forcing::Weather;
use super::place::Cells;
use super::section::Section;
use crate::error::{JobError, Result};
use crate::synthetic::{SyntheticYears, climate_cells};

/// Years of a steady climate unless others are asked for: those of the published spin-up.
const STEADY_YEARS: RangeInclusive<i32> = 1901..=1920;
/// Places of the largest map that is made for a grid file (–).
const LARGEST_MAP: usize = 10_000_000;

/// What `[forcing]` says about an invented climate.
#[derive(Debug, Clone)]
pub(super) struct Synthetic {
    seed: u64,
    scenario: Scenario,
    years: RangeInclusive<i32>,
}

/// Reads `synthetic` and `years` of `[forcing]`; faults are noted in the document.
pub(super) fn wanted(forcing: &Section<'_, '_>) -> Option<Synthetic> {
    let section = forcing.section("synthetic")?;
    let seed = section.integer("seed", 0..=i64::MAX).unwrap_or(1) as u64;
    let scenarios = Scenario::ALL.map(|scenario| (scenario.name(), scenario));
    let scenario = section.choice("scenario", &scenarios).unwrap_or_default();
    section.finish();
    for key in ["file", "embedded"] {
        if forcing.has(key) {
            forcing.fault(key, format!("both `synthetic` and `{key}` are given in [forcing]; accepted is one of them"));
        }
    }
    Some(Synthetic { seed, scenario, years: years(forcing, scenario) })
}

fn years(forcing: &Section<'_, '_>, scenario: Scenario) -> RangeInclusive<i32> {
    let covered = scenario.years();
    let usual = if scenario == Scenario::Steady { STEADY_YEARS } else { covered.clone() };
    let Some(given) = forcing.numbers("years") else { return usual };
    let whole = |year: &f64| year.fract() == 0.0 && covered.contains(&(*year as i32));
    if let [first, last] = given[..]
        && first <= last
        && given.iter().all(whole)
    {
        return first as i32..=last as i32;
    }
    let found: Vec<String> = given.iter().map(f64::to_string).collect();
    let (name, first, last) = (scenario.name(), covered.start(), covered.end());
    let accepted = format!("[first, last] within {first} to {last} for the scenario {name}");
    forcing.fault("years", format!("`years` in [forcing] = [{}]; accepted is {accepted}", found.join(", ")));
    usual
}

impl Synthetic {
    /// The same climate in other years.
    pub(super) fn in_years(self, [first, last]: [i64; 2]) -> Self {
        let year = |year: i64| i32::try_from(year).unwrap_or(i32::MAX);
        Self { years: year(first)..=year(last), ..self }
    }

    /// The weather of these cells.
    ///
    /// # Errors
    /// If the scenario does not cover the years.
    pub(super) fn open(&self, cells: &Cells) -> Result<Weather> {
        let covered = self.scenario.years();
        if !covered.contains(self.years.start()) || !covered.contains(self.years.end()) {
            let (first, last) = (self.years.start(), self.years.end());
            let (name, from, to) = (self.scenario.name(), covered.start(), covered.end());
            let problem =
                format!("years {first} to {last} are not all in the scenario {name}; accepted are {from} to {to}");
            return Err(JobError::refused(problem));
        }
        let (seed, scenario, years) = (self.seed, self.scenario.name(), &self.years);
        let source =
            format!("synthetic climate of edaphon: seed {seed}, scenario {scenario}, {years:?}").replace("..=", " to ");
        let note = format!(
            "the climate is synthetic (seed {seed}, scenario {scenario}): invented, neither observed nor from a climate model"
        );
        let here = climate_cells(&cells.grid.cells, &cells.places);
        Ok(Weather {
            source: Box::new(SyntheticYears::new(Climate::new(seed, self.scenario), here, years.clone())),
            grid: grid_of(cells),
            notes: vec![note],
            attributes: vec![
                ("forcing_source".to_owned(), source),
                ("edaphon_climate_seed".to_owned(), seed.to_string()),
                ("edaphon_climate_scenario".to_owned(), scenario.to_owned()),
            ],
            files: Vec::new(),
        })
    }
}

/// The cells on their map, or as a list where they lie on none.
fn grid_of(cells: &Cells) -> Grid {
    let list = || Grid::of_sites(cells.grid.cells.clone());
    if cells.is_site {
        return list();
    }
    let axes = cells.axes.clone().or_else(|| axes_of(&cells.grid));
    let mapped = axes.and_then(|(latitudes, longitudes)| cells.grid.on_map(latitudes, longitudes).ok());
    mapped.unwrap_or_else(list)
}

/// Latitudes and longitudes of rows and columns, from the cells that lie in them; none if these disagree.
fn axes_of(grid: &TestbedGrid) -> Option<(Vec<f64>, Vec<f64>)> {
    let rows = grid.places.iter().map(|place| place.0).zip(grid.cells.iter().map(|cell| cell.latitude));
    let columns = grid.places.iter().map(|place| place.1).zip(grid.cells.iter().map(|cell| cell.longitude));
    let (last_row, last_column) = (rows.clone().map(|r| r.0).max()?, columns.clone().map(|c| c.0).max()?);
    let size = (last_row + 1).checked_mul(last_column + 1)?;
    if size > LARGEST_MAP {
        return None;
    }
    Some((axis(rows)?, axis(columns)?))
}

/// Coordinates by index, from those known for some; gaps are filled by even steps.
fn axis(known: impl Iterator<Item = (usize, f64)>) -> Option<Vec<f64>> {
    let mut points = std::collections::BTreeMap::new();
    for (index, coordinate) in known {
        let first = *points.entry(index).or_insert(coordinate);
        if (first - coordinate).abs() > 1e-3 {
            return None;
        }
    }
    let points: Vec<(usize, f64)> = points.into_iter().collect();
    let (&(start, from), &(end, _)) = (points.first()?, points.last()?);
    let step = |a: (usize, f64), b: (usize, f64)| (b.1 - a.1) / (b.0 - a.0) as f64;
    let mut all = vec![0.0; end + 1];
    for pair in points.windows(2) {
        for index in pair[0].0..pair[1].0 {
            all[index] = pair[0].1 + step(pair[0], pair[1]) * (index - pair[0].0) as f64;
        }
    }
    all[end] = points.last()?.1;
    let before = if points.len() > 1 { step(points[0], points[1]) } else { 1.0 };
    for index in 0..start {
        all[index] = from - before * (start - index) as f64;
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::axis;

    #[test]
    fn axes_are_filled_by_even_steps_and_refuse_disagreement() {
        let filled = axis([(4, 40.0), (2, 20.0), (4, 40.0), (5, 45.0)].into_iter());
        assert_eq!(filled, Some(vec![0.0, 10.0, 20.0, 30.0, 40.0, 45.0]));
        assert_eq!(axis([(1, 10.0), (1, 20.0)].into_iter()), None);
        assert_eq!(axis(std::iter::empty()), None);
    }
}
