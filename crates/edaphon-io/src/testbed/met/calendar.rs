//! The calendar years of a dataset with a CF time axis.

use edaphon_core::calendar::TimeAxis;
use edaphon_core::forcing::DAYS;

use super::Dataset;

/// The years of a dataset: where each begins, and which it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Years {
    /// Record of each year's first day.
    pub(super) starts: Vec<usize>,
    /// The calendar year of each, where the time axis says.
    pub(super) calendar: Option<Vec<i64>>,
}

impl Years {
    /// `count` years one after the other.
    pub(super) fn counted(count: usize) -> Self {
        Self { starts: (0..count).map(|year| year * DAYS).collect(), calendar: None }
    }
}

/// Calendars without leap days, by the names that CF gives them.
const NO_LEAP: [&str; 2] = ["noleap", "365_day"];

/// The years of the time axis that are there with all their days, in order; `None` without a `time` that states units.
///
/// # Errors
/// A sentence on why the axis cannot be used.
pub(super) fn years(file: &dyn Dataset) -> Result<Option<Years>, String> {
    let Ok(time) = file.variable("time") else { return Ok(None) };
    let text = |name: &str| time.attribute(name).and_then(|a| a.text()).map(str::to_owned);
    let Some(units) = text("units").filter(|units| units.contains(" since ")) else { return Ok(None) };
    let calendar = text("calendar").unwrap_or_else(|| "standard".to_owned());
    if !NO_LEAP.contains(&calendar.as_str()) {
        let mend = "drop 29 February and say so, for instance with xarray's `convert_calendar(\"noleap\")`";
        return Err(format!("time is in the calendar `{calendar}`; accepted is noleap: {mend}"));
    }
    let axis: TimeAxis = units.parse().map_err(|e: edaphon_core::calendar::CalendarError| e.to_string())?;
    let times = file.read_f64("time").map_err(|e| e.to_string())?;
    // Days since 1 January of year 0; a value may stand anywhere within its day.
    let epoch = i64::from(axis.epoch.year()) * DAYS as i64 + i64::from(axis.epoch.day_of_year()) - 1;
    let days: Vec<i64> = times.iter().map(|t| epoch + (t * axis.days + 1e-6).floor() as i64).collect();
    if days.iter().zip(&times).any(|(_, time)| !time.is_finite()) {
        return Err("time has missing values; accepted is a day for every record".to_owned());
    }
    if let Some(at) = days.windows(2).position(|pair| pair[0] >= pair[1]) {
        let (first, second) = (times[at], times[at + 1]);
        return Err(format!("time goes from {first} to {second} {units}; accepted is one record a day, in order"));
    }
    let is_first = |at: &usize| days[*at].rem_euclid(DAYS as i64) == 0;
    let whole = |at: &usize| days.get(at + DAYS - 1).is_some_and(|last| last - days[*at] == DAYS as i64 - 1);
    let starts: Vec<usize> = (0..days.len()).filter(|at| is_first(at) && whole(at)).collect();
    let calendar = starts.iter().map(|&at| days[at].div_euclid(DAYS as i64)).collect();
    Ok(Some(Years { starts, calendar: Some(calendar) }))
}
