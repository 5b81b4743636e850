//! Anderson acceleration of the loop in coordinates.
//!
//! The next state is the combination of the last few images whose change would be least, were the map linear: with ΔF and ΔZ the
//! differences of the last m residuals and images, z ← z + F − (ΔZ + ΔF) γ, γ = argmin ‖F − ΔF γ‖ by QR. Differences that are nearly
//! dependent (a diagonal of R below 10⁻⁸ of the largest) are dropped, the oldest first.

use std::collections::VecDeque;

use crate::line::Line;
use crate::matrix::{dot, largest, norm};

use super::point::{Level, Point, coordinates, evaluate};
use super::{Found, Settings, Start};

/// Differences that are remembered.
const MEMORY: usize = 8;
/// Largest step of a coordinate.
const STEP: f64 = 2.0;
/// Passes without a smaller drift before it begins anew, with plain passes.
const ASTRAY: u32 = 25;
/// Plain passes at such a beginning.
const RELAXING: u32 = 10;

pub(super) async fn solve(line: &Line, start: &Start, settings: &Settings) -> Found {
    let mut here = evaluate(line, Level::Loop, &coordinates(line, &start.x)).await;
    let mut differences: VecDeque<[Vec<f64>; 2]> = VecDeque::new();
    let mut best = here.clone();
    let mut since_best = 0;
    for _ in 0..settings.passes {
        if here.contents(settings) || !here.is_finite() {
            break;
        }
        if since_best >= ASTRAY {
            // At a kink differences of both sides mix, and in a pool that hardly decays ‖F‖ is small wherever it is: for a while the
            // model itself goes on.
            if here.drift > 10.0 * best.drift {
                here = best.clone();
            }
            for _ in 0..RELAXING {
                here = evaluate(line, Level::Loop, &coordinates(line, &here.image)).await;
            }
            differences.clear();
            since_best = 0;
        }
        let step = limited(combined(&here, &differences));
        let z: Vec<f64> = here.z.iter().zip(&step).map(|(z, s)| z + s).collect();
        let mut next = evaluate(line, Level::Loop, &z).await;
        if !next.is_finite() || next.size() > 10.0 * here.size() || next.drift > 1e3 * here.drift {
            // What was remembered leads astray: a plain pass, and a new beginning.
            differences.clear();
            next = evaluate(line, Level::Loop, &coordinates(line, &here.image)).await;
        } else {
            let minus = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>();
            differences.push_back([minus(&next.z, &here.z), minus(&next.f, &here.f)]);
            if differences.len() > MEMORY {
                differences.pop_front();
            }
        }
        here = next;
        since_best += 1;
        if here.is_finite() && here.drift < best.drift {
            best = here.clone();
            since_best = 0;
        }
    }
    let content = here.contents(settings);
    let x = if content { here.x } else { best.x };
    Found { x, content, fallbacks: Vec::new(), inverse: None, mean_jacobian: None, extinct: false }
}

fn limited(mut step: Vec<f64>) -> Vec<f64> {
    let size = largest(&step);
    if size > STEP {
        step.iter_mut().for_each(|s| *s *= STEP / size);
    }
    step
}

/// The step from here that the last differences suggest.
fn combined(here: &Point, differences: &VecDeque<[Vec<f64>; 2]>) -> Vec<f64> {
    let mut step = here.f.clone();
    // Modified Gram–Schmidt over residual differences, the newest first.
    let (mut q, mut carried): (Vec<Vec<f64>>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
    let mut longest = 0.0_f64;
    let mut left = here.f.clone();
    for [dz, df] in differences.iter().rev() {
        let mut direction = df.clone();
        let mut moved: Vec<f64> = dz.iter().zip(df).map(|(z, f)| z + f).collect();
        for (unit, image) in q.iter().zip(&carried) {
            let along = dot(unit, &direction);
            direction.iter_mut().zip(unit).for_each(|(d, u)| *d -= along * u);
            moved.iter_mut().zip(image).for_each(|(m, i)| *m -= along * i);
        }
        let length = norm(&direction);
        longest = longest.max(length);
        if length.is_nan() || length <= 1e-8 * longest {
            break;
        }
        direction.iter_mut().for_each(|d| *d /= length);
        moved.iter_mut().for_each(|m| *m /= length);
        let along = dot(&direction, &left);
        left.iter_mut().zip(&direction).for_each(|(l, d)| *l -= along * d);
        step.iter_mut().zip(&moved).for_each(|(s, m)| *s -= along * m);
        q.push(direction);
        carried.push(moved);
    }
    step
}
