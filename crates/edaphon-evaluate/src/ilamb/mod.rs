//! Scores as ILAMB computes them (Collier et al. 2018, doi:10.1029/2018MS001354), and beside them what differs when they are corrected.
//!
//! ```text
//! bias        s = exp(−|bias|/σ)          σ = root mean square of the reference's anomalies about its time mean
//! RMSE        s = exp(−CRMSE/σ)           CRMSE of the anomalies of both
//! season      s = (1 + cos(2π Δt/365))/2  Δt = shift of the month of the largest mean (d)
//! years       s = exp(−|v − v₀|/v₀)       v = root mean square of the series less its mean annual cycle
//! space       s = 4 (1 + R)/((σ̂ + 1/σ̂)² (1 + R₀))     R₀ = 1, σ̂ = sd ratio of time means
//! overall     (bias + 2 RMSE + season + years + space)/6, what is missing left out with its weight
//! ```
//!
//! The formulas follow ILAMB 2.7 to the last bit that matters, its habits included: time means and CRMSE weigh months by their
//! days, σ and v by the distances between the middles of neighbouring months; areas are those of a sphere of 6371 km; a month of
//! a shift has 30 days. One habit is a fault: R divides by the number of *all* cells of the grid, although sums skip masked ones,
//! which is the same as taking the ocean for land with the value 0. [`Spatial`] is given both ways, see
//! [`Scores::spatial`] and [`Scores::spatial_corrected`].

mod grid;
mod relation;
mod season;
mod spatial;

pub use grid::{Gridded, regular_bounds};
pub use relation::{Relation, hellinger, percentile_score, relation};
pub use spatial::Spatial;

use crate::error::Result;
use grid::Common;
use season::{Anomalies, Season};

/// How scores of cells are averaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighting {
    /// By area.
    Area,
    /// By area times the size of the reference's mean.
    Mass,
}

/// Scores (0 to 1) and what they are made of.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scores {
    /// Mean of the reference over all its cells (unit of the values).
    pub reference_mean: f64,
    /// Mean of the model over all its cells (unit of the values).
    pub model_mean: f64,
    /// Mean of the reference over the cells that both have (unit of the values).
    pub reference_mean_common: f64,
    /// Mean of the model over the cells that both have (unit of the values).
    pub model_mean_common: f64,
    /// Mean of the reference over the cells that it alone has (unit of the values).
    pub reference_mean_elsewhere: Option<f64>,
    /// Mean of the model over the cells that it alone has (unit of the values).
    pub model_mean_elsewhere: Option<f64>,
    /// Bias (unit of the values).
    pub bias: f64,
    /// Score of the bias.
    pub bias_score: f64,
    /// Root mean square error in time, averaged over cells (unit of the values).
    pub rmse: Option<f64>,
    /// Score of the error of anomalies.
    pub rmse_score: Option<f64>,
    /// Shift of the month of the largest mean (months of 30 days; above 0: the model is late).
    pub phase_shift: Option<f64>,
    /// Score of the seasonal cycle.
    pub seasonal_score: Option<f64>,
    /// Score of the variability between years.
    pub interannual_score: Option<f64>,
    /// Spatial distribution as ILAMB computes it.
    pub spatial: Spatial,
    /// Spatial distribution over the cells that both have, weighted by area.
    pub spatial_corrected: Spatial,
    /// Spatial distribution over the cells that both have, each counting the same.
    pub spatial_unweighted: Spatial,
    /// Overall score as ILAMB computes it.
    pub overall: f64,
    /// Overall score with the corrected spatial distribution.
    pub overall_corrected: f64,
}

/// Scores of a model against a reference; with one record each, those of time means alone.
///
/// # Errors
/// If the two cover no common cell, differ in their months, or a grid contradicts itself.
pub fn scores(reference: &Gridded, model: &Gridded, weighting: Weighting) -> Result<Scores> {
    let common = Common::of(reference, model)?;
    let (x, y) = (common.reference.time_mean(), common.model.time_mean());
    let both = |at: usize| x[at].is_finite() && y[at].is_finite();
    let space = |values: &dyn Fn(usize) -> f64, chosen: &dyn Fn(usize) -> bool| mean(&common.area, values, chosen);
    let score = |values: &dyn Fn(usize) -> f64| {
        let weight = |at: usize| if weighting == Weighting::Mass { x[at].abs() } else { 1.0 };
        let weights: Vec<f64> = (0..x.len()).map(|at| common.area[at] * weight(at)).collect();
        mean(&weights, values, &both).unwrap_or(f64::NAN)
    };
    let anomalies = Anomalies::of(&common, &x, &y);
    let sigma = |at: usize| anomalies.as_ref().map_or(x[at].abs(), |a| a.sigma[at]);
    let season = Season::of(&common);
    let areas_alike = vec![1.0; x.len()];
    let mut found = Scores {
        reference_mean: space(&|at| x[at], &|at| x[at].is_finite()).unwrap_or(f64::NAN),
        model_mean: space(&|at| y[at], &|at| y[at].is_finite()).unwrap_or(f64::NAN),
        reference_mean_common: space(&|at| x[at], &both).unwrap_or(f64::NAN),
        model_mean_common: space(&|at| y[at], &both).unwrap_or(f64::NAN),
        reference_mean_elsewhere: space(&|at| x[at], &|at| x[at].is_finite() && !y[at].is_finite()),
        model_mean_elsewhere: space(&|at| y[at], &|at| y[at].is_finite() && !x[at].is_finite()),
        bias: space(&|at| y[at] - x[at], &both).unwrap_or(f64::NAN),
        bias_score: score(&|at| exponential(y[at] - x[at], sigma(at))),
        rmse: anomalies.as_ref().and_then(|a| space(&|at| a.rmse[at], &both)),
        rmse_score: anomalies.as_ref().map(|a| score(&|at| exponential(a.crmse[at], a.sigma[at]))),
        phase_shift: season.as_ref().and_then(|s| space(&|at| s.shift[at] / 30.0, &both)),
        seasonal_score: season.as_ref().map(|s| score(&|at| season::shift_score(s.shift[at]))),
        interannual_score: season
            .as_ref()
            .map(|s| score(&|at| exponential(s.years[1][at] - s.years[0][at], s.years[0][at]))),
        spatial: spatial::as_ilamb(&x, &y),
        spatial_corrected: spatial::over_common(&x, &y, &common.area),
        spatial_unweighted: spatial::over_common(&x, &y, &areas_alike),
        ..Scores::default()
    };
    found.overall = found.combined(found.spatial.score);
    found.overall_corrected = found.combined(found.spatial_corrected.score);
    Ok(found)
}

impl Scores {
    fn combined(&self, spatial: f64) -> f64 {
        let parts = [
            (Some(self.bias_score), 1.0),
            (self.rmse_score, 2.0),
            (self.seasonal_score, 1.0),
            (self.interannual_score, 1.0),
            (Some(spatial), 1.0),
        ];
        let there = || parts.iter().filter_map(|(score, weight)| score.map(|score| (score, *weight)));
        there().map(|(score, weight)| score * weight).sum::<f64>() / there().map(|(_, weight)| weight).sum::<f64>()
    }
}

/// exp(−|error|/scale); what is below 10⁻¹⁶ is 0.
fn exponential(error: f64, scale: f64) -> f64 {
    let score = (-(error / scale).abs()).exp();
    if score < 1e-16 { 0.0 } else { score }
}

/// Weighted mean over chosen cells; none if there are none.
fn mean(weights: &[f64], values: &dyn Fn(usize) -> f64, chosen: &dyn Fn(usize) -> bool) -> Option<f64> {
    let (mut sum, mut total) = (0.0, 0.0);
    for at in (0..weights.len()).filter(|&at| chosen(at)) {
        let value = values(at);
        if value.is_finite() {
            sum += weights[at] * value;
            total += weights[at];
        }
    }
    (total > 0.0).then(|| sum / total)
}
