//! Random numbers by seed and stream.

/// SplitMix64 (Steele, Lea & Flood 2014, doi 10.1145/2714064.2660195).
#[derive(Debug, Clone)]
pub struct Random(u64);

/// 2⁶⁴ over the golden ratio: steps of it visit every number.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Random {
    /// The numbers of a stream of a seed: streams do not depend on one another.
    pub fn new(seed: u64, stream: u64) -> Self {
        Self(Self(seed).next()).of(stream)
    }

    /// The numbers of a part of these, as apart from one another as streams.
    #[must_use]
    pub fn of(&self, part: u64) -> Self {
        Self(Self(self.0 ^ part.wrapping_mul(GOLDEN)).next())
    }

    /// A whole number of 64 bits.
    #[allow(clippy::should_implement_trait, reason = "numbers never end")]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number below `bound`, which is above 0.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// A number from 0 to 1, without the ends.
    pub fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// A normal number, mean 0 and standard deviation 1 (Box & Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let (radius, angle) = ((-2.0 * self.uniform().ln()).sqrt(), std::f64::consts::TAU * self.uniform());
        radius * angle.cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_numbers_have_mean_zero_and_variance_one_and_streams_differ() {
        let mut random = Random::new(5, 0);
        let drawn: Vec<f64> = (0..50_000).map(|_| random.normal()).collect();
        let mean = drawn.iter().sum::<f64>() / 5e4;
        let variance = drawn.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 5e4;
        // Four standard errors: 4/√50000 and 4 √(2/50000).
        assert!(mean.abs() < 0.018 && (variance - 1.0).abs() < 0.026, "{mean} {variance}");
        assert_ne!(Random::new(5, 1).next(), Random::new(5, 0).next());
        assert_ne!(Random::new(6, 0).next(), Random::new(5, 0).next());
    }
}
