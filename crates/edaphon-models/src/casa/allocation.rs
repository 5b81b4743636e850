//! Where net primary production goes: fixed shares, changed by season and leaf area.
//!
//! In this order, each rule on what the one before left:
//!
//! ```text
//! 1 dormant            a_L = 0;  a_R = a_R/(a_R + a_W);  a_W = 1 − a_R
//! 2 flush              a_L = 0.8;  woody: a_R = a_W = 0.1;  else a_R = 0.2 (a_W as it was)
//! 3 senescence         a_R = 1 − a_W;  a_L = 0
//! 4 LAI ≥ LAI_max      as 1
//! 5 LAI < LAI_min      as 2
//! 6 NPP < 0            a_L = 0;  a_W = R_W/R_m;  a_R = R_R/R_m
//! ```
//!
//! In the `edaphon` profile rule 4 comes into force as leaves fill the room that is left below LAI_max: they get what fits, w of what they
//! would get, and w of rule 4 is left out. A full canopy then stays full, and does not go to and fro across its limit from day to day.
//!
//! All are divided by their sum. Where that is 0, as for a negative GPP of a plant that does not respire, no tissue pays in the
//! reference; in the `edaphon` profile fine roots do.

use edaphon_core::Real;

use super::respiration::Respiration;
use super::{PlantSite, Tissues};
use crate::Profile;

#[inline(always)]
fn choose<R: Real>(mask: R::Mask, yes: Tissues<R>, no: Tissues<R>) -> Tissues<R> {
    Tissues {
        leaf: R::select(mask, yes.leaf, no.leaf),
        wood: R::select(mask, yes.wood, no.wood),
        froot: R::select(mask, yes.froot, no.froot),
    }
}

/// Rule 1: nothing to leaves.
#[inline(always)]
fn without_leaves<R: Real>(a: Tissues<R>) -> Tissues<R> {
    let both = a.froot + a.wood;
    let froot = a.froot / R::select(both.gt(R::zero()), both, R::one());
    Tissues { leaf: R::zero(), wood: R::one() - froot, froot }
}

/// Rule 2: most to leaves.
#[inline(always)]
fn leaves_first<R: Real>(site: &PlantSite<R>, a: Tissues<R>) -> Tissues<R> {
    let woody = site.woody.gt(R::zero());
    let (leaf, rest) = (0.8, 1.0 - 0.8);
    Tissues {
        leaf: R::lit(leaf),
        wood: R::select(woody, R::lit(0.5 * rest), a.wood),
        froot: R::select(woody, R::lit(0.5 * rest), R::lit(rest)),
    }
}

/// Shares with no more to leaves than there is `room` for (g C m⁻² d⁻¹); the rest goes where a full canopy sends it.
#[inline(always)]
fn within_canopy<R: Real>(a: Tissues<R>, npp: R, room: R) -> Tissues<R> {
    let growth = npp.max(R::zero()) * a.leaf;
    let crowded = growth.gt(room);
    let w = R::select(crowded, room / R::select(crowded, growth, R::one()), R::one());
    let full = without_leaves(a);
    let between = |most: R, least: R| least + (most - least) * w;
    Tissues { leaf: a.leaf * w, wood: between(a.wood, full.wood), froot: between(a.froot, full.froot) }
}

/// Shares of NPP, a_j (–), adding to 1.
#[inline(always)]
pub fn allocate<R: Real>(
    site: &PlantSite<R>,
    phase: R,
    lai: R,
    room: R,
    npp: R,
    respiration: &Respiration<R>,
    profile: Profile,
) -> Tissues<R> {
    let a = Tissues { leaf: site.allocation_leaf, wood: site.allocation_wood, froot: site.allocation_froot };
    let a = choose(phase.same(R::lit(0.0)), without_leaves(a), a);
    let a = choose(phase.same(R::lit(1.0)), leaves_first(site, a), a);
    let a = choose(phase.same(R::lit(3.0)), Tissues { leaf: R::zero(), wood: a.wood, froot: R::one() - a.wood }, a);
    let a = if profile.is_testbed() {
        choose(lai.ge(site.lai_max), without_leaves(a), a)
    } else {
        within_canopy(a, npp, room)
    };
    let a = choose(lai.lt(site.lai_min), leaves_first(site, a), a);
    let maintenance = respiration.maintenance();
    let cost = R::one() / R::select(maintenance.gt(R::zero()), maintenance, R::one());
    let starving = Tissues { leaf: R::zero(), wood: respiration.wood * cost, froot: respiration.froot * cost };
    let a = choose(npp.lt(R::zero()), starving, a);
    let total = a.total();
    let nobody = total.same(R::zero());
    let scale = R::one() / R::select(nobody, R::one(), total);
    let shares = a.map(|share| share * scale);
    if profile.is_testbed() {
        return shares;
    }
    Tissues { froot: R::select(nobody, R::one(), shares.froot), ..shares }
}
