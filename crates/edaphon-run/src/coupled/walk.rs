//! A pack of a coupled run on its way through days.

use edaphon_cell::pack::{FIELDS, L, PackSites, Stretch, Sums, Terms, Walk};
use edaphon_core::Real;
use edaphon_core::forcing::{DAYS, Driver, PACK};
use edaphon_models::ecosystem::{Day, STATE_FIELDS, State};
use edaphon_models::nitrogen::Mineral;

use super::day::{Set, Step, Stepped};
use super::{NETWORK_FIELDS, Network};

/// The network's part of a pack: its pools, and what they add up over a year.
#[derive(Debug, Clone)]
pub(crate) struct CoupledPack {
    /// Pools (mg kg⁻¹).
    pub(crate) mineral: Mineral<L>,
    /// Sum of the daily values of every field.
    pub(crate) fields: [L; NETWORK_FIELDS],
    /// Values of the last day.
    pub(crate) today: [L; NETWORK_FIELDS],
}

impl CoupledPack {
    /// These pools, and nothing added up.
    pub(crate) fn new(mineral: Mineral<L>) -> Self {
        let zero = [L::zero(); NETWORK_FIELDS];
        Self { mineral, fields: zero, today: zero }
    }

    /// Begins to add up anew.
    pub(crate) fn reset(&mut self) {
        *self = Self::new(self.mineral);
    }
}

/// A field of a day in the fields of a state and a day together.
const fn day_field(name: &str) -> usize {
    STATE_FIELDS + place(Day::<f64>::NAMES, name)
}

/// Place of a name in a list that has it.
const fn place(names: &[&str], name: &str) -> usize {
    let mut at = 0;
    while !same(names[at].as_bytes(), name.as_bytes()) {
        at += 1;
    }
    at
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

const MINERAL_N: usize = place(State::<f64>::NAMES, "mineral_n");
const N_GAS: usize = day_field("n_gas");
const N_LEACHED: usize = day_field("n_leached");

/// Moves a pack through the days of `stretch` and returns the kept fields by day; those of the network are numbered after the host's.
///
/// The host lives through each day as it would alone; its sums, its fields of losses and of mineral nitrogen, and its budget are then those of both.
pub(crate) fn through(
    network: &Network,
    pack: usize,
    terms: Terms<'_>,
    stretch: &Stretch<'_>,
    (state, sums): (&mut State<L>, &mut Sums),
    coupled: &mut CoupledPack,
) -> Vec<L> {
    let set = Set::widest();
    let mut site = network.sites[pack].clone();
    let (first, last) = stretch.days;
    let mut kept = Vec::with_capacity(stretch.keep.len() * (last + 1 - first) as usize);
    // The host keeps the values of a day only where some are asked for.
    let keep = [MINERAL_N];
    let mut scratch = Vec::with_capacity(1);
    let row = Driver::COUNT * PACK;
    for day in first..=last {
        let days = Stretch { days: (day, day), keep: &keep, ..*stretch };
        scratch.clear();
        let mut walk = Walk { terms, stretch: days, state, sums, kept: std::mem::take(&mut scratch) };
        walk.go(&network.hosts[pack]);
        scratch = walk.kept;

        // Nothing happens where nothing lives.
        if !matches!(network.hosts[pack], PackSites::Idle(_)) {
            let at = (day as usize - 1) * row;
            let stepped = set.go(&mut Step {
                network,
                place: &mut site,
                today: &sums.today,
                forcing: &stretch.forcing[at..at + row],
                warming: stretch.perturbation.today(stretch.year, day, terms.profile).soil_warming,
                state,
                mineral: &mut coupled.mineral,
            });
            enter(&stepped, day, state.mineral_n, sums, coupled);
        }
        let value = |field: &usize| match field.checked_sub(FIELDS) {
            None => sums.today[*field],
            Some(of_network) => coupled.today[of_network],
        };
        kept.extend(stretch.keep.iter().map(value));
    }
    debug_assert!(last as usize <= DAYS, "days of a year");
    kept
}

/// Enters a day of the network into what is added up, and what it lost and left into the host's fields.
fn enter(stepped: &Stepped<L>, day: u32, mineral_n: L, sums: &mut Sums, coupled: &mut CoupledPack) {
    let f = &stepped.fields;
    f.store(&mut coupled.today);
    for (sum, value) in coupled.fields.iter_mut().zip(&coupled.today) {
        *sum = *sum + *value;
    }
    let gas = (f.n2o_emitted + f.n2_emitted) + (f.no_emitted + f.nh3_emitted);
    for (field, value) in [(MINERAL_N, mineral_n), (N_GAS, gas), (N_LEACHED, f.nh4_leached + f.no3_leached)] {
        sums.fields[field] = sums.fields[field] + (value - sums.today[field]);
        sums.today[field] = value;
    }
    close(sums, stepped.residual, stepped.held, day);
}

/// Enters the balance of the network into the book of nitrogen.
fn close(sums: &mut Sums, residual: L, held: L, day: u32) {
    let relative = residual.abs() / held.max(L::lit(1e-30));
    // Written so that NaN counts as worse.
    let worse = !relative.le(sums.worst[1]);
    sums.worst[1] = L::select(worse, relative, sums.worst[1]);
    sums.worst_day[1] = L::select(worse, L::lit(f64::from(day)), sums.worst_day[1]);
    sums.residual[1] = sums.residual[1] + residual;
}
