//! Denitrification: nitrate to nitrite to nitrous oxide to N2, by bacteria and fungi.

use edaphon_core::Real;
use edaphon_core::real::reciprocals;

use super::day::Shared;
use super::flows::quotient;
use super::{NitrogenSite, Weather};

/// What of it a day fixes; capacities per microbial carbon (mg N (mg C)⁻¹ d⁻¹).
#[derive(Debug, Clone, Copy)]
pub struct DenitrificationDay<R> {
    nar: R,
    nir: R,
    fungal: R,
    nos: R,
    /// NO per nitrite that bacteria reduce, y_d (–).
    no_yield: R,
}

impl<R: Real> DenitrificationDay<R> {
    #[inline(always)]
    pub(crate) fn new(site: &NitrogenSite<R>, weather: &Weather<R>, shared: &Shared<R>) -> Self {
        let (p, phi, pi) = (&site.parameters, &shared.phi, &site.acidity);
        let bacteria = p.r_nirs + p.r_nirk;
        let fungi = p.r_fungal_denitrifier * p.fungal_share;
        Self {
            nar: p.v_nar * (bacteria + fungi) * phi.denitrifiers * pi.denitrifiers,
            nir: p.v_nir * bacteria * phi.denitrifiers * pi.denitrifiers,
            fungal: p.v_fungal * fungi * phi.denitrifiers * pi.fungi,
            nos: p.v_nos * p.r_nosz * phi.nosz * pi.nosz,
            no_yield: p.no_yield_denitrification * (R::one() - weather.wfps),
        }
    }
}

/// Rates of the chain, as the share of the donor that moves in a day (d⁻¹); all carry a f_R.
#[derive(Debug, Clone, Copy)]
pub struct Denitrification<R> {
    /// Nitrate to nitrite.
    pub no3_reduced: R,
    /// Nitrite to N2O, by bacteria and fungi.
    pub no2_to_n2o: R,
    /// Nitrite to NO.
    pub no2_to_no: R,
    /// Nitrous oxide to N2.
    pub n2o_reduced: R,
}

impl<R: Real> DenitrificationDay<R> {
    /// The chain, with a_n = a f_R and X_n = X_nirS + X_nirK, X_f = r_fd f_F B:
    ///
    /// ```text
    /// D1 = V_nar (X_n + X_f) NO3/(K_nar + NO3) φ π a_n                   NO3 → NO2
    /// D2 = V_nir X_n NO2/(K_nir + NO2) φ π a_n                           NO2 → N2O, and NO in the share y_d = y_NOd (1 − W)
    /// DF = V_fd X_f NO2/(K_nir + NO2) φ π_f a_n                          NO2 → N2O, where fungi stop
    /// D3 = V_nos X_nosZ N2O/(K_nos + N2O) φ π a_n K_I/(K_I + NO3)        N2O → N2
    /// ```
    #[inline(always)]
    pub fn rates(
        &self,
        site: &NitrogenSite<R>,
        microbes: R,
        anaerobic: R,
        donors: R,
        [no2, no3, n2o]: [R; 3],
    ) -> Denitrification<R> {
        let p = &site.parameters;
        let active = microbes * anaerobic * donors;
        let [per_nar, per_nir, per_nos, per_no3] =
            reciprocals([p.k_m_nar + no3, p.k_m_nir + no2, p.k_m_nos + n2o, p.k_i_nos + no3]);
        Denitrification {
            no3_reduced: self.nar * active * per_nar,
            no2_to_n2o: (self.nir * (R::one() - self.no_yield) + self.fungal) * active * per_nir,
            no2_to_no: self.nir * self.no_yield * active * per_nir,
            n2o_reduced: self.nos * active * per_nos * (p.k_i_nos * per_no3),
        }
    }

    /// What fungi make of the N2O of bacteria and fungi from nitrite (–), whatever the state; 0 where neither makes any.
    #[inline(always)]
    pub fn fungal_share_of_n2o(&self) -> R {
        quotient(self.fungal, self.nir * (R::one() - self.no_yield) + self.fungal)
    }
}

/// Limitation by electron donors, f_R (–): Rh/(K_R + Rh), Rh the heterotrophic respiration (mg C kg⁻¹ d⁻¹).
#[inline(always)]
pub fn donor_limitation<R: Real>(respiration: R, k_m: R) -> R {
    respiration / (k_m + respiration)
}
