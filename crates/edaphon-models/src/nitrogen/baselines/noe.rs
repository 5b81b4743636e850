//! NOE: denitrification from a potential of the site, a share of it as nitrous oxide.

use edaphon_core::Defaults::One;
use edaphon_core::Prior::{Fixed, LogNormal, Uniform};
use edaphon_core::{Real, parameters, record};

use super::{Conditions, usual};

/// ln 89: response to temperature below 11 °C.
const LN_Q10_COLD: f64 = 4.488_636_369_732_14;

parameters! {
    /// The scheme at a site, after Hénault et al. (2005, Glob. Change Biol. 11, 115) and its use in CERES-EGC.
    pub struct Noe, NOE_PARAMETERS of "noe" {
        potential_denitrification: "PDR", "kgN ha-1 d-1", One(6.0), 0.01..=500.0, LogNormal { median: 6.0, spread: 0.8211 }, "henault2005", "potential denitrification at 20 °C; of a site, 0.1 to 20";
        potential_nitrification: "PNR", "mgN kg-1 d-1", One(10.0), 0.1..=500.0, LogNormal { median: 10.0, spread: 0.7073 }, "henault2005", "potential nitrification at 20 °C; of a site";
        n2o_share: "r", "1", One(0.2), 0.001..=1.0, LogNormal { median: 0.2, spread: 0.5605 }, "henault2005", "share of denitrified nitrogen that is N2O; of a site, 0.09 to 0.9";
        nitrification_share: "z", "1", One(0.006), 0.00006..=0.6, LogNormal { median: 0.006, spread: 0.7073 }, "henault2005", "N2O per nitrogen nitrified; 0.0006 to 0.02";
        wfps_threshold: "W_N", "1", One(0.62), 0.3..=0.9, Uniform, "henault2005", "WFPS above which there is denitrification";
        wfps_exponent: "n_W", "1", One(1.74), 0.5..=5.0, Fixed, "henault2005", "exponent of WFPS above it";
        wfps_reduced: "W_r", "1", One(0.62), 0.3..=1.0, Fixed, "henault2005", "WFPS from which N2O of nitrification is reduced like that of denitrification";
        k_m_no3: "K_NO3", "mgN kg-1", One(22.0), 0.5..=1000.0, LogNormal { median: 22.0, spread: 0.7073 }, "henault2005", "nitrate at half the rate of denitrification";
        k_m_nh4: "K_NH4", "mgN kg-1", One(10.0), 0.3..=500.0, LogNormal { median: 10.0, spread: 0.7073 }, "henault2005", "ammonium at half the rate of nitrification";
        q10: "Q10", "1", One(2.1), 1.0..=6.0, LogNormal { median: 2.1, spread: 0.2 }, "henault2005", "factor by which both speed up over 10 K, denitrification above 11 °C";
        depth: "z_N", "m", One(0.2), 0.01..=2.0, Fixed, "edaphon", "thickness of the layer";
    }
}

record! {
    /// What the scheme gives (mg N kg⁻¹ d⁻¹).
    pub struct NoeGases {
        denitrified, "denitrification, D";
        nitrified, "nitrification, N";
        n2o_denitrification, "N2O of denitrification";
        n2o_nitrification, "N2O of nitrification";
        n2o, "N2O of both";
        n2, "N2";
    }
}

impl<R: Real> Noe<R> {
    /// Potentials of a fertile arable soil, in a layer `depth` (m) thick.
    pub fn arable(depth: R) -> Self {
        Self { depth, ..Self::load(&usual(&NOE_PARAMETERS)) }
    }

    /// Gases under conditions `c`:
    ///
    /// ```text
    /// D = PDR/(10 ρ z) NO3/(K_NO3 + NO3) F_W F_T      F_W = ((W − W_N)/(1 − W_N))^1.74 above W_N
    /// N = PNR NH4/(K_NH4 + NH4) N_W Q10^((T − 20)/10)      N_W: 0 at 0.10, 1 at 0.60, 0 at 0.80, linear between
    /// F_T = 89^((T − 11)/10) Q10^(−0.9) below 11 °C, Q10^((T − 20)/10) above
    /// N2O = r D + z N, of which at W ≥ W_r the share 1 − r of z N is reduced
    /// ```
    ///
    /// The response of nitrification to moisture is a triangle; the original fits a line at each site.
    #[inline(always)]
    pub fn gases(&self, c: &Conditions<R>) -> NoeGases<R> {
        let wet = c.wfps.ge(self.wfps_reduced);
        let ln_q10 = self.q10.ln();
        let potential = self.potential_denitrification / (R::lit(10.0) * c.bulk_density * self.depth);
        let f_n = c.no3 / (self.k_m_no3 + c.no3);
        let above = (c.wfps - self.wfps_threshold) / (R::one() - self.wfps_threshold);
        let f_w = above.max(R::zero()).powf(self.wfps_exponent);
        let denitrified = potential * f_n * f_w * denitrification_temperature(c.temperature, ln_q10);
        let limited = self.potential_nitrification * c.nh4 / (self.k_m_nh4 + c.nh4);
        let nitrified = limited * triangle(c.wfps) * warm_response(c.temperature, ln_q10);
        let n2o_denitrification = self.n2o_share * denitrified;
        let formed = self.nitrification_share * nitrified;
        let n2o_nitrification = R::select(wet, self.n2o_share * formed, formed);
        NoeGases {
            denitrified,
            nitrified,
            n2o_denitrification,
            n2o_nitrification,
            n2o: n2o_denitrification + n2o_nitrification,
            n2: denitrified - n2o_denitrification + (formed - n2o_nitrification),
        }
    }
}

/// Q10^((T − 20)/10) (–).
#[inline(always)]
fn warm_response<R: Real>(t: R, ln_q10: R) -> R {
    ((t - R::lit(20.0)) * R::lit(0.1) * ln_q10).exp()
}

/// F_T (–).
#[inline(always)]
fn denitrification_temperature<R: Real>(t: R, ln_q10: R) -> R {
    let cold = (((t - R::lit(11.0)) * R::lit(LN_Q10_COLD) - R::lit(9.0) * ln_q10) * R::lit(0.1)).exp();
    R::select(t.lt(R::lit(11.0)), cold, warm_response(t, ln_q10))
}

/// N_W (–).
#[inline(always)]
fn triangle<R: Real>(w: R) -> R {
    let rise = (w - R::lit(0.1)) * R::lit(2.0);
    let fall = (R::lit(0.8) - w) * R::lit(5.0);
    rise.min(fall).clip(R::zero(), R::one())
}
