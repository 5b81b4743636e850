//! Newton's method with safeguards, and the quasi-Newton method that lives on its last Jacobian.
//!
//! ```text
//! Newton    z ← z + (I − J)⁻¹ F
//! Broyden   H ← H + (s − H y) sᵀH / sᵀH y        s the step, y = −ΔF, H ≈ (I − J)⁻¹
//! ```
//!
//! Far from the solution a Newton step leads anywhere. Then the step is that of an implicit Euler method over δ passes,
//! z ← z + ((1 + 1/δ) I − J)⁻¹ F, with the longest δ that moves no coordinate by more than [`STEP`]: slow pools go their physical way in great
//! strides, and a few plain passes let fast ones follow before the next Jacobian. A step that makes ‖F‖ ten times larger, or no number,
//! is halved.

use crate::line::Line;
use crate::matrix::{Matrix, dot, largest};

use super::point::{Level, Point, coordinates, differentiate, evaluate};
use super::{Found, Settings, Start};

/// Largest step of a coordinate: a factor of 4.5 for a pool.
const STEP: f64 = 1.5;
/// Passes of an implicit step, from the longest to the shortest.
const STRIDES: [f64; 9] = [f64::INFINITY, 3000.0, 1000.0, 300.0, 100.0, 30.0, 10.0, 3.0, 1.0];
/// Plain passes after a stride.
const RELAXING: usize = 5;
/// Strides before what is known has to do.
const MOST_STRIDES: usize = 12;
/// Steps that hardly help, one after the other, before another Jacobian is asked for: Broyden's updates learn meanwhile, and at a kink
/// they learn what is on both sides of it, where a Jacobian knows one.
const PATIENCE: u32 = 4;
/// Such steps before a search without further Jacobians is given up.
const LOST: u32 = 6;
/// Halvings of a step before it is given up.
const HALVINGS: usize = 6;

/// How to search.
pub(super) struct Search<'a> {
    pub level: Level,
    /// Jacobians beyond the first, at most: one is asked for when ‖F‖ has fallen by less than half [`PATIENCE`] times in a row.
    pub jacobians: u32,
    /// Evaluations at most.
    pub evaluations: u32,
    /// Whether a point, with the estimated distance of each of its coordinates to the solution, will do.
    pub content: &'a (dyn Fn(&Point, &[f64]) -> bool + Sync),
}

/// Where a search ended.
pub(super) struct Ended {
    pub here: Point,
    /// (I − J)⁻¹ as well as it is known.
    pub inverse: Matrix,
    pub content: bool,
}

/// Searches from a point with what is known of (I − J)⁻¹ there; without that, the Jacobian is asked for first.
pub(super) async fn search(line: &Line, z: &[f64], inverse: Option<Matrix>, how: &Search<'_>) -> Ended {
    let (mut here, mut inverse) = match inverse {
        Some(inverse) => (evaluate(line, how.level, z).await, inverse),
        None => approach(line, how.level, z).await,
    };
    let (mut slow, mut refreshed, mut best) = (0, 0, here.clone());
    for _ in 0..how.evaluations {
        let step = inverse.times(&here.f);
        if !here.is_finite() {
            break;
        }
        if (how.content)(&here, &step) {
            return Ended { here, inverse, content: true };
        }
        let (next, taken) = step_from(line, how.level, &here, &step).await;
        let Some(next) = next else {
            let Some(fresh) = refresh(line, how, &here, &mut refreshed).await else { break };
            (here, inverse) = fresh;
            continue;
        };
        slow = if next.size() > 0.5 * here.size() { slow + 1 } else { 0 };
        let swings = slow > 0 && here.f.iter().zip(&next.f).filter(|(a, b)| **a * **b < 0.0).count() * 2 > here.f.len();
        update(&mut inverse, &taken, &here, &next);
        here = next;
        if here.size() < best.size() {
            best = here.clone();
        }
        if slow >= PATIENCE {
            if let Some(fresh) = refresh(line, how, &here, &mut refreshed).await {
                (here, inverse) = fresh;
                slow = 0;
            } else if swings {
                // Around a kink steps go to and fro: the middle is nearer than either end.
                let middle: Vec<f64> = here.z.iter().zip(&taken).map(|(z, s)| z - 0.5 * s).collect();
                here = evaluate(line, how.level, &middle).await;
            } else if slow >= LOST {
                break;
            }
        }
    }
    let step = inverse.times(&best.f);
    let content = best.is_finite() && (how.content)(&best, &step);
    Ended { here: best, inverse, content }
}

/// Comes so near to the solution that a Newton step is safe: a point from there, with its (I − J)⁻¹.
async fn approach(line: &Line, level: Level, z: &[f64]) -> (Point, Matrix) {
    let mut z = z.to_vec();
    let mut strides = 0;
    loop {
        let (here, jacobian) = differentiate(line, level, &z).await;
        let (inverse, step, newton) = stride(&here, &jacobian);
        strides += 1;
        if newton || strides == MOST_STRIDES || !here.is_finite() {
            return (here, inverse);
        }
        z = here.z.iter().zip(&step).map(|(z, s)| z + s).collect();
        for _ in 0..RELAXING {
            let next = evaluate(line, level, &z).await;
            if !next.is_finite() {
                return (here, inverse);
            }
            z = coordinates(line, &next.image);
        }
    }
}

/// The longest stride that moves no coordinate too far: its matrix, its step, and whether it is Newton's.
fn stride(here: &Point, jacobian: &Matrix) -> (Matrix, Vec<f64>, bool) {
    for passes in STRIDES {
        let n = jacobian.order();
        let damped = Matrix::from_fn(n, |r, c| if r == c { 1.0 + 1.0 / passes } else { 0.0 } - jacobian.at(r, c));
        let Some(inverse) = damped.inverse() else { continue };
        let step = inverse.times(&here.f);
        if largest(&step) <= STEP {
            return (inverse, step, passes.is_infinite());
        }
    }
    (Matrix::identity(jacobian.order()), here.f.clone(), false)
}

async fn refresh(line: &Line, how: &Search<'_>, here: &Point, done: &mut u32) -> Option<(Point, Matrix)> {
    *done += 1;
    if *done > how.jacobians { None } else { Some(approach(line, how.level, &here.z).await) }
}

/// Takes a step, or a part of it that does no harm; nothing if there is none.
async fn step_from(line: &Line, level: Level, here: &Point, step: &[f64]) -> (Option<Point>, Vec<f64>) {
    let size = largest(step);
    if !size.is_finite() {
        return (None, Vec::new());
    }
    let mut share = if size > STEP { STEP / size } else { 1.0 };
    for _ in 0..HALVINGS {
        let z: Vec<f64> = here.z.iter().zip(step).map(|(z, s)| z + share * s).collect();
        let next = evaluate(line, level, &z).await;
        if next.is_finite() && next.size() <= 10.0 * here.size() {
            let taken = next.z.iter().zip(&here.z).map(|(after, before)| after - before).collect();
            return (Some(next), taken);
        }
        share *= 0.5;
    }
    (None, Vec::new())
}

/// Broyden's update of (I − J)⁻¹.
fn update(inverse: &mut Matrix, step: &[f64], before: &Point, after: &Point) {
    let y: Vec<f64> = before.f.iter().zip(&after.f).map(|(b, a)| b - a).collect();
    let hy = inverse.times(&y);
    let sh = inverse.transposed_times(step);
    let below = dot(step, &hy);
    if below.abs() <= 1e-12 * dot(step, step) || !below.is_finite() {
        return;
    }
    let u: Vec<f64> = step.iter().zip(&hy).map(|(s, h)| (s - h) / below).collect();
    inverse.add_outer(&u, &sh);
}

/// Jacobians of the loop that Newton's method asks for beyond those of its approach, at most.
const JACOBIANS: u32 = 12;

/// Newton on the loop with its exact Jacobian, which Broyden's updates keep while they make progress.
pub(super) async fn solve(line: &Line, start: &Start, settings: &Settings) -> Found {
    let warm = line.pass(&start.x).await;
    let content = |point: &Point, _: &[f64]| point.contents(settings);
    let how = Search { level: Level::Loop, jacobians: JACOBIANS, evaluations: 120, content: &content };
    let ended = search(line, &coordinates(line, &warm.x), None, &how).await;
    Found {
        x: ended.here.x,
        content: ended.content,
        fallbacks: Vec::new(),
        inverse: Some(ended.inverse),
        mean_jacobian: None,
        extinct: false,
    }
}
