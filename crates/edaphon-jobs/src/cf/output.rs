//! The file as a run fills it.

use std::ops::Range;
use std::path::PathBuf;

use edaphon_core::calendar::month_bounds;
use edaphon_core::forcing::DAYS;
use edaphon_core::grid::Grid;
use edaphon_core::provenance::Provenance;
use edaphon_io::netcdf::Writer;
use edaphon_run::simulation::field_number;
use edaphon_run::{Daily, Landscape, Simulation, YearSummary};
use rayon::prelude::*;

use super::about::{Years, attributes, check_about};
use super::coupled::variables_of;
use super::earlier::Earlier;
use super::region::cut;
use super::select::select;
use super::settings::{Every, Settings};
use super::sheet::{Plan, Sheet, fields};
use super::space::{FILL, FILL_F64, Space};
use super::table::{CfVariable, Term};
use crate::error::{JobError, Result};
use crate::job::{Fields, Output, View};

/// One CF-NetCDF file for a whole run.
///
/// Nothing is at its path until the run ends or is interrupted; then the file holds the years that were completed.
#[derive(Debug)]
pub struct CfOutput {
    settings: Settings,
    variables: Vec<CfVariable>,
    /// Fields of states and days that the variables are made of.
    fields: Vec<&'static str>,
    /// The output that is gone on with.
    earlier: Option<Earlier>,
    /// The file before its first record.
    writer: Option<Writer>,
    /// The file from its first record on.
    sheet: Option<Sheet>,
    provenance: Provenance,
    month: Month,
}

/// Sums over the days of a month, by cell and field.
#[derive(Debug, Default)]
struct Month {
    sums: Vec<f64>,
    days: usize,
}

impl CfOutput {
    /// An output of the model of `land`. What is at the path is replaced when the run ends.
    ///
    /// # Errors
    /// If a variable or a description is unknown, the first year is out of range, or nothing can be written beside the path.
    pub fn new(settings: Settings, land: &Landscape) -> Result<Self> {
        let variables = Self::check(&settings, land, None)?;
        let writer = Some(Writer::create(&settings.path, settings.format)?);
        let (fields, provenance) = (fields(&variables), Provenance::default());
        Ok(Self {
            settings,
            variables,
            fields,
            earlier: None,
            writer,
            sheet: None,
            provenance,
            month: Month::default(),
        })
    }

    /// The variables of an output, if it can be written; the cells of its box are looked for in `grid`.
    ///
    /// # Errors
    /// As [`new`](Self::new), but the path is left alone.
    pub(super) fn check(settings: &Settings, land: &Landscape, grid: Option<&Grid>) -> Result<Vec<CfVariable>> {
        let model = land.model();
        let refuse = |problem: String| JobError::Refused(format!("{}: {problem}", settings.path.display()));
        if !(1..=9999).contains(&settings.first_year) {
            return Err(refuse(format!("first year {}; accepted are 1 to 9999", settings.first_year)));
        }
        if settings.years == 0 {
            return Err(refuse("0 years are to be written; at least 1 is accepted".to_owned()));
        }
        check_about(&settings.about).map_err(refuse)?;
        if let (Some(region), Some(grid)) = (settings.region, grid) {
            region.check(grid).map_err(refuse)?;
        }
        let table = variables_of(land);
        select(table, settings.variables.as_deref(), model.name()).map_err(refuse)
    }

    /// An output that goes on with the one at the path: its records come first in the new file, which takes its place when
    /// the run ends. If there is none, as [`new`](Self::new).
    ///
    /// # Errors
    /// As [`new`](Self::new), and if what is at the path is of another model, other variables or other intervals; cells and
    /// years are compared when the run begins.
    pub fn append(settings: Settings, land: &Landscape) -> Result<Self> {
        let mut output = Self::new(settings, land)?;
        if output.settings.path.exists() {
            output.earlier = Some(Earlier::open(&output.settings, &output.variables, land)?);
        }
        Ok(output)
    }

    /// The variables that are written, in their order.
    pub fn variables(&self) -> &[CfVariable] {
        &self.variables
    }

    /// The file, begun if this is the first that it hears of the run.
    fn sheet(&mut self, view: &View<'_>) -> Result<()> {
        let Some(writer) = self.writer.take() else { return Ok(()) };
        let next = view.year.count;
        let mut years = Years { first: next, count: self.settings.years };
        if let Some(earlier) = &self.earlier {
            earlier.check(&cut(self.settings.region, view.grid).grid, next)?;
            years = Years { first: earlier.years.first, count: earlier.years.count + years.count };
        }
        self.provenance = view.provenance.clone();
        let history = self.earlier.as_ref().and_then(Earlier::history);
        let mut sheet = self.begin(writer, view.grid, view.land, years, history)?;
        if let Some(earlier) = self.earlier.take() {
            earlier.copy_to(&mut sheet, &self.variables)?;
        }
        self.sheet = Some(sheet);
        Ok(())
    }

    fn begin(
        &self,
        writer: Writer,
        grid: &Grid,
        land: &Landscape,
        years: Years,
        history: Option<&str>,
    ) -> Result<Sheet> {
        let (settings, variables) = (&self.settings, &self.variables[..]);
        let attributes = attributes(settings, grid, land, &self.provenance, years, history);
        Sheet::begin(writer, &Plan { settings, variables, grid, land, years, attributes })
    }

    /// Writes records: `mean` gives a field's mean in a record and a cell.
    fn put(&mut self, land: &Landscape, count: usize, mean: impl Fn(usize, usize, usize) -> f64 + Sync) -> Result<()> {
        let (variables, fields, density) = (&self.variables, &self.fields, land.area_density());
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        sheet.block(count, |space, number| {
            let terms = placed(&variables[number].terms, fields);
            let mut values = vec![FILL; count * space.size()];
            values.par_chunks_exact_mut(space.size()).enumerate().for_each(|(record, values)| {
                for (cell, place) in space.simulated() {
                    let part = |(field, term): &(usize, Term)| {
                        let per_area = if term.density { density[cell] } else { 1.0 };
                        term.factor * per_area * mean(*field, record, cell)
                    };
                    values[place] = terms.iter().map(part).sum::<f64>() as f32;
                }
            });
            Ok(values)
        })
    }

    /// Adds days up and writes the months that they end.
    fn months(&mut self, land: &Landscape, daily: &Daily, places: &[usize]) -> Result<()> {
        let mut from = 0;
        while from < daily.days {
            let end = month_end(daily.first_day as usize + from);
            let to = daily.days.min(end + 1 - daily.first_day as usize);
            self.month.add(daily, from..to, places);
            if daily.first_day as usize + to > end {
                let Month { sums, days } = std::mem::take(&mut self.month);
                self.put(land, 1, |field, _, cell| sums[cell * places.len() + field] / days as f64)?;
            }
            from = to;
        }
        Ok(())
    }

    /// Writes a file of fewer years than were planned again, so that all it says is true of it.
    fn shorten(&mut self, grid: &Grid, land: &Landscape) -> Result<()> {
        let written = Earlier::open(&self.settings, &self.variables, land)?;
        let writer = Writer::create(&self.settings.path, self.settings.format)?;
        let mut sheet = self.begin(writer, grid, land, written.years, written.history())?;
        written.copy_to(&mut sheet, &self.variables)?;
        drop(written);
        sheet.finish()
    }
}

impl Month {
    fn add(&mut self, daily: &Daily, days: Range<usize>, places: &[usize]) {
        self.sums.resize(places.len() * daily.cells(), 0.0);
        self.days += days.len();
        self.sums.par_chunks_exact_mut(places.len()).enumerate().for_each(|(cell, sums)| {
            for day in days.clone() {
                sums.iter_mut().zip(places).for_each(|(sum, &place)| *sum += daily.value(place, day, cell));
            }
        });
    }
}

/// The last day of the month (both days of the year, from 1) that `day` is in.
fn month_end(day: usize) -> usize {
    (0..12).map(|month| usize::from(month_bounds(month).1)).find(|&end| day <= end).unwrap_or(DAYS)
}

/// Terms with the place of their fields.
fn placed(terms: &[Term], fields: &[&str]) -> Vec<(usize, Term)> {
    terms.iter().filter_map(|t| fields.iter().position(|f| *f == t.field).map(|at| (at, *t))).collect()
}

impl Output for CfOutput {
    fn daily_fields(&self) -> Vec<&'static str> {
        if self.settings.every == Every::Year { Vec::new() } else { self.fields.clone() }
    }

    fn days(&mut self, view: &View<'_>, daily: &Daily, fields: &Fields) -> Result<()> {
        if self.settings.every == Every::Year {
            return Ok(());
        }
        self.sheet(view)?;
        let places: Vec<usize> = self.fields.iter().filter_map(|name| fields.place(name)).collect();
        assert_eq!(places.len(), self.fields.len(), "a run keeps the fields that are asked for");
        match self.settings.every {
            Every::Day => self.put(view.land, daily.days, |field, day, cell| daily.value(places[field], day, cell)),
            _ => self.months(view.land, daily, &places),
        }
    }

    fn year(&mut self, view: &View<'_>, summary: &YearSummary, _simulation: &mut Simulation<'_>) -> Result<()> {
        self.sheet(view)?;
        if self.settings.every == Every::Year {
            let numbers: Vec<usize> = self.fields.iter().filter_map(|name| field_number(name)).collect();
            self.put(view.land, 1, |field, _, cell| summary.mean(numbers[field], cell))?;
        }
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        sheet.budget(|space: &Space, element, which| {
            let element = usize::from(element == "nitrogen");
            let value =
                |cell| if which == 0 { summary.residual(element, cell) } else { summary.worst_day(element, cell).0 };
            Ok(space.record(FILL_F64, value))
        })
    }

    fn finish(&mut self, grid: &Grid, land: &Landscape) -> Result<Vec<PathBuf>> {
        let Some(sheet) = self.sheet.take() else { return Ok(Vec::new()) };
        let short = sheet.budgets < sheet.years.count as usize;
        sheet.finish()?;
        if short {
            self.shorten(grid, land)?;
        }
        Ok(vec![self.settings.path.clone()])
    }
}
