//! Minimisation by L-BFGS (Nocedal 1980; Nocedal & Wright 2006, algorithm 7.4) with the line search of Moré & Thuente (1994), by the crate
//! `argmin`.
//!
//! For a handful of parameters whose objective comes with its exact gradient. It ends where the gradient or the gain is of the size of rounding, and
//! gives the best point that it saw: a line search that can go no lower there is no failure.

use std::cell::RefCell;

use argmin::core::{CostFunction, Error, Executor, Gradient, State, TerminationReason, TerminationStatus};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;

/// Pairs of steps and gradient changes that are remembered.
const MEMORY: usize = 7;
/// Largest change of a parameter in the first step: parameters are logarithms or logits, of order one.
const LONGEST: f64 = 3.0;

/// What stands for an objective that is not finite.
const BEYOND: f64 = 1e100;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub struct Tolerance {
    /// Length of the gradient.
    pub gradient: f64,
    /// Gain of a step relative to the objective.
    pub gain: f64,
    /// Most steps.
    pub steps: usize,
}

/// Where it ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Minimum {
    /// The best point.
    pub at: Vec<f64>,
    /// The objective there.
    pub value: f64,
    /// Evaluations of objective and gradient.
    pub evaluations: usize,
    /// Whether gradient or gain fell below the tolerance.
    pub converged: bool,
}

/// Minimises `objective`, which gives value and gradient, from `start`.
///
/// # Errors
/// The first that the objective gives.
pub fn minimise<E>(
    start: &[f64],
    tolerance: Tolerance,
    mut objective: impl FnMut(&[f64]) -> Result<(f64, Vec<f64>), E>,
) -> Result<Minimum, E> {
    let (value, gradient) = objective(start)?;
    let steepest = gradient.iter().fold(0.0_f64, |steepest, slope| steepest.max(slope.abs()));
    if steepest <= tolerance.gradient {
        return Ok(Minimum { at: start.to_vec(), value, evaluations: 1, converged: true });
    }
    let scale = LONGEST.min(steepest) / steepest;
    let last = Some((start.to_vec(), value, gradient));
    let seen = RefCell::new(Seen { last, best: Some((start.to_vec(), value)), evaluations: 1, failure: None });
    let objective = RefCell::new(objective);
    let (mut best, mut converged) = ((start.to_vec(), value), false);
    loop {
        let watched = Watched { objective: &objective, seen: &seen, scale };
        converged = search(watched, &best, tolerance).unwrap_or(converged);
        let mut seen = seen.borrow_mut();
        if let Some(failure) = seen.failure.take() {
            return Err(failure);
        }
        let before = best.1;
        best = seen.best.clone().unwrap_or(best);
        // A gain is small by what the objective has come to, not by what it began with.
        if before - best.1 <= 0.5 * before.abs() {
            return Ok(Minimum { at: best.0, value: best.1, evaluations: seen.evaluations, converged });
        }
    }
}

/// Whether a search from the best point so far ends within the tolerance; none if it cannot be made.
fn search<F, E>(watched: Watched<'_, F, E>, (at, value): &(Vec<f64>, f64), tolerance: Tolerance) -> Option<bool>
where
    F: FnMut(&[f64]) -> Result<(f64, Vec<f64>), E>,
{
    let scale = watched.scale;
    let gain = (scale * tolerance.gain * value.abs()).max(f64::MIN_POSITIVE);
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), MEMORY)
        .with_tolerance_grad(scale * tolerance.gradient)
        .and_then(|solver| solver.with_tolerance_cost(gain))
        .ok()?;
    let executor = Executor::new(watched, solver);
    let begun = executor.configure(|state| state.param(at.clone()).max_iters(tolerance.steps as u64)).ctrlc(false);
    let found = begun.run().ok()?;
    let status = found.state().get_termination_status();
    Some(match status {
        TerminationStatus::Terminated(TerminationReason::MaxItersReached) => false,
        TerminationStatus::Terminated(_) => true,
        TerminationStatus::NotTerminated => false,
    })
}

/// What was seen of an objective on the way.
struct Seen<E> {
    /// The last point, with value and gradient: they are asked for one after the other.
    last: Option<(Vec<f64>, f64, Vec<f64>)>,
    best: Option<(Vec<f64>, f64)>,
    evaluations: usize,
    failure: Option<E>,
}

/// An objective that is evaluated once for each point, remembers the best and the first failure.
struct Watched<'a, F, E> {
    objective: &'a RefCell<F>,
    seen: &'a RefCell<Seen<E>>,
    /// Multiplies the objective, so that the first step, along the gradient, is not too long.
    scale: f64,
}

/// Ends a search whose objective failed; the failure itself is kept beside.
#[derive(Debug, thiserror::Error)]
#[error("the objective failed")]
struct Failed;

impl<F, E> Watched<'_, F, E>
where
    F: FnMut(&[f64]) -> Result<(f64, Vec<f64>), E>,
{
    fn at(&self, point: &[f64]) -> Result<(f64, Vec<f64>), Error> {
        let mut seen = self.seen.borrow_mut();
        if let Some((_, value, gradient)) = seen.last.as_ref().filter(|(known, ..)| known == point) {
            return Ok((*value, gradient.clone()));
        }
        seen.evaluations += 1;
        match (self.objective.borrow_mut())(point) {
            // Outside of what the objective can be asked for: as high as a number can be without harm to interpolation.
            Ok((value, _)) if !value.is_finite() => Ok((BEYOND / self.scale, vec![0.0; point.len()])),
            Ok((value, gradient)) => {
                if seen.best.as_ref().is_none_or(|(_, best)| value < *best) {
                    seen.best = Some((point.to_vec(), value));
                }
                seen.last = Some((point.to_vec(), value, gradient.clone()));
                Ok((value, gradient))
            }
            Err(failure) => {
                seen.failure = Some(failure);
                Err(Failed.into())
            }
        }
    }
}

impl<F, E> CostFunction for Watched<'_, F, E>
where
    F: FnMut(&[f64]) -> Result<(f64, Vec<f64>), E>,
{
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, point: &Vec<f64>) -> Result<f64, Error> {
        Ok(self.scale * self.at(point)?.0)
    }
}

impl<F, E> Gradient for Watched<'_, F, E>
where
    F: FnMut(&[f64]) -> Result<(f64, Vec<f64>), E>,
{
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, point: &Vec<f64>) -> Result<Vec<f64>, Error> {
        Ok(self.at(point)?.1.iter().map(|slope| self.scale * slope).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    const TOLERANCE: Tolerance = Tolerance { gradient: 1e-10, gain: 1e-15, steps: 500 };

    fn valley(x: &[f64]) -> (f64, Vec<f64>) {
        let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
        (a * a + 100.0 * b * b, vec![-2.0 * a - 400.0 * x[0] * b, 200.0 * b])
    }

    #[test]
    fn the_valley_of_rosenbrock_is_followed_to_its_end() {
        let Ok(found) = minimise(&[-1.2, 1.0], TOLERANCE, |x| Ok::<_, Infallible>(valley(x)));
        assert!(found.converged && found.evaluations < 200, "{found:?}");
        assert!(found.at.iter().all(|x| (x - 1.0).abs() < 1e-8), "{found:?}");
    }

    #[test]
    fn the_size_of_the_objective_changes_little() {
        for scale in [1e-6, 1e6] {
            let scaled = |x: &[f64]| {
                let (value, gradient) = valley(x);
                Ok::<_, Infallible>((scale * value, gradient.iter().map(|slope| scale * slope).collect()))
            };
            let tolerance = Tolerance { gradient: scale * TOLERANCE.gradient, ..TOLERANCE };
            let Ok(found) = minimise(&[-1.2, 1.0], tolerance, scaled);
            assert!(found.at.iter().all(|x| (x - 1.0).abs() < 1e-6), "{scale}: {found:?}");
        }
    }

    /// Energies may be negative, and infinite where parameters make no sense.
    #[test]
    fn a_negative_minimum_beside_a_wall_is_found() {
        let walled = |x: &[f64]| {
            let (value, gradient) = valley(x);
            Ok::<_, Infallible>((if x[1] > 1.5 { f64::INFINITY } else { value - 1000.0 }, gradient))
        };
        let Ok(found) = minimise(&[-1.2, 1.0], Tolerance { gain: 1e-18, ..TOLERANCE }, walled);
        assert!(found.at.iter().all(|x| (x - 1.0).abs() < 1e-4), "{found:?}");
    }

    #[test]
    fn what_the_objective_refuses_is_handed_on() {
        let fails = |x: &[f64]| if x[0] > 0.0 { Err("too far") } else { Ok(valley(x)) };
        assert_eq!(minimise(&[-1.2, 1.0], TOLERANCE, fails), Err("too far"));
        assert_eq!(minimise(&[0.5, 1.0], TOLERANCE, fails), Err("too far"));
    }
}
