//! Death of tissues and what their litter is made of.
//!
//! ```text
//! k_L = τ_L (0 in flush) + K_cold (1 − c)^e_cold + K_dry (1 − β)^e_dry      0 where LAI ≤ LAI_min
//! c   = 1 at T_a ≥ T_shed, falling to 0 at T_shed − 5
//! m_j = max(0.001, p₁ (p₂ − p₃ Λ_j))       Λ_j lignin:N of the dying tissue
//! ```
//!
//! In the `edaphon` profile leaves are shed down to LAI_min and no further, k_L ≤ 1 − LAI_min/LAI, instead of not at all from there on:
//! a plant at its smallest leaf area then stays there, and does not go to and fro across it from day to day.
//!
//! β is not bounded below: k_dry exceeds K_dry in very dry or frozen soil, as in the reference.

use edaphon_core::Real;

use super::{PlantSite, Tissues};
use crate::Profile;

/// Turnover rates of tissues, k_j (d⁻¹). Air temperature in K, `availability` is β.
#[inline(always)]
pub fn turnover<R: Real>(
    site: &PlantSite<R>,
    phase: R,
    lai: R,
    air: R,
    availability: R,
    profile: Profile,
) -> Tissues<R> {
    let one = R::one();
    let warmth = ((air - (site.cold_shedding_temperature - R::lit(5.0))) / R::lit(5.0)).clip(R::zero(), one);
    let cold = site.cold_shedding_rate * (one - warmth).powf(site.cold_shedding_exponent);
    let dry = site.dry_shedding_rate * (one - availability).powf(site.dry_shedding_exponent);
    let ageing = R::select(phase.same(one), R::zero(), site.leaf_turnover);
    let shed = ageing + cold + dry;
    let leaf = if profile.is_testbed() {
        R::select(lai.le(site.lai_min), R::zero(), shed)
    } else {
        let above = one - site.lai_min / lai.max(R::lit(1e-30));
        shed.min(above.max(R::zero()))
    };
    Tissues { leaf, wood: site.wood_turnover, froot: site.froot_turnover }
}

/// Coefficients p₁, p₂, p₃ of the metabolic fraction in CASA (–).
pub const CASA_METABOLIC: [f64; 3] = [0.75, 0.85, 0.013];

/// Metabolic fraction of litter, m (–), from its lignin:N, Λ (g g⁻¹).
#[inline(always)]
pub fn metabolic_fraction<R: Real>([p1, p2, p3]: [R; 3], lignin_to_n: R) -> R {
    (p1 * (p2 - p3 * lignin_to_n)).max(R::lit(0.001))
}

/// Lignin:N of a dying tissue, Λ_j (g g⁻¹), of which the share `to_litter` of the nitrogen reaches litter.
#[inline(always)]
pub fn lignin_to_n<R: Real>(lignin: R, carbon: R, nitrogen: R, to_litter: R) -> R {
    lignin * carbon / (nitrogen.max(R::lit(1e-10)) * to_litter)
}

/// The same with the C:N bounded by that of tissue grown with the least nitrogen, as MIMICS has it.
#[inline(always)]
pub fn lignin_to_n_bounded<R: Real>(lignin: R, carbon: R, nitrogen: R, to_litter: R, n_to_c_min: R) -> R {
    let c_to_n = carbon / nitrogen.max(R::lit(1e-10));
    lignin * c_to_n.min(R::one() / n_to_c_min) / to_litter
}
