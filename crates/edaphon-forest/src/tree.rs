//! One tree: nodes of sixteen bytes, siblings side by side.

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
}

/// Rows that walk down a tree side by side: while one waits for memory, the others go on.
const ABREAST: usize = 16;

impl Tree {
    /// Hands over the leaf of each row; features are row after row.
    pub(crate) fn each_leaf(&self, features: &[f64], columns: usize, mut take: impl FnMut(usize, usize)) {
        let mut rows = features.chunks_exact(columns * ABREAST);
        let mut first = 0;
        for rows in &mut rows {
            let leaves = self.walk_abreast(rows, columns);
            leaves.iter().enumerate().for_each(|(at, leaf)| take(first + at, *leaf as usize));
            first += ABREAST;
        }
        for (at, row) in rows.remainder().chunks_exact(columns).enumerate() {
            take(first + at, self.walk(row));
        }
    }

    /// The leaf of one row.
    pub(crate) fn walk(&self, row: &[f64]) -> usize {
        let mut at = 0;
        while let Some((column, left)) = self.nodes[at].divides() {
            at = left + usize::from(row[column] > self.nodes[at].value);
        }
        at
    }

    #[inline(always)]
    fn walk_abreast(&self, rows: &[f64], columns: usize) -> [u32; ABREAST] {
        let mut at = [0_u32; ABREAST];
        loop {
            let mut all_leaves = LEAF;
            for (lane, at) in at.iter_mut().enumerate() {
                let node = &self.nodes[*at as usize];
                let feature = rows[lane * columns + (node.column & !LEAF) as usize];
                // A leaf leads to itself.
                *at = node.left + (u32::from(feature > node.value) & u32::from(node.column != LEAF));
                all_leaves &= node.column;
            }
            if all_leaves == LEAF {
                return at;
            }
        }
    }
}
