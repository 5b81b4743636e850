//! Features in columns, and training rows: features with targets, weights and groups.

use crate::error::{ForestError, Result};

/// Features: every value finite, stored column after column.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    rows: usize,
    values: Vec<f64>,
}

impl Table {
    /// A table from values in column-major order, `rows` to a column.
    ///
    /// # Errors
    ///
    /// [`ForestError::Empty`], [`ForestError::Shape`], or [`ForestError::Feature`] for a value that is not finite.
    pub fn new(values: Vec<f64>, rows: usize) -> Result<Self> {
        if rows == 0 || values.is_empty() {
            return Err(ForestError::Empty { rows, columns: values.len() / rows.max(1) });
        }
        if !values.len().is_multiple_of(rows) {
            return Err(ForestError::Shape { found: values.len(), rows });
        }
        match values.iter().position(|value| !value.is_finite()) {
            Some(at) => Err(ForestError::Feature { column: at / rows, row: at % rows, found: values[at] }),
            None => Ok(Self { rows, values }),
        }
    }

    /// A table from its columns.
    ///
    /// # Errors
    ///
    /// As for [`Table::new`]; [`ForestError::Length`] for a column shorter or longer than the first.
    pub fn from_columns<C: AsRef<[f64]>>(columns: &[C]) -> Result<Self> {
        let rows = columns.first().map_or(0, |column| column.as_ref().len());
        for column in columns {
            same_length("column", column.as_ref().len(), rows)?;
        }
        Self::new(columns.iter().flat_map(|column| column.as_ref()).copied().collect(), rows)
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.values.len() / self.rows
    }

    /// One column.
    ///
    /// # Panics
    ///
    /// If there is no such column.
    pub fn column(&self, column: usize) -> &[f64] {
        &self.values[column * self.rows..(column + 1) * self.rows]
    }

    /// The features of one row.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub fn row(&self, row: usize) -> Vec<f64> {
        (0..self.columns()).map(|column| self.column(column)[row]).collect()
    }

    /// The table of some rows, in the order given; a row may come twice.
    ///
    /// # Errors
    ///
    /// [`ForestError::Empty`] without rows.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub fn select(&self, rows: &[usize]) -> Result<Self> {
        let values = (0..self.columns()).flat_map(|column| rows.iter().map(move |&row| self.column(column)[row]));
        match rows.len() {
            0 => Err(ForestError::Empty { rows: 0, columns: self.columns() }),
            selected => Ok(Self { rows: selected, values: values.collect() }),
        }
    }

    /// The table in which some columns take their values from other rows.
    pub(crate) fn with_rows_moved(&self, columns: &[usize], from: &[usize]) -> Self {
        let mut moved = self.clone();
        for &column in columns {
            let places = &mut moved.values[column * self.rows..(column + 1) * self.rows];
            places.iter_mut().zip(from).for_each(|(value, row)| *value = self.column(column)[*row]);
        }
        moved
    }
}

/// Rows to grow a forest on. Checked when made.
#[derive(Debug, Clone, Copy)]
pub struct Training<'a> {
    pub(crate) features: &'a Table,
    pub(crate) targets: &'a [f64],
    pub(crate) weights: Option<&'a [f64]>,
    pub(crate) groups: Option<&'a [u64]>,
}

impl<'a> Training<'a> {
    /// Rows of equal weight, without groups.
    ///
    /// # Errors
    ///
    /// [`ForestError::Length`]; [`ForestError::Value`] for a target that is not finite.
    pub fn new(features: &'a Table, targets: &'a [f64]) -> Result<Self> {
        same_length("targets", targets.len(), features.rows())?;
        each("target", targets, "a finite number", |target| target.is_finite())?;
        Ok(Self { features, targets, weights: None, groups: None })
    }

    /// The same rows with a weight each; only ratios of weights matter.
    ///
    /// # Errors
    ///
    /// [`ForestError::Length`]; [`ForestError::Value`] for a weight that is negative or not finite; [`ForestError::NoWeight`].
    pub fn with_weights(self, weights: &'a [f64]) -> Result<Self> {
        same_length("weights", weights.len(), self.features.rows())?;
        each("weight", weights, "0 or a positive finite number", |weight| weight.is_finite() && weight >= 0.0)?;
        match weights.iter().all(|weight| *weight == 0.0) {
            true => Err(ForestError::NoWeight { rows: weights.len() }),
            false => Ok(Self { weights: Some(weights), ..self }),
        }
    }

    /// The same rows with the label of their group, such as their site.
    ///
    /// # Errors
    ///
    /// [`ForestError::Length`].
    pub fn with_groups(self, groups: &'a [u64]) -> Result<Self> {
        same_length("groups", groups.len(), self.features.rows())?;
        Ok(Self { groups: Some(groups), ..self })
    }

    /// Number of rows, those of weight zero included.
    pub fn rows(&self) -> usize {
        self.targets.len()
    }

    /// Weight of a row.
    pub(crate) fn weight(&self, row: usize) -> f64 {
        self.weights.map_or(1.0, |weights| weights[row])
    }

    /// A checksum of all that a forest depends on.
    pub(crate) fn checksum(&self) -> u64 {
        let mut sum = Checksum::new(self.rows());
        sum.take(self.features.values.iter().chain(self.targets).map(|value| value.to_bits()));
        sum.take((0..self.rows()).map(|row| self.weight(row).to_bits()));
        sum.take(self.groups.into_iter().flatten().copied());
        sum.value()
    }

    /// Rows that count, ascending.
    pub(crate) fn counting_rows(&self) -> Vec<u32> {
        (0..self.rows() as u32).filter(|row| self.weight(*row as usize) > 0.0).collect()
    }
}

/// Sixty-four bits that change with any of those taken: FNV-1a over words, mixed.
pub(crate) struct Checksum(u64);

impl Checksum {
    pub(crate) fn new(length: usize) -> Self {
        Self(length as u64)
    }

    pub(crate) fn value(&self) -> u64 {
        self.0
    }

    pub(crate) fn take(&mut self, words: impl Iterator<Item = u64>) {
        for word in words {
            self.0 = (self.0 ^ word).wrapping_mul(0x0000_0100_0000_01b3);
            self.0 ^= self.0 >> 32;
        }
    }
}

pub(crate) fn same_length(what: &'static str, found: usize, expected: usize) -> Result<()> {
    if found == expected { Ok(()) } else { Err(ForestError::Length { what, found, expected }) }
}

fn each(what: &'static str, values: &[f64], accepted: &'static str, good: impl Fn(f64) -> bool) -> Result<()> {
    match values.iter().position(|value| !good(*value)) {
        Some(row) => Err(ForestError::Value { what, row, found: values[row], accepted }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_table_is_refused_with_its_place() {
        let words = |columns: &[Vec<f64>]| Table::from_columns(columns).unwrap_err().to_string();
        assert_eq!(words(&[]), "the table has 0 rows and 0 columns; a forest needs at least one of each");
        assert_eq!(words(&[vec![1.0], vec![1.0, 2.0]]), "column: 2 numbers for 1 rows; one for each row is needed");
        let gap = words(&[vec![1.0, 2.0], vec![3.0, f64::NAN]]);
        assert_eq!(gap, "column 1, row 1: NaN is no finite number; fill the gap or leave the row out");
        assert!(Table::new(vec![0.0; 5], 2).unwrap_err().to_string().starts_with("5 values"));
    }

    #[test]
    fn bad_training_rows_are_refused_with_their_place() {
        let table = Table::new(vec![1.0, 2.0], 2).unwrap();
        let targets = [1.0, 2.0];
        let training = Training::new(&table, &targets).unwrap();
        let words = |weights: &[f64]| training.with_weights(weights).unwrap_err().to_string();
        assert_eq!(words(&[1.0, -2.0]), "weight of row 1 is -2; accepted is 0 or a positive finite number");
        assert_eq!(words(&[0.0, 0.0]), "all 2 weights are zero; at least one row must count");
        assert_eq!(words(&[0.0]), "weights: 1 numbers for 2 rows; one for each row is needed");
        let infinite = Training::new(&table, &[1.0, f64::INFINITY]).unwrap_err().to_string();
        assert_eq!(infinite, "target of row 1 is inf; accepted is a finite number");
        assert!(training.with_groups(&[1]).is_err());
    }

    #[test]
    fn rows_are_selected_in_order() {
        let table = Table::new(vec![1.0, 2.0, 3.0, 4.0], 2).unwrap();
        let selected = table.select(&[1, 1, 0]).unwrap();
        assert_eq!((selected.column(0), selected.column(1)), (&[2.0, 2.0, 1.0][..], &[4.0, 4.0, 3.0][..]));
    }
}
