//! The nitrogen model and the two schemes without microbes, as predictors of what is measured.

mod prescribed;
mod year;

use edaphon_core::Real;

pub use prescribed::{Emissions, MeasuredDay, Model};
pub use year::{Observable, Run};

use crate::Free;

/// The eleven quantities that fluxes and pools of a fertilised field may tell.
pub const FIELD: [Free; 11] = [
    Free::one("k_S", &["k_stable"]),
    Free::one("eta", &["direct_route"]),
    Free { label: "V_AOA r_AOA", moves: &["v_aoa"], times: &["r_aoa"] },
    Free { label: "V_AOB r_AOB", moves: &["v_aob"], times: &["r_aob"] },
    Free { label: "V_nar r_nir", moves: &["v_nar"], times: &["r_nirs", "r_nirk"] },
    Free { label: "V_nos r_nosZ", moves: &["v_nos"], times: &["r_nosz"] },
    Free::one("W_a0", &["anaerobic_wfps"]),
    Free::one("s_a", &["anaerobic_slope"]),
    Free::one("k_e0", &["escape_gas"]),
    Free::one("y_AOB", &["n2o_yield_aob"]),
    Free::one("k_v", &["volatilisation"]),
];

/// A number that is the same in every direction.
#[inline(always)]
fn constant<R: Real>(x: f64) -> R {
    R::lit(x)
}
