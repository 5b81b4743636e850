//! Numbers that look random and are the same on every machine: SplitMix64 (Steele, Lea & Flood 2014, doi 10.1145/2714064.2660195).

/// 2⁶⁴ over the golden ratio.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// What a stream is drawn for; streams of one seed share no numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// The bag of a tree.
    Bag = 1,
    /// The columns that a tree tries.
    Columns = 2,
    /// Permutations of held-out rows.
    Permutation = 3,
}

/// One stream of numbers.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// The stream of one purpose and one index (a tree, a repeat), the same whatever else is drawn.
    pub(crate) fn stream(seed: u64, purpose: Purpose, index: u64) -> Self {
        let of_seed = Self(seed).next();
        let of_purpose = Self(of_seed ^ (purpose as u64).wrapping_mul(GOLDEN)).next();
        Self(Self(of_purpose ^ index.wrapping_mul(GOLDEN)).next())
    }

    /// 64 bits.
    #[inline(always)]
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number below `bound`, which is above 0; its bias is below `bound` / 2⁶⁴.
    #[inline(always)]
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// A number in [0, 1).
    #[inline(always)]
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_drawn_evenly() {
        let mut random = Random::stream(1, Purpose::Bag, 2);
        let mut counts = [0; 3];
        (0..30_000).for_each(|_| counts[random.below(3)] += 1);
        // Five standard errors of a third.
        assert!(counts.iter().all(|count| (f64::from(*count) - 10_000.0).abs() < 410.0), "{counts:?}");
        let mean = (0..10_000).map(|_| random.unit()).sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.0145, "five standard errors: {mean}");
    }

    #[test]
    fn streams_differ_by_seed_purpose_and_index() {
        let first = |seed, purpose, index| Random::stream(seed, purpose, index).next();
        let base = first(1, Purpose::Bag, 1);
        for other in [first(2, Purpose::Bag, 1), first(1, Purpose::Columns, 1), first(1, Purpose::Bag, 2)] {
            assert_ne!(base, other);
        }
    }
}
