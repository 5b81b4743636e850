//! The map from one first of January to another is a function of the unknowns alone.

use edaphon_core::forcing::ForcingYear;
use edaphon_models::Profile;
use edaphon_models::ecosystem::{STATE_FIELDS, State};
use edaphon_run::cycle::{state_of, vector_of};
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model, Simulation};
use edaphon_tests::testbed::{forcing, places};

fn after(land: &Landscape, weather: &[ForcingYear], start: &[State<f64>]) -> Vec<State<f64>> {
    let mut run = Simulation::new(land, start);
    weather.iter().for_each(|year| {
        run.year(year);
    });
    run.states()
}

fn bits(states: &[State<f64>], simulated: &[bool]) -> Vec<[u64; STATE_FIELDS]> {
    let of = |state: &State<f64>| {
        let mut fields = [0.0; STATE_FIELDS];
        state.store(&mut fields);
        fields.map(f64::to_bits)
    };
    states.iter().zip(simulated).filter(|(_, simulated)| **simulated).map(|(state, _)| of(state)).collect()
}

/// A loop from the unknowns alone ends with the same bits, in every field, as one from the state that they were taken of.
#[test]
fn nothing_that_survives_a_year_is_left_out() {
    for model in Model::ALL {
        let land = Landscape::new(model, Profile::Edaphon, &Parameters::default(), &places()).unwrap();
        let weather = forcing(land.packing(), &(0..places().len()).collect::<Vec<_>>());
        let base = after(&land, &weather, land.start());
        // Ten loops on, so that what is not sought would have moved away from its base.
        let now = (0..10).fold(base.clone(), |states, _| after(&land, &weather, &states));
        let again =
            |(cell, state): (usize, &State<f64>)| state_of(land.cell(cell), &base[cell], &vector_of(model, state));
        let sought: Vec<State<f64>> = now.iter().enumerate().map(again).collect();
        let of = |start: &[State<f64>]| bits(&after(&land, &weather, start), land.simulated());
        assert!(of(&sought) == of(&now), "{}: a loop depends on more than its unknowns", model.name());
    }
}
