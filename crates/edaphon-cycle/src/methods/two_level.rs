//! Newton on the mean year, then quasi-Newton on the loop.
//!
//! The mean year is a twentieth of a loop of twenty years and has nearly the same slow modes: Newton finds its fixed point, and
//! its Jacobian J₁ gives (I − J₁ᴾ)⁻¹ for the loop, which Broyden's updates then correct. Where that stalls, in this order: J₁ anew
//! at the state reached, Anderson acceleration, Newton with the exact Jacobian of the loop, plain passes.

use crate::line::Line;
use crate::matrix::{Matrix, largest};
use crate::unknown::Role;

use super::newton::{Ended, Search, search};
use super::point::{Level, Point, coordinates, differentiate, values};
use super::{Found, Settings, Start, anderson, looping, newton};

/// Mean years before Newton from a start that is not known to be near.
const WARM_YEARS: usize = 20;
/// Mean years from the solution of a cell much like this one.
const NEAR_YEARS: usize = 3;
/// How near the fixed point of the mean year is near enough (relative): the loop has its own, some hundredths away.
const NEAR: f64 = 3e-3;
/// Passes of Anderson acceleration as a fallback.
const ANDERSON: u32 = 60;
/// Passes of the quasi-Newton method before it counts as stalled.
const PASSES: u32 = 14;

pub(super) async fn solve(line: &Line, start: &Start, settings: &Settings) -> Found {
    if line.years == 1 {
        return of_one_year(line, start, settings).await;
    }
    let (z, j1) = mean_year(line, start).await;
    let content = |point: &Point, _: &[f64]| point.contents(settings);
    let how = Search { level: Level::Loop, jacobians: 0, evaluations: PASSES, content: &content };
    let ended = search(line, &z, Some(inverse_of_loop(&j1, line.years)), &how).await;
    if ended.content {
        return found(ended, Some(j1), Vec::new());
    }
    let (_, j1) = differentiate(line, Level::MeanYear, &ended.here.z).await;
    let again = search(line, &ended.here.z, Some(inverse_of_loop(&j1, line.years)), &how).await;
    let better = if again.here.size() < ended.here.size() { again } else { Ended { content: again.content, ..ended } };
    if better.content {
        return found(better, Some(j1), vec!["mean year differentiated again"]);
    }
    fall_back(line, better, Some(j1), vec!["mean year differentiated again"], settings).await
}

/// The fixed point of the mean year, in coordinates, and its Jacobian there.
async fn mean_year(line: &Line, start: &Start) -> (Vec<f64>, Matrix) {
    let years = if start.jacobian.is_some() { NEAR_YEARS } else { WARM_YEARS };
    let mut x = start.x.clone();
    for _ in 0..years {
        x = line.mean_year(&x).await.x;
    }
    let near = |_: &Point, distance: &[f64]| largest(distance) < NEAR;
    let how = Search { level: Level::MeanYear, jacobians: 4, evaluations: 60, content: &near };
    let known = start.jacobian.as_ref().and_then(|j| j.from_identity().inverse());
    let ended = search(line, &coordinates(line, &x), known, &how).await;
    // J₁ = I − H⁻¹: what Broyden's updates have learnt is in it.
    let j1 = ended.inverse.inverse().map_or_else(|| Matrix::zero(x.len()), |m| m.from_identity());
    (ended.here.z, j1)
}

/// (I − J₁ᴾ)⁻¹; the unit matrix, a plain pass, where that does not exist.
fn inverse_of_loop(j1: &Matrix, years: u32) -> Matrix {
    j1.power(years).from_identity().inverse().unwrap_or_else(|| Matrix::identity(j1.order()))
}

/// A loop of one year is its own mean year.
async fn of_one_year(line: &Line, start: &Start, settings: &Settings) -> Found {
    let years = if start.jacobian.is_some() { NEAR_YEARS } else { WARM_YEARS };
    let mut x = start.x.clone();
    for _ in 0..years {
        x = line.pass(&x).await.x;
    }
    let content = |point: &Point, _: &[f64]| point.contents(settings);
    let how = Search { level: Level::Loop, jacobians: 6, evaluations: 80, content: &content };
    let known = start.jacobian.as_ref().and_then(|j| j.from_identity().inverse());
    let ended = search(line, &coordinates(line, &x), known, &how).await;
    let j1 = ended.inverse.inverse().map(|m| m.from_identity());
    if ended.content {
        return found(ended, j1, Vec::new());
    }
    fall_back(line, ended, j1, Vec::new(), settings).await
}

async fn fall_back(
    line: &Line,
    ended: Ended,
    j1: Option<Matrix>,
    mut tried: Vec<&'static str>,
    settings: &Settings,
) -> Found {
    let from = Start { x: values(line, &ended.here.z), jacobian: None };
    let mut best = found(ended, j1, Vec::new());
    for (name, which) in [("Anderson acceleration", 0), ("Newton on the loop", 1), ("plain passes", 2)] {
        tried.push(name);
        let next = match which {
            0 => anderson::solve(line, &from, &Settings { passes: settings.passes.min(ANDERSON), ..*settings }).await,
            1 => newton::solve(line, &from, settings).await,
            _ => looping::solve(line, &from, settings).await,
        };
        best = Found { inverse: next.inverse.or(best.inverse), mean_jacobian: best.mean_jacobian, ..next };
        if best.content {
            break;
        }
    }
    if !best.content
        && let Some((x, _)) = line.held().best.clone()
    {
        best.x = x;
    }
    Found { fallbacks: tried, ..best }
}

fn found(ended: Ended, mean_jacobian: Option<Matrix>, fallbacks: Vec<&'static str>) -> Found {
    Found {
        x: ended.here.x,
        content: ended.content,
        fallbacks,
        inverse: Some(ended.inverse),
        mean_jacobian,
        extinct: false,
    }
}

/// A start with microbes at a fiftieth of what they live on, and that at least as much as they need to begin with.
pub(super) fn with_microbes(line: &Line, x: &[f64]) -> Vec<f64> {
    let of = |role: Role| line.unknowns.iter().filter(|u| u.role == role).count().max(1) as f64;
    let pairs = || line.unknowns.iter().zip(x);
    let food: f64 = pairs().filter(|(u, _)| u.role == Role::Food).map(|(_, x)| x.max(0.1)).sum();
    let each = 0.02 * food / of(Role::Microbes);
    pairs()
        .map(|(u, x)| match u.role {
            Role::Microbes => each,
            Role::Food => x.max(0.1),
            Role::Other => *x,
        })
        .collect()
}
