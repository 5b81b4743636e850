//! A table of comma-separated values, plain or compressed by gzip, read with line and column of whatever is wrong.

use std::collections::HashMap;
use std::io::Read;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use crate::faults::Faults;
use edaphon_core::{did_you_mean, nearest};
use flate2::read::MultiGzDecoder;

use crate::error::{LearnError, Result};

/// The first two bytes of a file compressed by gzip.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A table in memory.
#[derive(Debug)]
pub(crate) struct Table {
    path: PathBuf,
    columns: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    table: &'a Table,
    record: &'a csv::StringRecord,
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

impl Table {
    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read, or a row has more or fewer fields than the header.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let mut bytes = std::fs::read(path).map_err(LearnError::file(path, "read"))?;
        if bytes.starts_with(&GZIP) {
            let mut plain = Vec::new();
            MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain).map_err(LearnError::file(path, "unpack"))?;
            bytes = plain;
        }
        Self::parse(path, &bytes)
    }

    fn parse(path: &Path, bytes: &[u8]) -> Result<Self> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(bytes);
        let broken = |error: csv::Error| {
            let mut faults = Faults::new();
            let line = error.position().map_or(1, |at| at.line() as usize);
            faults.add_at(path, line, format!("cannot be read as comma-separated text: {error}"));
            LearnError::Faults(faults)
        };
        let header = reader.headers().map_err(broken)?;
        let columns: Vec<String> = header.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
        let rows = reader.records().collect::<std::result::Result<Vec<_>, _>>().map_err(broken)?;
        let mut faults = Faults::new();
        for (at, name) in columns.iter().enumerate() {
            if columns[..at].contains(name) {
                faults.add_at(path, 1, format!("column `{name}` is there twice; accepted is one of each name"));
            }
        }
        for record in rows.iter().filter(|record| record.len() != columns.len()) {
            let (found, wanted) = (record.len(), columns.len());
            faults.add_at(path, line(record), format!("{found} fields where the header has {wanted}"));
        }
        if rows.is_empty() {
            faults.add(path, "there are no rows under the header");
        }
        Ok(faults.or(Self { path: path.to_owned(), columns, rows })?)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|record| Row { table: self, record })
    }

    /// Notes the columns among `names` that are not there.
    pub(crate) fn require<'n>(&self, names: impl IntoIterator<Item = &'n str>, faults: &mut Faults) {
        for name in names {
            if !self.columns.iter().any(|column| column == name) {
                let close = nearest(name, self.columns.iter().map(String::as_str));
                let hint = match close {
                    Some(_) => did_you_mean(close.as_deref()),
                    None => format!("; there are {}", self.columns.join(", ")),
                };
                faults.add_at(&self.path, 1, format!("column `{name}` is missing{hint}"));
            }
        }
    }
}

fn line(record: &csv::StringRecord) -> usize {
    record.position().map_or(0, |at| at.line() as usize)
}

impl<'a> Row<'a> {
    /// The line of the file, from 1.
    pub(crate) fn line(&self) -> usize {
        line(self.record)
    }

    /// A field as it stands; empty where there is no such column.
    pub(crate) fn text(&self, column: &str) -> &'a str {
        let at = self.table.columns.iter().position(|name| name == column);
        at.and_then(|at| self.record.get(at)).unwrap_or_default()
    }

    /// Notes a fault of this row.
    pub(crate) fn fault(&self, faults: &mut Faults, problem: impl Into<String>) {
        faults.add_at(&self.table.path, self.line(), problem);
    }

    /// A number within the range of its quantity; an empty field is a fault.
    pub(crate) fn number(&self, quantity: &Quantity, faults: &mut Faults) -> Option<f64> {
        let (text, column) = (self.text(&quantity.name), &quantity.name);
        if text.is_empty() {
            self.fault(faults, format!("column `{column}` is empty; accepted is a number{}", in_unit(quantity.unit)));
            return None;
        }
        self.given(quantity, faults)
    }

    /// A number within the range of its quantity, or nothing where the field is empty.
    pub(crate) fn optional(&self, quantity: &Quantity, faults: &mut Faults) -> Option<f64> {
        if self.text(&quantity.name).is_empty() { None } else { self.given(quantity, faults) }
    }

    fn given(&self, quantity: &Quantity, faults: &mut Faults) -> Option<f64> {
        let Quantity { name: column, unit, range } = quantity;
        let text = self.text(column);
        let Ok(value) = text.parse::<f64>() else {
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

    /// A whole number within a range.
    pub(crate) fn integer(&self, column: &str, range: RangeInclusive<i32>, faults: &mut Faults) -> Option<i32> {
        let text = self.text(column);
        match text.parse::<i32>() {
            Ok(value) if range.contains(&value) => Some(value),
            _ => {
                let (low, high) = (range.start(), range.end());
                let found = if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") };
                self.fault(
                    faults,
                    format!("column `{column}`: found {found}, accepted is a whole number from {low} to {high}"),
                );
                None
            }
        }
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
        let found = known.get(name).copied();
        if found.is_none() {
            self.fault(faults, format!("column `{column}`: `{name}` is not in {whence}"));
        }
        found
    }
}

fn in_unit(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" ({unit})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_have_line_and_column() {
        let table = Table::parse(Path::new("a.csv"), b"site,clay\n1,30\n2,300\n3,x\n4,\n").unwrap();
        let clay = Quantity::new("clay", "%", 0.0..=100.0);
        let mut faults = Faults::new();
        let values: Vec<_> = table.rows().map(|row| row.number(&clay, &mut faults)).collect();
        assert_eq!(values, [Some(30.0), None, None, None]);
        let words = faults.to_string();
        assert!(words.starts_with("a.csv:3: column `clay`: 300 % is outside 0 to 100 %\n"), "{words}");
        assert!(words.contains("a.csv:4: column `clay`: `x` is not a number"), "{words}");
        assert!(words.contains("a.csv:5: column `clay` is empty; accepted is a number (%)"), "{words}");
    }

    #[test]
    fn short_rows_and_missing_columns_are_told() {
        let words = Table::parse(Path::new("a.csv"), b"site,clay\n1\n").unwrap_err().to_string();
        assert_eq!(words, "a.csv:2: 1 fields where the header has 2");
        let table = Table::parse(Path::new("a.csv"), b"site,clay_pct\n1,2\n").unwrap();
        let mut faults = Faults::new();
        table.require(["site", "clay_pc"], &mut faults);
        assert_eq!(faults.to_string(), "a.csv:1: column `clay_pc` is missing; did you mean `clay_pct`?");
    }
}
