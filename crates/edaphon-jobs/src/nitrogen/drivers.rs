//! The daily table that drives a run: temperature, water, drainage, demand of plants.

use std::path::{Path, PathBuf};

use edaphon_core::units::conversion;
use edaphon_geo::{Column, Date, Table, Values};
use edaphon_io::Faults;

use crate::error::{JobError, Result};

/// A day of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DriverDay {
    /// Soil temperature (°C).
    pub temperature: f64,
    /// Water-filled pore space (–).
    pub wfps: f64,
    /// Drainage (mm d⁻¹).
    pub drainage: f64,
    /// What plants take up at most (mg N kg⁻¹ d⁻¹).
    pub uptake_capacity: f64,
    /// Rain (mm d⁻¹); shown, and not read by the model. NaN where there is none.
    pub rain: f64,
}

/// Days in a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Drivers {
    /// The file.
    pub path: PathBuf,
    /// The first day.
    pub start: Date,
    /// The days, none left out.
    pub days: Vec<DriverDay>,
    /// What was taken for granted, in words.
    pub notes: Vec<String>,
}

impl Drivers {
    /// The date of a day (from 0).
    pub fn date(&self, day: usize) -> Date {
        self.start.plus(day as i64)
    }

    /// The last day.
    pub fn end(&self) -> Date {
        self.date(self.days.len().saturating_sub(1))
    }
}

/// What the soil adds to the reading of its drivers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layer {
    /// Pore space (–).
    pub(super) porosity: f64,
    /// kg ha⁻¹ for each mg kg⁻¹.
    pub(super) per_hectare: f64,
}

/// Names of columns in a file, by the names of this program; those that are not here go by their own.
pub(super) type Names = Vec<(String, String)>;

/// Columns that drivers may have.
pub(super) const COLUMNS: [&str; 7] =
    ["date", "soil_temperature", "wfps", "soil_water", "drainage", "uptake_capacity", "rain"];

/// Reads the days from `first` to `last` of a table; all of them if those are not given.
pub(super) fn read(path: &Path, names: &Names, span: [Option<Date>; 2], layer: Layer) -> Result<Drivers> {
    let table = Table::read(path).map_err(told)?;
    let mut reader = Reader { table: &table, names, faults: Faults::new(), notes: Vec::new() };
    let dates = reader.dates();
    let temperature = reader.numbers("soil_temperature", "degC", (-60.0, 70.0));
    let wfps = reader.water(layer);
    let flux = |reader: &mut Reader<'_>, name, what: &str| {
        if reader.has(name) {
            return reader.numbers(name, "mm d-1", (0.0, 2000.0));
        }
        reader.notes.push(format!("{} has no column `{}`: {what}", path.display(), reader.named(name)));
        vec![0.0; table.rows()]
    };
    let drainage = flux(&mut reader, "drainage", "nothing drains");
    let uptake_capacity = reader.uptake(layer);
    let rain = if reader.has("rain") { flux(&mut reader, "rain", "") } else { vec![f64::NAN; table.rows()] };
    if reader.faults.is_empty() {
        reader.succession(&dates);
    }
    let Reader { faults, notes, .. } = reader;
    faults.or(())?;
    let day = |row: usize| DriverDay {
        temperature: temperature[row],
        wfps: wfps[row],
        drainage: drainage[row],
        uptake_capacity: uptake_capacity[row],
        rain: rain[row],
    };
    let days: Vec<_> = (0..table.rows()).map(day).collect();
    cut(Drivers { path: path.to_owned(), start: dates[0], days, notes }, span)
}

/// The days from `first` to `last`.
fn cut(mut drivers: Drivers, [first, last]: [Option<Date>; 2]) -> Result<Drivers> {
    let (start, end) = (drivers.start, drivers.end());
    let (first, last) = (first.unwrap_or(start), last.unwrap_or(end));
    if first < start || last > end || first > last {
        let mut faults = Faults::new();
        faults.add(&drivers.path, format!("has the days {start} to {end}, and {first} to {last} is to be run; accepted are days within the table, the first not after the last"));
        return Err(faults.into());
    }
    let from = (first.days() - start.days()) as usize;
    drivers.days.drain(..from);
    drivers.days.truncate((last.days() - first.days() + 1) as usize);
    drivers.start = first;
    Ok(drivers)
}

/// An error of a table as one of a job.
pub(super) fn told(error: edaphon_geo::Error) -> JobError {
    match error {
        edaphon_geo::Error::Faults(faults) => faults.into(),
        edaphon_geo::Error::File(error) => error.into(),
        other => JobError::refused(other.to_string()),
    }
}

/// A table being read, with all that is wrong with it.
struct Reader<'t> {
    table: &'t Table,
    names: &'t Names,
    faults: Faults,
    notes: Vec<String>,
}

impl Reader<'_> {
    /// The name of a column in the file.
    fn named<'n>(&'n self, name: &'n str) -> &'n str {
        self.names.iter().find(|(ours, _)| ours == name).map_or(name, |(_, theirs)| theirs.as_str())
    }

    fn has(&self, name: &str) -> bool {
        self.table.has(self.named(name))
    }

    fn keep<T: Default>(&mut self, found: edaphon_geo::Result<T>) -> T {
        found.unwrap_or_else(|error| {
            match error {
                edaphon_geo::Error::Faults(faults) => self.faults.append(faults),
                other => self.faults.add(self.table.path(), other.to_string()),
            }
            T::default()
        })
    }

    fn refuse(&mut self, column: &Column, row: usize, accepted: &str) {
        self.table.fault(&mut self.faults, row, self.table.not_accepted(column, row, accepted));
    }

    /// Numbers of a column in `unit`, one in every row and within a range.
    fn numbers(&mut self, name: &str, unit: &str, range: (f64, f64)) -> Vec<f64> {
        let name = self.named(name).to_owned();
        let values = self.keep(self.table.reals_in(&name, unit));
        if let Ok(column) = self.table.column(&name).cloned() {
            self.within(&column, &values, range, unit, "");
        }
        values
    }

    /// Refuses every value that is missing or out of range.
    fn within(&mut self, column: &Column, values: &[f64], (low, high): (f64, f64), unit: &str, hint: &str) {
        for (row, &value) in values.iter().enumerate() {
            if value.is_nan() {
                self.refuse(column, row, "a number in every row; fill it in");
            } else if !(low..=high).contains(&value) {
                let stated = column.unit.as_deref().filter(|stated| *stated != unit);
                let unit = if unit == "1" { String::new() } else { format!(" {unit}") };
                let converted = stated.map_or(String::new(), |stated| format!(" {stated}, which is {value}{unit}"));
                let (shown, accepted) = (column.values.shown(row), format!("{low} to {high}{unit}"));
                let place = self.table.not_accepted(column, row, &accepted);
                let place = place.replacen(&format!("found {shown};"), &format!("found {shown}{converted};"), 1);
                self.table.fault(&mut self.faults, row, format!("{place}{hint}"));
            }
        }
    }

    /// Water-filled pore space (–), as such or from volumetric water and porosity.
    fn water(&mut self, layer: Layer) -> Vec<f64> {
        match (self.has("wfps"), self.has("soil_water")) {
            (true, true) => {
                let (a, b) = (self.named("wfps").to_owned(), self.named("soil_water").to_owned());
                self.faults.add(self.table.path(), format!("has both `{a}` and `{b}`; accepted is one of the two: leave one out, or name another column in [drivers.names]"));
                Vec::new()
            }
            (false, true) => self.volumetric(layer.porosity),
            _ => self.pore_space(),
        }
    }

    fn pore_space(&mut self) -> Vec<f64> {
        let name = self.named("wfps").to_owned();
        let Some(column) = self.column_or_fault(&name, "; water is in `wfps` (–) or `soil_water` (m3 m-3)") else {
            return Vec::new();
        };
        let values = if column.unit.is_some() {
            self.keep(self.table.reals_in(&name, "1"))
        } else {
            self.keep(self.table.reals(&name))
        };
        let is_percent = column.unit.as_deref().is_some_and(|unit| unit == "%" || unit == "percent");
        let looks_percent = !is_percent && values.iter().any(|value| *value > 1.5);
        let hint = if looks_percent {
            format!(
                "; water-filled pore space is a fraction: if the column is in percent, say so in its header, `{name} [%]`"
            )
        } else {
            "; pores hold no more water than they are large: porosity follows from bulk density, see whether that is right".to_owned()
        };
        self.within(&column, &values, (0.0, 1.0), "1", &hint);
        values
    }

    fn volumetric(&mut self, porosity: f64) -> Vec<f64> {
        let name = self.named("soil_water").to_owned();
        let Some(column) = self.column_or_fault(&name, "") else { return Vec::new() };
        let values = self.keep(self.table.reals_in(&name, "m3 m-3"));
        let most = (porosity * 1e4).round() / 1e4;
        let hint =
            "; the highest is the porosity, 1 − bulk density/2.65; if the column is in percent, say so in its header";
        for (row, value) in values.iter().enumerate().filter(|(_, value)| !(0.0..=porosity).contains(*value)) {
            let accepted =
                if value.is_nan() { "a number in every row".to_owned() } else { format!("0 to {most} m3 m-3{hint}") };
            self.refuse(&column, row, &accepted);
        }
        values.into_iter().map(|value| value / porosity).collect()
    }

    /// What plants take up at most (mg N kg⁻¹ d⁻¹), given per area or per soil.
    fn uptake(&mut self, layer: Layer) -> Vec<f64> {
        let name = self.named("uptake_capacity").to_owned();
        let Ok(column) = self.table.column(&name).cloned() else {
            self.notes.push(format!("{} has no column `{name}`: plants take nothing up", self.table.path().display()));
            return vec![0.0; self.table.rows()];
        };
        let per_soil = column.unit.as_deref().is_some_and(|unit| conversion(unit, "mg kg-1 d-1").is_ok());
        let (unit, scale) = if per_soil { ("mg kg-1 d-1", 1.0) } else { ("kg ha-1 d-1", layer.per_hectare) };
        self.numbers("uptake_capacity", unit, (0.0, 100.0)).into_iter().map(|value| value / scale).collect()
    }

    fn column_or_fault(&mut self, name: &str, hint: &str) -> Option<Column> {
        match self.table.column(name) {
            Ok(column) => Some(column.clone()),
            Err(error) => {
                self.faults.add(self.table.path(), format!("{}{hint}", without_path(&error.to_string())));
                None
            }
        }
    }

    /// The dates of rows, from text or from days since a date.
    fn dates(&mut self) -> Vec<Date> {
        let name = self.named("date").to_owned();
        let Some(column) = self.column_or_fault(&name, "") else { return Vec::new() };
        if let Some(epoch) = column.unit.as_deref().and_then(|unit| unit.strip_prefix("days since ")) {
            return self.counted(&name, epoch);
        }
        let texts = match &column.values {
            Values::Text(texts) => texts.clone(),
            values => (0..values.len()).map(|row| values.shown(row)).collect(),
        };
        let mut dates = Vec::with_capacity(texts.len());
        for (row, text) in texts.iter().enumerate() {
            match text.parse::<Date>() {
                Ok(date) => dates.push(date),
                Err(_) => self.refuse(&column, row, "a day of the calendar as year-month-day, such as 2020-02-29"),
            }
        }
        dates
    }

    /// Dates counted in days since an epoch (`2019-01-01` or `2019-01-01 00:00:00`).
    fn counted(&mut self, name: &str, epoch: &str) -> Vec<Date> {
        let day = epoch.split([' ', 'T']).next().unwrap_or_default();
        match day.parse::<Date>() {
            Ok(epoch) => {
                let values = self.keep(self.table.reals(name));
                values.iter().map(|value| epoch.plus(value.floor() as i64)).collect()
            }
            Err(problem) => {
                self.faults.add(self.table.path(), format!("units of `{name}`: {problem}"));
                Vec::new()
            }
        }
    }

    /// Every day follows the one before it.
    fn succession(&mut self, dates: &[Date]) {
        let name = self.named("date").to_owned();
        for (row, pair) in (1..).zip(dates.windows(2)) {
            let (before, here) = (pair[0], pair[1]);
            let earlier = self.table.row_name(row - 1);
            let words = match here.days() - before.days() {
                1 => continue,
                0 => format!("{name} {here} is given twice, here and in {earlier}; keep one of them"),
                2 => format!("the day {} is missing; accepted is a row for every day", before.plus(1)),
                gap if gap > 2 => format!(
                    "the days {} to {} are missing; accepted is a row for every day",
                    before.plus(1),
                    here.plus(-1)
                ),
                _ => format!("{name} {here} comes after {before} in {earlier}; sort the rows by date"),
            };
            self.table.fault(&mut self.faults, row, words);
        }
    }
}

/// The words of a fault without the file they begin with.
fn without_path(words: &str) -> &str {
    words.split_once(": ").map_or(words, |(_, rest)| rest)
}
