//! Years run in one go are years run in two: states out, states in, and every bit is as before.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use edaphon_core::forcing::ForcingYear;
use edaphon_models::Profile;
use edaphon_models::ecosystem::State;
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model, Perturbation, Simulation};
use edaphon_tests::testbed::{forcing, places};

const PROFILES: [Profile; 2] = [Profile::Testbed20, Profile::Edaphon];

fn landscape(model: Model, profile: Profile) -> (Landscape, Vec<ForcingYear>) {
    let places = places();
    let land = Landscape::new(model, profile, &Parameters::default(), &places).unwrap();
    let weather = forcing(land.packing(), &(0..places.len()).collect::<Vec<_>>());
    (land, weather)
}

/// Runs `count` years on from `years_done`, the weather repeating itself.
fn on(land: &Landscape, weather: &[ForcingYear], start: &[State<f64>], years_done: u64, count: u64) -> Vec<State<f64>> {
    let mut run = Simulation::new(land, start);
    run.years_done = years_done;
    run.perturbation = Perturbation { air_warming: 1.0, soil_warming: 1.0, npp_multiplier: 1.1, from_year: 4 };
    for year in years_done..years_done + count {
        run.year(&weather[(year % weather.len() as u64) as usize]);
    }
    run.states()
}

fn bits(states: &[State<f64>]) -> Vec<u64> {
    let mut fields = [0.0; State::<f64>::NAMES.len()];
    let each = states.iter().flat_map(|state| {
        state.store(&mut fields);
        fields.map(f64::to_bits)
    });
    each.collect()
}

#[test]
fn twice_as_many_years_are_the_years_twice() {
    for model in Model::ALL {
        for profile in PROFILES {
            let (land, weather) = landscape(model, profile);
            let through = on(&land, &weather, land.start(), 0, 6);
            let half = on(&land, &weather, land.start(), 0, 3);
            assert!(bits(&half) != bits(&through), "six years are not three");
            let rest = on(&land, &weather, &half, 3, 3);
            assert!(bits(&rest) == bits(&through), "{} {}", model.name(), profile.name());
        }
    }
}

/// A barren cell may lose carbon for a year. The reference takes an NPP of −99 or less for one that is not known and lets half the
/// GPP of the year stand in; the `edaphon` profile keeps it.
#[test]
fn a_year_of_loss_is_remembered_in_the_edaphon_profile() {
    for (profile, kept) in [(Profile::Testbed20, false), (Profile::Edaphon, true)] {
        let (land, weather) = landscape(Model::MimicsC, profile);
        let mut start = land.start().to_vec();
        for state in &mut start {
            state.npp_last_year = -150.0;
        }
        let mut run = Simulation::new(&land, &start);
        run.days(&weather[0], 1, &[]);
        let known = |cell: usize| run.state(cell).npp_last_year == -150.0;
        assert!((0..start.len()).all(|cell| known(cell) == kept), "{}", profile.name());
    }
}
