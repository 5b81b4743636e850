//! Nitrogen and carbon close and no pool is below zero, for any parameters, soil, weather, state and step.

use edaphon_core::{ParamTable, Prior};
use edaphon_models::nitrogen::{
    Flows, NITROGEN_PARAMETERS, NITROGEN_SOIL, NitrogenDay, NitrogenParameters, NitrogenSite, NitrogenSoil,
    NitrogenState, Tracer, Weather,
};
use proptest::prelude::*;

/// Values anywhere in the ranges of a table, those over decades evenly in the logarithm.
pub(crate) fn anywhere_in(table: &'static ParamTable) -> impl Strategy<Value = Vec<f64>> {
    let one = |p: &edaphon_core::ParamInfo| {
        let (low, high) = p.range;
        let over_decades = matches!(p.prior, Prior::LogNormal { .. }) && low > 0.0;
        (0.0..=1.0_f64)
            .prop_map(move |x| if over_decades { low * (high / low).powf(x) } else { low + x * (high - low) })
    };
    table.params.iter().map(one).collect::<Vec<_>>()
}

pub(crate) fn any_site() -> impl Strategy<Value = NitrogenSite<f64>> {
    (anywhere_in(&NITROGEN_PARAMETERS), anywhere_in(&NITROGEN_SOIL)).prop_map(|(parameters, soil)| {
        NitrogenSite::new(&NitrogenParameters::load(&parameters), &NitrogenSoil::load(&soil))
    })
}

pub(crate) fn any_weather() -> impl Strategy<Value = Weather<f64>> {
    let wfps = prop_oneof![0.0..=1.0, Just(0.0), Just(1.0)];
    (-30.0..60.0, wfps, prop_oneof![Just(0.0), 0.0..50.0], 0.0..5.0, 0.0..=1.0).prop_map(
        |(temperature, wfps, drainage, uptake_capacity, inhibition)| Weather {
            temperature,
            wfps,
            drainage,
            uptake_capacity,
            inhibition,
        },
    )
}

/// A pool of anything from nothing to `high`, over decades.
pub(crate) fn pool(high: f64) -> impl Strategy<Value = f64> {
    prop_oneof![1 => Just(0.0), 4 => (-12.0..=0.0_f64).prop_map(move |x| high * 10.0_f64.powf(x))]
}

pub(crate) fn any_state() -> impl Strategy<Value = NitrogenState<f64>> {
    let carbon = (pool(5e3), pool(1e5));
    let organic = (pool(200.0), pool(1e4), pool(300.0));
    let mineral = (pool(500.0), pool(500.0), pool(50.0), pool(500.0), pool(5.0));
    (carbon, organic, mineral).prop_map(
        |((c_labile, c_stable), (n_labile, n_stable, n_microbial), (urea, nh4, no2, no3, n2o))| NitrogenState {
            c_labile,
            c_stable,
            n_labile,
            n_stable,
            n_microbial,
            urea,
            nh4,
            no2,
            no3,
            n2o,
            ..NitrogenState::filled(0.0)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// One step of any length: ΔN = 0, ΔC = litter, every pool, flow and gas ≥ 0.
    #[test]
    fn a_step_closes_and_leaves_no_pool_below_zero(
        site in any_site(), weather in any_weather(), state in any_state(), dt in (-4.0..=0.0_f64).prop_map(|x| 10.0_f64.powf(x)),
    ) {
        let (after, moved) = NitrogenDay::new(&site, &weather).step(&site, &state, dt);
        let scale = state.total_nitrogen() + moved.arrivals.total();
        prop_assert!((after.total_nitrogen() - state.total_nitrogen()).abs() <= 1e-12 * scale, "{after:?}");

        let c_to_n = site.parameters.microbial_c_to_n;
        let litter = site.soil.litter_carbon * dt;
        let carbon = state.total_carbon(c_to_n) + litter;
        prop_assert!((after.total_carbon(c_to_n) - carbon).abs() <= 1e-12 * carbon);

        let mut values = [0.0; NitrogenState::<f64>::NAMES.len()];
        NitrogenState { outside: 0.0, co2: 0.0, ..after }.store(&mut values);
        prop_assert!(values.iter().all(|x| x.is_finite() && *x >= 0.0), "{after:?}");
        let mut shares = [0.0; Flows::<f64>::NAMES.len()];
        moved.shares.store(&mut shares);
        prop_assert!(shares.iter().all(|x| x.is_finite() && *x >= 0.0), "{:?}", moved.shares);
    }

    /// Label in any pools: its sum is constant, and what is uniform stays so but for what arrives.
    #[test]
    fn labels_are_conserved(site in any_site(), weather in any_weather(), state in any_state(), labels in prop::collection::vec(0.0..=1.0, 8)) {
        let day = NitrogenDay::new(&site, &weather);
        let (after, moved) = day.step(&site, &state, 1.0 / 24.0);
        let tracer = Tracer {
            n_labile: state.n_labile * labels[0],
            n_stable: state.n_stable * labels[1],
            n_microbial: state.n_microbial * labels[2],
            urea: state.urea * labels[3],
            nh4: state.nh4 * labels[4],
            no2: state.no2 * labels[5],
            no3: state.no3 * labels[6],
            n2o: state.n2o * labels[7],
            ..Tracer::filled(0.0)
        };
        let later = tracer.after(&state, &after, &moved, &Flows::filled(1.0));
        let scale = state.total_nitrogen() + moved.arrivals.total();
        prop_assert!((later.total() - tracer.total()).abs() <= 1e-12 * scale);
    }

    /// The identity of each mineral pool: its change is what arrives less what leaves.
    #[test]
    fn every_pool_changes_by_its_flows(site in any_site(), weather in any_weather(), state in any_state()) {
        let (after, moved) = NitrogenDay::new(&site, &weather).step(&site, &state, 0.02);
        let (f, a) = (moved.amounts(&after), moved.arrivals);
        let oxidised = f.nh4_oxidised + f.nh4_to_n2o + f.nh4_to_no + f.nh4_to_no3;
        let nh4 =
            f.labile_mineralised + f.stable_mineralised + f.dnra + f.urea_hydrolysed + a.fixed_free + a.nh4_deposited
                - f.nh4_immobilised
                - oxidised
                - f.anammox_nh4
                - f.nh3_volatilised
                - f.nh4_leached
                - f.nh4_taken_up;
        let no2 = f.nh4_oxidised + f.no3_reduced
            - f.no2_oxidised
            - f.nitrifier_denitrification
            - f.no2_to_n2o
            - f.no2_to_no
            - f.anammox_no2
            - f.anammox_no3
            - f.chemodenitrification
            - f.no2_leached;
        let no3 = f.no2_oxidised + f.nh4_to_no3 + f.anammox_no3 + a.no3_deposited
            - f.no3_reduced
            - f.dnra
            - f.no3_immobilised
            - f.no3_leached
            - f.no3_taken_up;
        let n2o = f.nh4_to_n2o + f.nitrifier_denitrification + f.no2_to_n2o - f.n2o_reduced - f.n2o_emitted;
        let scale = state.total_nitrogen() + a.total();
        for (name, found, expected) in [
            ("NH4", after.nh4 - state.nh4, nh4),
            ("NO2", after.no2 - state.no2, no2),
            ("NO3", after.no3 - state.no3, no3),
            ("N2O", after.n2o - state.n2o, n2o),
        ] {
            prop_assert!((found - expected).abs() <= 1e-12 * scale, "{name}: {found} {expected}");
        }
    }
}
