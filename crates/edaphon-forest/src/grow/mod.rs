//! Growing one tree, exactly: every threshold between two values of a column that is tried is weighed.
//!
//! Nothing is sorted while a tree grows. Columns are sorted once for the forest; a tree keeps the rows of its bag in the order of each
//! column, and a node has the same stretch of every such list, so that dividing a node is dividing stretches, and memory is read from
//! front to back. A node of at most 256 rows gets a [`frame`]: its rows are numbered anew in bytes, and all divisions below it are made
//! in the nearest cache.

mod division;
mod frame;
mod large;

use crate::columns::Column;
use crate::random::Random;
use crate::tree::{Node, Tree};
use division::{Division, Sums};
use frame::Frame;
use large::Bagged;

/// When a tree stops.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Columns tried per split.
    pub(crate) tried: usize,
    /// Rows in a leaf, at least.
    pub(crate) leaf: usize,
    /// Splits from root to leaf, at most.
    pub(crate) depth: usize,
}

impl Limits {
    /// Whether a node of that many rows may be divided.
    #[inline(always)]
    fn allow(&self, rows: usize, depth: usize) -> bool {
        rows >= 2 * self.leaf && depth < self.depth
    }
}

/// A node to be divided, and its stretch of the lists of rows.
#[derive(Debug, Clone, Copy)]
struct Task {
    node: usize,
    from: usize,
    to: usize,
    depth: usize,
}

impl Task {
    fn rows(&self) -> usize {
        self.to - self.from
    }

    /// Tasks of the two halves, the larger one last: it is taken up first, so that most rows find their next node beside the last.
    fn halves(&self, left: usize, middle: usize) -> [Self; 2] {
        let depth = self.depth + 1;
        let lower = Self { node: left, from: self.from, to: middle, depth };
        let upper = Self { node: left + 1, from: middle, to: self.to, depth };
        if lower.rows() > upper.rows() { [upper, lower] } else { [lower, upper] }
    }
}

/// The tree as far as it has grown, and what decides how it goes on.
#[derive(Debug)]
struct Growth {
    tree: Tree,
    random: Random,
    /// Divided nodes with the rows next to their threshold, whose values are far away in memory: they are fetched all at once.
    between: Vec<(usize, [u32; 2])>,
    /// Columns, those drawn last in front.
    order: Vec<u32>,
    total: f64,
    /// What is subtracted from targets, so that sums of squares lose few digits.
    centre: f64,
}

impl Growth {
    /// Asks as many columns as are to be tried, and more while none has two values; `ask` offers divisions and tells whether
    /// its column has two values. Returns the best division, if there is one.
    #[inline(always)]
    fn best_of_drawn(&mut self, tried: usize, mut ask: impl FnMut(usize, &mut Division) -> bool) -> Option<Division> {
        let mut best = Division::none();
        let mut all_constant = true;
        for drawn in 0..self.order.len() {
            if drawn >= tried && !all_constant {
                break;
            }
            let chosen = drawn + self.random.below(self.order.len() - drawn);
            self.order.swap(drawn, chosen);
            all_constant &= !ask(self.order[drawn] as usize, &mut best);
        }
        best.is_some().then_some(best)
    }

    /// Makes a node a leaf, for the time being at least; `target` is the target of all its rows, if they have one.
    #[inline(always)]
    fn settle(&mut self, node: usize, sums: Sums, target: Option<f64>) {
        self.tree.cover[node] = ((sums.weight / self.total) as f32).max(f32::MIN_POSITIVE);
        self.tree.nodes[node] = Node::leaf(node, target.unwrap_or(self.centre + sums.excess / sums.weight));
    }

    /// Divides a node between two rows of the table; returns its left child.
    #[inline(always)]
    fn divide(&mut self, node: usize, division: &Division, rows: [u32; 2], sums: Sums) -> usize {
        let left = self.tree.nodes.len();
        self.tree.decrease[division.column] += division.gain() / (sums.weight * self.total);
        self.tree.nodes[node] = Node::division(division.column, f64::NAN, left);
        self.between.push((node, rows));
        self.tree.nodes.extend([Node::leaf(0, 0.0); 2]);
        self.tree.cover.extend([0.0; 2]);
        left
    }

    /// Sets the thresholds; the tree is grown.
    fn finish(mut self, columns: &[Column]) -> Tree {
        for (node, [lower, upper]) in self.between {
            let node = &mut self.tree.nodes[node];
            if let Some((column, _)) = node.divides() {
                node.value = columns[column].threshold(lower, upper);
            }
        }
        Tree::new(self.tree.nodes, self.tree.cover, self.tree.decrease)
    }
}

/// Grows trees on one table; keeps its buffers from tree to tree.
#[derive(Debug)]
pub(crate) struct Grower<'a> {
    columns: &'a [Column],
    limits: Limits,
    bagged: Bagged,
    frame: Box<Frame>,
}

impl<'a> Grower<'a> {
    pub(crate) fn new(columns: &'a [Column], limits: Limits) -> Self {
        Self { columns, limits, bagged: Bagged::default(), frame: Box::new(Frame::new(columns.len())) }
    }

    /// Grows a tree on rows with their weights (0 for those out of the bag) and targets.
    pub(crate) fn grow(&mut self, members: impl Iterator<Item = (f64, f64)> + Clone, random: Random) -> Tree {
        let (mut total, mut sum) = (0.0, 0.0);
        for (weight, target) in members.clone() {
            total += weight;
            sum += weight * target;
        }
        // A round number near the mean: targets of few digits keep their sums exact.
        let centre = f64::from_bits((sum / total).to_bits() & !((1 << 46) - 1));
        self.bagged.fill(members, centre, self.columns);
        let tree = Tree::new(vec![Node::leaf(0, 0.0)], vec![0.0], vec![0.0; self.columns.len()]);
        let order = (0..self.columns.len() as u32).collect();
        let mut growth = Growth { tree, random, between: Vec::new(), order, total, centre };
        let root = Task { node: 0, from: 0, to: self.bagged.rows(), depth: 0 };
        let mut tasks = vec![(root, self.bagged.sums())];
        while let Some((task, sums)) = tasks.pop() {
            if task.rows() <= frame::ROWS {
                self.frame.open(task, &mut self.bagged);
                self.frame.grow(task, self.limits, &mut growth);
            } else if let Some(halves) = self.bagged.divide((task, sums), self.limits, self.columns, &mut growth) {
                tasks.extend(halves);
            }
        }
        growth.finish(self.columns)
    }
}
