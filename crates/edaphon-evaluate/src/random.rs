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
}
