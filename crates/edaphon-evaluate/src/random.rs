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

    /// A number from 0 up to 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number below `bound`, which is above 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// A number from the standard normal distribution (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.share()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.share()).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_distributions() {
        let mut random = Random::stream(1, 2);
        let n = 20_000;
        let even: Vec<f64> = (0..n).map(|_| random.share()).collect();
        let normal: Vec<f64> = (0..n).map(|_| random.normal()).collect();
        let mean = |v: &[f64]| v.iter().sum::<f64>() / f64::from(n);
        let square = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>() / f64::from(n);
        // Five standard errors.
        assert!((mean(&even) - 0.5).abs() < 0.011 && mean(&normal).abs() < 0.036);
        assert!((square(&even) - 1.0 / 3.0).abs() < 0.011 && (square(&normal) - 1.0).abs() < 0.05);
        assert!((0..1000).map(|_| random.below(3)).all(|i| i < 3));
    }
}
