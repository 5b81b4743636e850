//! What is between measurements and predictions: a scale, spread, tails and memory.
//!
//! ```text
//! r_i = T(observed) − T(predicted)              T: asinh(x/c), ln(x + c), or x
//! e_i = r_i − ρ^Δt r_(i−1)                      first of a series: r_i
//! e_i ~ σ √(1 − ρ^2Δt) t_ν                      first: σ t_ν;  normal where ν is not given
//! ```
//!
//! With times at unequal distances the memory is that of an Ornstein-Uhlenbeck process; 0 < ρ < 1 is the correlation after a day.

use crate::coordinate::Coordinate;

/// The scale on which measured and predicted are compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// As it is.
    Linear,
    /// asinh(x/c): as it is near 0, logarithmic far from it, for values of either sign.
    Asinh(f64),
    /// ln(x + c).
    Log(f64),
}

impl Scale {
    /// T(x).
    pub fn of(&self, x: f64) -> f64 {
        match self {
            Self::Linear => x,
            Self::Asinh(c) => (x / c).asinh(),
            Self::Log(c) => (x + c).ln(),
        }
    }

    /// dT/dx.
    pub fn slope(&self, x: f64) -> f64 {
        match self {
            Self::Linear => 1.0,
            Self::Asinh(c) => 1.0 / x.hypot(*c),
            Self::Log(c) => 1.0 / (x + c),
        }
    }

    /// The value whose T is `y`.
    pub fn back(&self, y: f64) -> f64 {
        match self {
            Self::Linear => y,
            Self::Asinh(c) => c * y.sinh(),
            Self::Log(c) => y.exp() - c,
        }
    }
}

/// Measurements in the order of time, of one quantity at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The scale of comparison.
    pub scale: Scale,
    /// Times (d), rising.
    pub times: Vec<f64>,
    /// What was measured.
    pub observed: Vec<f64>,
    /// Place of each among the predictions of the model.
    pub at: Vec<usize>,
}

/// All measurements.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observations {
    /// Series, whose errors are independent of one another.
    pub series: Vec<Series>,
}

impl Observations {
    /// How many measurements there are.
    pub fn len(&self) -> usize {
        self.series.iter().map(|series| series.observed.len()).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A number of the noise: known, or to be found with the parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// Known.
    Known(f64),
    /// To be found, with this prior.
    Free(Coordinate),
}

/// The distribution of what is between measured and predicted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// σ, on the scale of comparison.
    pub sigma: Spread,
    /// ρ, the correlation after one unit of time; none where residuals do not remember.
    pub memory: Option<Spread>,
    /// ν, degrees of freedom of Student's t: the fewer, the heavier the tails; none for a normal distribution.
    pub tails: Option<f64>,
}

/// σ and ρ at a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NoiseAt {
    pub(crate) sigma: f64,
    pub(crate) memory: f64,
}

/// Largest memory over an interval: beyond it two measurements count as one.
const LARGEST_MEMORY: f64 = 0.999;

impl Noise {
    /// Independent normal residuals of known spread.
    pub fn normal(sigma: f64) -> Self {
        Self { sigma: Spread::Known(sigma), memory: None, tails: None }
    }

    /// For daily gas fluxes: spread to be found and memory too if there is one, heavy tails (ν = 4).
    pub fn of_fluxes(with_memory: bool) -> Self {
        let sigma = Coordinate::Log { median: 1.0, spread: 0.7 };
        let memory = Coordinate::Logit { low: 0.0, high: LARGEST_MEMORY };
        Self { sigma: Spread::Free(sigma), memory: with_memory.then_some(Spread::Free(memory)), tails: Some(4.0) }
    }

    /// The coordinates that it adds.
    pub(crate) fn coordinates(&self) -> Vec<Coordinate> {
        let free = |spread: Spread| match spread {
            Spread::Free(coordinate) => Some(coordinate),
            Spread::Known(_) => None,
        };
        [Some(self.sigma), self.memory].into_iter().flatten().filter_map(free).collect()
    }

    /// σ and ρ, `u` being the coordinates that it added.
    pub(crate) fn at(&self, u: &[f64]) -> NoiseAt {
        let mut rest = u.iter();
        let mut value = |spread: Spread| match spread {
            Spread::Known(x) => x,
            Spread::Free(coordinate) => rest.next().map_or(f64::NAN, |u| coordinate.value(*u)),
        };
        NoiseAt { sigma: value(self.sigma), memory: self.memory.map_or(0.0, value) }
    }

    /// The gradient by its own coordinates, from that by σ and ρ.
    pub(crate) fn gradient(&self, u: &[f64], by_sigma: f64, by_memory: f64) -> Vec<f64> {
        let (mut rest, mut out) = (u.iter(), Vec::new());
        for (spread, by) in [(Some(self.sigma), by_sigma), (self.memory, by_memory)] {
            if let (Some(Spread::Free(coordinate)), Some(u)) = (spread, rest.clone().next()) {
                rest.next();
                out.push(by * coordinate.slope(*u));
            }
        }
        out
    }
}

/// −ln of the likelihood of a series, but for constants, with its slopes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Misfit {
    pub(crate) value: f64,
    /// By each prediction, in the order of the series.
    pub(crate) by_prediction: Vec<f64>,
    pub(crate) by_sigma: f64,
    pub(crate) by_memory: f64,
}

/// The misfit of `predicted`, the predictions of this series alone.
pub(crate) fn misfit(series: &Series, predicted: &[f64], noise: NoiseAt, tails: Option<f64>) -> Misfit {
    let NoiseAt { sigma, memory } = noise;
    let residual = |i: usize| series.scale.of(series.observed[i]) - series.scale.of(predicted[i]);
    let mut found = Misfit { by_prediction: vec![0.0; predicted.len()], ..Misfit::default() };
    let mut by_residual = vec![0.0; predicted.len()];
    let mut before = 0.0;
    for i in 0..predicted.len() {
        let here = residual(i);
        let apart = if i == 0 { f64::INFINITY } else { (series.times[i] - series.times[i - 1]).max(1.0) };
        let kept = if memory > 0.0 && i > 0 { memory.powf(apart).min(LARGEST_MEMORY) } else { 0.0 };
        let narrowing = (1.0 - kept * kept).sqrt();
        let scale = sigma * narrowing;
        let e = here - kept * before;
        let (value, by_e, by_scale) = density(e, scale, tails);
        found.value += value;
        by_residual[i] += by_e;
        found.by_sigma += by_scale * narrowing;
        if kept > 0.0 {
            by_residual[i - 1] -= kept * by_e;
            let by_kept = -before * by_e - by_scale * sigma * kept / narrowing;
            if kept < LARGEST_MEMORY {
                found.by_memory += by_kept * apart * kept / memory;
            }
        }
        before = here;
    }
    for (i, by) in by_residual.iter().enumerate() {
        found.by_prediction[i] = -series.scale.slope(predicted[i]) * by;
    }
    found
}

/// −ln p of a residual e with scale s, but for constants, with its derivatives by e and s.
fn density(e: f64, s: f64, tails: Option<f64>) -> (f64, f64, f64) {
    match tails {
        None => (s.ln() + 0.5 * (e / s).powi(2), e / (s * s), 1.0 / s - e * e / (s * s * s)),
        Some(nu) => {
            let wide = nu * s * s + e * e;
            let value = s.ln() + 0.5 * (nu + 1.0) * (e * e / (nu * s * s)).ln_1p();
            (value, (nu + 1.0) * e / wide, 1.0 / s - (nu + 1.0) * e * e / (s * wide))
        }
    }
}

/// The innovations of a series at a point (–), each over its scale: draws of one distribution if the noise is as said.
pub(crate) fn innovations(series: &Series, predicted: &[f64], noise: NoiseAt) -> Vec<f64> {
    let residual = |i: usize| series.scale.of(series.observed[i]) - series.scale.of(predicted[i]);
    let one = |i: usize| {
        if i == 0 || noise.memory <= 0.0 {
            return residual(i) / noise.sigma;
        }
        let kept = noise.memory.powf((series.times[i] - series.times[i - 1]).max(1.0)).min(LARGEST_MEMORY);
        (residual(i) - kept * residual(i - 1)) / (noise.sigma * (1.0 - kept * kept).sqrt())
    };
    (0..predicted.len()).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series() -> Series {
        Series {
            scale: Scale::Asinh(2.0),
            times: vec![0.0, 1.0, 4.0, 5.0],
            observed: vec![1.0, 8.0, -0.5, 40.0],
            at: vec![0, 1, 2, 3],
        }
    }

    #[test]
    fn slopes_are_those_of_differences() {
        let (series, predicted) = (series(), [0.7, 5.0, 0.3, 22.0]);
        for tails in [None, Some(4.0)] {
            for noise in [NoiseAt { sigma: 0.6, memory: 0.0 }, NoiseAt { sigma: 0.6, memory: 0.5 }] {
                let found = misfit(&series, &predicted, noise, tails);
                let value = |predicted: &[f64], noise| misfit(&series, predicted, noise, tails).value;
                let h = 1e-6;
                for i in 0..4 {
                    let at = |step: f64| {
                        let mut moved = predicted;
                        moved[i] += step;
                        value(&moved, noise)
                    };
                    assert!((found.by_prediction[i] - (at(h) - at(-h)) / (2.0 * h)).abs() < 1e-7);
                }
                let at = |step: f64| value(&predicted, NoiseAt { sigma: 0.6 + step, ..noise });
                assert!((found.by_sigma - (at(h) - at(-h)) / (2.0 * h)).abs() < 1e-7);
                if noise.memory > 0.0 {
                    let at = |step: f64| value(&predicted, NoiseAt { memory: noise.memory + step, ..noise });
                    assert!((found.by_memory - (at(h) - at(-h)) / (2.0 * h)).abs() < 1e-7);
                }
            }
        }
    }

    #[test]
    fn scales_lead_back() {
        for scale in [Scale::Linear, Scale::Asinh(3.0), Scale::Log(0.5)] {
            assert!((scale.back(scale.of(7.0)) - 7.0).abs() < 1e-12);
            let slope = (scale.of(7.0 + 1e-6) - scale.of(7.0 - 1e-6)) / 2e-6;
            assert!((scale.slope(7.0) / slope - 1.0).abs() < 1e-8);
        }
    }
}
