//! Which dimension of a variable is which, and where its cells and years are.

use edaphon_core::units::conversion;
use edaphon_io::netcdf::{AttributeValue, File, Variable};

use super::super::crs::Crs;
use super::super::grid::{Grid, spacing};
use super::super::{Layer, time};

/// What a dimension is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    X,
    Y,
    Time,
    Other,
}

pub(super) fn text<'a>(variable: &'a Variable, name: &str) -> Option<&'a str> {
    variable.attribute(name).and_then(AttributeValue::text)
}

/// What a dimension is, by the attributes of its coordinate variable, else by its name.
pub(super) fn axis_of(file: &File, dimension: &str) -> Axis {
    let coordinate = file.variable(dimension).ok();
    let said = |name: &str| coordinate.and_then(|variable| text(variable, name)).unwrap_or_default();
    let (standard, axis, units) = (said("standard_name"), said("axis"), said("units"));
    let by_standard = match standard {
        "longitude" | "projection_x_coordinate" => Some(Axis::X),
        "latitude" | "projection_y_coordinate" => Some(Axis::Y),
        "time" => Some(Axis::Time),
        _ => None,
    };
    let by_units = match units {
        "degrees_east" | "degree_east" => Some(Axis::X),
        "degrees_north" | "degree_north" => Some(Axis::Y),
        units if units.contains(" since ") => Some(Axis::Time),
        _ => None,
    };
    let by_axis = match axis {
        "X" => Some(Axis::X),
        "Y" => Some(Axis::Y),
        "T" => Some(Axis::Time),
        _ => None,
    };
    let by_name = match dimension.to_lowercase().as_str() {
        "x" | "lon" | "longitude" | "easting" => Axis::X,
        "y" | "lat" | "latitude" | "northing" => Axis::Y,
        "time" | "year" | "years" | "t" => Axis::Time,
        _ => Axis::Other,
    };
    by_standard.or(by_units).or(by_axis).unwrap_or(by_name)
}

/// Where the cells of a map are, and how its file stores them.
pub(super) struct Place {
    pub(super) grid: Grid,
    /// The file runs from south to north.
    pub(super) upwards: bool,
    /// The file runs from east to west.
    pub(super) backwards: bool,
    /// Columns that were at the end and come first: longitudes of 180 to 360 that became −180 to 0.
    pub(super) turned: usize,
}

/// The grid that two coordinate variables make.
pub(super) fn place(file: &File, x: &str, y: &str, crs: Crs) -> Result<Place, String> {
    let (mut x_values, y_values) = (coordinates(file, x, crs)?, coordinates(file, y, crs)?);
    let (_, step) = spacing("x", &x_values).map_err(|e| e.to_string())?;
    let backwards = step < 0.0;
    if backwards {
        x_values.reverse();
    }
    let turned = if crs.is_geographic() { turn(&mut x_values) } else { 0 };
    let grid = Grid::from_centres(crs, &x_values, &y_values).map_err(|e| e.to_string())?;
    Ok(Place { grid, upwards: y_values[0] < y_values[y_values.len() - 1], backwards, turned })
}

/// The values of a coordinate, in degrees or metres.
fn coordinates(file: &File, name: &str, crs: Crs) -> Result<Vec<f64>, String> {
    let variable = file.variable(name).map_err(|_| {
        format!("dimension `{name}` has no coordinate variable; add one with its places and `units` (m, km or degrees)")
    })?;
    if variable.dimensions != [name] {
        return Err(format!(
            "coordinate `{name}` has dimensions ({}); accepted is ({name})",
            variable.dimensions.join(", ")
        ));
    }
    let values = file.unpack_f64(name).map_err(|e| e.to_string())?;
    let units = text(variable, "units").unwrap_or_default();
    if units.is_empty() {
        return Err(format!("coordinate `{name}` has no `units`; accepted is a unit that fits `{}`", crs.unit()));
    }
    let conversion = conversion(units, crs.unit()).map_err(|e| {
        format!("coordinate `{name}` of a map in {crs}: {e}; accepted is a unit that fits `{}`", crs.unit())
    })?;
    Ok(values.into_iter().map(|value| conversion.apply(value)).collect())
}

/// Turns longitudes of 0 to 360 into −180 to 180, and says how many columns go to the front.
fn turn(longitudes: &mut [f64]) -> usize {
    let (first, last) = (longitudes[0], longitudes[longitudes.len() - 1]);
    if last <= 180.0 {
        return 0;
    }
    if first >= 180.0 {
        longitudes.iter_mut().for_each(|x| *x -= 360.0);
        return 0;
    }
    let step = (last - first) / (longitudes.len() - 1) as f64;
    let goes_round = (last - first + step - 360.0).abs() < 0.5 * step;
    if !goes_round {
        // A region across the date line stays together.
        return 0;
    }
    let turned = longitudes.iter().filter(|x| **x >= 180.0).count();
    longitudes.rotate_right(turned);
    longitudes[..turned].iter_mut().for_each(|x| *x -= 360.0);
    turned
}

/// The layers of a map: its years, or the only one.
pub(super) fn layers(file: &File, dimension: Option<&str>) -> Result<Vec<Layer>, String> {
    let Some(dimension) = dimension else { return Ok(vec![Layer::Single]) };
    let accepted = "accepted are whole years, or `days since YYYY-MM-DD` with a `calendar`";
    let variable = file
        .variable(dimension)
        .map_err(|_| format!("dimension `{dimension}` has no coordinate variable; {accepted}"))?;
    let units = text(variable, "units").unwrap_or_default();
    let values = file.unpack_f64(dimension).map_err(|e| e.to_string())?;
    let years = if units.contains(" since ") {
        let calendar = text(variable, "calendar").unwrap_or("standard");
        time::years(&values, units, calendar).map_err(|e| format!("`{dimension}`: {e}"))?
    } else {
        let year = |&value: &f64| (value.fract() == 0.0 && value.abs() < 1e5).then_some(value as i32);
        let years: Option<Vec<i32>> = values.iter().map(year).collect();
        years.ok_or_else(|| format!("`{dimension}` holds no years; {accepted}"))?
    };
    if let Some(at) = (1..years.len()).find(|&at| years[..at].contains(&years[at])) {
        let first = years[..at].iter().position(|year| *year == years[at]).unwrap_or(0);
        let problem = format!("records {} and {} of `{dimension}` are both of {}", first + 1, at + 1, years[at]);
        return Err(format!(
            "{problem}; one record for each year is accepted: make annual values with `cdo yearmean` first"
        ));
    }
    Ok(years.into_iter().map(Layer::Year).collect())
}

#[cfg(test)]
mod tests {
    use super::turn;

    #[test]
    fn the_globe_is_turned_and_a_region_across_the_date_line_is_not() {
        let mut globe: Vec<f64> = (0..8).map(|i| 22.5 + 45.0 * f64::from(i)).collect();
        assert_eq!(turn(&mut globe), 4);
        assert_eq!(globe, [-157.5, -112.5, -67.5, -22.5, 22.5, 67.5, 112.5, 157.5]);
        let mut pacific = vec![175.0, 180.0, 185.0];
        assert_eq!((turn(&mut pacific), pacific[2]), (0, 185.0));
        let mut america = vec![250.0, 260.0];
        assert_eq!((turn(&mut america), america[0]), (0, -110.0));
    }
}
