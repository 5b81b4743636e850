//! Coordinates without bounds: what searches and samplers move in.
//!
//! ```text
//! lognormal prior     x = m exp(s u)                      −ln p(u) = u²/2
//! uniform prior       x = low + (high − low)/(1 + e^−u)   −ln p(u) = u + 2 ln(1 + e^−u)
//! ```
//!
//! Densities are those of u, so that the maximum of a posterior is that of u: without data the median of either prior.

/// How a parameter follows from its coordinate, with its prior.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Coordinate {
    /// A positive parameter with a lognormal prior.
    Log {
        /// Median of the prior.
        median: f64,
        /// Standard deviation of the logarithm.
        spread: f64,
    },
    /// A parameter between bounds with a uniform prior.
    Logit {
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
}

/// Half the width of an interval of 90 % in standard deviations of a normal distribution.
pub(crate) const NINETY: f64 = 1.644_853_626_951_472_2;
/// Nearest to a bound that a value may start, as a share of the range.
const EDGE: f64 = 1e-9;

impl Coordinate {
    /// The parameter at coordinate `u`.
    pub fn value(&self, u: f64) -> f64 {
        match *self {
            Self::Log { median, spread } => median * (spread * u).exp(),
            Self::Logit { low, high } => low + (high - low) * logistic(u),
        }
    }

    /// d value / d u at `u`.
    pub fn slope(&self, u: f64) -> f64 {
        match *self {
            Self::Log { spread, .. } => spread * self.value(u),
            Self::Logit { low, high } => (high - low) * logistic(u) * logistic(-u),
        }
    }

    /// The coordinate of a parameter; a value at or beyond a bound counts as just inside.
    pub fn of(&self, value: f64) -> f64 {
        match *self {
            Self::Log { median, spread } => (value / median).ln() / spread,
            Self::Logit { low, high } => {
                let share = ((value - low) / (high - low)).clamp(EDGE, 1.0 - EDGE);
                (share / (1.0 - share)).ln()
            }
        }
    }

    /// −ln of the prior density of `u`, but for a constant, and its derivative.
    pub fn energy(&self, u: f64) -> (f64, f64) {
        match self {
            Self::Log { .. } => (0.5 * u * u, u),
            // ln(1 + e^−u) without overflow.
            Self::Logit { .. } => (u + 2.0 * ((-u).max(0.0) + (-u.abs()).exp().ln_1p()), 1.0 - 2.0 * logistic(-u)),
        }
    }

    /// Standard deviation of the prior of the coordinate.
    pub fn prior_deviation(&self) -> f64 {
        match self {
            Self::Log { .. } => 1.0,
            Self::Logit { .. } => std::f64::consts::PI / 3.0_f64.sqrt(),
        }
    }

    /// Whether the value at `u` is within a share `near` of the range from one of its bounds, where it has bounds.
    pub fn is_near_a_bound(&self, u: f64, near: f64) -> bool {
        match self {
            Self::Log { .. } => false,
            Self::Logit { .. } => !(near..=1.0 - near).contains(&logistic(u)),
        }
    }

    /// Low end, median and high end of the prior's interval of 90 %.
    pub fn of_prior(&self) -> [f64; 3] {
        match self {
            Self::Log { .. } => [-NINETY, 0.0, NINETY].map(|u| self.value(u)),
            Self::Logit { low, high } => [0.05, 0.5, 0.95].map(|share| low + share * (high - low)),
        }
    }

    /// The coordinate of a draw from the prior, given one from the uniform and one from the normal distribution.
    pub fn draw(&self, uniform: f64, normal: f64) -> f64 {
        match self {
            Self::Log { .. } => normal,
            Self::Logit { .. } => (uniform / (1.0 - uniform)).ln(),
        }
    }
}

/// 1/(1 + e^−u).
pub(crate) fn logistic(u: f64) -> f64 {
    1.0 / (1.0 + (-u).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_lead_back_and_slopes_are_those_of_differences() {
        let kinds = [Coordinate::Log { median: 0.12, spread: 1.3 }, Coordinate::Logit { low: 0.7, high: 0.95 }];
        for kind in kinds {
            for u in [-2.5, -0.3, 0.0, 1.7] {
                assert!((kind.of(kind.value(u)) - u).abs() < 1e-12);
                let h = 1e-5;
                let slope = (kind.value(u + h) - kind.value(u - h)) / (2.0 * h);
                assert!((kind.slope(u) / slope - 1.0).abs() < 1e-8);
                let gradient = (kind.energy(u + h).0 - kind.energy(u - h).0) / (2.0 * h);
                assert!((kind.energy(u).1 - gradient).abs() < 1e-8);
            }
            assert_eq!(kind.energy(0.0).1, 0.0);
        }
        assert!((kinds[1].energy(-800.0).0 - 800.0).abs() < 1e-9, "no overflow");
    }
}
