//! The output of a run that is gone on with: whether it fits, and its records.

use std::path::Path;

use edaphon_core::grid::Grid;
use edaphon_io::netcdf::{AttributeValue, File};
use edaphon_run::Landscape;

use super::about::Years;
use super::settings::{Every, Settings};
use super::sheet::{Sheet, budget_names, elements, time_units};
use super::table::CfVariable;
use crate::error::{JobError, Result};
use crate::restart::cells_checksum;

/// An output that is there already.
#[derive(Debug)]
pub(super) struct Earlier {
    file: File,
    every: Every,
    /// The years that it holds.
    pub(super) years: Years,
}

impl Earlier {
    /// Opens an output and finds whether the same variables over the same intervals can follow.
    pub(super) fn open(settings: &Settings, variables: &[CfVariable], land: &Landscape) -> Result<Self> {
        let file = File::open(&settings.path)?;
        check_attribute(&file, "edaphon_model", land.model().name(), "model")?;
        check_attribute(&file, "edaphon_profile", land.profile().name(), "profile")?;
        check_attribute(&file, "time_coverage_resolution", settings.every.iso(), "interval")?;
        check_variables(&file, variables, land)?;
        let years = years_of(&file, settings)?;
        Ok(Self { file, every: settings.every, years })
    }

    /// Refuses cells other than its own, and years that leave a gap or are there already.
    pub(super) fn check(&self, grid: &Grid, next_year: u64) -> Result<()> {
        let words = "set of cells (edaphon_cells)";
        check_attribute(&self.file, "edaphon_cells", &cells_checksum(grid.cells()), words)?;
        let last = self.years.first + self.years.count - 1;
        if last + 1 == next_year {
            return Ok(());
        }
        let problem =
            format!("holds years {} to {last} of the run, which goes on with year {next_year}", self.years.first);
        let mend = format!("go on from the restart after year {last}, or write to another file");
        Err(refused(self.file.path(), format!("{problem}; {mend}")))
    }

    /// Its history, to be added to.
    pub(super) fn history(&self) -> Option<&str> {
        self.file.attribute("history").and_then(AttributeValue::text)
    }

    /// Copies its records, in the order in which they were written.
    pub(super) fn copy_to(&self, sheet: &mut Sheet, variables: &[CfVariable]) -> Result<()> {
        let mut first = 0;
        for year in 0..self.years.count as usize {
            for count in self.every.blocks() {
                sheet.block(count, |space, number| {
                    let shape = space.shape(count);
                    Ok(self.file.read_f32_slab(variables[number].name, &start(&shape, first), &shape)?)
                })?;
                first += count;
            }
            sheet.budget(|space, element, which| {
                let shape = space.shape(1);
                Ok(self.file.read_f64_slab(&budget_names(element)[which], &start(&shape, year), &shape)?)
            })?;
        }
        Ok(())
    }
}

fn start(shape: &[usize], first: usize) -> Vec<usize> {
    let mut start = vec![0; shape.len()];
    start[0] = first;
    start
}

fn refused(path: &Path, problem: String) -> JobError {
    JobError::Refused(format!("{}: {problem}", path.display()))
}

fn check_attribute(file: &File, name: &str, wanted: &str, what: &str) -> Result<()> {
    match file.attribute(name).and_then(AttributeValue::text) {
        Some(found) if found == wanted => Ok(()),
        Some(found) => {
            let mend = "an output goes on with the same, else write to another file";
            Err(refused(file.path(), format!("its {what} is {found}, that of the run is {wanted}; {mend}")))
        }
        None => {
            let mend = "only outputs of edaphon can be gone on with: write to another file";
            Err(refused(file.path(), format!("has no attribute `{name}`; {mend}")))
        }
    }
}

/// All variables must be there, in the same units, and no other of the table.
fn check_variables(file: &File, variables: &[CfVariable], land: &Landscape) -> Result<()> {
    let mend = "ask for the variables that it has, or write to another file";
    for v in variables {
        if !file.has_variable(v.name) {
            return Err(refused(
                file.path(),
                format!("has no variable `{}`, which the run is to write; {mend}", v.name),
            ));
        }
        let units = file.variable(v.name)?.attribute("units").and_then(AttributeValue::text).unwrap_or("none");
        if units != v.unit {
            let problem = format!("variable `{}` has units {units}, the run writes {}", v.name, v.unit);
            return Err(refused(file.path(), format!("{problem}; {mend}")));
        }
    }
    let table = super::coupled::variables_of(land);
    let extra = table.iter().find(|v| file.has_variable(v.name) && !variables.iter().any(|asked| asked.name == v.name));
    if let Some(extra) = extra {
        return Err(refused(
            file.path(),
            format!("has a variable `{}`, which the run does not write; {mend}", extra.name),
        ));
    }
    for name in elements(land).iter().flat_map(|element| budget_names(element)) {
        file.variable(&name)?;
    }
    Ok(())
}

fn years_of(file: &File, settings: &Settings) -> Result<Years> {
    let units = file.variable("time")?.attribute("units").and_then(AttributeValue::text).unwrap_or("none").to_owned();
    if units != time_units(settings) {
        let problem = format!("its time is in {units}, that of the run in {}", time_units(settings));
        return Err(refused(file.path(), format!("{problem}; give the same first year, or write to another file")));
    }
    let records = file.dimension("time").map_or(0, |d| d.length);
    let per_year = settings.every.per_year();
    let whole = records > 0 && records.is_multiple_of(per_year);
    let begin = if whole { file.read_f64_slab("time_bnds", &[0, 0], &[1, 2])?[0] / 365.0 } else { -1.0 };
    if begin < 0.0 || begin.fract() != 0.0 {
        let problem = format!("its {records} records from day {} on are no whole years", begin * 365.0);
        return Err(refused(file.path(), format!("{problem}; write to another file")));
    }
    Ok(Years { first: begin as u64 + 1, count: (records / per_year) as u64 })
}
