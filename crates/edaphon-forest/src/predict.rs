//! Predictions: blocks of rows, and within a block tree after tree.

use rayon::prelude::*;

use crate::error::Result;
use crate::forest::Forest;
use crate::table::Table;
use crate::walk::Rows;

/// Rows of a block, at most: many, so that a tree is fetched seldom; few enough for their features to stay near.
const BLOCK: usize = 16384;

/// Numbers for each row: of every tree, of every quantile, of every column.
#[derive(Debug, Clone, PartialEq)]
pub struct PerRow {
    width: usize,
    values: Vec<f64>,
}

impl PerRow {
    pub(crate) fn new(width: usize, rows: usize) -> Self {
        Self { width, values: vec![0.0; width * rows] }
    }

    /// The numbers of one row.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.width..(row + 1) * self.width]
    }

    /// How many numbers each row has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.width).unwrap_or(0)
    }

    /// All numbers, row after row.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Fills blocks of rows in parallel: `fill` gets the features of a block and its numbers.
    pub(crate) fn fill(&mut self, table: &Table, fill: impl Fn(&Rows<'_>, &mut [f64]) + Sync) {
        let blocks = table.rows().div_ceil(BLOCK).next_multiple_of(rayon::current_num_threads());
        let block = table.rows().div_ceil(blocks);
        self.values.par_chunks_mut(block * self.width).enumerate().for_each(|(number, values)| {
            let rows = values.len() / self.width;
            fill(&Rows::new(table, number * block, rows), values);
        });
    }
}

impl Forest {
    /// Predictions: the mean over trees of the leaf each row falls into (unit of the target).
    ///
    /// # Errors
    ///
    /// [`ForestError::Columns`](crate::ForestError::Columns) for a table of other width.
    pub fn predict(&self, features: &Table) -> Result<Vec<f64>> {
        self.same_columns(features)?;
        let mut sums = PerRow::new(1, features.rows());
        sums.fill(features, |rows, sums| {
            let mut leaves = vec![0; rows.count()];
            for tree in &self.trees {
                tree.add_predictions(rows, &mut leaves, sums);
            }
            sums.iter_mut().for_each(|sum| *sum /= self.trees.len() as f64);
        });
        Ok(sums.values)
    }

    /// Predictions of each tree: one number of each tree for every row.
    ///
    /// # Errors
    ///
    /// [`ForestError::Columns`](crate::ForestError::Columns) for a table of other width.
    pub fn predict_trees(&self, features: &Table) -> Result<PerRow> {
        self.same_columns(features)?;
        let trees = self.trees.len();
        let mut predictions = PerRow::new(trees, features.rows());
        predictions.fill(features, |rows, values| {
            for (number, tree) in self.trees.iter().enumerate() {
                tree.each_leaf(rows, |row, leaf| values[row * trees + number] = tree.nodes[leaf].value);
            }
        });
        Ok(predictions)
    }
}
