//! A scheme without microbes in the place of nitrification and denitrification, in the dynamic model.
//!
//! ```text
//! NH4 → NO3     nit − gases of nitrification
//! NH4 → N2O, N2 gases of nitrification, emitted at once
//! NO3 → N2O, N2 denit, emitted at once
//! ```
//!
//! Organic matter, urea, volatilisation, fixation, leaching and plants are those of the model. The schemes know neither nitrite nor N2O in soil, anammox nor
//! reduction of nitrate to ammonium: what a state holds of nitrite becomes nitrate within a day, and its N2O escapes.

use edaphon_core::Real;

use super::{Conditions, Daycent, Noe};
use crate::nitrogen::flows::quotient;
use crate::nitrogen::step::Laws;
use crate::nitrogen::{Flows, NitrogenDay, NitrogenSite, NitrogenState, Rates, Weather};

/// Oxidation of the nitrite that a state started with (d⁻¹).
const NITRITE_OXIDATION: f64 = 10.0;

/// A scheme without microbes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scheme<R> {
    /// After Hénault et al.
    Noe(Noe<R>),
    /// After Parton et al. and Del Grosso et al., at a site of this water content at field capacity (m³ m⁻³).
    Daycent(Daycent<R>, R),
}

/// Nitrified and denitrified nitrogen, and the gases that are part of each (mg N kg⁻¹ d⁻¹).
struct Gases<R> {
    nitrified: R,
    nitrified_n2o: R,
    nitrified_n2: R,
    denitrified_n2o: R,
    denitrified_n2: R,
}

impl<R: Real> Scheme<R> {
    /// Name in tables.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Noe(_) => "NOE",
            Self::Daycent(..) => "DAYCENT",
        }
    }

    #[inline(always)]
    fn gases(&self, conditions: &Conditions<R>) -> Gases<R> {
        match self {
            Self::Noe(noe) => {
                let g = noe.gases(conditions);
                let denitrified_n2 = g.denitrified - g.n2o_denitrification;
                Gases {
                    nitrified: g.nitrified,
                    nitrified_n2o: g.n2o_nitrification,
                    nitrified_n2: (g.n2 - denitrified_n2).max(R::zero()),
                    denitrified_n2o: g.n2o_denitrification,
                    denitrified_n2,
                }
            }
            Self::Daycent(daycent, _) => {
                let g = daycent.gases(conditions);
                Gases {
                    nitrified: g.nitrified,
                    nitrified_n2o: g.n2o_nitrification,
                    nitrified_n2: R::zero(),
                    denitrified_n2o: g.n2o_denitrification,
                    denitrified_n2: g.n2,
                }
            }
        }
    }
}

/// The laws of a day with a scheme in the place of nitrification and denitrification.
#[derive(Debug, Clone, Copy)]
pub struct SchemeDay<R> {
    day: NitrogenDay<R>,
    weather: Weather<R>,
    scheme: Scheme<R>,
}

impl<R: Real> SchemeDay<R> {
    /// The coefficients at `site` under `weather`; a nitrification inhibitor acts on the scheme's nitrification as on that of microbes.
    #[inline(always)]
    pub fn new(site: &NitrogenSite<R>, weather: &Weather<R>, scheme: Scheme<R>) -> Self {
        Self { day: NitrogenDay::new(site, weather), weather: *weather, scheme }
    }

    /// What the scheme reads in a state that respires `respiration` (mg C kg⁻¹ d⁻¹).
    #[inline(always)]
    fn conditions(&self, site: &NitrogenSite<R>, state: &NitrogenState<R>, respiration: R) -> Conditions<R> {
        let field_capacity = match self.scheme {
            Scheme::Noe(_) => R::zero(),
            Scheme::Daycent(_, capacity) => capacity,
        };
        Conditions {
            temperature: self.weather.temperature,
            wfps: self.weather.wfps,
            nh4: state.nh4,
            no3: state.no3,
            ph: site.soil.ph,
            respiration,
            bulk_density: site.soil.bulk_density,
            field_capacity,
        }
    }
}

impl<R: Real> Laws<R> for SchemeDay<R> {
    #[inline(always)]
    fn rates(&self, site: &NitrogenSite<R>, state: &NitrogenState<R>) -> Rates<R> {
        let mut rates = self.day.rates(site, state);
        let g = self.scheme.gases(&self.conditions(site, state, rates.organic.respiration));
        let zero = R::zero();
        let left = self.weather.inhibition;
        let to_no3 = (g.nitrified - g.nitrified_n2o - g.nitrified_n2).max(zero);
        rates.flows = Flows {
            nh4_oxidised: zero,
            nh4_to_n2o: zero,
            nh4_to_no: zero,
            nh4_to_no3: quotient(to_no3 * left, state.nh4),
            nitrified_n2o: quotient(g.nitrified_n2o * left, state.nh4),
            nitrified_n2: quotient(g.nitrified_n2 * left, state.nh4),
            anammox_nh4: zero,
            no2_oxidised: R::lit(NITRITE_OXIDATION),
            nitrifier_denitrification: zero,
            no2_to_n2o: zero,
            no2_to_no: zero,
            anammox_no2: zero,
            anammox_no3: zero,
            chemodenitrification: zero,
            no3_reduced: zero,
            dnra: zero,
            denitrified_n2o: quotient(g.denitrified_n2o, state.no3),
            denitrified_n2: quotient(g.denitrified_n2, state.no3),
            n2o_reduced: zero,
            ..rates.flows
        };
        rates
    }
}
