//! The axes of a gridded variable: which are latitude, longitude and time, and the edges of their cells.

use std::path::Path;

use edaphon_io::netcdf::{AttributeValue, File, Variable};

use crate::error::{EvaluateError, Result};
use crate::ilamb::regular_bounds;

/// Steps of an axis without bounds may differ by this factor, as those of Gaussian latitudes do.
const EVEN: f64 = 1.1;

/// The axes of a variable.
#[derive(Debug, Clone)]
pub(super) struct Axes {
    pub(super) latitude: Axis,
    pub(super) longitude: Axis,
    /// Place and name of the dimension of time.
    pub(super) time: Option<(usize, String)>,
    pub(super) shape: Vec<usize>,
}

/// An axis of a grid.
#[derive(Debug, Clone)]
pub(super) struct Axis {
    /// Its place among the dimensions.
    pub(super) place: usize,
    /// Centres of its cells (degrees).
    pub(super) centres: Vec<f64>,
    /// Edges of its cells (degrees), or why there are none.
    pub(super) edges: std::result::Result<Vec<[f64; 2]>, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Latitude,
    Longitude,
    Time,
    Other,
}

impl Axes {
    /// Finds the axes of a variable.
    ///
    /// # Errors
    /// If it is on no grid of latitude and longitude, or has levels.
    pub(super) fn of(path: &Path, file: &File, name: &str) -> Result<Self> {
        let variable = file.variable(name)?;
        let kinds: Vec<Kind> = variable.dimensions.iter().map(|dimension| kind(file, dimension)).collect();
        let refuse = |problem: String| EvaluateError::at(path, format!("`{name}` {problem}"));
        let dimensions = || variable.dimensions.join(", ");
        let place = |wanted: Kind| kinds.iter().position(|kind| *kind == wanted);
        let (Some(rows), Some(columns)) = (place(Kind::Latitude), place(Kind::Longitude)) else {
            let found = if variable.dimensions.is_empty() { "no dimensions".to_owned() } else { dimensions() };
            let accepted =
                "accepted is a grid whose latitudes and longitudes have one dimension each, such as (time, lat, lon)";
            return Err(refuse(format!("is on {found}, which is no grid of latitude and longitude; {accepted}")));
        };
        let levels = |at: &usize| kinds[*at] == Kind::Other && variable.shape[*at] > 1;
        if let Some(at) = (0..kinds.len()).find(levels) {
            let (dimension, count) = (&variable.dimensions[at], variable.shape[at]);
            let mend = "make one map of them first, such as the sum over depth";
            return Err(refuse(format!(
                "has {count} values along `{dimension}`; accepted are latitude, longitude and time: {mend}"
            )));
        }
        let axis = |place: usize, furthest: f64| {
            let dimension = &variable.dimensions[place];
            let centres = file.read_f64(dimension)?;
            let edges = edges(file, file.variable(dimension)?, &centres, furthest);
            Ok::<_, EvaluateError>(Axis { place, centres, edges })
        };
        let (latitude, longitude) = (axis(rows, 90.0)?, axis(columns, f64::INFINITY)?);
        let outside = |centres: &[f64], most: f64| centres.iter().copied().find(|x| !(x.abs() <= most));
        if let Some(value) = outside(&latitude.centres, 90.0 + 1e-6).or(outside(&longitude.centres, 720.0)) {
            let accepted = "accepted are latitudes from −90 to 90 and longitudes in degrees east; are the two swapped?";
            return Err(refuse(format!("has a coordinate of {value} degrees; {accepted}")));
        }
        let time = place(Kind::Time).map(|at| (at, variable.dimensions[at].clone()));
        Ok(Self { latitude, longitude, time, shape: variable.shape.clone() })
    }

    /// Number of records.
    pub(super) fn records(&self) -> usize {
        self.time.as_ref().map_or(1, |(at, _)| self.shape[*at])
    }

    /// A record of a variable on these axes, the longitude fastest; missing values are NaN.
    pub(super) fn record(&self, file: &File, name: &str, record: usize) -> Result<Vec<f64>> {
        let mut start = vec![0; self.shape.len()];
        let mut count = self.shape.clone();
        if let Some((at, _)) = self.time {
            (start[at], count[at]) = (record, 1);
        }
        let values = file.unpack_f64_slab(name, &start, &count)?;
        if self.latitude.place < self.longitude.place {
            return Ok(values);
        }
        let (rows, columns) = (self.latitude.centres.len(), self.longitude.centres.len());
        Ok((0..rows * columns).map(|at| values[at % columns * rows + at / columns]).collect())
    }
}

fn text<'a>(variable: &'a Variable, name: &str) -> &'a str {
    variable.attribute(name).and_then(AttributeValue::text).unwrap_or_default()
}

/// What a dimension is, by what its coordinate says of itself, else by its name.
fn kind(file: &File, dimension: &str) -> Kind {
    let coordinate = file.variable(dimension).ok().filter(|variable| variable.dimensions == [dimension]);
    let Some(variable) = coordinate else { return if dimension == "time" { Kind::Time } else { Kind::Other } };
    let (standard, units) = (text(variable, "standard_name"), text(variable, "units"));
    let north = ["degrees_north", "degree_north", "degrees_N", "degree_N", "degreesN", "degreeN"];
    let east = ["degrees_east", "degree_east", "degrees_E", "degree_E", "degreesE", "degreeE"];
    if standard == "latitude" || north.contains(&units) {
        Kind::Latitude
    } else if standard == "longitude" || east.contains(&units) {
        Kind::Longitude
    } else if standard == "time" || units.contains(" since ") {
        Kind::Time
    } else {
        match dimension.to_lowercase().as_str() {
            "lat" | "latitude" => Kind::Latitude,
            "lon" | "longitude" => Kind::Longitude,
            "time" => Kind::Time,
            _ => Kind::Other,
        }
    }
}

/// Edges from the bounds of the file, or halfway between centres that are evenly spaced.
fn edges(
    file: &File,
    variable: &Variable,
    centres: &[f64],
    furthest: f64,
) -> std::result::Result<Vec<[f64; 2]>, String> {
    let words = if furthest == 90.0 { "latitudes" } else { "longitudes" };
    let bounds = Some(text(variable, "bounds")).filter(|name| !name.is_empty());
    let bounds = bounds.and_then(|name| file.read_f64(name).ok()).filter(|bounds| bounds.len() == 2 * centres.len());
    let edges: Vec<[f64; 2]> = match bounds {
        Some(bounds) => bounds.as_chunks::<2>().0.to_vec(),
        None => {
            even(centres)
                .map_err(|problem| format!("its {words} {problem}; give them bounds (CF attribute `bounds`)"))?;
            regular_bounds(centres, furthest)
        }
    };
    let around = edges.iter().map(|[a, b]| (b - a).abs()).sum::<f64>();
    if furthest != 90.0 && around > 360.0 + 1e-3 {
        return Err(format!(
            "its longitudes reach over {around:.3} degrees, more than once around; drop the repeated ones"
        ));
    }
    Ok(edges)
}

/// Why no edges can be inferred from centres.
fn even(centres: &[f64]) -> std::result::Result<(), String> {
    let steps: Vec<f64> = centres.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (Some(first), false) = (steps.first(), centres.len() < 2) else { return Err("are a single one".to_owned()) };
    if !steps.iter().all(|step| step * first > 0.0) {
        return Err("run neither up nor down".to_owned());
    }
    let sizes = || steps.iter().map(|step| step.abs());
    let (least, most) = (sizes().fold(f64::INFINITY, f64::min), sizes().fold(0.0, f64::max));
    if most > EVEN * least {
        return Err(format!("are unevenly spaced, by {least} to {most} degrees"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_are_inferred_from_even_steps_alone() {
        assert_eq!(even(&[0.0, 1.0, 2.0]), Ok(()));
        assert_eq!(even(&[2.0, 1.05, 0.0]), Err("are unevenly spaced, by 0.95 to 1.05 degrees".to_owned()));
        assert!(even(&[1.0]).unwrap_err().contains("single"));
        assert!(even(&[0.0, 1.0, 0.5]).unwrap_err().contains("neither"));
        // Gaussian latitudes, the outermost of 96.
        assert_eq!(even(&[-88.572, -86.723, -84.862, -82.999]), Ok(()));
    }
}
