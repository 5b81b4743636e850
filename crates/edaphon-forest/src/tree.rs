//! One tree: nodes of sixteen bytes, siblings side by side.

/// `Node::column` of a leaf.
const LEAF: u32 = u32::MAX;

/// A division or a leaf.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C)]
pub(crate) struct Node {
    /// Rows whose feature is at most this go left; in a leaf, the prediction.
    pub(crate) value: f64,
    column: u32,
    /// The left child; the right one follows it.
    left: u32,
}

impl Node {
    pub(crate) fn leaf(prediction: f64) -> Self {
        Self { value: prediction, column: LEAF, left: 0 }
    }

    pub(crate) fn division(column: usize, threshold: f64, left: usize) -> Self {
        Self { value: threshold, column: column as u32, left: left as u32 }
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
}

impl Tree {
    /// The leaf of one row.
    #[inline(always)]
    pub(crate) fn leaf(&self, feature: impl Fn(usize) -> f64) -> usize {
        let mut at = 0;
        while let Some((column, left)) = self.nodes[at].divides() {
            at = left + usize::from(feature(column) > self.nodes[at].value);
        }
        at
    }
}
