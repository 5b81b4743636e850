//! Metrics of a model `y` against a reference `x`, weighted; what is not a number in either is left out of both.
//!
//! Moments are those of the population: sums are divided by the sum of the weights, not by one less than a count.
//!
//! ```
//! use edaphon_evaluate::metrics::{Pairs, bias, rmse};
//!
//! let pairs = Pairs::new(&[1.0, 2.0, f64::NAN], &[2.0, 4.0, 9.0], &[1.0, 1.0, 5.0])?;
//! assert_eq!((bias(&pairs), rmse(&pairs)), (1.5, 2.5_f64.sqrt()));
//! # Ok::<(), edaphon_evaluate::EvaluateError>(())
//! ```

mod agreement;
mod bootstrap;
mod distribution;
mod interval;
mod space;

pub use agreement::{
    ErrorBudget, Moments, bias, ccc, centred_rmse, correlation, error_budget, kge_2009, kge_2012, log_ratio_rmse, mae,
    mape, moments, nse, rmse, sd_ratio, willmott_d,
};
pub use bootstrap::{Bootstrap, Estimate, spatial_blocks};
pub use distribution::{earth_mover_distance, quantiles, spearman};
pub use interval::{coverage, crps, crps_normal, mean_width, pit};
pub use space::{morans_i, neighbours_within};

use crate::error::{EvaluateError, Result};

/// A metric of pairs.
pub type Metric = fn(&Pairs) -> f64;

/// Values of a reference and of a model at the same places, with weights that sum to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairs {
    x: Vec<f64>,
    y: Vec<f64>,
    weight: Vec<f64>,
    /// Where each pair stood in what was given.
    place: Vec<usize>,
}

impl Pairs {
    /// Pairs of `reference` and `model` with weights of any sum; those that are not finite or have no weight are left out.
    ///
    /// # Errors
    /// If the lengths differ, a weight is negative, or nothing is left.
    pub fn new(reference: &[f64], model: &[f64], weights: &[f64]) -> Result<Self> {
        let lengths = [reference.len(), model.len(), weights.len()];
        if lengths.windows(2).any(|pair| pair[0] != pair[1]) {
            let [reference, model, weights] = lengths;
            return Err(EvaluateError::refused(format!(
                "{reference} values of the reference, {model} of the model and {weights} weights; accepted is the same number of each"
            )));
        }
        if let Some(weight) = weights.iter().find(|w| **w < 0.0) {
            return Err(EvaluateError::refused(format!("a weight is {weight}; accepted are weights of at least 0")));
        }
        let is_used = |at: &usize| reference[*at].is_finite() && model[*at].is_finite() && weights[*at] > 0.0;
        let place: Vec<usize> = (0..reference.len()).filter(is_used).collect();
        if place.is_empty() {
            return Err(EvaluateError::refused("there is no place where reference and model both have a value"));
        }
        let of = |values: &[f64]| place.iter().map(|&at| values[at]).collect::<Vec<_>>();
        let mut pairs = Self { x: of(reference), y: of(model), weight: of(weights), place };
        pairs.normalise();
        Ok(pairs)
    }

    /// Pairs that all weigh the same.
    ///
    /// # Errors
    /// As for [`new`](Self::new).
    pub fn equal(reference: &[f64], model: &[f64]) -> Result<Self> {
        Self::new(reference, model, &vec![1.0; reference.len()])
    }

    /// Values of the reference.
    pub fn reference(&self) -> &[f64] {
        &self.x
    }

    /// Values of the model.
    pub fn model(&self) -> &[f64] {
        &self.y
    }

    /// Weights; their sum is 1.
    pub fn weights(&self) -> &[f64] {
        &self.weight
    }

    /// Where each pair stood in what was given.
    pub fn places(&self) -> &[usize] {
        &self.place
    }

    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.x.len()
    }

    /// Whether there are no pairs, which does not happen.
    pub fn is_empty(&self) -> bool {
        self.x.is_empty()
    }

    /// The same pairs, each weight multiplied by `times`; none if no weight is left.
    fn reweighted(&self, times: impl Fn(usize) -> f64) -> Option<Self> {
        let kept: Vec<usize> = (0..self.len()).filter(|&at| times(at) > 0.0).collect();
        if kept.is_empty() {
            return None;
        }
        let of = |values: &[f64]| kept.iter().map(|&at| values[at]).collect::<Vec<_>>();
        let weight = kept.iter().map(|&at| self.weight[at] * times(at)).collect();
        let place = kept.iter().map(|&at| self.place[at]).collect();
        let mut pairs = Self { x: of(&self.x), y: of(&self.y), weight, place };
        pairs.normalise();
        Some(pairs)
    }

    fn normalise(&mut self) {
        let sum: f64 = self.weight.iter().sum();
        self.weight.iter_mut().for_each(|w| *w /= sum);
    }

    /// Weighted mean of a function of each pair (reference, model).
    fn mean(&self, of: impl Fn(f64, f64) -> f64) -> f64 {
        self.x.iter().zip(&self.y).zip(&self.weight).map(|((x, y), w)| w * of(*x, *y)).sum()
    }
}
