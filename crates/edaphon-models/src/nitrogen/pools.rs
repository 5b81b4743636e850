//! The state of the model.

use edaphon_core::{Real, record};

use super::Donors;

/// What every record with a field for each pool and outlet of nitrogen can do.
macro_rules! nitrogen_pools {
    ($name:ident) => {
        impl<R: Real> $name<R> {
            /// What is in the pools that flows leave.
            #[inline(always)]
            pub fn donors(&self) -> Donors<R> {
                Donors {
                    n_labile: self.n_labile,
                    n_stable: self.n_stable,
                    n_microbial: self.n_microbial,
                    urea: self.urea,
                    nh4: self.nh4,
                    no2: self.no2,
                    no3: self.no3,
                    n2o: self.n2o,
                }
            }

            /// Pools, outlets and the outside together.
            #[inline(always)]
            fn sum(&self) -> R {
                let organic = self.n_labile + self.n_stable + self.n_microbial;
                let mineral = self.urea + self.nh4 + self.no2 + self.no3 + self.n2o;
                let lost = self.n2o_lost + self.n2_lost + self.no_lost + self.nh3_lost + self.leached;
                organic + mineral + self.plant + lost + self.outside
            }
        }
    };
}
pub(super) use nitrogen_pools;

record! {
    /// Carbon (mg C kg⁻¹) and nitrogen (mg N kg⁻¹ dry soil) of a layer, and what it lost and received since the start.
    ///
    /// Outlets, plants, CO2 and the outside start at 0; what comes in is debited to the outside. The sum of all nitrogen never changes.
    pub struct NitrogenState {
        c_labile, "labile, particulate organic carbon, C_L";
        c_stable, "stable organic carbon, C_S";
        co2, "carbon respired, CO2";
        n_labile, "nitrogen of labile organic matter, N_L";
        n_stable, "nitrogen of stable organic matter, N_S";
        n_microbial, "nitrogen of microbes, B_N; their carbon is CN_B times that";
        urea, "urea";
        nh4, "ammonium, dissolved and sorbed";
        no2, "nitrite";
        no3, "nitrate";
        n2o, "nitrous oxide, dissolved and in soil air";
        plant, "nitrogen taken up and fixed by plants";
        n2o_lost, "N2O emitted";
        n2_lost, "N2 emitted";
        no_lost, "NO emitted";
        nh3_lost, "NH3 volatilised";
        leached, "mineral nitrogen leached";
        outside, "what the outside received: minus all additions";
    }
}

nitrogen_pools!(NitrogenState);

impl<R: Real> NitrogenState<R> {
    /// Nitrogen of all pools, outlets and the outside (mg N kg⁻¹): constant.
    #[inline(always)]
    pub fn total_nitrogen(&self) -> R {
        self.sum()
    }

    /// Carbon of labile, stable and microbial matter and CO2 (mg C kg⁻¹): grows by litter alone.
    #[inline(always)]
    pub fn total_carbon(&self, microbial_c_to_n: R) -> R {
        self.c_labile + self.c_stable + self.n_microbial * microbial_c_to_n + self.co2
    }

    /// The same state after an instant addition, whose nitrogen is debited to the outside.
    #[inline(always)]
    pub fn with(&self, addition: &Addition<R>) -> Self {
        Self {
            c_labile: self.c_labile + addition.residue_carbon,
            n_labile: self.n_labile + addition.residue_nitrogen,
            urea: self.urea + addition.urea,
            nh4: self.nh4 + addition.nh4,
            no3: self.no3 + addition.no3,
            outside: self.outside - addition.nitrogen(),
            ..*self
        }
    }
}

record! {
    /// What is added at an instant: fertiliser and residues.
    pub struct Addition {
        urea, "urea (mg N kg⁻¹)";
        nh4, "ammonium (mg N kg⁻¹)";
        no3, "nitrate (mg N kg⁻¹)";
        residue_carbon, "carbon of residues (mg C kg⁻¹)";
        residue_nitrogen, "their nitrogen (mg N kg⁻¹)";
    }
}

impl<R: Real> Addition<R> {
    /// All nitrogen of it (mg N kg⁻¹).
    #[inline(always)]
    pub fn nitrogen(&self) -> R {
        self.urea + self.nh4 + self.no3 + self.residue_nitrogen
    }
}
