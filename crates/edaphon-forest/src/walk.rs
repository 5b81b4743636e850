//! Many rows down one tree: several abreast, by whole numbers in the order of the real ones.

use crate::table::Table;
use crate::tree::{Node, Tree};

/// A node for walking: eight bytes, so that many lie in one line of a cache. A leaf leads to itself, since its column holds the lowest
/// of places.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(C)]
pub(crate) struct Step {
    /// [`place`] of the threshold; of a leaf, its number among leaves.
    threshold: i32,
    /// Column in the upper eight bits, left child in the lower ones.
    link: u32,
}

/// Bits of `Step::link` for the left child.
const CHILD_BITS: u32 = 24;

impl Step {
    #[inline(always)]
    fn column(self) -> usize {
        (self.link >> CHILD_BITS) as usize
    }

    #[inline(always)]
    fn left(self) -> u32 {
        self.link & ((1 << CHILD_BITS) - 1)
    }
}

/// Nodes of a tree over a table of `columns`, for walking; none if they are too many, or the columns.
pub(crate) fn steps(nodes: &[Node], columns: usize) -> Vec<Step> {
    if nodes.len() > 1 << CHILD_BITS || columns >= 1 << (32 - CHILD_BITS) {
        return Vec::new();
    }
    let mut leaves = 0..;
    let link = |column: usize, child: usize| (column as u32) << CHILD_BITS | child as u32;
    let step = |(at, node): (usize, &Node)| match node.divides() {
        Some((column, left)) => Step { threshold: place(node.value), link: link(column, left) },
        None => Step { threshold: leaves.next().unwrap_or_default(), link: link(columns, at) },
    };
    nodes.iter().enumerate().map(step).collect()
}

/// Place of a number among those of 32 bits, in ascending order; of one between two of them, the place of the lower.
///
/// Of two numbers with different places the larger has the larger; of one place they may differ.
fn place(number: f64) -> i32 {
    let near = number as f32;
    let lower = if f64::from(near) > number { near.next_down() } else { near };
    // Adding 0 makes one zero of the two.
    let bits = (lower + 0.0).to_bits().cast_signed();
    bits ^ (bits >> 31).cast_unsigned().wrapping_shr(1).cast_signed()
}

/// Rows that walk side by side: while one waits for memory, the others go on.
const ABREAST: usize = 16;

/// Some rows of a table, ready to walk.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    table: &'a Table,
    from: usize,
    count: usize,
    /// Places of the features of [`ABREAST`] rows, column after column and the column of leaves; then of the next rows.
    places: Vec<[i32; ABREAST]>,
    /// Whether features have 32 bits at most: places then say all.
    short: bool,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(table: &'a Table, from: usize, count: usize) -> Self {
        let columns = table.columns();
        let mut places = vec![[i32::MIN; ABREAST]; count.div_ceil(ABREAST) * (columns + 1)];
        let mut short = true;
        for column in 0..columns {
            for (row, feature) in table.column(column)[from..from + count].iter().enumerate() {
                places[row / ABREAST * (columns + 1) + column][row % ABREAST] = place(*feature);
                short &= f64::from(*feature as f32) == *feature;
            }
        }
        Self { table, from, count, places, short }
    }

    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// Features of each row.
    pub(crate) fn each(&self) -> impl Iterator<Item = Vec<f64>> {
        (self.from..self.from + self.count).map(|row| self.table.row(row))
    }
}

impl Tree {
    /// Adds the prediction of every row to its sum.
    pub(crate) fn add_predictions(&self, rows: &Rows<'_>, leaves: &mut [u32], sums: &mut [f64]) {
        self.each_leaf(rows, |row, leaf| leaves[row] = leaf as u32);
        // In a loop of its own, many leaves are waited for at a time.
        if self.steps.is_empty() {
            sums.iter_mut().zip(leaves).for_each(|(sum, leaf)| *sum += self.nodes[*leaf as usize].value);
        } else {
            let number = |leaf: u32| self.steps[leaf as usize].threshold as usize;
            sums.iter_mut().zip(leaves).for_each(|(sum, leaf)| *sum += self.predictions[number(*leaf)]);
        }
    }

    /// Hands over row and leaf of every row.
    pub(crate) fn each_leaf(&self, rows: &Rows<'_>, mut take: impl FnMut(usize, usize)) {
        if self.steps.is_empty() {
            rows.each().enumerate().for_each(|(number, row)| take(number, self.walk(&row)));
            return;
        }
        for (group, places) in rows.places.chunks_exact(rows.table.columns() + 1).enumerate() {
            let first = group * ABREAST;
            let leaves = if rows.short { self.walk_abreast(places) } else { self.walk_exactly(rows, first, places) };
            let present = ABREAST.min(rows.count - first);
            leaves.iter().take(present).enumerate().for_each(|(lane, leaf)| take(first + lane, *leaf as usize));
        }
    }

    /// The leaves of [`ABREAST`] rows whose places say all.
    #[inline(always)]
    fn walk_abreast(&self, places: &[[i32; ABREAST]]) -> [u32; ABREAST] {
        let mut at = [0_u32; ABREAST];
        loop {
            let mut moved = 0;
            for lane in 0..ABREAST {
                let step = self.steps[at[lane] as usize];
                let next = step.left() + u32::from(places[step.column()][lane] > step.threshold);
                moved |= next ^ at[lane];
                at[lane] = next;
            }
            if moved == 0 {
                return at;
            }
        }
    }

    /// The leaves of [`ABREAST`] rows; where two places are one, the exact numbers decide.
    #[inline(always)]
    fn walk_exactly(&self, rows: &Rows<'_>, first: usize, places: &[[i32; ABREAST]]) -> [u32; ABREAST] {
        let mut at = [0_u32; ABREAST];
        loop {
            let (mut moved, mut equal) = (0, false);
            let before = at;
            for lane in 0..ABREAST {
                let step = self.steps[at[lane] as usize];
                let feature = places[step.column()][lane];
                let next = step.left() + u32::from(feature > step.threshold);
                equal |= feature == step.threshold;
                moved |= next ^ at[lane];
                at[lane] = next;
            }
            if equal {
                at = std::array::from_fn(|lane| self.next(rows, first + lane, before[lane]));
                moved = (0..ABREAST).fold(0, |moved, lane| moved | (at[lane] ^ before[lane]));
            }
            if moved == 0 {
                return at;
            }
        }
    }

    /// Where a row goes from a node.
    #[cold]
    fn next(&self, rows: &Rows<'_>, row: usize, at: u32) -> u32 {
        let node = &self.nodes[at as usize];
        match node.divides() {
            Some((column, left)) if row < rows.count => {
                (left + usize::from(rows.table.column(column)[rows.from + row] > node.value)) as u32
            }
            Some((_, left)) => left as u32,
            None => at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(tree: &Tree, table: &Table) -> Vec<usize> {
        let mut found = vec![usize::MAX; table.rows()];
        tree.each_leaf(&Rows::new(table, 0, table.rows()), |row, leaf| found[row] = leaf);
        found
    }

    /// Thresholds and features that are one number in 32 bits, and several in 64.
    #[test]
    fn rounded_features_lead_to_the_leaf_of_the_exact_ones() {
        let near = [1.0_f64, 1.0_f64.next_up(), 1.0_f64.next_up().next_up(), 1.0_f64.next_down()];
        let far = [f64::MAX, f64::MAX.next_down(), 1e39, -f64::MAX, 0.0, -0.0, f64::MIN_POSITIVE];
        for threshold in near.into_iter().chain(far) {
            let nodes = vec![Node::division(1, threshold, 1), Node::leaf(1, 0.0), Node::leaf(2, 1.0)];
            let tree = Tree::new(nodes, vec![1.0, 0.5, 0.5], vec![0.0; 2]);
            for rows in [3, 4 * ABREAST] {
                let features: Vec<f64> = near.into_iter().chain(far).cycle().take(rows).collect();
                let expected: Vec<usize> = features.iter().map(|x| if *x > threshold { 2 } else { 1 }).collect();
                let table = Table::from_columns(&[vec![7.0; rows], features]).expect("a table");
                assert_eq!(leaves(&tree, &table), expected, "{threshold:e}");
                let one_by_one: Vec<_> = (0..rows).map(|row| tree.walk(&table.row(row))).collect();
                assert_eq!(one_by_one, expected);
            }
        }
    }

    #[test]
    fn a_table_too_wide_for_short_steps_is_walked_all_the_same() {
        let nodes = vec![Node::division(299, 0.5, 1), Node::leaf(1, 0.0), Node::leaf(2, 1.0)];
        let tree = Tree::new(nodes, vec![1.0, 0.5, 0.5], vec![0.0; 300]);
        assert!(tree.steps.is_empty());
        let mut columns = vec![vec![0.0; 2]; 300];
        columns[299][1] = 1.0;
        assert_eq!(leaves(&tree, &Table::from_columns(&columns).expect("a table")), [1, 2]);
    }
}
