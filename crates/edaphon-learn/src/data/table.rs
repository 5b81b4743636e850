//! Rows of a table, with line and column of whatever is wrong.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::RangeInclusive;

use edaphon_geo::{Column, Table, Values};
use edaphon_io::Faults;

use crate::error::Result;

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    table: &'a Table,
    at: usize,
}

/// A quantity as its column bears it: name, unit and what is accepted.
#[derive(Debug, Clone)]
pub(crate) struct Quantity {
    pub name: String,
    pub unit: &'static str,
    pub range: RangeInclusive<f64>,
}

impl Quantity {
    pub(crate) fn new(name: impl Into<String>, unit: &'static str, range: RangeInclusive<f64>) -> Self {
        Self { name: name.into(), unit, range }
    }
}

/// The rows of a table.
pub(crate) fn rows(table: &Table) -> impl Iterator<Item = Row<'_>> {
    (0..table.rows()).map(move |at| Row { table, at })
}

/// The table with these columns in the units of their quantities, whatever units they state.
///
/// # Errors
/// Columns that are not there, and units of other quantities.
pub(crate) fn in_units<'q>(mut table: Table, quantities: impl IntoIterator<Item = &'q Quantity>) -> Result<Table> {
    for Quantity { name, unit, .. } in quantities {
        table = table.in_unit(name, if unit.is_empty() { "1" } else { unit })?;
    }
    Ok(table)
}

impl<'a> Row<'a> {
    fn column(&self, name: &str) -> Option<&'a Column> {
        self.table.columns().iter().find(|column| column.name == name)
    }

    /// The row in words: `line 9`, or `row 8` in a file without lines.
    pub(crate) fn name(&self) -> String {
        self.table.row_name(self.at)
    }

    /// A field as text; empty where there is none, or no such column. Names may be numbers: a whole one has no decimals.
    pub(crate) fn text(&self, column: &str) -> Cow<'a, str> {
        match self.column(column).map(|column| &column.values) {
            Some(Values::Text(texts)) => Cow::Borrowed(texts[self.at].trim()),
            Some(values) if !values.is_missing(self.at) => Cow::Owned(values.shown(self.at)),
            _ => Cow::Borrowed(""),
        }
    }

    /// Notes a fault of this row.
    pub(crate) fn fault(&self, faults: &mut Faults, problem: impl AsRef<str>) {
        self.table.fault(faults, self.at, problem);
    }

    /// A number within the range of its quantity; an empty field is a fault.
    pub(crate) fn number(&self, quantity: &Quantity, faults: &mut Faults) -> Option<f64> {
        let before = faults.list().len();
        let found = self.optional(quantity, faults);
        if found.is_none() && faults.list().len() == before {
            let (column, unit) = (&quantity.name, quantity.unit);
            let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
            self.fault(faults, format!("column `{column}` is empty; accepted is a number{unit}"));
        }
        found
    }

    /// A number within the range of its quantity, or nothing where the field is empty.
    pub(crate) fn optional(&self, quantity: &Quantity, faults: &mut Faults) -> Option<f64> {
        let Quantity { name: column, unit, range } = quantity;
        let text = self.text(column);
        let value = self.given(column)?;
        let Ok(value) = value else {
            self.fault(faults, format!("column `{column}`: `{text}` is not a number"));
            return None;
        };
        if !range.contains(&value) {
            let (low, high) = (range.start(), range.end());
            let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
            self.fault(faults, format!("column `{column}`: {value}{unit} is outside {low} to {high}{unit}"));
            return None;
        }
        Some(value)
    }

    /// The number in a field, or that it is none; nothing where the field is empty.
    fn given(&self, column: &str) -> Option<std::result::Result<f64, ()>> {
        match &self.column(column)?.values {
            Values::Whole(values) => Some(Ok(values[self.at] as f64)),
            Values::Real(values) => Some(values[self.at]).filter(|value| !value.is_nan()).map(Ok),
            values if values.is_missing(self.at) => None,
            // One field that is no number makes text of the whole column.
            _ => Some(self.text(column).parse().map_err(drop)),
        }
    }

    /// A whole number within a range.
    pub(crate) fn integer(&self, column: &str, range: RangeInclusive<i32>, faults: &mut Faults) -> Option<i32> {
        let whole = |value: f64| (value.fract() == 0.0).then_some(value as i32).filter(|value| range.contains(value));
        let found = self.given(column).and_then(std::result::Result::ok).and_then(whole);
        if found.is_none() {
            let ((low, high), text) = ((range.start(), range.end()), self.text(column));
            let found = if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") };
            let problem = format!("column `{column}`: found {found}, accepted is a whole number from {low} to {high}");
            self.fault(faults, problem);
        }
        found
    }

    /// The number that `known` gives to the name in a column.
    pub(crate) fn index(
        &self,
        column: &str,
        known: &HashMap<String, usize>,
        whence: &str,
        faults: &mut Faults,
    ) -> Option<usize> {
        let name = self.text(column);
        let found = known.get(&*name).copied();
        if found.is_none() {
            self.fault(faults, format!("column `{column}`: `{name}` is not in {whence}"));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn table(text: &str) -> Table {
        Table::from_csv(Path::new("a.csv"), text.as_bytes()).unwrap()
    }

    #[test]
    fn faults_have_line_and_column() {
        let table = table("site,clay\n1,30\n2,300\n3,x\n4,\n");
        let clay = Quantity::new("clay", "%", 0.0..=100.0);
        let mut faults = Faults::new();
        let values: Vec<_> = rows(&table).map(|row| row.number(&clay, &mut faults)).collect();
        assert_eq!(values, [Some(30.0), None, None, None]);
        let words = faults.to_string();
        assert!(words.starts_with("a.csv:3: column `clay`: 300 % is outside 0 to 100 %\n"), "{words}");
        assert!(words.contains("a.csv:4: column `clay`: `x` is not a number"), "{words}");
        assert!(words.contains("a.csv:5: column `clay` is empty; accepted is a number (%)"), "{words}");
    }

    #[test]
    fn stated_units_are_converted_and_those_of_other_quantities_refused() {
        let clay = Quantity::new("clay", "%", 0.0..=100.0);
        let converted = in_units(table("site,clay [g kg-1]\n1,300\n"), [&clay]).unwrap();
        let mut faults = Faults::new();
        assert_eq!(rows(&converted).next().unwrap().number(&clay, &mut faults), Some(30.0));
        let words = in_units(table("site,clay [kg m-2]\n1,300\n"), [&clay]).unwrap_err().to_string();
        assert!(words.contains("column 2 (clay [kg m-2])"), "{words}");
    }

    #[test]
    fn names_may_be_numbers_of_any_kind() {
        let mut faults = Faults::new();
        let columns = |values: Values| vec![Column::new("site", values)];
        let of = |values: Values| Table::new("a.nc", columns(values)).unwrap();
        for table in [of(vec![7_i64].into()), of(vec![7.0].into()), of(vec!["7"].into())] {
            let row = rows(&table).next().unwrap();
            assert_eq!((row.text("site").as_ref(), row.integer("site", 0..=9, &mut faults)), ("7", Some(7)));
        }
        assert!(faults.is_empty());
    }
}
