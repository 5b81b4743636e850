//! Which cells are solved first, and whose solution the others start from.

use std::collections::HashMap;

use edaphon_run::Landscape;
use edaphon_run::cycle::LoopForcing;

/// One cell in so many is solved first.
const EVERY: usize = 12;
/// One cell in so many is verified at length.
const SAMPLED: u64 = 50;

/// Cells in the order of their solution.
pub(super) struct Plan {
    /// Solved first, from the start of the job.
    pub first: Vec<usize>,
    /// Solved next.
    pub rest: Vec<usize>,
    /// For each of these the solved cell that is most like it.
    pub nearest: HashMap<usize, usize>,
}

/// What tells cells apart: climate, and clay in units of its spread.
type Traits = [f64; 6];

fn traits_of(land: &Landscape, forcing: &LoopForcing, cell: usize) -> Traits {
    let [a, b, c, d, e] = forcing.climate(cell);
    [a, b, c, d, e, (land.cell(cell).mimics.physical_r * 50.0).ln()]
}

fn apart(a: &Traits, b: &Traits) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

impl Plan {
    /// Chooses by what cells are and not by where they stand in their file; without `neighbours` all are solved at once.
    pub(super) fn new(land: &Landscape, forcing: &LoopForcing, cells: &[usize], neighbours: bool) -> Self {
        let mut plan = Self { first: Vec::new(), rest: Vec::new(), nearest: HashMap::new() };
        if !neighbours {
            plan.first = cells.to_vec();
            return plan;
        }
        let mut kinds: Vec<(u64, Vec<(usize, Traits)>)> = Vec::new();
        for &cell in cells {
            // Cells of one type share the constants of their vegetation.
            let kind =
                land.cell(cell).plant.wood_turnover.to_bits() ^ land.cell(cell).plant.sla.to_bits().rotate_left(17);
            let member = (cell, traits_of(land, forcing, cell));
            match kinds.iter_mut().find(|(k, _)| *k == kind) {
                Some((_, members)) => members.push(member),
                None => kinds.push((kind, vec![member])),
            }
        }
        for (_, members) in &mut kinds {
            members.sort_by(|a, b| a.1.partial_cmp(&b.1).unwrap_or(std::cmp::Ordering::Equal));
            plan.spread(members);
        }
        // In the order of the packs again, so that neighbours in memory are asked together.
        let place = |cell: &usize| cells.iter().position(|c| c == cell);
        let order: HashMap<usize, Option<usize>> = cells.iter().map(|c| (*c, place(c))).collect();
        plan.first.sort_by_key(|cell| order[cell]);
        plan.rest.sort_by_key(|cell| order[cell]);
        plan
    }

    /// Takes the cells that are farthest from all taken before, and leads each of the others to the nearest.
    fn spread(&mut self, members: &[(usize, Traits)]) {
        let wanted = members.len().div_ceil(EVERY);
        let mut near: Vec<(f64, usize)> = vec![(f64::INFINITY, 0); members.len()];
        let mut next = 0;
        let mut taken = vec![false; members.len()];
        for _ in 0..wanted {
            taken[next] = true;
            self.first.push(members[next].0);
            for (at, (_, traits)) in members.iter().enumerate() {
                let distance = apart(traits, &members[next].1);
                if distance < near[at].0 {
                    near[at] = (distance, members[next].0);
                }
            }
            let farthest = (0..members.len()).filter(|&at| !taken[at]).max_by(|&a, &b| near[a].0.total_cmp(&near[b].0));
            let Some(farthest) = farthest else { break };
            next = farthest;
        }
        for (at, (cell, _)) in members.iter().enumerate().filter(|(at, _)| !taken[*at]) {
            self.rest.push(*cell);
            self.nearest.insert(*cell, near[at].1);
        }
    }
}

/// Whether a cell of this climate is in the sample that is verified at length: one in fifty, whatever the order of cells.
pub(super) fn is_sampled(climate: &[f64; 5]) -> bool {
    let mix = |hash: u64, x: &f64| (hash ^ x.to_bits()).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    climate.iter().fold(0x51_7c_c1_b7_27_22_0a_95, mix) % SAMPLED == 0
}
