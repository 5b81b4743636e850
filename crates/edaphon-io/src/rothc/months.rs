//! A month of drivers, and the order in which months have to come.

use std::ops::RangeInclusive;

/// What a month brings, as a row of its file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RothCMonth {
    /// Year. That of the twelve months of spin-up means nothing.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: i64,
    /// Radiocarbon of the month's input (% modern).
    pub modern: f64,
    /// Mean air temperature (°C).
    pub temperature: f64,
    /// Rain (mm).
    pub rain: f64,
    /// Open-pan evaporation (mm).
    pub evaporation: f64,
    /// Plant carbon (t C ha⁻¹).
    pub plant: f64,
    /// Farmyard manure carbon (t C ha⁻¹).
    pub manure: f64,
    /// Whether plants cover the soil.
    pub cover: bool,
    /// Decomposable per resistant plant material (–).
    pub dpm_rpm: f64,
}

/// Months of the year that is repeated until equilibrium.
pub(super) const SPIN_UP: usize = 12;
/// Years that a table may name.
pub(super) const YEAR: RangeInclusive<i64> = -100_000..=100_000;
/// Radiocarbon of input (% modern): beyond the bomb peak of 1963.
pub(super) const MODERN: RangeInclusive<f64> = 1e-3..=1000.0;
/// Temperature of air (°C).
pub(super) const TEMPERATURE: RangeInclusive<f64> = -90.0..=60.0;
/// Evaporation of a month (mm): estimates from energy balances are below 0 in some winter months, and the published examples have such.
pub(super) const EVAPORATION: RangeInclusive<f64> = -1000.0..=10_000.0;
/// Rain of a month (mm).
pub(super) const RAIN: RangeInclusive<f64> = 0.0..=10_000.0;
/// Carbon of a month (t C ha⁻¹).
pub(super) const CARBON: RangeInclusive<f64> = 0.0..=100.0;
/// Decomposable per resistant plant material (–).
pub(super) const RATIO: RangeInclusive<f64> = 0.0..=100.0;

/// What is wrong with the order of months, by place from 0.
///
/// The first twelve may begin with any month; after them a year may begin anew, and from there every month has to follow.
pub(super) fn out_of_order(months: &[RothCMonth]) -> Vec<(usize, String)> {
    let mut faults = Vec::new();
    for (at, pair) in months.windows(2).enumerate().map(|(at, pair)| (at + 1, pair)) {
        if at == SPIN_UP {
            continue;
        }
        let (before, now) = (pair[0], pair[1]);
        let next = before.month % 12 + 1;
        // The years of the twelve months of spin-up are labels.
        let year = before.year + i64::from(before.month == 12);
        if now.month != next || (at > SPIN_UP && now.year != year) {
            let [expected, found] = if at > SPIN_UP {
                [(year, next), (now.year, now.month)].map(dated)
            } else {
                [next, now.month].map(|m| format!("month {m}"))
            };
            faults.push((
                at,
                format!("found {found}; expected is {expected}: months are missing, twice, or out of order"),
            ));
        }
    }
    faults
}

fn dated((year, month): (i64, i64)) -> String {
    format!("month {month} of year {year}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(dates: impl IntoIterator<Item = (i64, i64)>) -> Vec<RothCMonth> {
        let month = |(year, month)| RothCMonth {
            year,
            month,
            modern: 100.0,
            temperature: 10.0,
            rain: 50.0,
            evaporation: 50.0,
            plant: 0.1,
            manure: 0.0,
            cover: true,
            dpm_rpm: 1.44,
        };
        dates.into_iter().map(month).collect()
    }

    #[test]
    fn a_year_may_begin_with_any_month_but_not_lose_one() {
        let from_july = (7..=12).map(|m| (1, m)).chain((1..=6).map(|m| (1, m)));
        let forward = (0..30).map(|i| (1950 + (i + 6) / 12, (i + 6) % 12 + 1));
        let mut good = months(from_july.chain(forward));
        assert_eq!(out_of_order(&good), []);
        good.remove(20);
        let said = out_of_order(&good);
        assert_eq!(said.len(), 1);
        assert_eq!(
            (said[0].0, said[0].1.as_str()),
            (
                20,
                "found month 4 of year 1951; expected is month 3 of year 1951: months are missing, twice, or out of order"
            )
        );
        good.remove(3);
        assert_eq!(
            out_of_order(&good)[0],
            (3, "found month 11; expected is month 10: months are missing, twice, or out of order".to_owned())
        );
    }
}
