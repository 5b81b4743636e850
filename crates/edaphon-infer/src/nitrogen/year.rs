//! A run over days, and what is measured of it.

use edaphon_core::Real;
use edaphon_models::nitrogen::{Addition, NitrogenParameters, NitrogenSite, NitrogenSoil, NitrogenState, Weather, run};

use super::constant;
use crate::posterior::{Predictor, Slopes};

/// Something that is measured: pools at the end of a day (mg kg⁻¹), fluxes of a day (mg kg⁻¹ d⁻¹).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Observable {
    /// Ammonium.
    Nh4,
    /// Nitrite.
    No2,
    /// Nitrate.
    No3,
    /// Nitrous oxide in the soil.
    N2o,
    /// Nitrogen in microbes.
    MicrobialN,
    /// Emission of nitrous oxide.
    N2oFlux,
    /// Emission of dinitrogen.
    N2Flux,
    /// Emission of nitric oxide.
    NoFlux,
    /// Volatilisation of ammonia.
    Nh3Flux,
    /// Heterotrophic respiration.
    Co2Flux,
}

impl Observable {
    /// Its value after a day that began with `before`.
    #[inline(always)]
    fn of<R: Real>(self, before: &NitrogenState<R>, after: &NitrogenState<R>) -> R {
        match self {
            Self::Nh4 => after.nh4,
            Self::No2 => after.no2,
            Self::No3 => after.no3,
            Self::N2o => after.n2o,
            Self::MicrobialN => after.n_microbial,
            Self::N2oFlux => after.n2o_lost - before.n2o_lost,
            Self::N2Flux => after.n2_lost - before.n2_lost,
            Self::NoFlux => after.no_lost - before.no_lost,
            Self::Nh3Flux => after.nh3_lost - before.nh3_lost,
            Self::Co2Flux => after.co2 - before.co2,
        }
    }
}

/// A run of one site, which predicts every observable of every day: those of the first day, then those of the second.
#[derive(Debug, Clone)]
pub struct Run {
    /// The soil.
    pub soil: NitrogenSoil<f64>,
    /// Weather by day.
    pub weather: Vec<Weather<f64>>,
    /// What is added at the start of days.
    pub additions: Vec<(usize, Addition<f64>)>,
    /// The state at the start.
    pub start: NitrogenState<f64>,
    /// Steps to a day.
    pub substeps: usize,
    /// What is measured.
    pub observables: Vec<Observable>,
}

impl Run {
    fn predict<R: Real>(&self, parameters: &[R]) -> Vec<R> {
        let site = NitrogenSite::new(&NitrogenParameters::load(parameters), &self.soil.map(constant));
        let weather: Vec<Weather<R>> = self.weather.iter().map(|day| day.map(constant)).collect();
        let additions: Vec<_> = self.additions.iter().map(|(day, addition)| (*day, addition.map(constant))).collect();
        let start: NitrogenState<R> = self.start.map(constant);
        let mut out = Vec::with_capacity(self.weather.len() * self.observables.len());
        let mut before = start;
        run(&site, &weather, &additions, &start, self.substeps, |_, after| {
            out.extend(self.observables.iter().map(|what| what.of(&before, after)));
            before = *after;
        });
        out
    }
}

impl Predictor for Run {
    fn parts(&self) -> usize {
        1
    }

    fn numbers(&self, _part: usize, parameters: &[f64]) -> Vec<f64> {
        self.predict(parameters)
    }

    fn slopes(&self, _part: usize, parameters: &[Slopes]) -> Vec<Slopes> {
        self.predict(parameters)
    }
}
