//! NOE: denitrification from a potential of the site, a share of it as nitrous oxide.

use edaphon_core::{Real, record};

use super::Conditions;

/// WFPS above which there is denitrification.
const WET: f64 = 0.62;
/// ln 2.1, ln 89: responses to temperature above and below 11 °C.
const LN_Q10: f64 = 0.741_937_344_729_377_3;
const LN_Q10_COLD: f64 = 4.488_636_369_732_14;

record! {
    /// The scheme at a site, after Hénault et al. (2005, Glob. Change Biol. 11, 115) and its use in CERES-EGC.
    pub struct Noe {
        potential_denitrification, "PDR (kg N ha⁻¹ d⁻¹)";
        potential_nitrification, "PNR (mg N kg⁻¹ d⁻¹)";
        n2o_share, "share of denitrified nitrogen that is N2O, r (–)";
        nitrification_share, "N2O per nitrogen nitrified, z (–)";
        depth, "thickness of the layer (m)";
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
        Self {
            potential_denitrification: R::lit(6.0),
            potential_nitrification: R::lit(10.0),
            n2o_share: R::lit(0.2),
            nitrification_share: R::lit(0.006),
            depth,
        }
    }

    /// Gases under conditions `c`:
    ///
    /// ```text
    /// D = PDR/(10 ρ z) NO3/(22 + NO3) F_W F_T      F_W = ((W − 0.62)/0.38)^1.74 above 0.62
    /// N = PNR NH4/(10 + NH4) N_W 2.1^((T − 20)/10)      N_W: 0 at 0.10, 1 at 0.60, 0 at 0.80, linear between
    /// F_T = 89^((T − 11)/10) 2.1^(−0.9) below 11 °C, 2.1^((T − 20)/10) above
    /// N2O = r D + z N, of which at W ≥ 0.62 the share 1 − r of z N is reduced
    /// ```
    ///
    /// The response of nitrification to moisture is a triangle; the original fits a line at each site.
    #[inline(always)]
    pub fn gases(&self, c: &Conditions<R>) -> NoeGases<R> {
        let wet = c.wfps.ge(R::lit(WET));
        let warm = warm_response(c.temperature);
        let potential = self.potential_denitrification / (R::lit(10.0) * c.bulk_density * self.depth);
        let f_n = c.no3 / (R::lit(22.0) + c.no3);
        let f_w = ((c.wfps - R::lit(WET)) * R::lit(1.0 / 0.38)).max(R::zero()).powf(R::lit(1.74));
        let denitrified = potential * f_n * f_w * denitrification_temperature(c.temperature);
        let nitrified = self.potential_nitrification * c.nh4 / (R::lit(10.0) + c.nh4) * triangle(c.wfps) * warm;
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

/// 2.1^((T − 20)/10) (–).
#[inline(always)]
fn warm_response<R: Real>(t: R) -> R {
    ((t - R::lit(20.0)) * R::lit(LN_Q10 / 10.0)).exp()
}

/// F_T (–).
#[inline(always)]
fn denitrification_temperature<R: Real>(t: R) -> R {
    let cold = (((t - R::lit(11.0)) * R::lit(LN_Q10_COLD) - R::lit(9.0 * LN_Q10)) * R::lit(0.1)).exp();
    R::select(t.lt(R::lit(11.0)), cold, warm_response(t))
}

/// N_W (–).
#[inline(always)]
fn triangle<R: Real>(w: R) -> R {
    let rise = (w - R::lit(0.1)) * R::lit(2.0);
    let fall = (R::lit(0.8) - w) * R::lit(5.0);
    rise.min(fall).clip(R::zero(), R::one())
}
