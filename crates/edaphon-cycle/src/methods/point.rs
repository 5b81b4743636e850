//! A state and where the map takes it, in coordinates.

use crate::line::{Answer, Line};
use crate::matrix::{Matrix, largest, norm};

use super::Settings;

/// Which map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// One year of mean forcing.
    MeanYear,
    /// The loop.
    Loop,
}

/// A state that has been through a map.
#[derive(Debug, Clone)]
pub(super) struct Point {
    /// The state, in coordinates and as it is.
    pub z: Vec<f64>,
    pub x: Vec<f64>,
    /// Where it went.
    pub image: Vec<f64>,
    /// F: the change of each coordinate.
    pub f: Vec<f64>,
    /// Largest drift of a pool (g m⁻² per century).
    pub drift: f64,
}

impl Point {
    /// ‖F‖.
    pub(super) fn size(&self) -> f64 {
        norm(&self.f)
    }

    pub(super) fn is_finite(&self) -> bool {
        self.f.iter().all(|f| f.is_finite())
    }

    /// Whether the settings are satisfied.
    pub(super) fn contents(&self, settings: &Settings) -> bool {
        self.drift <= settings.drift && largest(&self.f) <= settings.change
    }
}

/// Coordinates of a state.
pub(super) fn coordinates(line: &Line, x: &[f64]) -> Vec<f64> {
    line.unknowns.iter().zip(x).map(|(u, x)| u.coordinate(*x)).collect()
}

/// The state of coordinates.
pub(super) fn values(line: &Line, z: &[f64]) -> Vec<f64> {
    line.unknowns.iter().zip(z).map(|(u, z)| u.value(*z)).collect()
}

fn point(line: &Line, level: Level, x: Vec<f64>, answer: Answer) -> Point {
    let z = coordinates(line, &x);
    let f = coordinates(line, &answer.x).iter().zip(&z).map(|(after, before)| after - before).collect();
    let years = if level == Level::Loop { f64::from(line.years) } else { 1.0 };
    let drifts: Vec<f64> =
        (line.unknowns.iter().zip(answer.x.iter().zip(&x))).map(|(u, (b, a))| u.drift(b - a, years)).collect();
    let drift = largest(&drifts);
    if level == Level::Loop && drift.is_finite() {
        line.remember(&x, drift);
    }
    Point { z, x, image: answer.x, f, drift }
}

/// Sends a state through a map.
pub(super) async fn evaluate(line: &Line, level: Level, z: &[f64]) -> Point {
    let x = values(line, z);
    let answer = match level {
        Level::Loop => line.pass(&x).await,
        Level::MeanYear => line.mean_year(&x).await,
    };
    point(line, level, x, answer)
}

/// The same with the Jacobian, in coordinates.
pub(super) async fn differentiate(line: &Line, level: Level, z: &[f64]) -> (Point, Matrix) {
    let x = values(line, z);
    let mut answer = match level {
        Level::Loop => line.pass_jacobian(&x).await,
        Level::MeanYear => line.mean_year_jacobian(&x).await,
    };
    let raw = answer.jacobian.take().unwrap_or_else(|| Matrix::zero(x.len()));
    let point = point(line, level, x, answer);
    let slope = |i: usize, x: &[f64]| line.unknowns[i].slope(x[i]);
    let jacobian = Matrix::from_fn(raw.order(), |r, c| raw.at(r, c) * slope(c, &point.x) / slope(r, &point.image));
    (point, jacobian)
}
