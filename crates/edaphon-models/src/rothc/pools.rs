//! The pools of RothC and the carbon that enters them.

use edaphon_core::{Real, record};

use super::RothCSite;

record! {
    /// Carbon of the active pools (t C ha⁻¹), or another quantity that each of them has.
    pub struct Pools {
        dpm, "decomposable plant material, D";
        rpm, "resistant plant material, R";
        bio, "microbial biomass, B";
        hum, "humified organic matter, H";
    }
}

impl<R: Real> Pools<R> {
    /// All active pools together; the inert pool is apart.
    #[inline(always)]
    pub fn total(&self) -> R {
        self.dpm + self.rpm + self.bio + self.hum
    }

    /// Each pool by `factor`.
    #[inline(always)]
    pub fn times(&self, factor: R) -> Self {
        self.map(|pool| pool * factor)
    }

    /// `f` of the fields of two, one by one.
    #[inline(always)]
    pub fn zip(&self, other: &Self, f: impl Fn(R, R) -> R) -> Self {
        Self {
            dpm: f(self.dpm, other.dpm),
            rpm: f(self.rpm, other.rpm),
            bio: f(self.bio, other.bio),
            hum: f(self.hum, other.hum),
        }
    }
}

record! {
    /// Carbon that arrives in a month.
    pub struct Supply {
        plant, "plant carbon, J (t C ha⁻¹ month⁻¹)";
        manure, "farmyard manure carbon, F (t C ha⁻¹ month⁻¹)";
        dpm_rpm, "ratio of decomposable to resistant plant material, q (–): 1.44 arable, 0.67 rough grass, 0.25 forest";
        modern, "radiocarbon of this carbon (% modern)";
    }
}

impl<R: Real> Supply<R> {
    /// What of it enters each pool at the end of the month (t C ha⁻¹).
    ///
    /// ```text
    /// D: J q/(q+1) + 0.49 F    R: J/(q+1) + 0.49 F    H: 0.02 F
    /// ```
    #[inline(always)]
    pub fn entering(&self, site: &RothCSite<R>) -> Pools<R> {
        let q = self.dpm_rpm;
        let resistant = self.plant / (q + R::one());
        Pools {
            dpm: resistant * q + site.manure_dpm * self.manure,
            rpm: resistant + site.manure_rpm * self.manure,
            bio: R::zero(),
            hum: site.manure_hum * self.manure,
        }
    }
}
