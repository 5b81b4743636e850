//! Anomalies, seasons and years of two series on common cells.

use edaphon_core::calendar::month_bounds;

use super::grid::{Common, Gridded};

/// Errors of anomalies, by cell (unit of the values).
pub(super) struct Anomalies {
    /// Root mean square of the reference's anomalies.
    pub(super) sigma: Vec<f64>,
    /// Root mean square error.
    pub(super) rmse: Vec<f64>,
    /// Root mean square error of anomalies.
    pub(super) crmse: Vec<f64>,
}

impl Anomalies {
    /// None without a time axis.
    pub(super) fn of(common: &Common, reference: &[f64], model: &[f64]) -> Option<Self> {
        let (x, y) = (&common.reference, &common.model);
        if x.times.len() < 2 {
            return None;
        }
        let root = |values: Vec<f64>| values.into_iter().map(f64::sqrt).collect::<Vec<_>>();
        let sigma = root(x.weighted_mean(&distances(x), |cell, value| (value - reference[cell]).powi(2)));
        let apart: Vec<f64> = y.values.iter().zip(&x.values).map(|(y, x)| y - x).collect();
        let apart = Gridded { values: apart, ..x.clone() };
        let lengths = x.lengths();
        let rmse = root(apart.weighted_mean(&lengths, |_, value| value * value));
        let shift: Vec<f64> = model.iter().zip(reference).map(|(y, x)| y - x).collect();
        let crmse = root(apart.weighted_mean(&lengths, |cell, value| (value - shift[cell]).powi(2)));
        Some(Self { sigma, rmse, crmse })
    }
}

/// Distances between the middles of neighbouring records (d), averaged over both sides.
fn distances(series: &Gridded) -> Vec<f64> {
    let middles: Vec<f64> = series.times.iter().map(|[from, to]| 0.5 * (from + to)).collect();
    let last = middles.len() - 1;
    let distance = |at: usize| {
        let (before, after) = (at.saturating_sub(1), (at + 1).min(last));
        (middles[after] - middles[before]) / (after - before) as f64
    };
    (0..=last).map(distance).collect()
}

/// Seasons and years, by cell.
pub(super) struct Season {
    /// Shift of the month of the largest mean (d).
    pub(super) shift: Vec<f64>,
    /// Root mean square of what is left when the mean annual cycle is taken away, of the reference and of the model.
    pub(super) years: [Vec<f64>; 2],
}

impl Season {
    /// None unless records are whole years of months.
    pub(super) fn of(common: &Common) -> Option<Self> {
        let is_month = |[from, to]: &[f64; 2]| (27.0..32.0).contains(&(to - from));
        let times = &common.reference.times;
        if times.is_empty() || !times.len().is_multiple_of(12) || !times.iter().all(is_month) {
            return None;
        }
        let cycles = [cycle(&common.reference), cycle(&common.model)];
        let peaks = [peaks(&cycles[0]), peaks(&cycles[1])];
        let shift = peaks[0].iter().zip(&peaks[1]).map(|(x, y)| wrapped(y - x)).collect();
        let years =
            [(&common.reference, &cycles[0]), (&common.model, &cycles[1])].map(|(of, cycle)| variability(of, cycle));
        Some(Self { shift, years })
    }
}

/// Mean annual cycle: twelve maps, each the mean of its months.
fn cycle(series: &Gridded) -> Vec<Vec<f64>> {
    let cells = series.cells();
    let maps: Vec<&[f64]> = series.values.chunks_exact(cells).collect();
    let mean = |month: usize, cell: usize| {
        let values = maps[month..].iter().step_by(12).map(|map| map[cell]).filter(|v| v.is_finite());
        let (sum, count) = values.fold((0.0, 0.0), |(sum, count), v| (sum + v, count + 1.0));
        sum / count
    };
    (0..12).map(|month| (0..cells).map(|cell| mean(month, cell)).collect()).collect()
}

/// Middle of the month with the largest mean (d since the start of the year).
fn peaks(cycle: &[Vec<f64>]) -> Vec<f64> {
    let middle = |month: usize| {
        let (first, last) = month_bounds(month);
        0.5 * (f64::from(first) - 1.0 + f64::from(last))
    };
    let peak = |cell: usize| {
        let months = (0..cycle.len()).filter(|month| cycle[*month][cell].is_finite());
        months.reduce(|best, month| if cycle[month][cell] > cycle[best][cell] { month } else { best })
    };
    (0..cycle[0].len()).map(|cell| peak(cell).map_or(f64::NAN, middle)).collect()
}

/// The shorter way round the year.
fn wrapped(days: f64) -> f64 {
    if days > 182.5 {
        days - 365.0
    } else if days < -182.5 {
        days + 365.0
    } else {
        days
    }
}

/// Score of a shift (d).
pub(super) fn shift_score(shift: f64) -> f64 {
    0.5 * (1.0 + (shift * std::f64::consts::TAU / 365.0).cos())
}

fn variability(series: &Gridded, cycle: &[Vec<f64>]) -> Vec<f64> {
    let cells = series.cells();
    let left: Vec<f64> = series
        .values
        .chunks_exact(cells)
        .enumerate()
        .flat_map(|(record, map)| map.iter().zip(&cycle[record % 12]).map(|(value, mean)| value - mean))
        .collect();
    let left = Gridded { values: left, ..series.clone() };
    left.weighted_mean(&distances(series), |_, value| value * value).into_iter().map(f64::sqrt).collect()
}
