//! Contributions of columns to a prediction: Shapley values over paths (TreeSHAP; Lundberg et al. 2020, doi 10.1038/s42256-019-0138-9,
//! algorithm 2; path-dependent, so that a column left out is averaged over by the weight of the training rows in either child).

use crate::error::Result;
use crate::forest::Forest;
use crate::predict::PerRow;
use crate::table::Table;
use crate::tree::Tree;

/// One division on the way from the root, as seen by subsets of columns.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// Column; none for the root.
    column: Option<usize>,
    /// Share of rows that come by here without knowledge of the column.
    unknown: f64,
    /// 1 if the row comes by here when the column is known, or else 0.
    known: f64,
    /// Proportion of subsets of that size.
    weight: f64,
}

impl Forest {
    /// Mean prediction over the training rows as they count in the trees: what contributions add up from (unit of the target).
    pub fn mean_prediction(&self) -> f64 {
        self.trees.iter().map(|tree| mean(tree, 0)).sum::<f64>() / self.trees.len() as f64
    }

    /// Contribution of every column to the prediction of every row (unit of the target): with [`Forest::mean_prediction`] they sum to the
    /// prediction.
    ///
    /// The work for a row and tree is leaves × depth²: fast with leaves of many rows, slow with fully grown trees of large tables.
    ///
    /// # Errors
    ///
    /// [`ForestError::Columns`](crate::ForestError::Columns) for a table of other width.
    pub fn contributions(&self, features: &Table) -> Result<PerRow> {
        self.same_columns(features)?;
        let mut contributions = PerRow::new(self.columns, features.rows());
        contributions.fill(features, |rows, values| {
            for (row, values) in rows.each().zip(values.chunks_exact_mut(self.columns)) {
                for tree in &self.trees {
                    Walk { tree, row: &row, values }.down(
                        0,
                        &[],
                        Step { column: None, unknown: 1.0, known: 1.0, weight: 0.0 },
                    );
                }
                values.iter_mut().for_each(|value| *value /= self.trees.len() as f64);
            }
        });
        Ok(contributions)
    }
}

/// Shares of a node's weight that its children have.
fn shares(tree: &Tree, left: usize) -> [f64; 2] {
    let [left, right] = [left, left + 1].map(|child| f64::from(tree.cover[child]));
    [left / (left + right), right / (left + right)]
}

fn mean(tree: &Tree, node: usize) -> f64 {
    let Some((_, left)) = tree.nodes[node].divides() else { return tree.nodes[node].value };
    let [share, other] = shares(tree, left);
    share * mean(tree, left) + other * mean(tree, left + 1)
}

struct Walk<'a> {
    tree: &'a Tree,
    row: &'a [f64],
    values: &'a mut [f64],
}

impl Walk<'_> {
    fn down(&mut self, node: usize, path: &[Step], step: Step) {
        let path = extended(path, step);
        let Some((column, left)) = self.tree.nodes[node].divides() else {
            self.credit(&path, self.tree.nodes[node].value);
            return;
        };
        // A column met before is taken back and met anew.
        let before = path.iter().position(|step| step.column == Some(column));
        let (path, met) = before.map_or((path.clone(), None), |at| (without(&path, at), Some(path[at])));
        let (unknown, known) = met.map_or((1.0, 1.0), |step| (step.unknown, step.known));
        let goes_right = self.row[column] > self.tree.nodes[node].value;
        for (child, share) in shares(self.tree, left).into_iter().enumerate() {
            let known = if usize::from(goes_right) == child { known } else { 0.0 };
            self.down(left + child, &path, Step { column: Some(column), unknown: unknown * share, known, weight: 0.0 });
        }
    }

    fn credit(&mut self, path: &[Step], prediction: f64) {
        for (at, step) in path.iter().enumerate() {
            if let Some(column) = step.column {
                let weight: f64 = without(path, at).iter().map(|step| step.weight).sum();
                self.values[column] += weight * (step.known - step.unknown) * prediction;
            }
        }
    }
}

/// The path with one more step: subsets grow by one column.
fn extended(path: &[Step], step: Step) -> Vec<Step> {
    let mut longer = path.to_vec();
    longer.push(Step { weight: if path.is_empty() { 1.0 } else { 0.0 }, ..step });
    let size = longer.len() as f64;
    for at in (0..path.len()).rev() {
        let weight = longer[at].weight;
        longer[at + 1].weight += step.known * weight * (at + 1) as f64 / size;
        longer[at].weight = step.unknown * weight * (size - (at + 1) as f64) / size;
    }
    longer
}

/// The path without a step: [`extended`], undone.
fn without(path: &[Step], gone: usize) -> Vec<Step> {
    let mut shorter = path.to_vec();
    let (Step { unknown, known, .. }, last) = (path[gone], path.len() - 1);
    let size = path.len() as f64;
    let mut next = path[last].weight;
    for at in (0..last).rev() {
        if known != 0.0 {
            let weight = shorter[at].weight;
            shorter[at].weight = next * size / ((at + 1) as f64 * known);
            next = weight - shorter[at].weight * unknown * (size - (at + 1) as f64) / size;
        } else {
            shorter[at].weight = shorter[at].weight * size / (unknown * (size - (at + 1) as f64));
        }
    }
    for at in gone..last {
        shorter[at] = Step { weight: shorter[at].weight, ..path[at + 1] };
    }
    shorter.truncate(last);
    shorter
}
