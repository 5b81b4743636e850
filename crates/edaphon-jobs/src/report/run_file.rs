//! One output file: whose it is, when and where its values are.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use edaphon_io::netcdf::{AttributeValue, File};
use edaphon_io::output::RunOutput;
pub use edaphon_io::output::Spot;
use edaphon_run::Model;

use super::quantity::{Quantity, Shown};
use super::values::Reduced;
use crate::error::{JobError, Result};

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
        let RunOutput { file, model, times, days, spots, map, record } = RunOutput::open(path)?;
        let known = || Model::ALL.map(Model::name).join(", ");
        let model = Model::named(&model).ok_or_else(|| {
            let problem = format!("it is of an unknown model `{model}`; accepted are {}", known());
            JobError::refused(format!("{}: {problem}", path.display()))
        })?;
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
