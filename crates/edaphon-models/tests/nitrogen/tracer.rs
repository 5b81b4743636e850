//! Nitrogen-15 against the reference, and gross rates from its dilution.

use edaphon_models::nitrogen::pool_dilution::{Labelled, kirkham_bartholomew};
use edaphon_models::nitrogen::{Addition, Flows, NitrogenDay, NitrogenSite, NitrogenState, Tracer, Weather};

use crate::cases::{assert_close, initial_state, json, site_with, table};

/// A day after a label, with the gross influx and outflux of ammonium and of nitrate (mg N kg⁻¹).
struct Labelling {
    state: NitrogenState<f64>,
    tracer: Tracer<f64>,
    gross: [[f64; 2]; 2],
}

fn label(
    site: &NitrogenSite<f64>,
    start: &NitrogenState<f64>,
    added: &Addition<f64>,
    day: &NitrogenDay<f64>,
) -> Labelling {
    const STEPS: usize = 240;
    let mut state = start.with(added);
    let mut tracer = Tracer::filled(0.0).with(added, 0.99);
    let mut gross = [[0.0; 2]; 2];
    let passing = Flows::filled(1.0);
    for _ in 0..STEPS {
        let (after, moved) = day.step(site, &state, 1.0 / STEPS as f64);
        tracer = tracer.after(&state, &after, &moved, &passing);
        let (f, arrived) = (moved.amounts(&after), moved.arrivals);
        let nh4_in = f.labile_mineralised
            + f.stable_mineralised
            + f.dnra
            + f.urea_hydrolysed
            + arrived.fixed_free
            + arrived.nh4_deposited;
        let no3_in = f.no2_oxidised + f.nh4_to_no3 + f.anammox_no3 + arrived.no3_deposited;
        gross[0][0] += nh4_in;
        gross[0][1] += nh4_in - (after.nh4 - state.nh4);
        gross[1][0] += no3_in;
        gross[1][1] += no3_in - (after.no3 - state.no3);
        state = after;
        assert!(tracer.total().abs() < 1e-14, "labels are debited to the outside");
    }
    Labelling { state, tracer, gross }
}

/// Pools, labels, gross rates and their estimates after a day to 1e-4, with 240 steps.
#[test]
fn labelled_soils_are_those_of_the_reference() {
    let table = table("pool_dilution_15N.csv");
    let site = site_with(&[]);
    let start = initial_state(&json("scenario_A_cropland.json"), &site);
    let start = NitrogenState { nh4: 5.0, no3: 10.0, ..start };
    for row in 0..table.rows.len() {
        let at = |name| table.number(row, name);
        let labels_nh4 = table.text(row, "label") == "NH4";
        let none = Addition::filled(0.0);
        let added = if labels_nh4 { Addition { nh4: 2.0, ..none } } else { Addition { no3: 2.0, ..none } };
        let weather =
            Weather { temperature: at("T"), wfps: at("W"), drainage: 0.0, uptake_capacity: 0.0, inhibition: 1.0 };
        let day = NitrogenDay::new(&site, &weather);
        let Labelling { state, tracer, gross } = label(&site, &start, &added, &day);
        let (pool, excess, gross) =
            if labels_nh4 { (state.nh4, tracer.nh4, gross[0]) } else { (state.no3, tracer.no3, gross[1]) };
        let before = Labelled { pool: at("M0"), excess: at("H0") };
        let estimate = kirkham_bartholomew(before, Labelled { pool, excess }, 1.0).unwrap();
        for (name, found) in [
            ("M1", pool),
            ("H1", excess),
            ("gross_in_true", gross[0]),
            ("gross_out_true", gross[1]),
            ("m_KB", estimate.influx),
            ("c_KB", estimate.outflux),
            ("H_NL", tracer.n_labile),
            ("H_NS", tracer.n_stable),
            ("H_BN", tracer.n_microbial),
            ("H_UREA", tracer.urea),
            ("H_NH4", tracer.nh4),
            ("H_NO2", tracer.no2),
            ("H_NO3", tracer.no3),
            ("H_N2O", tracer.n2o),
            ("H_PLANT", tracer.plant),
            ("H_gN2O", tracer.n2o_lost),
            ("H_gN2", tracer.n2_lost),
            ("H_gNO", tracer.no_lost),
            ("H_gNH3", tracer.nh3_lost),
            ("H_lDIN", tracer.leached),
            ("H_EXT", tracer.outside),
        ] {
            assert_close(&format!("row {row}, {name}"), found, at(name), 1e-4, 1e-12);
        }
        if labels_nh4 {
            assert!((estimate.influx / gross[0] - 1.0).abs() < 0.004, "little label returns to ammonium");
        } else if at("W") > 0.65 {
            assert!(estimate.influx < 0.92 * gross[0], "nitrite that was nitrate is oxidised again");
        }
    }
}

/// H falls as (M/M₀)^(−c/(m − c)): the estimate is then exact.
#[test]
fn constant_rates_are_found_exactly() {
    for [influx, outflux] in [[2.0, 1.0], [1.0, 4.0], [3.0, 3.0], [0.0, 2.0], [2.0, 0.5]] {
        let (pool, excess, days): (f64, f64, f64) = (12.0, 1.5, 2.0);
        let end = pool + (influx - outflux) * days;
        let left = if influx == outflux {
            (-outflux / pool * days).exp()
        } else {
            (end / pool).powf(-outflux / (influx - outflux))
        };
        let after = Labelled { pool: end, excess: excess * left };
        let found = kirkham_bartholomew(Labelled { pool, excess }, after, days).unwrap();
        assert_close("influx", found.influx, influx, 1e-12, 1e-12);
        assert_close("outflux", found.outflux, outflux, 1e-12, 1e-12);
    }
    let empty = Labelled { pool: 0.0, excess: 0.0 };
    assert_eq!(kirkham_bartholomew(Labelled { pool: 1.0, excess: 1.0 }, empty, 1.0), None);
}

/// Nitrifiers that prefer ¹⁴N leave heavier ammonium; the label is conserved all the same.
#[test]
fn discrimination_enriches_what_is_left() {
    let site = site_with(&[]);
    let start = initial_state(&json("scenario_A_cropland.json"), &site);
    let weather = Weather { temperature: 25.0, wfps: 0.55, drainage: 0.0, uptake_capacity: 0.0, inhibition: 1.0 };
    let (after, moved) = NitrogenDay::new(&site, &weather).step(&site, &start, 0.05);
    let labelled = Tracer { nh4: 0.1, outside: -0.1, ..Tracer::filled(0.0) };
    let plain = Flows::filled(1.0);
    let heavy = Flows { nh4_oxidised: 1.0 - 0.03, ..plain };
    let [even, uneven] = [plain, heavy].map(|passing| labelled.after(&start, &after, &moved, &passing));
    assert!(uneven.nh4 > even.nh4 && uneven.no2 < even.no2);
    assert!(uneven.total().abs() < 1e-16);
}
