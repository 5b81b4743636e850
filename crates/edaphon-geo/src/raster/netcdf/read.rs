//! Reading a map: any order of dimensions, rows either way, longitudes in either convention.

use std::path::Path;

use edaphon_core::{did_you_mean, nearest};
use edaphon_io::netcdf::{File, Variable};

use super::super::crs::Crs;
use super::super::{Layer, Raster};
use super::axes::{Axis, Place, axis_of, layers, place, text};
use super::mapping;
use crate::error::{Error, Result, refused};

/// Reads the map called `name`, or the only one.
pub(in super::super) fn one(path: &Path, name: Option<&str>, crs: Option<Crs>) -> Result<Raster> {
    let file = File::open(path)?;
    let maps: Vec<&Variable> = file.variables().iter().filter(|variable| is_map(&file, variable)).collect();
    let list = || maps.iter().map(|map| format!("`{}`", map.name)).collect::<Vec<_>>().join(", ");
    let chosen = match (name, maps.as_slice()) {
        (Some(name), _) => maps.iter().find(|map| map.name == name).copied().ok_or_else(|| {
            let nearest = did_you_mean(nearest(name, maps.iter().map(|map| map.name.as_str())).as_deref());
            let there = if maps.is_empty() { no_maps() } else { format!("the maps are {}", list()) };
            refused(path, format!("no map `{name}`{nearest}; {there}"))
        })?,
        (None, [only]) => only,
        (None, []) => return Err(refused(path, no_maps())),
        (None, _) => return Err(refused(path, format!("there are several maps, {}; say which one", list()))),
    };
    raster(&file, chosen, crs)
}

/// Reads every map of a file.
pub(in super::super) fn all(path: &Path, crs: Option<Crs>) -> Result<Vec<Raster>> {
    let file = File::open(path)?;
    let maps: Vec<&Variable> = file.variables().iter().filter(|variable| is_map(&file, variable)).collect();
    if maps.is_empty() {
        return Err(refused(path, no_maps()));
    }
    maps.into_iter().map(|map| raster(&file, map, crs)).collect()
}

fn no_maps() -> String {
    "there are no maps: variables over `y, x`, `lat, lon` or `time` and these, with coordinate variables".to_owned()
}

fn is_map(file: &File, variable: &Variable) -> bool {
    let axes: Vec<Axis> = variable.dimensions.iter().map(|name| axis_of(file, name)).collect();
    axes.contains(&Axis::X) && axes.contains(&Axis::Y)
}

fn raster(file: &File, variable: &Variable, given: Option<Crs>) -> Result<Raster> {
    let wrong = |problem: String| refused(file.path(), format!("variable `{}`: {problem}", variable.name));
    let dimension = |axis: Axis| variable.dimensions.iter().position(|name| axis_of(file, name) == axis);
    let (Some(x), Some(y)) = (dimension(Axis::X), dimension(Axis::Y)) else { return Err(wrong(no_maps())) };
    let time = dimension(Axis::Time);
    for (at, name) in variable.dimensions.iter().enumerate() {
        if at != x && at != y && Some(at) != time && variable.shape[at] > 1 {
            let problem = format!("dimension `{name}` has {} entries, and a map has one", variable.shape[at]);
            return Err(wrong(format!("{problem}; choose one with `ncks -d {name},0`")));
        }
    }
    let names = (variable.dimensions[x].as_str(), variable.dimensions[y].as_str());
    let units = file.variable(names.0).ok().and_then(|coordinate| text(coordinate, "units")).unwrap_or_default();
    let stated = mapping::stated(file, variable, units.starts_with("degree")).map_err(wrong);
    let crs = agreed(stated, given).map_err(|problem| match problem {
        Disagreement::Words(words) => wrong(words),
        Disagreement::Error(error) => error,
    })?;
    let place = place(file, names.0, names.1, crs).map_err(wrong)?;
    let layers = layers(file, time.map(|at| variable.dimensions[at].as_str())).map_err(wrong)?;
    let stored = file.unpack_f64(&variable.name)?;
    let values = ordered(&stored, &variable.shape, (time, y, x), &place);
    finished(file, variable, place, layers, values)
}

fn finished(file: &File, variable: &Variable, place: Place, layers: Vec<Layer>, values: Vec<f64>) -> Result<Raster> {
    let mut raster = Raster::assembled(file.path(), &variable.name, place.grid, layers, values)?;
    raster.unit = text(variable, "units").map(str::to_owned);
    raster.long_name = text(variable, "long_name").unwrap_or_default().to_owned();
    if place.turned > 0 {
        raster.notes.push(format!("`{}`: longitudes of 0 to 360 were turned into -180 to 180", variable.name));
    }
    Ok(raster)
}

enum Disagreement {
    Words(String),
    Error(Error),
}

/// The CRS of a map, from what its file states and what was given for it.
fn agreed(stated: Result<Option<Crs>>, given: Option<Crs>) -> std::result::Result<Crs, Disagreement> {
    match (stated, given) {
        // A CRS that the file describes without a code may be given its code.
        (Err(_), Some(given)) => Ok(given),
        (Err(error), None) => Err(Disagreement::Error(error)),
        (Ok(Some(stated)), Some(given)) if stated != given => {
            let problem = format!("its CRS is {stated}, and {given} was given for it");
            Err(Disagreement::Words(format!(
                "{problem}; leave the given one out, or bring the file there with `gdalwarp`"
            )))
        }
        (Ok(Some(crs)), _) | (Ok(None), Some(crs)) => Ok(crs),
        (Ok(None), None) => Err(Disagreement::Words(NO_CRS.to_owned())),
    }
}

const NO_CRS: &str = "no CRS is stated; accepted are a `grid_mapping` with an EPSG code, coordinates in degrees, or a CRS given \
                      beside the file (`EPSG:32633`, or `local` for a plane of metres)";

/// Values layer by layer, row by row from the north-west.
fn ordered(stored: &[f64], shape: &[usize], (time, y, x): (Option<usize>, usize, usize), place: &Place) -> Vec<f64> {
    let stride = |at: usize| shape[at + 1..].iter().product::<usize>();
    let (rows, columns) = (shape[y], shape[x]);
    let layers = time.map_or(1, |at| shape[at]);
    let mut values = Vec::with_capacity(stored.len());
    for layer in 0..layers {
        let base = time.map_or(0, |at| layer * stride(at));
        for row in 0..rows {
            let row = if place.upwards { rows - 1 - row } else { row };
            for column in 0..columns {
                // The last columns may have come first, and all may run backwards.
                let column = (column + columns - place.turned) % columns;
                let column = if place.backwards { columns - 1 - column } else { column };
                values.push(stored[base + row * stride(y) + column * stride(x)]);
            }
        }
    }
    values
}
