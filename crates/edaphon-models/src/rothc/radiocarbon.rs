//! Radiocarbon: amounts of ¹⁴C relative to modern carbon, and the ages they are equivalent to.
//!
//! ```text
//! n' = g (A n) + (M/100) u      A the step of carbon, u its input, M % modern, g = exp(−λ/12), λ = ln 2/5568 yr⁻¹
//! age = ln(C/n)/λ               0 where C ≤ 0
//! Δ¹⁴C = 1000 (exp(−age/8035) − 1) ‰
//! ```
//!
//! The state is n, for each pool as for carbon; the published code carries ages, which come to the same. Ages after the bomb peak are
//! negative. Inert carbon is 50 000 years old and does not grow older. 8035 years is the published code's rounding of 1/λ.

use edaphon_core::{Real, record};

use super::site::MONTH;
use super::{Pools, RothCSite};

/// Conventional half-life (yr).
const HALF_LIFE: f64 = 5568.0;
/// Mean life by which Δ¹⁴C is reported (yr).
const MEAN_LIFE: f64 = 8035.0;
/// Age of inert carbon (yr).
const INERT_AGE: f64 = 50_000.0;
/// λ (yr⁻¹).
const DECAY: f64 = core::f64::consts::LN_2 / HALF_LIFE;

record! {
    /// Equivalent radiocarbon ages (yr).
    pub struct Ages {
        dpm, "of D";
        rpm, "of R";
        bio, "of B";
        hum, "of H";
        total, "of the soil, inert carbon included";
    }
}

/// What a month leaves of radiocarbon, g (–).
#[inline(always)]
pub fn month_decay<R: Real>() -> R {
    R::lit(-DECAY * MONTH).exp()
}

/// Radiocarbon after a month in which carbon was moved by the shares `kept` and brought `input` of `modern` %.
#[inline(always)]
pub fn month<R: Real>(site: &RothCSite<R>, n: &Pools<R>, kept: &Pools<R>, input: &Pools<R>, modern: R) -> Pools<R> {
    let none = Pools::filled(R::zero());
    let (moved, _) = super::month(site, n, kept, &none);
    let activity = modern / R::lit(100.0);
    let g = month_decay();
    moved.zip(input, |n, u| n * g + activity * u)
}

/// Age of `carbon` that holds `n` of radiocarbon (yr).
#[inline(always)]
fn age<R: Real>(carbon: R, n: R) -> R {
    let (some, one) = (carbon.gt(R::zero()), R::one());
    let ratio = R::select(some, carbon, one) / R::select(some, n, one);
    R::select(some, ratio.ln() / R::lit(DECAY), R::zero())
}

impl<R: Real> Ages<R> {
    /// Ages of `pools` that hold `n`.
    #[inline(always)]
    pub fn of(site: &RothCSite<R>, pools: &Pools<R>, n: &Pools<R>) -> Self {
        let inert = site.inert * R::lit(-DECAY * INERT_AGE).exp();
        Self {
            dpm: age(pools.dpm, n.dpm),
            rpm: age(pools.rpm, n.rpm),
            bio: age(pools.bio, n.bio),
            hum: age(pools.hum, n.hum),
            total: age(site.total(pools), n.total() + inert),
        }
    }
}

/// Δ¹⁴C of carbon of this age (‰).
#[inline(always)]
pub fn delta_14c<R: Real>(age: R) -> R {
    R::lit(1000.0) * ((-age / R::lit(MEAN_LIFE)).exp() - R::one())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_those_of_the_ratio() {
        assert_eq!(age(0.0, 0.0), 0.0);
        assert!((age(2.0, 1.0) - 5568.0).abs() < 1e-9);
        assert!(age(1.0, 1.4) < 0.0, "younger than modern");
        assert_eq!(delta_14c(0.0), 0.0);
        assert!((delta_14c(5568.0) + 500.0).abs() < 0.1);
    }
}
