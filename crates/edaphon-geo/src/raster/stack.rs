//! Several maps on one grid.

use std::path::Path;

use edaphon_core::{did_you_mean, nearest};
use edaphon_io::Faults;

use super::crs::Crs;
use super::grid::Grid;
use super::{Layer, Raster, extension, netcdf, unknown_kind};
use crate::error::{Result, refused};

/// Maps on one grid, such as the covariates of a region.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    rasters: Vec<Raster>,
}

impl Stack {
    /// Maps that all lie on the grid of the first.
    ///
    /// # Errors
    /// If there is none, two have one name, or grids differ: both are named, and how to bring one onto the other.
    pub fn new(rasters: Vec<Raster>) -> Result<Self> {
        let mut faults = Faults::new();
        let Some((first, others)) = rasters.split_first() else {
            return Err(refused("covariates".as_ref(), "no maps were given; at least one is needed"));
        };
        for (at, raster) in others.iter().enumerate() {
            compare(first, raster, &mut faults);
            if let Some(other) = rasters[..=at].iter().find(|other| other.name == raster.name) {
                let (path, name) = (other.path.display(), &raster.name);
                faults.add(&raster.path, format!("there is a map `{name}` in {path} already; rename one of them"));
            }
        }
        Ok(faults.or(Self { rasters })?)
    }

    /// Reads every map of a NetCDF file; `crs` is that of a file which states none.
    ///
    /// # Errors
    /// As for [`Raster::read_with`] and [`new`](Self::new).
    pub fn read(path: impl AsRef<Path>, crs: Option<Crs>) -> Result<Self> {
        let path = path.as_ref();
        match extension(path).as_deref() {
            Some("nc" | "nc4" | "cdf") => Self::new(netcdf::read::all(path, crs)?),
            _ => Err(unknown_kind(path, ".nc")),
        }
    }

    /// Writes all maps into one CF-NetCDF file, beside its place first; those of years must be of the same ones.
    ///
    /// # Errors
    /// If years differ, a map has bands, or the file cannot be written.
    pub fn write(&self, path: impl AsRef<Path>, attributes: &[(&str, &str)]) -> Result<()> {
        let path = path.as_ref();
        match extension(path).as_deref() {
            Some("nc" | "nc4" | "cdf") => {
                netcdf::write::write(&self.rasters.iter().collect::<Vec<_>>(), path, attributes)
            }
            _ => Err(unknown_kind(path, ".nc")),
        }
    }

    /// The maps, in order.
    pub fn rasters(&self) -> &[Raster] {
        &self.rasters
    }

    /// The grid of all.
    pub fn grid(&self) -> &Grid {
        &self.rasters[0].grid
    }

    /// The map of this name.
    ///
    /// # Errors
    /// If there is none, with the names there are.
    pub fn raster(&self, name: &str) -> Result<&Raster> {
        let names = || self.rasters.iter().map(|raster| raster.name.as_str());
        self.rasters.iter().find(|raster| raster.name == name).ok_or_else(|| {
            let list = names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let nearest = did_you_mean(nearest(name, names()).as_deref());
            refused(&self.rasters[0].path, format!("no map `{name}`{nearest}; the maps are {list}"))
        })
    }

    /// Every map is there in all of these years; a map of a single layer is of every year.
    ///
    /// # Errors
    /// Each map with the years it lacks.
    pub fn check_years(&self, years: impl IntoIterator<Item = i32>) -> Result<()> {
        let mut faults = Faults::new();
        let years: Vec<i32> = years.into_iter().collect();
        for raster in self.rasters.iter().filter(|raster| raster.layers != [Layer::Single]) {
            let there = raster.years();
            let missing: Vec<i64> =
                years.iter().filter(|year| !there.contains(year)).map(|year| i64::from(*year)).collect();
            if !missing.is_empty() {
                let mend = "add these years, or ask for years that all maps have";
                faults.add(&raster.path, format!("{}; {mend}", raster.no_year(&missing)));
            }
        }
        Ok(faults.or(())?)
    }

    /// The cells, row by row from the north-west, where every map has a value in every layer.
    pub fn complete_cells(&self) -> Vec<usize> {
        let is_complete = |cell: &usize| {
            self.rasters.iter().all(|r| (0..r.layers.len()).all(|layer| !r.layer(layer)[*cell].is_nan()))
        };
        (0..self.grid().cells()).filter(is_complete).collect()
    }

    /// In how many cells each map lacks a value although another map has one; for the record of what is left out.
    pub fn gaps(&self) -> Vec<(&str, usize)> {
        let cells = self.grid().cells();
        let lacks = |raster: &Raster, cell: usize| (0..raster.layers.len()).any(|at| raster.layer(at)[cell].is_nan());
        let some = |cell: &usize| self.rasters.iter().any(|raster| !lacks(raster, *cell));
        let land: Vec<usize> = (0..cells).filter(some).collect();
        let count = |raster: &Raster| land.iter().filter(|&&cell| lacks(raster, cell)).count();
        self.rasters.iter().map(|raster| (raster.name.as_str(), count(raster))).collect()
    }
}

/// Adds a fault if two maps lie on different grids.
pub(super) fn compare(first: &Raster, other: &Raster, faults: &mut Faults) {
    let Some(what) = first.grid.difference(&other.grid) else { return };
    let (name, at) = (&other.name, first.path.display());
    let problem = format!("`{name}` has another {what} than `{}` in {at}", first.name);
    let grids = format!("found {}; accepted is {}", other.grid, first.grid);
    let mend = first.grid.warp(&other.path.display().to_string());
    faults.add(&other.path, format!("{problem}: {grids}; bring it onto that grid, for instance with `{mend}`"));
}
