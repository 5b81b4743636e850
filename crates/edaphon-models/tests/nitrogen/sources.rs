//! Which process forms N2O, and what steps of their own length move.

use edaphon_models::nitrogen::{NitrogenDay, NitrogenState, Tolerance, Weather};

use crate::cases::site_with;

const WEATHER: Weather<f64> =
    Weather { temperature: 18.0, wfps: 0.7, drainage: 2.0, uptake_capacity: 0.5, inhibition: 0.6 };

fn state() -> NitrogenState<f64> {
    NitrogenState {
        c_labile: 600.0,
        c_stable: 15000.0,
        n_labile: 24.0,
        n_stable: 1250.0,
        n_microbial: 37.5,
        nh4: 12.0,
        no2: 0.4,
        no3: 25.0,
        n2o: 0.002,
        ..NitrogenState::filled(0.0)
    }
}

/// Shares follow from the rates: what archaea oxidise times their yield, and what is left where fungi do nothing.
#[test]
fn shares_of_processes_are_those_of_the_rates() {
    let (site, bare) = (site_with(&[]), site_with(&[("V_fd", 0.02), ("r_fd", 0.004)]));
    let (day, other) = (NitrogenDay::new(&site, &WEATHER), NitrogenDay::new(&bare, &WEATHER));
    let (p, rates) = (&site.parameters, day.rates(&site, &state()));
    let archaea = p.n2o_yield_aoa * rates.ammonia_oxidation.aoa;
    let bacteria = p.n2o_yield_aob * rates.ammonia_oxidation.aob;
    let share = day.nitrification.archaeal_share_of_n2o(&site, state().nh4);
    assert!((share / (archaea / (archaea + bacteria)) - 1.0).abs() < 1e-13, "{share}");

    // With fungi at a fiftieth of their rate, what fungi make is a fiftieth and bacteria make what they made.
    let (all, less) = (rates.flows.no2_to_n2o, other.rates(&bare, &state()).flows.no2_to_n2o);
    let fungi = day.denitrification.fungal_share_of_n2o() * all;
    assert!(((all - less) / (fungi * (1.0 - 0.02)) - 1.0).abs() < 1e-10, "{fungi}");
}

/// The steps that are seen are those that are kept: together they move what outlets received.
#[test]
fn seen_steps_move_what_outlets_receive() {
    let site = site_with(&[]);
    let day = NitrogenDay::new(&site, &WEATHER);
    let (mut emitted, mut leached, mut last) = (0.0, 0.0, state());
    let (end, pairs) =
        day.advance_within_seen(&site, &state(), &Tolerance::default(), &mut 0.01, |before, after, moved| {
            assert_eq!(*before, last);
            last = *after;
            let flows = moved.amounts(after);
            emitted += flows.n2o_emitted;
            leached += flows.nh4_leached + flows.no2_leached + flows.no3_leached;
        });
    assert!(pairs > 1 && last == end);
    assert!((emitted / end.n2o_lost - 1.0).abs() < 1e-12 && (leached / end.leached - 1.0).abs() < 1e-12);
}
