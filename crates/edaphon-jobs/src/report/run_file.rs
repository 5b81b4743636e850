//! One output file: whose it is, when and where its values are.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use edaphon_io::netcdf::{AttributeValue, File};
use edaphon_run::Model;

use super::quantity::{Quantity, Shown};
use super::values::Reduced;
use crate::error::{JobError, Result};

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

/// What was read already, by name and unit; none for what the file does not have.
pub(super) type Kept = BTreeMap<(&'static str, Shown), Option<Rc<Reduced>>>;

/// An output of one model, opened.
#[derive(Debug)]
pub struct RunFile {
    /// Where it is.
    pub path: PathBuf,
    /// Words for its model, `CASA-CN`; told apart by the file's name where two are the same.
    pub label: String,
    /// The model.
    pub model: Model,
    /// Middle of each record (decimal years of 365 days).
    pub times: Vec<f64>,
    /// Length of each record (d).
    pub days: Vec<f64>,
    /// Cells that are simulated.
    pub spots: Vec<Spot>,
    /// Latitudes and longitudes of the map, where it is one.
    pub map: Option<(Vec<f64>, Vec<f64>)>,
    /// Number of values in a record.
    pub record: usize,
    pub(super) file: File,
    pub(super) kept: RefCell<Kept>,
}

impl RunFile {
    /// Opens an output.
    ///
    /// # Errors
    /// If it cannot be read, or is not an output of a run.
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::open(path)?;
        let refuse = |problem: &str| JobError::refused(format!("{}: {problem}", path.display()));
        let accepted = "accepted are the output files of `edaphon run`";
        let model = text(&file, "edaphon_model").and_then(|name| Model::named(&name));
        let model =
            model.ok_or_else(|| refuse(&format!("there is no attribute `edaphon_model` with a model; {accepted}")))?;
        if !file.has_variable("time_bnds") || !file.has_variable("simulated") {
            return Err(refuse(&format!("it has no `time_bnds` or no `simulated`; {accepted}")));
        }
        let (times, days) = time_axis(&file, path)?;
        let map = file.dimension("lat").is_some() && file.dimension("lon").is_some();
        let map = if map { Some((file.read_f64("lat")?, file.read_f64("lon")?)) } else { None };
        let spots = spots(&file, map.as_ref())?;
        if spots.is_empty() || times.is_empty() {
            return Err(refuse("there are no records or no simulated cells in it; run the model first"));
        }
        let record = file.variable("simulated")?.shape.iter().product();
        let (path, label) = (path.to_owned(), model.name().to_uppercase());
        Ok(Self { path, label, model, times, days, spots, map, record, file, kept: RefCell::default() })
    }

    /// A global attribute as text.
    pub fn attribute(&self, name: &str) -> Option<String> {
        text(&self.file, name)
    }

    /// The name of the file without its folder.
    pub fn name(&self) -> String {
        self.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }

    /// Records of a year: 1, 12 or 365, as far as the lengths of records say.
    pub fn per_year(&self) -> usize {
        match self.days[0] {
            d if d > 300.0 => 1,
            d if d > 5.0 => 12,
            _ => 365,
        }
    }

    /// First and last year.
    pub fn years(&self) -> (i64, i64) {
        let year = |time: &f64| time.floor() as i64;
        (self.times.first().map_or(0, year), self.times.last().map_or(0, year))
    }

    /// Values of a quantity in the unit in which it is shown; none if the file does not have it.
    ///
    /// # Errors
    /// If it cannot be read or its unit is not known.
    pub fn reduced(&self, quantity: &Quantity) -> Result<Option<Rc<Reduced>>> {
        if let Some(found) = self.kept.borrow().get(&(quantity.name, quantity.shown)) {
            return Ok(found.clone());
        }
        let found = Reduced::read(self, quantity)?.map(Rc::new);
        self.kept.borrow_mut().insert((quantity.name, quantity.shown), found.clone());
        Ok(found)
    }

    /// Largest amount (g m⁻²) of an element that appeared or vanished without a flux in a year, over all cells.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn largest_residual(&self, element: &str) -> Result<Option<f64>> {
        let largest = |v: Vec<f64>| v.into_iter().filter(|x| x.is_finite()).fold(0.0, |a: f64, b| a.max(b.abs()));
        self.residuals(element).map(|values| values.map(largest))
    }

    /// Residuals of an element's budget (g m⁻²) by year and place; none if the file has no such budget.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn residuals(&self, element: &str) -> Result<Option<Vec<f64>>> {
        let name = format!("{element}_budget_residual");
        if !self.file.has_variable(&name) {
            return Ok(None);
        }
        Ok(Some(self.file.unpack_f64(&name)?))
    }
}

/// A global attribute as text.
fn text(file: &File, name: &str) -> Option<String> {
    file.attribute(name).and_then(AttributeValue::text).map(str::to_owned)
}

/// Middles (decimal years) and lengths (d) of records.
fn time_axis(file: &File, path: &Path) -> Result<(Vec<f64>, Vec<f64>)> {
    let units = file.variable("time")?.attribute("units").and_then(AttributeValue::text).unwrap_or_default();
    let year = units.strip_prefix("days since ").and_then(|date| date.split('-').next()?.parse::<f64>().ok());
    let year = year.ok_or_else(|| {
        let problem = format!("the unit of `time` is `{units}`; accepted is `days since YYYY-01-01`");
        JobError::refused(format!("{}: {problem}", path.display()))
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
