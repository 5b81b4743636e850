//! The calendar of the models: 365 days in every year (`noleap` in CF).
//!
//! ```
//! use edaphon_core::calendar::Date;
//!
//! let day: Date = "1901-03-01".parse()?;
//! assert_eq!(day.day_of_year(), 60);
//! assert_eq!(day.days_since("1901-01-01".parse()?), 59);
//! assert_eq!(Date::from_standard(2000, 2, 29)?, None);
//! # Ok::<(), edaphon_core::calendar::CalendarError>(())
//! ```

use std::fmt;
use std::str::FromStr;

/// Name of the calendar in CF.
pub const NAME: &str = "noleap";
/// Days of a year.
pub const DAYS_PER_YEAR: u16 = 365;
/// Days of each month, January first.
pub const MONTH_LENGTHS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Why a date was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// Not written as a date.
    #[error("`{0}` is not a date; accepted is YYYY-MM-DD")]
    NotADate(String),
    /// No such month.
    #[error("month {0} does not exist; accepted are 1 to 12")]
    Month(u32),
    /// No such day in the month.
    #[error("{year:04}-{month:02} has no day {day}; accepted are 1 to {last}{}", leap_remedy(*.month, *.day))]
    Day {
        /// Year.
        year: i32,
        /// Month, 1 to 12.
        month: u8,
        /// The day given.
        day: u32,
        /// Last day of that month.
        last: u8,
    },
    /// No such day in the year.
    #[error("day {0} of the year does not exist; accepted are 1 to 365")]
    DayOfYear(u32),
    /// Not a CF time axis.
    #[error(
        "`{text}` is not a time axis: {problem}; accepted is `days since YYYY-MM-DD`, also hours, minutes and seconds"
    )]
    TimeUnits {
        /// What was given.
        text: String,
        /// What is wrong with it.
        problem: String,
    },
}

fn leap_remedy(month: u8, day: u32) -> &'static str {
    if month == 2 && day == 29 { "; the models have no leap days: drop 29 February from the series" } else { "" }
}

/// A day of the calendar without leap days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    day_of_year: u16,
}

impl Date {
    /// The day `day` (from 1) of `month` (1 to 12).
    ///
    /// # Errors
    /// If there is no such day; 29 February is one.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, CalendarError> {
        let index = month_index(month)?;
        let last = MONTH_LENGTHS[index];
        if day == 0 || day > u32::from(last) {
            return Err(CalendarError::Day { year, month: index as u8 + 1, day, last });
        }
        Ok(Self { year, day_of_year: month_bounds(index).0 + day as u16 - 1 })
    }

    /// The day `day_of_year` (1 to 365) of a year.
    ///
    /// # Errors
    /// If there is no such day.
    pub fn from_day_of_year(year: i32, day_of_year: u32) -> Result<Self, CalendarError> {
        match u16::try_from(day_of_year) {
            Ok(day_of_year @ 1..=DAYS_PER_YEAR) => Ok(Self { year, day_of_year }),
            _ => Err(CalendarError::DayOfYear(day_of_year)),
        }
    }

    /// The day that a date of the standard (Gregorian) calendar is here: none for 29 February.
    ///
    /// # Errors
    /// If the standard calendar has no such day.
    pub fn from_standard(year: i32, month: u32, day: u32) -> Result<Option<Self>, CalendarError> {
        if month == 2 && day == 29 && is_leap_year(year) {
            return Ok(None);
        }
        Self::new(year, month, day).map(Some)
    }

    /// The day that lies `days` after `epoch`.
    pub fn from_days_since(epoch: Self, days: i64) -> Self {
        let length = i64::from(DAYS_PER_YEAR);
        let from_start = days.saturating_add(i64::from(epoch.day_of_year) - 1);
        let years = from_start.div_euclid(length).clamp(i64::from(i32::MIN / 2), i64::from(i32::MAX / 2));
        Self { year: epoch.year.saturating_add(years as i32), day_of_year: from_start.rem_euclid(length) as u16 + 1 }
    }

    /// Year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u8 {
        let within = |index: &usize| month_bounds(*index).1 >= self.day_of_year;
        (0..12).find(within).unwrap_or(11) as u8 + 1
    }

    /// Day of the month, from 1.
    pub fn day(self) -> u8 {
        (self.day_of_year - month_bounds(usize::from(self.month()) - 1).0) as u8 + 1
    }

    /// Day of the year, 1 to 365.
    pub fn day_of_year(self) -> u16 {
        self.day_of_year
    }

    /// Days from `epoch` to this day.
    pub fn days_since(self, epoch: Self) -> i64 {
        let years = i64::from(self.year) - i64::from(epoch.year);
        years * i64::from(DAYS_PER_YEAR) + i64::from(self.day_of_year) - i64::from(epoch.day_of_year)
    }

    /// The start of the day as a year with decimals: 1901-01-01 is 1901.0.
    pub fn decimal_year(self) -> f64 {
        f64::from(self.year) + f64::from(self.day_of_year - 1) / f64::from(DAYS_PER_YEAR)
    }

    /// The next day.
    pub fn next(self) -> Self {
        Self::from_days_since(self, 1)
    }
}

impl FromStr for Date {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let (year, month, day) = split_date(text).ok_or_else(|| CalendarError::NotADate(text.to_owned()))?;
        Self::new(year, month, day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month(), self.day())
    }
}

/// First and last day of the year (1 to 365) of a month, January being 0.
///
/// # Panics
/// If `month_index` is above 11.
pub fn month_bounds(month_index: usize) -> (u16, u16) {
    let before: u16 = MONTH_LENGTHS[..month_index].iter().map(|&n| u16::from(n)).sum();
    (before + 1, before + u16::from(MONTH_LENGTHS[month_index]))
}

/// Whether the standard (Gregorian) calendar gives this year a 29 February.
pub fn is_leap_year(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Takes 29 February out of a series of the standard calendar, and says how many days went.
///
/// Each element is (year, month, day) and a value.
///
/// # Errors
/// If a date does not exist in the standard calendar.
pub fn drop_leap_days<T>(
    series: impl IntoIterator<Item = ((i32, u32, u32), T)>,
) -> Result<(Vec<(Date, T)>, usize), CalendarError> {
    let (mut kept, mut dropped) = (Vec::new(), 0);
    for ((year, month, day), value) in series {
        match Date::from_standard(year, month, day)? {
            Some(date) => kept.push((date, value)),
            None => dropped += 1,
        }
    }
    Ok((kept, dropped))
}

/// A CF time axis: the length of its unit and its first day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeAxis {
    /// Length of one unit (d).
    pub days: f64,
    /// What it counts from.
    pub epoch: Date,
}

impl FromStr for TimeAxis {
    type Err = CalendarError;

    /// Reads `days since 1901-01-01 00:00:00`; the time of day must be midnight.
    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let refuse = |problem: String| CalendarError::TimeUnits { text: text.to_owned(), problem };
        let (unit, since) = text.split_once(" since ").ok_or_else(|| refuse("it has no `since`".to_owned()))?;
        let days = match unit.trim() {
            "day" | "days" | "d" => 1.0,
            "hour" | "hours" | "h" | "hr" => 1.0 / 24.0,
            "minute" | "minutes" | "min" => 1.0 / 1440.0,
            "second" | "seconds" | "s" | "sec" => 1.0 / 86_400.0,
            "month" | "months" | "year" | "years" => {
                return Err(refuse(format!("{} have no fixed length in CF", unit.trim())));
            }
            other => return Err(refuse(format!("`{other}` is not a unit of time"))),
        };
        let (day, clock) = since.trim().split_once([' ', 'T']).unwrap_or((since.trim(), ""));
        if clock.chars().any(|c| matches!(c, '1'..='9')) {
            return Err(refuse(format!("it does not start at midnight but at {}", clock.trim())));
        }
        Ok(Self { days, epoch: day.parse().map_err(|e: CalendarError| refuse(e.to_string()))? })
    }
}

fn month_index(month: u32) -> Result<usize, CalendarError> {
    if (1..=12).contains(&month) { Ok(month as usize - 1) } else { Err(CalendarError::Month(month)) }
}

/// Year, month and day of `YYYY-MM-DD`; CF also allows fewer digits.
fn split_date(text: &str) -> Option<(i32, u32, u32)> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut parts = digits.split('-');
    let mut number = || {
        let part = parts.next()?;
        (!part.is_empty() && part.len() <= 6 && part.bytes().all(|b| b.is_ascii_digit())).then_some(part)
    };
    let (year, month, day) = (number()?, number()?, number()?);
    if parts.next().is_some() {
        return None;
    }
    Some((sign * year.parse::<i32>().ok()?, month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn every_day_of_a_year_comes_back() {
        let mut expected = date("2003-12-31");
        for day_of_year in 1..=365 {
            let day = Date::from_day_of_year(2004, day_of_year).unwrap();
            assert_eq!(day, expected.next());
            assert_eq!(date(&day.to_string()), day);
            assert_eq!(Date::new(2004, day.month().into(), day.day().into()), Ok(day));
            expected = day;
        }
        assert_eq!(expected.to_string(), "2004-12-31");
    }

    #[test]
    fn days_are_counted_across_years_both_ways() {
        let epoch = date("1850-03-01");
        assert_eq!(date("1851-03-01").days_since(epoch), 365);
        assert_eq!(date("1850-02-28").days_since(epoch), -1);
        for days in [-40_000, -60, -1, 0, 1, 364, 365, 123_456] {
            assert_eq!(Date::from_days_since(epoch, days).days_since(epoch), days);
        }
        assert_eq!(date("1901-01-01").decimal_year(), 1901.0);
        assert_eq!(date("1901-07-02").decimal_year(), 1901.0 + 182.0 / 365.0);
        assert_eq!((month_bounds(0), month_bounds(1), month_bounds(11)), ((1, 31), (32, 59), (335, 365)));
    }

    #[test]
    fn leap_days_go_and_are_counted() {
        let days = [(1999, 2, 28), (2000, 2, 28), (2000, 2, 29), (2000, 3, 1)];
        let (kept, dropped) = drop_leap_days(days.map(|d| (d, d.0))).unwrap();
        assert_eq!((kept.len(), dropped), (3, 1));
        assert_eq!(kept[2].0.day_of_year(), 60);
        assert!(is_leap_year(2000) && !is_leap_year(1900) && is_leap_year(2004) && !is_leap_year(2001));
    }

    #[test]
    fn refusals_say_what_is_accepted() {
        let words = |text: &str| text.parse::<Date>().unwrap_err().to_string();
        assert_eq!(words("1900/1/1"), "`1900/1/1` is not a date; accepted is YYYY-MM-DD");
        assert_eq!(words("1900-13-01"), "month 13 does not exist; accepted are 1 to 12");
        assert_eq!(words("1900-04-31"), "1900-04 has no day 31; accepted are 1 to 30");
        assert_eq!(
            words("2000-02-29"),
            "2000-02 has no day 29; accepted are 1 to 28; the models have no leap days: drop 29 February from the series"
        );
        assert!(Date::from_standard(1900, 2, 29).is_err());
        assert!(Date::from_day_of_year(1900, 366).is_err());
    }

    #[test]
    fn time_axes_are_read() {
        let axis: TimeAxis = "hours since 1901-01-01 00:00:00".parse().unwrap();
        assert_eq!(axis, TimeAxis { days: 1.0 / 24.0, epoch: date("1901-01-01") });
        let words = |text: &str| text.parse::<TimeAxis>().unwrap_err().to_string();
        assert_eq!(
            words("months since 1901-01-01"),
            "`months since 1901-01-01` is not a time axis: months have no fixed length in CF; accepted is `days since \
             YYYY-MM-DD`, also hours, minutes and seconds"
        );
        assert!(words("days since 1901-01-01 06:00:00").contains("midnight"));
        assert!(words("1..ntimes").contains("it has no `since`"));
    }
}
