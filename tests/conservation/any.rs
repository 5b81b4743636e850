//! Parameters, places, states and weather of every plausible kind, made from numbers drawn evenly from 0 to 1.

use edaphon_core::forcing::LAYERS;
use edaphon_core::{ParamInfo, ParamSet, Prior};
use edaphon_models::Weather;
use edaphon_models::casa::{LeafSeason, SoilTexture};
use edaphon_models::ecosystem::{STATE_VARIABLES, State};
use edaphon_run::Place;
use edaphon_run::landscape::Parameters;
use edaphon_tests::testbed::set;
use proptest::collection::vec;
use proptest::prelude::*;

/// Vegetation types that are simulated.
pub(crate) const SIMULATED: [usize; 14] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18];

/// `low` to `high`, as `share` goes from 0 to 1.
fn between(low: f64, high: f64, share: f64) -> f64 {
    low + (high - low) * share
}

/// All parameters of plants and MIMICS, drawn around their defaults.
pub(crate) fn any_parameters() -> impl Strategy<Value = Parameters> {
    let defaults = Parameters::default();
    let count = defaults.plants.table().params.len() + defaults.mimics.table().params.len();
    vec(0.0..1.0, count).prop_map(|draws| {
        let mut parameters = Parameters::default();
        let plants = parameters.plants.table().params.len();
        vary(&mut parameters.plants, &draws[..plants]);
        vary(&mut parameters.mimics, &draws[plants..]);
        // The ramps of nitrogen limitation need a rise.
        let low = parameters.plants.value("n_limit_low", 1).unwrap();
        let high = parameters.plants.value("n_limit_high", 1).unwrap();
        parameters.plants.set("n_limit_high", &[low + high], "drawn").unwrap();
        parameters
    })
}

fn vary(set: &mut ParamSet, draws: &[f64]) {
    for (info, &draw) in set.table().params.iter().zip(draws) {
        let defaults = set.values(info.name).unwrap().to_vec();
        let values: Vec<f64> = defaults.iter().map(|&default| drawn(info, default, draw)).collect();
        set.set(info.name, &values, "drawn").unwrap();
    }
}

/// A value near the default: two standard deviations of a log-normal belief, a share of the way to the ends of a uniform one, 5 % of a
/// constant of the model's form.
fn drawn(info: &ParamInfo, default: f64, draw: f64) -> f64 {
    let (low, high) = info.range;
    let value = match (info.name, info.prior) {
        // Switches: which vegetation is woody, which moisture function, and whether desorption responds to temperature.
        ("biome_class", _) => default,
        ("moisture_function", _) => (1.0 + 3.0 * draw).floor(),
        ("desorption_q10", _) => {
            if draw < 0.5 {
                -1.0
            } else {
                2.0 * draw
            }
        }
        (_, Prior::LogNormal { spread, .. }) => default * (spread * between(-2.0, 2.0, draw)).exp(),
        (name, Prior::Uniform) => {
            // ln(Vmax) and ln(Km) spread over many orders of magnitude in their ranges.
            let share = if name.contains("slope") || name.contains("intercept") { 0.1 } else { 0.4 };
            let end = if draw < 0.5 { low } else { high };
            default + (end - default) * share * (2.0 * draw - 1.0).abs()
        }
        (_, Prior::Fixed) => default * between(0.95, 1.05, draw),
    };
    value.clamp(low, high)
}

/// A simulated cell.
pub(crate) fn any_place() -> impl Strategy<Value = Place> {
    let season =
        (-100..400, -100..400, 0..4).prop_map(|(greenup, fall, first_phase)| LeafSeason { greenup, fall, first_phase });
    (prop::sample::select(SIMULATED.to_vec()), vec(0.0..1.0, 6), season).prop_map(|(vegetation_type, x, season)| {
        let total = x[0] + x[1] + x[2] + 1e-3;
        let saturation = between(0.3, 0.7, x[3]);
        let field_capacity = saturation * between(0.4, 0.95, x[4]);
        let wilting_point = field_capacity * between(0.1, 0.9, x[5]);
        let [sand, clay, silt] = [x[0], x[1], x[2]].map(|part| part / total);
        let soil = SoilTexture { sand, clay, silt, wilting_point, field_capacity, saturation };
        Place { vegetation_type, soil, season }
    })
}

/// A state with pools that are empty, tiny, usual or large, independently of each other.
pub(crate) fn any_state() -> impl Strategy<Value = State<f64>> {
    vec((0.0..1.0, 0.0..1.0), STATE_VARIABLES.len()).prop_map(|draws: Vec<(f64, f64)>| {
        let mut state = State::filled(0.0);
        for (field, (variable, (kind, size))) in STATE_VARIABLES.iter().zip(draws).enumerate() {
            let value = match variable.name {
                "lai" => 8.0 * size,
                "leaf_phase" => (4.0 * size).floor(),
                "npp_this_year" => between(-100.0, 1000.0, size),
                "npp_last_year" => between(-500.0, 2000.0, size),
                "leaf_p" => {
                    if kind < 0.2 {
                        0.0
                    } else {
                        size
                    }
                }
                // Overdrawn by uptake and immobilisation on the day before.
                "mineral_n" if kind < 0.1 => -size,
                name => pool(usual(name), kind, size),
            };
            set(&mut state, field, value);
        }
        state
    })
}

fn pool(usual: f64, kind: f64, size: f64) -> f64 {
    match kind {
        k if k < 0.15 => 0.0,
        k if k < 0.3 => usual * 1e-9 * size,
        k if k < 0.9 => usual * size,
        _ => usual * 1e3 * size,
    }
}

/// The size of a well-filled pool: g m⁻², or mg cm⁻³ under MIMICS.
fn usual(name: &str) -> f64 {
    let mimics = ["lit_", "mic_", "som_"].iter().any(|prefix| name.starts_with(prefix));
    match (mimics, name.ends_with("_n")) {
        (true, false) => 5.0,
        (true, true) => 0.5,
        (false, false) => 2000.0,
        (false, true) => 50.0,
    }
}

/// Some days of weather: frozen to hot, dark to bright, bone-dry to waterlogged.
pub(crate) fn any_weather(days: usize) -> impl Strategy<Value = Vec<Weather<f64>>> {
    vec(any_day(), days)
}

/// Dark on a third of the days; on a few, below 0, as products made from eddy fluxes have it (g C m⁻² d⁻¹).
fn gross_production(draw: f64) -> f64 {
    match draw {
        d if d < 0.05 => -2.0 * draw,
        d if d < 0.35 => 0.0,
        _ => 25.0 * (draw - 0.35),
    }
}

fn any_day() -> impl Strategy<Value = Weather<f64>> {
    (vec(0.0..1.0, 4), vec((0.0..1.0, 0.0..1.0, 0.0..1.0), LAYERS)).prop_map(|(x, layers)| {
        let air_temperature = between(200.0, 325.0, x[0]);
        let [dryness, cold] = [x[1], x[2]];
        let layer = |k: usize| layers[k];
        Weather {
            gpp: gross_production(x[3]),
            air_temperature,
            n_deposition: 0.01 * x[3],
            soil_temperature: std::array::from_fn(|k| (air_temperature + between(-20.0, 20.0, layer(k).0)).max(210.0)),
            liquid_water: std::array::from_fn(|k| if dryness < 0.1 { 0.0 } else { 0.7 * layer(k).1 }),
            frozen_water: std::array::from_fn(|k| if cold < 0.5 { 0.0 } else { 0.5 * layer(k).2 }),
        }
    })
}
