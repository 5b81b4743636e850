//! Predictions: blocks of rows, and within a block tree after tree.

use rayon::prelude::*;

use crate::error::Result;
use crate::forest::Forest;
use crate::table::Table;
use crate::tree::Tree;

/// Rows of a block: their features stay in the nearest caches while a tree passes over them.
const BLOCK: usize = 256;

/// Predictions of each tree.
#[derive(Debug, Clone, PartialEq)]
pub struct TreePredictions {
    trees: usize,
    values: Vec<f64>,
}

impl TreePredictions {
    /// Predictions of all trees for one row.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.trees..(row + 1) * self.trees]
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.values.len() / self.trees
    }
}

impl Forest {
    /// Predictions: the mean over trees of the leaf each row falls into.
    ///
    /// # Errors
    ///
    /// [`ForestError::Columns`](crate::ForestError::Columns) for a table of other width.
    pub fn predict(&self, features: &Table) -> Result<Vec<f64>> {
        self.same_columns(features)?;
        let mut sums = vec![0.0; features.rows()];
        sums.par_chunks_mut(BLOCK).enumerate().for_each(|(block, sums)| {
            let rows = Rows::of(features, block * BLOCK, sums.len());
            for tree in &self.trees {
                rows.each_leaf(tree, |at, leaf| sums[at] += tree.nodes[leaf].value);
            }
            sums.iter_mut().for_each(|sum| *sum /= self.trees.len() as f64);
        });
        Ok(sums)
    }

    /// Predictions of each tree.
    ///
    /// # Errors
    ///
    /// [`ForestError::Columns`](crate::ForestError::Columns) for a table of other width.
    pub fn predict_trees(&self, features: &Table) -> Result<TreePredictions> {
        self.same_columns(features)?;
        let trees = self.trees.len();
        let mut values = vec![0.0; features.rows() * trees];
        values.par_chunks_mut(BLOCK * trees).enumerate().for_each(|(block, values)| {
            let rows = Rows::of(features, block * BLOCK, values.len() / trees);
            for (number, tree) in self.trees.iter().enumerate() {
                rows.each_leaf(tree, |at, leaf| values[at * trees + number] = tree.nodes[leaf].value);
            }
        });
        Ok(TreePredictions { trees, values })
    }
}

/// A block of rows, row after row.
struct Rows {
    columns: usize,
    features: Vec<f64>,
}

impl Rows {
    fn of(table: &Table, from: usize, rows: usize) -> Self {
        let columns = table.columns();
        let mut features = vec![0.0; rows * columns];
        for column in 0..columns {
            let values = &table.column(column)[from..from + rows];
            features
                .iter_mut()
                .skip(column)
                .step_by(columns)
                .zip(values)
                .for_each(|(feature, value)| *feature = *value);
        }
        Self { columns, features }
    }

    /// Hands over the leaf of each row.
    fn each_leaf(&self, tree: &Tree, mut take: impl FnMut(usize, usize)) {
        for (at, row) in self.features.chunks_exact(self.columns).enumerate() {
            take(at, tree.leaf(|column| row[column]));
        }
    }
}
