//! The posterior of free parameters and of the noise, with its exact gradient.

use edaphon_core::Dual;
use rayon::prelude::*;

use crate::coordinate::Coordinate;
use crate::error::{InferError, Result};
use crate::free::FreeParameters;
use crate::likelihood::{Noise, NoiseAt, Observations, innovations, misfit};

/// How many derivatives a number carries at once; models of more free parameters run several times.
pub const WIDTH: usize = 6;
/// A number with its derivatives.
pub type Slopes = Dual<WIDTH>;

/// A model that predicts what was measured.
///
/// It may fall into parts, such as sites or days, that are evaluated side by side; predictions are those of all parts in order.
pub trait Predictor: Sync {
    /// How many parts there are.
    fn parts(&self) -> usize;
    /// The predictions of a part; `parameters` are all of the table, in its order.
    fn numbers(&self, part: usize, parameters: &[f64]) -> Vec<f64>;
    /// The same with derivatives.
    fn slopes(&self, part: usize, parameters: &[Slopes]) -> Vec<Slopes>;
}

/// Predictions with their derivatives by the coordinates of the parameters.
pub(crate) struct Predicted {
    pub(crate) values: Vec<f64>,
    /// By coordinate, then by prediction.
    pub(crate) slopes: Vec<Vec<f64>>,
}

/// −ln of the posterior density of coordinates: of the free parameters, then of the noise.
pub struct Posterior<'a> {
    free: &'a FreeParameters,
    model: &'a dyn Predictor,
    data: &'a Observations,
    noise: Noise,
}

impl<'a> Posterior<'a> {
    /// The posterior of `free` in `model`, given `data`.
    ///
    /// # Errors
    /// Series whose columns do not fit together or to the model, or no more measurements than parameters.
    pub fn new(
        free: &'a FreeParameters,
        model: &'a dyn Predictor,
        data: &'a Observations,
        noise: Noise,
    ) -> Result<Self> {
        let predictions = predict(model, &free.parameters(&free.start())).len();
        for (number, series) in data.series.iter().enumerate() {
            let count = series.observed.len();
            let wrong = |what: String| Err(InferError::Series { series: number, what });
            if series.times.len() != count || series.at.len() != count {
                return wrong(format!(
                    "{count} measurements with {} times and {} places",
                    series.times.len(),
                    series.at.len()
                ));
            }
            if let Some(at) = series.at.iter().find(|at| **at >= predictions) {
                return wrong(format!("a measurement of prediction {at}, where the model gives {predictions}"));
            }
            if let Some(bad) = series.observed.iter().find(|x| !series.scale.of(**x).is_finite()) {
                return wrong(format!("a measurement of {bad}, which has no value on the scale of comparison"));
            }
            if series.times.windows(2).any(|pair| pair[1] < pair[0]) {
                return wrong("times that fall; accepted are measurements in the order of time".to_owned());
            }
        }
        if data.len() <= free.count() {
            return Err(InferError::Few { found: data.len(), free: free.count() });
        }
        Ok(Self { free, model, data, noise })
    }

    /// The free parameters.
    pub fn free(&self) -> &FreeParameters {
        self.free
    }

    /// The measurements.
    pub fn data(&self) -> &Observations {
        self.data
    }

    /// All coordinates: those of the parameters, then those of the noise.
    pub fn coordinates(&self) -> Vec<Coordinate> {
        (0..self.free.count()).map(|at| self.free.coordinate(at)).chain(self.noise.coordinates()).collect()
    }

    /// Where a search may start: parameters as in the base set, the noise at the medians of its priors.
    pub fn start(&self) -> Vec<f64> {
        let mut start = self.free.start();
        start.resize(self.coordinates().len(), 0.0);
        start
    }

    /// σ and ρ at coordinates `u`.
    pub fn noise_at(&self, u: &[f64]) -> (f64, f64) {
        let NoiseAt { sigma, memory } = self.noise.at(&u[self.free.count()..]);
        (sigma, memory)
    }

    /// Residuals on the scale of comparison at coordinates `u`, by series; with `fresh`, what of each was not foretold by the one before, over its scale.
    pub fn residuals(&self, u: &[f64], fresh: bool) -> Vec<Vec<f64>> {
        let predicted = predict(self.model, &self.free.parameters(u));
        let noise = self.noise.at(&u[self.free.count()..]);
        let noise = if fresh { noise } else { NoiseAt { sigma: 1.0, memory: 0.0 } };
        let of = |series: &crate::Series| {
            let own: Vec<f64> = series.at.iter().map(|at| predicted[*at]).collect();
            innovations(series, &own, noise)
        };
        self.data.series.iter().map(of).collect()
    }

    /// The energy, −ln p(u | data) but for a constant, and its gradient; ∞ where the table does not accept the parameters or a prediction is no number.
    pub fn energy(&self, u: &[f64]) -> (f64, Vec<f64>) {
        let forbidden = || (f64::INFINITY, vec![0.0; u.len()]);
        let (of_free, of_noise) = u.split_at(self.free.count());
        if !self.free.accepts(of_free) {
            return forbidden();
        }
        let predicted = self.predicted(of_free);
        let noise = self.noise.at(of_noise);
        let (mut value, mut by_prediction) = (0.0, vec![0.0; predicted.values.len()]);
        let (mut by_sigma, mut by_memory) = (0.0, 0.0);
        for series in &self.data.series {
            let own: Vec<f64> = series.at.iter().map(|at| predicted.values[*at]).collect();
            let found = misfit(series, &own, noise, self.noise.tails);
            value += found.value;
            by_sigma += found.by_sigma;
            by_memory += found.by_memory;
            series.at.iter().zip(&found.by_prediction).for_each(|(at, by)| by_prediction[*at] += by);
        }
        let along = |slopes: &Vec<f64>| {
            slopes.iter().zip(&by_prediction).map(|(s, by)| if *by == 0.0 { 0.0 } else { s * by }).sum()
        };
        let mut gradient: Vec<f64> = predicted.slopes.iter().map(along).collect();
        gradient.extend(self.noise.gradient(of_noise, by_sigma, by_memory));
        for ((coordinate, u), slope) in self.coordinates().iter().zip(u).zip(&mut gradient) {
            let (energy, force) = coordinate.energy(*u);
            value += energy;
            *slope += force;
        }
        if value.is_finite() && gradient.iter().all(|slope| slope.is_finite()) {
            (value, gradient)
        } else {
            forbidden()
        }
    }

    /// Predictions with derivatives: every part, as often as the width of [`Slopes`] asks for, side by side.
    pub(crate) fn predicted(&self, u: &[f64]) -> Predicted {
        let (count, parts) = (self.free.count(), self.model.parts());
        let passes: Vec<Vec<Slopes>> =
            (0..count.max(1)).step_by(WIDTH).map(|first| self.free.slopes(u, first)).collect();
        let tasks: Vec<(usize, usize)> =
            (0..passes.len()).flat_map(|pass| (0..parts).map(move |part| (pass, part))).collect();
        let found: Vec<Vec<Slopes>> =
            tasks.par_iter().map(|(pass, part)| self.model.slopes(*part, &passes[*pass])).collect();
        let values = found[..parts].iter().flatten().map(|x| x.value).collect();
        let by = |number: usize| {
            let (pass, slot) = (number / WIDTH, number % WIDTH);
            found[pass * parts..(pass + 1) * parts].iter().flatten().map(|x| x.partials[slot]).collect()
        };
        Predicted { values, slopes: (0..count).map(by).collect() }
    }
}

/// The predictions of all parts of a model, in order.
pub(crate) fn predict(model: &dyn Predictor, parameters: &[f64]) -> Vec<f64> {
    let parts: Vec<Vec<f64>> = (0..model.parts()).into_par_iter().map(|part| model.numbers(part, parameters)).collect();
    parts.concat()
}
