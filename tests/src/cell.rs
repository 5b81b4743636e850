//! The weather of a day in another scalar.

use edaphon_core::Real;
use edaphon_models::Weather;

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
