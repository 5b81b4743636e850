//! Daily emissions of N2O where ammonium, nitrate, moisture and temperature were measured: the nitrogen model in its quasi-steady state, NOE and DAYCENT.

use core::ops::Range;

use edaphon_core::{ParamTable, Real};
use edaphon_models::nitrogen::baselines::{Conditions, DAYCENT_PARAMETERS, Daycent, NOE_PARAMETERS, Noe};
use edaphon_models::nitrogen::{
    NITROGEN_PARAMETERS, NitrogenDay, NitrogenParameters, NitrogenSite, NitrogenSoil, NitrogenState, Weather,
};

use super::constant;
use crate::Free;
use crate::posterior::{Predictor, Slopes};

/// A model of daily emissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    /// The nitrogen model with its groups of microbes, nitrite and N2O in quasi-steady state.
    Traits,
    /// The scheme of DAYCENT.
    Daycent,
    /// The scheme of NOE.
    Noe,
}

impl Model {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Traits, Self::Daycent, Self::Noe];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Traits => "Edaphon",
            Self::Daycent => "DAYCENT",
            Self::Noe => "NOE",
        }
    }

    /// Its parameters.
    pub fn table(self) -> &'static ParamTable {
        match self {
            Self::Traits => &NITROGEN_PARAMETERS,
            Self::Daycent => &DAYCENT_PARAMETERS,
            Self::Noe => &NOE_PARAMETERS,
        }
    }

    /// What daily emissions may tell of it: five quantities of each model, of the N2O of nitrification, of the capacity for denitrification, of the moisture at which that
    /// sets in, and two of its shape. Of escape and of the capacity to reduce N2O emissions tell the ratio alone: the first stands for both.
    pub fn free(self) -> [Free; 5] {
        match self {
            Self::Traits => [
                Free::one("y_AOB, y_AOA", &["n2o_yield_aob", "n2o_yield_aoa"]),
                Free { label: "V_nar r_nir", moves: &["v_nar"], times: &["r_nirs", "r_nirk"] },
                Free::one("W_a0", &["anaerobic_wfps"]),
                Free::one("s_a", &["anaerobic_slope"]),
                Free::one("k_e0", &["escape_gas"]),
            ],
            Self::Daycent => [
                Free::one("y_N", &["nitrification_share"]),
                Free::one("s_D", &["denitrification_scale"]),
                Free::one("W_D", &["wfps_half"]),
                Free::one("k_R", &["ratio_decline"]),
                Free::one("n_C", &["carbon_exponent"]),
            ],
            Self::Noe => [
                Free::one("z", &["nitrification_share"]),
                Free::one("PDR", &["potential_denitrification"]),
                Free::one("W_N", &["wfps_threshold"]),
                Free::one("K_NO3", &["k_m_no3"]),
                Free::one("Q10", &["q10"]),
            ],
        }
    }
}

/// A day on which emission, mineral nitrogen, moisture and temperature were measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeasuredDay {
    /// The soil.
    pub soil: NitrogenSoil<f64>,
    /// Temperature (°C).
    pub temperature: f64,
    /// Water-filled pore space (–).
    pub wfps: f64,
    /// Ammonium (mg N kg⁻¹).
    pub nh4: f64,
    /// Nitrate (mg N kg⁻¹).
    pub no3: f64,
    /// Labile, stable and microbial carbon (mg C kg⁻¹).
    pub carbon: [f64; 3],
    /// C:N of labile and of stable matter.
    pub c_to_n: [f64; 2],
    /// Volumetric water at field capacity (m³ m⁻³).
    pub field_capacity: f64,
    /// Mean daily maximum temperature of the warmest month (°C).
    pub warmest_month: f64,
}

/// Days of one soil that are evaluated together at most.
const TOGETHER: usize = 64;
/// g ha⁻¹ per mg kg⁻¹, per Mg m⁻³ of bulk density and m of depth.
const GRAMS_PER_HECTARE: f64 = 1e4;

/// Emissions of N2O (g N ha⁻¹ d⁻¹) by one model on given days.
#[derive(Debug, Clone)]
pub struct Emissions {
    model: Model,
    days: Vec<MeasuredDay>,
    /// Heterotrophic respiration (mg C kg⁻¹ d⁻¹), which the scheme of DAYCENT reads.
    respiration: Vec<f64>,
    parts: Vec<Range<usize>>,
}

impl Emissions {
    /// Emissions by `model` on `days`; the respiration that DAYCENT reads is that of the nitrogen model with parameters `carbon`.
    pub fn new(model: Model, days: Vec<MeasuredDay>, carbon: &NitrogenParameters<f64>) -> Self {
        let mut parts: Vec<Range<usize>> = Vec::new();
        for (at, day) in days.iter().enumerate() {
            match parts.last_mut() {
                Some(part) if days[part.start].soil == day.soil && part.len() < TOGETHER => part.end = at + 1,
                _ => parts.push(at..at + 1),
            }
        }
        let respiration = match model {
            Model::Daycent => days.iter().map(|day| respiration(day, carbon)).collect(),
            Model::Traits | Model::Noe => vec![0.0; days.len()],
        };
        Self { model, days, respiration, parts }
    }

    /// The emissions with these parameters, in the order of the table of the model.
    pub fn with(&self, parameters: &[f64]) -> Vec<f64> {
        crate::posterior::predict(self, parameters)
    }

    fn predict<R: Real>(&self, part: usize, parameters: &[R]) -> Vec<R> {
        let range = self.parts[part].clone();
        let Some(first) = self.days.get(range.start) else { return Vec::new() };
        let days = range.clone().map(|at| (&self.days[at], self.respiration[at]));
        let emitted: Vec<R> = match self.model {
            Model::Traits => {
                let site = NitrogenSite::new(&NitrogenParameters::load(parameters), &first.soil.map(constant));
                days.map(|(day, _)| quasi_steady(&site, day)).collect()
            }
            Model::Daycent => days
                .map(|(day, respiration)| {
                    let scheme = Daycent { warmest_month: R::lit(day.warmest_month), ..Daycent::load(parameters) };
                    scheme.gases(&conditions(day, respiration)).n2o
                })
                .collect(),
            Model::Noe => days
                .map(|(day, respiration)| {
                    let scheme = Noe { depth: R::lit(day.soil.depth), ..Noe::load(parameters) };
                    scheme.gases(&conditions(day, respiration)).n2o
                })
                .collect(),
        };
        let per_hectare = R::lit(GRAMS_PER_HECTARE * first.soil.bulk_density * first.soil.depth);
        emitted.into_iter().map(|flux| flux * per_hectare).collect()
    }
}

impl Predictor for Emissions {
    fn parts(&self) -> usize {
        self.parts.len()
    }

    fn numbers(&self, part: usize, parameters: &[f64]) -> Vec<f64> {
        self.predict(part, parameters)
    }

    fn slopes(&self, part: usize, parameters: &[Slopes]) -> Vec<Slopes> {
        self.predict(part, parameters)
    }
}

fn state<R: Real>(site: &NitrogenSite<R>, day: &MeasuredDay) -> NitrogenState<R> {
    let ([labile, stable, microbial], [labile_c_to_n, stable_c_to_n]) = (day.carbon, day.c_to_n);
    NitrogenState {
        c_labile: R::lit(labile),
        c_stable: R::lit(stable),
        n_labile: R::lit(labile / labile_c_to_n),
        n_stable: R::lit(stable / stable_c_to_n),
        n_microbial: R::lit(microbial) * site.microbial_n_to_c,
        nh4: R::lit(day.nh4),
        no3: R::lit(day.no3),
        ..NitrogenState::filled(R::zero())
    }
}

fn weather<R: Real>(day: &MeasuredDay) -> Weather<R> {
    Weather {
        temperature: R::lit(day.temperature),
        wfps: R::lit(day.wfps),
        drainage: R::zero(),
        uptake_capacity: R::zero(),
        inhibition: R::one(),
    }
}

/// Emission (mg N kg⁻¹ d⁻¹).
fn quasi_steady<R: Real>(site: &NitrogenSite<R>, day: &MeasuredDay) -> R {
    NitrogenDay::new(site, &weather(day)).quasi_steady(site, &state(site, day)).n2o_emitted
}

/// Heterotrophic respiration (mg C kg⁻¹ d⁻¹).
fn respiration(day: &MeasuredDay, parameters: &NitrogenParameters<f64>) -> f64 {
    let site = NitrogenSite::new(parameters, &day.soil);
    NitrogenDay::new(&site, &weather(day)).rates(&site, &state(&site, day)).organic.respiration
}

fn conditions<R: Real>(day: &MeasuredDay, respiration: f64) -> Conditions<R> {
    Conditions {
        temperature: day.temperature,
        wfps: day.wfps,
        nh4: day.nh4,
        no3: day.no3,
        ph: day.soil.ph,
        respiration,
        bulk_density: day.soil.bulk_density,
        field_capacity: day.field_capacity,
    }
    .map(constant)
}
