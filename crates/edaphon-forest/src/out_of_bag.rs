//! Out-of-bag predictions: each training row as told by the trees that have not seen it.

use rayon::prelude::*;

use crate::bag::{Bag, Bags};
use crate::error::Result;
use crate::forest::Forest;
use crate::table::Training;
use crate::walk::Rows;

/// Trees to a task: sums of tasks are added in order, so that threads change nothing.
const BATCH: usize = 8;

/// Training rows as told by trees that have not seen them.
///
/// With rows drawn one by one, other rows of the same group (another year of the same site) may be in the bag of the very trees
/// that tell; the score then flatters. Draw groups ([`Bootstrap::Group`](crate::Bootstrap::Group)) to be told by trees that know
/// nothing of a row's group.
#[derive(Debug, Clone, PartialEq)]
pub struct OutOfBag {
    /// Mean over the trees that have not seen a row; NaN where there is none.
    pub predictions: Vec<f64>,
    /// How many trees have not seen each row.
    pub votes: Vec<u32>,
    /// Root of the mean squared error, weighted as the training rows are, of rows with a vote (unit of the target).
    pub rmse: f64,
    /// 1 − Σ w (y − p)² / Σ w (y − ȳ)², of the same rows (–).
    pub r2: f64,
}

impl Forest {
    /// Out-of-bag predictions and their score; bags are drawn anew from the seed.
    ///
    /// Without a bootstrap there is no row out of the bag, and every prediction is NaN.
    ///
    /// # Errors
    ///
    /// [`ForestError::OtherTraining`](crate::ForestError::OtherTraining) for rows other than those the forest was grown on.
    pub fn out_of_bag(&self, training: &Training<'_>) -> Result<OutOfBag> {
        self.same_training(training)?;
        let bags = Bags::new(training, &self.settings)?;
        let features = Rows::new(training.features, 0, training.rows());
        let batches: Vec<usize> = (0..self.trees.len()).step_by(BATCH).collect();
        let parts: Vec<_> = batches.par_iter().map(|from| self.told_by(*from, &features, &bags)).collect();
        let mut sums = vec![0.0; training.rows()];
        let mut votes = vec![0; training.rows()];
        for (part, counts) in parts {
            sums.iter_mut().zip(part).for_each(|(sum, more)| *sum += more);
            votes.iter_mut().zip(counts).for_each(|(vote, more)| *vote += more);
        }
        let predictions: Vec<f64> = sums.iter().zip(&votes).map(|(sum, votes)| sum / f64::from(*votes)).collect();
        let (rmse, r2) = score(training, &predictions);
        Ok(OutOfBag { predictions, votes, rmse, r2 })
    }

    /// Sums and counts of a batch of trees.
    fn told_by(&self, from: usize, features: &Rows<'_>, bags: &Bags) -> (Vec<f64>, Vec<u32>) {
        let rows = features.count();
        let mut sums = vec![0.0; rows];
        let mut votes = vec![0; rows];
        let mut bag = Bag::default();
        for (number, tree) in self.trees.iter().enumerate().skip(from).take(BATCH) {
            bags.draw(number, &mut bag);
            tree.each_leaf(features, |row, leaf| {
                if bag.is_out(row) {
                    sums[row] += tree.nodes[leaf].value;
                    votes[row] += 1;
                }
            });
        }
        (sums, votes)
    }
}

/// Weighted error and R² of the rows that have a prediction.
fn score(training: &Training<'_>, predictions: &[f64]) -> (f64, f64) {
    let told = || (0..training.rows()).filter(|row| !predictions[*row].is_nan());
    let sum = |of: &dyn Fn(usize) -> f64| told().map(|row| training.weight(row) * of(row)).sum::<f64>();
    let weight = sum(&|_| 1.0);
    let mean = sum(&|row| training.targets[row]) / weight;
    let errors = sum(&|row| (training.targets[row] - predictions[row]).powi(2));
    let spread = sum(&|row| (training.targets[row] - mean).powi(2));
    ((errors / weight).sqrt(), 1.0 - errors / spread)
}
