//! One cell by itself, in any scalar.

use edaphon_core::forcing::{Driver, ForcingYear, LAYERS};
use edaphon_core::{Balance, Real};
use edaphon_models::casa::{CasaSoilSite, PlantSite, PlantTraits, StartPools};
use edaphon_models::ecosystem::{Casa, Mimics, MimicsConstants, State, start_state};
use edaphon_models::mimics::{MimicsParameters, MimicsSite};
use edaphon_models::{Day, Ecosystem, Today, Weather};
use edaphon_run::landscape::Parameters;
use edaphon_run::{Model, Place};

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
}

impl Cell {
    /// Works out the constants of a place.
    pub fn new(model: Model, parameters: &Parameters, place: &Place) -> Self {
        let v = place.vegetation_type;
        let traits = PlantTraits::read(&parameters.plants, v).expect("plant traits");
        let pools = StartPools::read(&parameters.start, v).expect("start pools");
        let mimics = MimicsParameters::read(&parameters.mimics, v).expect("MIMICS parameters");
        let plant = PlantSite::new(&traits, &place.soil, place.season, v);
        let casa = CasaSoilSite::new(&traits, &place.soil, v);
        let microbes = model.microbes().then_some(&mimics);
        let start = start_state(&pools, &traits, &plant, place.season, microbes, model.nitrogen());
        let soil = MimicsSite::new(&mimics, &traits, &casa, place.soil.clay);
        Self { model, plant, casa, mimics: soil, parameters: mimics, start }
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

/// The same weather in another scalar.
pub fn lifted<R: Real>(weather: &Weather<f64>) -> Weather<R> {
    Weather {
        gpp: R::lit(weather.gpp),
        air_temperature: R::lit(weather.air_temperature),
        n_deposition: R::lit(weather.n_deposition),
        soil_temperature: weather.soil_temperature.map(R::lit),
        liquid_water: weather.liquid_water.map(R::lit),
        frozen_water: weather.frozen_water.map(R::lit),
    }
}
