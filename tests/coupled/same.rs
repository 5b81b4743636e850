//! What must not change a bit of a coupled run: threads, how the days are cut up, company in a pack, a restart.

use edaphon_core::forcing::{DAYS, ForcingYear};
use edaphon_models::ecosystem::State;
use edaphon_models::nitrogen::Mineral;
use edaphon_models::{Day, Today};
use edaphon_run::cell::weather;
use edaphon_run::coupled::CoupledCell;
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model, NETWORK_FIELDS, Simulation};
use edaphon_tests::bits::{bits, perturbation};
use edaphon_tests::testbed::{forcing, places};

use crate::{HOSTS, coupling, land};

const HOST_FIELDS: usize = State::<f64>::NAMES.len() + Day::<f64>::NAMES.len();
const FIELDS: usize = HOST_FIELDS + NETWORK_FIELDS;

fn landscape(model: Model) -> (Landscape, Vec<ForcingYear>) {
    let places = places();
    let land = land(model, &Parameters::default(), &places, &coupling());
    let weather = forcing(land.packing(), &(0..places.len()).collect::<Vec<_>>());
    (land, weather)
}

#[test]
fn threads_and_cuts_change_nothing() {
    for model in HOSTS {
        let (land, years) = landscape(model);
        let with = |threads: usize, pieces: &[u32]| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| bits(&land, &years, FIELDS, pieces))
        };
        let alone = with(1, &[DAYS as u32]);
        assert!(alone == with(3, &[DAYS as u32]), "{}", model.name());
        assert!(alone == with(2, &[1, 30, 334]), "{}", model.name());
    }
}

/// The same lines run for eight cells in vector registers and for one in plain `f64`.
#[test]
fn company_changes_nothing() {
    for model in HOSTS {
        let (land, years) = landscape(model);
        let expected = bits(&land, &years, FIELDS, &[DAYS as u32]);
        for number in (0..expected.len()).filter(|&cell| land.simulated()[cell]) {
            let mut cell = CoupledCell::new(&land, number).unwrap();
            let mut expected = expected[number].iter();
            cell.state.npp_last_year = 0.5 * (0..DAYS).fold(0.0, |sum, day| sum + weather(&years[0], number, day).gpp);
            for (year, forcing) in years.iter().enumerate() {
                for day in 0..DAYS {
                    let today: Today = perturbation().today(year as u64 + 1, day as u32 + 1, land.profile());
                    let (moved, network, _) = cell.day(&weather(forcing, number, day), &today);
                    let mut fields = [0.0; FIELDS];
                    cell.state.store(&mut fields);
                    moved.store(&mut fields[State::<f64>::NAMES.len()..]);
                    network.store(&mut fields[HOST_FIELDS..]);
                    for (field, value) in fields.iter().enumerate() {
                        let same = expected.next() == Some(&value.to_bits());
                        assert!(same, "{} cell {number} day {day} field {field}: {value}", model.name());
                    }
                }
                expected.nth(FIELDS + 2 - 1);
                (cell.state.npp_last_year, cell.state.npp_this_year) = (cell.state.npp_this_year, 0.0);
            }
        }
    }
}

/// Four years in one go are two and two: states and pools out, states and pools in.
#[test]
fn a_run_goes_on_bit_by_bit() {
    for model in HOSTS {
        let (land, years) = landscape(model);
        let on = |start: (&[State<f64>], &[Mineral<f64>]), from: u64, to: u64| {
            let mut run = Simulation::with_mineral(&land, start.0, start.1);
            (run.years_done, run.perturbation) = (from, perturbation());
            for year in from..to {
                run.year(&years[year as usize % years.len()]);
            }
            (run.states(), run.mineral())
        };
        let first = Simulation::new(&land, land.start());
        let start = (first.states(), first.mineral());
        let through = on((&start.0, &start.1), 0, 4);
        let half = on((&start.0, &start.1), 0, 2);
        assert!(half != through);
        assert!(on((&half.0, &half.1), 2, 4) == through, "{}", model.name());
    }
}
