//! What is known of sites: samples, soil, terrain, climate, vegetation and management, read from tables.
//!
//! | table | columns |
//! |---|---|
//! | sites | `site`, `x_km`, `y_km`, `county`, `clim_cell`, `elev_m`, `slope_deg`, `spi`, `clay_pct`, `socs_kg_m2_YEAR` for each sampled year |
//! | climate | `clim_cell`, `year`, `month`, `tmp_c`, `pre_mm`, `pet_mm` |
//! | ndvi | `site`, `year`, `m01` … `m12` |
//! | fertiliser | `county`, `year`, `fer_kg_ha` |
//! | folds | `site`, `seedN` for each draw |
//! | truth | `site`, `yYEAR` for each year; synthetic data alone have it |
//! | grid | `cell`, and the columns of sites without samples |
//! | grid_ndvi | `cell`, `year`, `djf_x1000`, `mam_x1000`, `jja_x1000`, `son_x1000` |
//!
//! A site that was not sampled in a year has an empty field there. Tables are CSV (`.csv`, `.csv.gz`), NetCDF (`.nc`) or Parquet
//! (`.parquet`, with the feature `parquet`). A column may state its unit (`clay_pct [g kg-1]`); it is then converted to the one that its name has.
//! Instead of the tables of the grid, there may be a [map](CovariateMap) of each covariate.

mod cells;
mod climate;
mod covariate_maps;
mod covariates;
mod folds;
mod grid;
mod management;
mod sites;
mod table;
mod truth;
mod vegetation;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use edaphon_geo::Crs;
use edaphon_io::Faults;

pub use climate::{Climate, Month};
pub use covariate_maps::CovariateMap;
pub(crate) use covariate_maps::MAPPED;
pub use covariates::{COVARIATES, Covariates, DYNAMIC, STATIC, Terrain, season_means};
pub use folds::Folds;
pub use grid::{Grid, GridCell, Lattice};
pub use sites::{Site, Sites};

use crate::error::{LearnError, Result};

/// Where the tables are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// Sites with their samples.
    pub sites: PathBuf,
    /// Monthly climate.
    pub climate: PathBuf,
    /// Monthly vegetation index of the sites.
    pub ndvi: PathBuf,
    /// Fertiliser of the counties.
    pub fertiliser: PathBuf,
    /// Folds of the sites; without it, folds are drawn.
    pub folds: Option<PathBuf>,
    /// True stocks of synthetic sites.
    pub truth: Option<PathBuf>,
    /// Cells of a map.
    pub grid: Option<PathBuf>,
    /// Seasonal vegetation index of the cells.
    pub grid_ndvi: Option<PathBuf>,
    /// Maps of the covariates of the cells, as [`COVARIATES`] has them, instead of tables.
    pub covariates: Option<Vec<CovariateMap>>,
    /// Coordinate reference system of cells whose files state none; without it, tables are on a local plane.
    pub crs: Option<Crs>,
}

/// The tables in memory, checked against one another.
#[derive(Debug, Clone)]
pub struct Data {
    /// The sites and what was sampled there.
    pub sites: Sites,
    /// Monthly climate of the cells that sites lie in.
    pub climate: Climate,
    /// Monthly vegetation index of each site (–): `[site][year][month]`, years from the first sampled one.
    pub ndvi: Vec<Vec<[f64; 12]>>,
    /// Fertiliser (kg ha⁻¹): `[county][year]`, years from the first sampled one.
    pub fertiliser: Vec<Vec<f64>>,
    /// Folds by seed, where a table has them.
    pub folds: Option<Folds>,
    /// True stocks (kg m⁻²): `[site][year]`, years from the first sampled one.
    pub truth: Option<Vec<Vec<f64>>>,
    /// Cells of a map, where there are some.
    pub grid: Option<Grid>,
    /// What was read but is not used, in words.
    pub notes: Vec<String>,
}

impl Data {
    /// Reads the tables. Monthly climate must begin `spin_up.0` and cover every year up to the last sampled one.
    ///
    /// # Errors
    /// Everything that is wrong with the tables, by file, line and column.
    pub fn read(files: &Files, spin_up: (i32, i32)) -> Result<Self> {
        let (mut faults, mut notes) = (Faults::new(), Vec::new());
        let Some(sites) = gather(Sites::read(&files.sites), &mut faults)? else { return Err(faults.into()) };
        let (first, last) = (sites.first_year(), sites.last_year());
        let years = (first, last);
        let from = spin_up.0.min(first);
        let climate = gather(Climate::read(&files.climate, &sites, (from, last), &mut notes), &mut faults)?;
        let ndvi = gather(vegetation::read(&files.ndvi, &sites, years, &mut notes), &mut faults)?;
        let fertiliser = gather(management::read(&files.fertiliser, &sites, years), &mut faults)?;
        let folds = optional(&files.folds, |path| Folds::read(path, &sites), &mut faults)?;
        let truth = optional(&files.truth, |path| truth::read(path, &sites, years), &mut faults)?;
        let grid = match (&climate, &files.covariates, &files.grid, &files.grid_ndvi) {
            (_, Some(maps), _, _) => gather(Grid::of_maps(maps, files.crs, &mut notes), &mut faults)?,
            (Some(climate), None, Some(cells), Some(ndvi)) => {
                gather(Grid::of_tables((cells, ndvi), files.crs, &sites, climate, years), &mut faults)?
            }
            _ => None,
        };
        match (climate, ndvi, fertiliser) {
            (Some(climate), Some(ndvi), Some(fertiliser)) if faults.is_empty() => {
                Ok(Self { sites, climate, ndvi, fertiliser, folds, truth, grid, notes })
            }
            _ => Err(faults.into()),
        }
    }

    /// Years from the first sampled one to the last.
    pub fn years(&self) -> Vec<i32> {
        (self.sites.first_year()..=self.sites.last_year()).collect()
    }
}

/// The value, or `None` with its faults noted; what is not a fault of a table ends the reading.
fn gather<T>(read: Result<T>, faults: &mut Faults) -> Result<Option<T>> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(LearnError::Faults(more)) => {
            faults.append(more);
            Ok(None)
        }
        Err(LearnError::File(edaphon_io::Error::File { path, action, reason })) => {
            faults.add(&path, format!("cannot {action}: {reason}"));
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

fn optional<T>(
    path: &Option<PathBuf>,
    read: impl FnOnce(&Path) -> Result<T>,
    faults: &mut Faults,
) -> Result<Option<T>> {
    path.as_deref().map_or(Ok(None), |path| gather(read(path), faults))
}

/// Numbers names in the order of their first appearance.
fn numbered(names: impl IntoIterator<Item = impl AsRef<str>>) -> HashMap<String, usize> {
    let mut known = HashMap::new();
    for name in names {
        let next = known.len();
        known.entry(name.as_ref().to_owned()).or_insert(next);
    }
    known
}

/// `a, b, c and 12 more`.
fn some_of(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = names[..names.len().min(SHOWN)].join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

impl Data {
    /// The covariates of a site in a year.
    ///
    /// # Panics
    /// If the site or the year is not there.
    pub fn covariates(&self, site: usize, year: i32) -> Covariates {
        let here = &self.sites.all[site];
        let at = (year - self.sites.first_year()) as usize;
        let months = self.climate.year(here.climate_cell, year);
        here.terrain.in_year(months, season_means(&self.ndvi[site][at]), self.fertiliser[here.county][at])
    }
}
