//! Nitrification: ammonia oxidation by archaea, bacteria, complete oxidisers and heterotrophs; nitrite oxidation.

use edaphon_core::Real;

use super::day::Shared;
use super::{NitrogenSite, Weather};

/// What of it a day fixes; capacities per microbial carbon (mg N (mg C)⁻¹ d⁻¹).
#[derive(Debug, Clone, Copy)]
pub struct NitrificationDay<R> {
    aoa: R,
    aob: R,
    comammox: R,
    heterotrophic: R,
    nob: R,
    nitrifier_denitrification: R,
    /// NO per nitrogen oxidised, y_n (–).
    no_yield: R,
    /// Share of ammonium that is dissolved NH3 at the pH of the soil, f_s f_NH3 (–).
    ammonia: R,
}

impl<R: Real> NitrificationDay<R> {
    #[inline(always)]
    pub(crate) fn new(site: &NitrogenSite<R>, weather: &Weather<R>, shared: &Shared<R>) -> Self {
        let (p, phi, pi, h) = (&site.parameters, &shared.phi, &site.acidity, shared.dryness);
        let left = h * weather.inhibition;
        let aob = p.r_aob * phi.aob * pi.aob;
        Self {
            aoa: p.v_aoa * p.r_aoa * phi.aoa * pi.aoa * left,
            aob: p.v_aob * aob * left,
            comammox: p.v_comammox * p.r_comammox * phi.aob * pi.comammox * left,
            heterotrophic: p.v_heterotrophic * p.fungal_share * phi.heterotrophs * h,
            nob: p.v_nob * p.r_nob * phi.nob * pi.nob * h,
            nitrifier_denitrification: p.v_nitrifier_denitrification * aob,
            no_yield: p.no_yield_nitrification * (R::one() - weather.wfps),
            ammonia: shared.dissolved * shared.ammonia,
        }
    }
}

/// Rates of ammonia oxidation, per ammonium (d⁻¹).
#[derive(Debug, Clone, Copy)]
pub struct AmmoniaOxidation<R> {
    /// By archaea, nAOA/NH4.
    pub aoa: R,
    /// By bacteria, nAOB/NH4.
    pub aob: R,
    /// To nitrate, by complete oxidisers, nCOM/NH4.
    pub comammox: R,
    /// To nitrate, by heterotrophs, nHET/NH4.
    pub heterotrophic: R,
    /// By-product N2O of archaea and bacteria.
    pub to_n2o: R,
    /// By-product NO of archaea and bacteria.
    pub to_no: R,
}

impl<R: Real> AmmoniaOxidation<R> {
    /// What archaea and bacteria oxidise to nitrite, by-products apart (d⁻¹).
    #[inline(always)]
    pub fn to_no2(&self) -> R {
        self.aoa + self.aob - self.to_n2o - self.to_no
    }

    /// All nitrification (d⁻¹).
    #[inline(always)]
    pub fn total(&self) -> R {
        self.aoa + self.aob + self.comammox + self.heterotrophic
    }
}

impl<R: Real> NitrificationDay<R> {
    /// Ammonia oxidation, with ox = h (1 − a):
    ///
    /// ```text
    /// nAOA = V X NH4/(K + NH4)                 φ π ox
    /// nAOB = V X NH4/(K + NH4 + NH4²/K_I)      φ π ox       Haldane; Koper et al. (2010)
    /// nCOM = V X NH4/(K + NH4)                 φ π ox       to NO3 at once
    /// nHET = V f_F B NH4/(K + NH4)             φ ox         to NO3 at once
    /// by-products of nAOA and nAOB: N2O y (1 + b_y a), NO y_n = y_NOn (1 − W)
    /// ```
    #[inline(always)]
    pub fn ammonia_oxidation(&self, site: &NitrogenSite<R>, microbes: R, anaerobic: R, nh4: R) -> AmmoniaOxidation<R> {
        let p = &site.parameters;
        let active = microbes * (R::one() - anaerobic);
        let aoa = self.aoa * active / (p.k_m_aoa + nh4);
        let aob = self.aob * active / (p.k_m_aob + nh4 + nh4 * nh4 / p.k_i_aob);
        let rise = R::one() + p.n2o_yield_rise * anaerobic;
        AmmoniaOxidation {
            aoa,
            aob,
            comammox: self.comammox * active / (p.k_m_comammox + nh4),
            heterotrophic: self.heterotrophic * active / (p.k_m_heterotrophic + nh4),
            to_n2o: (p.n2o_yield_aoa * aoa + p.n2o_yield_aob * aob) * rise,
            to_no: (aoa + aob) * self.no_yield,
        }
    }

    /// Capacity of nitrite oxidation (mg N kg⁻¹ d⁻¹), which dissolved ammonia inhibits:
    ///
    /// ```text
    /// nNOB = V X NO2/(K + NO2) φ π ox K_I/(K_I + NH4 f_s f_NH3)
    /// ```
    #[inline(always)]
    pub fn nitrite_oxidation(&self, site: &NitrogenSite<R>, microbes: R, anaerobic: R, nh4: R) -> R {
        let k_i = site.parameters.k_i_nh3;
        self.nob * microbes * (R::one() - anaerobic) * k_i / (k_i + nh4 * self.ammonia)
    }

    /// Capacity of nitrifier denitrification (mg N kg⁻¹ d⁻¹), by ammonia-oxidising bacteria where oxygen is short:
    ///
    /// ```text
    /// ND = V X_AOB NO2/(K + NO2) φ π 4 a (1 − a)
    /// ```
    #[inline(always)]
    pub fn nitrifier_denitrification(&self, microbes: R, anaerobic: R) -> R {
        self.nitrifier_denitrification * microbes * R::lit(4.0) * anaerobic * (R::one() - anaerobic)
    }
}
