//! Growing one tree.

use crate::columns::Column;
use crate::random::Random;
use crate::tree::{Node, Tree};

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

/// A row in a bag.
#[derive(Debug, Clone, Copy)]
struct Member {
    row: u32,
    weight: f64,
    target: f64,
}

/// The best division found so far.
#[derive(Debug, Clone, Copy)]
struct Division {
    column: usize,
    /// Ranks next to the threshold.
    lower: u32,
    upper: u32,
    /// (Σ w (y − ȳ))² / (w_left w_right) of the left part.
    gain: f64,
}

/// Sums of a node.
#[derive(Debug, Clone, Copy)]
struct Sums {
    weight: f64,
    mean: f64,
}

/// A node to be divided.
struct Task {
    node: usize,
    from: usize,
    to: usize,
    depth: usize,
}

/// Grows trees on one table; keeps its buffers from tree to tree.
#[derive(Debug)]
pub(crate) struct Grower<'a> {
    columns: &'a [Column],
    limits: Limits,
    members: Vec<Member>,
    aside: Vec<Member>,
    order: Vec<u32>,
    keys: Vec<u64>,
}

impl<'a> Grower<'a> {
    pub(crate) fn new(columns: &'a [Column], limits: Limits) -> Self {
        let order = (0..columns.len() as u32).collect();
        Self { columns, limits, members: Vec::new(), aside: Vec::new(), order, keys: Vec::new() }
    }

    /// Grows a tree on rows with their weights (> 0 for those in the bag) and targets.
    pub(crate) fn grow(&mut self, rows: impl Iterator<Item = (u32, f64, f64)>, mut random: Random) -> Tree {
        self.members.clear();
        self.members.extend(rows.filter(|(_, weight, _)| *weight > 0.0).map(|(row, weight, target)| Member {
            row,
            weight,
            target,
        }));
        let mut tree = Tree { decrease: vec![0.0; self.columns.len()], ..Tree::default() };
        let total: f64 = self.members.iter().map(|member| member.weight).sum();
        let mut tasks = vec![Task { node: 0, from: 0, to: self.members.len(), depth: 0 }];
        self.order.iter_mut().zip(0..).for_each(|(column, at)| *column = at);
        tree.nodes.push(Node::leaf(0.0));
        tree.cover.push(1.0);
        while let Some(Task { node, from, to, depth }) = tasks.pop() {
            let sums = sums(&self.members[from..to]);
            tree.cover[node] = (sums.weight / total) as f32;
            tree.nodes[node] = Node::leaf(sums.mean);
            let Some(division) = self.divide(from, to, depth, sums, &mut random) else { continue };
            let Division { column, lower, upper, gain } = division;
            tree.decrease[column] += gain * sums.weight / total;
            let left = tree.nodes.len();
            tree.nodes[node] = Node::division(column, self.columns[column].threshold(lower, upper), left);
            tree.nodes.extend([Node::leaf(0.0); 2]);
            tree.cover.extend([0.0; 2]);
            let middle = from + self.part(from, to, column, lower);
            tasks.push(Task { node: left + 1, from: middle, to, depth: depth + 1 });
            tasks.push(Task { node: left, from, to: middle, depth: depth + 1 });
        }
        tree
    }

    /// The best division of a node, if it is to be divided.
    fn divide(&mut self, from: usize, to: usize, depth: usize, sums: Sums, random: &mut Random) -> Option<Division> {
        let members = &self.members[from..to];
        let pure = members.iter().all(|member| member.target == members[0].target);
        if pure || members.len() < 2 * self.limits.leaf || depth == self.limits.depth {
            return None;
        }
        let mut best: Option<Division> = None;
        let mut all_constant = true;
        for drawn in 0..self.columns.len() {
            if drawn >= self.limits.tried && !all_constant {
                break;
            }
            let chosen = drawn + random.below(self.columns.len() - drawn);
            self.order.swap(drawn, chosen);
            let column = self.order[drawn] as usize;
            let ranks = &self.columns[column].ranks;
            self.keys.clear();
            let keys = members.iter().zip(0..).map(|(member, at)| (u64::from(ranks[member.row as usize]) << 32) | at);
            self.keys.extend(keys);
            self.keys.sort_unstable();
            all_constant &= self.keys[0] >> 32 == self.keys[members.len() - 1] >> 32;
            scan(members, &self.keys, column, self.limits.leaf, sums, &mut best);
        }
        best
    }

    /// Puts members with at most that rank first, keeping their order; returns how many.
    fn part(&mut self, from: usize, to: usize, column: usize, rank: u32) -> usize {
        let ranks = &self.columns[column].ranks;
        self.aside.clear();
        let mut left = from;
        for at in from..to {
            let member = self.members[at];
            if ranks[member.row as usize] <= rank {
                self.members[left] = member;
                left += 1;
            } else {
                self.aside.push(member);
            }
        }
        self.members[left..to].copy_from_slice(&self.aside);
        left - from
    }
}

fn sums(members: &[Member]) -> Sums {
    let weight: f64 = members.iter().map(|member| member.weight).sum();
    let first = members[0].target;
    // From the first target: exact if all are equal.
    let excess: f64 = members.iter().map(|member| member.weight * (member.target - first)).sum();
    Sums { weight, mean: first + excess / weight }
}

/// Looks along one column for a division better than the best.
fn scan(members: &[Member], keys: &[u64], column: usize, leaf: usize, sums: Sums, best: &mut Option<Division>) {
    let (mut weight, mut excess) = (0.0, 0.0);
    for at in 1..=keys.len() - leaf {
        let [before, here] = [keys[at - 1], keys[at]];
        let member = &members[before as u32 as usize];
        weight += member.weight;
        excess += member.weight * (member.target - sums.mean);
        if at < leaf || before >> 32 == here >> 32 {
            continue;
        }
        let gain = excess * excess / (weight * (sums.weight - weight));
        if best.is_none_or(|best| gain > best.gain) {
            *best = Some(Division { column, lower: (before >> 32) as u32, upper: (here >> 32) as u32, gain });
        }
    }
}
