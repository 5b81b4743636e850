//! A pack of cells through days of a year: the block driver, compiled for each instruction set.
//!
//! Everything below it is inlined, so that the loops over lanes become vector instructions of that set. The arithmetic is the
//! same on all of them, bit for bit.

use edaphon_core::forcing::{DAYS, Driver, LAYERS, PACK};
use edaphon_core::{Lanes, Real};
use edaphon_models::casa::{CasaSoilSite, PlantSite};
use edaphon_models::ecosystem::{Casa, Day, Idle, Mimics, MimicsConstants, STATE_FIELDS, State};
use edaphon_models::mimics::MimicsSite;
use edaphon_models::{Ecosystem, Profile, Weather};

use crate::{Cell, Perturbation};

/// A number for each cell of a pack.
pub type L = Lanes<PACK>;

/// Fields of a day.
pub const DAY_FIELDS: usize = Day::<f64>::NAMES.len();
/// Fields of a state and a day together.
pub const FIELDS: usize = STATE_FIELDS + DAY_FIELDS;

/// Fields of a state and of a day before those that only MIMICS has.
const CASA_FIELDS: (usize, usize) = (23, 50);

/// Constants of the cells of a pack.
#[derive(Debug, Clone)]
pub enum PackSites {
    /// Cells that are not simulated.
    Idle(Box<Idle<L>>),
    /// Cells over CASA soil.
    Casa {
        /// Vegetation.
        plant: Box<PlantSite<L>>,
        /// Soil.
        soil: Box<CasaSoilSite<L>>,
    },
    /// Cells over MIMICS soil.
    Mimics {
        /// Vegetation.
        plant: Box<PlantSite<L>>,
        /// Soil.
        soil: Box<MimicsSite<L>>,
    },
}

impl PackSites {
    /// Cells of one model side by side, simulated or not.
    pub fn gather(cells: [&Cell; PACK], simulated: bool) -> Self {
        let plant = Box::new(PlantSite::gather(cells.map(|c| &c.plant)));
        let model = cells[0].model;
        match (simulated, model.microbes()) {
            (false, _) => Self::Idle(Box::new(Idle { plant: *plant, with_nitrogen: model.nitrogen() })),
            (true, false) => Self::Casa { plant, soil: Box::new(CasaSoilSite::gather(cells.map(|c| &c.casa))) },
            (true, true) => Self::Mimics { plant, soil: Box::new(MimicsSite::gather(cells.map(|c| &c.mimics))) },
        }
    }
}

/// What is the same for all cells of a run.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The accounting.
    pub profile: Profile,
    /// Whether nitrogen is simulated.
    pub nitrogen: bool,
    /// Parameters of MIMICS.
    pub mimics: &'a MimicsConstants<L>,
}

/// What a pack adds up over a year.
#[derive(Debug, Clone)]
pub struct Sums {
    /// Sum of the daily values of every field: state, then day.
    pub fields: Box<[L; FIELDS]>,
    /// Values of the last day that was kept, which the last day of the year always is.
    pub today: Box<[L; FIELDS]>,
    /// Sum of the budget residuals of carbon and nitrogen (g m⁻²).
    pub residual: [L; 2],
    /// Largest relative residual of a day.
    pub worst: [L; 2],
    /// Day of the year on which it was.
    pub worst_day: [L; 2],
}

impl Sums {
    /// Nothing yet.
    pub fn zero() -> Self {
        let zero = [L::zero(); 2];
        let fields = Box::new([L::zero(); FIELDS]);
        Self { today: fields.clone(), fields, residual: zero, worst: zero, worst_day: zero }
    }
}

/// A stretch of days for one pack.
#[derive(Debug)]
pub struct Stretch<'a> {
    /// Forcing of the whole year for this pack.
    pub forcing: &'a [f32],
    /// First and last day, counted from 1.
    pub days: (u32, u32),
    /// Year of the run, from 1.
    pub year: u64,
    /// What is changed in climate and growth.
    pub perturbation: &'a Perturbation,
    /// Fields to keep every day.
    pub keep: &'a [usize],
}

/// A pack on its way through a stretch.
#[derive(Debug)]
pub struct Walk<'a> {
    /// What is the same for all.
    pub terms: Terms<'a>,
    /// The days.
    pub stretch: Stretch<'a>,
    /// The cells.
    pub state: &'a mut State<L>,
    /// What they add up.
    pub sums: &'a mut Sums,
    /// Receives `[day][field][lane]` for the fields to keep.
    pub kept: Vec<L>,
}

impl Walk<'_> {
    /// Moves the pack through its days.
    pub fn go(&mut self, sites: &PackSites) {
        let Terms { nitrogen: n, mimics: constants, .. } = self.terms;
        match sites {
            PackSites::Idle(idle) => dispatch(&**idle, self),
            PackSites::Casa { plant, soil } if n => dispatch(&Casa::<L, true> { plant: **plant, soil: **soil }, self),
            PackSites::Casa { plant, soil } => dispatch(&Casa::<L, false> { plant: **plant, soil: **soil }, self),
            PackSites::Mimics { plant, soil } if n => {
                dispatch(&Mimics::<L, true> { plant: **plant, soil: **soil, constants }, self);
            }
            PackSites::Mimics { plant, soil } => {
                dispatch(&Mimics::<L, false> { plant: **plant, soil: **soil, constants }, self);
            }
        }
    }
}

/// Declares a copy of [`days`] compiled for an instruction set; each in a module of its own, since modules are compiled side by side.
macro_rules! compiled_for {
    ($name:ident $(, $set:literal)?) => {
        mod $name {
            use super::{Ecosystem, L, Walk, days};

            $(#[target_feature(enable = $set)])?
            pub(super) fn go<E: Ecosystem<L>>(cell: &E, walk: &mut Walk<'_>) {
                days(cell, walk);
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
compiled_for!(avx512, "avx512f,avx512dq,avx512vl,avx512bw");
#[cfg(target_arch = "x86_64")]
compiled_for!(avx2, "avx2");
compiled_for!(portable);

/// Whether this machine has the AVX-512 sets that the block drivers are compiled for.
#[cfg(target_arch = "x86_64")]
pub(crate) fn has_avx512() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512bw")
}

/// Chooses the widest instruction set that this machine has.
fn dispatch<E: Ecosystem<L>>(cell: &E, walk: &mut Walk<'_>) {
    #[cfg(target_arch = "x86_64")]
    {
        if has_avx512() {
            // SAFETY: the machine has the instructions, as just asked.
            return unsafe { avx512::go(cell, walk) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the machine has the instructions, as just asked.
            return unsafe { avx2::go(cell, walk) };
        }
    }
    portable::go(cell, walk);
}

#[inline(always)]
fn days<E: Ecosystem<L>>(cell: &E, walk: &mut Walk<'_>) {
    let Walk { terms, stretch, state, sums, kept } = walk;
    let (first, last) = stretch.days;
    if first == 1 {
        begin_year(terms.profile, stretch.forcing, state);
    }
    for day in first..=last {
        let today = stretch.perturbation.today(stretch.year, day, terms.profile);
        let weather = weather_of(stretch.forcing, day as usize - 1);
        let (moved, books) = cell.day_with_books(state, &weather, &today);
        let (state_sums, day_sums) = sums.fields.split_at_mut(STATE_FIELDS);
        // What only MIMICS has stays 0 elsewhere.
        let (of_state, of_day) = if E::MICROBES { (STATE_FIELDS, DAY_FIELDS) } else { CASA_FIELDS };
        state.add_to(&mut state_sums[..of_state]);
        moved.add_to(&mut day_sums[..of_day]);
        for element in 0..if E::NITROGEN { 2 } else { 1 } {
            let relative = books[element].relative_residual();
            // Written so that NaN counts as worse.
            let worse = !relative.le(sums.worst[element]);
            sums.worst[element] = L::select(worse, relative, sums.worst[element]);
            sums.worst_day[element] = L::select(worse, L::lit(f64::from(day)), sums.worst_day[element]);
            sums.residual[element] = sums.residual[element] + books[element].residual();
        }
        if day as usize == DAYS || !stretch.keep.is_empty() {
            state.store(&mut sums.today[..STATE_FIELDS]);
            moved.store(&mut sums.today[STATE_FIELDS..]);
            kept.extend(stretch.keep.iter().map(|&field| sums.today[field]));
        }
    }
    if last as usize == DAYS {
        state.npp_last_year = state.npp_this_year;
        state.npp_this_year = L::zero();
    }
}

/// NPP of the year before that counts as not known: this and less (g m⁻² yr⁻¹).
pub(crate) fn unknown_npp(profile: Profile) -> f64 {
    // The reference takes any NPP of −99 or less as unknown.
    if profile.is_testbed() { -99.0 } else { -1e29 }
}

/// Half the GPP of the year stands in for the NPP of the year before where that is not known.
#[inline(always)]
fn begin_year(profile: Profile, forcing: &[f32], state: &mut State<L>) {
    let mut gpp = L::zero();
    for day in 0..DAYS {
        gpp = gpp + driver(forcing, day, Driver::Gpp);
    }
    let unknown = state.npp_last_year.le(L::lit(unknown_npp(profile)));
    state.npp_last_year = L::select(unknown, L::lit(0.5) * gpp, state.npp_last_year);
}

#[inline(always)]
fn driver(forcing: &[f32], day: usize, driver: Driver) -> L {
    lanes_at(forcing, day, driver.index())
}

#[inline(always)]
fn lanes_at(forcing: &[f32], day: usize, index: usize) -> L {
    let at = (day * Driver::COUNT + index) * PACK;
    let mut lanes = [0.0; PACK];
    for (lane, value) in lanes.iter_mut().zip(&forcing[at..at + PACK]) {
        *lane = f64::from(*value);
    }
    Lanes(lanes)
}

/// The layers of a driver, which lie one after the other from `first` on.
#[inline(always)]
fn layers(forcing: &[f32], day: usize, first: Driver) -> [L; LAYERS] {
    let mut values = [L::zero(); LAYERS];
    for (layer, value) in values.iter_mut().enumerate() {
        *value = lanes_at(forcing, day, first.index() + layer);
    }
    values
}

#[inline(always)]
fn weather_of(forcing: &[f32], day: usize) -> Weather<L> {
    Weather {
        gpp: driver(forcing, day, Driver::Gpp),
        air_temperature: driver(forcing, day, Driver::AirTemperature),
        n_deposition: driver(forcing, day, Driver::NitrogenDeposition),
        soil_temperature: layers(forcing, day, Driver::SoilTemperature(0)),
        liquid_water: layers(forcing, day, Driver::LiquidWater(0)),
        frozen_water: layers(forcing, day, Driver::FrozenWater(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_mimics_come_last() {
        assert_eq!(State::<f64>::NAMES[CASA_FIELDS.0], "lit_m_c");
        assert_eq!(Day::<f64>::NAMES[CASA_FIELDS.1], "microbial_respiration");
    }
}
