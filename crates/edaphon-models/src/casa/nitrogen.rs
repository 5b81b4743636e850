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
//! Where u < 1 the carbon (1 − u) NPP cannot be built into tissue and is stored as labile.

use edaphon_core::Real;

use super::{PlantSite, Tissues};

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
    ) -> Self {
        let ramp = mineral_n_ramp(site, mineral_n);
        let (low, high) = (site.n_to_c_min(), site.n_to_c_max());
        let resorbed = turnover.zip(nitrogen, |k, n| k * n).zip(site.n_to_litter(), |lost, f| lost * (R::one() - f));
        // N/C > ν⁺ without a division: C + 10⁻¹⁰ is positive.
        let rich = |c: R, n: R, most: R| n.gt(most * (c + R::lit(1e-10)));
        let open = |most: R, c: R, n: R, ratio: R| R::select(rich(c, n, most), R::zero(), ratio);
        let each = |ratio: Tissues<R>| Tissues {
            leaf: open(high.leaf, carbon.leaf, nitrogen.leaf, ratio.leaf),
            wood: open(high.wood, carbon.wood, nitrogen.wood, ratio.wood),
            froot: open(high.froot, carbon.froot, nitrogen.froot, ratio.froot),
        };
        let n_to_c = low.zip(high, |lo, hi| lo + (hi - lo) * ramp);
        Self { allocation, resorbed, n_to_c: each(n_to_c), n_to_c_min: each(low) }
    }

    /// Nitrogen needed beyond what is resorbed, for tissue of the given N:C (g m⁻² d⁻¹).
    #[inline(always)]
    fn demand(&self, npp: R, n_to_c: Tissues<R>) -> Tissues<R> {
        let growth = npp.max(R::zero());
        let needed = self.allocation.zip(n_to_c, |a, ratio| growth * a * ratio);
        needed.zip(self.resorbed, |need, have| (need - have).max(R::zero()))
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

/// NPP that can be built into tissue, and carbon that goes to the labile store (g m⁻² d⁻¹).
#[inline(always)]
pub fn limit_growth<R: Real>(npp: R, gpp: R, supply: R) -> (R, R) {
    let limited = npp.gt(R::zero()) & supply.lt(R::one());
    let share = (R::one() - supply) * npp / (gpp + R::lit(1e-10));
    let labile = R::select(limited, share * gpp, R::zero());
    (npp - labile, labile)
}
