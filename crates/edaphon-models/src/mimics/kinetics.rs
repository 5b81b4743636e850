//! Rates of the day: constant over its 24 hours.
//!
//! ```text
//! V_x  = exp(Vslope T + Vint) av Vmod fW           h⁻¹         x = r1, r2, r3, K1, K2, K3
//! Km_x = exp(Kslope T + Kint) ak / κ_x             mg cm⁻³
//! τ_g  = t₁ exp(t₂ f_met) tauMod fW                h⁻¹         tauMod = clip(√(NPP_yr/100), 0.6, 1.3)
//! fW   = max(0.05, θ_l³ (1 − θ_l − θ_i)^2.5 / 0.0226)          (CORPSE; Sulman et al. 2014)
//! f_met = p₁ (p₂ − p₃ Λ̄)    f_C,g = b₁ exp(b₂ f_met) b₃    f_A = 1 − f_C − f_P
//! CN_g = CNr √(0.40/f_met)
//! ```
//!
//! T in °C. Turnover is scaled by fW like uptake. Where desorption responds to temperature, the factor is
//! q10 exp((T − T_ref)/10), as in the reference.

use edaphon_core::Real;

use super::{Groups, MimicsParameters, MimicsSite};
use crate::casa::soil::moisture_factor;

/// Uptake of the three substrates: metabolic litter, structural litter, available SOM.
pub type Substrates<R> = [R; 3];

/// Kinetics of a day.
#[derive(Debug, Clone, Copy)]
pub struct Kinetics<R> {
    /// V_max (h⁻¹).
    pub v_max: Groups<Substrates<R>>,
    /// K_m (mg cm⁻³).
    pub k_m: Groups<Substrates<R>>,
    /// Turnover, τ (h⁻¹).
    pub tau: Groups<R>,
    /// Its modifier by NPP (–).
    pub tau_modifier: R,
    /// Desorption, d (h⁻¹).
    pub desorption: R,
    /// Moisture factor, fW (–).
    pub moisture: R,
}

/// Water and ice of the root zone as shares of saturation (–).
#[derive(Debug, Clone, Copy)]
pub struct Wetness<R> {
    /// θ_l.
    pub liquid: R,
    /// θ_i.
    pub frozen: R,
}

/// Moisture factor, fW (–): function 1 CASA, 3 CORPSE, else none.
#[inline(always)]
pub fn moisture<R: Real>(function: R, wet: Wetness<R>) -> R {
    let air = (R::one() - wet.liquid - wet.frozen).max(R::zero());
    let corpse = wet.liquid * wet.liquid * wet.liquid * (air * air * air.sqrt()) / R::lit(0.022_600_567_942_709);
    let casa = moisture_factor(wet.liquid).min(R::one()).max(R::lit(0.01));
    let other = R::select(function.same(R::one()), casa, R::one());
    R::select(function.same(R::lit(3.0)), corpse.max(R::lit(0.05)), other)
}

/// Modifier of turnover by the NPP of the year before (g C m⁻² yr⁻¹); the smallest where NPP was negative.
#[inline(always)]
pub fn turnover_modifier<R: Real>(p: &MimicsParameters<R>, npp_last_year: R) -> R {
    let root = (npp_last_year.max(R::zero()) / p.turnover_npp_scale).sqrt();
    root.max(p.turnover_modifier_min).min(p.turnover_modifier_max)
}

/// Kinetics at soil temperature `t` (°C).
#[inline(always)]
pub fn kinetics<R: Real>(
    p: &MimicsParameters<R>,
    site: &MimicsSite<R>,
    t: R,
    wet: Wetness<R>,
    f_met: R,
    npp_last_year: R,
) -> Kinetics<R> {
    let f_w = moisture(p.moisture_function, wet);
    let v = |slope: R, intercept: R, scale: R| (slope * t + intercept).exp() * scale * f_w;
    let k = |slope: R, intercept: R, scale: R| (slope * t + intercept).exp() * scale;
    let tau_modifier = turnover_modifier(p, npp_last_year);
    let tau = |base: R, response: R| base * (response * f_met).exp() * tau_modifier * f_w;
    let warm = p.desorption_q10 * ((t - p.desorption_reference_temperature) * R::lit(0.1)).exp();
    Kinetics {
        v_max: Groups {
            r: [
                v(p.v_slope_r1, p.v_intercept_r1, p.v_scale_r1) * p.v_modifier_r1,
                v(p.v_slope_r2, p.v_intercept_r2, p.v_scale_r2) * p.v_modifier_r2,
                v(p.v_slope_r3, p.v_intercept_r3, p.v_scale_r3) * p.v_modifier_r3,
            ],
            k: [
                v(p.v_slope_k1, p.v_intercept_k1, p.v_scale_k1) * p.v_modifier_k1,
                v(p.v_slope_k2, p.v_intercept_k2, p.v_scale_k2) * p.v_modifier_k2,
                v(p.v_slope_k3, p.v_intercept_k3, p.v_scale_k3) * p.v_modifier_k3,
            ],
        },
        k_m: Groups {
            r: [
                k(p.k_slope_r1, p.k_intercept_r1, p.k_scale_r1) / p.k_modifier_r1,
                k(p.k_slope_r2, p.k_intercept_r2, p.k_scale_r2) / p.k_modifier_r2,
                k(p.k_slope_r3, p.k_intercept_r3, p.k_scale_r3) / site.affinity_r3,
            ],
            k: [
                k(p.k_slope_k1, p.k_intercept_k1, p.k_scale_k1) / p.k_modifier_k1,
                k(p.k_slope_k2, p.k_intercept_k2, p.k_scale_k2) / p.k_modifier_k2,
                k(p.k_slope_k3, p.k_intercept_k3, p.k_scale_k3) / site.affinity_k3,
            ],
        },
        tau: Groups { r: tau(p.turnover_r_1, p.turnover_r_2), k: tau(p.turnover_k_1, p.turnover_k_2) },
        tau_modifier,
        desorption: site.desorption * R::select(p.desorption_q10.lt(R::zero()), R::one(), warm),
        moisture: f_w,
    }
}

/// Where dead microbes go (–).
#[derive(Debug, Clone, Copy)]
pub struct Fates<R> {
    /// To physically protected SOM, f_P.
    pub physical: Groups<R>,
    /// To chemically protected SOM, f_C.
    pub chemical: Groups<R>,
    /// To available SOM, f_A.
    pub available: Groups<R>,
}

/// Fates of dead microbes, given the metabolic fraction of litter.
#[inline(always)]
pub fn fates<R: Real>(p: &MimicsParameters<R>, site: &MimicsSite<R>, f_met: R) -> Fates<R> {
    let physical = Groups { r: site.physical_r, k: site.physical_k };
    let chemical = Groups {
        r: p.chemical_fraction_r_1 * (p.chemical_fraction_r_2 * f_met).exp() * p.chemical_fraction_r_3,
        k: p.chemical_fraction_k_1 * (p.chemical_fraction_k_2 * f_met).exp() * p.chemical_fraction_k_3,
    };
    Fates { physical, chemical, available: chemical.zip(physical, |c, p| R::one() - c - p) }
}

/// C:N that each group keeps (–).
#[inline(always)]
pub fn microbial_c_to_n<R: Real>(p: &MimicsParameters<R>, f_met: R) -> Groups<R> {
    let modifier = (p.c_to_n_modifier / f_met).sqrt();
    Groups { r: p.microbial_c_to_n_r * modifier, k: p.microbial_c_to_n_k * modifier }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moisture_functions_have_their_limits() {
        let wet = |liquid: f64, frozen: f64| Wetness { liquid, frozen };
        assert_eq!(moisture(2.0, wet(0.1, 0.0)), 1.0);
        assert_eq!(moisture(3.0, wet(0.0, 0.5)), 0.05);
        assert_eq!(moisture(3.0, wet(0.6, 0.6)), 0.05);
        let best = (1..1000).map(|i| moisture(3.0, wet(f64::from(i) / 1000.0, 0.0))).fold(0.0, f64::max);
        // The published scale has the maximum at 1.0002.
        assert!((best - 1.0).abs() < 3e-4, "{best}");
        assert_eq!(moisture(1.0, wet(0.0, 0.0)), 0.01);
    }
}
