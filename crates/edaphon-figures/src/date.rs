//! Dates of the calendar of 365 days, and ticks at them.

use crate::axis::Tick;
use crate::number::decimal;

/// Names of the months, as on an axis.
pub(crate) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Days before each month of a year of 365 days.
pub(crate) const DAYS_BEFORE: [u16; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/// The decimal year of an instant in the calendar of 365 days; `day_of_year` is 1.0 at the start of 1 January.
///
/// ```
/// assert_eq!(edaphon_figures::decimal_year(1999, 1.0), 1999.0);
/// assert_eq!(edaphon_figures::decimal_year(1999, 183.5), 1999.5);
/// ```
#[must_use]
pub fn decimal_year(year: i32, day_of_year: f64) -> f64 {
    f64::from(year) + (day_of_year - 1.0) / 365.0
}

/// The distance between ticks of an axis of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Days(u16),
    Months(u16),
    Years(u32),
}

/// From fine to coarse.
pub(crate) const STEPS: [Step; 24] = [
    Step::Days(1),
    Step::Days(2),
    Step::Days(5),
    Step::Days(10),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(200),
    Step::Years(500),
    Step::Years(1_000),
    Step::Years(2_000),
    Step::Years(5_000),
    Step::Years(10_000),
    Step::Years(20_000),
    Step::Years(50_000),
    Step::Years(100_000),
];

impl Step {
    pub(crate) fn about_years(self) -> f64 {
        match self {
            Self::Days(n) => f64::from(n) / 365.0,
            Self::Months(n) => f64::from(n) / 12.0,
            Self::Years(n) => f64::from(n),
        }
    }

    /// Ticks from `low` to `high` (decimal years).
    pub(crate) fn ticks(self, low: f64, high: f64) -> Vec<Tick> {
        match self {
            Self::Years(n) => whole_years(low, high, f64::from(n)),
            Self::Months(n) => within_years(low, high, |day| {
                let month = DAYS_BEFORE.iter().position(|before| *before == day)?;
                (month < 12 && month.is_multiple_of(usize::from(n))).then(|| MONTHS[month].to_owned())
            }),
            Self::Days(n) => within_years(low, high, |day| {
                let (month, day) = month_and_day(day);
                // Near the end of a month a round day would stand too close to the first of the next.
                let is_round = day == 1 || (day.is_multiple_of(n) && day + n.div_ceil(2) <= 30);
                (n == 1 || is_round).then(|| format!("{day} {}", MONTHS[month]))
            }),
        }
    }
}

/// Ticks for axes longer than any step provides for.
pub(crate) fn centuries(low: f64, high: f64) -> Vec<Tick> {
    whole_years(low, high, crate::axis::round_step((high - low) / 3.0))
}

fn whole_years(low: f64, high: f64, step: f64) -> Vec<Tick> {
    let (first, last) = ((low / step - 1e-6).ceil(), (high / step + 1e-6).floor());
    let count = (last - first).clamp(-1.0, 1000.0) as i32;
    (0..=count)
        .map(|i| (first + f64::from(i)) * step + 0.0)
        .map(|value| Tick { value, label: decimal(value, 0) })
        .collect()
}

/// Ticks at the days (0–364) that `label` names; the first one of each year also says which year it is.
fn within_years(low: f64, high: f64, label: impl Fn(u16) -> Option<String>) -> Vec<Tick> {
    let mut ticks: Vec<Tick> = Vec::new();
    let mut said = f64::NAN;
    for year in low.floor() as i64..=high.floor() as i64 {
        for day in 0..365u16 {
            let value = year as f64 + f64::from(day) / 365.0;
            if value < low - 1e-6 || value > high + 1e-6 {
                continue;
            }
            if let Some(mut label) = label(day) {
                if said != year as f64 {
                    said = year as f64;
                    label = format!("{label} {year}");
                }
                ticks.push(Tick { value, label });
            }
        }
    }
    ticks
}

/// Month (0–11) and day of month (from 1) of a day of the year (0–364).
fn month_and_day(day: u16) -> (usize, u16) {
    let month = (0..12).rev().find(|m| DAYS_BEFORE[*m] <= day).unwrap_or(0);
    (month, day - DAYS_BEFORE[month] + 1)
}

#[cfg(test)]
mod tests {
    use crate::axis::Axis;

    fn labels(low: f64, high: f64) -> Vec<String> {
        Axis::years((low, high), (0.0, 600.0), true).ticks.into_iter().map(|t| t.label).collect()
    }

    #[test]
    fn years_are_whole() {
        assert_eq!(
            labels(1901.0, 2011.0),
            ["1910", "1920", "1930", "1940", "1950", "1960", "1970", "1980", "1990", "2000", "2010"]
        );
        assert_eq!(labels(0.0, 10_000.0)[1], "1000");
        assert_eq!(labels(0.0, 200_000.0)[1], "20\u{202f}000");
    }

    #[test]
    fn short_spans_name_months_and_days() {
        assert_eq!(labels(1999.0, 2000.0)[..3], ["Jan 1999", "Feb", "Mar"]);
        assert_eq!(labels(1999.0, 2001.0).iter().filter(|l| l.contains("2000")).count(), 1);
        assert_eq!(labels(1999.0, 1999.0 + 20.0 / 365.0)[0], "1 Jan 1999");
    }

    #[test]
    fn every_span_has_a_few_ticks() {
        for span in [0.05, 0.3, 1.0, 3.0, 9.0, 31.0, 110.0, 999.0, 12_345.0, 3e6] {
            let found = labels(1850.3, 1850.3 + span).len();
            assert!((2..=14).contains(&found), "{span} years: {found} ticks");
        }
    }
}
