//! Draws from a posterior by Hamiltonian Monte Carlo (Duane et al. 1987; Neal 2011), in the metric of the Gaussian at its maximum.
//!
//! With A = L Lᵀ the curvature at the maximum and u = û + L⁻ᵀ w, the posterior of w is nearly a standard normal one, whatever the correlations: a few leapfrog
//! steps then lead to a point that knows nearly nothing of where it came from. The length of a step is learnt in the first draws, which are not kept.

use rayon::prelude::*;

use crate::laplace::Fit;
use crate::posterior::Posterior;
use crate::random::Random;

/// How to sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampling {
    /// Chains, side by side.
    pub chains: usize,
    /// Draws of each that are left out.
    pub warm_up: usize,
    /// Draws of each that are kept.
    pub draws: usize,
    /// Leapfrog steps to a draw.
    pub steps: usize,
    /// Seed of the random numbers; a chain has its own.
    pub seed: u64,
}

impl Default for Sampling {
    fn default() -> Self {
        Self { chains: 4, warm_up: 50, draws: 250, steps: 4, seed: 1 }
    }
}

/// Share of proposals that should be accepted.
const ACCEPTED: f64 = 0.8;
/// Length of the first step, in standard deviations.
const FIRST: f64 = 0.4;

/// Draws of all chains.
#[derive(Debug, Clone, PartialEq)]
pub struct Draws {
    /// By chain, then by draw: coordinates.
    pub chains: Vec<Vec<Vec<f64>>>,
    /// Share of proposals that were accepted.
    pub accepted: f64,
}

impl Draws {
    /// All draws, one chain after the other.
    pub fn all(&self) -> impl Iterator<Item = &Vec<f64>> {
        self.chains.iter().flatten()
    }

    fn column(&self, at: usize) -> Vec<f64> {
        self.all().map(|u| u[at]).collect()
    }

    /// Covariance of the coordinates.
    pub(crate) fn covariance(&self) -> Vec<Vec<f64>> {
        let count = self.all().next().map_or(0, Vec::len);
        let columns: Vec<Vec<f64>> = (0..count).map(|at| self.column(at)).collect();
        let means: Vec<f64> = columns.iter().map(|c| mean(c)).collect();
        let one = |a: usize, b: usize| {
            let products = columns[a].iter().zip(&columns[b]).map(|(x, y)| (x - means[a]) * (y - means[b]));
            products.sum::<f64>() / (columns[a].len() as f64 - 1.0)
        };
        (0..count).map(|a| (0..count).map(|b| one(a, b)).collect()).collect()
    }

    /// The interval of 90 % of a coordinate.
    pub(crate) fn interval(&self, at: usize) -> [f64; 2] {
        let mut sorted = self.column(at);
        sorted.sort_by(f64::total_cmp);
        [0.05, 0.95].map(|share| quantile(&sorted, share))
    }

    /// R̂ of a coordinate (Gelman & Rubin 1992, on halves of chains): near 1 where chains tell the same.
    pub fn r_hat(&self, at: usize) -> f64 {
        let halves: Vec<Vec<f64>> = self
            .chains
            .iter()
            .flat_map(|chain| chain.chunks(chain.len().div_ceil(2)))
            .map(|half| half.iter().map(|u| u[at]).collect())
            .collect();
        let n = halves.iter().map(Vec::len).min().unwrap_or(0) as f64;
        let means: Vec<f64> = halves.iter().map(|half| mean(half)).collect();
        let within = mean(&halves.iter().map(|half| variance(half)).collect::<Vec<_>>());
        ((n - 1.0) / n + variance(&means) / within).sqrt()
    }
}

fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

fn variance(x: &[f64]) -> f64 {
    let mean = mean(x);
    x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (x.len() as f64 - 1.0)
}

/// A quantile of sorted numbers, between the two nearest.
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * (sorted.len() - 1) as f64;
    let (low, part) = (at.floor() as usize, at.fract());
    let high = (low + 1).min(sorted.len() - 1);
    sorted[low] + part * (sorted[high] - sorted[low])
}

/// Draws from `posterior`, whose maximum and Gaussian `fit` holds; the same for any number of threads.
pub fn sample(posterior: &Posterior<'_>, fit: &Fit, sampling: &Sampling) -> Draws {
    let chains: Vec<(Vec<Vec<f64>>, usize)> =
        (0..sampling.chains as u64).into_par_iter().map(|chain| draw_chain(posterior, fit, sampling, chain)).collect();
    let accepted: usize = chains.iter().map(|(_, accepted)| accepted).sum();
    let proposed = sampling.chains * sampling.draws;
    Draws {
        chains: chains.into_iter().map(|(draws, _)| draws).collect(),
        accepted: accepted as f64 / proposed.max(1) as f64,
    }
}

/// A point with its energy and gradient in the metric of the fit.
#[derive(Clone)]
struct Point {
    w: Vec<f64>,
    u: Vec<f64>,
    energy: f64,
    force: Vec<f64>,
}

impl Point {
    fn at(posterior: &Posterior<'_>, fit: &Fit, w: Vec<f64>) -> Self {
        let u: Vec<f64> = fit.precision.upper_solve(&w).iter().zip(&fit.at).map(|(step, at)| at + step).collect();
        let (energy, gradient) = posterior.energy(&u);
        let force = fit.precision.lower_solve(&gradient);
        Self { w, u, energy, force }
    }
}

/// Draws of a chain, and how many of those that are kept were accepted.
fn draw_chain(posterior: &Posterior<'_>, fit: &Fit, sampling: &Sampling, chain: u64) -> (Vec<Vec<f64>>, usize) {
    let mut random = Random::new(sampling.seed, chain);
    let start: Vec<f64> = fit.at.iter().map(|_| random.normal()).collect();
    let mut here = Point::at(posterior, fit, start);
    if !here.energy.is_finite() {
        here = Point::at(posterior, fit, vec![0.0; fit.at.len()]);
    }
    let (mut length, mut draws, mut accepted) = (FIRST, Vec::with_capacity(sampling.draws), 0);
    for number in 0..sampling.warm_up + sampling.draws {
        let momentum: Vec<f64> = here.w.iter().map(|_| random.normal()).collect();
        // Steps of one length may lead round in a circle.
        let step = length * (0.8 + 0.4 * random.uniform());
        let (next, end) = leapfrog(posterior, fit, &here, &momentum, step, sampling.steps);
        let kinetic = |p: &[f64]| 0.5 * p.iter().map(|p| p * p).sum::<f64>();
        let gain = here.energy + kinetic(&momentum) - next.energy - kinetic(&end);
        let chance = if gain.is_finite() { gain.min(0.0).exp() } else { 0.0 };
        let is_taken = random.uniform() < chance;
        if is_taken {
            here = next;
        }
        if number < sampling.warm_up {
            length *= (0.15 * (chance - ACCEPTED)).exp();
        } else {
            accepted += usize::from(is_taken);
            draws.push(here.u.clone());
        }
    }
    (draws, accepted)
}

/// Where a point comes to, and with which momentum.
fn leapfrog(
    posterior: &Posterior<'_>,
    fit: &Fit,
    from: &Point,
    momentum: &[f64],
    step: f64,
    steps: usize,
) -> (Point, Vec<f64>) {
    let kick = |p: &mut Vec<f64>, force: &[f64]| p.iter_mut().zip(force).for_each(|(p, f)| *p -= 0.5 * step * f);
    let (mut point, mut p) = (from.clone(), momentum.to_vec());
    for _ in 0..steps {
        kick(&mut p, &point.force);
        let w = point.w.iter().zip(&p).map(|(w, p)| w + step * p).collect();
        point = Point::at(posterior, fit, w);
        if !point.energy.is_finite() {
            break;
        }
        kick(&mut p, &point.force);
    }
    (point, p)
}
