//! Writing maps: `time, y, x` or `time, lat, lon`, with time bounds and a grid mapping.

use std::path::Path;

use edaphon_io::netcdf::{DataType, Define, Format, Writer};

use super::super::grid::{Grid, tidy};
use super::super::{Layer, Raster};
use super::mapping;
use crate::date::days_of_date;
use crate::error::{Result, refused};

/// Missing values in files.
const FILL: f64 = 9.969_209_968_386_869e36;

/// Writes maps on one grid; those of years must be of the same ones.
pub(in super::super) fn write(rasters: &[&Raster], path: &Path, attributes: &[(&str, &str)]) -> Result<()> {
    let Some(first) = rasters.first() else { return Err(refused(path, "no maps were given; at least one is needed")) };
    let grid = first.grid;
    let years = years_of_all(rasters, path)?;
    let names = if grid.crs.is_geographic() { ("lon", "lat") } else { ("x", "y") };
    let mut writer = Writer::create(path, Format::NetCdf4)?;
    writer.attribute("Conventions", "CF-1.11")?;
    for (name, value) in attributes {
        writer.attribute(name, *value)?;
    }
    define_axes(&mut writer, &grid, names, &years)?;
    let mapped = mapping::define(grid.crs).map(|mapping| writer.define(mapping)).transpose()?.is_some();
    for raster in rasters {
        let over: &[&str] = if raster.years().is_empty() { &[names.1, names.0] } else { &["time", names.1, names.0] };
        let mut define = Define::new(&raster.name, DataType::F64, over).fill(FILL).deflate(4);
        if let Some(unit) = &raster.unit {
            define = define.attribute("units", unit.as_str());
        }
        if !raster.long_name.is_empty() {
            define = define.attribute("long_name", raster.long_name.as_str());
        }
        if mapped {
            define = define.attribute("grid_mapping", "crs");
        }
        writer.define(define)?;
    }
    write_axes(&mut writer, &grid, names, &years)?;
    if mapped {
        writer.write("crs", &[0_i32])?;
    }
    for raster in rasters {
        writer.write(&raster.name, &raster.values)?;
    }
    Ok(writer.finish()?)
}

/// The years that all maps of years have.
fn years_of_all(rasters: &[&Raster], path: &Path) -> Result<Vec<i32>> {
    for raster in rasters {
        if let Some(Layer::Band(band)) = raster.layers.iter().find(|layer| matches!(layer, Layer::Band(_))) {
            let problem =
                format!("`{}` has bands (`{band}` is one), and NetCDF maps are of years or of one layer", raster.name);
            return Err(refused(path, format!("{problem}; write it as GeoTIFF, or each band as a map of its own")));
        }
    }
    let mut of_years = rasters.iter().filter(|raster| !raster.years().is_empty());
    let Some(first) = of_years.next() else { return Ok(Vec::new()) };
    let years = first.years();
    match of_years.find(|raster| raster.years() != years) {
        Some(other) => {
            let problem = format!("`{}` and `{}` are of different years", first.name, other.name);
            Err(refused(path, format!("{problem}; write them into files of their own")))
        }
        None => Ok(years),
    }
}

fn define_axes(writer: &mut Writer, grid: &Grid, (x, y): (&str, &str), years: &[i32]) -> Result<()> {
    if let Some(first) = years.first() {
        writer.dimension("time", years.len())?;
        writer.dimension("bnds", 2)?;
        writer.define(
            Define::new("time", DataType::F64, &["time"])
                .attribute("standard_name", "time")
                .attribute("axis", "T")
                .attribute("units", format!("days since {first:04}-01-01"))
                .attribute("calendar", "proleptic_gregorian")
                .attribute("bounds", "time_bnds"),
        )?;
        writer.define(Define::new("time_bnds", DataType::F64, &["time", "bnds"]))?;
    }
    writer.dimension(y, grid.rows)?;
    writer.dimension(x, grid.columns)?;
    let degrees = grid.crs.is_geographic();
    let axis = |name: &str, axis: &str, standard: &str, unit: &str| {
        Define::new(name, DataType::F64, &[name])
            .attribute("standard_name", standard)
            .attribute("axis", axis)
            .attribute("units", unit)
    };
    let (standard, unit) = if degrees { ("latitude", "degrees_north") } else { ("projection_y_coordinate", "m") };
    writer.define(axis(y, "Y", standard, unit))?;
    let (standard, unit) = if degrees { ("longitude", "degrees_east") } else { ("projection_x_coordinate", "m") };
    Ok(writer.define(axis(x, "X", standard, unit))?)
}

fn write_axes(writer: &mut Writer, grid: &Grid, (x, y): (&str, &str), years: &[i32]) -> Result<()> {
    if let Some(&first) = years.first() {
        let start = |year: i32| (days_of_date(i64::from(year), 1, 1) - days_of_date(i64::from(first), 1, 1)) as f64;
        let bounds: Vec<f64> = years.iter().flat_map(|&year| [start(year), start(year + 1)]).collect();
        let middles: Vec<f64> = years.iter().map(|&year| 0.5 * (start(year) + start(year + 1))).collect();
        writer.write("time", &middles)?;
        writer.write("time_bnds", &bounds)?;
    }
    let tidied = |values: Vec<f64>| values.into_iter().map(tidy).collect::<Vec<f64>>();
    writer.write(y, &tidied(grid.y()))?;
    Ok(writer.write(x, &tidied(grid.x()))?)
}
