//! The table itself: columns by name, days into whole years of 365.

use std::path::Path;

use edaphon_core::calendar::Date;
use edaphon_core::forcing::DAYS;

use crate::faults::Faults;
use crate::text::{real, shown};

/// The value that stands for none.
const MISSING: f64 = -9999.0;

/// A column that is looked for: name, and the values it can have.
struct Wanted {
    names: &'static [&'static str],
    accepted: (f64, f64),
    what: &'static str,
}

const AIR: Wanted = Wanted { names: &["TA_F", "TA_F_MDS"], accepted: (-90.0, 60.0), what: "air temperature (degC)" };
const PRODUCTION: Wanted = Wanted {
    names: &["GPP_NT_VUT_REF", "GPP_DT_VUT_REF", "GPP_NT_CUT_REF", "GPP_DT_CUT_REF"],
    accepted: (-100.0, 100.0),
    what: "gross primary production (g C m-2 d-1)",
};
const QUALITY: Wanted =
    Wanted { names: &["NEE_VUT_REF_QC"], accepted: (0.0, 1.0), what: "share of good half hours (0 to 1)" };
/// Column names that a number follows, from 1 for the shallowest sensor.
const WATER: (&str, (f64, f64)) = ("SWC_F_MDS_", (0.0, 100.0));
const SOIL: (&str, (f64, f64)) = ("TS_F_MDS_", (-90.0, 70.0));
const MOST_SENSORS: usize = 20;

/// A site's record on whole years of 365 days; NaN where there is no value.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) first_year: i32,
    pub(super) years: usize,
    /// Air temperature (°C).
    pub(super) air: Vec<f64>,
    /// Gross primary production (g C m⁻² d⁻¹), and the column it came from.
    pub(super) production: Vec<f64>,
    pub(super) production_column: &'static str,
    /// Share of good half hours (0–1), if there is such a column.
    pub(super) quality: Option<Vec<f64>>,
    /// Soil water by sensor, from 0 (%).
    pub(super) water: Vec<(usize, Vec<f64>)>,
    /// Soil temperature by sensor, from 0 (°C).
    pub(super) soil: Vec<(usize, Vec<f64>)>,
    /// Which days the table has.
    pub(super) present: Vec<bool>,
    /// Days of 29 February that were left out.
    pub(super) leap_days: usize,
}

/// A column that was found: its position in the table and what it may hold.
struct Column {
    at: usize,
    name: String,
    accepted: (f64, f64),
}

/// Reads a table.
///
/// # Errors
/// All its faults.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<Record, Faults> {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let header: Vec<&str> =
        lines.next().unwrap_or_default().split(',').map(|name| name.trim().trim_matches('"')).collect();
    let mut faults = Faults::new();
    let columns = find_columns(path, &header, &mut faults);
    let Some(columns) = columns.filter(|_| faults.is_empty()) else { return Err(faults) };
    let mut table = Table { path, faults, leap_days: 0, rows: Vec::new() };
    for (line, content) in (2..).zip(lines).filter(|(_, content)| !content.trim().is_empty()) {
        table.add(line, content, &columns);
    }
    table.into_record(&columns)
}

/// The columns of the table that are used, in a fixed order: time, air, production, quality, water, soil.
struct Columns {
    time: usize,
    production: &'static str,
    list: Vec<Column>,
    quality: bool,
    water: Vec<usize>,
    soil: Vec<usize>,
}

fn find_columns(path: &Path, header: &[&str], faults: &mut Faults) -> Option<Columns> {
    let position = |name: &str| header.iter().position(|h| *h == name);
    let time = position("TIMESTAMP");
    if time.is_none() {
        let halves = if position("TIMESTAMP_START").is_some() {
            "; this looks like a half-hourly table, and a daily one (DD) is needed"
        } else {
            ""
        };
        faults.add_at(path, 1, format!("column TIMESTAMP (YYYYMMDD) is missing{halves}"));
    }
    let mut one = |wanted: &Wanted, required: bool| {
        let found = wanted.names.iter().find_map(|name| Some((*name, position(name)?)));
        if found.is_none() && required {
            faults.add_at(
                path,
                1,
                format!("there is no column of {}; accepted are {}", wanted.what, wanted.names.join(", ")),
            );
        }
        found.map(|(name, at)| (name, Column { at, name: name.to_owned(), accepted: wanted.accepted }))
    };
    let (air, production, quality) = (one(&AIR, true), one(&PRODUCTION, true), one(&QUALITY, false));
    let ((_, air), (name, production)) = (air?, production?);
    let mut list = vec![air, production];
    let has_quality = quality.is_some();
    list.extend(quality.map(|(_, column)| column));
    let mut sensors = |(prefix, accepted): (&str, (f64, f64))| {
        let found: Vec<(usize, usize)> =
            (0..MOST_SENSORS).filter_map(|n| Some((n, position(&format!("{prefix}{}", n + 1))?))).collect();
        list.extend(found.iter().map(|&(n, at)| Column { at, name: format!("{prefix}{}", n + 1), accepted }));
        found.into_iter().map(|(n, _)| n).collect::<Vec<usize>>()
    };
    let (water, soil) = (sensors(WATER), sensors(SOIL));
    Some(Columns { time: time?, production: name, list, quality: has_quality, water, soil })
}

/// Rows as they are read.
struct Table<'p> {
    path: &'p Path,
    faults: Faults,
    leap_days: usize,
    rows: Vec<(Date, usize, Vec<f64>)>,
}

impl Table<'_> {
    fn add(&mut self, line: usize, content: &str, columns: &Columns) {
        let fields: Vec<&str> = content.split(',').map(str::trim).collect();
        let date = match date(fields.get(columns.time).copied().unwrap_or_default()) {
            Ok(Some(date)) => date,
            Ok(None) => {
                self.leap_days += 1;
                return;
            }
            Err(problem) => return self.faults.add_at(self.path, line, problem),
        };
        let values = columns.list.iter().map(|column| self.value(line, &fields, column)).collect();
        self.rows.push((date, line, values));
    }

    fn value(&mut self, line: usize, fields: &[&str], column: &Column) -> f64 {
        let found = fields.get(column.at).copied().unwrap_or_default();
        let (low, high) = column.accepted;
        match real(found) {
            Some(MISSING) => f64::NAN,
            Some(value) if (low..=high).contains(&value) => value,
            _ => {
                let found = if found.is_empty() { "nothing".to_owned() } else { format!("`{}`", shown(found)) };
                let problem = format!(
                    "column {} ({}): found {found}; accepted is a number from {low} to {high}, or -9999 for none",
                    column.at + 1,
                    column.name
                );
                self.faults.add_at(self.path, line, problem);
                f64::NAN
            }
        }
    }

    fn into_record(mut self, columns: &Columns) -> Result<Record, Faults> {
        let years = self.rows.iter().map(|(date, ..)| date.year());
        let (Some(first_year), Some(last_year)) = (years.clone().min(), years.max()) else {
            if self.faults.is_empty() {
                self.faults.add(self.path, "no days; accepted is a header line and one line per day");
            }
            return Err(self.faults);
        };
        const LONGEST: i32 = 500;
        if last_year - first_year >= LONGEST {
            let problem =
                format!("the days run from {first_year} to {last_year}; at most {LONGEST} years are accepted");
            self.faults.add(self.path, problem);
            return Err(self.faults);
        }
        let count = (last_year - first_year + 1) as usize;
        let mut series = vec![vec![f64::NAN; count * DAYS]; columns.list.len()];
        let mut line_of = vec![0; count * DAYS];
        for (date, line, values) in &self.rows {
            let at = (date.year() - first_year) as usize * DAYS + usize::from(date.day_of_year()) - 1;
            if line_of[at] != 0 {
                self.faults.add_at(self.path, *line, format!("{date} is given twice, first on line {}", line_of[at]));
                continue;
            }
            line_of[at] = *line;
            series.iter_mut().zip(values).for_each(|(column, value)| column[at] = *value);
        }
        let present = line_of.iter().map(|&line| line != 0).collect();
        let record = record(columns, series, (first_year, count), present, self.leap_days);
        self.faults.or(record)
    }
}

fn record(
    columns: &Columns,
    series: Vec<Vec<f64>>,
    (first_year, years): (i32, usize),
    present: Vec<bool>,
    leap_days: usize,
) -> Record {
    let mut series = series.into_iter();
    let mut next = || series.next().unwrap_or_default();
    let (air, production) = (next(), next());
    let quality = columns.quality.then(&mut next);
    let mut sensors = |numbers: &[usize]| numbers.iter().map(|&n| (n, next())).collect();
    let (water, soil) = (sensors(&columns.water), sensors(&columns.soil));
    let production_column = columns.production;
    Record { first_year, years, air, production, production_column, quality, water, soil, present, leap_days }
}

/// The day that `YYYYMMDD` is; none for 29 February.
fn date(text: &str) -> Result<Option<Date>, String> {
    let refused = || format!("column TIMESTAMP: found `{}`; accepted is a day as YYYYMMDD", shown(text));
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(refused());
    }
    let number = |range: std::ops::Range<usize>| text[range].parse::<u32>().map_err(|_| refused());
    let (year, month, day) = (number(0..4)? as i32, number(4..6)?, number(6..8)?);
    Date::from_standard(year, month, day).map_err(|e| format!("column TIMESTAMP: found `{text}`: {e}"))
}
