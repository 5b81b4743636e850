//! Calibration of the process model against samples after the first, and what the samples cannot tell.
//!
//! ```text
//! minimise   mean (S_model − S_sampled)²  over some sites
//! over       ln μ_ref and ln K_m, each within bounds by a logistic transform;  μ_max = μ_ref (K_m + B_ref)/B_ref
//! ```
//!
//! B_ref is the mean initial biomass of these sites. Biomass differs little between sites, so stocks of an end year tell μ at B_ref and
//! little else: free, μ_max and K_m run to infinity with their ratio fixed. μ_ref and K_m are nearly independent, and K_m ends at its bound
//! then, with the same predictions.

use edaphon_infer::lbfgs::{Tolerance, minimise};

use super::objective::Objective;
use super::profile::{Profile, profile};
use super::{ProcessModel, ProcessParameters, TONNES};
use crate::description::FreeParameter;
use crate::error::{LearnError, Result};

/// Where L-BFGS stops: twelve digits of a mean square are more than samples have.
const TOLERANCE: Tolerance = Tolerance { gradient: 1e-9, gain: 1e-12, steps: 200 };
/// A parameter whose standard error is a factor of e or more is not known from the samples.
const UNKNOWN: f64 = 1.0;
/// How near to its bound (share of the range of logarithms) a parameter counts as at it.
const AT_BOUND: f64 = 0.01;
/// Two parameters that are correlated so closely cannot be told apart.
const ALIKE: f64 = 0.99;

/// A calibrated parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Its name.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Its value.
    pub value: f64,
    /// Standard error of its logarithm (–), from the curvature at the optimum; infinite where there is none.
    pub log_error: f64,
    /// Whether it lies at a bound.
    pub at_bound: bool,
}

/// What the samples tell about the parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Whether all parameters are determined.
    pub identified: bool,
    /// That in words.
    pub words: String,
}

/// A calibration.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// μ_max and K_m.
    pub parameters: ProcessParameters,
    /// All that was free.
    pub estimates: Vec<Estimate>,
    /// Values of parameters of RothC that were free, by their place among the calibrated ones.
    pub(crate) rothc: Vec<(usize, f64)>,
    /// Mean initial biomass (kg C m⁻²).
    pub bio_ref: f64,
    /// Root mean square error of the samples that were used (kg m⁻²).
    pub rmse: f64,
    /// Number of samples that were used.
    pub samples: usize,
    /// Evaluations of objective and gradient.
    pub evaluations: usize,
    /// Whether the optimum was found.
    pub converged: bool,
    /// Correlation of the logarithms of μ_ref and K_m, where both were free.
    pub correlation: Option<f64>,
    /// The objective along K_m, the others at their best; empty where K_m was not free or no profile was asked for.
    pub profile: Profile,
    /// What the samples tell.
    pub verdict: Verdict,
}

impl ProcessModel {
    /// Calibrates the free parameters against samples of the sites that satisfy `wanted`.
    ///
    /// # Errors
    /// Fewer samples than parameters.
    pub fn calibrate(&self, wanted: &[bool], with_profile: bool) -> Result<Calibration> {
        let objective = Objective::new(self, wanted)?;
        let (samples, free) = (objective.len(), objective.free.len());
        if samples <= free {
            return Err(LearnError::refused(format!(
                "calibration has {samples} samples of sites that were sampled in the first year and again; \
                 more than {free} are needed for its {free} parameters"
            )));
        }
        let begin: Vec<f64> =
            objective.begin.iter().zip(&objective.bounds).map(|(log, bounds)| logit(*log, *bounds)).collect();
        let minimum = minimise(&begin, TOLERANCE, |at| {
            let logs = logs(at, &objective.bounds);
            let (value, gradient) = objective.residuals(&logs)?.mean_square();
            let slopes = logs.iter().zip(&objective.bounds).map(|(log, bounds)| stretch(*log, *bounds));
            Ok::<_, LearnError>((value, gradient.iter().zip(slopes).map(|(g, s)| g * s).collect()))
        })?;
        let logs = logs(&minimum.at, &objective.bounds);
        let covariance = covariance(&objective, &logs)?;
        let profile = if with_profile { profile(&objective, &logs)? } else { Profile::default() };
        let estimates = estimates(&objective, &logs, &covariance);
        let correlation = correlation(&objective.free, &covariance);
        let verdict = verdict(&estimates, correlation, &profile);
        Ok(Calibration {
            parameters: parameters(&objective, &logs),
            rothc: rothc(&objective.free, &logs),
            estimates,
            bio_ref: objective.bio_ref / TONNES,
            rmse: minimum.value.sqrt(),
            samples,
            evaluations: minimum.evaluations,
            converged: minimum.converged,
            correlation,
            profile,
            verdict,
        })
    }
}

/// The logarithm from its free coordinate.
fn logs(at: &[f64], bounds: &[(f64, f64)]) -> Vec<f64> {
    at.iter().zip(bounds).map(|(z, (low, high))| low + (high - low) / (1.0 + (-z).exp())).collect()
}

/// The free coordinate of a logarithm.
fn logit(log: f64, (low, high): (f64, f64)) -> f64 {
    let part = ((log - low) / (high - low)).clamp(1e-6, 1.0 - 1e-6);
    (part / (1.0 - part)).ln()
}

/// How far the logarithm moves with its free coordinate.
fn stretch(log: f64, (low, high): (f64, f64)) -> f64 {
    (log - low) * (high - log) / (high - low)
}

/// The value that a name has among the free parameters, or `usual`.
fn value(objective: &Objective<'_>, logs: &[f64], wanted: FreeParameter, usual: f64) -> f64 {
    objective.free.iter().position(|p| *p == wanted).map_or(usual, |at| logs[at].exp())
}

fn parameters(objective: &Objective<'_>, logs: &[f64]) -> ProcessParameters {
    let mu_ref = value(objective, logs, FreeParameter::MuRef, 1.0);
    let k_m = value(objective, logs, FreeParameter::KM, objective.bio_ref);
    ProcessParameters { mu_max: mu_ref * (k_m + objective.bio_ref) / objective.bio_ref, k_m: k_m / TONNES }
}

fn rothc(free: &[FreeParameter], logs: &[f64]) -> Vec<(usize, f64)> {
    let one = |(p, log): (&FreeParameter, &f64)| match p {
        FreeParameter::RothC(at) => Some((*at, log.exp())),
        _ => None,
    };
    free.iter().zip(logs).filter_map(one).collect()
}

/// Covariance of the logarithms, s² (JᵀJ)⁻¹; infinite variances where JᵀJ has no inverse.
fn covariance(objective: &Objective<'_>, logs: &[f64]) -> Result<Vec<Vec<f64>>> {
    let residuals = objective.residuals(logs)?;
    let count = logs.len();
    let mut normal = vec![vec![0.0; count]; count];
    for slopes in &residuals.slopes {
        for row in 0..count {
            for column in 0..count {
                normal[row][column] += slopes[row] * slopes[column];
            }
        }
    }
    let n = residuals.values.len();
    let variance = residuals.mean_square().0 * n as f64 / (n - count) as f64;
    let scaled =
        |inverse: Vec<Vec<f64>>| inverse.iter().map(|row| row.iter().map(|x| x * variance).collect()).collect();
    Ok(inverse(normal).map_or_else(|| vec![vec![f64::INFINITY; count]; count], scaled))
}

/// The inverse of a symmetric positive matrix by elimination; none where it is singular to rounding.
fn inverse(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let count = matrix.len();
    let scale: Vec<f64> = (0..count).map(|at| matrix[at][at].sqrt()).collect();
    for row in 0..count {
        for column in 0..count {
            matrix[row][column] /= scale[row] * scale[column];
        }
    }
    let mut right: Vec<Vec<f64>> =
        (0..count).map(|row| (0..count).map(|column| f64::from(u8::from(row == column))).collect()).collect();
    for pivot in 0..count {
        let best = matrix[pivot][pivot];
        // NaN, from a parameter without any influence, ends here as well.
        if best.is_nan() || best < 1e-13 {
            return None;
        }
        for row in (0..count).filter(|row| *row != pivot) {
            let factor = matrix[row][pivot] / best;
            for column in 0..count {
                matrix[row][column] -= factor * matrix[pivot][column];
                right[row][column] -= factor * right[pivot][column];
            }
        }
    }
    for row in 0..count {
        for column in 0..count {
            right[row][column] /= matrix[row][row] * scale[row] * scale[column];
        }
    }
    Some(right)
}

fn estimates(objective: &Objective<'_>, logs: &[f64], covariance: &[Vec<f64>]) -> Vec<Estimate> {
    let one = |at: usize| {
        let parameter = objective.free[at];
        let (low, high) = objective.bounds[at];
        let part = (logs[at] - low) / (high - low);
        let is_k_m = parameter == FreeParameter::KM;
        let unit = match parameter {
            FreeParameter::MuRef => "",
            FreeParameter::KM => "kg m-2",
            FreeParameter::RothC(_) if parameter.name().starts_with("k_") => "yr-1",
            FreeParameter::RothC(_) => "",
        };
        Estimate {
            name: parameter.name(),
            unit,
            value: logs[at].exp() / if is_k_m { TONNES } else { 1.0 },
            log_error: covariance[at][at].sqrt(),
            at_bound: !(AT_BOUND..=1.0 - AT_BOUND).contains(&part),
        }
    };
    (0..logs.len()).map(one).collect()
}

fn correlation(free: &[FreeParameter], covariance: &[Vec<f64>]) -> Option<f64> {
    let a = free.iter().position(|p| *p == FreeParameter::MuRef)?;
    let b = free.iter().position(|p| *p == FreeParameter::KM)?;
    let found = covariance[a][b] / (covariance[a][a] * covariance[b][b]).sqrt();
    found.is_finite().then_some(found)
}

fn verdict(estimates: &[Estimate], correlation: Option<f64>, profile: &Profile) -> Verdict {
    let unknown: Vec<&Estimate> =
        estimates.iter().filter(|e| e.at_bound || e.log_error.is_nan() || e.log_error >= UNKNOWN).collect();
    let alike = correlation.is_some_and(|r| r.abs() > ALIKE);
    if unknown.is_empty() && !alike && !profile.is_open() {
        let words = "the samples determine all calibrated parameters".to_owned();
        return Verdict { identified: true, words };
    }
    let mut parts = Vec::new();
    if unknown.iter().any(|e| e.name == "k_m") || profile.is_open() || alike {
        parts.push("the samples cannot tell mu_max and K_m apart: they determine the microbial factor at the mean biomass (mu_ref) alone".to_owned());
    }
    if let Some(range) = profile.range_in_words() {
        parts.push(range);
    }
    for e in unknown.iter().filter(|e| e.name != "k_m") {
        let why = if e.at_bound { "lies at its bound" } else { "is not determined within a factor of e" };
        parts.push(format!("{} {why}", e.name));
    }
    Verdict { identified: false, words: parts.join("; ") }
}
