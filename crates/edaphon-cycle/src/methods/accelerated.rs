//! Accelerated decomposition: slow pools move several times faster, then plain passes.
//!
//! Decay of a pool sped up by a factor a, with the pool itself divided by a, is dx/dt = a (I − k x) of the true pool x: the flux
//! out of it is the true one, and its net change is multiplied. So the factor is applied to the change of slow pools over a mean
//! year. That moves the path and not the fixed point, and no pool has to be multiplied by hand afterwards.
//!
//! A pool counts as slow by how much of it one mean year changes while everything else is held: its factor is what would make it
//! turn over in [`TURNOVER`] years, 1 to [`FACTOR`].

use crate::line::Line;

use super::point::{Level, coordinates, differentiate, evaluate};
use super::{Found, Settings, Start, looping};

/// Years that accelerated pools turn over in.
const TURNOVER: f64 = 20.0;
/// Largest factor.
const FACTOR: f64 = 30.0;
/// Accelerated years, at most.
const YEARS: usize = 600;

pub(super) async fn solve(line: &Line, start: &Start, settings: &Settings) -> Found {
    let mut x = start.x.clone();
    for _ in 0..20 {
        x = line.mean_year(&x).await.x;
    }
    let (mut here, jacobian) = differentiate(line, Level::MeanYear, &coordinates(line, &x)).await;
    let factor = |i: usize| {
        let lost = 1.0 - jacobian.at(i, i);
        if line.unknowns[i].floor > 0.0 && lost > 0.0 { (1.0 / (lost * TURNOVER)).clamp(1.0, FACTOR) } else { 1.0 }
    };
    let factors: Vec<f64> = (0..here.z.len()).map(factor).collect();
    for _ in 0..YEARS {
        if !here.is_finite() || here.f.iter().all(|f| f.abs() < 1e-6) {
            break;
        }
        let next: Vec<f64> = (here.x.iter().zip(&here.image).zip(&factors))
            .map(|((before, after), factor)| {
                before + (factor * (after - before)).clamp(-0.5 * before.abs(), before.abs() + 1.0)
            })
            .collect();
        here = evaluate(line, Level::MeanYear, &coordinates(line, &next)).await;
    }
    let settled = if here.is_finite() { here.x } else { x };
    looping::solve(line, &Start { x: settled, jacobian: None }, settings).await
}
