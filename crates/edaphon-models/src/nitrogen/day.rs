//! What a day fixes: everything that depends on site and weather but not on the state.

use edaphon_core::Real;

use super::anaerobic::AnaerobicDay;
use super::anaerobic_nitrogen::AnaerobicNitrogenDay;
use super::denitrification::DenitrificationDay;
use super::fixation::FixationDay;
use super::losses::LossesDay;
use super::nitrification::NitrificationDay;
use super::organic::OrganicDay;
use super::soil::{ammonia_share, ammonium_pka, dissolved_share, dryness_response};
use super::{NitrogenSite, Weather};

/// The coefficients of all rate laws on a day.
///
/// Capacities are those of a unit of microbial carbon (mg N (mg C)⁻¹ d⁻¹): V r φ π, with h where a process needs it moist.
#[derive(Debug, Clone, Copy)]
pub struct NitrogenDay<R> {
    /// Response to drying, h (–).
    pub dryness: R,
    /// Organic matter and microbes.
    pub organic: OrganicDay<R>,
    /// The anaerobic fraction.
    pub anaerobic: AnaerobicDay<R>,
    /// Ammonia and nitrite oxidation.
    pub nitrification: NitrificationDay<R>,
    /// The chain from nitrate to N2.
    pub denitrification: DenitrificationDay<R>,
    /// Anammox and the reduction of nitrate to ammonium.
    pub anaerobic_nitrogen: AnaerobicNitrogenDay<R>,
    /// Fixation.
    pub fixation: FixationDay<R>,
    /// Urea, gases, leaching.
    pub losses: LossesDay<R>,
    /// What plants take up at most (mg N kg⁻¹ d⁻¹).
    pub uptake_capacity: R,
}

/// What several processes share on a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shared<R> {
    pub(crate) dryness: R,
    pub(crate) phi: super::Groups<R>,
    /// Share of ammonium that is dissolved, f_s (–).
    pub(crate) dissolved: R,
    /// pKa of ammonium (–).
    pub(crate) pka: R,
    /// Share of dissolved ammonium that is NH3 at the pH of the soil (–).
    pub(crate) ammonia: R,
}

impl<R: Real> Shared<R> {
    #[inline(always)]
    pub(crate) fn new(site: &NitrogenSite<R>, weather: &Weather<R>) -> Self {
        let (p, t, w) = (&site.parameters, weather.temperature, weather.wfps);
        let pka = ammonium_pka(t);
        let gravimetric_water = w * site.porosity / site.soil.bulk_density;
        Self {
            dryness: dryness_response(w, p.dryness_slope, p.dryness_wfps),
            phi: site.responses.map(|response| response.at(t)),
            dissolved: dissolved_share(gravimetric_water, site.sorption),
            pka,
            ammonia: ammonia_share(pka, site.soil.ph),
        }
    }
}

impl<R: Real> NitrogenDay<R> {
    /// The coefficients at `site` under `weather`.
    #[inline(always)]
    pub fn new(site: &NitrogenSite<R>, weather: &Weather<R>) -> Self {
        Self::of(site, weather, &Shared::new(site, weather))
    }

    /// The coefficients with what processes share.
    #[inline(always)]
    pub(crate) fn of(site: &NitrogenSite<R>, weather: &Weather<R>, shared: &Shared<R>) -> Self {
        Self {
            dryness: shared.dryness,
            organic: OrganicDay::new(site, weather, shared),
            anaerobic: AnaerobicDay::new(site, weather.wfps),
            nitrification: NitrificationDay::new(site, weather, shared),
            denitrification: DenitrificationDay::new(site, weather, shared),
            anaerobic_nitrogen: AnaerobicNitrogenDay::new(site, shared),
            fixation: FixationDay::new(site, weather, shared),
            losses: LossesDay::new(site, weather, shared),
            uptake_capacity: weather.uptake_capacity,
        }
    }
}
