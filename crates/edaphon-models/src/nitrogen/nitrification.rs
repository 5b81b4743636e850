//! Nitrification: ammonia oxidation by archaea, bacteria, complete oxidisers and heterotrophs; nitrite oxidation.

use edaphon_core::Real;
use edaphon_core::real::reciprocals;

use super::day::Shared;
use super::flows::quotient;
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
    /// 1/K_I of bacteria (kg (mg N)⁻¹).
    per_k_i_aob: R,
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
            per_k_i_aob: R::one() / p.k_i_aob,
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
        let [per_aoa, per_aob, per_comammox, per_heterotrophic] = reciprocals([
            p.k_m_aoa + nh4,
            p.k_m_aob + nh4 + nh4 * nh4 * self.per_k_i_aob,
            p.k_m_comammox + nh4,
            p.k_m_heterotrophic + nh4,
        ]);
        let (aoa, aob) = (self.aoa * active * per_aoa, self.aob * active * per_aob);
        let rise = R::one() + p.n2o_yield_rise * anaerobic;
        AmmoniaOxidation {
            aoa,
            aob,
            comammox: self.comammox * active * per_comammox,
            heterotrophic: self.heterotrophic * active * per_heterotrophic,
            to_n2o: (p.n2o_yield_aoa * aoa + p.n2o_yield_aob * aob) * rise,
            to_no: (aoa + aob) * self.no_yield,
        }
    }

    /// What archaea make of the by-product N2O of archaea and bacteria (–) at `nh4` (mg N kg⁻¹); 0 where neither makes any.
    #[inline(always)]
    pub fn archaeal_share_of_n2o(&self, site: &NitrogenSite<R>, nh4: R) -> R {
        let p = &site.parameters;
        let aoa = p.n2o_yield_aoa * self.aoa / (p.k_m_aoa + nh4);
        let aob = p.n2o_yield_aob * self.aob / (p.k_m_aob + nh4 + nh4 * nh4 * self.per_k_i_aob);
        quotient(aoa, aoa + aob)
    }

    /// Nitrite oxidation, which dissolved ammonia inhibits, and nitrifier denitrification, by ammonia-oxidising bacteria where oxygen is short, both per nitrite (d⁻¹):
    ///
    /// ```text
    /// nNOB = V X NO2/(K + NO2) φ π ox K_I/(K_I + NH4 f_s f_NH3)      NO2 → NO3
    /// ND   = V X_AOB NO2/(K + NO2) φ π 4 a (1 − a)                   NO2 → N2O
    /// ```
    #[inline(always)]
    pub fn nitrite(&self, site: &NitrogenSite<R>, microbes: R, anaerobic: R, nh4: R, no2: R) -> [R; 2] {
        let p = &site.parameters;
        let active = microbes * (R::one() - anaerobic);
        let [per_nob, per_nd, per_nh3, _] = reciprocals([
            p.k_m_nob + no2,
            p.k_m_nitrifier_denitrification + no2,
            p.k_i_nh3 + nh4 * self.ammonia,
            R::one(),
        ]);
        [
            self.nob * active * per_nob * (p.k_i_nh3 * per_nh3),
            self.nitrifier_denitrification * active * (R::lit(4.0) * anaerobic) * per_nd,
        ]
    }
}
