//! Cells of a map: where they lie, and their covariates from tables or from maps.

use std::path::Path;

use edaphon_geo::{Crs, Grid as Regular};

use super::Data;
use super::cells::CellTable;
use super::climate::Climate;
use super::covariate_maps::{CovariateMap, CovariateMaps};
use super::covariates::Covariates;
use super::sites::Sites;
use crate::error::Result;

/// A cell of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    /// Its name.
    pub name: String,
    /// Easting and northing of its centre (km), or longitude and latitude (degrees) where the grid has these.
    pub place: (f64, f64),
}

/// The regular grid that cells lie on; a cell of it that is no cell of the map stays empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Lattice {
    /// The grid (m or degrees).
    pub grid: Regular,
    /// Place of each cell on it, row by row from the north-west.
    pub cells: Vec<usize>,
}

/// Cells of a map and the years in which all their covariates are known.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The cells.
    pub cells: Vec<GridCell>,
    /// The grid that they lie on, or why they lie on none.
    pub lattice: std::result::Result<Lattice, String>,
    source: Source,
}

#[derive(Debug, Clone, PartialEq)]
enum Source {
    Table(CellTable),
    Maps(CovariateMaps),
}

impl Grid {
    /// Reads the tables of cells and of their vegetation index; without `crs`, places are on a local plane.
    ///
    /// # Errors
    /// Missing columns, a county or climate cell that nothing is known of, a year that some cells have and others lack.
    pub(super) fn of_tables(
        (path, ndvi): (&Path, &Path),
        crs: Option<Crs>,
        sites: &Sites,
        climate: &Climate,
        years: (i32, i32),
    ) -> Result<Self> {
        let (cells, table) = CellTable::read(path, ndvi, sites, climate, years)?;
        let crs = crs.unwrap_or(Crs::Local);
        let lattice = if crs.is_geographic() {
            Err(format!("`x_km` and `y_km` are kilometres, and {crs} has degrees; name the CRS of the plane"))
        } else {
            let metres = |of: fn(&GridCell) -> f64| cells.iter().map(|cell| 1000.0 * of(cell)).collect::<Vec<f64>>();
            let (x, y) = (metres(|cell| cell.place.0), metres(|cell| cell.place.1));
            let found = Regular::of_points(crs, &x, &y).map(|(grid, cells)| Lattice { grid, cells });
            found.map_err(|error| error.to_string())
        };
        let lattice = lattice.map_err(|problem| format!("{}: {problem}", path.display()));
        Ok(Self { cells, lattice, source: Source::Table(table) })
    }

    /// Reads a map of each covariate; `crs` is that of files which state none.
    ///
    /// # Errors
    /// Maps on different grids, without years where they change, in other units or out of range.
    pub(super) fn of_maps(files: &[CovariateMap], crs: Option<Crs>, notes: &mut Vec<String>) -> Result<Self> {
        let maps = CovariateMaps::read(files, crs, notes)?;
        let (grid, cells) = (*maps.grid(), maps.cells().to_vec());
        let unit = if grid.crs.is_geographic() { 1.0 } else { 1e-3 };
        let (x, y) = (grid.x(), grid.y());
        let cell = |at: &usize| {
            let (row, column) = (at / grid.columns, at % grid.columns);
            let place = (unit * x[column], unit * y[row]);
            GridCell { name: format!("{}-{}", row + 1, column + 1), place }
        };
        let named = cells.iter().map(cell).collect();
        Ok(Self { cells: named, lattice: Ok(Lattice { grid, cells }), source: Source::Maps(maps) })
    }

    /// The years in which covariates are known, ascending.
    pub fn years(&self) -> Vec<i32> {
        match &self.source {
            Source::Table(table) => table.years(),
            Source::Maps(maps) => maps.years(),
        }
    }

    /// Covariates are known in all of these years.
    ///
    /// # Errors
    /// The files that lack some, with the years that they have.
    pub fn check_years(&self, years: &[i32]) -> Result<()> {
        match &self.source {
            Source::Table(table) => table.check_years(years),
            Source::Maps(maps) => maps.check_years(years),
        }
    }

    /// The covariates of all cells in a year.
    ///
    /// # Errors
    /// If the year is not there.
    pub fn covariates(&self, data: &Data, year: i32) -> Result<Vec<Covariates>> {
        match &self.source {
            Source::Table(table) => table.covariates(data, year),
            Source::Maps(maps) => maps.covariates(year),
        }
    }
}
