//! Annual and daily NetCDF files as the testbed writes them: one year to a file, classic format.

use std::path::Path;

use edaphon_core::forcing::DAYS;
use edaphon_core::grid::{Grid, Layout};

use super::OutputVariable;
use crate::error::Result;
use crate::netcdf::{DataType, Define, Format, Writer};

/// What stands where there is no cell.
const FILL: f32 = 1e36;
const NO_TYPE: i32 = -9999;

/// The step of an output file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One record for the year.
    Annual,
    /// 365 records.
    Daily,
}

/// What the file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OutputHeader {
    /// Title, such as `CASACNP model output`.
    pub title: String,
    /// When and how it was made.
    pub history: String,
    /// The model.
    pub source: String,
    /// Name of the parameter file.
    pub parameters: String,
    /// Further attributes, in order.
    pub others: Vec<(String, String)>,
}

/// Maps that do not change with time, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct StaticMaps {
    layout: Layout,
    vegetation_type: Vec<i32>,
    land_area: Vec<f32>,
    cell_missing: Vec<i32>,
    cell_id: Vec<i32>,
}

impl StaticMaps {
    /// The maps of a grid; `cell_missing` and `cell_id` are those of the met file, `simulated` says which cells are.
    ///
    /// `None` if the grid is on no map.
    pub fn new(grid: &Grid, simulated: &[bool], cell_missing: Vec<i32>, cell_id: Vec<i32>) -> Option<Self> {
        let layout = grid.layout()?.clone();
        let types: Vec<i32> = grid.cells().iter().map(|cell| cell.vegetation_type as i32).collect();
        let area =
            |(cell, &on): (&edaphon_core::grid::Cell, &bool)| if on { (cell.area_m2 * 1e-6) as f32 } else { 0.0 };
        let areas: Vec<f32> = grid.cells().iter().zip(simulated).map(area).collect();
        Some(Self {
            vegetation_type: layout.scatter(&types, NO_TYPE),
            land_area: layout.scatter(&areas, FILL),
            layout,
            cell_missing,
            cell_id,
        })
    }
}

/// A file of one year being written; what is not written holds the fill value.
#[derive(Debug)]
pub struct YearWriter {
    writer: Writer,
    layout: Layout,
}

impl YearWriter {
    /// Begins a file; `year` labels its time axis.
    ///
    /// # Errors
    /// If nothing can be written there.
    pub fn create(
        path: &Path,
        variables: &[OutputVariable],
        header: &OutputHeader,
        maps: &StaticMaps,
        step: Step,
        year: i64,
    ) -> Result<Self> {
        let mut writer = Writer::create(path, Format::Classic)?;
        define_axes(&mut writer, maps, step)?;
        define_attributes(&mut writer, header)?;
        define_static(&mut writer)?;
        for variable in variables {
            writer.define(define(variable, step))?;
        }
        write_static(&mut writer, maps)?;
        write_time(&mut writer, step, year)?;
        Ok(Self { writer, layout: maps.layout.clone() })
    }

    /// Writes one variable of one record: `record` is 0 in annual files and the day from 0 in daily ones; `values` are in the
    /// order of the cells.
    ///
    /// # Errors
    /// If there is no such variable or the disk is full.
    pub fn write(&mut self, name: &str, record: usize, values: &[f64]) -> Result<()> {
        let rounded: Vec<f32> = values.iter().map(|&x| x as f32).collect();
        let map = self.layout.scatter(&rounded, FILL);
        let (rows, columns) = (self.layout.latitudes.len(), self.layout.longitudes.len());
        self.writer.write_slab(name, &[record, 0, 0], &[1, rows, columns], &map)
    }

    /// Completes the file and gives it its name.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn finish(self) -> Result<()> {
        self.writer.finish()
    }
}

fn define_axes(writer: &mut Writer, maps: &StaticMaps, step: Step) -> Result<()> {
    writer.dimension("lon", maps.layout.longitudes.len())?;
    writer.dimension("lat", maps.layout.latitudes.len())?;
    writer.unlimited("time")?;
    for (name, words, unit) in [
        ("lon", "coordinate longitude", "degrees_east"),
        ("lat", "coordinate latitude", "degrees_north"),
        ("time", "coordinate time", "1..ntimes"),
    ] {
        writer.define(described(Define::new(name, DataType::F32, &[name]), words, unit))?;
    }
    if step == Step::Daily {
        writer.define(described(Define::new("day", DataType::I32, &["time"]), "day of year", "1..365"))?;
    }
    Ok(())
}

fn define_attributes(writer: &mut Writer, header: &OutputHeader) -> Result<()> {
    writer.attribute("title", header.title.as_str())?;
    writer.attribute("comment", "NOTE: None of the variables are weighted by land fraction!")?;
    writer.attribute("history", header.history.as_str())?;
    writer.attribute("source", header.source.as_str())?;
    writer.attribute("parameters", header.parameters.as_str())?;
    header.others.iter().try_for_each(|(name, value)| writer.attribute(name, value.as_str()))
}

fn define_static(writer: &mut Writer) -> Result<()> {
    let map = |name, data_type| Define::new(name, data_type, &["lat", "lon"]);
    let types = described(map("IGBP_PFT", DataType::I32), "IGBP PFT classification", "1-18");
    writer.define(types.fill(NO_TYPE).attribute("missing_value", NO_TYPE))?;
    let area = described(map("landarea", DataType::F32), "land area, icewater set to 0.0", "km^2");
    writer.define(area.fill(FILL).attribute("missing_value", FILL))?;
    let missing = "0=no missing data, 1=missing data";
    writer.define(described(map("cellMissing", DataType::I32), "Missing Data Mask", missing))?;
    writer.define(described(map("cellid", DataType::I32), "Grid Cell ID", "1..nlat*nlon"))
}

fn define(variable: &OutputVariable, step: Step) -> Define {
    let (words, unit) = match step {
        Step::Annual => (variable.annual_long_name, variable.annual_unit.to_owned()),
        Step::Daily => (variable.daily_long_name(), variable.daily_unit()),
    };
    let map = Define::new(variable.name, DataType::F32, &["time", "lat", "lon"]);
    described(map, words, &unit).fill(FILL).attribute("missing_value", FILL)
}

fn described(variable: Define, long_name: &str, units: &str) -> Define {
    variable.attribute("long_name", long_name).attribute("units", units)
}

fn write_static(writer: &mut Writer, maps: &StaticMaps) -> Result<()> {
    let single = |degrees: &[f64]| degrees.iter().map(|&x| x as f32).collect::<Vec<f32>>();
    writer.write("lon", &single(&maps.layout.longitudes))?;
    writer.write("lat", &single(&maps.layout.latitudes))?;
    writer.write("IGBP_PFT", &maps.vegetation_type)?;
    writer.write("landarea", &maps.land_area)?;
    writer.write("cellMissing", &maps.cell_missing)?;
    writer.write("cellid", &maps.cell_id)
}

/// The year itself, or the year and the share of it that has passed at the end of each day.
fn write_time(writer: &mut Writer, step: Step, year: i64) -> Result<()> {
    match step {
        Step::Annual => writer.write("time", &[year as f32]),
        Step::Daily => {
            let share = |day: i32| (year as f64 + f64::from(day) / DAYS as f64) as f32;
            let days: Vec<i32> = (1..=DAYS as i32).collect();
            writer.write("time", &days.iter().map(|&day| share(day)).collect::<Vec<f32>>())?;
            writer.write("day", &days)
        }
    }
}
