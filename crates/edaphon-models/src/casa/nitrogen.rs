//! Nitrogen that plants want, the growth it allows, and what they take up.
//!
//! ```text
//! h     = clip((N_min − N_hi)/(N_hi − N_lo) + 1, 0, 1)               1 at N_min ≥ N_hi
//! D⁺_j  = max(0, n a_j ν_j − t_j)    ν_j = ν⁻_j + (ν⁺_j − ν⁻_j) h     n = max(0, NPP)
//! D⁻_j  = max(0, n a_j ν⁻_j − t_j)   t_j = k_j N_j (1 − f_j)  resorbed
//! u     = clip(N_min/(Σ D⁻_j + 10⁻¹⁰), 0, 1)
//! U_j   = D⁻_j + x_N (D⁺_j − D⁻_j) N_min/(N_min + K_N)
//! ```
//!
//! A tissue whose N:C is above ν⁺_j takes up none: ν_j = ν⁻_j = 0. In the `edaphon` profile the nitrogen of new tissue is bounded by the room
//! that is left below ν⁺_j instead, n a_j ν_j ≤ ν⁺_j C_j − (1 − k_j) N_j: a full tissue then stays full, and does not open and close from
//! day to day.
//!
//! Where u < 1 the carbon (1 − u) NPP cannot be built into tissue and is stored as labile.

use edaphon_core::Real;

use super::{PlantSite, Tissues};
use crate::Profile;

/// Ramp of mineral nitrogen, h or x_N (–): 0 below N_lo, 1 above N_hi.
#[inline(always)]
pub fn mineral_n_ramp<R: Real>(site: &PlantSite<R>, mineral_n: R) -> R {
    ((mineral_n - site.n_limit_high) / (site.n_limit_high - site.n_limit_low) + R::one()).clip(R::zero(), R::one())
}

/// What decides demand besides NPP: the plant of the morning.
#[derive(Debug, Clone, Copy)]
pub struct Growth<R> {
    /// Shares of NPP, a_j (–).
    pub allocation: Tissues<R>,
    /// Nitrogen resorbed from dying tissue, t_j (g m⁻² d⁻¹).
    pub resorbed: Tissues<R>,
    /// Highest N:C of new tissue at today's mineral nitrogen, ν_j (–); 0 and the next likewise where a tissue holds enough.
    pub n_to_c: Tissues<R>,
    /// Lowest N:C of new tissue, ν⁻_j (–).
    pub n_to_c_min: Tissues<R>,
    /// Nitrogen that a tissue can hold beyond what lives on (g m⁻² d⁻¹).
    pub room: Tissues<R>,
}

/// `ratio` in tissues that may take up nitrogen, 0 in those that hold more than the highest N:C.
#[inline(always)]
fn open_to<R: Real>(ratio: Tissues<R>, carbon: Tissues<R>, nitrogen: Tissues<R>, high: Tissues<R>) -> Tissues<R> {
    Tissues {
        leaf: unless_rich(ratio.leaf, carbon.leaf, nitrogen.leaf, high.leaf),
        wood: unless_rich(ratio.wood, carbon.wood, nitrogen.wood, high.wood),
        froot: unless_rich(ratio.froot, carbon.froot, nitrogen.froot, high.froot),
    }
}

/// N/C > ν⁺ is asked without a division: C + 10⁻¹⁰ is positive.
#[inline(always)]
fn unless_rich<R: Real>(ratio: R, carbon: R, nitrogen: R, high: R) -> R {
    R::select(nitrogen.gt(high * (carbon + R::lit(1e-10))), R::zero(), ratio)
}

impl<R: Real> Growth<R> {
    /// Gathers what demand depends on.
    #[inline(always)]
    pub fn new(
        site: &PlantSite<R>,
        carbon: Tissues<R>,
        nitrogen: Tissues<R>,
        turnover: Tissues<R>,
        allocation: Tissues<R>,
        mineral_n: R,
        profile: Profile,
    ) -> Self {
        let ramp = mineral_n_ramp(site, mineral_n);
        let (low, high) = (site.n_to_c_min(), site.n_to_c_max());
        let lost = turnover.zip(nitrogen, |k, n| k * n);
        let resorbed = lost.zip(site.n_to_litter(), |lost, f| lost * (R::one() - f));
        let n_to_c = low.zip(high, |lo, hi| lo + (hi - lo) * ramp);
        if profile.is_testbed() {
            let n_to_c = open_to(n_to_c, carbon, nitrogen, high);
            let n_to_c_min = open_to(low, carbon, nitrogen, high);
            return Self { allocation, resorbed, n_to_c, n_to_c_min, room: Tissues::filled(R::lit(f64::MAX)) };
        }
        let alive = nitrogen.zip(lost, |n, lost| n - lost);
        let room = high.zip(carbon, |hi, c| hi * c).zip(alive, |most, n| (most - n).max(R::zero()));
        Self { allocation, resorbed, n_to_c, n_to_c_min: low, room }
    }

    /// Nitrogen of new tissue of the given N:C (g m⁻² d⁻¹), as far as there is room.
    #[inline(always)]
    fn needed(&self, npp: R, n_to_c: Tissues<R>) -> Tissues<R> {
        let growth = npp.max(R::zero());
        self.allocation.zip(n_to_c, |a, ratio| growth * a * ratio).zip(self.room, |need, room| need.min(room))
    }

    /// Nitrogen that leaves keep of what dies, with the NPP that nitrogen allowed (g m⁻² d⁻¹); of the `edaphon` profile.
    #[inline(always)]
    pub fn leaf_resorbed(&self, npp: R) -> R {
        self.needed(npp, self.n_to_c).leaf.min(self.resorbed.leaf)
    }

    /// Nitrogen needed beyond what is resorbed, for tissue of the given N:C (g m⁻² d⁻¹).
    #[inline(always)]
    fn demand(&self, npp: R, n_to_c: Tissues<R>) -> Tissues<R> {
        self.needed(npp, n_to_c).zip(self.resorbed, |need, have| (need - have).max(R::zero()))
    }

    /// The share of NPP that nitrogen allows, u (–).
    #[inline(always)]
    pub fn supply_ratio(&self, npp: R, mineral_n: R) -> R {
        let least = self.demand(npp, self.n_to_c_min).total();
        (mineral_n / (least + R::lit(1e-10))).clip(R::zero(), R::one())
    }

    /// Uptake into each tissue, U_j (g m⁻² d⁻¹), with the NPP that nitrogen allowed.
    #[inline(always)]
    pub fn uptake(&self, site: &PlantSite<R>, npp: R, mineral_n: R, x_n: R) -> Tissues<R> {
        let least = self.demand(npp, self.n_to_c_min);
        let most = self.demand(npp, self.n_to_c);
        let affinity = x_n * (mineral_n / (mineral_n + site.n_uptake_half_saturation));
        least.zip(most, |lo, hi| lo + affinity * (hi - lo))
    }
}

/// The share (–) of what is wanted of mineral nitrogen in a day that there is (both g m⁻² d⁻¹); 1 on almost all days.
///
/// Uptake, immobilisation and losses are each computed from the mineral nitrogen of the morning and may together want more than it
/// and what arrives. The reference lets the pool go below 0; in the `edaphon` profile each gets this share of what it wants.
#[inline(always)]
pub fn supplied_share<R: Real>(wanted: R, available: R, profile: Profile) -> R {
    if profile.is_testbed() {
        return R::one();
    }
    let safe = R::select(wanted.gt(R::zero()), wanted, R::one());
    R::select(wanted.le(available), R::one(), available.max(R::zero()) / safe)
}

/// NPP that can be built into tissue, and carbon that goes to the labile store (g m⁻² d⁻¹).
#[inline(always)]
pub fn limit_growth<R: Real>(npp: R, gpp: R, supply: R) -> (R, R) {
    let limited = npp.gt(R::zero()) & supply.lt(R::one());
    let share = (R::one() - supply) * npp / (gpp + R::lit(1e-10));
    let labile = R::select(limited, share * gpp, R::zero());
    (npp - labile, labile)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wants_beyond_the_supply_are_met_in_part() {
        let share = |wanted, available| supplied_share(wanted, available, Profile::Edaphon);
        assert_eq!([share(1.0, 2.0), share(2.0, 2.0), share(4.0, 1.0)], [1.0, 1.0, 0.25]);
        assert_eq!([share(0.0, 0.0), share(1.0, -1.0), share(0.0, -1.0)], [1.0, 0.0, 0.0]);
        assert_eq!(supplied_share(4.0, 1.0, Profile::Testbed20), 1.0);
    }
}
