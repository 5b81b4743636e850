//! NetCDF files as commands look at them: values in blocks, places in words.

use std::path::Path;

use edaphon_core::calendar::{Date, TimeAxis};
use edaphon_io::netcdf::{DataType, File, Variable};

/// Values read at a time.
const BLOCK: usize = 1 << 22;

/// A NetCDF file and what its axes mean.
#[derive(Debug)]
pub(crate) struct Dataset {
    pub(crate) file: File,
    axes: Vec<Axis>,
}

/// A dimension with its coordinates.
#[derive(Debug)]
pub(crate) struct Axis {
    /// Name of the dimension.
    pub(crate) name: String,
    /// Coordinates along it, each with its name: those of its own name, or latitude and longitude of cells.
    pub(crate) coordinates: Vec<(String, Vec<f64>)>,
    /// How times are counted, if this is time.
    pub(crate) time: Option<TimeAxis>,
}

impl Axis {
    /// Its own coordinates.
    pub(crate) fn own(&self) -> Option<&[f64]> {
        self.coordinate(&[self.name.as_str()])
    }

    /// The coordinates of one of these names.
    pub(crate) fn coordinate(&self, names: &[&str]) -> Option<&[f64]> {
        self.coordinates.iter().find(|(name, _)| names.contains(&name.as_str())).map(|(_, values)| values.as_slice())
    }

    /// Times as years with decimals, where this is time with a known beginning.
    pub(crate) fn years(&self) -> Option<Vec<f64>> {
        let TimeAxis { days, epoch } = self.time?;
        let first = epoch.decimal_year();
        Some(self.own()?.iter().map(|x| first + x * days / 365.0).collect())
    }

    /// The place `index` in words: `time 1934-07-12`, `lat 52.25`.
    pub(crate) fn place(&self, index: usize) -> String {
        let said: Vec<String> = self
            .coordinates
            .iter()
            .filter_map(|(name, values)| {
                let value = values.get(index).filter(|x| x.is_finite())?;
                let words = self.time.map(|axis| date(axis, *value).to_string());
                Some(format!("{name} {}", words.unwrap_or_else(|| short(*value))))
            })
            .collect();
        if said.is_empty() { format!("{} {index}", self.name) } else { said.join(", ") }
    }
}

/// The day on which a time lies.
pub(crate) fn date(axis: TimeAxis, time: f64) -> Date {
    Date::from_days_since(axis.epoch, (time * axis.days).floor() as i64)
}

/// A coordinate without the noise of single precision.
fn short(value: f64) -> String {
    format!("{}", (value * 1e4).round() / 1e4)
}

impl Dataset {
    /// Opens a file and reads its coordinates.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn open(path: &Path) -> edaphon_io::Result<Self> {
        let file = File::open(path)?;
        let axes: edaphon_io::Result<Vec<Axis>> = file.dimensions().iter().map(|d| axis(&file, &d.name)).collect();
        Ok(Self { axes: axes?, file })
    }

    /// The axis of a dimension.
    pub(crate) fn axis(&self, dimension: &str) -> Option<&Axis> {
        self.axes.iter().find(|axis| axis.name == dimension)
    }

    /// Where a value of a variable lies, in words: `time 1934-07-12, lat 52.25, lon 5.75`; empty for a single value.
    pub(crate) fn place(&self, variable: &Variable, at: usize) -> String {
        let words = variable
            .dimensions
            .iter()
            .zip(index(&variable.shape, at))
            .map(|(name, i)| self.axis(name).map_or_else(|| format!("{name} {i}"), |axis| axis.place(i)));
        words.collect::<Vec<_>>().join(", ")
    }

    /// Parts of a variable that fit comfortably into memory, in order.
    pub(crate) fn slabs(&self, variable: &Variable) -> Vec<Slab> {
        let (Some(&records), size) = (variable.shape.first(), variable.shape.iter().skip(1).product::<usize>()) else {
            return vec![Slab { first: 0, start: Vec::new(), count: Vec::new() }];
        };
        let step = (BLOCK / size.max(1)).max(1);
        let slab = |record: usize| {
            let (mut start, mut count) = (vec![0; variable.shape.len()], variable.shape.clone());
            (start[0], count[0]) = (record, step.min(records - record));
            Slab { first: record * size, start, count }
        };
        (0..records).step_by(step).map(slab).collect()
    }

    /// The values of a part of a variable; missing ones are NaN.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn read(&self, variable: &str, slab: &Slab) -> edaphon_io::Result<Vec<f64>> {
        self.file.unpack_f64_slab(variable, &slab.start, &slab.count)
    }
}

/// A part of a variable.
#[derive(Debug)]
pub(crate) struct Slab {
    /// Place of its first value, counted along all dimensions.
    pub(crate) first: usize,
    start: Vec<usize>,
    count: Vec<usize>,
}

/// Whether a variable holds numbers.
pub(crate) fn is_numeric(variable: &Variable) -> bool {
    !matches!(variable.data_type, DataType::Char | DataType::String | DataType::Other)
}

/// The text of an attribute, or nothing.
pub(crate) fn text_of<'v>(variable: &'v Variable, attribute: &str) -> &'v str {
    variable.attribute(attribute).and_then(|value| value.text()).unwrap_or_default()
}

/// Index along each dimension of the value at `at`.
pub(crate) fn index(shape: &[usize], at: usize) -> Vec<usize> {
    let mut rest = at;
    let mut index: Vec<usize> = shape
        .iter()
        .rev()
        .map(|length| {
            let i = rest % (*length).max(1);
            rest /= (*length).max(1);
            i
        })
        .collect();
    index.reverse();
    index
}

/// Names of latitude, and of longitude.
pub(crate) const LATITUDE: [&str; 3] = ["lat", "latitude", "y"];
/// Names of longitude.
pub(crate) const LONGITUDE: [&str; 3] = ["lon", "longitude", "x"];

fn axis(file: &File, name: &str) -> edaphon_io::Result<Axis> {
    let on_it = |v: &&Variable| v.dimensions == [name] && is_numeric(v);
    let is_place = |v: &&Variable| LATITUDE.contains(&v.name.as_str()) || LONGITUDE.contains(&v.name.as_str());
    let wanted = file.variables().iter().filter(on_it).filter(|v| v.name == name || is_place(v));
    let mut coordinates = Vec::new();
    let mut time = None;
    for variable in wanted {
        coordinates.push((variable.name.clone(), file.unpack_f64(&variable.name)?));
        // Other calendars are left as numbers: their days are not ours.
        let calendar = text_of(variable, "calendar");
        if variable.name == name && matches!(calendar, "noleap" | "365_day") {
            time = text_of(variable, "units").parse().ok();
        }
    }
    Ok(Axis { name: name.to_owned(), coordinates, time })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_dimension_runs_fastest() {
        assert_eq!(index(&[2, 3, 4], 23), [1, 2, 3]);
        assert_eq!(index(&[2, 3, 4], 5), [0, 1, 1]);
        assert_eq!(index(&[], 0), [0_usize; 0]);
    }
}
