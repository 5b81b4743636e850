//! Plain passes of packs of cells, as a run would make them.

use edaphon_cell::Perturbation;
use edaphon_cell::pack::{PackSites, Stretch, Sums, Walk};
use edaphon_core::forcing::{DAYS, PACK};
use edaphon_models::ecosystem::State;

use super::LoopForcing;
use crate::landscape::Landscape;

/// Cells that go through a pass together.
pub(super) struct Crew {
    /// The cell of each lane; spare lanes repeat the first.
    pub cells: [usize; PACK],
    /// The pack that these cells are, if they are one.
    pub pack: Option<usize>,
}

/// What a pass came to in a lane.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passed {
    pub state: State<f64>,
    /// Mass that appeared without a flux over the pass, over what is held: carbon, nitrogen.
    pub closure: [f64; 2],
}

/// Sends the states of a crew through years of forcing.
pub(super) fn pass(
    land: &Landscape,
    forcing: &LoopForcing,
    years: &[Option<usize>],
    crew: &Crew,
    states: &[State<f64>; PACK],
) -> [Passed; PACK] {
    let perturbation = Perturbation::default();
    let gathered;
    let sites = match crew.pack {
        Some(pack) => &land.packs[pack],
        None => {
            gathered = PackSites::gather(crew.cells.map(|cell| land.cell(cell)), true);
            &gathered
        }
    };
    let mut state = State::gather(states.each_ref());
    let (mut residual, mut scratch) = ([[0.0; PACK]; 2], Vec::new());
    for &year in years {
        let rows = match crew.pack {
            Some(pack) => forcing.pack(year, pack),
            None => {
                forcing.gather(year, &crew.cells, &mut scratch);
                &scratch
            }
        };
        let stretch =
            Stretch { forcing: rows, days: (1, DAYS as u32), year: 1, perturbation: &perturbation, keep: &[] };
        let mut sums = Sums::zero();
        let mut walk = Walk { terms: land.terms(), stretch, state: &mut state, sums: &mut sums, kept: Vec::new() };
        walk.go(sites);
        for (element, lanes) in residual.iter_mut().enumerate() {
            lanes.iter_mut().zip(sums.residual[element].0).for_each(|(sum, r)| *sum += r);
        }
    }
    std::array::from_fn(|lane| {
        let end = state.lane(lane);
        let held = land.held(crew.cells[lane], &end);
        let share = |element: usize| residual[element][lane].abs() / held[element].abs().max(1e-30);
        Passed { state: end, closure: [share(0), if land.model().nitrogen() { share(1) } else { 0.0 }] }
    })
}
