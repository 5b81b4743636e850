//! The pools of MIMICS.

use edaphon_core::{Real, record};

record! {
    /// Carbon or nitrogen of each pool (mg cm⁻³).
    pub struct SoilPools {
        lit_m, "metabolic litter, L_m";
        lit_s, "structural litter, L_s";
        mic_r, "copiotrophs, B_r";
        mic_k, "oligotrophs, B_K";
        som_a, "available organic matter, O_a";
        som_c, "chemically protected organic matter, O_c";
        som_p, "physically protected organic matter, O_p";
    }
}

impl<R: Real> SoilPools<R> {
    /// All pools together.
    #[inline(always)]
    pub fn total(&self) -> R {
        (self.lit_m + self.lit_s) + (self.mic_r + self.mic_k) + (self.som_a + self.som_c + self.som_p)
    }
}

/// A quantity for each group of microbes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Groups<T> {
    /// Copiotrophs.
    pub r: T,
    /// Oligotrophs.
    pub k: T,
}

impl<R: Real> Groups<R> {
    /// Both groups together.
    #[inline(always)]
    pub fn total(self) -> R {
        self.r + self.k
    }
}
