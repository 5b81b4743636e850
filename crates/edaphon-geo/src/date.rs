//! Days of the standard calendar.

use std::fmt;
use std::str::FromStr;

/// A day of the standard (Gregorian) calendar, leap days included, continued backwards.
///
/// ```
/// use edaphon_geo::Date;
///
/// let leap: Date = "2020-02-29".parse()?;
/// assert_eq!((leap.plus(1).to_string(), leap.day_of_year(), leap.days()), ("2020-03-01".into(), 60, 18_321));
/// assert!("2019-02-29".parse::<Date>().is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i64);

impl Date {
    /// A day by its year, month and day of the month; none if there is no such day.
    pub fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        let date = Self(days_of_date(year, month, day));
        let is_day = (1..=12).contains(&month) && (1..=31).contains(&day) && (0..=9999).contains(&year);
        (is_day && date.parts() == (year, month, day)).then_some(date)
    }

    /// The day that is `days` after 1970-01-01.
    pub fn of_days(days: i64) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        self.0
    }

    /// The day that is `days` later.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// Calendar year.
    pub fn year(self) -> i64 {
        year_of_days(self.0)
    }

    /// Month, from 1.
    pub fn month(self) -> i64 {
        self.parts().1
    }

    /// Day of the month, from 1.
    pub fn day(self) -> i64 {
        self.parts().2
    }

    /// Day of the year, from 1.
    pub fn day_of_year(self) -> i64 {
        self.0 - days_of_date(self.year(), 1, 1) + 1
    }

    /// Days of its year: 365 or 366.
    pub fn days_of_year(self) -> i64 {
        days_of_date(self.year() + 1, 1, 1) - days_of_date(self.year(), 1, 1)
    }

    /// Year, month and day.
    fn parts(self) -> (i64, i64, i64) {
        let year = self.year();
        let month = (2..=12).rev().find(|month| days_of_date(year, *month, 1) <= self.0).unwrap_or(1);
        (year, month, self.0 - days_of_date(year, month, 1) + 1)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Date {
    type Err = String;

    /// A date as ISO 8601 writes it, `2020-02-29`.
    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("`{text}` is not a date; accepted is year-month-day, such as 2020-02-29");
        let mut parts = text.trim().split('-');
        let mut next = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()));
            part.and_then(|part| part.parse().ok()).ok_or_else(refused)
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        if parts.next().is_some() {
            return Err(refused());
        }
        Self::new(year, month, day).ok_or_else(|| format!("there is no day {text} in the calendar"))
    }
}

/// Days from 1970-01-01 to the first day of a month of the Gregorian calendar, continued backwards.
///
/// Years are counted from March, so that a leap day ends them: H. Hinnant, *chrono-compatible low-level date algorithms*.
pub(crate) fn days_of_date(year: i64, month: i64, day: i64) -> i64 {
    let from_march = if month > 2 { year } else { year - 1 };
    let era = from_march.div_euclid(400);
    let year_of_era = from_march.rem_euclid(400);
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The year of the Gregorian calendar that is `days` after 1970-01-01.
pub(crate) fn year_of_days(days: i64) -> i64 {
    let guess = 1970 + days.div_euclid(366);
    // A year has at least 365 days, so the guess is early by less than one year in 365.
    let mut year = guess;
    while days_of_date(year + 1, 1, 1) <= days {
        year += 1;
    }
    while days_of_date(year, 1, 1) > days {
        year -= 1;
    }
    year
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_there_and_back() {
        assert_eq!(
            (days_of_date(1970, 1, 1), days_of_date(2000, 3, 1), days_of_date(1600, 1, 1)),
            (0, 11_017, -135_140)
        );
        for year in [-4, 0, 1582, 1900, 1999, 2000, 2400] {
            let start = days_of_date(year, 1, 1);
            assert_eq!((year_of_days(start), year_of_days(start - 1)), (year, year - 1));
        }
        for days in (-800..800).map(|n| n * 37) {
            let date = Date::of_days(days);
            assert_eq!(date.to_string().parse::<Date>(), Ok(date));
            assert_eq!(Date::new(date.year(), date.month(), date.day()), Some(date));
        }
        assert_eq!("1900-12-31".parse::<Date>().map(Date::day_of_year), Ok(365));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["2020-02-30", "2021-02-29", "2020-13-01"] {
            assert_eq!(text.parse::<Date>(), Err(format!("there is no day {text} in the calendar")));
        }
        for text in ["2020", "29.02.2020", "2020-2-9", "2020-02-29T00:00", "2020-02-29-1", ""] {
            let words = format!("`{text}` is not a date; accepted is year-month-day, such as 2020-02-29");
            assert_eq!(text.parse::<Date>(), Err(words));
        }
    }
}
