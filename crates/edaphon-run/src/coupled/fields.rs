//! What the network yields in a day, per area.

use edaphon_core::{CellMethod, Variable, record};

/// The one list of what a day of the network yields: structure and descriptions are both made from it.
macro_rules! fields {
    ($($name:ident, $unit:literal, $method:ident, $about:literal;)*) => {
        record! {
            /// Pools at the end of a day (g m⁻²), and fluxes and factors of it.
            pub struct NetworkDay { $($name, $about;)* }
        }

        /// Descriptions of the fields of [`NetworkDay`], in order.
        pub static NETWORK_VARIABLES: &[Variable] = &[$(Variable {
            name: stringify!($name), unit: $unit, long_name: $about, method: CellMethod::$method,
        }),*];
    };
}

fields! {
    soil_nh4, "g m-2", Mean, "ammonium in soil, nitrogen";
    soil_no2, "g m-2", Mean, "nitrite in soil, nitrogen";
    soil_no3, "g m-2", Mean, "nitrate in soil, nitrogen";
    soil_n2o, "g m-2", Mean, "nitrous oxide in soil, nitrogen";
    nitrification, "g m-2 d-1", Sum, "nitrification: ammonium oxidised, nitrogen";
    nitrite_oxidation, "g m-2 d-1", Sum, "nitrite oxidised to nitrate, nitrogen";
    denitrification, "g m-2 d-1", Sum, "denitrification: nitrate reduced to nitrite, nitrogen";
    dnra, "g m-2 d-1", Sum, "nitrate reduced to ammonium, nitrogen";
    anammox, "g m-2 d-1", Sum, "N2 formed by anammox, nitrogen";
    n2o_nitrification, "g m-2 d-1", Sum, "N2O formed by ammonia oxidisers, nitrogen";
    n2o_denitrification, "g m-2 d-1", Sum, "N2O formed by denitrifiers, nitrogen";
    n2o_reduction, "g m-2 d-1", Sum, "N2O reduced to N2, nitrogen";
    n2o_emitted, "g m-2 d-1", Sum, "N2O emitted, nitrogen";
    n2_emitted, "g m-2 d-1", Sum, "N2 emitted, nitrogen";
    no_emitted, "g m-2 d-1", Sum, "NO emitted, nitrogen";
    nh3_emitted, "g m-2 d-1", Sum, "NH3 volatilised, nitrogen";
    nh4_leached, "g m-2 d-1", Sum, "ammonium leached, nitrogen";
    no3_leached, "g m-2 d-1", Sum, "nitrate and nitrite leached, nitrogen";
    wfps, "1", Mean, "water-filled pore space";
    anaerobic_fraction, "1", Mean, "anaerobic fraction of the soil";
}

/// Fields of a day of the network.
pub const NETWORK_FIELDS: usize = NetworkDay::<f64>::NAMES.len();
