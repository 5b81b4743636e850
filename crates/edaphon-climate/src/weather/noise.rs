//! Spells of weather: numbers that remember the days before.
//!
//! ```text
//! x ← 0.78 x + √(1 − 0.78²) z                 air: warm and cold spells of some days
//! sᵢ ← sᵢ + (sᵢ₋₁ − sᵢ)/τᵢ,  s₀ = x           soil: slower with depth, τ = 1.5, 3, 8, 20 and 40 d
//! r ← 0.94 r + √(1 − 0.94²) z                 wetness near the surface: wet and dry spells of weeks
//! q ← q + (2.1 r − q)/45                      wetness further down
//! ```
//!
//! z is drawn for the cell and the day, counted from the year 0. A year starts [`SPIN_IN`] days early with x = r = z and s = q = 0: what
//! earlier days would have left is below 0.02 of a deviation, so that years follow one another without a step.

use edaphon_core::Real;
use edaphon_core::forcing::LAYERS;

/// Days before the year from which its spells are built up.
pub const SPIN_IN: usize = 180;

const AIR_MEMORY: f64 = 0.78;
const RAIN_MEMORY: f64 = 0.94;
/// √(1 − 0.78²) and √(1 − 0.94²).
const AIR_SHOCK: f64 = 0.625_779_513_886_480_3;
const RAIN_SHOCK: f64 = 0.341_174_442_184_639_6;
/// 1/τ of each filter (d⁻¹).
const SOIL_RATES: [f64; LAYERS - 1] = [1.0 / 1.5, 1.0 / 3.0, 1.0 / 8.0, 1.0 / 20.0, 1.0 / 40.0];
const DEEP_RATE: f64 = 1.0 / 45.0;
/// Gives the wetness further down a deviation of about 1.
const DEEP_GAIN: f64 = 2.1;

/// The spells of a place, each with a deviation near 1 or, below ground, less.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise<R> {
    /// Air, and soil from the surface down.
    pub air: [R; LAYERS],
    /// Wetness near the surface and further down.
    pub rain: [R; 2],
    /// What today's rain does to the light: the number drawn for it.
    pub cloud: R,
}

impl<R: Real> Noise<R> {
    /// The first day, from the two numbers drawn for it.
    #[inline(always)]
    pub fn first(air: R, rain: R) -> Self {
        let mut all = [R::zero(); LAYERS];
        all[0] = air;
        Self { air: all, rain: [rain, R::zero()], cloud: rain }
    }

    /// The next day, from the two numbers drawn for it.
    #[inline(always)]
    pub fn step(&mut self, air: R, rain: R) {
        self.air[0] = R::lit(AIR_MEMORY) * self.air[0] + R::lit(AIR_SHOCK) * air;
        for layer in 1..LAYERS {
            self.air[layer] = self.air[layer] + R::lit(SOIL_RATES[layer - 1]) * (self.air[layer - 1] - self.air[layer]);
        }
        self.rain[0] = R::lit(RAIN_MEMORY) * self.rain[0] + R::lit(RAIN_SHOCK) * rain;
        self.rain[1] = self.rain[1] + R::lit(DEEP_RATE) * (R::lit(DEEP_GAIN) * self.rain[0] - self.rain[1]);
        self.cloud = rain;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Stream, key, normal};

    fn after(first_day: i64, last_day: i64) -> Noise<f64> {
        let keys = [Stream::Air, Stream::Rain].map(|stream| key(1, stream, 4));
        let mut noise = Noise::first(normal(keys[0], first_day), normal(keys[1], first_day));
        for day in first_day + 1..=last_day {
            noise.step(normal(keys[0], day), normal(keys[1], day));
        }
        noise
    }

    #[test]
    fn a_year_goes_on_where_the_last_one_ended() {
        let (long, short) = (after(-4000, 365), after(365 - SPIN_IN as i64, 365));
        for (a, b) in long.air.iter().chain(&long.rain).zip(short.air.iter().chain(&short.rain)) {
            assert!((a - b).abs() < 0.05, "{a} {b}");
        }
    }

    #[test]
    fn spells_have_a_deviation_of_one_and_fade_with_depth() {
        let days: Vec<_> = (0..3000).map(|i| after(i * 40 - 400, i * 40)).collect();
        let deviation =
            |of: fn(&Noise<f64>) -> f64| (days.iter().map(|n| of(n) * of(n)).sum::<f64>() / days.len() as f64).sqrt();
        for found in [deviation(|n| n.air[0]), deviation(|n| n.rain[0]), deviation(|n| n.rain[1])] {
            assert!((found - 1.0).abs() < 0.12, "{found}");
        }
        let soil = [deviation(|n| n.air[1]), deviation(|n| n.air[3]), deviation(|n| n.air[5])];
        assert!(soil[0] < 1.0 && soil[1] < 0.7 * soil[0] && soil[2] < 0.5 * soil[1] && soil[2] > 0.05, "{soil:?}");
    }
}
