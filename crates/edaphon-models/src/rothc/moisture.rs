//! Moisture: the deficit of topsoil water and how it slows decay.
//!
//! ```text
//! d = min(0, W + P − 0.75 E)
//! W' = max(W_low, d)                       under plants
//! W' = max(min(W_bare, W), d)              bare
//! b = 1                                    W' > W_1
//! b = b_min + (1 − b_min)(W_15 − W')/(W_15 − W_1)      W_15 < W' ≤ W_1
//! b = b_min                                otherwise
//! ```
//!
//! W ≤ 0 is the deficit, W_1 and W_15 the deficits at 1 and 15 bar (mm over the layer). A bare soil stops drying at W_bare; one that a crop
//! took below stays where it is until rain exceeds evaporation. In standard RothC
//!
//! ```text
//! W_15 = W_low = −(20 + 1.3 clay − 0.01 clay²) z/23     W_1 = 0.444 W_15     W_bare = 0.556 W_15
//! ```
//!
//! The description prints 1.01 for 0.01 and "divide by 1.8" for 0.556; its own worked value and the code have what stands here.

use edaphon_core::{Real, record};

record! {
    /// Deficits that bound drying (mm, ≤ 0), and the modifier of dry soil.
    pub struct Bucket {
        lowest, "lowest W, W_low";
        bare, "lowest W that bare soil dries to, W_bare";
        one_bar, "W_1, below which moisture limits";
        fifteen_bar, "W_15, at and below which it limits most";
        driest_modifier, "b at W_15, b_min (–)";
        slope, "rise of b from W_15 to W_1, (1 − b_min)/(W_1 − W_15) (mm⁻¹)";
    }
}

/// Largest deficit under a crop in standard RothC, W_max (mm, < 0), at `clay` (%) and `depth` (cm).
///
/// The parabola peaks at 65 % clay and falls beyond, as published.
#[inline(always)]
pub fn largest_deficit<R: Real>(clay: R, depth: R) -> R {
    let at_23_cm = R::lit(20.0) + R::lit(1.3) * clay - R::lit(0.01) * clay * clay;
    -at_23_cm * depth / R::lit(23.0)
}

impl<R: Real> Bucket<R> {
    /// A bucket with these bounds.
    pub fn new(lowest: R, bare: R, [one_bar, fifteen_bar]: [R; 2], driest_modifier: R) -> Self {
        let slope = (R::one() - driest_modifier) / (one_bar - fifteen_bar);
        Self { lowest, bare, one_bar, fifteen_bar, driest_modifier, slope }
    }

    /// The deficit after a month of net supply `net` = P − 0.75 E (mm); `covered` is true where plants stand.
    #[inline(always)]
    pub fn after(&self, deficit: R, net: R, covered: R::Mask) -> R {
        let reached = (deficit + net).min(R::zero());
        let floor = R::select(covered, self.lowest, self.bare.min(deficit));
        floor.max(reached)
    }

    /// Rate modifier for moisture, b (–), at `deficit` (mm).
    #[inline(always)]
    pub fn modifier(&self, deficit: R) -> R {
        let between = self.driest_modifier + self.slope * (deficit - self.fifteen_bar);
        let limited = R::select(deficit.gt(self.fifteen_bar), between, self.driest_modifier);
        R::select(deficit.gt(self.one_bar), R::one(), limited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standard(clay: f64, depth: f64) -> Bucket<f64> {
        let w = largest_deficit(clay, depth);
        Bucket::new(w, 0.556 * w, [0.444 * w, w], 0.2)
    }

    #[test]
    fn the_worked_value_of_the_description_is_met() {
        assert!((largest_deficit(23.4, 23.0) + 44.94).abs() < 5e-3);
        assert_eq!(largest_deficit(0.0, 23.0), -20.0);
        assert!(largest_deficit(65.0, 23.0) < largest_deficit(100.0, 23.0), "the parabola falls beyond 65 %");
        assert!((largest_deficit(100.0, 100.0) + 50.0 * 100.0 / 23.0).abs() < 1e-12);
    }

    #[test]
    fn the_modifier_falls_from_one_bar_on() {
        let soil = standard(23.4, 23.0);
        assert_eq!([0.0, soil.one_bar + 1e-9].map(|w| soil.modifier(w)), [1.0; 2]);
        assert!((soil.modifier(soil.one_bar) - 1.0).abs() < 1e-15, "continuous");
        assert_eq!(soil.modifier(soil.fifteen_bar), 0.2);
        let half = 0.5 * (soil.one_bar + soil.fifteen_bar);
        assert!((soil.modifier(half) - 0.6).abs() < 1e-15);
    }

    #[test]
    fn bare_soil_stays_where_a_crop_left_it() {
        let soil = standard(35.0, 23.0);
        let dried = soil.after(-1.0, -500.0, true);
        assert_eq!(dried, soil.lowest);
        assert_eq!(soil.after(dried, -30.0, false), dried, "neither dries nor jumps back");
        assert_eq!(soil.after(dried, 3.0, false), dried + 3.0, "rain wets it");
        assert_eq!(soil.after(0.0, -500.0, false), soil.bare);
        assert_eq!(soil.after(-10.0, 60.0, true), 0.0, "never wetter than field capacity");
    }
}
