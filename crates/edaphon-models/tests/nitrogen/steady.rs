//! Prescribed ammonium and nitrate: nitrite, nitrous oxide and gases; and the two schemes without microbes.

use edaphon_models::nitrogen::baselines::{Conditions, Daycent, Noe};
use edaphon_models::nitrogen::{NitrogenDay, NitrogenSite, NitrogenState, QuasiSteady, Weather};

use crate::cases::{assert_close, site_with, table};

/// A soil of 600, 15000 and 300 mg C kg⁻¹ with prescribed ammonium and nitrate.
pub(crate) fn soil(site: &NitrogenSite<f64>, nh4: f64, no3: f64) -> NitrogenState<f64> {
    NitrogenState {
        c_labile: 600.0,
        c_stable: 15_000.0,
        n_labile: 600.0 / 25.0,
        n_stable: 15_000.0 / 12.0,
        n_microbial: 300.0 * site.microbial_n_to_c,
        nh4,
        no3,
        ..NitrogenState::filled(0.0)
    }
}

/// The quasi-steady state of that soil.
pub(crate) fn steady(
    site: &NitrogenSite<f64>,
    [temperature, wfps]: [f64; 2],
    [nh4, no3]: [f64; 2],
) -> QuasiSteady<f64> {
    let weather = Weather { temperature, wfps, drainage: 0.0, uptake_capacity: 0.0, inhibition: 1.0 };
    NitrogenDay::new(site, &weather).quasi_steady(site, &soil(site, nh4, no3))
}

#[test]
fn quasi_steady_states_are_those_of_the_reference() {
    let table = table("quasi_steady.csv");
    let site = site_with(&[]);
    assert_eq!(table.rows.len(), 40);
    for row in 0..table.rows.len() {
        let at = |name| table.number(row, name);
        let found = steady(&site, [at("T"), at("W")], [at("NH4"), at("NO3")]);
        for (name, found) in [
            ("NO2_qss", found.no2),
            ("N2O_qss", found.n2o),
            ("emis_N2O", found.n2o_emitted),
            ("n2_den", found.n2_denitrified),
            ("n2_amx", found.n2_anammox),
            ("nit", found.nitrified),
        ] {
            assert_close(&format!("row {row}, {name}"), found, at(name), 1e-7, 0.0);
        }
        let f = found.flows;
        let lost = f.no2_oxidised + f.nitrifier_denitrification + f.no2_to_n2o + f.no2_to_no + f.anammox_no2;
        let lost = lost + f.anammox_no3 + f.chemodenitrification;
        assert_close("balance of nitrite", lost, f.nh4_oxidised + f.no3_reduced, 1e-12, 0.0);
    }
}

#[test]
fn schemes_without_microbes_are_those_of_the_reference() {
    let table = table("baseline_table.csv");
    assert_eq!(table.rows.len(), 60);
    for row in 0..table.rows.len() {
        let at = |name| table.number(row, name);
        let conditions = Conditions {
            temperature: at("T"),
            wfps: at("W"),
            nh4: at("NH4"),
            no3: at("NO3"),
            ph: at("pH"),
            respiration: at("Rh"),
            bulk_density: at("rho_b"),
            field_capacity: at("fc"),
        };
        let noe = Noe::arable(0.2).gases(&conditions);
        let day = Daycent::fine(25.0).gases(&conditions);
        for (name, found) in [
            ("noe_denit", noe.denitrified),
            ("noe_nit", noe.nitrified),
            ("noe_n2o_den", noe.n2o_denitrification),
            ("noe_n2o_nit", noe.n2o_nitrification),
            ("noe_n2o", noe.n2o),
            ("noe_n2", noe.n2),
            ("day_nit", day.nitrified),
            ("day_denit", day.denitrified),
            ("day_n2o_nit", day.n2o_nitrification),
            ("day_n2o_den", day.n2o_denitrification),
            ("day_n2o", day.n2o),
            ("day_n2", day.n2),
            ("day_ratio", day.ratio),
            ("day_fW", day.nitrification_moisture),
            ("day_fT", day.nitrification_temperature),
            ("day_fpH", day.nitrification_ph),
            ("day_FN", day.nitrate_limit),
            ("day_FC", day.carbon_limit),
            ("day_FW", day.moisture_factor),
            ("day_dfc", day.diffusivity_at_capacity),
            ("day_dD0", day.diffusivity),
            ("day_noxr", day.no_ratio),
        ] {
            assert_close(&format!("row {row}, {name}"), found, at(name), 1e-8, 1e-14);
        }
    }
}
