//! One cell by itself, in any scalar: its constants, and a day of its model.

use edaphon_core::forcing::{Driver, ForcingYear, LAYERS};
use edaphon_core::{Balance, ParamError, Real};
use edaphon_models::casa::{CasaSoilSite, PlantSite, PlantTraits, StartPools};
use edaphon_models::ecosystem::{Casa, Mimics, MimicsConstants, State, start_state};
use edaphon_models::mimics::{MimicsParameters, MimicsSite};
use edaphon_models::{Day, Ecosystem, Today, Weather};

use crate::{Model, Parameters, Place};

/// The constants of a simulated cell.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Which soil, and whether nitrogen is simulated.
    pub model: Model,
    /// Vegetation.
    pub plant: PlantSite<f64>,
    /// CASA soil.
    pub casa: CasaSoilSite<f64>,
    /// MIMICS soil.
    pub mimics: MimicsSite<f64>,
    /// Parameters of MIMICS.
    pub parameters: MimicsParameters<f64>,
    /// State before the first day.
    pub start: State<f64>,
    /// Whether anything lives here.
    pub simulated: bool,
}

impl Cell {
    /// Works out the constants of a place.
    ///
    /// # Errors
    /// If a parameter set is of another table than its place needs.
    pub fn new(model: Model, parameters: &Parameters, place: &Place) -> Result<Self, ParamError> {
        let v = place.vegetation_type;
        let traits = PlantTraits::read(&parameters.plants, v)?;
        let pools = StartPools::read(&parameters.start, v)?;
        let mimics = MimicsParameters::read(&parameters.mimics, v)?;
        let plant = PlantSite::new(&traits, &place.soil, place.season, v);
        let casa = CasaSoilSite::new(&traits, &place.soil, v);
        let microbes = model.microbes().then_some(&mimics);
        let start = start_state(&pools, &traits, &plant, place.season, microbes, model.nitrogen());
        let soil = MimicsSite::new(&mimics, &traits, &casa, place.soil.clay);
        let simulated = traits.biome_class > 0.0;
        Ok(Self { model, plant, casa, mimics: soil, parameters: mimics, start, simulated })
    }

    /// Lives through a day: what moved, and the balances of carbon and nitrogen.
    pub fn day<R: Real>(&self, state: &mut State<R>, weather: &Weather<R>, today: &Today) -> (Day<R>, [Balance<R>; 2]) {
        let plant = self.plant.map(R::lit);
        let constants = MimicsConstants::new(&self.parameters);
        let (casa, mimics) = (self.casa.map(R::lit), self.mimics.map(R::lit));
        match self.model {
            Model::CasaC => Casa::<R, false> { plant, soil: casa }.day_with_books(state, weather, today),
            Model::CasaCn => Casa::<R, true> { plant, soil: casa }.day_with_books(state, weather, today),
            Model::MimicsC => {
                Mimics::<R, false> { plant, soil: mimics, constants: &constants }.day_with_books(state, weather, today)
            }
            Model::MimicsCn => {
                Mimics::<R, true> { plant, soil: mimics, constants: &constants }.day_with_books(state, weather, today)
            }
        }
    }
}

/// Sets what follows from pools at the end of any day: leaf area, leaf phosphorus where nitrogen is simulated, and plant nitrogen
/// where it is not.
///
/// Without nitrogen, leaf phosphorus follows the leaves of the day before, and is remembered.
pub fn settle<R: Real>(cell: &Cell, state: &mut State<R>) {
    let plant = &cell.plant;
    let lai = R::lit(plant.sla) * state.leaf_c;
    state.lai = lai.clip(R::lit(plant.lai_min), R::lit(plant.lai_max));
    if cell.model.nitrogen() {
        state.leaf_p = state.leaf_n / R::lit(plant.leaf_n_to_p);
    } else {
        let ratios = plant.n_to_c_fixed();
        state.set_plant_n(state.plant_c().zip(ratios, |c, ratio| c * R::lit(ratio)));
    }
}

/// The weather of a cell on a day, counted from 0.
pub fn weather(forcing: &ForcingYear, cell: usize, day: usize) -> Weather<f64> {
    let one = |driver: Driver| f64::from(forcing.get(cell, day, driver));
    let layers = |of: fn(usize) -> Driver| -> [f64; LAYERS] { std::array::from_fn(|k| one(of(k))) };
    Weather {
        gpp: one(Driver::Gpp),
        air_temperature: one(Driver::AirTemperature),
        n_deposition: one(Driver::NitrogenDeposition),
        soil_temperature: layers(Driver::SoilTemperature),
        liquid_water: layers(Driver::LiquidWater),
        frozen_water: layers(Driver::FrozenWater),
    }
}
