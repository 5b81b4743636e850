//! Cells of a map.

use std::collections::BTreeMap;
use std::path::Path;

use crate::faults::Faults;

use super::climate::Climate;
use super::covariates::Terrain;
use super::numbered;
use super::sites::{PLACE, Sites, place};
use super::some_of;
use super::table::{Quantity, Row, Table};
use crate::error::Result;

/// A cell of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    /// Its name.
    pub name: String,
    /// Easting and northing of its centre (km).
    pub place: (f64, f64),
    /// Number of its county among those of sites.
    pub county: usize,
    /// Number of its climate cell.
    pub climate_cell: usize,
    /// Elevation, slope, stream power index and clay.
    pub terrain: Terrain,
}

/// The vegetation index of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct GridYear {
    /// The year.
    pub year: i32,
    /// Winter, spring, summer and autumn of each cell (–).
    pub seasons: Vec<[f64; 4]>,
}

/// Cells of a map and the years in which all their covariates are known.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The cells.
    pub cells: Vec<GridCell>,
    /// The years, ascending.
    pub years: Vec<GridYear>,
}

impl Grid {
    /// Reads the tables of cells and of their vegetation index.
    ///
    /// # Errors
    /// Missing columns, a county or climate cell that nothing is known of, a year that some cells have and others lack.
    pub(super) fn read(path: &Path, ndvi: &Path, sites: &Sites, climate: &Climate, years: (i32, i32)) -> Result<Self> {
        let table = Table::read(path)?;
        let mut faults = Faults::new();
        table.require(["cell"].into_iter().chain(PLACE), &mut faults);
        let table = faults.or(table)?;
        let mut faults = Faults::new();
        let mut cells = Vec::with_capacity(table.len());
        for row in table.rows() {
            cells.extend(cell(&row, sites, climate, &mut faults));
        }
        let names = numbered(table.rows().map(|row| row.text("cell")));
        if names.len() < table.len() {
            faults.add(path, "cells share a name in column `cell`; accepted is a name of its own for each");
        }
        let cells = faults.or(cells)?;
        let years = seasons(ndvi, &cells, &names, years)?;
        Ok(Self { cells, years })
    }
}

fn cell(row: &Row<'_>, sites: &Sites, climate: &Climate, faults: &mut Faults) -> Option<GridCell> {
    let county = row.index("county", &sites.counties, "the table of sites, so its fertiliser is not read", faults);
    let climate_cell = row.index("clim_cell", climate.cells(), "the table of climate", faults);
    let (place, terrain) = place(row, faults)?;
    let name = row.text("cell").to_owned();
    Some(GridCell { name, place, county: county?, climate_cell: climate_cell?, terrain })
}

fn seasons(
    path: &Path,
    cells: &[GridCell],
    names: &std::collections::HashMap<String, usize>,
    years: (i32, i32),
) -> Result<Vec<GridYear>> {
    let table = Table::read(path)?;
    let columns = ["djf_x1000", "mam_x1000", "jja_x1000", "son_x1000"];
    let mut faults = Faults::new();
    table.require(["cell", "year"].into_iter().chain(columns), &mut faults);
    let table = faults.or(table)?;
    let mut faults = Faults::new();
    let quantities = columns.map(|name| Quantity::new(name, "", -1000.0..=1000.0));
    let mut found: BTreeMap<i32, Vec<Option<[f64; 4]>>> = BTreeMap::new();
    for row in table.rows() {
        let Some(year) = row.integer("year", years.0..=years.1, &mut faults) else { continue };
        let Some(cell) = row.index("cell", names, "the table of cells", &mut faults) else { continue };
        let values = quantities.each_ref().map(|of| row.number(of, &mut faults).unwrap_or(f64::NAN) / 1000.0);
        let place = &mut found.entry(year).or_insert_with(|| vec![None; cells.len()])[cell];
        if place.is_some() {
            row.fault(&mut faults, format!("cell `{}` has year {year} twice; accepted is once", row.text("cell")));
        }
        *place = Some(values);
    }
    let mut all = Vec::with_capacity(found.len());
    for (year, values) in found {
        let missing: Vec<String> = cells
            .iter()
            .zip(&values)
            .filter(|(_, value)| value.is_none())
            .map(|(cell, _)| format!("`{}`", cell.name))
            .collect();
        if !missing.is_empty() {
            let which = some_of(&missing);
            faults.add(
                path,
                format!("year {year} is missing for cell {which}; a year is needed for all cells or for none"),
            );
        }
        let seasons = values.into_iter().map(|value| value.unwrap_or([f64::NAN; 4])).collect();
        all.push(GridYear { year, seasons });
    }
    Ok(faults.or(all)?)
}
