//! The maximum of a posterior, and the Gaussian there.

use crate::error::{InferError, Result};
use crate::lbfgs::{Minimum, Tolerance, minimise};
use crate::linear::Symmetric;
use crate::posterior::Posterior;

/// Where the search stops: energies are sums over hundreds of measurements, of which a thousandth does not matter.
const TOLERANCE: Tolerance = Tolerance { gradient: 1e-3, gain: 1e-8, steps: 300 };
/// The rise of energy that a step of the differences for the curvature may bring at most, and how often a step of one is halved until it does.
const RISE: (f64, u32) = (0.5, 14);
/// Least that is added to the curvature where it is not positive, as a share of its largest, and how often it may be doubled.
const RIDGE: (f64, u32) = (1e-9, 40);

/// A calibration.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Coordinates of the maximum: of the parameters, then of the noise.
    pub at: Vec<f64>,
    /// −ln of the posterior density there, but for a constant.
    pub energy: f64,
    /// Curvature there.
    pub precision: Symmetric,
    /// Its inverse: the covariance of the Gaussian (Laplace's approximation).
    pub covariance: Vec<Vec<f64>>,
    /// Evaluations of energy and gradient by the search.
    pub evaluations: usize,
    /// Whether the search ended at a maximum.
    pub converged: bool,
}

/// The maximum of `posterior`, searched from `start`.
///
/// Gradients are exact; the curvature is that of their central differences over about a standard deviation.
///
/// # Errors
/// No finite prediction at `start`, or a curvature that no Gaussian has.
pub fn fit(posterior: &Posterior<'_>, start: &[f64]) -> Result<Fit> {
    let Minimum { at, value, evaluations, converged } = maximum(posterior, start)?;
    let precision = curvature(posterior, &at)?;
    let covariance = precision.inverse();
    Ok(Fit { evaluations, at, energy: value, precision, covariance, converged })
}

/// The maximum alone.
///
/// # Errors
/// No finite prediction at `start`.
pub fn maximum(posterior: &Posterior<'_>, start: &[f64]) -> Result<Minimum> {
    let objective = |u: &[f64]| Ok::<_, InferError>(posterior.energy(u));
    let found = minimise(start, TOLERANCE, objective)?;
    if found.value.is_finite() { Ok(found) } else { Err(InferError::Start) }
}

/// Second derivatives at `at`, made positive where a kink of the model left them otherwise.
///
/// Steps are those that raise the energy by about one half, a standard deviation: models have kinks, at which the curvature of a point means nothing.
fn curvature(posterior: &Posterior<'_>, at: &[f64]) -> Result<Symmetric> {
    let count = at.len();
    let moved = |row: usize, step: f64| {
        let mut moved = at.to_vec();
        moved[row] += step;
        posterior.energy(&moved)
    };
    let here = posterior.energy(at).0;
    let rows: Vec<Vec<f64>> = (0..count)
        .map(|row| {
            let mut step = 1.0;
            let (mut above, mut below) = (moved(row, step), moved(row, -step));
            for _ in 0..RISE.1 {
                if above.0.max(below.0) - here <= RISE.0 {
                    break;
                }
                step *= 0.5;
                (above, below) = (moved(row, step), moved(row, -step));
            }
            above.1.iter().zip(&below.1).map(|(a, b)| (a - b) / (2.0 * step)).collect()
        })
        .collect();
    let half = |row: usize, column: usize| 0.5 * (rows[row][column] + rows[column][row]);
    let matrix: Vec<Vec<f64>> = (0..count).map(|row| (0..count).map(|column| half(row, column)).collect()).collect();
    let largest = (0..count).map(|row| matrix[row][row].abs()).fold(0.0, f64::max);
    let ridges = std::iter::once(0.0).chain((0..RIDGE.1).map(|power| RIDGE.0 * largest * 2.0_f64.powi(power as i32)));
    for ridge in ridges {
        let mut raised = matrix.clone();
        (0..count).for_each(|row| raised[row][row] += ridge);
        if let Some(found) = Symmetric::new(raised) {
            return Ok(found);
        }
    }
    Err(InferError::Curvature)
}
