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

impl<R: Real> Kinetics<R> {
    /// The same with at most all of a pool leaving it in an hour.
    #[inline(always)]
    pub fn within_pools(self) -> Self {
        let one = R::one();
        let mut v_max = self.v_max;
        for x in 0..3 {
            let scale = one / (v_max.r[x] + v_max.k[x]).max(one);
            v_max.r[x] = v_max.r[x] * scale;
            v_max.k[x] = v_max.k[x] * scale;
        }
        let tau = Groups { r: self.tau.r.min(one), k: self.tau.k.min(one) };
        Self { v_max, tau, desorption: self.desorption.min(one), ..self }
    }
}

/// Water and ice of the root zone as shares of saturation (–).
#[derive(Debug, Clone, Copy)]
pub struct Wetness<R> {
    /// θ_l.
    pub liquid: R,
    /// θ_i.
    pub frozen: R,
}

/// How moisture acts on uptake and turnover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoistureFunction {
    /// That of CASA (1 in parameter files).
    Casa,
    /// That of CORPSE (3).
    Corpse,
    /// Not at all (any other number).
    Without,
}

impl MoistureFunction {
    /// The function that a parameter file numbers so.
    pub fn numbered(number: f64) -> Self {
        match number {
            1.0 => Self::Casa,
            3.0 => Self::Corpse,
            _ => Self::Without,
        }
    }
}

/// Moisture factor, fW (–).
#[inline(always)]
pub fn moisture<R: Real>(function: MoistureFunction, wet: Wetness<R>) -> R {
    match function {
        MoistureFunction::Casa => moisture_factor(wet.liquid).min(R::one()).max(R::lit(0.01)),
        MoistureFunction::Corpse => {
            let air = (R::one() - wet.liquid - wet.frozen).max(R::zero());
            let scale = R::lit(0.022_600_567_942_709);
            let corpse = wet.liquid * wet.liquid * wet.liquid * (air * air * air.sqrt()) / scale;
            corpse.max(R::lit(0.05))
        }
        MoistureFunction::Without => R::one(),
    }
}

/// Modifier of turnover by the NPP of the year before (g C m⁻² yr⁻¹); the smallest where NPP was negative.
#[inline(always)]
pub fn turnover_modifier<R: Real>(p: &MimicsParameters<R>, npp_last_year: R) -> R {
    let root = (npp_last_year.max(R::zero()) / p.turnover_npp_scale).sqrt();
    root.max(p.turnover_modifier_min).min(p.turnover_modifier_max)
}

/// scale exp(slope t + intercept): the response of V_max and K_m to temperature, t in °C.
#[inline(always)]
fn arrhenius<R: Real>(slope: R, t: R, intercept: R, scale: R) -> R {
    (slope * t + intercept).exp() * scale
}

/// Responses of V_max and of K_m to temperature; computed once each where all uptakes share one response.
#[inline(always)]
fn responses<R: Real>(p: &MimicsParameters<R>, t: R, same: bool) -> [Groups<Substrates<R>>; 2] {
    let v = arrhenius(p.v_slope_r1, t, p.v_intercept_r1, p.v_scale_r1);
    let k = arrhenius(p.k_slope_r1, t, p.k_intercept_r1, p.k_scale_r1);
    if same {
        return [Groups { r: [v, v, v], k: [v, v, v] }, Groups { r: [k, k, k], k: [k, k, k] }];
    }
    [
        Groups {
            r: [
                v,
                arrhenius(p.v_slope_r2, t, p.v_intercept_r2, p.v_scale_r2),
                arrhenius(p.v_slope_r3, t, p.v_intercept_r3, p.v_scale_r3),
            ],
            k: [
                arrhenius(p.v_slope_k1, t, p.v_intercept_k1, p.v_scale_k1),
                arrhenius(p.v_slope_k2, t, p.v_intercept_k2, p.v_scale_k2),
                arrhenius(p.v_slope_k3, t, p.v_intercept_k3, p.v_scale_k3),
            ],
        },
        Groups {
            r: [
                k,
                arrhenius(p.k_slope_r2, t, p.k_intercept_r2, p.k_scale_r2),
                arrhenius(p.k_slope_r3, t, p.k_intercept_r3, p.k_scale_r3),
            ],
            k: [
                arrhenius(p.k_slope_k1, t, p.k_intercept_k1, p.k_scale_k1),
                arrhenius(p.k_slope_k2, t, p.k_intercept_k2, p.k_scale_k2),
                arrhenius(p.k_slope_k3, t, p.k_intercept_k3, p.k_scale_k3),
            ],
        },
    ]
}

impl MimicsParameters<f64> {
    /// Whether V_max, and K_m likewise, respond alike to temperature in all uptakes, as with the published parameters.
    pub fn responds_alike(&self) -> bool {
        let p = self;
        let alike = |[r1, others @ ..]: [f64; 6]| others.iter().all(|x| *x == r1);
        alike([p.v_slope_r1, p.v_slope_r2, p.v_slope_r3, p.v_slope_k1, p.v_slope_k2, p.v_slope_k3])
            && alike([
                p.v_intercept_r1,
                p.v_intercept_r2,
                p.v_intercept_r3,
                p.v_intercept_k1,
                p.v_intercept_k2,
                p.v_intercept_k3,
            ])
            && alike([p.v_scale_r1, p.v_scale_r2, p.v_scale_r3, p.v_scale_k1, p.v_scale_k2, p.v_scale_k3])
            && alike([p.k_slope_r1, p.k_slope_r2, p.k_slope_r3, p.k_slope_k1, p.k_slope_k2, p.k_slope_k3])
            && alike([
                p.k_intercept_r1,
                p.k_intercept_r2,
                p.k_intercept_r3,
                p.k_intercept_k1,
                p.k_intercept_k2,
                p.k_intercept_k3,
            ])
            && alike([p.k_scale_r1, p.k_scale_r2, p.k_scale_r3, p.k_scale_k1, p.k_scale_k2, p.k_scale_k3])
    }
}

/// What is settled by the parameters alone, the same in all cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alike {
    /// Whether all uptakes respond alike to temperature.
    pub response: bool,
    /// How moisture acts.
    pub moisture: MoistureFunction,
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
    alike: Alike,
) -> Kinetics<R> {
    let f_w = moisture(alike.moisture, wet);
    let tau_modifier = turnover_modifier(p, npp_last_year);
    let speed = tau_modifier * f_w;
    let warm = p.desorption_q10 * ((t - p.desorption_reference_temperature) * R::lit(0.1)).exp();
    let [v, k] = responses(p, t, alike.response);
    Kinetics {
        v_max: Groups {
            r: [v.r[0] * f_w * p.v_modifier_r1, v.r[1] * f_w * p.v_modifier_r2, v.r[2] * f_w * p.v_modifier_r3],
            k: [v.k[0] * f_w * p.v_modifier_k1, v.k[1] * f_w * p.v_modifier_k2, v.k[2] * f_w * p.v_modifier_k3],
        },
        k_m: Groups {
            r: [k.r[0] / p.k_modifier_r1, k.r[1] / p.k_modifier_r2, k.r[2] / site.affinity_r3],
            k: [k.k[0] / p.k_modifier_k1, k.k[1] / p.k_modifier_k2, k.k[2] / site.affinity_k3],
        },
        tau: Groups {
            r: p.turnover_r_1 * (p.turnover_r_2 * f_met).exp() * speed,
            k: p.turnover_k_1 * (p.turnover_k_2 * f_met).exp() * speed,
        },
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

impl<R: Real> Fates<R> {
    /// The same with no more protected than died.
    #[inline(always)]
    pub fn within_the_dead(self) -> Self {
        let one = R::one();
        let physical = Groups { r: self.physical.r.min(one), k: self.physical.k.min(one) };
        let chemical = Groups { r: self.chemical.r.min(one - physical.r), k: self.chemical.k.min(one - physical.k) };
        let available = Groups { r: one - chemical.r - physical.r, k: one - chemical.k - physical.k };
        Self { physical, chemical, available }
    }
}

/// Fates of dead microbes, given the metabolic fraction of litter.
#[inline(always)]
pub fn fates<R: Real>(p: &MimicsParameters<R>, site: &MimicsSite<R>, f_met: R) -> Fates<R> {
    let physical = Groups { r: site.physical_r, k: site.physical_k };
    let chemical = Groups {
        r: p.chemical_fraction_r_1 * (p.chemical_fraction_r_2 * f_met).exp() * p.chemical_fraction_r_3,
        k: p.chemical_fraction_k_1 * (p.chemical_fraction_k_2 * f_met).exp() * p.chemical_fraction_k_3,
    };
    let available = Groups { r: R::one() - chemical.r - physical.r, k: R::one() - chemical.k - physical.k };
    Fates { physical, chemical, available }
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
        assert_eq!(moisture(MoistureFunction::numbered(2.0), wet(0.1, 0.0)), 1.0);
        assert_eq!(moisture(MoistureFunction::numbered(3.0), wet(0.0, 0.5)), 0.05);
        assert_eq!(moisture(MoistureFunction::numbered(3.0), wet(0.6, 0.6)), 0.05);
        let best = (1..1000)
            .map(|i| moisture(MoistureFunction::numbered(3.0), wet(f64::from(i) / 1000.0, 0.0)))
            .fold(0.0, f64::max);
        // The published scale has the maximum at 1.0002.
        assert!((best - 1.0).abs() < 3e-4, "{best}");
        assert_eq!(moisture(MoistureFunction::numbered(1.0), wet(0.0, 0.0)), 0.01);
    }
}
