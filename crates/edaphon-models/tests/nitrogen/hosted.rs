//! The mineral network under a host.

use edaphon_core::Lanes;
use edaphon_models::nitrogen::{
    Exchange, Host, HostedDay, Mineral, MineralFluxes, NitrogenDay, NitrogenSite, NitrogenSoil, NitrogenState, Weather,
};
use proptest::prelude::*;

use crate::budget::{any_site, any_weather, pool};
use crate::cases::{assert_close, site_with};

fn any_mineral() -> impl Strategy<Value = Mineral<f64>> {
    (pool(500.0), pool(500.0), pool(50.0), pool(500.0), pool(5.0)).prop_map(|(urea, nh4, no2, no3, n2o)| Mineral {
        urea,
        nh4,
        no2,
        no3,
        n2o,
    })
}

fn any_host() -> impl Strategy<Value = Host<f64>> {
    (pool(3e3), pool(100.0), pool(20.0), pool(20.0), pool(5.0), pool(5.0)).prop_map(
        |(microbial_carbon, respiration, gross_mineralisation, immobilisation_demand, nh4_added, no3_added)| Host {
            microbial_carbon,
            respiration,
            gross_mineralisation,
            immobilisation_demand,
            nh4_added,
            no3_added,
        },
    )
}

fn lowest<const N: usize>(values: [f64; N]) -> f64 {
    assert!(values.iter().all(|x| x.is_finite()), "{values:?}");
    values.into_iter().fold(f64::INFINITY, f64::min)
}

fn of_pools(pools: &Mineral<f64>) -> [f64; Mineral::<f64>::NAMES.len()] {
    let mut values = [0.0; Mineral::<f64>::NAMES.len()];
    pools.store(&mut values);
    values
}

fn of_fluxes(fluxes: &MineralFluxes<f64>) -> [f64; MineralFluxes::<f64>::NAMES.len()] {
    let mut values = [0.0; MineralFluxes::<f64>::NAMES.len()];
    fluxes.store(&mut values);
    values
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Nitrogen closes, nothing is below 0, and no more is immobilised than was wanted.
    #[test]
    fn a_day_closes(
        site in any_site(), weather in any_weather(), host in any_host(), start in any_mineral(), substeps in 1..12_usize,
    ) {
        let (after, moved) = HostedDay::new(&site, &weather, &host).advance(&site, &start, substeps);
        let arrived = host.gross_mineralisation + host.nh4_added + host.no3_added;
        let scale = start.total() + arrived;
        let left = after.total() + moved.lost() + moved.immobilised + moved.taken_up;
        prop_assert!((left - scale).abs() <= 1e-12 * scale, "{left} {scale}");
        prop_assert!(lowest(of_pools(&after)) >= 0.0 && lowest(of_fluxes(&moved)) >= 0.0, "{after:?} {moved:?}");
        prop_assert!(moved.immobilised <= host.immobilisation_demand * (1.0 + 1e-12));
    }

    /// The same with a host that settles by itself what enters and leaves, at most what there is.
    #[test]
    fn an_exchange_closes(
        site in any_site(), weather in any_weather(), host in any_host(), start in any_mineral(),
        entering in (pool(50.0), pool(50.0)), leaving in 0.0..=1.0, of_microbes in 0.0..=1.0, substeps in 1..12_usize,
    ) {
        let weather = Weather { uptake_capacity: 0.0, ..weather };
        let there = start.dissolved() + entering.0 + entering.1;
        let (immobilised, taken_up) = (there * leaving * of_microbes, there * leaving * (1.0 - of_microbes));
        let exchange = Exchange { nh4_in: entering.0, no3_in: entering.1, immobilised, taken_up };
        let (after, moved) = HostedDay::new(&site, &weather, &host).exchange(&site, &start, &exchange, substeps);
        let scale = start.total() + entering.0 + entering.1;
        let left = after.total() + moved.lost() + immobilised + taken_up;
        prop_assert!((left - scale).abs() <= 1e-12 * scale, "{left} {scale}");
        prop_assert!(lowest(of_pools(&after)) >= 0.0 && lowest(of_fluxes(&moved)) >= 0.0, "{after:?}");
    }
}

/// Under a host that says what the model's own organic matter does, flows are those of the model.
#[test]
fn flows_are_those_of_the_model() {
    let site = site_with(&[]);
    let weather = Weather { temperature: 17.0, wfps: 0.72, drainage: 3.0, uptake_capacity: 0.2, inhibition: 1.0 };
    let pools = Mineral { urea: 4.0, nh4: 9.0, no2: 0.3, no3: 12.0, n2o: 0.02 };
    let state = NitrogenState {
        c_labile: 600.0,
        c_stable: 15_000.0,
        n_labile: 24.0,
        n_stable: 1250.0,
        n_microbial: 37.5,
        urea: pools.urea,
        nh4: pools.nh4,
        no2: pools.no2,
        no3: pools.no3,
        n2o: pools.n2o,
        ..NitrogenState::filled(0.0)
    };
    let own = NitrogenDay::new(&site, &weather).rates(&site, &state);
    let host = Host {
        microbial_carbon: 300.0,
        respiration: own.organic.respiration,
        gross_mineralisation: own.organic.gross_mineralisation,
        immobilisation_demand: own.organic.immobilisation_demand,
        nh4_added: 0.0,
        no3_added: 0.0,
    };
    let mut day = HostedDay::new(&site, &weather, &host);
    day.anaerobic = own.organic.anaerobic;
    let (found, expected) = (day.flows(&site, &pools), own.flows);
    for (name, a, b) in [
        ("nh4_oxidised", found.nh4_oxidised, expected.nh4_oxidised),
        ("nh4_taken_up", found.nh4_taken_up, expected.nh4_taken_up),
        ("nh3_volatilised", found.nh3_volatilised, expected.nh3_volatilised),
        ("no3_reduced", found.no3_reduced, expected.no3_reduced),
        ("anammox_no2", found.anammox_no2, expected.anammox_no2),
        ("dnra", found.dnra, expected.dnra),
        ("n2o_reduced", found.n2o_reduced, expected.n2o_reduced),
        ("no3_leached", found.no3_leached, expected.no3_leached),
    ] {
        assert_close(name, a, b, 1e-12, 0.0);
    }
    let little = Host { gross_mineralisation: 0.0, ..host };
    let (_, moved) = HostedDay::new(&site, &weather, &little).advance(&site, &pools, 24);
    let immobilised = own.flows.nh4_immobilised * pools.nh4 + own.flows.no3_immobilised * pools.no3;
    assert!(moved.immobilised > 0.9 * immobilised && moved.immobilised <= host.immobilisation_demand);
    let steady = day.with_steady_n2o(&site, &pools).n2o;
    let f = day.flows(&site, &Mineral { n2o: steady, ..pools });
    let made = f.nh4_to_n2o * pools.nh4 + (f.nitrifier_denitrification + f.no2_to_n2o) * pools.no2;
    assert_close("steady N2O", (f.n2o_reduced + f.n2o_emitted) * steady, made, 1e-12, 0.0);
}

/// Without gases, leaching and plants of the network, the mineral nitrogen of the host is that of the pools on every day.
#[test]
fn with_all_losses_off_the_pools_are_the_pool_of_the_host() {
    let mut site = site_with(&[]);
    let p = &mut site.parameters;
    // Zero is outside the ranges of the table.
    (p.v_nir, p.v_fungal, p.v_nitrifier_denitrification, p.v_anammox) = (0.0, 0.0, 0.0, 0.0);
    (p.volatilisation, p.chemodenitrification, p.n2o_yield_aoa, p.n2o_yield_aob) = (0.0, 0.0, 0.0, 0.0);
    (p.no_yield_nitrification, p.no_yield_denitrification) = (0.0, 0.0);
    let mut din = 6.0;
    let mut pools = Mineral::split(din, 6.3);
    assert_close("split", pools.nh4 / din, 1.0 / (1.0 + (0.55_f64 * 6.3 - 2.2).exp()), 1e-14, 0.0);
    for day in 0..2000_usize {
        let wave = (day as f64 * 0.1).sin();
        let weather = Weather {
            temperature: 12.0 + 10.0 * wave,
            wfps: 0.6 + 0.35 * (day as f64 * 0.7).cos(),
            drainage: 0.0,
            uptake_capacity: 0.0,
            inhibition: 1.0,
        };
        let host = Host { microbial_carbon: 200.0, respiration: 6.0 + 4.0 * wave, ..Host::filled(0.0) };
        let entering = 0.6 + 0.4 * wave;
        let leaving = (if day % 3 == 0 { 1.4 } else { 0.4 } * entering).min(din + entering);
        let exchange = Exchange {
            nh4_in: 0.9 * entering,
            no3_in: 0.1 * entering,
            immobilised: 0.6 * leaving,
            taken_up: 0.4 * leaving,
        };
        (pools, _) = HostedDay::new(&site, &weather, &host).exchange(&site, &pools, &exchange, 8);
        din += entering - leaving;
        assert_close(&format!("day {day}"), pools.dissolved(), din, 1e-12, 1e-12);
        assert_eq!(pools.n2o, 0.0);
    }
}

/// Microbes take ammonium first, then nitrate, then nitrite; plants from both as they are there.
#[test]
fn wants_are_served_in_order() {
    let pools = Mineral { urea: 0.0, nh4: 3.0, no2: 0.5, no3: 6.0, n2o: 0.0 };
    let after = |i, u| {
        let p = pools.served(i, u, 1.0);
        [p.nh4, p.no2, p.no3]
    };
    assert_eq!(after(2.0, 0.0), [1.0, 0.5, 6.0]);
    assert_eq!(after(4.0, 0.0), [0.0, 0.5, 5.0]);
    assert_eq!(after(9.25, 0.0), [0.0, 0.25, 0.0]);
    assert_eq!(after(0.0, 3.0), [2.0, 0.5, 4.0]);
    assert_eq!(after(3.0, 6.5), [0.0, 0.0, 0.0]);
}

/// A pack has the bits of its sites.
#[test]
fn packs_have_the_bits_of_single_sites() {
    let site = site_with(&[]);
    let wide =
        NitrogenSite::new(&site.parameters.map(|x| Lanes([x; 4])), &NitrogenSoil::map(&site.soil, |x| Lanes([x; 4])));
    let weather = Weather { temperature: 15.0, wfps: 0.8, drainage: 1.0, uptake_capacity: 0.0, inhibition: 1.0 };
    let host = Host { microbial_carbon: 200.0, respiration: 6.0, ..Host::filled(0.0) };
    let exchange = Exchange { nh4_in: 0.5, no3_in: 0.01, immobilised: 0.3, taken_up: 0.4 };
    let starts: [_; 4] = core::array::from_fn(|i| Mineral::split(0.1 + i as f64, 6.0));
    let day = HostedDay::new(&wide, &weather.map(|x| Lanes([x; 4])), &host.map(|x| Lanes([x; 4])));
    let (packed, fluxes) =
        day.exchange(&wide, &Mineral::gather(starts.each_ref()), &exchange.map(|x| Lanes([x; 4])), 8);
    for (lane, start) in starts.iter().enumerate() {
        let alone = HostedDay::new(&site, &weather, &host).exchange(&site, start, &exchange, 8);
        assert_eq!((packed.lane(lane), fluxes.lane(lane)), alone);
    }
}
