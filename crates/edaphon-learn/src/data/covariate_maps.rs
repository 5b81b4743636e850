//! Covariates of cells from maps: NetCDF and GeoTIFF files on one grid.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use edaphon_geo::{Crs, Grid, Layer, Raster, Stack};
use edaphon_io::Faults;

use super::covariates::{COVARIATES, Covariates, STATIC};
use super::gather;
use crate::error::{LearnError, Result};

/// A map of a covariate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CovariateMap {
    /// The file, NetCDF or GeoTIFF; with `{year}` in its name, a file for each year.
    pub file: PathBuf,
    /// The variable, of a file that has several.
    pub variable: Option<String>,
    /// The unit, of a file that states none.
    pub unit: Option<String>,
}

/// How a covariate is called in a description, and what is accepted of it (in the unit that [`COVARIATES`] has).
pub(crate) const MAPPED: [(&str, RangeInclusive<f64>); 12] = [
    ("elevation", -500.0..=9000.0),
    ("slope", 0.0..=90.0),
    ("stream_power", -1e9..=1e9),
    ("clay", 0.0..=100.0),
    ("temperature", -80.0..=60.0),
    ("precipitation", 0.0..=60_000.0),
    ("evapotranspiration", 0.0..=12_000.0),
    ("ndvi_winter", -1.0..=1.0),
    ("ndvi_spring", -1.0..=1.0),
    ("ndvi_summer", -1.0..=1.0),
    ("ndvi_autumn", -1.0..=1.0),
    ("fertiliser", 0.0..=10_000.0),
];

/// Maps of all covariates, in their order, on one grid.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CovariateMaps {
    stack: Stack,
    cells: Vec<usize>,
}

impl CovariateMaps {
    /// Reads a map of each covariate; `crs` is that of files which state none.
    ///
    /// # Errors
    /// Everything that is wrong with the maps, by file: units, ranges, years, grids that differ, no cell with all covariates.
    pub(super) fn read(files: &[CovariateMap], crs: Option<Crs>, notes: &mut Vec<String>) -> Result<Self> {
        let mut faults = Faults::new();
        let mut rasters = Vec::with_capacity(files.len());
        for (at, file) in files.iter().enumerate() {
            rasters.extend(gather(covariate(at, file, crs), &mut faults)?);
        }
        if rasters.is_empty() {
            return Err(faults.into());
        }
        // Several covariates may come from one file, which says its notes once.
        notes.extend(rasters.iter().flat_map(|raster| raster.notes().iter().cloned()).collect::<BTreeSet<_>>());
        // Grids are compared even if a value is wrong: all is told at once.
        let stack = gather(Stack::new(rasters).map_err(LearnError::from), &mut faults)?;
        let Some(stack) = stack.filter(|_| faults.is_empty()) else { return Err(faults.into()) };
        let cells = stack.complete_cells();
        for (name, count) in stack.gaps().into_iter().filter(|(_, count)| *count > 0) {
            let path = stack.raster(name)?.path().display();
            notes.push(format!(
                "{path}: `{name}` has gaps in {count} cells where another covariate has a value; they are not mapped"
            ));
        }
        if cells.is_empty() {
            let names: Vec<&str> = MAPPED.iter().map(|(name, _)| *name).collect();
            let path = files.first().map(|map| map.file.clone()).unwrap_or_default();
            faults.add(&path, format!("no cell has a value of every covariate ({})", names.join(", ")));
        }
        Ok(faults.or(Self { stack, cells })?)
    }

    pub(super) fn grid(&self) -> &Grid {
        self.stack.grid()
    }

    /// The cells where all covariates are known.
    pub(super) fn cells(&self) -> &[usize] {
        &self.cells
    }

    /// The years that any of the maps has.
    pub(super) fn years(&self) -> Vec<i32> {
        self.stack.rasters().iter().flat_map(Raster::years).collect::<BTreeSet<_>>().into_iter().collect()
    }

    pub(super) fn check_years(&self, years: &[i32]) -> Result<()> {
        Ok(self.stack.check_years(years.iter().copied())?)
    }

    pub(super) fn covariates(&self, year: i32) -> Result<Vec<Covariates>> {
        let columns = self.stack.rasters().iter().map(|raster| raster.at_year(year));
        let columns = columns.collect::<std::result::Result<Vec<_>, _>>()?;
        Ok(self.cells.iter().map(|cell| std::array::from_fn(|at| columns[at][*cell])).collect())
    }
}

/// The map of the covariate with this number, in its unit.
fn covariate(at: usize, map: &CovariateMap, crs: Option<Crs>) -> Result<Raster> {
    let ((name, range), (_, unit)) = (MAPPED[at].clone(), COVARIATES[at]);
    let refused = |problem: String| -> LearnError {
        let mut faults = Faults::new();
        faults.add(&map.file, format!("`{name}`: {problem}"));
        faults.into()
    };
    let variable = map.variable.as_deref();
    let mut raster = match Raster::is_of_years(&map.file) {
        true => Raster::read_years(&map.file, variable, crs)?,
        false => Raster::read_with(&map.file, variable, crs)?,
    };
    raster.name = name.to_owned();
    match (&raster.unit, &map.unit) {
        (Some(stated), Some(given)) if stated != given => {
            return Err(refused(format!(
                "the file is in `{stated}` by its own word, and the description says `{given}`; leave the latter out"
            )));
        }
        (None, Some(given)) => raster.unit = Some(given.clone()),
        (None, None) if !unit.is_empty() => {
            return Err(refused(format!("no unit is stated; write `{name} = {{ file = \"…\", unit = \"{unit}\" }}`")));
        }
        _ => {}
    }
    if raster.unit.is_some() {
        raster = raster.in_unit(if unit.is_empty() { "1" } else { unit })?;
    }
    let layers = raster.layers();
    if STATIC.contains(&at) && layers.len() > 1 {
        return Err(refused(format!("found {} layers; accepted is one, for it stays the same", layers.len())));
    }
    if !STATIC.contains(&at) && layers.iter().any(|layer| !matches!(layer, Layer::Year(_))) {
        let mend =
            "a `time` axis in NetCDF, bands named after years in GeoTIFF, or a file for each year: `NAME_{year}.tif`";
        return Err(refused(format!(
            "its layers are not of years, and it changes from year to year; accepted is {mend}"
        )));
    }
    raster.check_range(range)?;
    Ok(raster)
}
