//! The time axis of observations: which year and month each record is of.

use std::collections::BTreeMap;

use edaphon_core::calendar::{DAYS_PER_YEAR, Date, MONTH_LENGTHS, TimeAxis};
use edaphon_io::netcdf::{AttributeValue, File};

/// Observations of whole years on the cells of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Series {
    /// Years with their means, in order.
    pub years: Vec<(i64, Vec<f64>)>,
    /// The twelve months of each of those years, where records are months.
    pub months: Option<Vec<[Vec<f64>; 12]>>,
}

impl Series {
    /// The same with each map changed.
    #[must_use]
    pub(super) fn map(self, of: impl Fn(Vec<f64>) -> Vec<f64>) -> Self {
        Self {
            years: self.years.into_iter().map(|(year, cells)| (year, of(cells))).collect(),
            months: self.months.map(|months| months.into_iter().map(|maps| maps.map(&of)).collect()),
        }
    }
}

/// When a record is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct When {
    pub(super) year: i64,
    /// From 0.
    pub(super) month: usize,
    /// Its length (d).
    pub(super) days: f64,
}

/// When each record of the dimension `time` is; none if the axis does not say in a way that is understood.
pub(super) fn records(file: &File, time: &str) -> Option<Vec<When>> {
    let variable = file.variable(time).ok()?;
    let text = |name: &str| variable.attribute(name).and_then(AttributeValue::text).map(str::to_owned);
    let axis: TimeAxis = text("units")?.parse().ok()?;
    let calendar = text("calendar").unwrap_or_else(|| "standard".to_owned()).to_lowercase();
    let values = file.read_f64(time).ok()?;
    let bounds = text("bounds").or(text("climatology")).and_then(|name| file.read_f64(&name).ok());
    let bounds = bounds.filter(|bounds| bounds.len() == 2 * values.len());
    let spans: Vec<(f64, Option<f64>)> = match &bounds {
        Some(bounds) => {
            bounds.as_chunks::<2>().0.iter().map(|[a, b]| (0.5 * (a + b), Some((b - a) * axis.days))).collect()
        }
        None => values.iter().map(|value| (*value, None)).collect(),
    };
    let dates: Option<Vec<(i64, usize)>> =
        spans.iter().map(|(middle, _)| date(axis.epoch, middle * axis.days, &calendar)).collect();
    let dates = dates?;
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    dates.iter().for_each(|(year, _)| *counts.entry(*year).or_default() += 1);
    let when = |((year, month), (_, days)): (&(i64, usize), &(f64, Option<f64>))| {
        let usual = match counts[year] {
            12 => f64::from(MONTH_LENGTHS[*month]),
            count => f64::from(DAYS_PER_YEAR) / count as f64,
        };
        When { year: *year, month: *month, days: days.unwrap_or(usual) }
    };
    Some(dates.iter().zip(&spans).map(when).collect())
}

/// Year and month (from 0) of `days` after an epoch; none in a calendar that is not known.
fn date(epoch: Date, days: f64, calendar: &str) -> Option<(i64, usize)> {
    if !days.is_finite() || days.abs() > 1e9 {
        return None;
    }
    let whole = days.floor() as i64;
    let (year, month, day) = (i64::from(epoch.year()), i64::from(epoch.month()), i64::from(epoch.day()));
    match calendar {
        "noleap" | "365_day" => {
            let date = Date::from_days_since(epoch, whole);
            Some((i64::from(date.year()), usize::from(date.month()) - 1))
        }
        "360_day" => {
            let since = (year * 12 + month - 1) * 30 + day - 1 + whole;
            Some((since.div_euclid(360), (since.rem_euclid(360) / 30) as usize))
        }
        "standard" | "gregorian" | "proleptic_gregorian" => Some(standard(days_before(year, month, day) + whole)),
        _ => None,
    }
}

/// Days from 1 March of year 0 to a date of the standard calendar.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    // Years counted from March have their leap day at the end, so months follow a pattern of 153 days in five.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (153 * month + 2) / 5 + day - 1
}

/// Year and month (from 0) of the standard calendar, `days` after 1 March of year 0.
fn standard(days: i64) -> (i64, usize) {
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let month = (5 * (day - (365 * year + year / 4 - year / 100)) + 2) / 153;
    let from_january = if month < 10 { month + 2 } else { month - 10 };
    (era * 400 + year + i64::from(month >= 10), from_january as usize)
}

/// Whole years of records; none if there is no whole year.
pub(super) fn series(records: &[(When, Vec<f64>)]) -> Option<Series> {
    let mut by_year: BTreeMap<i64, Vec<&(When, Vec<f64>)>> = BTreeMap::new();
    records.iter().for_each(|record| by_year.entry(record.0.year).or_default().push(record));
    // A year of 360 days is whole in its calendar.
    by_year.retain(|_, records| records.iter().map(|(when, _)| when.days).sum::<f64>() > 359.0);
    if by_year.is_empty() {
        return None;
    }
    let years = by_year
        .iter()
        .map(|(year, records)| (*year, mean(records.iter().map(|(when, v)| (when.days, v.as_slice())))))
        .collect();
    let months: Option<Vec<[Vec<f64>; 12]>> = by_year.values().map(|records| twelve(records)).collect();
    Some(Series { years, months })
}

fn twelve(records: &[&(When, Vec<f64>)]) -> Option<[Vec<f64>; 12]> {
    let in_order = records.len() == 12 && records.iter().enumerate().all(|(at, (when, _))| when.month == at);
    if !in_order {
        return None;
    }
    <[Vec<f64>; 12]>::try_from(records.iter().map(|(_, values)| values.clone()).collect::<Vec<_>>()).ok()
}

/// Mean of each cell over records that weigh their length; what is not finite is left out.
pub(super) fn mean<'a>(records: impl Iterator<Item = (f64, &'a [f64])>) -> Vec<f64> {
    let (mut sums, mut weights): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
    for (weight, values) in records {
        sums.resize(values.len(), 0.0);
        weights.resize(values.len(), 0.0);
        for (at, value) in values.iter().enumerate().filter(|(_, value)| value.is_finite()) {
            sums[at] += weight * value;
            weights[at] += weight;
        }
    }
    sums.iter().zip(&weights).map(|(sum, weight)| if *weight > 0.0 { sum / weight } else { f64::NAN }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates_in_the_calendar_of_the_file() {
        let epoch: Date = "1901-01-01".parse().unwrap();
        let of = |days, calendar| date(epoch, days, calendar).unwrap();
        // The standard calendar has 24 leap days from 1904 to 1999.
        assert_eq!(of(99.0 * 365.0 + 24.0, "standard"), (2000, 0));
        assert_eq!(of(99.0 * 365.0 + 24.0 + 59.9, "gregorian"), (2000, 1));
        assert_eq!(of(99.0 * 365.0 + 24.0 + 60.0, "standard"), (2000, 2));
        assert_eq!(of(99.0 * 365.0 + 59.0, "noleap"), (2000, 2));
        assert_eq!(of(360.0 * 3.0 + 359.5, "360_day"), (1904, 11));
        assert_eq!(of(-1.0, "standard"), (1900, 11));
        assert_eq!(date(epoch, 1.0, "julian"), None);
    }

    #[test]
    fn whole_years_alone_are_kept_and_months_weigh_their_days() {
        let month = |year, month: usize| {
            (When { year, month, days: f64::from(MONTH_LENGTHS[month]) }, vec![month as f64, f64::NAN])
        };
        let mut records: Vec<_> = (0..12).map(|m| month(2000, m)).collect();
        records.extend((0..7).map(|m| month(2001, m)));
        let found = series(&records).unwrap();
        let weighted: f64 = (0..12).map(|m| m as f64 * f64::from(MONTH_LENGTHS[m])).sum();
        assert_eq!(found.years.len(), 1);
        assert!((found.years[0].1[0] - weighted / 365.0).abs() < 1e-12 && found.years[0].1[1].is_nan());
        assert_eq!(found.months.unwrap()[0][11][0], 11.0);
        assert_eq!(series(&records[12..]), None);
    }
}
