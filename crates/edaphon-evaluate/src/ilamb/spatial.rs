//! How alike two maps of time means are.

use crate::metrics::{Pairs, correlation, sd_ratio};

/// Spatial distribution: sd ratio, correlation and the score that they make.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spatial {
    /// Standard deviation of the model over that of the reference, σ̂ (–).
    pub sd_ratio: f64,
    /// Correlation, R (–).
    pub r: f64,
    /// 4 (1 + R)/((σ̂ + 1/σ̂)² · 2).
    pub score: f64,
}

impl Spatial {
    fn new(sd_ratio: f64, r: f64) -> Self {
        Self { sd_ratio, r, score: 4.0 * (1.0 + r) / ((sd_ratio + 1.0 / sd_ratio).powi(2) * 2.0) }
    }
}

/// As ILAMB does it: spreads over the cells that both have, all cells alike; R with the number of all cells of the grid.
pub(super) fn as_ilamb(x: &[f64], y: &[f64]) -> Spatial {
    let both = |(x, y): &(&f64, &f64)| x.is_finite() && y.is_finite();
    let pairs = || x.iter().zip(y).filter(both);
    let count = x.len() as f64;
    let (mut sx, mut sy, mut sxx, mut syy, mut sxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (x, y) in pairs() {
        (sx, sy) = (sx + x, sy + y);
        (sxx, syy, sxy) = (sxx + x * x, syy + y * y, sxy + x * y);
    }
    let (mx, my) = (sx / count, sy / count);
    let r = (sxy - count * mx * my) / ((sxx - count * mx * mx).sqrt() * (syy - count * my * my).sqrt());
    let common = pairs().count() as f64;
    let spread = |sum: f64, of: &dyn Fn((&f64, &f64)) -> f64| {
        let mean = sum / common;
        (pairs().map(|pair| (of(pair) - mean).powi(2)).sum::<f64>() / common).sqrt().max(1e-12)
    };
    let ratio = spread(sy, &|(_, y)| *y) / spread(sx, &|(x, _)| *x);
    Spatial::new(ratio, r)
}

/// Over the cells that both have, with weights.
pub(super) fn over_common(x: &[f64], y: &[f64], weights: &[f64]) -> Spatial {
    match Pairs::new(x, y, weights) {
        Ok(pairs) => Spatial::new(sd_ratio(&pairs), correlation(&pairs)),
        Err(_) => Spatial::new(f64::NAN, f64::NAN),
    }
}
