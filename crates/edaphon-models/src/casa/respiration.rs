//! Plant respiration and net primary production.
//!
//! ```text
//! g(T) = exp(308.56 (1/56.02 − 1/(T + 46.02 − 273.15)))                    T in K
//! R_W  = r_W N_W g(T_a)      R_R = r_R N_R g(T_s)      0 below 250 K or without carbon
//! R_g  = (1 − Y)(G − R_m)    where G > R_m,  R_m = R_W + R_R
//! Y    = 0.65 + 0.2 q/(q + 1/15),  q = P_L/(N_L + 10⁻¹⁰)
//! NPP  = G − R_m − R_g
//! ```
//!
//! Leaves do not respire: the original code declares it and never computes it.

use edaphon_core::Real;

use super::{PlantSite, Tissues};

/// Temperature response of maintenance respiration, g(T) (–), T in K above 250: 1 at 283.15 K.
#[inline(always)]
pub fn respiration_response<R: Real>(temperature: R) -> R {
    let shifted = temperature.max(R::lit(250.0)) + R::lit(46.02 - 273.15);
    (R::lit(308.56) * (R::lit(1.0 / 56.02) - R::one() / shifted)).exp()
}

/// Growth efficiency, Y (–), from the P:N of leaves.
#[inline(always)]
pub fn growth_efficiency<R: Real>(leaf_n: R, leaf_p: R) -> R {
    let has_nitrogen = leaf_n.gt(R::zero());
    let ratio = leaf_p / R::select(has_nitrogen, leaf_n + R::lit(1e-10), R::one());
    let q = R::select(has_nitrogen, ratio, R::zero());
    R::lit(0.65) + R::lit(0.2) * q / (q + R::lit(1.0 / 15.0))
}

/// Respiration of a day (g C m⁻² d⁻¹).
#[derive(Debug, Clone, Copy)]
pub struct Respiration<R> {
    /// Maintenance of wood, R_W.
    pub wood: R,
    /// Maintenance of fine roots, R_R.
    pub froot: R,
    /// Growth, R_g.
    pub growth: R,
    /// Loss of labile carbon, X_lab.
    pub labile: R,
}

impl<R: Real> Respiration<R> {
    /// R_m: wood and roots.
    #[inline(always)]
    pub fn maintenance(&self) -> R {
        self.wood + self.froot
    }
}

/// Respires for a day; `gpp` is what the plant can spend (g C m⁻² d⁻¹), temperatures in K.
#[inline(always)]
pub fn respire<R: Real>(
    site: &PlantSite<R>,
    carbon: Tissues<R>,
    nitrogen: Tissues<R>,
    labile: R,
    leaf_p: R,
    gpp: R,
    [air, soil]: [R; 2],
) -> Respiration<R> {
    let coldest = R::lit(250.0);
    let least = R::lit(1e-6);
    let (in_air, in_soil) = (respiration_response(air), respiration_response(soil));
    let wood =
        R::select(air.gt(coldest) & carbon.wood.gt(least), site.wood_respiration * nitrogen.wood * in_air, R::zero());
    let froot = R::select(
        soil.gt(coldest) & carbon.froot.gt(least),
        site.froot_respiration * nitrogen.froot * in_soil,
        R::zero(),
    );
    let labile = R::select(air.gt(coldest), site.labile_turnover * labile.max(R::zero()) * in_air, R::zero());
    let left = gpp - (wood + froot);
    let growth_cost = R::one() - growth_efficiency(nitrogen.leaf, leaf_p);
    Respiration { wood, froot, growth: growth_cost * left.max(R::zero()), labile }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn response_is_one_at_ten_degrees_and_efficiency_lies_between_its_limits() {
        assert!((respiration_response(283.15_f64) - 1.0).abs() < 1e-3);
        assert_eq!(growth_efficiency(0.0, 1.0), 0.65);
        assert!((growth_efficiency(1.0_f64, 1e9) - 0.85).abs() < 1e-9);
        assert!((growth_efficiency(15.0_f64, 1.0) - 0.75).abs() < 1e-11);
    }
}
