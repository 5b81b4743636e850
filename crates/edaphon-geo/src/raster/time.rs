//! Years of a CF time axis.

use edaphon_core::calendar::{Date, TimeAxis};

use crate::date::{days_of_date, year_of_days};

/// The years of the records of a time axis.
pub(super) fn years(values: &[f64], units: &str, calendar: &str) -> Result<Vec<i32>, String> {
    let axis: TimeAxis = units.parse().map_err(|e| format!("{e}"))?;
    let epoch = axis.epoch;
    let (year, month, day) = (i64::from(epoch.year()), i64::from(epoch.month()), i64::from(epoch.day()));
    let year_of = |value: &f64| -> Result<i32, String> {
        let days = (value * axis.days + 1e-6).floor();
        if days.is_nan() || days.abs() >= 4e6 {
            return Err(format!("a time of {value} {units} is out of reach"));
        }
        let days = days as i64;
        let found = match calendar {
            "noleap" | "365_day" => i64::from(Date::from_days_since(epoch, days).year()),
            "standard" | "gregorian" | "proleptic_gregorian" => year_of_days(days_of_date(year, month, day) + days),
            "360_day" => year + (days + 30 * (month - 1) + day - 1).div_euclid(360),
            other => {
                let accepted = "standard, proleptic_gregorian, noleap and 360_day";
                return Err(format!("calendar `{other}` is not known; accepted are {accepted}"));
            }
        };
        i32::try_from(found).map_err(|_| format!("a time of {value} {units} is out of reach"))
    };
    values.iter().map(year_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_follow_their_calendar() {
        let last_day = [365.0 * 20.0 + 4.0];
        assert_eq!(years(&last_day, "days since 1980-01-01", "standard"), Ok(vec![1999]));
        assert_eq!(years(&last_day, "days since 1980-01-01", "noleap"), Ok(vec![2000]));
        assert_eq!(years(&[359.0, 360.0], "days since 1980-01-01", "360_day"), Ok(vec![1980, 1981]));
        assert_eq!(years(&[0.5], "hours since 1980-01-01 00:00:00", "gregorian"), Ok(vec![1980]));
        assert!(years(&[0.0], "days since 1980-01-01", "julian").unwrap_err().contains("360_day"));
        assert!(years(&[f64::NAN], "days since 1980-01-01", "noleap").unwrap_err().contains("out of reach"));
    }
}
