//! One tree: nodes of sixteen bytes, siblings side by side.

use crate::walk::{Step, steps};

/// Mark of a leaf in `Node::column`.
const LEAF: u32 = 1 << 31;

/// A division or a leaf.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C)]
pub(crate) struct Node {
    /// Rows whose feature is at most this go left; in a leaf, the prediction.
    pub(crate) value: f64,
    /// Column of a division; [`LEAF`] of a leaf.
    column: u32,
    /// The left child, which the right one follows; of a leaf, itself.
    left: u32,
}

impl Node {
    pub(crate) fn leaf(at: usize, prediction: f64) -> Self {
        Self { value: prediction, column: LEAF, left: at as u32 }
    }

    pub(crate) fn division(column: usize, threshold: f64, left: usize) -> Self {
        Self { value: threshold, column: column as u32, left: left as u32 }
    }

    pub(crate) fn from_parts(value: f64, column: u32, left: u32) -> Self {
        Self { value, column, left }
    }

    pub(crate) fn parts(&self) -> (f64, u32, u32) {
        (self.value, self.column, self.left)
    }

    /// Column and left child of a division.
    #[inline(always)]
    pub(crate) fn divides(&self) -> Option<(usize, usize)> {
        if self.column == LEAF { None } else { Some((self.column as usize, self.left as usize)) }
    }
}

/// A fitted tree; node 0 is the root.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    /// Share of the weight of the bag in each node.
    pub(crate) cover: Vec<f32>,
    /// Weighted decrease of variance by each column, summed over divisions and divided by the weight of the bag.
    pub(crate) decrease: Vec<f64>,
    /// The nodes once more, for walking; empty if they are too many, or the columns.
    pub(crate) steps: Vec<Step>,
    /// Predictions of leaves, close together.
    pub(crate) predictions: Vec<f64>,
}

impl Tree {
    pub(crate) fn new(mut nodes: Vec<Node>, mut cover: Vec<f32>, decrease: Vec<f64>) -> Self {
        nodes.shrink_to_fit();
        cover.shrink_to_fit();
        let steps = steps(&nodes, decrease.len());
        let predictions = nodes.iter().filter(|node| node.divides().is_none()).map(|node| node.value).collect();
        Self { nodes, cover, decrease, steps, predictions }
    }

    /// The leaf of one row.
    pub(crate) fn walk(&self, row: &[f64]) -> usize {
        let mut at = 0;
        while let Some((column, left)) = self.nodes[at].divides() {
            at = left + usize::from(row[column] > self.nodes[at].value);
        }
        at
    }
}
