//! Cells of a map from tables: terrain, climate and county of each, and its vegetation index by year.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use edaphon_geo::Table;
use edaphon_io::Faults;

use super::climate::Climate;
use super::covariates::{Covariates, Terrain};
use super::grid::GridCell;
use super::sites::{PLACE, Sites, place, quantities_of_places};
use super::table::{Quantity, Row, in_units, rows};
use super::{Data, numbered, some_of};
use crate::error::{LearnError, Result};

/// What is known of the cells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CellTable {
    ndvi: PathBuf,
    soils: Vec<Soil>,
    /// Winter, spring, summer and autumn vegetation index of each cell (–), by year.
    seasons: BTreeMap<i32, Vec<[f64; 4]>>,
}

/// What stays the same in a cell.
#[derive(Debug, Clone, PartialEq)]
struct Soil {
    /// Number of its county among those of sites.
    county: usize,
    climate_cell: usize,
    terrain: Terrain,
}

impl CellTable {
    /// Reads the cells and what is known of them.
    ///
    /// # Errors
    /// Missing columns, a county or climate cell that nothing is known of, a year that some cells have and others lack.
    pub(super) fn read(
        path: &Path,
        ndvi: &Path,
        sites: &Sites,
        climate: &Climate,
        years: (i32, i32),
    ) -> Result<(Vec<GridCell>, Self)> {
        let table = Table::read(path)?;
        table.check().required(&["cell"].into_iter().chain(PLACE).collect::<Vec<_>>()).finish()?;
        let quantities = quantities_of_places();
        let table = in_units(table, &quantities)?;
        let mut faults = Faults::new();
        let (mut cells, mut soils) = (Vec::with_capacity(table.rows()), Vec::with_capacity(table.rows()));
        for row in rows(&table) {
            if let Some((cell, soil)) = cell(&row, &quantities, sites, climate, &mut faults) {
                cells.push(cell);
                soils.push(soil);
            }
        }
        let names = numbered(rows(&table).map(|row| row.text("cell")));
        if names.len() < table.rows() {
            faults.add(path, "cells share a name in column `cell`; accepted is a name of its own for each");
        }
        faults.or(())?;
        let seasons = seasons(ndvi, &cells, &names, years)?;
        Ok((cells, Self { ndvi: ndvi.to_owned(), soils, seasons }))
    }

    pub(super) fn years(&self) -> Vec<i32> {
        self.seasons.keys().copied().collect()
    }

    pub(super) fn check_years(&self, years: &[i32]) -> Result<()> {
        let Some(missing) = years.iter().find(|year| !self.seasons.contains_key(year)) else { return Ok(()) };
        let known: Vec<String> = self.seasons.keys().map(i32::to_string).collect();
        let (path, known) = (self.ndvi.display(), known.join(", "));
        Err(LearnError::refused(format!(
            "{path}: year {missing} cannot be mapped: the vegetation index of the cells is known in {known}"
        )))
    }

    pub(super) fn covariates(&self, data: &Data, year: i32) -> Result<Vec<Covariates>> {
        self.check_years(&[year])?;
        let at = (year - data.sites.first_year()) as usize;
        let row = |(soil, seasons): (&Soil, &[f64; 4])| {
            let months = data.climate.year(soil.climate_cell, year);
            soil.terrain.in_year(months, *seasons, data.fertiliser[soil.county][at])
        };
        Ok(self.soils.iter().zip(&self.seasons[&year]).map(row).collect())
    }
}

fn cell(
    row: &Row<'_>,
    quantities: &[Quantity; 6],
    sites: &Sites,
    climate: &Climate,
    faults: &mut Faults,
) -> Option<(GridCell, Soil)> {
    let county = row.index("county", &sites.counties, "the table of sites, so its fertiliser is not read", faults);
    let climate_cell = row.index("clim_cell", climate.cells(), "the table of climate", faults);
    let (place, terrain) = place(row, quantities, faults)?;
    let cell = GridCell { name: row.text("cell").into_owned(), place };
    Some((cell, Soil { county: county?, climate_cell: climate_cell?, terrain }))
}

fn seasons(
    path: &Path,
    cells: &[GridCell],
    names: &HashMap<String, usize>,
    years: (i32, i32),
) -> Result<BTreeMap<i32, Vec<[f64; 4]>>> {
    let table = Table::read(path)?;
    let columns = ["djf_x1000", "mam_x1000", "jja_x1000", "son_x1000"];
    table.check().required(&["cell", "year"].into_iter().chain(columns).collect::<Vec<_>>()).finish()?;
    let quantities = columns.map(|name| Quantity::new(name, "", -1000.0..=1000.0));
    let mut faults = Faults::new();
    let mut found: BTreeMap<i32, Vec<Option<[f64; 4]>>> = BTreeMap::new();
    for row in rows(&table) {
        let Some(year) = row.integer("year", years.0..=years.1, &mut faults) else { continue };
        let Some(cell) = row.index("cell", names, "the table of cells", &mut faults) else { continue };
        let values = quantities.each_ref().map(|of| row.number(of, &mut faults).unwrap_or(f64::NAN) / 1000.0);
        let place = &mut found.entry(year).or_insert_with(|| vec![None; cells.len()])[cell];
        if place.is_some() {
            row.fault(&mut faults, format!("cell `{}` has year {year} twice; accepted is once", row.text("cell")));
        }
        *place = Some(values);
    }
    let mut all = BTreeMap::new();
    for (year, values) in found {
        let missing = cells.iter().zip(&values).filter(|(_, value)| value.is_none());
        let missing: Vec<String> = missing.map(|(cell, _)| format!("`{}`", cell.name)).collect();
        if !missing.is_empty() {
            let which = some_of(&missing);
            let problem =
                format!("year {year} is missing for cell {which}; a year is needed for all cells or for none");
            faults.add(path, problem);
        }
        all.insert(year, values.into_iter().map(|value| value.unwrap_or([f64::NAN; 4])).collect());
    }
    Ok(faults.or(all)?)
}
