//! Maps: values on a regular grid, of one moment, of several years or in bands.

pub(crate) mod crs;
mod geotiff;
pub(crate) mod grid;
mod netcdf;
mod picture;
mod stack;
mod time;
mod years;

use std::path::{Path, PathBuf};

use crs::Crs;
use edaphon_core::units::Unit;
use edaphon_io::Faults;
use grid::Grid;
pub use picture::Picture;
pub use stack::Stack;

use crate::error::{Error, Result, refused};

/// What a layer of a map is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layer {
    /// The only one: what does not change in the years looked at.
    Single,
    /// A year.
    Year(i32),
    /// A band, by name.
    Band(String),
}

impl Layer {
    /// The name of the layer; none of the only one.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Single => None,
            Self::Year(year) => Some(year.to_string()),
            Self::Band(name) => Some(name.clone()),
        }
    }
}

/// Values on a regular grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    path: PathBuf,
    /// Name, such as `clay`.
    pub name: String,
    /// What it is, in words; empty where nothing is said.
    pub long_name: String,
    /// Unit as CF writes it; none where none is stated.
    pub unit: Option<String>,
    grid: Grid,
    layers: Vec<Layer>,
    /// Layer by layer, row by row from the north-west; NaN where there is no value.
    values: Vec<f64>,
    /// What was changed while it was read, in words.
    notes: Vec<String>,
}

impl Raster {
    /// A map of layers, one after the other, each row by row from the north-west; NaN where there is no value.
    ///
    /// # Errors
    /// If there is not a value for every cell of every layer, two layers are one, or a value is infinite.
    pub fn new(name: &str, grid: Grid, layers: Vec<Layer>, values: Vec<f64>) -> Result<Self> {
        Self::assembled(Path::new(name), name, grid, layers, values)
    }

    pub(crate) fn assembled(path: &Path, name: &str, grid: Grid, layers: Vec<Layer>, values: Vec<f64>) -> Result<Self> {
        let mut faults = Faults::new();
        let grid = grid.checked().map_err(|e| refused(path, format!("`{name}`: {e}")))?;
        if layers.is_empty() || values.len() != layers.len() * grid.cells() {
            let (found, expected) = (values.len(), format!("{} × {} × {}", layers.len(), grid.rows, grid.columns));
            faults.add(path, format!("`{name}` has {found} values; {expected} are needed (layers × rows × columns)"));
        }
        for (at, layer) in layers.iter().enumerate() {
            if let Some(first) = layers[..at].iter().position(|other| other == layer) {
                let words = layer.name().unwrap_or_else(|| "the only one".to_owned());
                faults.add(path, format!("`{name}`: layers {} and {} are both {words}", first + 1, at + 1));
            }
            if *layer == Layer::Single && layers.len() > 1 {
                faults.add(path, format!("`{name}`: layer {} of {} has neither year nor name", at + 1, layers.len()));
            }
        }
        if let Some(at) = values.iter().position(|value| value.is_infinite()) {
            let place = place_of(&grid, at);
            faults.add(path, format!("`{name}`: found {} {place}; accepted are finite numbers and gaps", values[at]));
        }
        let raster = Self {
            path: path.to_owned(),
            name: name.to_owned(),
            long_name: String::new(),
            unit: None,
            grid,
            layers,
            values,
            notes: Vec::new(),
        };
        Ok(faults.or(raster)?)
    }

    /// Sets the unit.
    #[must_use]
    pub fn with_unit(mut self, unit: &str) -> Self {
        self.unit = Some(unit.to_owned());
        self
    }

    /// Says in words what it is.
    #[must_use]
    pub fn with_long_name(mut self, words: &str) -> Self {
        self.long_name = words.to_owned();
        self
    }

    /// Reads the only map of a file: NetCDF (`.nc`) or GeoTIFF (`.tif`, named after its file unless it says its name).
    ///
    /// # Errors
    /// If it cannot be read, has no CRS or several maps, or is not on a regular grid.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        Self::read_with(path, None, None)
    }

    /// As [`read`](Self::read), the map called `name` of a file that may hold several; `crs` is that of a file which states none.
    ///
    /// # Errors
    /// As for [`read`](Self::read), and if there is no such map or the file states another CRS.
    pub fn read_with(path: impl AsRef<Path>, name: Option<&str>, crs: Option<Crs>) -> Result<Self> {
        let path = path.as_ref();
        match extension(path).as_deref() {
            Some("nc" | "nc4" | "cdf") => netcdf::read::one(path, name, crs),
            Some("tif" | "tiff") => geotiff::read::read(path, name, crs),
            _ => Err(unknown_kind(path, ".nc and .tif")),
        }
    }

    /// Writes the map as CF-NetCDF (`.nc`) or as cloud-optimised GeoTIFF (`.tif`, 32-bit numbers), beside its place first.
    ///
    /// `attributes` are of the whole file: title, provenance.
    ///
    /// # Errors
    /// If the name has another ending, the map has bands and is written as NetCDF, or the file cannot be written.
    pub fn write(&self, path: impl AsRef<Path>, attributes: &[(&str, &str)]) -> Result<()> {
        let path = path.as_ref();
        match extension(path).as_deref() {
            Some("nc" | "nc4" | "cdf") => netcdf::write::write(&[self], path, attributes),
            Some("tif" | "tiff") => geotiff::write::write(self, path, attributes),
            _ => Err(unknown_kind(path, ".nc and .tif")),
        }
    }

    /// One map of several, each of its own year.
    ///
    /// # Errors
    /// If there is none, one has several layers, or grids or units differ.
    pub fn of_years(name: &str, parts: Vec<(i32, Self)>) -> Result<Self> {
        let mut faults = Faults::new();
        let Some((first_year, first)) = parts.first() else {
            return Err(refused(Path::new(name), "no years were given; at least one is needed"));
        };
        for (year, part) in &parts {
            if part.layers.len() != 1 {
                faults.add(&part.path, format!("has {} layers where the one of {year} is needed", part.layers.len()));
            }
            if part.unit != first.unit {
                let unit = |raster: &Self| raster.unit.clone().unwrap_or_else(|| "no unit".to_owned());
                let problem = format!("{year} is in {}, {first_year} in {}", unit(part), unit(first));
                faults.add(&part.path, format!("{problem}; give all years one unit"));
            }
            stack::compare(first, part, &mut faults);
        }
        faults.or(())?;
        let (path, grid) = (first.path.clone(), first.grid);
        let (unit, long_name) = (first.unit.clone(), first.long_name.clone());
        let mut parts = parts;
        parts.sort_by_key(|(year, _)| *year);
        let layers = parts.iter().map(|(year, _)| Layer::Year(*year)).collect();
        let notes = parts.iter().flat_map(|(_, part)| part.notes.clone()).collect();
        let values = parts.into_iter().flat_map(|(_, part)| part.values).collect();
        Ok(Self { unit, long_name, notes, ..Self::assembled(&path, name, grid, layers, values)? })
    }

    /// The file it came from, or its name.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The grid.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The layers, in order.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// What was changed while it was read, in words: longitudes turned, for instance.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The years, in order; none where layers are not of years.
    pub fn years(&self) -> Vec<i32> {
        self.layers.iter().filter_map(|layer| if let Layer::Year(year) = layer { Some(*year) } else { None }).collect()
    }

    /// All values, layer by layer, row by row from the north-west.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The values of a layer (from 0), row by row from the north-west.
    pub fn layer(&self, at: usize) -> &[f64] {
        let cells = self.grid.cells();
        &self.values[at * cells..(at + 1) * cells]
    }

    /// A layer (from 0) as a map of its own.
    #[must_use]
    pub fn only(&self, at: usize) -> Self {
        let (layers, values) = (vec![self.layers[at].clone()], self.layer(at).to_vec());
        let Self { path, name, long_name, unit, grid, notes, .. } = self.clone();
        Self { path, name, long_name, unit, grid, layers, values, notes }
    }

    /// The values in a year: of its layer, or of the only one, which is of every year.
    ///
    /// # Errors
    /// If there is no layer of that year, with the years there are.
    pub fn at_year(&self, year: i32) -> Result<&[f64]> {
        if self.layers == [Layer::Single] {
            return Ok(self.layer(0));
        }
        let at = self.layers.iter().position(|layer| *layer == Layer::Year(year));
        at.map(|at| self.layer(at)).ok_or_else(|| refused(&self.path, self.no_year(&[i64::from(year)])))
    }

    /// Says which years are missing and which there are.
    pub(crate) fn no_year(&self, missing: &[i64]) -> String {
        let years: Vec<i64> = self.years().into_iter().map(i64::from).collect();
        let there = if years.is_empty() {
            "its layers are not of years".to_owned()
        } else {
            format!("there are {}", crate::table::runs(&years))
        };
        format!("`{}` has no {}; {there}", self.name, crate::table::runs(missing))
    }

    /// The map in another unit.
    ///
    /// # Errors
    /// If it states no unit, or one of another quantity.
    pub fn in_unit(mut self, unit: &str) -> Result<Self> {
        let wrong = |problem: String| refused(&self.path, format!("`{}`: {problem}", self.name));
        let Some(stated) = &self.unit else {
            let mend = format!(
                "give it one (attribute `units` in NetCDF, `gdal_edit.py -setunit` … in GeoTIFF) that fits `{unit}`"
            );
            return Err(wrong(format!("no unit is stated; {mend}")));
        };
        let accepted = format!("a unit that fits `{unit}` is accepted");
        let stated: Unit = stated.parse().map_err(|e| wrong(format!("{e}; {accepted}")))?;
        let wanted: Unit = unit.parse().map_err(|e| wrong(format!("{e}")))?;
        let conversion = stated.to(&wanted).map_err(|e| wrong(format!("{e}; {accepted}")))?;
        if !conversion.is_identity() {
            self.values.iter_mut().for_each(|value| *value = conversion.apply(*value));
        }
        self.unit = Some(unit.to_owned());
        Ok(self)
    }

    /// The values of a layer at places, in the coordinates of the grid.
    ///
    /// # Errors
    /// Every place outside the grid, by the name that `name` gives it.
    pub fn sample(&self, layer: usize, places: &[(f64, f64)], name: impl Fn(usize) -> String) -> Result<Vec<f64>> {
        let mut faults = Faults::new();
        let values = self.layer(layer);
        let mut at = |(place, &(x, y)): (usize, &(f64, f64))| {
            let cell = self.grid.cell_at(x, y);
            if cell.is_none() {
                let problem = format!("{} at x {x}, y {y} is outside the map ({})", name(place), self.grid);
                faults.add(&self.path, format!("{problem}; are its coordinates in {}?", self.grid.crs));
            }
            cell.map_or(f64::NAN, |cell| values[cell])
        };
        let sampled = places.iter().enumerate().map(&mut at).collect();
        Ok(faults.or(sampled)?)
    }

    /// Every value is in a range (in the map's own unit) or missing.
    ///
    /// # Errors
    /// The first cell outside, and how many there are.
    pub fn check_range(&self, accepted: std::ops::RangeInclusive<f64>) -> Result<()> {
        let outside = |value: &f64| !value.is_nan() && !accepted.contains(value);
        let Some(at) = self.values.iter().position(outside) else { return Ok(()) };
        let count = self.values.iter().filter(|value| outside(value)).count();
        let unit = self.unit.as_deref().unwrap_or_default();
        let layer = self.layers[at / self.grid.cells()].name().map_or_else(String::new, |name| format!(" in {name}"));
        let place = place_of(&self.grid, at % self.grid.cells());
        let more = if count > 1 { format!(" (and in {} more places)", count - 1) } else { String::new() };
        let range = crate::table::in_words(&accepted, unit);
        let problem = format!("`{}`: found {} {unit}{layer} {place}{more}", self.name, self.values[at]);
        Err(refused(&self.path, format!("{problem}; accepted is {range}, and nodata where there is no value")))
    }
}

/// A cell in words.
fn place_of(grid: &Grid, cell: usize) -> String {
    let (row, column) = (cell / grid.columns % grid.rows, cell % grid.columns);
    let x = grid::tidy(grid.west + grid.width * (column as f64 + 0.5));
    let y = grid::tidy(grid.north - grid.height * (row as f64 + 0.5));
    format!("at row {}, column {} (x {x}, y {y})", row + 1, column + 1)
}

pub(crate) fn extension(path: &Path) -> Option<String> {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase())
}

pub(crate) fn unknown_kind(path: &Path, accepted: &str) -> Error {
    refused(path, format!("the name does not say what it is; accepted are {accepted}"))
}
