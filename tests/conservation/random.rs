//! The `edaphon` profile closes its budgets whatever the parameters, soil, state and weather.

use edaphon_core::Balance;
use edaphon_models::ecosystem::{Day, State};
use edaphon_models::{Profile, Today, Weather};
use edaphon_run::Cell;
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model, Perturbation, Place, Simulation};
use edaphon_tests::testbed::{forcing, places};
use proptest::prelude::*;

use crate::any::{any_parameters, any_place, any_state, any_weather};

/// Largest residual as a share of all that was held or moved: a few hundred roundings of sums in double precision.
const TOLERANCE: f64 = 1e-12;
const DAYS: usize = 12;

/// Pools of plants, litter and CASA soil, which no day may leave below 0.
fn lowest_casa_pool(state: &State<f64>, nitrogen: bool) -> f64 {
    let carbon = [state.litter_c(), state.soil_c(), [state.leaf_c, state.wood_c, state.froot_c]];
    let with_n = [state.litter_n(), state.soil_n(), [state.leaf_n, state.wood_n, state.froot_n]];
    let lowest = |pools: [[f64; 3]; 3]| pools.iter().flatten().fold(f64::INFINITY, |low, &pool| low.min(pool));
    let carbon = lowest(carbon).min(state.labile_c);
    if nitrogen { carbon.min(lowest(with_n)) } else { carbon }
}

fn said(element: &str, day: usize, book: &Balance<f64>, moved: &Day<f64>) -> String {
    format!("{element} on day {day}: {:e} of {book:?}, {moved:?}", book.relative_residual())
}

/// Lives through the weather and checks the books of every day.
fn books_close(
    model: Model,
    parameters: &Parameters,
    place: &Place,
    start: &State<f64>,
    weather: &[Weather<f64>],
    npp_multiplier: f64,
) -> Result<(), TestCaseError> {
    let cell = Cell::new(model, parameters, place).unwrap();
    let mut state = *start;
    for (day, weather) in weather.iter().enumerate() {
        let plain = Today::plain(1 + 30 * (day as u32 % 12), Profile::Edaphon);
        let today = Today { npp_multiplier, air_warming: 1.5, soil_warming: 0.5, ..plain };
        let solvent = state.mineral_n >= 0.0;
        let (moved, [carbon, nitrogen]) = cell.day(&mut state, weather, &today);
        prop_assert!(carbon.relative_residual() < TOLERANCE, "{}", said("carbon", day, &carbon, &moved));
        if model.nitrogen() {
            prop_assert!(nitrogen.relative_residual() < TOLERANCE, "{}", said("nitrogen", day, &nitrogen, &moved));
            // All that there is may go: what is then left is rounding, to either side of 0.
            let rounding = 1e-15 * (nitrogen.before.abs() + nitrogen.input);
            let overdrawn = solvent && state.mineral_n < -rounding;
            prop_assert!(!overdrawn, "{}", said("mineral nitrogen", day, &nitrogen, &moved));
            // A debt of that size counts as none.
            state.mineral_n = if solvent { state.mineral_n.max(0.0) } else { state.mineral_n };
        }
        let lowest = lowest_casa_pool(&state, model.nitrogen());
        prop_assert!(model.microbes() || lowest >= 0.0, "{lowest:e} on day {day} in {state:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn carbon_and_nitrogen_are_conserved(
        parameters in any_parameters(),
        place in any_place(),
        start in any_state(),
        weather in any_weather(DAYS),
        npp_multiplier in prop::sample::select(vec![1.0, 0.0, 0.7, 1.4]),
    ) {
        for model in Model::ALL {
            books_close(model, &parameters, &place, &start, &weather, npp_multiplier)?;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    /// Four years of the reference's weather, the last two warmer and greener.
    #[test]
    fn years_are_conserved_day_by_day(parameters in any_parameters()) {
        let places = places();
        for model in Model::ALL {
            let land = Landscape::new(model, Profile::Edaphon, &parameters, &places).unwrap();
            let weather = forcing(land.packing(), &(0..places.len()).collect::<Vec<_>>());
            let mut run = Simulation::new(&land, land.start());
            run.perturbation = Perturbation { air_warming: 3.0, soil_warming: 2.0, npp_multiplier: 1.2, from_year: 3 };
            for year in 0..4 {
                let sums = run.year(&weather[year % weather.len()]);
                for cell in 0..places.len() {
                    for element in 0..2 {
                        let (worst, day) = sums.worst_day(element, cell);
                        prop_assert!(worst < TOLERANCE, "{} cell {cell} element {element} year {year} day {day}: {worst:e}", model.name());
                    }
                }
            }
        }
    }
}
