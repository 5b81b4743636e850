//! A variable through time and over cells: its axes, which cells count how much, and means.

use edaphon_core::grid::meridian_distance;
use edaphon_io::netcdf::Variable;

use super::Request;
use crate::dataset::{Axis, Dataset, LATITUDE, LONGITUDE, is_numeric, text_of};
use crate::refusal::Refusal;

/// Names under which files hold the area of their cells.
const AREAS: [&str; 5] = ["area_land", "areacella", "landarea", "cell_area", "area"];

/// A place on Earth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    latitude: f64,
    longitude: f64,
}

impl Place {
    /// Reads `52.25,5.75`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let numbers = text.split_once(',').map(|(a, b)| (a.trim().parse::<f64>(), b.trim().parse::<f64>()));
        match numbers {
            Some((Ok(latitude), Ok(longitude))) if latitude.abs() <= 90.0 && (-180.0..=360.0).contains(&longitude) => {
                Ok(Self { latitude, longitude })
            }
            _ => Err("accepted is LAT,LON in degrees, such as 52.25,5.75".to_owned()),
        }
    }

    /// A measure that grows with the distance to another place.
    fn distance(self, latitude: f64, longitude: f64) -> f64 {
        let across = meridian_distance(self.longitude, longitude) * self.latitude.to_radians().cos();
        (self.latitude - latitude).hypot(across)
    }
}

/// A variable whose first dimension is time and whose others are cells.
#[derive(Debug)]
pub(super) struct Field<'d> {
    dataset: &'d Dataset,
    pub(super) variable: &'d Variable,
    /// Time.
    time: &'d Axis,
    /// Time as years with decimals, or whatever counts it.
    pub(super) times: Vec<f64>,
    /// How long each interval is, in the unit of time: months differ.
    pub(super) lengths: Vec<f64>,
}

impl<'d> Field<'d> {
    /// The variable `name`.
    pub(super) fn new(dataset: &'d Dataset, name: &str) -> anyhow::Result<Self> {
        let variable = dataset.file.variable(name)?;
        let refuse = |words: String| Refusal::new(words).at(dataset.file.path());
        if !is_numeric(variable) {
            return Err(refuse(format!("`{name}` is text; numbers can be drawn")).into());
        }
        let time = variable.dimensions.first().and_then(|first| dataset.axis(first)).filter(|axis| is_time(axis));
        let Some(time) = time else {
            let dimensions = variable.dimensions.join(", ");
            let words = format!("`{name}` has the dimensions ({dimensions}); the first must be time to be drawn");
            return Err(refuse(words).into());
        };
        let cells: Vec<_> = variable.dimensions[1..].iter().map(String::as_str).collect();
        let is_map = matches!(cells.as_slice(), [y, x] if LATITUDE.contains(y) && LONGITUDE.contains(x));
        if !is_map && cells.len() > 1 {
            let words = format!(
                "`{name}` has the dimensions ({}); accepted are time, lat, lon and time, cell",
                variable.dimensions.join(", ")
            );
            return Err(refuse(words).into());
        }
        let counted = || (0..variable.shape[0]).map(|i| i as f64).collect();
        let times = time.years().or_else(|| time.own().map(<[f64]>::to_vec)).unwrap_or_else(counted);
        let lengths = lengths(dataset, &time.name, times.len())?;
        Ok(Self { dataset, variable, time, times, lengths })
    }

    /// Number of values at a time.
    pub(super) fn cells(&self) -> usize {
        self.variable.shape[1..].iter().product()
    }

    /// Latitude and longitude of each cell, where they are known.
    pub(super) fn coordinates(&self) -> Option<Vec<(f64, f64)>> {
        let axis = |name: &String| self.dataset.axis(name);
        match &self.variable.dimensions[1..] {
            [cell] => {
                let axis = axis(cell)?;
                let (lat, lon) = (axis.coordinate(&LATITUDE)?, axis.coordinate(&LONGITUDE)?);
                Some(lat.iter().copied().zip(lon.iter().copied()).collect())
            }
            [y, x] => {
                let (lat, lon) = (axis(y)?.own()?, axis(x)?.own()?);
                Some(lat.iter().flat_map(|y| lon.iter().map(|x| (*y, *x))).collect())
            }
            _ => None,
        }
    }

    /// The times to be drawn: all of them, or those of one year.
    pub(super) fn chosen(&self, year: Option<i64>) -> Result<Vec<usize>, Refusal> {
        let all = 0..self.times.len();
        let Some(year) = year else { return Ok(all.collect()) };
        let found: Vec<usize> = all.filter(|i| self.times[*i].floor() as i64 == year).collect();
        if found.is_empty() {
            let span = match self.times.as_slice() {
                [first, .., last] => format!("the file has {} to {}", first.floor(), last.floor()),
                [only] => format!("the file has {}", only.floor()),
                [] => "the file has no times".to_owned(),
            };
            return Err(Refusal::new(format!("no values in {year}; {span}")).at(self.dataset.file.path()));
        }
        Ok(found)
    }

    /// What each cell counts in a mean, and that in words.
    pub(super) fn weights(&self, request: &Request<'_>) -> anyhow::Result<(Vec<f64>, String)> {
        if let Some(place) = request.at {
            return self.nearest(place);
        }
        let cells = self.cells();
        if cells == 1 {
            return Ok((vec![1.0], String::new()));
        }
        let file = &self.dataset.file;
        let on_cells = |name: &&&str| file.variable(name).is_ok_and(|v| v.dimensions == self.variable.dimensions[1..]);
        if let Some(name) = AREAS.iter().find(on_cells) {
            let areas = file.unpack_f64(name)?.into_iter().map(|a| if a > 0.0 { a } else { 0.0 });
            return Ok((areas.collect(), format!("mean over cells weighted by {name}")));
        }
        match self.coordinates() {
            Some(places) if self.variable.dimensions.len() == 3 => {
                let weights = places.iter().map(|(lat, _)| lat.to_radians().cos().max(0.0)).collect();
                Ok((weights, "mean over cells weighted by the cosine of latitude".to_owned()))
            }
            _ => Ok((vec![1.0; cells], "plain mean over cells".to_owned())),
        }
    }

    /// All the weight on the cell nearest to `place` that has values.
    fn nearest(&self, place: Place) -> anyhow::Result<(Vec<f64>, String)> {
        let path = self.dataset.file.path();
        let Some(places) = self.coordinates() else {
            return Err(Refusal::new("the file does not say where its cells are, so --at cannot be used")
                .at(path)
                .into());
        };
        let values = self.means(&[self.times.len().saturating_sub(1)])?;
        let with_values = (0..places.len()).filter(|i| values[*i].is_finite());
        let distance = |i: &usize| place.distance(places[*i].0, places[*i].1);
        let found = with_values.min_by(|a, b| distance(a).total_cmp(&distance(b)));
        let Some(found) = found else {
            return Err(Refusal::new(format!("no cell of `{}` has values", self.variable.name)).at(path).into());
        };
        let mut weights = vec![0.0; places.len()];
        weights[found] = 1.0;
        Ok((weights, format!("cell at lat {}, lon {}", places[found].0, places[found].1)))
    }

    /// Mean over cells at each time.
    pub(super) fn series(&self, weights: &[f64]) -> anyhow::Result<Vec<f64>> {
        let mut sums = vec![(0.0, 0.0); self.times.len()];
        self.each(|time, cell, value| {
            if !value.is_nan() && weights[cell] > 0.0 {
                sums[time].0 += weights[cell] * value;
                sums[time].1 += weights[cell];
            }
        })?;
        Ok(sums.into_iter().map(|(sum, weight)| sum / weight).collect())
    }

    /// Mean over some times in each cell; longer intervals count more.
    pub(super) fn means(&self, times: &[usize]) -> anyhow::Result<Vec<f64>> {
        let mut wanted = vec![false; self.times.len()];
        times.iter().for_each(|i| wanted[*i] = true);
        let mut sums = vec![(0.0, 0.0); self.cells()];
        self.each(|time, cell, value| {
            if wanted[time] && !value.is_nan() {
                sums[cell].0 += self.lengths[time] * value;
                sums[cell].1 += self.lengths[time];
            }
        })?;
        Ok(sums.into_iter().map(|(sum, count)| sum / count).collect())
    }

    /// The times in words: `1901 to 2010`.
    pub(super) fn span(&self, times: &[usize]) -> String {
        let year = |i: &usize| self.times[*i].floor();
        match (times.first(), times.last(), self.time.time.is_some() || self.time.name == "year") {
            (Some(first), Some(last), true) if year(first) == year(last) => year(first).to_string(),
            (Some(first), Some(last), true) => format!("{} to {}", year(first), year(last)),
            _ => String::new(),
        }
    }

    /// Hands over every value with its time and cell.
    fn each(&self, mut take: impl FnMut(usize, usize, f64)) -> anyhow::Result<()> {
        let cells = self.cells().max(1);
        for slab in self.dataset.slabs(self.variable) {
            let values = self.dataset.read(&self.variable.name, &slab)?;
            (slab.first..).zip(values).for_each(|(at, value)| take(at / cells, at % cells, value));
        }
        Ok(())
    }
}

/// Lengths of the intervals of time by their bounds; all alike where there are none.
fn lengths(dataset: &Dataset, time: &str, count: usize) -> anyhow::Result<Vec<f64>> {
    let named = dataset.file.variable(time).ok().map(|v| text_of(v, "bounds")).filter(|name| !name.is_empty());
    let bounds = named.and_then(|name| dataset.file.variable(name).ok()).filter(|v| v.shape == [count, 2]);
    let Some(bounds) = bounds else { return Ok(vec![1.0; count]) };
    let ends = dataset.file.unpack_f64(&bounds.name)?;
    let lengths: Vec<f64> = ends.chunks_exact(2).map(|pair| pair[1] - pair[0]).collect();
    Ok(if lengths.iter().all(|length| *length > 0.0) { lengths } else { vec![1.0; count] })
}

fn is_time(axis: &Axis) -> bool {
    axis.time.is_some() || matches!(axis.name.as_str(), "time" | "year")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_and_measured_across_the_date_line() {
        let place = Place::parse("-10, 179.5").unwrap();
        assert!(place.distance(-10.0, -179.5) < place.distance(-10.0, 177.0));
        assert!(place.distance(-10.0, 180.5) < 1.1);
        assert!(Place::parse("95,0").is_err() && Place::parse("5").is_err() && Place::parse("a,b").is_err());
    }
}
