//! Numbers that look random and are the same on every machine.

/// SplitMix64: small, and good enough to draw blocks and normal numbers.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// The numbers of one draw among many: equal for the same seed and draw, whatever else was drawn.
    pub(crate) fn stream(seed: u64, draw: u64) -> Self {
        let mut first = Self(seed);
        let mut second = Self(first.next() ^ draw.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        Self(second.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number below `bound`, which is above 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// A number from 0 up to 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number of the standard normal distribution (Box and Muller 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        let (radius, turn) = (1.0 - self.share(), self.share());
        (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * turn).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_drawn_evenly() {
        let mut random = Random::stream(1, 2);
        let mut counts = [0; 3];
        (0..30_000).for_each(|_| counts[random.below(3)] += 1);
        // Five standard errors of a third.
        assert!(counts.iter().all(|count| (f64::from(*count) - 10_000.0).abs() < 410.0), "{counts:?}");
    }

    #[test]
    fn normal_numbers_have_mean_0_and_variance_1() {
        let mut random = Random::stream(3, 4);
        let drawn: Vec<f64> = (0..40_000).map(|_| random.normal()).collect();
        let mean = |of: fn(f64) -> f64| drawn.iter().map(|x| of(*x)).sum::<f64>() / 40_000.0;
        // Five standard errors: 1, √2 and √96 over 200.
        assert!(mean(|x| x).abs() < 0.025 && (mean(|x| x * x) - 1.0).abs() < 0.036);
        assert!((mean(|x| x.powi(4)) - 3.0).abs() < 0.25);
    }
}
