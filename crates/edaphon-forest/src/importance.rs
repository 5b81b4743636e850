//! Importance of columns: by permuting them in held-out rows, and by the impurity they took away in training.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::error::{ForestError, Result};
use crate::forest::Forest;
use crate::random::{Purpose, Random};
use crate::table::{Table, same_length};

/// Columns to permute together, and how.
#[derive(Debug, Clone, Copy)]
pub struct Permuted<'a> {
    /// Columns that move together, such as all of terrain.
    pub columns: &'a [usize],
    /// Group of every held-out row if groups are to change places as wholes, such as sites for a column that is constant in time: the
    /// k-th row of a group takes the values of the k-th row of another (or, if that has fewer, counts on from its first). Without, every
    /// row changes places for itself.
    pub groups: Option<&'a [u64]>,
}

/// Errors on held-out rows, as they are and with columns permuted.
#[derive(Debug, Clone, PartialEq)]
pub struct PermutedScores {
    /// Root of the mean squared error of the rows as they are (unit of the target).
    pub rmse: f64,
    /// For each set of columns, the same with the columns permuted, once for each repeat.
    pub permuted: Vec<Vec<f64>>,
}

impl PermutedScores {
    /// Importance of a set of columns: mean increase of the error by permuting it (unit of the target).
    ///
    /// # Panics
    ///
    /// If there is no such set.
    pub fn increase(&self, set: usize) -> f64 {
        let repeats = &self.permuted[set];
        repeats.iter().sum::<f64>() / repeats.len() as f64 - self.rmse
    }

    /// Standard deviation of that increase over repeats (n − 1; NaN for a single repeat).
    ///
    /// # Panics
    ///
    /// If there is no such set.
    pub fn deviation(&self, set: usize) -> f64 {
        let (repeats, mean) = (&self.permuted[set], self.rmse + self.increase(set));
        let squares: f64 = repeats.iter().map(|rmse| (rmse - mean).powi(2)).sum();
        (squares / (repeats.len() as f64 - 1.0)).sqrt()
    }
}

impl Forest {
    /// Permutation importance on held-out rows (Breiman 2001; sets of columns as in Debeer & Strobl 2020 are up to the caller).
    ///
    /// Permutations follow from `seed`, the set and the repeat alone.
    ///
    /// # Errors
    ///
    /// [`ForestError::Columns`], [`ForestError::Length`], [`ForestError::NoColumn`]; [`ForestError::Setting`] for no repeats.
    pub fn permutation_importance(
        &self,
        features: &Table,
        targets: &[f64],
        sets: &[Permuted<'_>],
        repeats: usize,
        seed: u64,
    ) -> Result<PermutedScores> {
        same_length("targets", targets.len(), features.rows())?;
        if repeats == 0 {
            return Err(ForestError::Setting { name: "repeats", found: "0".into(), accepted: "1 or more".into() });
        }
        let score = |table: &Table| Ok(root_mean_square(&self.predict(table)?, targets));
        let columns = features.columns();
        let once = |number: usize, repeat: usize, places: &[Vec<usize>], set: &Permuted<'_>| {
            let mut random = Random::stream(seed, Purpose::Permutation, ((number as u64) << 32) | repeat as u64);
            score(&features.with_rows_moved(set.columns, &moved(places, features.rows(), &mut random)))
        };
        let permuted = sets.iter().enumerate().map(|(number, set)| {
            if let Some(&found) = set.columns.iter().find(|column| **column >= columns) {
                return Err(ForestError::NoColumn { found, columns });
            }
            let places = places(set, features.rows())?;
            (0..repeats).into_par_iter().map(|repeat| once(number, repeat, &places, set)).collect()
        });
        Ok(PermutedScores { rmse: score(features)?, permuted: permuted.collect::<Result<_>>()? })
    }

    /// Impurity importance: each column's share in the decrease of variance by divisions, averaged over trees; sums to 1 (–).
    ///
    /// It is measured on the rows of the bags, and so counts what was learnt by heart: columns with many different values look
    /// important, whether they are or not. Prefer [`Forest::permutation_importance`].
    pub fn impurity_importance(&self) -> Vec<f64> {
        let mut shares = vec![0.0; self.columns];
        for tree in &self.trees {
            let total: f64 = tree.decrease.iter().sum();
            if total > 0.0 {
                shares.iter_mut().zip(&tree.decrease).for_each(|(share, decrease)| *share += decrease / total);
            }
        }
        let total: f64 = shares.iter().sum();
        shares.iter().map(|share| if total > 0.0 { share / total } else { 0.0 }).collect()
    }
}

/// Rows of each group, groups in order of appearance; a group for each row if there are none.
fn places(set: &Permuted<'_>, rows: usize) -> Result<Vec<Vec<usize>>> {
    let Some(groups) = set.groups else { return Ok((0..rows).map(|row| vec![row]).collect()) };
    same_length("groups", groups.len(), rows)?;
    let mut numbers: HashMap<u64, usize> = HashMap::new();
    let mut places: Vec<Vec<usize>> = Vec::new();
    for (row, label) in groups.iter().enumerate() {
        let number = *numbers.entry(*label).or_insert(places.len());
        if number == places.len() {
            places.push(Vec::new());
        }
        places[number].push(row);
    }
    Ok(places)
}

/// For each row the row whose values it takes, groups having changed places at random (Fisher–Yates).
fn moved(places: &[Vec<usize>], rows: usize, random: &mut Random) -> Vec<usize> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    for last in (1..order.len()).rev() {
        order.swap(last, random.below(last + 1));
    }
    let mut from = vec![0; rows];
    for (group, other) in places.iter().zip(order) {
        group.iter().zip(places[other].iter().cycle()).for_each(|(row, other)| from[*row] = *other);
    }
    from
}

fn root_mean_square(predictions: &[f64], targets: &[f64]) -> f64 {
    let squares: f64 = predictions.iter().zip(targets).map(|(p, y)| (p - y).powi(2)).sum();
    (squares / targets.len() as f64).sqrt()
}
