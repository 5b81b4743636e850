//! Warm and cold, wet and dry years: waves around the globe whose strength is drawn for each year, so that neighbours share them.
//!
//! ```text
//! a(y, φ, λ) = 0.3 z₀(y) + √(0.91 · 2/6) Σⱼ zⱼ(y) cos(kⱼ λ + lⱼ φ + pⱼ),   j = 1 … 6
//! ```
//!
//! kⱼ whole numbers, pⱼ fixed, zⱼ drawn for the year: mean 0, variance 1 over years. Half-way through year y the anomaly is a(y); between,
//! it goes smoothly from one year's to the next. Temperature deviates by (0.35 + 0.55 sin²φ) a (K), wetness by 0.16 w̄ (1 − w̄) a (–).

use crate::angles;
use crate::random::{Stream, key, normal};

/// Waves around and along the globe and where they start: kⱼ, lⱼ (cycles per turn) and pⱼ (turns).
const WAVES: [[f64; 3]; 6] =
    [[1.0, 1.0, 0.11], [1.0, -2.0, 0.37], [2.0, 1.0, 0.83], [2.0, -3.0, 0.59], [3.0, 2.0, 0.23], [4.0, -1.0, 0.71]];

/// Weight of what all places share, and of each wave, √(0.91 · 2/6) (–).
const SHARED: f64 = 0.3;
const WAVE: f64 = 0.550_757_054_728_610_9;

/// Anomalies of one kind at a place, for any year (–).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anomaly {
    key: u64,
    weights: [f64; WAVES.len() + 1],
}

impl Anomaly {
    /// The anomalies of `stream` at a latitude and longitude (degrees).
    pub fn at(seed: u64, stream: Stream, latitude: f64, longitude: f64) -> Self {
        let mut weights = [SHARED; WAVES.len() + 1];
        for (weight, [around, along, start]) in weights[1..].iter_mut().zip(WAVES) {
            *weight = WAVE * angles::cosine((around * longitude + along * latitude) / 360.0 + start);
        }
        Self { key: key(seed, stream, 0), weights }
    }

    /// a of a year (–).
    pub fn of_year(&self, year: i64) -> f64 {
        let drawn = |wave: usize| normal(self.key, year * self.weights.len() as i64 + wave as i64);
        self.weights.iter().enumerate().map(|(wave, weight)| weight * drawn(wave)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_their_years_and_antipodes_do_not() {
        let series = |latitude, longitude| {
            let place = Anomaly::at(5, Stream::WarmYear, latitude, longitude);
            (0..4000).map(|year| place.of_year(year)).collect::<Vec<_>>()
        };
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>() / a.len() as f64;
        let (here, near, far) = (series(50.0, 10.0), series(51.9, 12.5), series(-30.0, 140.0));
        let variance = product(&here, &here);
        assert!((0.5..1.6).contains(&variance), "{variance}");
        assert!(product(&here, &near) / variance > 0.9);
        assert!(product(&here, &far).abs() / variance < 0.7);
    }

    #[test]
    fn the_meridian_of_greenwich_is_no_seam() {
        let of = |longitude| Anomaly::at(5, Stream::WetYear, 20.0, longitude).of_year(1950);
        assert!((of(0.0) - of(360.0)).abs() < 1e-8 && (of(-10.0) - of(350.0)).abs() < 1e-8);
    }
}
