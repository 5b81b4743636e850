//! What does not change at a site, and the weather of a day.

use edaphon_core::{Real, record};

use super::soil::ph_response;
use super::{NitrogenParameters, NitrogenSoil, ScaledResponse, TemperatureResponse};

/// Density of the solids of soil (Mg m⁻³).
const SOLID_DENSITY: f64 = 2.65;

/// A quantity for each response to temperature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Groups<T> {
    /// Heterotrophs.
    pub heterotrophs: T,
    /// Ammonia-oxidising archaea.
    pub aoa: T,
    /// Ammonia-oxidising bacteria, and complete ammonia oxidisers.
    pub aob: T,
    /// Nitrite oxidisers.
    pub nob: T,
    /// Denitrifiers, and reducers of nitrate to ammonium.
    pub denitrifiers: T,
    /// Reducers of nitrous oxide.
    pub nosz: T,
    /// Anammox bacteria.
    pub anammox: T,
}

impl<T> Groups<T> {
    /// Each through `f`.
    #[inline(always)]
    pub fn map<S>(self, f: impl Fn(T) -> S) -> Groups<S> {
        Groups {
            heterotrophs: f(self.heterotrophs),
            aoa: f(self.aoa),
            aob: f(self.aob),
            nob: f(self.nob),
            denitrifiers: f(self.denitrifiers),
            nosz: f(self.nosz),
            anammox: f(self.anammox),
        }
    }
}

record! {
    /// Responses to the pH of the soil, π (–).
    pub struct Acidity {
        heterotrophs, "heterotrophs";
        aoa, "ammonia-oxidising archaea";
        aob, "ammonia-oxidising bacteria";
        comammox, "complete ammonia oxidisers";
        nob, "nitrite oxidisers";
        denitrifiers, "denitrifying bacteria";
        fungi, "denitrifying fungi";
        nosz, "reducers of nitrous oxide";
        anammox, "anammox bacteria";
    }
}

record! {
    /// The weather of a day, as the soil feels it.
    pub struct Weather {
        temperature, "soil temperature, T (°C)";
        wfps, "water-filled pore space, W (–), 0 to 1";
        drainage, "water that drains from the layer, q (mm d⁻¹)";
        uptake_capacity, "nitrogen that plants take up at most, U_max (mg N kg⁻¹ d⁻¹)";
        inhibition, "what a nitrification inhibitor leaves of ammonia oxidation by archaea, bacteria and complete oxidisers (–); 1 without";
    }
}

/// A site: parameters, soil, and what follows from both whatever the weather.
#[derive(Debug, Clone, Copy)]
pub struct NitrogenSite<R> {
    /// Parameters.
    pub parameters: NitrogenParameters<R>,
    /// Soil and daily input.
    pub soil: NitrogenSoil<R>,
    /// Pore space, 1 − ρ/2.65 (–).
    pub porosity: R,
    /// exp(−c_clay clay) (–).
    pub clay_shield: R,
    /// Ammonium sorbed per dissolved, K_d0 + K_d1 clay (L kg⁻¹).
    pub sorption: R,
    /// Responses to pH.
    pub acidity: Acidity<R>,
    /// Responses to temperature.
    pub responses: Groups<ScaledResponse<R>>,
    /// 1/B_ref (kg mg⁻¹).
    pub per_reference: R,
    /// 1/R₀ (kg d mg⁻¹).
    pub per_respiration: R,
    /// 1/CN_B (–).
    pub microbial_n_to_c: R,
}

impl<R: Real> NitrogenSite<R> {
    /// A site whose groups respond to temperature by their cardinal temperatures.
    #[inline(always)]
    pub fn new(parameters: &NitrogenParameters<R>, soil: &NitrogenSoil<R>) -> Self {
        let cardinal = |[min, opt, max]: [R; 3]| TemperatureResponse::Cardinal { min, opt, max };
        Self::with_responses(parameters, soil, cardinal_temperatures(parameters).map(cardinal))
    }

    /// A site with other responses to temperature.
    #[inline(always)]
    pub fn with_responses(
        parameters: &NitrogenParameters<R>,
        soil: &NitrogenSoil<R>,
        responses: Groups<TemperatureResponse<R>>,
    ) -> Self {
        let p = parameters;
        Self {
            parameters: *p,
            soil: *soil,
            porosity: R::one() - soil.bulk_density * R::lit(1.0 / SOLID_DENSITY),
            clay_shield: (-p.clay_protection * soil.clay).exp(),
            sorption: p.sorption_base + p.sorption_clay * soil.clay,
            acidity: acidity(p, soil.ph),
            responses: responses.map(TemperatureResponse::scaled),
            per_reference: R::one() / p.biomass_reference,
            per_respiration: R::one() / p.respiration_reference,
            microbial_n_to_c: R::one() / p.microbial_c_to_n,
        }
    }
}

/// Lowest, best and highest temperature of each group (°C).
pub fn cardinal_temperatures<R: Copy>(p: &NitrogenParameters<R>) -> Groups<[R; 3]> {
    Groups {
        heterotrophs: [p.t_min_heterotrophs, p.t_opt_heterotrophs, p.t_max_heterotrophs],
        aoa: [p.t_min_aoa, p.t_opt_aoa, p.t_max_aoa],
        aob: [p.t_min_aob, p.t_opt_aob, p.t_max_aob],
        nob: [p.t_min_nob, p.t_opt_nob, p.t_max_nob],
        denitrifiers: [p.t_min_denitrifiers, p.t_opt_denitrifiers, p.t_max_denitrifiers],
        nosz: [p.t_min_nosz, p.t_opt_nosz, p.t_max_nosz],
        anammox: [p.t_min_anammox, p.t_opt_anammox, p.t_max_anammox],
    }
}

#[inline(always)]
fn acidity<R: Real>(p: &NitrogenParameters<R>, ph: R) -> Acidity<R> {
    Acidity {
        heterotrophs: ph_response(ph, p.ph_opt_heterotrophs, p.ph_width_heterotrophs),
        aoa: ph_response(ph, p.ph_opt_aoa, p.ph_width_aoa),
        aob: ph_response(ph, p.ph_opt_aob, p.ph_width_aob),
        comammox: ph_response(ph, p.ph_opt_comammox, p.ph_width_comammox),
        nob: ph_response(ph, p.ph_opt_nob, p.ph_width_nob),
        denitrifiers: ph_response(ph, p.ph_opt_denitrifiers, p.ph_width_denitrifiers),
        fungi: ph_response(ph, p.ph_opt_fungi, p.ph_width_fungi),
        nosz: ph_response(ph, p.ph_opt_nosz, p.ph_width_nosz),
        anammox: ph_response(ph, p.ph_opt_anammox, p.ph_width_anammox),
    }
}
