//! What a run comes to: totals, emission factor, ratios of gases, shares of processes.

use super::budget::{Budget, Compartment};
use super::case::Case;
use super::simulate::{Day, Sources, simulate};
use crate::error::Result;

/// What a run came to.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The days.
    pub days: Vec<Day>,
    /// The budget of the whole run.
    pub whole: Budget,
    /// A budget for each calendar year of it.
    pub years: Vec<Budget>,
    /// Emission factor, where there was fertiliser.
    pub emission_factor: Option<EmissionFactor>,
    /// Shares of processes in the N2O formed, in the order of [`Sources::NAMES`] (–); 0 where none was formed.
    pub shares: [f64; 5],
    /// N2O emitted by NOE and DAYCENT (kg N ha⁻¹).
    pub beside: [f64; 2],
}

/// N2O that fertiliser brought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EmissionFactor {
    /// Nitrogen applied (kg N ha⁻¹).
    pub applied: f64,
    /// N2O emitted with it, as in the run (kg N ha⁻¹).
    pub fertilised: f64,
    /// N2O emitted without it, all else alike (kg N ha⁻¹).
    pub unfertilised: f64,
}

impl EmissionFactor {
    /// N2O-N that nitrogen applied brought, per nitrogen applied (–).
    pub fn value(&self) -> f64 {
        (self.fertilised - self.unfertilised) / self.applied
    }
}

impl Finished {
    /// N2O emitted (kg N ha⁻¹).
    pub fn n2o(&self) -> f64 {
        self.whole.entering(Compartment::N2oEmitted)
    }

    /// N2O/(N2O + N2) of what was emitted (–); none where neither was.
    pub fn n2o_of_both(&self) -> Option<f64> {
        let (n2o, n2) = (self.n2o(), self.whole.entering(Compartment::N2Emitted));
        (n2o + n2 > 0.0).then(|| n2o / (n2o + n2))
    }
}

/// Runs a case, and again without its fertiliser.
///
/// # Errors
/// As [`simulate`].
pub fn finish(case: &Case) -> Result<Finished> {
    let days = simulate(case)?;
    let whole = Budget::of(case, &days, 0..days.len());
    let fertilised = whole.entering(Compartment::N2oEmitted);
    let applied = case.fertiliser();
    let emission_factor = if applied > 0.0 {
        let bare = case.unfertilised();
        let without = simulate(&bare)?;
        let unfertilised = Budget::of(&bare, &without, 0..without.len()).entering(Compartment::N2oEmitted);
        Some(EmissionFactor { applied, fertilised, unfertilised })
    } else {
        None
    };
    let years = Budget::years(case, &days);
    let total = |of: fn(&Day) -> f64| days.iter().map(of).sum::<f64>() * case.per_hectare();
    let beside = [total(|day| day.noe), total(|day| day.daycent)];
    Ok(Finished { shares: shares(&days), whole, years, emission_factor, beside, days })
}

/// Shares of processes in the N2O that was formed (–).
fn shares(days: &[Day]) -> [f64; 5] {
    let mut sums = [0.0; Sources::NAMES.len()];
    for day in days {
        sums.iter_mut().zip(day.moved.sources.values()).for_each(|(sum, value)| *sum += value);
    }
    let all: f64 = sums.iter().sum();
    sums.map(|sum| if all > 0.0 { sum / all } else { 0.0 })
}
