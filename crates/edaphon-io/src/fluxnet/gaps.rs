//! Filling gaps of a daily series.

use edaphon_core::forcing::DAYS;

/// Longest gap that a straight line bridges (d).
const SHORT: usize = 7;
/// Half widths of the window around a day of the year (d): the first that holds a value is taken.
const WINDOWS: [usize; 6] = [7, 15, 30, 60, 120, 182];

/// How many days were filled, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filled {
    /// Days on a straight line between neighbours.
    pub linear: usize,
    /// Days that got the mean of the same season of the other years.
    pub seasonal: usize,
}

impl Filled {
    /// All days that were filled.
    pub fn total(self) -> usize {
        self.linear + self.seasonal
    }
}

/// Fills NaN in `series` (whole years of 365 days): up to 7 days between two values by a straight line, longer gaps by the
/// mean of what was measured within 7 days of that day of the year in the other years.
///
/// Where no other year has a value so close, the window widens up to half a year, and then any year counts. A series
/// without any value stays as it is.
pub(super) fn fill(series: &mut [f64]) -> Filled {
    let measured = series.to_vec();
    let mut filled = Filled::default();
    let mut at = 0;
    while at < series.len() {
        if !measured[at].is_nan() {
            at += 1;
            continue;
        }
        let end = (at..series.len()).find(|&day| !measured[day].is_nan()).unwrap_or(series.len());
        if end - at <= SHORT && at > 0 && end < series.len() {
            bridge(series, at, end);
            filled.linear += end - at;
        } else {
            for day in at..end {
                if let Some(mean) = seasonal_mean(&measured, day) {
                    series[day] = mean;
                    filled.seasonal += 1;
                }
            }
        }
        at = end;
    }
    filled
}

fn bridge(series: &mut [f64], start: usize, end: usize) {
    let (before, after) = (series[start - 1], series[end]);
    let length = (end - start + 1) as f64;
    for (step, value) in series[start..end].iter_mut().enumerate() {
        *value = before + (after - before) * (step + 1) as f64 / length;
    }
}

fn seasonal_mean(measured: &[f64], day: usize) -> Option<f64> {
    let years = measured.len() / DAYS;
    let (year, day_of_year) = (day / DAYS, day % DAYS);
    let others = |y: &usize| *y != year;
    WINDOWS
        .iter()
        .find_map(|&half| mean(measured, (0..years).filter(others), day_of_year, half))
        .or_else(|| WINDOWS.iter().find_map(|&half| mean(measured, 0..years, day_of_year, half)))
}

/// The mean of what was measured within `half` days of a day of the year.
fn mean(measured: &[f64], years: impl Iterator<Item = usize>, day_of_year: usize, half: usize) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0_u32);
    for year in years {
        let middle = year * DAYS + day_of_year;
        let window = middle.saturating_sub(half)..(middle + half + 1).min(measured.len());
        for value in measured[window].iter().filter(|x| !x.is_nan()) {
            sum += value;
            count += 1;
        }
    }
    (count > 0).then(|| sum / f64::from(count))
}
