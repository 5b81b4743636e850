//! Leaf, wood and fine root, side by side.

use edaphon_core::{Real, record};

record! {
    /// One quantity for each plant tissue.
    pub struct Tissues { leaf, "of leaves"; wood, "of wood"; froot, "of fine roots"; }
}

impl<R: Real> Tissues<R> {
    /// Combines two quantities tissue by tissue.
    #[inline(always)]
    pub fn zip<S: Copy>(self, other: Tissues<S>, mut f: impl FnMut(R, S) -> R) -> Self {
        Self { leaf: f(self.leaf, other.leaf), wood: f(self.wood, other.wood), froot: f(self.froot, other.froot) }
    }

    /// Leaf + wood + root.
    #[inline(always)]
    pub fn total(self) -> R {
        self.leaf + self.wood + self.froot
    }
}
