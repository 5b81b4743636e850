//! Organic matter: decay, mineralisation, immobilisation, microbial growth and turnover.

use edaphon_core::Real;
use edaphon_core::real::two_reciprocals;

use super::day::Shared;
use super::flows::quotient;
use super::{AnaerobicDay, NitrogenSite, NitrogenState, Weather};

/// What of it a day fixes.
#[derive(Debug, Clone, Copy)]
pub struct OrganicDay<R> {
    /// Decay of labile carbon per microbial carbon, k_L φ π h (d⁻¹).
    labile: R,
    /// Decay of stable carbon per microbial carbon, k_S φ π h exp(−c_clay clay) (d⁻¹).
    stable: R,
    /// Turnover of microbes at B_ref, k_t φ (d⁻¹).
    turnover: R,
    /// Carbon use efficiency, CUE (–).
    pub efficiency: R,
}

impl<R: Real> OrganicDay<R> {
    #[inline(always)]
    pub(crate) fn new(site: &NitrogenSite<R>, weather: &Weather<R>, shared: &Shared<R>) -> Self {
        let p = &site.parameters;
        let phi = shared.phi.heterotrophs;
        let activity = phi * site.acidity.heterotrophs * shared.dryness;
        Self {
            labile: p.k_labile * activity,
            stable: p.k_stable * activity * site.clay_shield,
            turnover: p.k_turnover * phi,
            efficiency: carbon_use_efficiency(weather.temperature, p.cue_25, p.cue_slope),
        }
    }
}

/// Carbon use efficiency, CUE (–): CUE25 − m (T − 25), within 0.1 and 0.7.
///
/// Qiao et al. (2019, Glob. Change Biol., carbon use efficiency of soil microbes) for slope and level.
#[inline(always)]
pub fn carbon_use_efficiency<R: Real>(temperature: R, at_25: R, slope: R) -> R {
    (at_25 - slope * (temperature - R::lit(25.0))).clip(R::lit(0.1), R::lit(0.7))
}

/// Organic matter in a state: rates as the share of the donor that moves in a day (d⁻¹), the rest in mg kg⁻¹ d⁻¹.
#[derive(Debug, Clone, Copy)]
pub struct Organic<R> {
    /// Anaerobic fraction, a (–).
    pub anaerobic: R,
    /// Uptake of labile carbon by microbes, D_L/C_L (d⁻¹).
    pub labile_decay: R,
    /// Uptake of stable carbon by microbes, D_S/C_S (d⁻¹).
    pub stable_decay: R,
    /// Share of decayed organic nitrogen that microbes assimilate as it is, org/DN (–).
    pub assimilated_share: R,
    /// Gross mineralisation, M (mg N kg⁻¹ d⁻¹).
    pub gross_mineralisation: R,
    /// Immobilisation demand, I_dem (mg N kg⁻¹ d⁻¹).
    pub immobilisation_demand: R,
    /// Immobilised ammonium per ammonium (d⁻¹).
    pub nh4_immobilised: R,
    /// Immobilised nitrate per nitrate (d⁻¹).
    pub no3_immobilised: R,
    /// Microbial turnover, t_B/B (d⁻¹).
    pub turnover: R,
    /// Heterotrophic respiration, Rh (mg C kg⁻¹ d⁻¹).
    pub respiration: R,
}

impl<R: Real> OrganicDay<R> {
    /// Section by section:
    ///
    /// ```text
    /// D_j0 = k_j B C_j/(K_j + C_j)         R_p = (1 − CUE)(D_L0 + D_S0)         D_j = D_j0 (1 − ω a)
    /// DN_j = D_j N_j/C_j                   dem = CUE (D_L + D_S)/CN_B
    /// org  = min(η DN, dem)                M = DN − org                         I_dem = dem − org
    /// I4   = I_dem NH4/(K_i4 + NH4)        I3 = (I_dem − I4) NO3/(K_i3 + NO3)
    /// Rh   = D_L + D_S − CN_B (org + I4 + I3)
    /// t_B  = k_t B (B/B_ref)^(β−1)
    /// ```
    ///
    /// Growth that lacks nitrogen is respired. Turnover of dense biomass is faster (Georgiou et al. 2017, Nat. Commun. 8, 1223), and the direct
    /// route beside mineralisation is that of Manzoni & Porporato (2007, Soil Biol. Biochem. 39, 1636).
    #[inline(always)]
    pub fn at(
        &self,
        site: &NitrogenSite<R>,
        anaerobic: &AnaerobicDay<R>,
        state: &NitrogenState<R>,
        microbes: R,
    ) -> Organic<R> {
        let p = &site.parameters;
        let cue = self.efficiency;
        let [per_labile, per_stable] = two_reciprocals(p.k_m_labile + state.c_labile, p.k_m_stable + state.c_stable);
        let potential = [
            with_carbon(self.labile * microbes * per_labile, state.c_labile),
            with_carbon(self.stable * microbes * per_stable, state.c_stable),
        ];
        let potential_respiration = (R::one() - cue) * (potential[0] * state.c_labile + potential[1] * state.c_stable);
        let a = anaerobic.fraction(potential_respiration);
        let slowed = R::one() - p.anaerobic_slowing * a;
        let [labile_decay, stable_decay] = potential.map(|rate| rate * slowed);

        let decayed_n = labile_decay * state.n_labile + stable_decay * state.n_stable;
        let decayed_c = labile_decay * state.c_labile + stable_decay * state.c_stable;
        let demand = cue * decayed_c * site.microbial_n_to_c;
        let assimilated = (p.direct_route * decayed_n).min(demand);
        let immobilisation_demand = demand - assimilated;
        let [per_nh4, per_no3] = two_reciprocals(p.k_m_immobilised_nh4 + state.nh4, p.k_m_immobilised_no3 + state.no3);
        let nh4_immobilised = immobilisation_demand * per_nh4;
        let i4 = nh4_immobilised * state.nh4;
        let no3_immobilised = (immobilisation_demand - i4) * per_no3;
        let growth_n = assimilated + i4 + no3_immobilised * state.no3;
        let crowding =
            ((p.density_dependence - R::one()) * (microbes * site.per_reference).max(R::lit(1e-300)).ln()).exp();
        Organic {
            anaerobic: a,
            labile_decay,
            stable_decay,
            assimilated_share: quotient(assimilated, decayed_n),
            gross_mineralisation: decayed_n - assimilated,
            immobilisation_demand,
            nh4_immobilised,
            no3_immobilised,
            turnover: self.turnover * crowding,
            respiration: (decayed_c - p.microbial_c_to_n * growth_n).max(R::zero()),
        }
    }
}

/// `rate` where there is carbon, and 0 where there is none.
#[inline(always)]
fn with_carbon<R: Real>(rate: R, carbon: R) -> R {
    R::select(carbon.gt(R::zero()), rate, R::zero())
}
