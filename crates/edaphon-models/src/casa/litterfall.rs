//! Dying tissue becomes litter: metabolic and structural from leaves and fine roots, woody debris from wood.
//!
//! ```text
//! carbon     leaf→met = m_L k_L C_L    leaf→str = (1 − m_L) k_L C_L    roots likewise, exudates to met    wood→CWD = k_W C_W
//! nitrogen   ℓ_j = k_j N_j f_j         j→str = (1 − m_j) k_j C_j / 150    j→met = ℓ_j − j→str
//! ```
//!
//! A leaf that takes up no nitrogen resorbs none (ℓ_L = k_L N_L). In the `edaphon` profile it resorbs what its growth can hold of what it
//! could resorb, and takes up what is missing: the two pass into one another without a step.

use edaphon_core::Real;

use super::{PlantSite, Tissues};
use crate::Profile;

/// C:N of structural litter (g g⁻¹).
pub const STRUCTURAL_C_TO_N: f64 = 150.0;

/// Litter of a day (g m⁻² d⁻¹).
#[derive(Debug, Clone, Copy)]
pub struct Litterfall<R> {
    /// From leaves to metabolic litter.
    pub leaf_to_metabolic: R,
    /// From leaves to structural litter.
    pub leaf_to_structural: R,
    /// From fine roots (and exudates) to metabolic litter.
    pub froot_to_metabolic: R,
    /// From fine roots to structural litter.
    pub froot_to_structural: R,
    /// From wood to coarse woody debris.
    pub wood_to_cwd: R,
}

/// Litter carbon (g C m⁻² d⁻¹); `metabolic` are m_L and m_R.
#[inline(always)]
pub fn litter_carbon<R: Real>(
    carbon: Tissues<R>,
    turnover: Tissues<R>,
    metabolic: [R; 2],
    exudate: R,
) -> Litterfall<R> {
    let dead = carbon.zip(turnover, |c, k| c * k);
    let [leaf, froot] = metabolic;
    Litterfall {
        leaf_to_metabolic: leaf * dead.leaf,
        leaf_to_structural: (R::one() - leaf) * dead.leaf,
        froot_to_metabolic: froot * dead.froot + exudate,
        froot_to_structural: (R::one() - froot) * dead.froot,
        wood_to_cwd: dead.wood,
    }
}

/// Litter nitrogen (g N m⁻² d⁻¹), given the litter carbon of the same day, and uptake and resorption by leaves.
#[inline(always)]
pub fn litter_nitrogen<R: Real>(
    site: &PlantSite<R>,
    nitrogen: Tissues<R>,
    turnover: Tissues<R>,
    carbon: &Litterfall<R>,
    [leaf_uptake, leaf_resorbed]: [R; 2],
    profile: Profile,
) -> Litterfall<R> {
    let lost = nitrogen.zip(turnover, |n, k| k * n);
    let leaf = if profile.is_testbed() {
        R::select(leaf_uptake.same(R::zero()), lost.leaf, lost.leaf * site.leaf_n_to_litter)
    } else {
        lost.leaf - leaf_resorbed
    };
    let froot = lost.froot * site.froot_n_to_litter;
    let leaf_to_structural = structural(carbon.leaf_to_structural, leaf, profile);
    let froot_to_structural = structural(carbon.froot_to_structural, froot, profile);
    Litterfall {
        leaf_to_metabolic: leaf - leaf_to_structural,
        leaf_to_structural,
        froot_to_metabolic: froot - froot_to_structural,
        froot_to_structural,
        wood_to_cwd: lost.wood * site.wood_n_to_litter,
    }
}

/// Nitrogen in structural litter; in the `edaphon` profile no more than the tissue lost.
#[inline(always)]
fn structural<R: Real>(carbon: R, lost: R, profile: Profile) -> R {
    let wanted = carbon * R::lit(1.0 / STRUCTURAL_C_TO_N);
    if profile.is_testbed() { wanted } else { wanted.min(lost) }
}

impl<R: Real> Litterfall<R> {
    /// To metabolic litter.
    #[inline(always)]
    pub fn metabolic(&self) -> R {
        self.leaf_to_metabolic + self.froot_to_metabolic
    }

    /// To structural litter.
    #[inline(always)]
    pub fn structural(&self) -> R {
        self.leaf_to_structural + self.froot_to_structural
    }

    /// Lost by leaves, wood and fine roots.
    #[inline(always)]
    pub fn by_tissue(&self) -> Tissues<R> {
        Tissues {
            leaf: self.leaf_to_metabolic + self.leaf_to_structural,
            wood: self.wood_to_cwd,
            froot: self.froot_to_metabolic + self.froot_to_structural,
        }
    }
}
