//! A cell through years with exact derivatives: where they end, and the Jacobian of that by the state they began with.
//!
//! Columns of the Jacobian are lanes: the same cell side by side, each lane with a direction of its own.

use edaphon_core::forcing::{DAYS, Driver, LAYERS};
use edaphon_core::{Lanes, Real, Tangent};
use edaphon_models::ecosystem::{Casa, Mimics, MimicsConstants, STATE_FIELDS, State};
use edaphon_models::{Ecosystem, Profile, Today, Weather};

use crate::cell::{Cell, settle};
use crate::model::Model;

/// A cell on its way through a year.
struct Walk<'a> {
    profile: Profile,
    /// `[day][driver]`.
    forcing: &'a [f32],
    state: State<T>,
}

/// The state after years of forcing (`[day][driver]` of each), unperturbed, from `start`, and its derivatives by the fields
/// `inputs` (their numbers): `derivatives[k][i]` is ∂(field i)/∂(field inputs\[k\]).
pub fn jacobian(
    cell: &Cell,
    profile: Profile,
    years: &[&[f32]],
    start: &State<f64>,
    inputs: &[usize],
) -> (State<f64>, Vec<[f64; STATE_FIELDS]>) {
    let mut derivatives = Vec::with_capacity(inputs.len());
    let mut end = *start;
    for columns in inputs.chunks(LANES) {
        end = columns_of(cell, profile, years, start, columns, &mut derivatives);
    }
    (end, derivatives)
}

/// Columns side by side: what fills a register of every machine. A copy for each wider instruction set would take more than a
/// minute each to compile.
const LANES: usize = 2;
type T = Tangent<LANES>;

fn columns_of(
    cell: &Cell,
    profile: Profile,
    years: &[&[f32]],
    start: &State<f64>,
    inputs: &[usize],
    derivatives: &mut Vec<[f64; STATE_FIELDS]>,
) -> State<f64> {
    let mut fields = [0.0; STATE_FIELDS];
    start.store(&mut fields);
    let mut seeded = fields.map(T::lit);
    for (lane, &input) in inputs.iter().enumerate() {
        seeded[input].slope.0[lane] = 1.0;
    }
    let mut state = State::load(&seeded);
    settle(cell, &mut state);
    let mut walk = Walk { profile, forcing: &[], state };
    for forcing in years {
        walk.forcing = forcing;
        year(cell, &mut walk);
    }
    let mut after = [T::zero(); STATE_FIELDS];
    walk.state.store(&mut after);
    for lane in 0..inputs.len() {
        derivatives.push(after.map(|field| field.slope.0[lane]));
    }
    walk.state.map(|field| field.value.0[0])
}

fn year(cell: &Cell, walk: &mut Walk<'_>) {
    let plant = cell.plant.map(T::lit);
    let constants = MimicsConstants::new(&cell.parameters);
    match cell.model {
        Model::CasaC => days(&Casa::<_, false> { plant, soil: cell.casa.map(T::lit) }, walk),
        Model::CasaCn => days(&Casa::<_, true> { plant, soil: cell.casa.map(T::lit) }, walk),
        Model::MimicsC => {
            let soil = cell.mimics.map(T::lit);
            days(&Mimics::<_, false> { plant, soil, constants: &constants }, walk);
        }
        Model::MimicsCn => {
            let soil = cell.mimics.map(T::lit);
            days(&Mimics::<_, true> { plant, soil, constants: &constants }, walk);
        }
    }
}

#[inline(always)]
fn days<E: Ecosystem<T>>(cell: &E, walk: &mut Walk<'_>) {
    begin_year(walk);
    for day in 0..DAYS {
        let today = Today::plain(day as u32 + 1, walk.profile);
        let row = &walk.forcing[day * Driver::COUNT..(day + 1) * Driver::COUNT];
        cell.day(&mut walk.state, &weather_of(row), &today);
    }
    walk.state.npp_last_year = walk.state.npp_this_year;
    walk.state.npp_this_year = T::zero();
}

/// As in packs: half the GPP of the year stands in for the NPP of the year before where that is not known.
#[inline(always)]
fn begin_year(walk: &mut Walk<'_>) {
    let gpp = |day: usize| Lanes::lit(f64::from(walk.forcing[day * Driver::COUNT + Driver::Gpp.index()]));
    let total = (0..DAYS).map(gpp).fold(Lanes::lit(0.0), |sum: Lanes<LANES>, x| sum + x);
    let half = Tangent { value: Lanes::lit(0.5) * total, slope: Lanes::lit(0.0) };
    let unknown = walk.state.npp_last_year.le(T::lit(crate::pack::unknown_npp(walk.profile)));
    walk.state.npp_last_year = Real::select(unknown, half, walk.state.npp_last_year);
}

#[inline(always)]
fn weather_of(row: &[f32]) -> Weather<T> {
    let at = |driver: Driver| T::lit(f64::from(row[driver.index()]));
    let mut weather = Weather {
        gpp: at(Driver::Gpp),
        air_temperature: at(Driver::AirTemperature),
        n_deposition: at(Driver::NitrogenDeposition),
        soil_temperature: [T::zero(); LAYERS],
        liquid_water: [T::zero(); LAYERS],
        frozen_water: [T::zero(); LAYERS],
    };
    for layer in 0..LAYERS {
        weather.soil_temperature[layer] = at(Driver::SoilTemperature(layer));
        weather.liquid_water[layer] = at(Driver::LiquidWater(layer));
        weather.frozen_water[layer] = at(Driver::FrozenWater(layer));
    }
    weather
}
