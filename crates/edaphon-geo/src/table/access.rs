//! What a table holds, by name, type and unit.

use edaphon_core::units::{Conversion, Unit};
use edaphon_core::{did_you_mean, nearest};
use edaphon_io::Faults;

use super::csv::{is_missing, number};
use super::{Column, Table, Values};
use crate::error::{Result, refused};

impl Table {
    /// Whether there is a column of this name.
    pub fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }

    /// The column of this name.
    ///
    /// # Errors
    /// If there is none, with the names there are.
    pub fn column(&self, name: &str) -> Result<&Column> {
        let found = self.columns.iter().find(|column| column.name == name);
        found.ok_or_else(|| refused(&self.path, self.no_column(name)))
    }

    /// Says that there is no column of this name, and what there is.
    pub(crate) fn no_column(&self, name: &str) -> String {
        let names = || self.columns.iter().map(|column| column.name.as_str());
        let bracket = names().find(|other| other.starts_with(&format!("{name} (")));
        if let Some(other) = bracket {
            return format!("no column `{name}`, but `{other}`; write a unit in square brackets: `{name} [unit]`");
        }
        let list = names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let nearest = nearest(name, names());
        format!("no column `{name}`{}; the columns are {list}", did_you_mean(nearest.as_deref()))
    }

    /// Gives a column a unit, of a file that does not state one: what a description says of it, for instance.
    ///
    /// # Errors
    /// If there is no such column, or it states a unit already and another one.
    pub fn set_unit(&mut self, name: &str, unit: &str) -> Result<()> {
        if let Some(stated) = self.column(name)?.unit.clone().filter(|stated| stated != unit) {
            let problem = format!("column `{name}` is in `{stated}` by its own word, and `{unit}` was given for it");
            return Err(refused(&self.path, format!("{problem}; leave one of the two out")));
        }
        self.columns.iter_mut().filter(|column| column.name == name).for_each(|c| c.unit = Some(unit.to_owned()));
        Ok(())
    }

    /// The table with the numbers of a column in `unit`, converted if it states another; one that states none is taken to be in it.
    ///
    /// # Errors
    /// If there is no such column, it states a unit of another quantity, or has to be converted and is not of numbers.
    pub fn in_unit(mut self, name: &str, unit: &str) -> Result<Self> {
        let column = self.column(name)?;
        let converts = column.unit.is_some() && !self.conversion(column, unit)?.is_identity();
        let converted = converts.then(|| self.reals_in(name, unit)).transpose()?;
        if let Some(column) = self.columns.iter_mut().find(|column| column.name == name) {
            column.unit = Some(unit.to_owned());
            column.values = converted.map_or_else(|| column.values.clone(), Values::Real);
        }
        Ok(self)
    }

    /// The table with another column at its end.
    ///
    /// # Errors
    /// If the name is taken, or there are not as many values as rows.
    pub fn with(mut self, column: Column) -> Result<Self> {
        self.columns.push(column);
        Ok(Self { numbers: self.numbers, ..Self::assembled(&self.path, self.lines, self.columns)? })
    }

    /// The rows for which `keep` holds, each still known by its own line.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(usize) -> bool) -> Self {
        let kept: Vec<usize> = (0..self.rows).filter(|&row| keep(row)).collect();
        let select = |values: &Values| match values {
            Values::Real(values) => Values::Real(kept.iter().map(|&row| values[row]).collect()),
            Values::Whole(values) => Values::Whole(kept.iter().map(|&row| values[row]).collect()),
            Values::Text(values) => Values::Text(kept.iter().map(|&row| values[row].clone()).collect()),
        };
        let column = |column: &Column| Column { values: select(&column.values), ..column.clone() };
        // A table without lines counts rows, and keeps their numbers once some are out.
        let of = |places: &Option<Vec<usize>>| places.as_ref().map(|all| kept.iter().map(|&row| all[row]).collect());
        let counted = || Some(kept.iter().map(|row| row + 1).collect());
        let numbers = if self.lines.is_some() { None } else { of(&self.numbers).or_else(counted) };
        Self {
            path: self.path.clone(),
            lines: of(&self.lines),
            numbers,
            rows: kept.len(),
            columns: self.columns.iter().map(column).collect(),
        }
    }

    /// The numbers of a column, whatever its unit; NaN where there is none.
    ///
    /// # Errors
    /// If there is no such column, or a value is not a number.
    pub fn reals(&self, name: &str) -> Result<Vec<f64>> {
        let column = self.column(name)?;
        match &column.values {
            Values::Real(values) => Ok(values.clone()),
            Values::Whole(values) => Ok(values.iter().map(|&value| value as f64).collect()),
            Values::Text(texts) => {
                let mut faults = Faults::new();
                let mut real = |(row, text): (usize, &String)| {
                    let value = if is_missing(text) { Some(f64::NAN) } else { number(text) };
                    value.unwrap_or_else(|| {
                        self.fault(&mut faults, row, self.not_accepted(column, row, &not_a_number(text)));
                        f64::NAN
                    })
                };
                let values = texts.iter().enumerate().map(&mut real).collect();
                Ok(faults.or(values)?)
            }
        }
    }

    /// The numbers of a column in `unit`, converted from the unit that it states.
    ///
    /// # Errors
    /// If there is no such column, it states no unit or one of another quantity, or a value is not a number.
    pub fn reals_in(&self, name: &str, unit: &str) -> Result<Vec<f64>> {
        let values = self.reals(name)?;
        let conversion = self.conversion(self.column(name)?, unit)?;
        if conversion.is_identity() {
            return Ok(values);
        }
        Ok(values.into_iter().map(|value| conversion.apply(value)).collect())
    }

    /// The whole numbers of a column.
    ///
    /// # Errors
    /// If there is no such column, or a value is missing or not whole.
    pub fn integers(&self, name: &str) -> Result<Vec<i64>> {
        let column = self.column(name)?;
        if let Values::Whole(values) = &column.values {
            return Ok(values.clone());
        }
        let mut faults = Faults::new();
        let values = self.reals(name)?;
        for (row, value) in values.iter().enumerate() {
            if value.fract() != 0.0 || value.abs() > LARGEST_WHOLE {
                self.fault(&mut faults, row, self.not_accepted(column, row, "a whole number"));
            }
        }
        Ok(faults.or(values.into_iter().map(|value| value as i64).collect())?)
    }

    /// The values of a column as text; whole numbers are written as such.
    ///
    /// # Errors
    /// If there is no such column, or it holds numbers that are not whole.
    pub fn texts(&self, name: &str) -> Result<Vec<String>> {
        match &self.column(name)?.values {
            Values::Text(values) => Ok(values.clone()),
            _ => Ok(self.integers(name)?.iter().map(ToString::to_string).collect()),
        }
    }

    /// How the numbers of a column become numbers in `unit`.
    pub(crate) fn conversion(&self, column: &Column, unit: &str) -> Result<Conversion> {
        let at = self.column_name(column);
        let Some(stated) = &column.unit else {
            let mend = if self.lines.is_some() {
                format!("write it behind the name in the header, as in `{} [{unit}]`", column.name)
            } else {
                format!("give the variable the attribute `units`, such as `{unit}`")
            };
            return Err(refused(
                &self.path,
                format!("{at}: no unit is stated, and one that fits `{unit}` is needed: {mend}"),
            ));
        };
        let wrong = |problem: String| refused(&self.path, format!("{at}: {problem}"));
        let stated: Unit = stated.parse().map_err(|e| wrong(format!("{e}; a unit that fits `{unit}` is accepted")))?;
        let wanted = unit.parse().map_err(|e| wrong(format!("{e}")))?;
        stated.to(&wanted).map_err(|e| wrong(format!("{e}; a unit that fits `{unit}` is accepted")))
    }

    /// Says what was found in a row of a column and what is accepted.
    pub fn not_accepted(&self, column: &Column, row: usize, accepted: &str) -> String {
        format!("{}: found {}; accepted is {accepted}", self.column_name(column), column.values.shown(row))
    }
}

/// The largest number below which f64 holds every whole one, 2⁵³.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// What is accepted instead of a text, with a hint at what may have gone wrong.
fn not_a_number(text: &str) -> String {
    let decimal_comma = text.contains(',') && number(&text.replace(',', ".")).is_some();
    let hint = if decimal_comma { ", with a point before decimals" } else { ", or an empty field where there is none" };
    format!("a number{hint}")
}
