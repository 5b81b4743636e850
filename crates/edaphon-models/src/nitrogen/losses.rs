//! Urea hydrolysis, ammonia volatilisation, chemodenitrification, escape of nitrous oxide, leaching; and uptake by plants.

use edaphon_core::Real;

use super::day::Shared;
use super::soil::{dissociated, leaching_rate};
use super::{NitrogenSite, Weather};

/// What of them a day fixes.
#[derive(Debug, Clone, Copy)]
pub struct LossesDay<R> {
    /// Hydrolysis of urea, k_u φ h (d⁻¹).
    pub urea_hydrolysis: R,
    /// Loss of dissolved ammonia, k_v f_s (1 − W) (d⁻¹).
    volatilisation: R,
    /// pKa of ammonium less the pH of the soil (–).
    pka_above_ph: R,
    /// Chemodenitrification, k_ch φ/(1 + 10^(pH − pKa)) (d⁻¹).
    pub chemodenitrification: R,
    /// Escape of nitrous oxide, k_e (d⁻¹).
    pub escape: R,
    /// Leaching of nitrate and nitrite, λ (d⁻¹).
    pub leaching: R,
    /// Leaching of ammonium, λ f_s (d⁻¹).
    pub nh4_leaching: R,
}

impl<R: Real> LossesDay<R> {
    /// Chemodenitrification decomposes nitrous acid; escape follows the diffusivity of Millington & Quirk (1961, Science 133, 1006):
    ///
    /// ```text
    /// UH = k_u φ h UREA      CH = k_ch NO2/(1 + 10^(pH − pKa)) φ      EM = (k_e0 (1 − W)^n_e + k_aq) N2O      λ = q/(1000 z θ)
    /// ```
    #[inline(always)]
    pub(crate) fn new(site: &NitrogenSite<R>, weather: &Weather<R>, shared: &Shared<R>) -> Self {
        let (p, phi) = (&site.parameters, shared.phi.heterotrophs);
        let air = R::one() - weather.wfps;
        let leaching = leaching_rate(weather.drainage, site.soil.depth * weather.wfps * site.porosity);
        Self {
            urea_hydrolysis: p.urea_hydrolysis * phi * shared.dryness,
            volatilisation: p.volatilisation * shared.dissolved * air,
            pka_above_ph: shared.pka - site.soil.ph,
            chemodenitrification: p.chemodenitrification * phi * dissociated(site.soil.ph - p.pka_hno2),
            escape: p.escape_gas * air.powf(p.escape_exponent) + p.escape_water,
            leaching,
            nh4_leaching: leaching * shared.dissolved,
        }
    }

    /// Volatilisation, VO/NH4 (d⁻¹); urea raises the pH around it:
    ///
    /// ```text
    /// VO = k_v NH4 f_s f_NH3(pH_v, T) (1 − W)      pH_v = pH + ΔpH UREA/(UREA + K_pu)
    /// ```
    #[inline(always)]
    pub fn volatilised(&self, site: &NitrogenSite<R>, urea: R) -> R {
        let p = &site.parameters;
        let rise = p.urea_ph * urea / (urea + p.urea_ph_half);
        self.volatilisation * dissociated(self.pka_above_ph - rise)
    }
}

/// Uptake of ammonium and of nitrate by plants, per ammonium and per nitrate (d⁻¹):
///
/// ```text
/// U4 = U_max ψ NH4/(K_p + ψ NH4 + NO3)      U3 = U_max NO3/(K_p + ψ NH4 + NO3)
/// ```
#[inline(always)]
pub fn plant_uptake<R: Real>(site: &NitrogenSite<R>, capacity: R, nh4: R, no3: R) -> [R; 2] {
    let (psi, k_p) = (site.parameters.uptake_preference, site.parameters.k_m_uptake);
    let per_nitrate = capacity / (k_p + psi * nh4 + no3);
    [psi * per_nitrate, per_nitrate]
}
