//! What a met file says of itself, before its values are read.

use edaphon_core::forcing::{DAYS, LAYERS};
use edaphon_core::grid::Grid;
use edaphon_core::units::{Conversion, Unit};

use super::calendar::{Years, years};
use super::{Dataset, MetNote, MetVariable, TestbedGrid, VARIABLES};
use crate::error::Result;
use crate::faults::Faults;
use crate::netcdf::Variable;

const ACCEPTED_DIMENSIONS: &str = "myear, lat, lon, time (365 times myear) and nsoilyrs (6 layers)";

/// Checks the dimensions; the years.
///
/// Their number stands in `myear`, which may be missing where time says itself which day each record is.
pub(super) fn dimensions(file: &dyn Dataset, faults: &mut Faults) -> Years {
    let path = file.path();
    let length = |name: &str, faults: &mut Faults| {
        let found = file.length(name);
        if found.is_none() {
            let names: Vec<&str> = file.dimensions().iter().map(|d| d.name.as_str()).collect();
            let has = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            faults.add(
                path,
                format!("dimension `{name}` is missing, the file has {has}; accepted are {ACCEPTED_DIMENSIONS}"),
            );
        }
        found
    };
    length("lat", faults);
    length("lon", faults);
    if let Some(layers) = length("nsoilyrs", faults).filter(|&n| n != LAYERS) {
        faults.add(path, format!("dimension `nsoilyrs` is {layers}; accepted is {LAYERS}"));
    }
    let by_calendar = years(file);
    if file.length("myear").is_none() {
        match by_calendar {
            Ok(Some(found)) => return found,
            Err(problem) => {
                faults.add(path, problem);
                return Years::counted(0);
            }
            Ok(None) => {}
        }
    }
    let (count, days) = (length("myear", faults), length("time", faults));
    if let (Some(count), Some(days)) = (count, days)
        && (days != count * DAYS || days == 0)
    {
        let leap = if days > 0 && (days % 366 == 0 || days % 1461 == 0) {
            "; the models have no leap days: drop 29 February, for instance with `cdo del29feb`"
        } else {
            ""
        };
        faults.add(path, format!("time has {days} days for {count} years; accepted are 365 days a year{leap}"));
    }
    let count = count.unwrap_or(0);
    // A file that counts its years may say beside it which they are.
    let agrees = |found: &Years| found.starts.len() == count;
    by_calendar.ok().flatten().filter(agrees).unwrap_or_else(|| Years::counted(count))
}

/// Checks that the variables are there and lie on the dimensions they should.
pub(super) fn variables(file: &dyn Dataset, faults: &mut Faults) {
    for (name, axes) in
        [("lon", &["lon"][..]), ("lat", &["lat"]), ("cellMissing", &["lat", "lon"]), ("cellid", &["lat", "lon"])]
    {
        variable(file, name, axes, true, faults);
    }
    for v in &VARIABLES {
        variable(file, v.name, axes(v), v.required, faults);
    }
}

fn axes(variable: &MetVariable) -> &'static [&'static str] {
    if variable.layered { &["time", "nsoilyrs", "lat", "lon"] } else { &["time", "lat", "lon"] }
}

fn variable(file: &dyn Dataset, name: &str, axes: &[&str], required: bool, faults: &mut Faults) {
    let path = file.path();
    match file.variable(name) {
        Err(_) if required => {
            let names: Vec<&str> = file.variables().iter().map(|v| v.name.as_str()).collect();
            let nearest = edaphon_core::nearest(name, names.iter().copied());
            let meant = nearest.map_or_else(String::new, |n| format!("; rename `{n}` if that is it"));
            faults.add(
                path,
                format!("variable `{name}({})` is missing, the file has {}{meant}", axes.join(", "), names.join(", ")),
            );
        }
        // The published script that makes met files of one point exchanges these two.
        Ok(found) if matches!(name, "lat" | "lon") && found.shape == [1] => {}
        Ok(found) if found.dimensions != axes => wrong_axes(file, found, axes, faults),
        _ => {}
    }
}

fn wrong_axes(file: &dyn Dataset, found: &Variable, axes: &[&str], faults: &mut Faults) {
    let has = found.dimensions.join(", ");
    let accepted = axes.join(", ");
    let mut sorted = found.dimensions.clone();
    sorted.sort();
    let mut wanted = axes.to_vec();
    wanted.sort_unstable();
    let remedy = if sorted == wanted {
        let path = file.path().display();
        format!("; `ncpdq -a {} {path} out.nc` puts them in order", axes.join(","))
    } else {
        String::new()
    };
    faults.add(
        file.path(),
        format!("variable `{}` has the dimensions ({has}); accepted is ({accepted}){remedy}", found.name),
    );
}

/// The conversion of each variable to the unit that the models take.
pub(super) fn units(
    file: &dyn Dataset,
    given: &[(String, String)],
    faults: &mut Faults,
    notes: &mut Vec<MetNote>,
) -> Result<[Option<Conversion>; VARIABLES.len()]> {
    let mut conversions = [None; VARIABLES.len()];
    for (conversion, variable) in conversions.iter_mut().zip(&VARIABLES) {
        let Ok(found) = file.variable(variable.name) else {
            notes.push(MetNote { text: format!("{} is not in the file: 0 was used", variable.name), count: 0 });
            continue;
        };
        let stated = given.iter().find(|(name, _)| name == variable.name).map(|(_, unit)| unit.clone());
        let stated = stated.or_else(|| found.attribute("units").and_then(|a| a.text()).map(str::to_owned));
        let Some(stated) = stated.filter(|unit| !unit.trim().is_empty()) else {
            missing_unit(file, variable, faults)?;
            continue;
        };
        match convert(&stated, variable.unit) {
            Ok(factor) => {
                if !factor.is_identity() {
                    notes.push(MetNote {
                        text: format!("{} was converted from {stated} to {}", variable.name, variable.unit),
                        count: 0,
                    });
                }
                *conversion = Some(factor);
            }
            Err(problem) => {
                let accepted = format!("accepted is {}", variable.quantity);
                faults.add(file.path(), format!("units of `{}`: {problem}; {accepted}", variable.name));
            }
        }
    }
    Ok(conversions)
}

fn convert(stated: &str, wanted: &str) -> std::result::Result<Conversion, String> {
    let wanted: Unit = wanted.parse().map_err(|e: edaphon_core::units::UnitError| e.to_string())?;
    stated.parse::<Unit>().and_then(|unit| unit.to(&wanted)).map_err(|e| e.to_string())
}

/// Refuses a variable without a unit, with what its values look like.
fn missing_unit(file: &dyn Dataset, variable: &MetVariable, faults: &mut Faults) -> Result<()> {
    let shape = file.variable(variable.name)?.shape.clone();
    let mut count = shape.clone();
    count[0] = count[0].min(super::slab_days(shape[1..].iter().product(), false));
    let values = file.unpack_f32_slab(variable.name, &vec![0; shape.len()], &count)?;
    let known = values.iter().copied().filter(|x| x.is_finite() && x.abs() < 1e30);
    let (low, high) = known.fold((f32::INFINITY, f32::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    let (looks, unit) = guess(variable, low, high);
    let (name, path) = (variable.name, file.path().display());
    let ran =
        if low > high { "there are no values".to_owned() } else { format!("values run from {low} to {high}{looks}") };
    faults.add(
        file.path(),
        format!(
            "units of `{name}` are missing\n  expected {}; {ran}\n  fix: ncatted -a units,{name},o,c,'{unit}' {path}   or   \
             forcing.units.{name} = \"{unit}\"",
            variable.quantity
        ),
    );
    Ok(())
}

/// What values in this range are likely to be, and the unit to suggest.
fn guess(variable: &MetVariable, low: f32, high: f32) -> (String, &'static str) {
    let within = |(a, b): (f32, f32)| low >= a && high <= b;
    let candidates: &[(&str, (f32, f32))] = match variable.unit {
        "K" => &[("K", super::TEMPERATURE), ("degC", (-100.0, 70.0))],
        "m3 m-3" => &[("m3 m-3", super::WATER), ("%", (0.0, 110.0))],
        _ => &[],
    };
    match candidates.iter().find(|(_, range)| within(*range)) {
        Some((unit, _)) => (format!(", which looks like {unit}"), unit),
        None => (String::new(), variable.unit),
    }
}

/// The maps of a met file, and its cells.
pub(super) struct Maps {
    pub(super) grid: Grid,
    pub(super) cell_missing: Vec<i32>,
    pub(super) cell_id: Vec<i32>,
    pub(super) notes: Vec<MetNote>,
}

/// Checks that the cells of the file are those of the grid, in its order; adds what is wrong to `faults`.
///
/// # Errors
/// If the file cannot be read, or `faults` with whatever was in it before.
pub(super) fn maps(file: &dyn Dataset, grid: &TestbedGrid, mut faults: Faults) -> Result<Maps> {
    let whole = |name: &str| -> Result<Vec<i32>> { Ok(file.read_i64(name)?.into_iter().map(|x| x as i32).collect()) };
    let (cell_missing, cell_id) = (whole("cellMissing")?, whole("cellid")?);
    let (latitudes, longitudes) = (file.read_f64("lat")?, file.read_f64("lon")?);
    let (rows, columns) = (latitudes.len(), longitudes.len());
    // Cells are numbered with longitude as the outer loop.
    let places = (0..columns).flat_map(|column| (0..rows).map(move |row| (row, column)));
    let places: Vec<(usize, usize)> =
        places.filter(|&(row, column)| cell_missing[row * columns + column] == 0).collect();
    if places.len() != grid.cells.len() {
        let (found, wanted) = (places.len(), grid.cells.len());
        faults.add(
            file.path(),
            format!("cellMissing is 0 at {found} cells and the grid file has {wanted}; accepted is the same number"),
        );
    } else {
        numbering(file, grid, &places, |row, column| cell_id[row * columns + column], &mut faults);
    }
    faults.or(())?;
    let notes = unusual_numbers(rows, columns, &cell_id);
    let on_map = grid.on_map(latitudes, longitudes).map_err(|problem| {
        let mut faults = Faults::new();
        faults.add(file.path(), problem.to_string());
        faults
    });
    Ok(Maps { grid: on_map?, cell_missing, cell_id, notes })
}

/// Each row of the grid file must be the next cell of the map; the first that is not is told.
fn numbering(
    file: &dyn Dataset,
    grid: &TestbedGrid,
    places: &[(usize, usize)],
    id: impl Fn(usize, usize) -> i32,
    faults: &mut Faults,
) {
    let wrong =
        |&at: &usize| grid.places[at] != places[at] || i64::from(id(places[at].0, places[at].1)) != grid.cells[at].id;
    let wrong: Vec<usize> = (0..places.len()).filter(wrong).collect();
    let Some(&first) = wrong.first() else { return };
    let ((row, column), cell) = (places[first], &grid.cells[first]);
    let (grid_row, grid_column) = grid.places[first];
    let found = format!(
        "cell {} is at lat {}, lon {} with cellid {}, and line {} of the grid file has id {}, ilat {}, ilon {}",
        first + 1,
        row + 1,
        column + 1,
        id(row, column),
        grid.lines[first],
        cell.id,
        grid_row + 1,
        grid_column + 1
    );
    let others = if wrong.len() > 1 { format!(" (and {} more)", wrong.len() - 1) } else { String::new() };
    let accepted =
        "accepted are the same cells in the same order, all latitudes of a longitude before the next longitude";
    faults.add(file.path(), format!("{found}{others}; {accepted}"));
}

/// A sentence if cells are not numbered `(column − 1) · rows + row`; they may be numbered otherwise.
fn unusual_numbers(rows: usize, columns: usize, cell_id: &[i32]) -> Vec<MetNote> {
    let usual = |at: usize| (at % columns * rows + at / columns + 1) as i32;
    let count = (0..cell_id.len()).filter(|&at| cell_id[at] != usual(at)).count();
    let text = "cellid is not (longitude − 1) · latitudes + latitude; the numbers of the file were kept".to_owned();
    if count > 0 { vec![MetNote { text, count }] } else { Vec::new() }
}
