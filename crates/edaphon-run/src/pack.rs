//! A pack of cells through days of a year: the block driver, compiled for each instruction set.
//!
//! Everything below it is inlined, so that the loops over lanes become vector instructions of that set. The arithmetic is the
//! same on all of them, bit for bit.

use edaphon_core::forcing::{DAYS, Driver, LAYERS, PACK};
use edaphon_core::{Lanes, Real};
use edaphon_models::ecosystem::{Day, State};
use edaphon_models::{Ecosystem, Weather};

use crate::Perturbation;
use crate::landscape::{Landscape, PackSites};

/// A number for each cell of a pack.
pub(crate) type L = Lanes<PACK>;

/// Fields of a state and of a day.
pub(crate) const STATE_FIELDS: usize = State::<f64>::NAMES.len();
pub(crate) const DAY_FIELDS: usize = Day::<f64>::NAMES.len();
pub(crate) const FIELDS: usize = STATE_FIELDS + DAY_FIELDS;

/// Fields of a state and of a day before those that only MIMICS has.
const CASA_FIELDS: (usize, usize) = (23, 50);

/// What a pack adds up over a year.
#[derive(Debug, Clone)]
pub(crate) struct Sums {
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
    pub(crate) fn zero() -> Self {
        let zero = [L::zero(); 2];
        let fields = Box::new([L::zero(); FIELDS]);
        Self { today: fields.clone(), fields, residual: zero, worst: zero, worst_day: zero }
    }
}

/// A stretch of days for one pack.
pub(crate) struct Stretch<'a> {
    /// Forcing of the whole year for this pack.
    pub forcing: &'a [f32],
    /// First and last day, counted from 1.
    pub days: (u32, u32),
    /// Year of the run, from 1.
    pub year: u64,
    pub perturbation: &'a Perturbation,
    /// Fields to keep every day.
    pub keep: &'a [usize],
}

/// A pack on its way through a stretch.
pub(crate) struct Walk<'a> {
    pub land: &'a Landscape,
    pub stretch: Stretch<'a>,
    pub state: &'a mut State<L>,
    pub sums: &'a mut Sums,
    /// Receives `[day][field][lane]` for the fields to keep.
    pub kept: Vec<L>,
}

impl Walk<'_> {
    /// Moves the pack through its days.
    pub(crate) fn go(&mut self, sites: &PackSites) {
        let (land, n) = (self.land, self.land.model.nitrogen());
        match sites {
            PackSites::Idle(idle) => dispatch(&**idle, self),
            PackSites::Casa { plant, soil } if n => dispatch(&Landscape::casa::<true>(plant, soil), self),
            PackSites::Casa { plant, soil } => dispatch(&Landscape::casa::<false>(plant, soil), self),
            PackSites::Mimics { plant, soil } if n => dispatch(&land.mimics::<true>(plant, soil), self),
            PackSites::Mimics { plant, soil } => dispatch(&land.mimics::<false>(plant, soil), self),
        }
    }
}

/// Declares a copy of [`days`] compiled for an instruction set.
#[cfg(target_arch = "x86_64")]
macro_rules! compiled_for {
    ($name:ident, $set:literal) => {
        #[target_feature(enable = $set)]
        fn $name<E: Ecosystem<L>>(cell: &E, walk: &mut Walk<'_>) {
            days(cell, walk);
        }
    };
}

/// Chooses the widest instruction set that this machine has.
fn dispatch<E: Ecosystem<L>>(cell: &E, walk: &mut Walk<'_>) {
    #[cfg(target_arch = "x86_64")]
    {
        compiled_for!(avx512, "avx512f,avx512dq,avx512vl,avx512bw");
        compiled_for!(avx2, "avx2");
        let has_avx512 = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512bw");
        if has_avx512 {
            // SAFETY: the machine has the instructions, as just asked.
            return unsafe { avx512(cell, walk) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the machine has the instructions, as just asked.
            return unsafe { avx2(cell, walk) };
        }
    }
    days(cell, walk);
}

#[inline(always)]
fn days<E: Ecosystem<L>>(cell: &E, walk: &mut Walk<'_>) {
    let Walk { land, stretch, state, sums, kept } = walk;
    let (first, last) = stretch.days;
    if first == 1 {
        begin_year(land, stretch.forcing, state);
    }
    for day in first..=last {
        let today = stretch.perturbation.today(stretch.year, day, land.profile);
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

/// Half the GPP of the year stands in for the NPP of the year before where that is not known.
#[inline(always)]
fn begin_year(land: &Landscape, forcing: &[f32], state: &mut State<L>) {
    let mut gpp = L::zero();
    for day in 0..DAYS {
        gpp = gpp + driver(forcing, day, Driver::Gpp);
    }
    // The reference takes any NPP of −99 or less as unknown.
    let limit = if land.profile.is_testbed() { -99.0 } else { -1e29 };
    let unknown = state.npp_last_year.le(L::lit(limit));
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
