//! The reference cases as the tests read them.

use edaphon_core::{ParamSet, ParamTable};
use edaphon_models::nitrogen::{
    NITROGEN_PARAMETERS, NITROGEN_SOIL, NitrogenParameters, NitrogenSite, NitrogenSoil, NitrogenState,
};
use serde_json::Value;

use crate::common::{self, Table};

/// The text of a compressed file of the reference.
pub(crate) fn text(name: &str) -> String {
    common::text("nitrogen", name)
}

pub(crate) fn json(name: &str) -> Value {
    serde_json::from_str(&text(name)).unwrap()
}

/// A table of the reference.
pub(crate) fn table(name: &str) -> Table {
    Table::read("nitrogen", name)
}

/// Default parameters with some set by the symbols of the equations.
pub(crate) fn set_by_symbol(table: &'static ParamTable, overrides: &[(&str, f64)]) -> ParamSet {
    let mut set = ParamSet::defaults(table, 1);
    for (symbol, value) in overrides {
        if let Some(info) = table.params.iter().find(|info| info.symbol == *symbol) {
            set.set(info.name, &[*value], "test").unwrap();
        }
    }
    set
}

/// A site with some parameters or properties of the soil set by their symbols.
pub(crate) fn site_with(overrides: &[(&str, f64)]) -> NitrogenSite<f64> {
    let known =
        |symbol: &str| NITROGEN_PARAMETERS.params.iter().chain(NITROGEN_SOIL.params).any(|p| p.symbol == symbol);
    assert!(overrides.iter().all(|(symbol, _)| known(symbol)));
    let parameters = NitrogenParameters::read(&set_by_symbol(&NITROGEN_PARAMETERS, overrides), 1).unwrap();
    let soil = NitrogenSoil::read(&set_by_symbol(&NITROGEN_SOIL, overrides), 1).unwrap();
    NitrogenSite::new(&parameters, &soil)
}

/// The `initial` of a scenario.
pub(crate) fn initial_state(scenario: &Value, site: &NitrogenSite<f64>) -> NitrogenState<f64> {
    let of = |name: &str| scenario["initial"][name].as_f64().unwrap();
    NitrogenState {
        c_labile: of("CL"),
        c_stable: of("SOC"),
        n_labile: of("CL") / of("CNL"),
        n_stable: of("SOC") / of("CN"),
        n_microbial: of("MBC") * site.microbial_n_to_c,
        nh4: of("NH4"),
        no2: of("NO2"),
        no3: of("NO3"),
        n2o: of("N2O"),
        ..NitrogenState::filled(0.0)
    }
}

/// |found − expected| as a share of what is allowed: `relative` of the expected and `floor`.
pub(crate) fn excess(found: f64, expected: f64, relative: f64, floor: f64) -> f64 {
    assert!(found.is_finite(), "{found} where {expected} was expected");
    (found - expected).abs() / (relative * expected.abs() + floor)
}

pub(crate) fn assert_close(at: &str, found: f64, expected: f64, relative: f64, floor: f64) {
    assert!(excess(found, expected, relative, floor) <= 1.0, "{at}: {found}, expected {expected}");
}
