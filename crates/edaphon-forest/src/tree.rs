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

/// A node for walking: eight bytes, so that many lie in one line of a cache. A leaf leads to itself whatever the feature.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C)]
struct Step {
    /// The threshold, rounded; if the rounded feature is no other, the exact numbers decide.
    threshold: f32,
    /// Column in the upper eight bits, left child in the lower ones.
    link: u32,
}

/// Bits of `Step::link` for the left child.
const CHILD_BITS: u32 = 24;

/// A fitted tree; node 0 is the root.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    /// Share of the weight of the bag in each node.
    pub(crate) cover: Vec<f32>,
    /// Weighted decrease of variance by each column, summed over divisions and divided by the weight of the bag.
    pub(crate) decrease: Vec<f64>,
    /// The nodes once more, for walking; empty if they are too many, or the columns.
    steps: Vec<Step>,
}

/// Rows that walk down a tree side by side: while one waits for memory, the others go on.
const ABREAST: usize = 16;

/// Features of some rows, row after row.
#[derive(Debug)]
pub(crate) struct Rows {
    columns: usize,
    exact: Vec<f64>,
    rounded: Vec<f32>,
}

impl Rows {
    pub(crate) fn new(columns: usize, exact: Vec<f64>) -> Self {
        let rounded = exact.iter().map(|feature| *feature as f32).collect();
        Self { columns, exact, rounded }
    }

    /// Features of each row.
    pub(crate) fn each(&self) -> impl Iterator<Item = &[f64]> {
        self.exact.chunks_exact(self.columns)
    }
}

impl Tree {
    pub(crate) fn new(mut nodes: Vec<Node>, mut cover: Vec<f32>, decrease: Vec<f64>) -> Self {
        nodes.shrink_to_fit();
        cover.shrink_to_fit();
        let fits = nodes.len() <= 1 << CHILD_BITS && decrease.len() <= 1 << (32 - CHILD_BITS);
        let step = |node: &Node| match node.divides() {
            Some((column, left)) => {
                Step { threshold: node.value as f32, link: (column as u32) << CHILD_BITS | left as u32 }
            }
            None => Step { threshold: f32::INFINITY, link: node.left },
        };
        let steps = if fits { nodes.iter().map(step).collect() } else { Vec::new() };
        Self { nodes, cover, decrease, steps }
    }

    /// Hands over the leaf of each row.
    pub(crate) fn each_leaf(&self, rows: &Rows, mut take: impl FnMut(usize, usize)) {
        let stride = rows.columns * ABREAST;
        let whole = if self.steps.is_empty() { 0 } else { rows.rounded.len() / stride };
        for group in 0..whole {
            let range = group * stride..(group + 1) * stride;
            let leaves = self.walk_abreast(&rows.exact[range.clone()], &rows.rounded[range], rows.columns);
            leaves.iter().enumerate().for_each(|(at, leaf)| take(group * ABREAST + at, *leaf as usize));
        }
        for (at, row) in rows.each().enumerate().skip(whole * ABREAST) {
            take(at, self.walk(row));
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

    /// The leaves of [`ABREAST`] rows. Loading is one loop and comparing another, which the compiler turns into vectors.
    #[inline(always)]
    fn walk_abreast(&self, exact: &[f64], rounded: &[f32], columns: usize) -> [u32; ABREAST] {
        const CHILD: u32 = (1 << CHILD_BITS) - 1;
        let mut at = [0_u32; ABREAST];
        let (mut links, mut thresholds, mut features) = ([0_u32; ABREAST], [0_f32; ABREAST], [0_f32; ABREAST]);
        let mut right = [0_u32; ABREAST];
        loop {
            for (lane, row) in rounded.chunks_exact(columns).take(ABREAST).enumerate() {
                let step = self.steps[at[lane] as usize];
                (links[lane], thresholds[lane]) = (step.link, step.threshold);
                features[lane] = row[(step.link >> CHILD_BITS) as usize];
            }
            let mut equal = 0;
            for lane in 0..ABREAST {
                right[lane] = u32::from(features[lane] > thresholds[lane]);
                equal |= u32::from(features[lane] == thresholds[lane]);
            }
            if equal != 0 {
                self.decide_exactly(&at, &links, exact, columns, &mut right);
            }
            let mut moved = 0;
            for lane in 0..ABREAST {
                let next = (links[lane] & CHILD) + right[lane];
                moved |= next ^ at[lane];
                at[lane] = next;
            }
            if moved == 0 {
                return at;
            }
        }
    }

    #[cold]
    fn decide_exactly(&self, at: &[u32], links: &[u32], exact: &[f64], columns: usize, right: &mut [u32]) {
        for (lane, right) in right.iter_mut().enumerate() {
            let node = &self.nodes[at[lane] as usize];
            let feature = exact[lane * columns + (links[lane] >> CHILD_BITS) as usize];
            *right = u32::from(node.divides().is_some() && feature > node.value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Thresholds and features that are one number in 32 bits, and several in 64.
    #[test]
    fn rounded_features_lead_to_the_leaf_of_the_exact_ones() {
        let near = [1.0_f64, 1.0_f64.next_up(), 1.0_f64.next_up().next_up(), 1.0_f64.next_down()];
        let far = [f64::MAX, f64::MAX.next_down(), 1e39, -f64::MAX, 0.0, -0.0, f64::MIN_POSITIVE];
        for threshold in near.into_iter().chain(far) {
            let nodes = vec![Node::division(1, threshold, 1), Node::leaf(1, 0.0), Node::leaf(2, 1.0)];
            let tree = Tree::new(nodes, vec![1.0, 0.5, 0.5], vec![0.0; 2]);
            let features: Vec<f64> =
                near.into_iter().chain(far).cycle().take(2 * ABREAST).flat_map(|x| [7.0, x]).collect();
            let rows = Rows::new(2, features);
            let expected: Vec<usize> = rows.each().map(|row| if row[1] > threshold { 2 } else { 1 }).collect();
            let mut found = vec![0; expected.len()];
            tree.each_leaf(&rows, |row, leaf| found[row] = leaf);
            assert_eq!(found, expected, "{threshold:e}");
            assert_eq!(rows.each().map(|row| tree.walk(row)).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn a_table_too_wide_for_short_steps_is_walked_all_the_same() {
        let nodes = vec![Node::division(299, 0.5, 1), Node::leaf(1, 0.0), Node::leaf(2, 1.0)];
        let tree = Tree::new(nodes, vec![1.0, 0.5, 0.5], vec![0.0; 300]);
        assert!(tree.steps.is_empty());
        let rows = Rows::new(300, (0..600).map(|at| if at == 599 { 1.0 } else { 0.0 }).collect());
        let mut found = Vec::new();
        tree.each_leaf(&rows, |_, leaf| found.push(leaf));
        assert_eq!(found, [1, 2]);
    }
}
