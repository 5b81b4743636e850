//! What must not change a single bit: threads, the order of cells, how the days are cut up, and company in a pack.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use edaphon_core::forcing::{DAYS, ForcingYear};
use edaphon_models::ecosystem::{NPP_UNKNOWN, State};
use edaphon_models::{Day, Profile, Today};
use edaphon_run::cell::{Cell, weather};
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model};
use edaphon_tests::bits::{bits, perturbation};
use edaphon_tests::testbed::{forcing, places};

const STATE_FIELDS: usize = State::<f64>::NAMES.len();
const FIELDS: usize = STATE_FIELDS + Day::<f64>::NAMES.len();
const PROFILES: [Profile; 2] = [Profile::Testbed20, Profile::Edaphon];

/// A landscape of the reference's cells in the order given, with two years of weather.
fn landscape(model: Model, profile: Profile, order: &[usize]) -> (Landscape, Vec<ForcingYear>) {
    let all = places();
    let places: Vec<_> = order.iter().map(|&cell| all[cell]).collect();
    let land = Landscape::new(model, profile, &Parameters::default(), &places).unwrap();
    let weather = forcing(land.packing(), order);
    (land, weather)
}

fn in_order() -> Vec<usize> {
    (0..places().len()).collect()
}

fn each(test: impl Fn(Model, Profile)) {
    for model in Model::ALL {
        for profile in PROFILES {
            test(model, profile);
        }
    }
}

#[test]
fn threads_change_nothing() {
    each(|model, profile| {
        let (land, weather) = landscape(model, profile, &in_order());
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| bits(&land, &weather, FIELDS, &[DAYS as u32]))
        };
        let alone = with(1);
        assert!(alone == with(2) && alone == with(3), "{} {}", model.name(), profile.name());
    });
}

#[test]
fn the_order_of_cells_changes_nothing() {
    each(|model, profile| {
        let (land, weather) = landscape(model, profile, &in_order());
        let expected = bits(&land, &weather, FIELDS, &[DAYS as u32]);
        let count = expected.len();
        let backwards: Vec<usize> = (0..count).rev().collect();
        // 7 and 24 have no common factor: every cell comes once.
        let strewn: Vec<usize> = (0..count).map(|i| (7 * i + 3) % count).collect();
        // A pack with spare lanes.
        let few: Vec<usize> = vec![20, 5, 0, 13, 8];
        for order in [backwards, strewn, few] {
            let (land, weather) = landscape(model, profile, &order);
            let found = bits(&land, &weather, FIELDS, &[DAYS as u32]);
            for (place, &cell) in order.iter().enumerate() {
                assert!(found[place] == expected[cell], "{} {} cell {cell}", model.name(), profile.name());
            }
        }
    });
}

#[test]
fn cutting_up_the_year_changes_nothing() {
    each(|model, profile| {
        let (land, weather) = landscape(model, profile, &in_order());
        let expected = bits(&land, &weather, FIELDS, &[DAYS as u32]);
        for pieces in [vec![1, 30, 334], vec![73; 5], vec![364, 1]] {
            assert!(bits(&land, &weather, FIELDS, &pieces) == expected, "{} {}", model.name(), profile.name());
        }
    });
}

/// The same lines run for eight cells in vector registers and for one in plain `f64`: this covers the instruction sets too, as far
/// as this machine has them.
#[test]
fn company_changes_nothing() {
    each(|model, profile| {
        let (land, weather) = landscape(model, profile, &in_order());
        let expected = bits(&land, &weather, FIELDS, &[DAYS as u32]);
        for cell in (0..expected.len()).filter(|&cell| land.simulated()[cell]) {
            alone(&land, cell, &weather, &expected[cell]);
        }
    });
}

/// Lives through two years in `f64` and compares every field of every day with `expected`.
fn alone(land: &Landscape, number: usize, years: &[ForcingYear], expected: &[u64]) {
    let cell = Cell::new(land.model(), &Parameters::default(), &places()[number]).unwrap();
    let mut state = cell.start;
    let mut expected = expected.iter();
    for (year, forcing) in years.iter().enumerate() {
        // The reference takes a large loss for an NPP that is not known.
        let unknown = if land.profile().is_testbed() { -99.0 } else { NPP_UNKNOWN };
        if state.npp_last_year <= unknown {
            let gpp = (0..DAYS).fold(0.0, |sum, day| sum + weather(forcing, number, day).gpp);
            state.npp_last_year = 0.5 * gpp;
        }
        for day in 0..DAYS {
            let today: Today = perturbation().today(year as u64 + 1, day as u32 + 1, land.profile());
            let (moved, _) = cell.day(&mut state, &weather(forcing, number, day), &today);
            let mut fields = [0.0; FIELDS];
            state.store(&mut fields[..STATE_FIELDS]);
            moved.store(&mut fields[STATE_FIELDS..]);
            for (field, value) in fields.iter().enumerate() {
                let same = expected.next() == Some(&value.to_bits());
                assert!(same, "{} cell {number} day {day} field {field}: {value}", land.model().name());
            }
        }
        expected.nth(FIELDS + 2 - 1);
        (state.npp_last_year, state.npp_this_year) = (state.npp_this_year, 0.0);
    }
}
