//! Quantiles: training rows vote on a new row as often as they share its leaves (Meinshausen 2006, JMLR 7, 983–999).

use rayon::prelude::*;

use crate::bag::{Bag, Bags};
use crate::error::{ForestError, Result};
use crate::forest::Forest;
use crate::predict::PerRow;
use crate::table::{Table, Training, same_length};
use crate::tree::Tree;
use crate::walk::Rows;

/// Which rows vote in a leaf, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Votes {
    /// Rows of the tree's bag, as they count there.
    Bag,
    /// All training rows, each by its weight, in whatever leaf they fall into.
    All,
}

/// Training rows by leaf, ready to vote.
///
/// ```text
/// v_i(x) = mean over trees of  [i in leaf of x] w_i / Σ_leaf w        F(y | x) = Σ v_i [y_i ≤ y]
/// ```
///
/// Trees whose leaf holds no voter are left out of the mean.
#[derive(Debug)]
pub struct Voters<'a> {
    forest: &'a Forest,
    /// Targets, ascending; voters are numbered in this order.
    targets: Vec<f64>,
    /// Row of each voter.
    rows: Vec<u32>,
    ballots: Vec<Ballot>,
}

/// The voters of one tree, leaf after leaf, ascending within a leaf.
#[derive(Debug)]
struct Ballot {
    /// Where each node's voters begin; one more for the end.
    starts: Vec<u32>,
    voters: Vec<u32>,
    /// Share in the leaf.
    shares: Vec<f64>,
}

impl Forest {
    /// Readies training rows to vote; `may_vote` leaves some out, such as those that were simulated.
    ///
    /// # Errors
    ///
    /// [`ForestError::OtherTraining`] for rows other than those the forest was grown on, [`ForestError::Length`] for a mask of another
    /// length, [`ForestError::NoVoters`] if it leaves nobody.
    pub fn voters(&self, training: &Training<'_>, votes: Votes, may_vote: Option<&[bool]>) -> Result<Voters<'_>> {
        self.same_training(training)?;
        if let Some(mask) = may_vote {
            same_length("rows that may vote", mask.len(), training.rows())?;
        }
        let allowed = |row: &u32| may_vote.is_none_or(|mask| mask[*row as usize]);
        let mut rows: Vec<u32> = training.counting_rows().into_iter().filter(allowed).collect();
        if rows.is_empty() {
            return Err(ForestError::NoVoters);
        }
        let target = |row: &u32| training.targets[*row as usize];
        rows.sort_by(|a, b| target(a).total_cmp(&target(b)));
        let bags = Bags::new(training, &self.settings)?;
        let features = Rows::new(training.features, 0, training.rows());
        let ballot = |(number, tree): (usize, &Tree)| {
            let weights = match votes {
                Votes::Bag => drawn(&bags, number),
                Votes::All => (0..training.rows()).map(|row| training.weight(row)).collect(),
            };
            Ballot::new(tree, &features, &rows, &weights)
        };
        let ballots = self.trees.par_iter().enumerate().map(ballot).collect();
        Ok(Voters { forest: self, targets: rows.iter().map(target).collect(), rows, ballots })
    }
}

fn drawn(bags: &Bags, tree: usize) -> Vec<f64> {
    let mut bag = Bag::default();
    bags.draw(tree, &mut bag);
    bag.weights
}

impl Ballot {
    fn new(tree: &Tree, features: &Rows<'_>, rows: &[u32], weights: &[f64]) -> Self {
        let mut leaf_of = vec![0; weights.len()];
        tree.each_leaf(features, |row, leaf| leaf_of[row] = leaf);
        let mut starts = vec![0_u32; tree.nodes.len() + 1];
        let mut totals = vec![0.0; tree.nodes.len()];
        let voting = || rows.iter().map(|row| *row as usize).zip(0..).filter(|(row, _)| weights[*row] > 0.0);
        for (row, _) in voting() {
            starts[leaf_of[row] + 1] += 1;
            totals[leaf_of[row]] += weights[row];
        }
        (1..starts.len()).for_each(|node| starts[node] += starts[node - 1]);
        let mut next = starts.clone();
        let (mut voters, mut shares) = (vec![0; *next.last().unwrap_or(&0) as usize], Vec::new());
        shares.resize(voters.len(), 0.0);
        for (row, voter) in voting() {
            let at = &mut next[leaf_of[row]];
            voters[*at as usize] = voter;
            shares[*at as usize] = weights[row] / totals[leaf_of[row]];
            *at += 1;
        }
        Self { starts, voters, shares }
    }

    fn in_leaf(&self, leaf: usize) -> impl Iterator<Item = (u32, f64)> {
        let range = self.starts[leaf] as usize..self.starts[leaf + 1] as usize;
        self.voters[range.clone()].iter().copied().zip(self.shares[range].iter().copied())
    }
}

impl Voters<'_> {
    /// Quantiles at each row: the smallest target whose cumulated vote reaches the level (unit of the target).
    ///
    /// A row whose leaves hold no voter in any tree gets NaN.
    ///
    /// # Errors
    ///
    /// [`ForestError::Columns`] for a table of other width, [`ForestError::Setting`] for a level outside [0, 1].
    pub fn quantiles(&self, features: &Table, levels: &[f64]) -> Result<PerRow> {
        self.forest.same_columns(features)?;
        if let Some(level) = levels.iter().find(|level| !(0.0..=1.0).contains(*level)) {
            let (found, accepted) = (level.to_string(), "0 to 1".to_owned());
            return Err(ForestError::Setting { name: "level of a quantile", found, accepted });
        }
        let mut quantiles = PerRow::new(levels.len(), features.rows());
        if levels.is_empty() {
            return Ok(quantiles);
        }
        quantiles.fill(features, |rows, values| {
            let mut votes = Vec::new();
            for (row, values) in rows.each().zip(values.chunks_exact_mut(levels.len())) {
                self.count(&row, &mut votes);
                values.iter_mut().zip(levels).for_each(|(value, level)| *value = self.quantile(&votes, *level));
            }
        });
        Ok(quantiles)
    }

    /// Votes on one row of a table: training rows, in the order of their targets, and their votes, which sum to 1 (–).
    ///
    /// # Errors
    ///
    /// [`ForestError::Columns`] for a table of other width.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub fn votes(&self, features: &Table, row: usize) -> Result<Vec<(usize, f64)>> {
        self.forest.same_columns(features)?;
        let mut votes = Vec::new();
        self.count(&features.row(row), &mut votes);
        let mut merged: Vec<(usize, f64)> = Vec::new();
        for (voter, vote) in votes {
            let row = self.rows[voter as usize] as usize;
            match merged.last_mut().filter(|last| last.0 == row) {
                Some(last) => last.1 += vote,
                None => merged.push((row, vote)),
            }
        }
        Ok(merged)
    }

    /// Votes on a row in the order of targets; a voter appears once for each tree.
    fn count(&self, row: &[f64], votes: &mut Vec<(u32, f64)>) {
        votes.clear();
        let mut trees = 0;
        for (tree, ballot) in self.forest.trees.iter().zip(&self.ballots) {
            let before = votes.len();
            votes.extend(ballot.in_leaf(tree.walk(row)));
            trees += u32::from(votes.len() > before);
        }
        // Stable: equal voters stay in the order of trees, whatever the threads.
        votes.sort_by_key(|(voter, _)| *voter);
        votes.iter_mut().for_each(|(_, vote)| *vote /= f64::from(trees));
    }

    fn quantile(&self, votes: &[(u32, f64)], level: f64) -> f64 {
        /// What sums of votes may fall short of by rounding.
        const ROUNDING: f64 = 1e-12;
        let mut cumulated = 0.0;
        for (voter, vote) in votes {
            cumulated += vote;
            if cumulated + ROUNDING >= level {
                return self.targets[*voter as usize];
            }
        }
        votes.last().map_or(f64::NAN, |(voter, _)| self.targets[*voter as usize])
    }
}
