//! What was found of each parameter, and what the measurements cannot tell.

use crate::coordinate::{Coordinate, NINETY};
use crate::free::FreeParameters;
use crate::hamiltonian::Draws;
use crate::laplace::Fit;

/// Correlation from which two parameters count as not told apart.
pub const ALIKE: f64 = 0.9;
/// Share of the spread of the prior that is left from which a parameter counts as not learnt.
pub const UNLEARNT: f64 = 0.8;
/// How near to an end of its range (share of it) a parameter counts as at it.
const NEAR: f64 = 0.05;

/// What was found of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Its name.
    pub label: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Its value at the maximum of the posterior.
    pub best: f64,
    /// Low end and high end of its interval of 90 %.
    pub interval: (f64, f64),
    /// The same of its prior.
    pub prior: (f64, f64),
    /// Spread of the posterior over that of the prior, on the coordinate (–).
    pub left: f64,
    /// Whether it lies near an end of its range, which the measurements would leave if they could.
    pub at_bound: bool,
}

/// What was found of all.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// By parameter.
    pub estimates: Vec<Estimate>,
    /// Correlations of the coordinates, by row and column.
    pub correlations: Vec<Vec<f64>>,
    /// Pairs that are not told apart, with their correlation.
    pub alike: Vec<(&'static str, &'static str, f64)>,
    /// Parameters of which the measurements tell little.
    pub unlearnt: Vec<&'static str>,
}

impl Findings {
    /// What the measurements cannot tell, in words.
    pub fn words(&self) -> Vec<String> {
        let pair = |(a, b, r): &(&str, &str, f64)| {
            format!("{a} and {b} are not told apart (correlation {r:.2}): the measurements know a combination of both")
        };
        let single =
            |label: &&str| format!("of {label} the measurements tell little: its interval is nearly that of the prior");
        let bound = |e: &Estimate| {
            format!("{} ends near a bound of its range: the measurements ask for what the range leaves out", e.label)
        };
        let bounds = self.estimates.iter().filter(|e| e.at_bound).map(bound);
        self.alike.iter().map(pair).chain(self.unlearnt.iter().map(single)).chain(bounds).collect()
    }

    /// The correlation of two parameters by their labels.
    pub fn correlation(&self, a: &str, b: &str) -> Option<f64> {
        let place = |label: &str| self.estimates.iter().position(|e| e.label == label);
        Some(self.correlations[place(a)?][place(b)?])
    }
}

/// Findings of a fit, from its Gaussian, or from draws where there are any.
pub fn findings(free: &FreeParameters, fit: &Fit, draws: Option<&Draws>) -> Findings {
    let count = free.count();
    let covariance = draws.map_or_else(|| fit.covariance.clone(), |draws| draws.covariance());
    let deviation: Vec<f64> = (0..count).map(|at| covariance[at][at].sqrt()).collect();
    let correlation = |a: usize, b: usize| covariance[a][b] / (deviation[a] * deviation[b]);
    let interval = |at: usize, coordinate: &Coordinate| {
        match draws {
            Some(draws) => draws.interval(at),
            None => [-NINETY, NINETY].map(|k| fit.at[at] + k * deviation[at]),
        }
        .map(|u| coordinate.value(u))
    };
    let one = |at: usize| {
        let coordinate = free.coordinate(at);
        let [low, high] = interval(at, &coordinate);
        let [prior_low, _, prior_high] = coordinate.of_prior();
        Estimate {
            label: free.label(at),
            unit: free.unit(at),
            best: coordinate.value(fit.at[at]),
            interval: (low, high),
            prior: (prior_low, prior_high),
            left: deviation[at] / coordinate.prior_deviation(),
            at_bound: coordinate.is_near_a_bound(fit.at[at], NEAR),
        }
    };
    let estimates: Vec<Estimate> = (0..count).map(one).collect();
    let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
    let close = |(a, b): (usize, usize)| {
        let r = correlation(a, b);
        (r.abs() > ALIKE).then_some((free.label(a), free.label(b), r))
    };
    Findings {
        correlations: (0..count).map(|a| (0..count).map(|b| correlation(a, b)).collect()).collect(),
        alike: pairs.filter_map(close).collect(),
        unlearnt: estimates.iter().filter(|e| e.left > UNLEARNT).map(|e| e.label).collect(),
        estimates,
    }
}
