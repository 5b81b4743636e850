//! Values of a quantity, read a few records at a time and reduced to what figures need.

use edaphon_io::netcdf::AttributeValue;

use super::quantity::Quantity;
use super::run_file::{RunFile, Spot};
use crate::error::{JobError, Result};

/// Up to so many cells, their series are kept; with more, only means over space and over time.
pub const FEW: usize = 6;
/// Values held while reading.
const BLOCK: usize = 1 << 22;

/// What is kept of a quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct Reduced {
    /// Mean over the cells, weighted by their land, by record.
    pub mean: Vec<f64>,
    /// Mean over time of each cell.
    pub by_spot: Vec<f64>,
    /// Series of each cell, where there are few.
    pub series: Vec<Vec<f64>>,
}

impl Reduced {
    pub(super) fn read(run: &RunFile, quantity: &Quantity) -> Result<Option<Self>> {
        if !run.file.has_variable(quantity.name) {
            return Ok(None);
        }
        let (factor, add) = conversion(run, quantity)?;
        let spatial = run.file.variable(quantity.name)?.shape[1..].to_vec();
        let (records, spots) = (run.times.len(), &run.spots);
        let mut made = Self { mean: Vec::with_capacity(records), by_spot: vec![0.0; spots.len()], series: Vec::new() };
        if spots.len() <= FEW {
            made.series = vec![Vec::with_capacity(records); spots.len()];
        }
        let step = (BLOCK / run.record.max(1)).max(1);
        for first in (0..records).step_by(step) {
            let count = step.min(records - first);
            let start: Vec<usize> = std::iter::once(first).chain(spatial.iter().map(|_| 0)).collect();
            let shape: Vec<usize> = std::iter::once(count).chain(spatial.iter().copied()).collect();
            let values = run.file.unpack_f64_slab(quantity.name, &start, &shape)?;
            for (values, days) in values.chunks_exact(run.record).zip(&run.days[first..]) {
                made.add(spots, *days, |offset| values[offset] * factor + add);
            }
        }
        let days: f64 = run.days.iter().sum();
        made.by_spot.iter_mut().for_each(|sum| *sum /= days);
        Ok(Some(made))
    }

    fn add(&mut self, spots: &[Spot], days: f64, value: impl Fn(usize) -> f64) {
        let (mut sum, mut area) = (0.0, 0.0);
        for (number, spot) in spots.iter().enumerate() {
            let value = value(spot.offset);
            self.by_spot[number] += days * value;
            if let Some(series) = self.series.get_mut(number) {
                series.push(value);
            }
            if value.is_finite() {
                sum += spot.area * value;
                area += spot.area;
            }
        }
        self.mean.push(sum / area);
    }
}

fn conversion(run: &RunFile, quantity: &Quantity) -> Result<(f64, f64)> {
    let variable = run.file.variable(quantity.name)?;
    let unit = variable.attribute("units").and_then(AttributeValue::text).unwrap_or_default();
    quantity.conversion(unit).ok_or_else(|| {
        let (path, name, shown) = (run.path.display(), quantity.name, quantity.unit());
        JobError::refused(format!("{path}: variable `{name}`: its unit `{unit}` cannot be shown as `{shown}`"))
    })
}

/// Mean of a series over records of different length.
pub fn mean_over(series: &[f64], days: &[f64]) -> f64 {
    let total: f64 = days.iter().sum();
    series.iter().zip(days).map(|(value, days)| value * days).sum::<f64>() / total
}

/// Middles of the years (decimal years) and means over each; years that are not complete are left out.
pub fn by_year(times: &[f64], days: &[f64], series: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut years: Vec<(f64, f64, f64)> = Vec::new();
    for ((time, days), value) in times.iter().zip(days).zip(series) {
        let year = time.floor();
        match years.last_mut().filter(|last| last.0 == year) {
            Some(last) => (last.1, last.2) = (last.1 + days, last.2 + days * value),
            None => years.push((year, *days, days * value)),
        }
    }
    let complete = years.into_iter().filter(|(_, days, _)| *days > 364.5);
    complete.map(|(year, days, sum)| (year + 0.5, sum / days)).unzip()
}

/// Mean course of the year: 12 or 365 values; none for annual values.
pub fn by_season(times: &[f64], per_year: usize, series: &[f64]) -> Option<Vec<f64>> {
    if per_year < 12 {
        return None;
    }
    let (mut sums, mut counts) = (vec![0.0; per_year], vec![0.0; per_year]);
    for (time, value) in times.iter().zip(series) {
        let day = (time - time.floor()) * 365.0;
        let at = if per_year == 12 { month_of(day) } else { (day as usize).min(364) };
        sums[at] += value;
        counts[at] += 1.0;
    }
    Some(sums.iter().zip(&counts).map(|(sum, count)| sum / count).collect())
}

/// The month (from 0) of a day counted from the start of the year.
fn month_of(day: f64) -> usize {
    (0..12).find(|&m| day < f64::from(edaphon_core::calendar::month_bounds(m).1)).unwrap_or(11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_that_are_not_complete_are_left_out() {
        let times = [2000.25, 2000.75, 2001.25];
        let (x, y) = by_year(&times, &[182.5, 182.5, 182.5], &[1.0, 3.0, 9.0]);
        assert_eq!((x, y), (vec![2000.5], vec![2.0]));
    }

    #[test]
    fn months_are_found_by_their_middles() {
        let middles = (0..24).map(|i| {
            let (first, last) = edaphon_core::calendar::month_bounds(i % 12);
            1999.0 + (i / 12) as f64 + (f64::from(first) - 1.0 + f64::from(last)) / 730.0
        });
        let times: Vec<f64> = middles.collect();
        let values: Vec<f64> = (0..24).map(|i| (i % 12) as f64 + if i < 12 { -1.0 } else { 1.0 }).collect();
        assert_eq!(by_season(&times, 12, &values), Some((0..12).map(f64::from).collect()));
        assert_eq!(by_season(&times, 1, &values), None);
    }

    #[test]
    fn long_records_weigh_more() {
        assert_eq!(mean_over(&[1.0, 4.0], &[20.0, 10.0]), 2.0);
    }
}
