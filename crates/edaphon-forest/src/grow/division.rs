//! Divisions and what they gain.

/// Weight of a row, and weight times target less the centre.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pair {
    pub(super) weight: f64,
    pub(super) excess: f64,
}

/// Sums of weights W and of excesses S over the rows of a node.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) weight: f64,
    pub(super) excess: f64,
}

impl Sums {
    #[inline(always)]
    pub(super) fn of(pairs: impl Iterator<Item = Pair>) -> Self {
        let add =
            |sums: Self, pair: Pair| Self { weight: sums.weight + pair.weight, excess: sums.excess + pair.excess };
        pairs.fold(Self::default(), add)
    }

    /// Sums of the other rows.
    pub(super) fn less(self, part: Self) -> Self {
        Self { weight: self.weight - part.weight, excess: self.excess - part.excess }
    }
}

/// A division of the rows of a node by a column, and the gain Σ w (y − ȳ)² loses by it, W (s W − S w)² / (w (W − w)) but for a
/// factor of W: w and s are the sums of the left part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Division {
    pub(super) column: usize,
    /// Positions of the rows next to the threshold.
    pub(super) lower: u32,
    pub(super) upper: u32,
    /// Sums of the left part.
    pub(super) left: Sums,
    numerator: f64,
    denominator: f64,
}

impl Division {
    /// One that any other is better than.
    pub(super) fn none() -> Self {
        Self { column: usize::MAX, lower: 0, upper: 0, left: Sums::default(), numerator: -1.0, denominator: 1.0 }
    }

    #[inline(always)]
    pub(super) fn is_some(&self) -> bool {
        self.column != usize::MAX
    }

    /// (s W − S w)² / (w (W − w)).
    pub(super) fn gain(&self) -> f64 {
        self.numerator / self.denominator
    }

    /// Takes the division between two positions if it gains more; fractions are compared without dividing.
    #[inline(always)]
    pub(super) fn offer(&mut self, column: usize, [lower, upper]: [u32; 2], left: Sums, whole: Sums) {
        let difference = left.excess * whole.weight - whole.excess * left.weight;
        let numerator = difference * difference;
        let denominator = left.weight * (whole.weight - left.weight);
        // A part whose weight is lost in rounding is none.
        if numerator * self.denominator > self.numerator * denominator && denominator > 0.0 {
            *self = Self { column, lower, upper, left, numerator, denominator };
        }
    }
}
