//! Newton's method with safeguards, and the quasi-Newton method that lives on its last Jacobian.
//!
//! ```text
//! Newton    z ← z + (I − J)⁻¹ F
//! Broyden   H ← H + (s − H y) sᵀH / sᵀH y        s the step, y = −ΔF, H ≈ (I − J)⁻¹
//! ```
//!
//! No coordinate moves by more than [`STEP`] at a time; a step that makes ‖F‖ ten times larger, or no number, is halved.

use crate::line::Line;
use crate::matrix::{Matrix, dot, largest};

use super::point::{Level, Point, coordinates, differentiate, evaluate};
use super::{Found, Settings, Start};

/// Largest step of a coordinate: a factor of 4.5 for a pool.
const STEP: f64 = 1.5;
/// Halvings of a step before it is given up.
const HALVINGS: usize = 6;

/// When a search asks for another exact Jacobian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refresh {
    /// At every step.
    Always,
    /// When ‖F‖ has fallen by less than half twice in a row, but at most so often.
    WhenSlow(u32),
}

/// How to search.
pub(super) struct Search<'a> {
    pub level: Level,
    pub refresh: Refresh,
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
        None => newton_point(line, how.level, z).await,
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
        let wanted = how.refresh == Refresh::Always || slow >= 2;
        if wanted {
            if let Some(fresh) = refresh(line, how, &here, &mut refreshed).await {
                (here, inverse) = fresh;
                slow = 0;
            } else if swings {
                // Around a kink steps go to and fro: the middle is nearer than either end.
                let middle: Vec<f64> = here.z.iter().zip(&taken).map(|(z, s)| z - 0.5 * s).collect();
                here = evaluate(line, how.level, &middle).await;
            } else if slow >= 4 {
                break;
            }
        }
    }
    let step = inverse.times(&best.f);
    let content = best.is_finite() && (how.content)(&best, &step);
    Ended { here: best, inverse, content }
}

/// A point with its (I − J)⁻¹; where that does not exist, a step is plain.
async fn newton_point(line: &Line, level: Level, z: &[f64]) -> (Point, Matrix) {
    let (here, jacobian) = differentiate(line, level, z).await;
    let inverse = jacobian.from_identity().inverse().unwrap_or_else(|| Matrix::identity(z.len()));
    (here, inverse)
}

async fn refresh(line: &Line, how: &Search<'_>, here: &Point, done: &mut u32) -> Option<(Point, Matrix)> {
    *done += 1;
    match how.refresh {
        Refresh::WhenSlow(most) if *done > most => None,
        _ => Some(newton_point(line, how.level, &here.z).await),
    }
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

/// Newton on the loop with its exact Jacobian at every step.
pub(super) async fn solve(line: &Line, start: &Start, settings: &Settings) -> Found {
    let warm = line.pass(&start.x).await;
    let content = |point: &Point, _: &[f64]| point.contents(settings);
    let how = Search { level: Level::Loop, refresh: Refresh::Always, evaluations: 30, content: &content };
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
