//! The output of a run, opened: when and where its values are.

use std::path::Path;

use crate::error::{Error, Result};
use crate::faults::Faults;
use crate::netcdf::{AttributeValue, File};

/// A simulated cell of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Its place in a record.
    pub offset: usize,
    /// Number of the cell in its grid.
    pub id: i64,
    /// Latitude (degrees north).
    pub latitude: f64,
    /// Longitude (degrees east).
    pub longitude: f64,
    /// Area of land (m²).
    pub area: f64,
}

/// The output of a run, opened.
#[derive(Debug)]
pub struct RunOutput {
    /// The file.
    pub file: File,
    /// Name of the model that made it.
    pub model: String,
    /// Middle of each record (decimal years of 365 days).
    pub times: Vec<f64>,
    /// Length of each record (d).
    pub days: Vec<f64>,
    /// Cells that are simulated, in the order of their places.
    pub spots: Vec<Spot>,
    /// Latitudes and longitudes of the map, where it is one.
    pub map: Option<(Vec<f64>, Vec<f64>)>,
    /// Number of values in a record.
    pub record: usize,
}

impl RunOutput {
    /// Opens an output.
    ///
    /// # Errors
    /// If it cannot be read, or is not an output of a run.
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::open(path)?;
        let refuse =
            |problem: &str| refused(path, format!("{problem}; accepted are the output files of `edaphon run`"));
        let model = file.attribute("edaphon_model").and_then(AttributeValue::text).map(str::to_owned);
        let model = model.ok_or_else(|| refuse("there is no attribute `edaphon_model` with a model"))?;
        if !file.has_variable("time_bnds") || !file.has_variable("simulated") {
            return Err(refuse("it has no `time_bnds` or no `simulated`"));
        }
        let (times, days) = time_axis(&file)?;
        let map = file.dimension("lat").is_some() && file.dimension("lon").is_some();
        let map = if map { Some((file.read_f64("lat")?, file.read_f64("lon")?)) } else { None };
        let spots = spots(&file, map.as_ref())?;
        if spots.is_empty() || times.is_empty() {
            return Err(refused(path, "there are no records or no simulated cells in it; run the model first"));
        }
        let record = file.variable("simulated")?.shape.iter().product();
        Ok(Self { file, model, times, days, spots, map, record })
    }

    /// A global attribute as text.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.file.attribute(name).and_then(AttributeValue::text)
    }

    /// The unit of a variable, in words of the file; empty where it has none.
    ///
    /// # Errors
    /// If there is no such variable.
    pub fn unit(&self, variable: &str) -> Result<&str> {
        Ok(self.file.variable(variable)?.attribute("units").and_then(AttributeValue::text).unwrap_or_default())
    }

    /// `count` records of a variable from `first` on; missing values are NaN.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn records(&self, variable: &str, first: usize, count: usize) -> Result<Vec<f64>> {
        let shape = &self.file.variable(variable)?.shape;
        let start: Vec<usize> = std::iter::once(first).chain(shape.iter().skip(1).map(|_| 0)).collect();
        let count: Vec<usize> = std::iter::once(count).chain(shape.iter().skip(1).copied()).collect();
        self.file.unpack_f64_slab(variable, &start, &count)
    }
}

fn refused(path: &Path, problem: impl Into<String>) -> Error {
    let mut faults = Faults::new();
    faults.add(path, problem);
    faults.into()
}

/// Middles (decimal years) and lengths (d) of records.
fn time_axis(file: &File) -> Result<(Vec<f64>, Vec<f64>)> {
    let units = file.variable("time")?.attribute("units").and_then(AttributeValue::text).unwrap_or_default();
    let year = units.strip_prefix("days since ").and_then(|date| date.split('-').next()?.parse::<f64>().ok());
    let year = year.ok_or_else(|| {
        let problem = format!("the unit of `time` is `{units}`; accepted is `days since YYYY-01-01`");
        refused(file.path(), problem)
    })?;
    let bounds = file.read_f64("time_bnds")?;
    let pairs = bounds.as_chunks::<2>().0;
    let times = pairs.iter().map(|[from, to]| year + 0.5 * (from + to) / 365.0).collect();
    Ok((times, pairs.iter().map(|[from, to]| to - from).collect()))
}

/// The simulated cells, in the order of places.
fn spots(file: &File, map: Option<&(Vec<f64>, Vec<f64>)>) -> Result<Vec<Spot>> {
    let simulated = file.read_f64("simulated")?;
    let (ids, areas) = (file.read_f64("cell_id")?, file.unpack_f64("area_land")?);
    let coordinates = match map {
        Some(_) => None,
        None => Some((file.read_f64("lat")?, file.read_f64("lon")?)),
    };
    let place = |offset: usize| match (map, &coordinates) {
        (Some((lat, lon)), _) => (lat[offset / lon.len()], lon[offset % lon.len()]),
        (None, Some((lat, lon))) => (lat[offset], lon[offset]),
        (None, None) => (f64::NAN, f64::NAN),
    };
    let spot = |offset: usize| {
        let (latitude, longitude) = place(offset);
        // Areas of 0 or none would leave a cell out of every mean.
        let area = if areas[offset] > 0.0 { areas[offset] } else { 1.0 };
        Spot { offset, id: ids[offset] as i64, latitude, longitude, area }
    };
    Ok((0..simulated.len()).filter(|&at| simulated[at] > 0.5).map(spot).collect())
}
