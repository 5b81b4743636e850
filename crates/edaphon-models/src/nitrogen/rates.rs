//! All rates of a state.

use edaphon_core::Real;

use super::anaerobic_nitrogen::{ANAMMOX_NO2_TO_N2, ANAMMOX_NO2_TO_NO3};
use super::denitrification::donor_limitation;
use super::losses::plant_uptake;
use super::nitrification::AmmoniaOxidation;
use super::organic::Organic;
use super::{Arrivals, Flows, NitrogenDay, NitrogenSite, NitrogenState};

/// What goes on in a state, and how fast.
#[derive(Debug, Clone, Copy)]
pub struct Rates<R> {
    /// Share of its donor that each flow moves (d⁻¹).
    pub flows: Flows<R>,
    /// What arrives from outside (mg N kg⁻¹ d⁻¹).
    pub arrivals: Arrivals<R>,
    /// Organic matter and microbes, with the anaerobic fraction.
    pub organic: Organic<R>,
    /// Limitation by electron donors, f_R (–).
    pub donor_limitation: R,
    /// Ammonia oxidation by group.
    pub ammonia_oxidation: AmmoniaOxidation<R>,
}

impl<R: Real> NitrogenDay<R> {
    /// The rates in `state`.
    #[inline(always)]
    pub fn rates(&self, site: &NitrogenSite<R>, state: &NitrogenState<R>) -> Rates<R> {
        let p = &site.parameters;
        let b = state.n_microbial * p.microbial_c_to_n;
        let (nh4, no2, no3) = (state.nh4, state.no2, state.no3);
        let organic = self.organic.at(site, &self.anaerobic, state, b);
        let (a, rh) = (organic.anaerobic, organic.respiration);
        let f_r = donor_limitation(rh, p.k_m_respiration);

        let oxidation = self.nitrification.ammonia_oxidation(site, b, a, nh4);
        let [no2_oxidised, nitrifier_denitrification] = self.nitrification.nitrite(site, b, a, nh4, no2);
        let denitrification = self.denitrification.rates(site, b, a, f_r, [no2, no3, state.n2o]);
        let [anammox, dnra] = self.anaerobic_nitrogen.rates(site, b, a, rh, [nh4, no2, no3]);
        let [nh4_taken_up, no3_taken_up] = plant_uptake(site, self.uptake_capacity, nh4, no3);
        let [fixed_free, fixed_symbiotic] = self.fixation.at(site, b, f_r, nh4 + no3);
        let mineralised_share = R::one() - organic.assimilated_share;
        let flows = Flows {
            labile_mineralised: organic.labile_decay * mineralised_share,
            labile_assimilated: organic.labile_decay * organic.assimilated_share,
            stable_mineralised: organic.stable_decay * mineralised_share,
            stable_assimilated: organic.stable_decay * organic.assimilated_share,
            microbial_turnover: organic.turnover,
            urea_hydrolysed: self.losses.urea_hydrolysis,
            nh4_immobilised: organic.nh4_immobilised,
            nh4_oxidised: oxidation.to_no2(),
            nh4_to_n2o: oxidation.to_n2o,
            nh4_to_no: oxidation.to_no,
            nh4_to_no3: oxidation.comammox + oxidation.heterotrophic,
            anammox_nh4: anammox * no2,
            nitrified_n2o: R::zero(),
            nitrified_n2: R::zero(),
            nh3_volatilised: self.losses.volatilised(site, state.urea),
            nh4_leached: self.losses.nh4_leaching,
            nh4_taken_up,
            no2_oxidised,
            nitrifier_denitrification,
            no2_to_n2o: denitrification.no2_to_n2o,
            no2_to_no: denitrification.no2_to_no,
            anammox_no2: R::lit(ANAMMOX_NO2_TO_N2) * anammox * nh4,
            anammox_no3: R::lit(ANAMMOX_NO2_TO_NO3) * anammox * nh4,
            chemodenitrification: self.losses.chemodenitrification,
            no2_leached: self.losses.leaching,
            no3_immobilised: organic.no3_immobilised,
            no3_reduced: denitrification.no3_reduced,
            dnra,
            denitrified_n2o: R::zero(),
            denitrified_n2: R::zero(),
            no3_leached: self.losses.leaching,
            no3_taken_up,
            n2o_reduced: denitrification.n2o_reduced,
            n2o_emitted: self.losses.escape,
        };
        let arrivals = Arrivals {
            litter: site.soil.litter_carbon / site.soil.litter_c_to_n,
            fixed_free,
            fixed_symbiotic,
            nh4_deposited: site.soil.nh4_deposition,
            no3_deposited: site.soil.no3_deposition,
        };
        Rates { flows, arrivals, organic, donor_limitation: f_r, ammonia_oxidation: oxidation }
    }
}
