//! A file being written: what it consists of, blocks of records, and the budgets of each year.

use edaphon_core::grid::Grid;
use edaphon_io::netcdf::{AttributeValue, DataType, Define, Writer};
use edaphon_run::Landscape;

use super::about::Years;
use super::settings::{Chunks, Every, Format, Settings};
use super::space::{FILL, FILL_F64, Space};
use super::table::CfVariable;
use crate::error::Result;

/// Bytes of a variable that wait for a chunk of series to be complete.
const SERIES_BYTES: usize = 2 << 20;
/// Rows and columns, or cells over 4, of a chunk of series.
const TILE: usize = 16;
/// Little effort: more makes files hardly smaller and much slower.
const DEFLATE: u8 = 1;

/// A file being written.
#[derive(Debug)]
pub(super) struct Sheet {
    writer: Writer,
    pub(super) space: Space,
    every: Every,
    names: Vec<&'static str>,
    /// Records written.
    records: usize,
    /// Years whose budgets are written.
    pub(super) budgets: usize,
    /// Years that it is to hold.
    pub(super) years: Years,
    elements: &'static [&'static str],
}

/// What describes a file.
pub(super) struct Plan<'a> {
    pub(super) settings: &'a Settings,
    pub(super) variables: &'a [CfVariable],
    pub(super) grid: &'a Grid,
    pub(super) land: &'a Landscape,
    pub(super) years: Years,
    pub(super) attributes: Vec<(String, AttributeValue)>,
}

/// Names of the two budgets of an element.
pub(super) fn budget_names(element: &str) -> [String; 2] {
    [format!("{element}_budget_residual"), format!("{element}_budget_relative_residual")]
}

/// The elements that a model keeps books of.
pub(super) fn elements(land: &Landscape) -> &'static [&'static str] {
    if land.model().nitrogen() { &["carbon", "nitrogen"] } else { &["carbon"] }
}

/// The unit of time: run years are counted from the first.
pub(super) fn time_units(settings: &Settings) -> String {
    format!("days since {:04}-01-01", settings.first_year)
}

impl Sheet {
    /// Defines everything and writes what does not change with time.
    pub(super) fn begin(mut writer: Writer, plan: &Plan<'_>) -> Result<Self> {
        let (settings, space) = (plan.settings, Space::new(plan.grid, plan.land));
        let elements = elements(plan.land);
        for (name, value) in &plan.attributes {
            writer.attribute(name, value.clone())?;
        }
        writer.unlimited("time")?;
        writer.dimension("year", plan.years.count as usize)?;
        space.define_dimensions(&mut writer)?;
        define_time(&mut writer, settings)?;
        space.define(&mut writer, plan.grid)?;
        for variable in plan.variables {
            writer.define(definition(variable, &space, settings))?;
        }
        for element in elements {
            define_budget(&mut writer, element, &space, settings.format)?;
        }
        space.write(&mut writer, plan.grid, plan.land.clay())?;
        let first = settings.first_year + plan.years.first as i64 - 1;
        let years: Vec<i32> = (0..plan.years.count as i64).map(|i| (first + i) as i32).collect();
        writer.write("year", &years)?;
        let names = plan.variables.iter().map(|v| v.name).collect();
        Ok(Self { writer, space, every: settings.every, names, records: 0, budgets: 0, years: plan.years, elements })
    }

    /// Writes `count` more records of all variables; `values` gives those of the variable of that number.
    pub(super) fn block(
        &mut self,
        count: usize,
        mut values: impl FnMut(&Space, usize) -> Result<Vec<f32>>,
    ) -> Result<()> {
        let first = self.records;
        let bounds: Vec<[f64; 2]> = (first..first + count).map(|record| self.bounds(record)).collect();
        let middles: Vec<f64> = bounds.iter().map(|[start, end]| 0.5 * (start + end)).collect();
        self.writer.write_slab("time", &[first], &[count], &middles)?;
        self.writer.write_slab("time_bnds", &[first, 0], &[count, 2], bounds.as_flattened())?;
        let (start, shape) = (self.start(first), self.space.shape(count));
        for (number, name) in self.names.iter().enumerate() {
            self.writer.write_slab(name, &start, &shape, &values(&self.space, number)?)?;
        }
        self.records += count;
        Ok(())
    }

    /// Writes the budgets of the next year; `values` gives one of the budgets of an element.
    pub(super) fn budget(&mut self, mut values: impl FnMut(&Space, &str, usize) -> Result<Vec<f64>>) -> Result<()> {
        let (start, shape) = (self.start(self.budgets), self.space.shape(1));
        for element in self.elements {
            for (which, name) in budget_names(element).iter().enumerate() {
                self.writer.write_slab(name, &start, &shape, &values(&self.space, element, which)?)?;
            }
        }
        self.budgets += 1;
        Ok(())
    }

    /// Completes the file.
    pub(super) fn finish(self) -> Result<()> {
        Ok(self.writer.finish()?)
    }

    fn start(&self, first: usize) -> Vec<usize> {
        let mut start = vec![0; self.space.shape(1).len()];
        start[0] = first;
        start
    }

    /// Ends of a record (days since the first of January of the first year of the run).
    fn bounds(&self, record: usize) -> [f64; 2] {
        let (year, within) = (record / self.every.per_year(), record % self.every.per_year());
        let before = (self.years.first - 1 + year as u64) as f64 * 365.0;
        self.every.bounds(within).map(|day| before + day)
    }
}

fn define_time(writer: &mut Writer, settings: &Settings) -> Result<()> {
    let time = Define::new("time", DataType::F64, &["time"])
        .attribute("standard_name", "time")
        .attribute("long_name", "time")
        .attribute("units", time_units(settings))
        .attribute("calendar", edaphon_core::calendar::NAME)
        .attribute("axis", "T")
        .attribute("bounds", "time_bnds");
    writer.define(time)?;
    writer.define(Define::new("time_bnds", DataType::F64, &["time", "bnds"]))?;
    let year = Define::new("year", DataType::I32, &["year"]).attribute("long_name", "calendar year");
    Ok(writer.define(year.attribute("units", "1"))?)
}

fn definition(variable: &CfVariable, space: &Space, settings: &Settings) -> Define {
    let mut define = Define::new(variable.name, DataType::F32, &space.after("time")).fill(FILL);
    if let Some(name) = variable.standard_name {
        define = define.attribute("standard_name", name);
    }
    define = define.attribute("long_name", variable.long_name.as_str()).attribute("units", variable.unit);
    let methods = if space.is_map() { "area: mean where land time: mean" } else { "time: mean" };
    define = placed(define.attribute("cell_methods", methods), space);
    if variable.unit == "K" {
        define = define.attribute("units_metadata", "temperature: on_scale");
    }
    if let Some(comment) = variable.comment {
        define = define.attribute("comment", comment);
    }
    if settings.format != Format::NetCdf4 {
        return define;
    }
    match settings.chunks {
        Chunks::Map => define.deflate(DEFLATE),
        Chunks::Series => define.chunks(&series_chunk(space)).deflate(DEFLATE),
    }
}

/// What every variable over cells says of its place.
fn placed(define: Define, space: &Space) -> Define {
    let define = define.attribute("coverage_content_type", "modelResult").attribute("grid_mapping", "crs");
    match space.is_map() {
        true => define.attribute("cell_measures", "area: area_land"),
        false => define.attribute("coordinates", "lat lon cell_id"),
    }
}

/// As many records as wait in [`SERIES_BYTES`], over a tile of the map.
fn series_chunk(space: &Space) -> Vec<usize> {
    let records = (SERIES_BYTES / size_of::<f32>() / space.size().max(1)).clamp(1, 512);
    let tile = if space.is_map() { TILE } else { 4 * TILE };
    space.shape(records).iter().enumerate().map(|(at, &n)| if at == 0 { n } else { n.min(tile) }).collect()
}

fn define_budget(writer: &mut Writer, element: &str, space: &Space, format: Format) -> Result<()> {
    let [residual, relative] = budget_names(element);
    let words = [
        (residual, "g m-2", format!("{element} that appeared (negative: vanished) without a flux in the year")),
        (relative, "1", format!("largest residual of {element} in a day of the year over all that was held or moved")),
    ];
    for (name, unit, long_name) in words {
        let define = Define::new(&name, DataType::F64, &space.after("year")).fill(FILL_F64);
        let define = placed(define.attribute("long_name", long_name).attribute("units", unit), space);
        writer.define(if format == Format::NetCdf4 {
            define.chunks(&space.shape(1)).deflate(DEFLATE)
        } else {
            define
        })?;
    }
    Ok(())
}

/// Fields that variables need, each once.
pub(super) fn fields(variables: &[CfVariable]) -> Vec<&'static str> {
    let mut fields = Vec::new();
    for term in variables.iter().flat_map(|v| &v.terms) {
        if !fields.contains(&term.field) {
            fields.push(term.field);
        }
    }
    fields
}
