//! Divisions of small nodes: at most 256 rows, numbered in bytes, with all their columns in the nearest cache.

use super::division::{Division, Pair, Sums};
use super::large::Bagged;
use super::{Growth, Limits, Task};
use crate::columns::RISE;

/// Rows that a byte can number.
pub(super) const ROWS: usize = 256;

/// A node of few rows, and all below it.
#[derive(Debug)]
pub(super) struct Frame {
    /// Rows of the table, by their number in the frame.
    rows: Vec<u32>,
    pairs: [Pair; ROWS],
    targets: [f64; ROWS],
    columns: Vec<Local>,
    /// Rows in the order of nodes.
    members: [u8; ROWS],
    tasks: Vec<Task>,
}

/// A column of the rows of a frame.
#[derive(Debug, Clone)]
struct Local {
    /// Rows in ascending order of their value.
    order: [u8; ROWS],
    /// Where each row stands in that order.
    position: [u8; ROWS],
    /// Number of different values below the value at each position.
    ranks: [u8; ROWS],
}

impl Frame {
    pub(super) fn new(columns: usize) -> Self {
        let local = Local { order: [0; ROWS], position: [0; ROWS], ranks: [0; ROWS] };
        Self {
            rows: Vec::with_capacity(ROWS),
            pairs: [Pair::default(); ROWS],
            targets: [0.0; ROWS],
            columns: vec![local; columns],
            members: [0; ROWS],
            tasks: Vec::new(),
        }
    }

    /// Numbers the rows of a node anew.
    pub(super) fn open(&mut self, task: Task, bagged: &mut Bagged) {
        self.rows.clear();
        for (at, id) in bagged.orders[0][task.from..task.to].iter().map(|id| (id & !RISE) as usize).enumerate() {
            bagged.bytes[id] = at as u8;
            self.rows.push(bagged.table_rows[id]);
            self.pairs[at] = bagged.pairs[id];
            self.targets[at] = bagged.targets[id];
            self.members[at] = at as u8;
        }
        for (local, order) in self.columns.iter_mut().zip(&bagged.orders) {
            let mut rank = 0_u8;
            for (at, id) in order[task.from..task.to].iter().enumerate() {
                let number = bagged.bytes[(id & !RISE) as usize];
                rank += u8::from(at > 0 && id & RISE != 0);
                local.order[at] = number;
                local.position[usize::from(number)] = at as u8;
                local.ranks[at] = rank;
            }
        }
    }

    /// Divides the node until it is all leaves.
    pub(super) fn grow(&mut self, root: Task, limits: Limits, growth: &mut Growth) {
        self.tasks.push(Task { from: 0, to: root.rows(), ..root });
        while let Some(task) = self.tasks.pop() {
            let members = &self.members[task.from..task.to];
            let whole = Sums::of(members.iter().map(|id| self.pairs[usize::from(*id)]));
            let first = self.targets[usize::from(members[0])];
            let pure = members.iter().all(|id| self.targets[usize::from(*id)] == first);
            growth.settle(task.node, whole, pure.then_some(first));
            if pure || !limits.allow(task.rows(), task.depth) {
                continue;
            }
            // Two rows are divided alike by all columns.
            let tried = if task.rows() == 2 { 1 } else { limits.tried };
            let ask = |column: usize, best: &mut Division| {
                self.columns[column].search(column, members, &self.pairs, whole, limits.leaf, best)
            };
            let Some(division) = growth.best_of_drawn(tried, ask) else { continue };
            let order = &self.columns[division.column].order;
            let row = |at: u32| self.rows[usize::from(order[at as usize])];
            let left = growth.divide(task.node, &division, [row(division.lower), row(division.upper)], whole);
            let middle = self.part(task, &division);
            self.tasks.extend(task.halves(left, middle));
        }
    }

    /// Puts the rows of the left child first; returns where the right one begins.
    fn part(&mut self, task: Task, division: &Division) -> usize {
        let position = &self.columns[division.column].position;
        let (mut aside, mut put_aside, mut middle) = ([0; ROWS], 0, task.from);
        // Both are written, and one is kept: which one is hard to foresee.
        for at in task.from..task.to {
            let id = self.members[at];
            let goes_left = u32::from(position[usize::from(id)]) <= division.lower;
            self.members[middle] = id;
            aside[put_aside & (ROWS - 1)] = id;
            middle += usize::from(goes_left);
            put_aside += usize::from(!goes_left);
        }
        self.members[middle..task.to].copy_from_slice(&aside[..put_aside]);
        middle
    }
}

impl Local {
    /// Looks along the column for a division better than the best; tells whether it has two values at least.
    #[inline(always)]
    fn search(
        &self,
        number: usize,
        members: &[u8],
        pairs: &[Pair; ROWS],
        whole: Sums,
        leaf: usize,
        best: &mut Division,
    ) -> bool {
        let mut words = [0_u64; ROWS / 64];
        for id in members {
            let position = self.position[usize::from(*id)];
            words[usize::from(position / 64)] |= 1 << (position % 64);
        }
        let last = members.len() - leaf;
        let (mut left, mut count, mut before, mut lowest) = (Sums { weight: 0.0, excess: 0.0 }, 0, 0_u8, 0);
        for (word, base) in words.into_iter().zip([0_u8, 64, 128, 192]) {
            let mut bits = word;
            while bits != 0 {
                let position = base + bits.trailing_zeros() as u8;
                bits &= bits - 1;
                let rank = self.ranks[usize::from(position)];
                if count == 0 {
                    lowest = rank;
                } else if count >= leaf && count <= last && self.ranks[usize::from(before)] != rank {
                    best.offer(number, [u32::from(before), u32::from(position)], left, whole);
                }
                let pair = pairs[usize::from(self.order[usize::from(position)])];
                left.weight += pair.weight;
                left.excess += pair.excess;
                count += 1;
                before = position;
            }
        }
        lowest != self.ranks[usize::from(before)]
    }
}
