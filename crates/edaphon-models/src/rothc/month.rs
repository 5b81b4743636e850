//! One month, in the order of the published code: decay, transfer of what decayed, input.
//!
//! ```text
//! Y kept = Y exp(−m k_Y/12)      loss_Y = Y − Y kept      L = Σ loss_Y
//! D' = D kept + u_D     R' = R kept + u_R
//! B' = B kept + α L     H' = H kept + β L + u_H     CO2: (1 − α − β) L
//! ```
//!
//! What is formed or enters in a month does not decay in it. Zhang et al. write the step as explicit Euler, 1 − m k/12, which turns D negative
//! where m > 1.2: it is here under its name, to show the difference, and [`Scheme::euler_bound`] tells where it holds.

use edaphon_core::{Balance, Real, record};

use super::{Pools, RothCSite};

/// How decay is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scheme {
    /// exp(−m k/12): pools stay ≥ 0 whatever the rate.
    #[default]
    Exact,
    /// 1 − m k/12: negative pools beyond [`Scheme::euler_bound`].
    Euler,
}

impl Scheme {
    /// The largest m at which an Euler step leaves no pool negative, 12/k of the fastest (–).
    #[inline(always)]
    pub fn euler_bound<R: Real>(site: &RothCSite<R>) -> R {
        let k = site.decay();
        R::one() / k.dpm.max(k.rpm).max(k.bio.max(k.hum))
    }
}

record! {
    /// Carbon moved in a month (t C ha⁻¹); every field is ≥ 0.
    pub struct MonthFluxes {
        dpm_decayed, "lost by D";
        rpm_decayed, "lost by R";
        bio_decayed, "lost by B";
        hum_decayed, "lost by H";
        to_bio, "of these, gained by B";
        to_hum, "gained by H";
        respired, "lost as CO2";
        dpm_input, "entered D";
        rpm_input, "entered R";
        bio_input, "entered B";
        hum_input, "entered H";
    }
}

impl<R: Real> MonthFluxes<R> {
    /// All carbon that entered.
    #[inline(always)]
    pub fn input(&self) -> R {
        self.dpm_input + self.rpm_input + self.bio_input + self.hum_input
    }

    /// The balance of carbon (t C ha⁻¹): ΔC = input − respiration.
    #[inline(always)]
    pub fn balance(&self, before: &Pools<R>, after: &Pools<R>) -> Balance<R> {
        Balance { before: before.total(), after: after.total(), input: self.input(), output: self.respired }
    }
}

/// Share of each pool that a month at modifier `m` leaves (–).
#[inline(always)]
pub fn kept_shares<R: Real>(site: &RothCSite<R>, m: R, scheme: Scheme) -> Pools<R> {
    // Written out: a closure with an exponential in it is not inlined, and then not compiled for the caller's instruction set.
    Pools {
        dpm: kept_share(m * site.decay_dpm, scheme),
        rpm: kept_share(m * site.decay_rpm, scheme),
        bio: kept_share(m * site.decay_bio, scheme),
        hum: kept_share(m * site.decay_hum, scheme),
    }
}

#[inline(always)]
fn kept_share<R: Real>(decay: R, scheme: Scheme) -> R {
    match scheme {
        Scheme::Exact => (-decay).exp(),
        Scheme::Euler => R::one() - decay,
    }
}

/// Moves `pools` through a month that keeps the shares `kept` of them and brings `input`; returns them with the carbon that moved.
#[inline(always)]
pub fn month<R: Real>(
    site: &RothCSite<R>,
    pools: &Pools<R>,
    kept: &Pools<R>,
    input: &Pools<R>,
) -> (Pools<R>, MonthFluxes<R>) {
    let left = pools.zip(kept, |pool, share| pool * share);
    let lost = pools.zip(&left, |pool, left| pool - left);
    let decayed = lost.total();
    let fluxes = MonthFluxes {
        dpm_decayed: lost.dpm,
        rpm_decayed: lost.rpm,
        bio_decayed: lost.bio,
        hum_decayed: lost.hum,
        to_bio: site.to_bio * decayed,
        to_hum: site.to_hum * decayed,
        respired: site.respired * decayed,
        dpm_input: input.dpm,
        rpm_input: input.rpm,
        bio_input: input.bio,
        hum_input: input.hum,
    };
    let after = Pools {
        dpm: left.dpm + fluxes.dpm_input,
        rpm: left.rpm + fluxes.rpm_input,
        bio: left.bio + fluxes.to_bio + fluxes.bio_input,
        hum: left.hum + fluxes.to_hum + fluxes.hum_input,
    };
    (after, fluxes)
}
