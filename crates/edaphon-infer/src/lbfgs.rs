//! Minimisation by L-BFGS (Nocedal 1980; Nocedal & Wright 2006, algorithm 7.4) with steps halved until they go down.
//!
//! For a handful of parameters whose objective comes with its exact gradient. It ends where the gradient or the gain is of the size of rounding, and
//! gives the best point that it saw: a line search that can go no lower there is no failure.

/// Pairs of steps and gradient changes that are remembered.
const MEMORY: usize = 7;
/// Share of the expected descent that a step has to bring (Armijo).
const DESCENT: f64 = 1e-4;
/// Largest change of a parameter in one step: parameters are logarithms or logits.
const LONGEST: f64 = 3.0;

/// A step, and by how much it changed the gradient.
type Pair = (Vec<f64>, Vec<f64>);

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub struct Tolerance {
    /// Largest component of the gradient.
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

/// Minimises `objective`, which gives value and gradient, from `start`; a value of ∞ or NaN is a place where it must not go.
///
/// # Errors
/// Those of the objective.
pub fn minimise<E>(
    start: &[f64],
    tolerance: Tolerance,
    mut objective: impl FnMut(&[f64]) -> Result<(f64, Vec<f64>), E>,
) -> Result<Minimum, E> {
    let mut at = start.to_vec();
    let (mut value, mut gradient) = objective(&at)?;
    let (mut evaluations, mut memory): (usize, Vec<Pair>) = (1, Vec::new());
    for _ in 0..tolerance.steps {
        if gradient.iter().all(|slope| slope.abs() <= tolerance.gradient) {
            return Ok(Minimum { at, value, evaluations, converged: true });
        }
        let mut direction = direction(&gradient, &memory);
        if dot(&direction, &gradient) >= 0.0 {
            memory.clear();
            direction = gradient.iter().map(|slope| -slope).collect();
        }
        let longest = direction.iter().fold(0.0_f64, |longest, part| longest.max(part.abs()));
        let mut step = (LONGEST / longest).min(if memory.is_empty() { 1.0 / longest.max(1e-3) } else { 1.0 });
        let slope = dot(&direction, &gradient);
        let found = loop {
            let next: Vec<f64> = at.iter().zip(&direction).map(|(x, d)| x + step * d).collect();
            let (next_value, next_gradient) = objective(&next)?;
            evaluations += 1;
            if next_value <= value + DESCENT * step * slope {
                break Some((next, next_value, next_gradient));
            }
            step *= 0.5;
            if step * longest < 1e-12 {
                break None;
            }
        };
        let Some((next, next_value, next_gradient)) = found else {
            return Ok(Minimum { at, value, evaluations, converged: true });
        };
        let moved = difference(&next, &at);
        let bent = difference(&next_gradient, &gradient);
        if dot(&moved, &bent) > 1e-12 * dot(&bent, &bent) {
            memory.push((moved, bent));
            memory.drain(..memory.len().saturating_sub(MEMORY));
        }
        let gain = value - next_value;
        (at, value, gradient) = (next, next_value, next_gradient);
        if gain <= tolerance.gain * value.abs() {
            return Ok(Minimum { at, value, evaluations, converged: true });
        }
    }
    Ok(Minimum { at, value, evaluations, converged: false })
}

/// −H ∇f by the two loops over remembered pairs.
fn direction(gradient: &[f64], memory: &[Pair]) -> Vec<f64> {
    let mut q: Vec<f64> = gradient.iter().map(|slope| -slope).collect();
    let mut shares = Vec::with_capacity(memory.len());
    for (moved, bent) in memory.iter().rev() {
        let share = dot(moved, &q) / dot(moved, bent);
        q.iter_mut().zip(bent).for_each(|(q, bent)| *q -= share * bent);
        shares.push(share);
    }
    if let Some((moved, bent)) = memory.last() {
        let scale = dot(moved, bent) / dot(bent, bent);
        q.iter_mut().for_each(|q| *q *= scale);
    }
    for ((moved, bent), share) in memory.iter().zip(shares.iter().rev()) {
        let back = dot(bent, &q) / dot(moved, bent);
        q.iter_mut().zip(moved).for_each(|(q, moved)| *q += (share - back) * moved);
    }
    q
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    #[test]
    fn the_valley_of_rosenbrock_is_followed_to_its_end() {
        let valley = |x: &[f64]| -> Result<_, Infallible> {
            let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
            Ok((a * a + 100.0 * b * b, vec![-2.0 * a - 400.0 * x[0] * b, 200.0 * b]))
        };
        let tolerance = Tolerance { gradient: 1e-10, gain: 0.0, steps: 500 };
        let Ok(found) = minimise(&[-1.2, 1.0], tolerance, valley);
        assert!(found.converged && found.evaluations < 200, "{found:?}");
        assert!(found.at.iter().all(|x| (x - 1.0).abs() < 1e-8), "{found:?}");
    }
}
