//! How microbes limit decay: the factor μ of Zhang et al. (2024).

use edaphon_core::Real;

/// What microbes do to the rate of decay of all four pools alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Microbes<R> {
    /// Nothing, μ = 1: RothC as published, and spin-up.
    Unlimited,
    /// μ = μ_max B/(K_m + B), B the biomass at the start of the month; 0 where there is none.
    MichaelisMenten {
        /// Largest factor, μ_max (–).
        mu_max: R,
        /// Biomass at half of it, K_m (t C ha⁻¹).
        k_m: R,
    },
    /// μ = r B, which Michaelis-Menten tends to as μ_max and K_m grow in the ratio r.
    Proportional {
        /// r (ha t⁻¹).
        slope: R,
    },
}

impl<R: Real> Microbes<R> {
    /// Michaelis-Menten given the factor `mu_ref` at the biomass `bio_ref` (t C ha⁻¹) and `k_m`: μ_max = μ_ref (K_m + B_ref)/B_ref.
    ///
    /// Stocks alone hardly tell μ_max from K_m; μ_ref and K_m are nearly independent.
    #[inline(always)]
    pub fn referenced(mu_ref: R, k_m: R, bio_ref: R) -> Self {
        Self::MichaelisMenten { mu_max: mu_ref * (k_m + bio_ref) / bio_ref, k_m }
    }

    /// The same in other numbers.
    #[inline(always)]
    pub fn map<S>(self, f: impl Fn(R) -> S) -> Microbes<S> {
        match self {
            Self::Unlimited => Microbes::Unlimited,
            Self::MichaelisMenten { mu_max, k_m } => Microbes::MichaelisMenten { mu_max: f(mu_max), k_m: f(k_m) },
            Self::Proportional { slope } => Microbes::Proportional { slope: f(slope) },
        }
    }

    /// μ (–) at biomass `bio` (t C ha⁻¹).
    #[inline(always)]
    pub fn factor(&self, bio: R) -> R {
        match *self {
            Self::Unlimited => R::one(),
            Self::MichaelisMenten { mu_max, k_m } => {
                let (half, zero) = (k_m + bio, R::zero());
                let some = bio.gt(zero);
                R::select(some, mu_max * bio / R::select(some, half, R::one()), zero)
            }
            Self::Proportional { slope } => slope * bio.max(R::zero()),
        }
    }

    /// m μ, given m = a b c.
    #[inline(always)]
    pub fn limited(&self, modifier: R, bio: R) -> R {
        match self {
            Self::Unlimited => modifier,
            _ => modifier * self.factor(bio),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factor_has_its_limits() {
        let microbes = Microbes::MichaelisMenten { mu_max: 3.0, k_m: 0.6 };
        assert_eq!([0.0, 0.6].map(|b| microbes.factor(b)), [0.0, 1.5]);
        assert!((microbes.factor(1e9) - 3.0).abs() < 1e-8);
        assert_eq!(Microbes::MichaelisMenten { mu_max: 3.0, k_m: 0.0 }.factor(0.0), 0.0, "no 0/0");
        assert!((Microbes::referenced(0.9, 5.0, 0.7).factor(0.7) - 0.9_f64).abs() < 1e-15);
        let huge = Microbes::MichaelisMenten { mu_max: 2e12, k_m: 1e12 };
        assert!((huge.factor(0.7) - Microbes::Proportional { slope: 2.0 }.factor(0.7)).abs() < 1e-11);
    }
}
