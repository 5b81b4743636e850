//! Tables of a report.

use minijinja::context;
use minijinja::value::Value;

use crate::error::{FigureError, Result};
use crate::number::{decimal, significant, typeset_unit};

/// A table with a unit for each column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// What the table shows; numbered by the report.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for every column. The first cell names the row.
    pub rows: Vec<Vec<Cell>>,
}

/// The head of a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The unit of its numbers, as in CF or typeset; may be empty.
    pub unit: String,
}

impl Column {
    /// A column of numbers in `unit`, or of words where `unit` is empty.
    pub fn new(name: impl Into<String>, unit: impl Into<String>) -> Self {
        Self { name: name.into(), unit: unit.into() }
    }
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, printed with four significant digits.
    Number(f64),
    /// A number, printed with so many significant digits.
    Significant(f64, usize),
    /// A number, printed with so many decimals.
    Decimal(f64, usize),
    /// Nothing.
    Missing,
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        Self::Text(words.to_owned())
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        Self::Text(words)
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl Cell {
    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(value) | Self::Significant(value, _) | Self::Decimal(value, _) => Some(*value),
            Self::Text(_) | Self::Missing => None,
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Text(words) => words.clone(),
            Self::Number(value) => significant(*value, 4),
            Self::Significant(value, digits) => significant(*value, *digits),
            Self::Decimal(value, decimals) => decimal(*value, *decimals),
            Self::Missing => "–".to_owned(),
        }
    }

    /// What the template needs; `sort` is the number behind the printed one.
    fn value(&self) -> Value {
        let number = self.number();
        let sort = number.filter(|n| n.is_finite()).map(|n| n.to_string());
        context! { words => self.words(), is_number => number.is_some() || *self == Self::Missing, sort => sort }
    }
}

impl Table {
    /// What the template needs.
    pub(super) fn value(&self) -> Result<Value> {
        if let Some((i, row)) = self.rows.iter().enumerate().find(|(_, row)| row.len() != self.columns.len()) {
            return Err(FigureError::Length {
                what: "table",
                label: format!("{}, row {}", self.caption, i + 1),
                found: row.len(),
                expected: self.columns.len().to_string(),
                why: "the number of columns",
            });
        }
        let is_number = |column: usize| self.rows.iter().any(|row| row[column].number().is_some());
        let columns: Vec<Value> = self
            .columns
            .iter()
            .enumerate()
            .map(|(i, column)| context! { name => &column.name, unit => typeset_unit(&column.unit), is_number => is_number(i) })
            .collect();
        let rows: Vec<Vec<Value>> = self.rows.iter().map(|row| row.iter().map(Cell::value).collect()).collect();
        Ok(context! { caption => &self.caption, columns => columns, rows => rows })
    }
}
