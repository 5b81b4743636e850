//! What must hold of a table: all of it is looked at before anything is said.

use std::ops::RangeInclusive;

use edaphon_core::units::Conversion;
use edaphon_io::Faults;

use super::{Column, Table};
use crate::error::{Error, Result};

/// A list of what must hold of a table; [`finish`](Self::finish) tells every fault at once.
#[derive(Debug)]
#[must_use = "nothing is told before `finish`"]
pub struct Check<'t> {
    pub(super) table: &'t Table,
    pub(super) faults: Faults,
    error: Option<Error>,
}

impl<'t> Check<'t> {
    pub(super) fn of(table: &'t Table) -> Self {
        Self { table, faults: Faults::new(), error: None }
    }

    /// These columns are there.
    pub fn required(&mut self, names: &[&str]) -> &mut Self {
        for name in names {
            let found = self.table.column(name).map(drop);
            self.keep(found);
        }
        self
    }

    /// These columns have a value in every row.
    pub fn present(&mut self, names: &[&str]) -> &mut Self {
        for name in names {
            let Some(column) = self.column(name) else { continue };
            for row in (0..self.table.rows).filter(|&row| column.values.is_missing(row)) {
                let accepted = "a value in every row; fill it in or take the row out";
                self.table.fault(&mut self.faults, row, self.table.not_accepted(column, row, accepted));
            }
        }
        self
    }

    /// The numbers of a column, converted to `unit`, are in a range; missing ones are not looked at.
    ///
    /// A range that ends at `f64::MAX` has no upper end.
    pub fn range(&mut self, name: &str, accepted: RangeInclusive<f64>, unit: &str) -> &mut Self {
        let Some(column) = self.column(name) else { return self };
        let conversion = self.table.conversion(column, unit);
        let values = self.table.reals(name);
        let (Some(conversion), Some(values)) = (self.keep(conversion), self.keep(values)) else { return self };
        for (row, &value) in values.iter().enumerate() {
            let converted = conversion.apply(value);
            // Converting may round a value at an end of the range out of it.
            let slack = 4.0 * f64::EPSILON * converted.abs();
            let is_in = accepted.contains(&converted)
                || accepted.contains(&(converted + slack))
                || accepted.contains(&(converted - slack));
            if !value.is_nan() && !is_in {
                let problem = outside(self.table, column, (row, value), conversion, &accepted, unit);
                self.table.fault(&mut self.faults, row, problem);
            }
        }
        self
    }

    /// As [`range`](Self::range), of a column that needs no unit, such as a year.
    pub fn range_of_numbers(&mut self, name: &str, accepted: RangeInclusive<f64>) -> &mut Self {
        let values = self.table.reals(name);
        let (Some(column), Some(values)) = (self.column(name), self.keep(values)) else { return self };
        for row in (0..values.len()).filter(|&row| !values[row].is_nan() && !accepted.contains(&values[row])) {
            let problem = self.table.not_accepted(column, row, &in_words(&accepted, ""));
            self.table.fault(&mut self.faults, row, problem);
        }
        self
    }

    /// The end of the list.
    ///
    /// # Errors
    /// Everything that did not hold.
    pub fn finish(&mut self) -> Result<()> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        Ok(std::mem::take(&mut self.faults).or(())?)
    }

    pub(super) fn column(&mut self, name: &str) -> Option<&'t Column> {
        let found = self.table.column(name);
        self.keep(found)
    }

    /// The value, or its faults among the others.
    pub(super) fn keep<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(Error::Faults(faults)) => {
                // The same column may be asked for twice.
                let known = |fault: &edaphon_io::Fault| self.faults.list().contains(fault);
                if !faults.list().iter().all(known) {
                    self.faults.append(faults);
                }
                None
            }
            Err(other) => {
                self.error.get_or_insert(other);
                None
            }
        }
    }
}

/// Says that a value is out of range, in the unit of the file and in the one of the range.
fn outside(
    table: &Table,
    column: &Column,
    (row, value): (usize, f64),
    conversion: Conversion,
    accepted: &RangeInclusive<f64>,
    unit: &str,
) -> String {
    let stated = column.unit.as_deref().unwrap_or_default();
    let converted = if conversion.is_identity() {
        String::new()
    } else {
        format!(" (= {} {unit})", rounded(conversion.apply(value)))
    };
    let found = format!("{} {stated}{converted}", column.values.shown(row));
    let hint = if STAND_INS.contains(&value) {
        "; if it stands for a missing value, leave the field empty"
    } else if conversion.apply(value) == 100.0 * value && accepted.contains(&value) {
        "; are the values of the column in % already?"
    } else {
        ""
    };
    format!("{}: found {}; accepted is {}{hint}", table.column_name(column), found.trim(), in_words(accepted, unit))
}

/// Numbers that often stand for a missing value.
const STAND_INS: [f64; 6] = [-9999.0, -999.0, -99.0, -32768.0, -99_999.0, -1e20];

/// A range in words: `0 to 100 %`, `at least 0 kg m-2`.
pub(crate) fn in_words(accepted: &RangeInclusive<f64>, unit: &str) -> String {
    let words = match (*accepted.start(), *accepted.end()) {
        (low, high) if low <= f64::MIN && high >= f64::MAX => "any number of".to_owned(),
        (f64::MIN_POSITIVE, high) if high >= f64::MAX => "more than 0".to_owned(),
        (low, high) if high >= f64::MAX => format!("at least {low}"),
        (low, high) if low <= f64::MIN => format!("at most {high}"),
        (low, high) => format!("{low} to {high}"),
    };
    format!("{words} {unit}").trim_end().to_owned()
}

/// A number with six digits that count.
fn rounded(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}
