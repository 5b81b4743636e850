//! The state that repeats when a year does, in closed form.
//!
//! With the modifiers of twelve months fixed, a year is an affine map C → Q C + v, and what repeats is C* = (I − Q)⁻¹ v. A month is
//!
//! ```text
//! A = E + [0; 0; α 1ᵀ; β 1ᵀ](I − E)      E = diag(exp(−m k/12))
//! Q = A₁₂ ⋯ A₁                           v ← A v + u
//! ```
//!
//! Q is block lower-triangular in (D), (R), (B, H): two divisions and one system of two equations. The same holds of radiocarbon, with g A for A
//! and (M/100) u for u.

use edaphon_core::Real;

use super::month::{Scheme, kept_shares, month};
use super::radiocarbon::month_decay;
use super::{Pools, RothCSite, Supply};

/// What a year that repeats forever leads to.
#[derive(Debug, Clone, Copy)]
pub struct Equilibrium<R: Real> {
    /// Pools at its end (t C ha⁻¹); 0 where there is no equilibrium.
    pub pools: Pools<R>,
    /// Whether there is one: not where the ground is frozen all year.
    pub exists: R::Mask,
}

#[inline(always)]
fn column<R: Real>([bio, hum]: [R; 2], dpm: R, rpm: R) -> Pools<R> {
    Pools { dpm, rpm, bio, hum }
}

/// A month without input, of which the share `g` stays.
#[inline(always)]
fn through<R: Real>(site: &RothCSite<R>, pools: Pools<R>, kept: &Pools<R>, g: R) -> Pools<R> {
    month(site, &pools, kept, &Pools::filled(R::zero())).0.times(g)
}

/// The map of the pools through a part of a year.
#[derive(Debug, Clone, Copy)]
struct YearMap<R> {
    /// What is left of D and of R.
    dpm: R,
    rpm: R,
    /// Made of D and of R: B, H.
    of_dpm: [R; 2],
    of_rpm: [R; 2],
    /// Made of B and of H, by column.
    of_bio: [R; 2],
    of_hum: [R; 2],
    /// From nothing, by input alone.
    input: Pools<R>,
}

impl<R: Real> YearMap<R> {
    #[inline(always)]
    fn nothing_yet() -> Self {
        let (zero, one) = (R::zero(), R::one());
        Self {
            dpm: one,
            rpm: one,
            of_dpm: [zero; 2],
            of_rpm: [zero; 2],
            of_bio: [one, zero],
            of_hum: [zero, one],
            input: Pools::filled(zero),
        }
    }

    /// This part and then a month; `g` is what stays of everything besides.
    #[inline(always)]
    fn then(&self, site: &RothCSite<R>, kept: &Pools<R>, entering: &Pools<R>, g: R) -> Self {
        let zero = R::zero();
        let [of_dpm, of_rpm, of_bio, of_hum, input] = [
            through(site, column(self.of_dpm, self.dpm, zero), kept, g),
            through(site, column(self.of_rpm, zero, self.rpm), kept, g),
            through(site, column(self.of_bio, zero, zero), kept, g),
            through(site, column(self.of_hum, zero, zero), kept, g),
            through(site, self.input, kept, g),
        ];
        Self {
            dpm: of_dpm.dpm,
            rpm: of_rpm.rpm,
            of_dpm: [of_dpm.bio, of_dpm.hum],
            of_rpm: [of_rpm.bio, of_rpm.hum],
            of_bio: [of_bio.bio, of_bio.hum],
            of_hum: [of_hum.bio, of_hum.hum],
            input: input.zip(entering, |stock, entered| stock + entered),
        }
    }

    /// (I − Q)⁻¹ v.
    #[inline(always)]
    fn fixed_point(&self) -> Equilibrium<R> {
        let (zero, one) = (R::zero(), R::one());
        let (lost_dpm, lost_rpm) = (one - self.dpm, one - self.rpm);
        let (lost_bio, lost_hum) = (one - self.of_bio[0], one - self.of_hum[1]);
        let determinant = lost_bio * lost_hum - self.of_hum[0] * self.of_bio[1];
        let exists = lost_dpm.gt(zero) & lost_rpm.gt(zero) & determinant.gt(zero);
        let safe = |divisor: R| R::select(exists, divisor, one);
        let dpm = self.input.dpm / safe(lost_dpm);
        let rpm = self.input.rpm / safe(lost_rpm);
        let v_bio = self.input.bio + self.of_dpm[0] * dpm + self.of_rpm[0] * rpm;
        let v_hum = self.input.hum + self.of_dpm[1] * dpm + self.of_rpm[1] * rpm;
        let pools = Pools {
            dpm,
            rpm,
            bio: (lost_hum * v_bio + self.of_hum[0] * v_hum) / safe(determinant),
            hum: (lost_bio * v_hum + self.of_bio[1] * v_bio) / safe(determinant),
        };
        Equilibrium { pools: pools.map(|pool| R::select(exists, pool, zero)), exists }
    }
}

/// Pools at the end of a year that repeats, from its twelve modifiers m and what enters each pool in each month (t C ha⁻¹).
///
/// It is linear in the input: given the shares of a year's input, it returns pools per unit of it.
#[inline(always)]
pub fn steady_state<R: Real>(site: &RothCSite<R>, modifiers: &[R; 12], input: &[Pools<R>; 12]) -> Equilibrium<R> {
    let mut map = YearMap::nothing_yet();
    for at in 0..12 {
        map = map.then(site, &kept_shares(site, modifiers[at], Scheme::Exact), &input[at], R::one());
    }
    map.fixed_point()
}

/// Radiocarbon of the steady state: n of each pool at the end of a year that repeats.
#[inline(always)]
pub fn steady_radiocarbon<R: Real>(site: &RothCSite<R>, modifiers: &[R; 12], supply: &[Supply<R>; 12]) -> Pools<R> {
    let g = month_decay();
    let mut map = YearMap::nothing_yet();
    for at in 0..12 {
        let activity = supply[at].modern / R::lit(100.0);
        let entering = supply[at].entering(site).times(activity);
        map = map.then(site, &kept_shares(site, modifiers[at], Scheme::Exact), &entering, g);
    }
    map.fixed_point().pools
}
