//! Nitrogen fixation, free-living and symbiotic.

use edaphon_core::Real;
use edaphon_core::real::two_reciprocals;

use super::day::Shared;
use super::temperature::fixation_response;
use super::{NitrogenSite, Weather};

/// What of it a day fixes.
#[derive(Debug, Clone, Copy)]
pub struct FixationDay<R> {
    /// Free-living, V_nif r_dz H h (mg N (mg C)⁻¹ d⁻¹ of microbial carbon).
    free: R,
    /// Symbiotic, F_smax H h (mg N kg⁻¹ d⁻¹).
    symbiotic: R,
}

impl<R: Real> FixationDay<R> {
    #[inline(always)]
    pub(crate) fn new(site: &NitrogenSite<R>, weather: &Weather<R>, shared: &Shared<R>) -> Self {
        let p = &site.parameters;
        let response = fixation_response(weather.temperature, p.fixation_b, p.fixation_optimum) * shared.dryness;
        Self { free: p.v_nif * p.r_diazotroph * response, symbiotic: site.soil.symbiotic_fixation * response }
    }

    /// Free-living and symbiotic fixation (mg N kg⁻¹ d⁻¹), which mineral nitrogen represses:
    ///
    /// ```text
    /// FN = V_nif X_dz H h f_R K_nif/(K_nif + NH4 + NO3)      FS = F_smax H h K_sym/(K_sym + NH4 + NO3)
    /// ```
    ///
    /// `donors` is f_R (–). Symbionts are fed by plants: they work on in frost unless the caller sets F_smax to 0.
    #[inline(always)]
    pub fn at(&self, site: &NitrogenSite<R>, microbes: R, donors: R, mineral: R) -> [R; 2] {
        let p = &site.parameters;
        let [per_nif, per_symbiosis] = two_reciprocals(p.k_i_nif + mineral, p.k_i_symbiosis + mineral);
        [self.free * microbes * donors * (p.k_i_nif * per_nif), self.symbiotic * (p.k_i_symbiosis * per_symbiosis)]
    }
}
