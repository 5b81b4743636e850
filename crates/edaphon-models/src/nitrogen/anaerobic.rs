//! The anaerobic fraction of the soil.

use edaphon_core::Real;

use super::NitrogenSite;

/// What of the anaerobic fraction a day fixes.
#[derive(Debug, Clone, Copy)]
pub struct AnaerobicDay<R> {
    /// Aerobic per anaerobic soil without respiration, exp(−s_a (W − W_a0)) (–).
    odds: R,
    /// s_a c_a (–).
    feedback: R,
    per_respiration: R,
}

impl<R: Real> AnaerobicDay<R> {
    #[inline(always)]
    pub(crate) fn new(site: &NitrogenSite<R>, wfps: R) -> Self {
        let p = &site.parameters;
        Self {
            odds: (-p.anaerobic_slope * (wfps - p.anaerobic_wfps)).exp(),
            feedback: p.anaerobic_slope * p.anaerobic_respiration,
            per_respiration: site.per_respiration,
        }
    }

    /// Anaerobic fraction, a (–): wet soil that respires much is anaerobic at lower moisture.
    ///
    /// ```text
    /// W_a = W_a0 − c_a ln(1 + R_p/R₀)      a = 1/(1 + exp(−s_a (W − W_a)))
    ///     = 1/(1 + exp(−s_a (W − W_a0)) (1 + R_p/R₀)^(−s_a c_a))
    /// ```
    ///
    /// `potential_respiration` is R_p (mg C kg⁻¹ d⁻¹), that before anaerobic conditions slow it: the law then stays explicit. It has the part of DAYCENT's
    /// moisture threshold, which CO2 shifts (Del Grosso et al. 2000, Glob. Biogeochem. Cycles 14, 1045).
    #[inline(always)]
    pub fn fraction(&self, potential_respiration: R) -> R {
        let shift = (-self.feedback * (R::one() + potential_respiration * self.per_respiration).ln()).exp();
        R::one() / (R::one() + self.odds * shift)
    }
}
