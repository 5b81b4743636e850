//! Divisions of large nodes: the rows of a bag in the order of each column.

use super::division::{Division, Pair, Sums};
use super::{Growth, Limits, Task};
use crate::columns::{Column, RISE};

/// `Bagged::numbers` of a row out of the bag.
const OUT: u32 = u32::MAX;

/// The rows of a bag, numbered from 0.
#[derive(Debug, Default)]
pub(super) struct Bagged {
    pub(super) pairs: Vec<Pair>,
    pub(super) targets: Vec<f64>,
    /// Row of the table of each.
    pub(super) table_rows: Vec<u32>,
    /// For each column the rows in its order, in stretches for the nodes and in order within a stretch; [`RISE`] marks a row whose
    /// value is above that of the row before it in its stretch.
    pub(super) orders: Vec<Vec<u32>>,
    /// A number for each, for [`frame`](super::frame).
    pub(super) bytes: Vec<u8>,
    numbers: Vec<u32>,
    goes_left: Bits,
    aside: Vec<u32>,
}

impl Bagged {
    pub(super) fn rows(&self) -> usize {
        self.pairs.len()
    }

    /// Takes the rows that weigh something.
    pub(super) fn fill(&mut self, members: impl Iterator<Item = (f64, f64)>, centre: f64, columns: &[Column]) {
        self.pairs.clear();
        self.targets.clear();
        self.table_rows.clear();
        self.numbers.clear();
        for (row, (weight, target)) in (0..).zip(members) {
            if weight == 0.0 {
                self.numbers.push(OUT);
                continue;
            }
            self.numbers.push(self.pairs.len() as u32);
            self.pairs.push(Pair { weight, excess: weight * (target - centre) });
            self.targets.push(target);
            self.table_rows.push(row);
        }
        self.bytes.resize(self.rows(), 0);
        self.goes_left.resize(self.pairs.len());
        self.orders.resize(columns.len(), Vec::new());
        for (order, column) in self.orders.iter_mut().zip(columns) {
            // One place more than there are rows: what is out of the bag is written there, and over.
            order.resize(self.pairs.len() + 1, 0);
            let (mut filled, mut rise) = (0, 0);
            for row in &column.order {
                let number = self.numbers[(row & !RISE) as usize];
                rise |= row & RISE;
                order[filled] = number | rise;
                let kept = number != OUT;
                filled += usize::from(kept);
                rise &= u32::from(kept).wrapping_sub(1);
            }
            order.truncate(filled);
        }
    }

    pub(super) fn sums(&self) -> Sums {
        Sums::of(self.pairs.iter().copied())
    }

    /// Settles a node with these sums and, if it is to be divided, divides it; returns the halves with theirs.
    pub(super) fn divide(
        &mut self,
        (task, whole): (Task, Sums),
        limits: Limits,
        columns: &[Column],
        growth: &mut Growth,
    ) -> Option<[(Task, Sums); 2]> {
        let mut ids = self.orders[0][task.from..task.to].iter().map(|id| (id & !RISE) as usize);
        let first = self.targets[(self.orders[0][task.from] & !RISE) as usize];
        let pure = ids.all(|id| self.targets[id] == first);
        growth.settle(task.node, whole, pure.then_some(first));
        if pure || !limits.allow(task.rows(), task.depth) {
            return None;
        }
        let ask = |column: usize, best: &mut Division| self.search(column, task, whole, limits.leaf, best);
        let division = growth.best_of_drawn(limits.tried, ask)?;
        let order = &self.orders[division.column];
        let row = |at: u32| self.table_rows[(order[at as usize] & !RISE) as usize];
        let left = growth.divide(task.node, &division, [row(division.lower), row(division.upper)], whole);
        let middle = division.upper as usize;
        self.part(task, division.column, middle, columns);
        Some(
            task.halves(left, middle)
                .map(|half| (half, if half.node == left { division.left } else { whole.less(division.left) })),
        )
    }

    /// Looks along one column for a division better than the best; tells whether the column has two values.
    fn search(&self, column: usize, task: Task, whole: Sums, leaf: usize, best: &mut Division) -> bool {
        /// Rows fetched ahead: their sums lie far apart in memory, and a loop that does nothing else waits for many at a time.
        const AHEAD: usize = 256;
        let order = &self.orders[column][task.from..task.to];
        let mut pairs = [Pair::default(); AHEAD];
        let (mut left, mut rises, mut count) = (Sums::default(), 0, 0);
        let last = order.len() - leaf;
        for ids in order.chunks(AHEAD) {
            for (pair, id) in pairs.iter_mut().zip(ids) {
                *pair = self.pairs[(id & !RISE) as usize];
            }
            for (pair, id) in pairs.iter().zip(ids) {
                if count >= leaf && count <= last && id & RISE != 0 {
                    let here = (task.from + count) as u32;
                    best.offer(column, [here - 1, here], left, whole);
                }
                left = Sums { weight: left.weight + pair.weight, excess: left.excess + pair.excess };
                // The first row rises above none of the node.
                rises |= if count > 0 { id & RISE } else { 0 };
                count += 1;
            }
        }
        rises != 0
    }

    /// Divides the stretch of every column; that of the dividing one is in order as it is.
    fn part(&mut self, task: Task, dividing: usize, middle: usize, columns: &[Column]) {
        for (at, id) in self.orders[dividing].iter().enumerate().take(task.to).skip(task.from) {
            self.goes_left.set(id & !RISE, at < middle);
        }
        self.aside.resize(task.to - middle + 1, 0);
        for (number, order) in self.orders.iter_mut().enumerate().filter(|(number, _)| *number != dividing) {
            let (stretch, size) = (&mut order[task.from..task.to], middle - task.from);
            match columns[number].ties {
                true => part::<true>(stretch, &mut self.aside, &self.goes_left, size),
                false => part::<false>(stretch, &mut self.aside, &self.goes_left, size),
            }
        }
    }
}

/// One bit for each row: eight times less than a byte, and so nearer.
#[derive(Debug, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn resize(&mut self, rows: usize) {
        self.0.resize(rows.div_ceil(64), 0);
    }

    #[inline(always)]
    fn set(&mut self, row: u32, bit: bool) {
        let word = &mut self.0[row as usize / 64];
        *word = *word & !(1 << (row % 64)) | u64::from(bit) << (row % 64);
    }

    #[inline(always)]
    fn get(&self, row: u32) -> bool {
        self.0[row as usize / 64] >> (row % 64) & 1 != 0
    }
}

/// Puts the rows that go left first, keeping their order; a row rises above the one before it if any between them did.
fn part<const TIES: bool>(stretch: &mut [u32], aside: &mut [u32], goes_left: &Bits, size: usize) {
    let (mut left, mut right) = (0, 0);
    let (mut rise_left, mut rise_right) = (0, 0);
    // Both places are written, and one is kept: which one is hard to foresee.
    for at in 0..stretch.len() {
        let id = stretch[at];
        let goes_left = goes_left.get(id & !RISE);
        if TIES {
            let (rise, row) = (id & RISE, id & !RISE);
            stretch[left] = row | rise | rise_left;
            aside[right] = row | rise | rise_right;
            let went_left = u32::from(goes_left).wrapping_neg();
            rise_left = (rise_left | rise) & !went_left;
            rise_right = (rise_right | rise) & went_left;
        } else {
            stretch[left] = id | RISE;
            aside[right] = id | RISE;
        }
        left += usize::from(goes_left);
        right += usize::from(!goes_left);
    }
    stretch[size..].copy_from_slice(&aside[..right]);
}
