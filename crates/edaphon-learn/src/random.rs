//! Random numbers by streams: what is drawn for one purpose does not depend on what is drawn for another.
//!
//! | stream | what for |
//! |---|---|
//! | folds | the folds of a seed, where no table has them |
//! | forest | the seed of the forest of a fold, the same for all models: comparisons are paired |
//! | members | parameters, inputs and samples of the process model's ensemble |
//! | revisits | which sites keep both samples |
//! | choice | folds within folds |
//! | findings | draws of sites behind intervals of differences |

/// What numbers are drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    Folds = 1,
    Forest = 2,
    Members = 3,
    Revisits = 4,
    Choice = 5,
    Findings = 6,
}

/// The numbers of a purpose and, within it, of one who draws.
#[derive(Debug, Clone)]
pub(crate) struct Random(edaphon_infer::Random);

impl Random {
    /// The numbers of a purpose and, within it, of `who`.
    pub(crate) fn new(seed: u64, stream: Stream, who: u64) -> Self {
        Self(edaphon_infer::Random::new(seed, stream as u64).of(who))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0.next()
    }

    /// A whole number below `bound`, which is above 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0.below(bound)
    }

    /// A normal number, mean 0 and standard deviation 1.
    pub(crate) fn normal(&mut self) -> f64 {
        self.0.normal()
    }

    /// 0 to `count` − 1 in random order.
    pub(crate) fn permutation(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_and_seeds_differ_and_permutations_are_whole() {
        let first = |seed, stream, who| Random::new(seed, stream, who).next();
        let base = first(1, Stream::Folds, 1);
        let others = [first(2, Stream::Folds, 1), first(1, Stream::Forest, 1), first(1, Stream::Folds, 2)];
        assert!(!others.contains(&base));
        let mut order = Random::new(0, Stream::Folds, 0).permutation(100);
        assert_ne!(order, (0..100).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..100).collect::<Vec<_>>());
    }

    #[test]
    fn normal_numbers_have_mean_zero_and_variance_one() {
        let mut random = Random::new(5, Stream::Members, 0);
        let drawn: Vec<f64> = (0..50_000).map(|_| random.normal()).collect();
        let (mean, sd) = crate::metrics::mean_and_sd(&drawn, 0);
        // Four standard errors: 4/√50000 and 4/√100000.
        assert!(mean.abs() < 0.018 && (sd - 1.0).abs() < 0.013, "{mean} {sd}");
    }
}
