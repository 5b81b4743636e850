//! Annual and daily NetCDF files of the testbed.

use std::path::PathBuf;

use edaphon_core::grid::Grid;
use edaphon_io::testbed::{
    CASA_VARIABLES, MIMICS_VARIABLES, OutputHeader, OutputVariable, Per, StaticMaps, Step, YearWriter, output_name,
};
use edaphon_run::simulation::field_number;
use edaphon_run::{Daily, Landscape, Model, Simulation, YearSummary};

use super::fields::{Combination, Respiration, casa_field, mimics_field};
use crate::error::{JobError, Result};
use crate::job::{Fields, Output, View, YearLabel};

/// Which of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Vegetation and CASA soil.
    Casa,
    /// MIMICS soil.
    Mimics,
}

impl Kind {
    fn variables(self) -> &'static [OutputVariable] {
        match self {
            Self::Casa => CASA_VARIABLES,
            Self::Mimics => MIMICS_VARIABLES,
        }
    }

    fn field(self, name: &str, model: Model) -> Option<Combination> {
        match self {
            Self::Casa => casa_field(name, model),
            Self::Mimics => mimics_field(name),
        }
    }
}

/// One of the testbed's NetCDF outputs.
#[derive(Debug)]
pub struct TestbedNetcdf {
    /// Which file.
    pub kind: Kind,
    /// Its name, the four characters before `.nc` standing for the year.
    pub template: PathBuf,
    /// Whether it is daily.
    pub step: Step,
    /// Years between files.
    pub interval: u64,
    /// Whether years are labelled by the calendar.
    pub calendar_names: bool,
    /// What the file says of itself.
    pub header: OutputHeader,
    /// Maps that do not change.
    pub maps: StaticMaps,
    /// The model.
    pub model: Model,
    /// DIN, whose sum the reference never clears, by cell.
    pub din: Vec<f64>,
    /// The file of a daily year in progress.
    pub writer: Option<YearWriter>,
    /// Annual means that the reference divides by 365 once more at the end, under the name without a year.
    pub repeats_at_end: bool,
    /// Files written.
    pub written: Vec<PathBuf>,
}

impl TestbedNetcdf {
    fn is_output_year(&self, year: YearLabel) -> bool {
        year.count == 1 || year.last || year.count.is_multiple_of(self.interval)
    }

    fn label(&self, year: YearLabel) -> i64 {
        year.calendar.filter(|_| self.calendar_names).unwrap_or(year.count as i64)
    }

    fn create(&mut self, path: PathBuf, label: i64) -> Result<YearWriter> {
        let writer = YearWriter::create(&path, self.kind.variables(), &self.header, &self.maps, self.step, label)?;
        self.written.push(path);
        Ok(writer)
    }

    fn path(&self, label: i64) -> Result<PathBuf> {
        output_name(&self.template, label, self.step == Step::Daily).ok_or_else(|| {
            JobError::refused(format!(
                "{}: an output name must end in four characters for the year and `.nc`",
                self.template.display()
            ))
        })
    }

    /// Annual value of a variable in every cell.
    fn annual(&self, land: &Landscape, summary: &YearSummary, variable: &OutputVariable) -> Vec<f64> {
        let Some(made) = self.kind.field(variable.name, self.model) else { return vec![0.0; summary.cells()] };
        let unrecorded = !self.model.nitrogen() && is_nitrogen(variable.name);
        let value = |cell: usize| {
            let sum: f64 = made.terms.iter().map(|(f, k)| k * sum_of(summary, f, cell)).sum();
            let scaled = if made.per_volume { sum * land.area_density()[cell] } else { sum };
            match variable.per {
                // The reference forgets to divide mineral nitrogen of C-only runs.
                _ if unrecorded && variable.name == "nMineral" => sum,
                _ if unrecorded => 0.0,
                Per::Mean => scaled / 365.0 + made.offset,
                Per::Sum => scaled,
            }
        };
        (0..summary.cells()).map(value).collect()
    }

    fn write_annual(&mut self, view: &View<'_>, summary: &YearSummary) -> Result<()> {
        let label = self.label(view.year);
        let mut values: Vec<(&'static OutputVariable, Vec<f64>)> =
            self.kind.variables().iter().map(|v| (v, self.annual(view.land, summary, v))).collect();
        for (variable, values) in &mut values {
            match variable.name {
                "cresp" => *values = respiration(view.land, |f, cell| sum_of(summary, f, cell)),
                "DIN" => {
                    self.din.iter_mut().for_each(|d| *d /= 365.0);
                    values.clone_from(&self.din);
                }
                _ => {}
            }
        }
        let path = self.path(label)?;
        let mut writer = self.create(path, label)?;
        for (variable, values) in &values {
            writer.write(variable.name, 0, values)?;
        }
        writer.finish()?;
        if view.year.last && self.repeats_at_end {
            let mut writer = self.create(self.template.clone(), label)?;
            for (variable, values) in &values {
                let again = if variable.per == Per::Mean { 1.0 / 365.0 } else { 1.0 };
                writer.write(variable.name, 0, &values.iter().map(|v| v * again).collect::<Vec<_>>())?;
            }
            writer.finish()?;
        }
        Ok(())
    }
}

fn is_nitrogen(name: &str) -> bool {
    name.starts_with('n') || name == "DIN"
}

fn sum_of(summary: &YearSummary, field: &str, cell: usize) -> f64 {
    field_number(field).map_or(0.0, |number| summary.sum(number, cell))
}

/// Heterotrophic respiration as the CASA file has it, of a day or a year.
pub(super) fn respiration(land: &Landscape, value: impl Fn(&'static str, usize) -> f64) -> Vec<f64> {
    let cells = 0..land.simulated().len();
    match Respiration::of(land.model()) {
        Respiration::Own => cells.map(|cell| value("heterotrophic_respiration", cell)).collect(),
        Respiration::Unassigned => cells.map(|_| 0.0).collect(),
        Respiration::OfLastCell => {
            let last = land.simulated().iter().rposition(|s| *s);
            let microbes = last.map_or(0.0, |cell| value("microbial_respiration", cell));
            cells.map(|cell| microbes + value("cwd_to_co2", cell)).collect()
        }
    }
}

impl Output for TestbedNetcdf {
    fn daily_fields(&self) -> Vec<&'static str> {
        if self.step == Step::Annual {
            return Vec::new();
        }
        let made = self.kind.variables().iter().filter_map(|v| self.kind.field(v.name, self.model));
        let mut fields: Vec<_> = made.flat_map(|m| m.terms.into_iter().map(|(field, _)| field)).collect();
        fields.extend(["microbial_respiration", "cwd_to_co2"]);
        fields
    }

    fn days(&mut self, view: &View<'_>, daily: &Daily, fields: &Fields) -> Result<()> {
        if self.step == Step::Annual || !self.is_output_year(view.year) {
            return Ok(());
        }
        if daily.first_day == 1 {
            let label = self.label(view.year);
            let path = self.path(label)?;
            self.writer = Some(self.create(path, label)?);
        }
        let Some(writer) = &mut self.writer else { return Ok(()) };
        for variable in self.kind.variables() {
            let made = self.kind.field(variable.name, self.model);
            for day in 0..daily.days {
                let record = daily.first_day as usize - 1 + day;
                let at = |field: &str, cell| fields.place(field).map_or(0.0, |place| daily.value(place, day, cell));
                let of_cell = |cell: usize| {
                    let Some(made) = &made else { return 0.0 };
                    let sum: f64 = made.terms.iter().map(|(f, k)| k * at(f, cell)).sum();
                    (if made.per_volume { sum * view.land.area_density()[cell] } else { sum }) + made.offset
                };
                let values: Vec<f64> = match variable.name {
                    "cresp" => respiration(view.land, at),
                    _ => (0..daily.cells()).map(of_cell).collect(),
                };
                writer.write(variable.name, record, &values)?;
            }
        }
        Ok(())
    }

    fn year(&mut self, view: &View<'_>, summary: &YearSummary, _simulation: &mut Simulation<'_>) -> Result<()> {
        if self.step == Step::Daily {
            return self.writer.take().map_or(Ok(()), |writer| Ok(writer.finish()?));
        }
        self.din.resize(summary.cells(), 0.0);
        for (cell, din) in self.din.iter_mut().enumerate() {
            *din += sum_of(summary, "din", cell) * view.land.area_density()[cell];
        }
        if self.is_output_year(view.year) { self.write_annual(view, summary) } else { Ok(()) }
    }

    fn finish(&mut self, _grid: &Grid, _land: &Landscape) -> Result<Vec<PathBuf>> {
        Ok(std::mem::take(&mut self.written))
    }
}
