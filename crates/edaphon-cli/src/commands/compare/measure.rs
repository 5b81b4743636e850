//! How far two series of values are apart.

/// How far apart two values may be and still count as the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tolerance {
    /// As a share of the larger of the two.
    pub(super) relative: f64,
    /// In the unit of the values.
    pub(super) absolute: f64,
}

/// Two values that are far apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extreme {
    /// How far.
    pub(super) difference: f64,
    pub(super) a: f64,
    pub(super) b: f64,
    /// Place, counted along all dimensions.
    pub(super) at: usize,
}

/// What is known of two series after all their values were seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    tolerance: Tolerance,
    /// Pairs of values.
    pub(super) count: usize,
    /// Pairs further apart than the tolerance.
    pub(super) differing: usize,
    /// Values missing in the first series only, and in the second only.
    pub(super) missing: [usize; 2],
    pub(super) absolute: Option<Extreme>,
    pub(super) relative: Option<Extreme>,
}

impl Measure {
    pub(super) fn new(tolerance: Tolerance) -> Self {
        Self { tolerance, count: 0, differing: 0, missing: [0; 2], absolute: None, relative: None }
    }

    /// Sees the pair at place `at`.
    pub(super) fn pair(&mut self, at: usize, a: f64, b: f64) {
        self.count += 1;
        match (a.is_nan(), b.is_nan()) {
            (true, true) => return,
            (false, false) if a == b => return,
            (false, false) => {}
            (a_is_missing, _) => {
                self.missing[usize::from(!a_is_missing)] += 1;
                self.differing += 1;
                return;
            }
        }
        let (difference, size) = ((a - b).abs(), a.abs().max(b.abs()));
        if difference > (self.tolerance.relative * size).max(self.tolerance.absolute) {
            self.differing += 1;
        }
        let keep = |known: &mut Option<Extreme>, difference: f64| {
            if known.is_none_or(|known| difference > known.difference) {
                *known = Some(Extreme { difference, a, b, at });
            }
        };
        keep(&mut self.absolute, difference);
        // Of two infinities of other sign, one is all that the other is not.
        keep(&mut self.relative, if size.is_finite() { difference / size } else { f64::INFINITY });
    }

    /// Sees two texts.
    pub(super) fn texts(&mut self, a: &str, b: &str) {
        self.count += 1;
        self.differing += usize::from(a != b);
    }

    /// Whether all pairs are within the tolerance.
    pub(super) fn is_same(&self) -> bool {
        self.differing == 0
    }

    /// Whether all pairs are equal.
    pub(super) fn is_identical(&self) -> bool {
        self.is_same() && self.absolute.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(relative: f64, absolute: f64, pairs: &[(f64, f64)]) -> Measure {
        let mut measure = Measure::new(Tolerance { relative, absolute });
        (0..).zip(pairs).for_each(|(at, (a, b))| measure.pair(at, *a, *b));
        measure
    }

    #[test]
    fn the_largest_differences_are_kept_with_their_places() {
        let m = measured(0.0, 0.0, &[(1.0, 1.0), (100.0, 101.0), (1e-6, 2e-6), (f64::NAN, f64::NAN)]);
        assert_eq!((m.count, m.differing, m.missing), (4, 2, [0, 0]));
        assert_eq!(m.absolute, Some(Extreme { difference: 1.0, a: 100.0, b: 101.0, at: 1 }));
        assert_eq!((m.relative.unwrap().difference, m.relative.unwrap().at), (0.5, 2));
    }

    #[test]
    fn tolerances_forgive_rounding_but_not_missing_values() {
        let pairs = [(1.0, 1.0 + 1e-12), (0.0, 1e-9)];
        assert_eq!(measured(1e-9, 0.0, &pairs).differing, 1);
        assert!(measured(1e-9, 1e-8, &pairs).is_same());
        assert!(!measured(1e-9, 1e-8, &pairs).is_identical());
        let missing = measured(1.0, 1e9, &[(f64::NAN, 1.0), (2.0, f64::NAN), (3.0, f64::NAN)]);
        assert_eq!((missing.differing, missing.missing), (3, [1, 2]));
    }

    #[test]
    fn infinities_equal_themselves_only() {
        let inf = f64::INFINITY;
        assert!(measured(0.0, 0.0, &[(inf, inf)]).is_identical());
        assert_eq!(measured(0.5, 0.0, &[(inf, 1.0), (inf, -inf)]).relative.unwrap().difference, inf);
        assert_eq!(measured(0.0, 0.0, &[(inf, 1.0), (inf, -inf)]).differing, 2);
    }
}
