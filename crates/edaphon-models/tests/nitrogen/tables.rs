//! Defaults and rate laws against the reference.

use edaphon_core::units::Unit;
use edaphon_models::nitrogen::soil::{ammonia_share, ammonium_pka, dissolved_share};
use edaphon_models::nitrogen::{
    NITROGEN_PARAMETERS, NITROGEN_SOIL, NitrogenDay, NitrogenState, REVISED, Rates, Weather, revised,
};
use serde_json::Value;

use crate::cases::{assert_close, json, set_by_symbol, site_with, table};
use crate::common::Table;

#[test]
fn every_default_is_that_of_the_reference() {
    let mut expected = std::collections::BTreeMap::new();
    for (symbol, value) in json("params_default.json").as_object().unwrap() {
        match value {
            Value::Array(list) => {
                let parts: &[&str] = if list.len() == 3 { &["min", "opt", "max"] } else { &["opt", "w"] };
                let named = parts.iter().zip(list).map(|(part, x)| (format!("{symbol},{part}"), x.as_f64().unwrap()));
                expected.extend(named);
            }
            number => _ = expected.insert(symbol.clone(), number.as_f64().unwrap()),
        }
    }
    let mut found = std::collections::BTreeMap::new();
    for table in [&NITROGEN_PARAMETERS, &NITROGEN_SOIL] {
        let set = set_by_symbol(table, &[]);
        for info in table.params {
            assert!(info.unit.parse::<Unit>().is_ok(), "{}: {}", info.name, info.unit);
            assert!(!info.about.is_empty() && !info.source.is_empty());
            let value = set.value(info.name, 1).unwrap();
            assert!(info.range.0 <= value && value <= info.range.1, "{}", info.name);
            assert_eq!(found.insert(info.symbol.to_owned(), value), None, "{} is described twice", info.symbol);
        }
    }
    assert_eq!(found, expected);
}

#[test]
fn the_revised_set_differs_in_three_values() {
    let (set, defaults) = (revised().unwrap(), set_by_symbol(&NITROGEN_PARAMETERS, &[]));
    let names: Vec<_> = set.differences(&defaults).map(|info| info.name).collect();
    assert_eq!(names.len(), 3);
    for (name, value) in REVISED {
        assert!(names.contains(&name));
        assert_eq!((set.value(name, 1).unwrap(), set.origin(name)), (value, "revised"));
    }
}

fn state_of(table: &Table, row: usize, c_to_n: f64) -> NitrogenState<f64> {
    let at = |name| table.number(row, name);
    NitrogenState {
        c_labile: at("CL"),
        c_stable: at("CS"),
        n_labile: at("CL") / 25.0,
        n_stable: at("CS") / 12.0,
        n_microbial: at("BC") / c_to_n,
        urea: at("UREA"),
        nh4: at("NH4"),
        no2: at("NO2"),
        no3: at("NO3"),
        n2o: at("N2O"),
        ..NitrogenState::filled(0.0)
    }
}

/// Fluxes by the names of the reference (mg N kg⁻¹ d⁻¹).
fn fluxes(rates: &Rates<f64>, state: &NitrogenState<f64>) -> [(&'static str, f64); 35] {
    let f = rates.flows.by_donor(&state.donors(), |rate, donor| rate * donor);
    let a = &rates.arrivals;
    [
        ("F_min_L", f.labile_mineralised),
        ("F_min_S", f.stable_mineralised),
        ("F_org_L", f.labile_assimilated),
        ("F_org_S", f.stable_assimilated),
        ("F_imm4", f.nh4_immobilised),
        ("F_imm3", f.no3_immobilised),
        ("F_turn", f.microbial_turnover),
        ("F_nit1", f.nh4_oxidised),
        ("F_n2o_nit", f.nh4_to_n2o),
        ("F_no_nit", f.nh4_to_no),
        ("F_nit_direct", f.nh4_to_no3),
        ("F_nit2", f.no2_oxidised),
        ("F_nd", f.nitrifier_denitrification),
        ("F_nar", f.no3_reduced),
        ("F_nir", f.no2_to_n2o),
        ("F_no_den", f.no2_to_no),
        ("F_nos", f.n2o_reduced),
        ("F_amx4", f.anammox_nh4),
        ("F_amx2g", f.anammox_no2),
        ("F_amx2o", f.anammox_no3),
        ("F_dnra", f.dnra),
        ("F_bnf_free", a.fixed_free),
        ("F_bnf_sym", a.fixed_symbiotic),
        ("F_ureahyd", f.urea_hydrolysed),
        ("F_vol", f.nh3_volatilised),
        ("F_chemo", f.chemodenitrification),
        ("F_emis", f.n2o_emitted),
        ("F_leach3", f.no3_leached),
        ("F_leach2", f.no2_leached),
        ("F_leach4", f.nh4_leached),
        ("F_upt4", f.nh4_taken_up),
        ("F_upt3", f.no3_taken_up),
        ("F_dep4", a.nh4_deposited),
        ("F_dep3", a.no3_deposited),
        ("F_litN", a.litter),
    ]
}

/// Every flux of 60 random states to 1e-8, the digits of the table.
#[test]
fn rates_are_those_of_the_reference() {
    let table = table("response_table.csv");
    assert_eq!(table.rows.len(), 60);
    for row in 0..table.rows.len() {
        let at = |name| table.number(row, name);
        let site = site_with(&[("pH", at("pH"))]);
        let weather = Weather {
            temperature: at("T"),
            wfps: at("W"),
            drainage: at("q"),
            uptake_capacity: at("Umax"),
            inhibition: 1.0,
        };
        let day = NitrogenDay::new(&site, &weather);
        let c_to_n = site.parameters.microbial_c_to_n;
        let state = state_of(&table, row, c_to_n);
        let rates = day.rates(&site, &state);
        let organic = &rates.organic;
        let flows = rates.flows.by_donor(&state.donors(), |rate, donor| rate * donor);
        let growth_n =
            flows.labile_assimilated + flows.stable_assimilated + flows.nh4_immobilised + flows.no3_immobilised;
        let died = flows.microbial_turnover * c_to_n;
        let pka = ammonium_pka(at("T"));
        let others = [
            ("a", organic.anaerobic),
            ("h", day.dryness),
            ("fR", rates.donor_limitation),
            ("ke", rates.flows.n2o_emitted),
            ("fs", dissolved_share(at("W") * site.porosity / site.soil.bulk_density, site.sorption)),
            ("fNH3", ammonia_share(pka, at("pH"))),
            ("CUE", day.organic.efficiency),
            ("M", organic.gross_mineralisation),
            ("Idem", organic.immobilisation_demand),
            ("dCL", site.soil.litter_carbon - organic.labile_decay * state.c_labile),
            ("dCS", died - organic.stable_decay * state.c_stable),
            ("dBC", growth_n * c_to_n - died),
            ("dCO2", organic.respiration),
        ];
        for (name, found) in fluxes(&rates, &state).into_iter().chain(others) {
            assert_close(&format!("row {row}, {name}"), found, at(name), 1e-8, 1e-14);
        }
    }
}
