//! The objective along K_m, with everything else at its best: what a single optimum hides.

use edaphon_infer::lbfgs::{Tolerance, minimise};

use super::TONNES;
use super::objective::Objective;
use crate::description::FreeParameter;
use crate::error::{LearnError, Result};

/// Places along K_m, from bound to bound.
const PLACES: usize = 17;
/// Twice the difference in log-likelihood at which a value is still compatible with the samples: χ² of one degree of freedom at 95 %.
const COMPATIBLE: f64 = 3.841_458_820_694_124;
const TOLERANCE: Tolerance = Tolerance { gradient: 1e-8, gain: 1e-10, steps: 50 };

/// A place of the profile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProfilePoint {
    /// K_m (kg C m⁻²).
    pub k_m: f64,
    /// μ at the mean initial biomass that goes best with it (–).
    pub mu_ref: f64,
    /// Root mean square error (kg m⁻²).
    pub rmse: f64,
    /// n ln(MSE/MSE of the best place): compatible with the samples up to 3.84.
    pub deviance: f64,
}

/// The profile of K_m.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// Its places, ascending; empty where K_m was not free.
    pub points: Vec<ProfilePoint>,
}

impl Profile {
    /// K_m (kg C m⁻²) that the samples are compatible with, from and to; and whether each end is that of the search.
    pub fn compatible(&self) -> Option<((f64, bool), (f64, bool))> {
        let inside = |point: &&ProfilePoint| point.deviance <= COMPATIBLE;
        let (low, high) = (self.points.iter().find(inside)?, self.points.iter().rev().find(inside)?);
        let (first, last) = (self.points.first()?, self.points.last()?);
        Some(((low.k_m, low.k_m == first.k_m), (high.k_m, high.k_m == last.k_m)))
    }

    /// Whether the samples are compatible with K_m at an end of the search.
    pub fn is_open(&self) -> bool {
        self.compatible().is_some_and(|((_, low), (_, high))| low || high)
    }

    pub(super) fn range_in_words(&self) -> Option<String> {
        let ((low, at_low), (high, at_high)) = self.compatible()?;
        let end = |at: bool| if at { " (the end of the search)" } else { "" };
        Some(format!("K_m from {low:.3}{} to {high:.3}{} kg m-2 fits within chance", end(at_low), end(at_high)))
    }
}

/// The profile around an optimum at `logs`.
pub(super) fn profile(objective: &Objective<'_>, logs: &[f64]) -> Result<Profile> {
    let Some(of_k_m) = objective.free.iter().position(|p| *p == FreeParameter::KM) else {
        return Ok(Profile::default());
    };
    let of_mu = objective.free.iter().position(|p| *p == FreeParameter::MuRef);
    let (low, high) = objective.bounds[of_k_m];
    let others: Vec<usize> = (0..logs.len()).filter(|at| *at != of_k_m).collect();
    let mut begin: Vec<f64> = others.iter().map(|at| logs[*at]).collect();
    let mut points = Vec::with_capacity(PLACES);
    // From the end nearer to the optimum, each place begins where its neighbour ended.
    let from_top = logs[of_k_m] > 0.5 * (low + high);
    for place in 0..PLACES {
        let place = if from_top { PLACES - 1 - place } else { place };
        let k_m = low + (high - low) * place as f64 / (PLACES - 1) as f64;
        let whole = |at: &[f64]| {
            let mut all = logs.to_vec();
            all[of_k_m] = k_m;
            others.iter().zip(at).for_each(|(to, log)| all[*to] = *log);
            all
        };
        let found = minimise(&begin, TOLERANCE, |at| {
            let (value, gradient) = objective.residuals(&whole(at))?.mean_square();
            Ok::<_, LearnError>((value, others.iter().map(|at| gradient[*at]).collect()))
        })?;
        let mu_ref = of_mu.map_or(1.0, |at| whole(&found.at)[at].exp());
        points.push(ProfilePoint { k_m: k_m.exp() / TONNES, mu_ref, rmse: found.value.sqrt(), deviance: 0.0 });
        begin = found.at;
    }
    points.sort_by(|a, b| a.k_m.total_cmp(&b.k_m));
    let best = points.iter().map(|point| point.rmse).fold(f64::INFINITY, f64::min);
    let samples = objective.len() as f64;
    points.iter_mut().for_each(|point| point.deviance = 2.0 * samples * (point.rmse / best).ln());
    Ok(Profile { points })
}
