//! NOE and DAYCENT in the place of nitrification and denitrification.

use edaphon_models::nitrogen::baselines::{Conditions, Daycent, Noe, Scheme, SchemeDay};
use edaphon_models::nitrogen::{Laws, NitrogenDay, NitrogenState, Weather};
use proptest::prelude::*;

use crate::budget::{any_site, any_state, any_weather};
use crate::cases::{assert_close, site_with};

fn schemes(depth: f64) -> [Scheme<f64>; 2] {
    [Scheme::Noe(Noe::arable(depth)), Scheme::Daycent(Daycent::fine(25.0), 0.27)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// ΔN = 0 and pools ≥ 0 with either scheme, whatever the rest.
    #[test]
    fn nitrogen_closes(
        site in any_site(), weather in any_weather(), state in any_state(), which in 0..2_usize,
        dt in (-4.0..=0.0_f64).prop_map(|x| 10.0_f64.powf(x)),
    ) {
        // A field capacity beyond the pores has no diffusivity.
        let daycent = Scheme::Daycent(Daycent::fine(25.0), 0.6 * site.porosity);
        let scheme = [schemes(site.soil.depth)[0], daycent][which];
        let day = SchemeDay::new(&site, &weather, scheme);
        let (after, moved) = day.step(&site, &state, dt);
        let scale = state.total_nitrogen() + moved.arrivals.total();
        prop_assert!((after.total_nitrogen() - state.total_nitrogen()).abs() <= 1e-12 * scale, "{after:?}");
        let mut values = [0.0; NitrogenState::<f64>::NAMES.len()];
        NitrogenState { outside: 0.0, co2: 0.0, ..after }.store(&mut values);
        prop_assert!(values.iter().all(|x| x.is_finite() && *x >= 0.0), "{after:?}");
    }
}

/// `nit` leaves NH4, nit − gases reach NO3, `denit` leaves NO3, and the gases are those of the scheme.
#[test]
fn flows_are_those_of_the_scheme() {
    let site = site_with(&[]);
    let state = NitrogenState {
        c_labile: 600.0,
        c_stable: 15_000.0,
        n_labile: 24.0,
        n_stable: 1250.0,
        n_microbial: 37.5,
        nh4: 20.0,
        no3: 15.0,
        ..NitrogenState::filled(0.0)
    };
    for (wfps, scheme) in [0.5, 0.7, 0.9].into_iter().flat_map(|w| schemes(0.2).map(|s| (w, s))) {
        let weather = Weather { temperature: 18.0, wfps, drainage: 0.0, uptake_capacity: 0.0, inhibition: 1.0 };
        let respiration = NitrogenDay::new(&site, &weather).rates(&site, &state).organic.respiration;
        let conditions = Conditions {
            temperature: 18.0,
            wfps,
            nh4: state.nh4,
            no3: state.no3,
            ph: site.soil.ph,
            respiration,
            bulk_density: site.soil.bulk_density,
            field_capacity: 0.27,
        };
        let [nit, n2o, n2, denit] = match &scheme {
            Scheme::Noe(s) => {
                let g = s.gases(&conditions);
                [g.nitrified, g.n2o, g.n2, g.denitrified]
            }
            Scheme::Daycent(s, _) => {
                let g = s.gases(&conditions);
                [g.nitrified, g.n2o, g.n2, g.denitrified]
            }
        };
        let rates = SchemeDay::new(&site, &weather, scheme).rates(&site, &state);
        let f = rates.flows.by_donor(&state.donors(), |rate, donor| rate * donor);
        let at = format!("{} at {wfps}", scheme.name());
        let close = |found, expected| assert_close(&at, found, expected, 1e-12, 1e-15);
        close(f.nh4_to_no3 + f.nitrified_n2o + f.nitrified_n2, nit);
        close(f.nitrified_n2o + f.denitrified_n2o, n2o);
        close(f.nitrified_n2 + f.denitrified_n2, n2);
        close(f.denitrified_n2o + f.denitrified_n2, denit);
        assert_eq!([f.nh4_oxidised, f.no3_reduced, f.dnra, f.anammox_nh4, f.no2_oxidised], [0.0; 5]);
    }
}

/// A wet fortnight with much nitrate: all nitrogen that leaves as N2O and N2 is what the scheme says, and none is held back.
#[test]
fn gases_leave_at_once() {
    let site = site_with(&[]);
    let weather = Weather { temperature: 20.0, wfps: 0.9, drainage: 0.0, uptake_capacity: 0.0, inhibition: 1.0 };
    let start = NitrogenState {
        c_labile: 600.0,
        c_stable: 15_000.0,
        n_labile: 24.0,
        n_stable: 1250.0,
        n_microbial: 37.5,
        nh4: 20.0,
        no3: 50.0,
        ..NitrogenState::filled(0.0)
    };
    for scheme in schemes(0.2) {
        let day = SchemeDay::new(&site, &weather, scheme);
        let mut state = start;
        for _ in 0..14 {
            state = day.advance(&site, &state, 24);
        }
        assert_eq!([state.no2, state.n2o, state.no_lost], [0.0; 3], "{}", scheme.name());
        assert!(state.n2o_lost > 0.1 && state.n2_lost > 0.1, "{}: {state:?}", scheme.name());
    }
}
