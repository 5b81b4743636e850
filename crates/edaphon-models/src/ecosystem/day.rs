//! What moved in a cell in a day.

use edaphon_core::{CellMethod, Real, Variable, record};

use crate::Profile;

/// The one list of what a day yields: structure and descriptions are both made from it.
macro_rules! days {
    ($($name:ident, $unit:literal, $method:ident, $about:literal;)*) => {
        record! {
            /// Fluxes and factors of one day.
            pub struct Day { $($name, $about;)* }
        }

        /// Descriptions of the fields of [`Day`], in order.
        pub static DAY_VARIABLES: &[Variable] = &[$(Variable {
            name: stringify!($name), unit: $unit, long_name: $about, method: CellMethod::$method,
        }),*];
    };
}

days! {
    air_temperature, "K", Mean, "air temperature";
    soil_temperature, "K", Mean, "soil temperature, averaged over roots";
    soil_water, "m3 m-3", Mean, "liquid soil water up to field capacity, averaged over roots";
    gpp, "g m-2 d-1", Sum, "gross primary production, carbon";
    npp, "g m-2 d-1", Sum, "net primary production built into tissue, carbon";
    npp_added, "g m-2 d-1", Sum, "carbon added to NPP by a perturbation";
    to_labile, "g m-2 d-1", Sum, "carbon stored as labile for want of nitrogen";
    exudate, "g m-2 d-1", Sum, "root exudates, carbon";
    wood_respiration, "g m-2 d-1", Sum, "maintenance respiration of wood, carbon";
    froot_respiration, "g m-2 d-1", Sum, "maintenance respiration of fine roots, carbon";
    growth_respiration, "g m-2 d-1", Sum, "growth respiration, carbon";
    labile_respiration, "g m-2 d-1", Sum, "loss of labile carbon";
    respiration_spared, "g m-2 d-1", Sum, "plant respiration that empty pools could not pay, carbon";
    heterotrophic_respiration, "g m-2 d-1", Sum, "heterotrophic respiration, carbon";
    allocation_leaf, "1", Mean, "share of NPP to leaves";
    allocation_wood, "1", Mean, "share of NPP to wood";
    allocation_froot, "1", Mean, "share of NPP to fine roots";
    leaf_to_metabolic_c, "g m-2 d-1", Sum, "carbon from leaves to metabolic litter";
    leaf_to_structural_c, "g m-2 d-1", Sum, "carbon from leaves to structural litter";
    froot_to_metabolic_c, "g m-2 d-1", Sum, "carbon from fine roots and exudates to metabolic litter";
    froot_to_structural_c, "g m-2 d-1", Sum, "carbon from fine roots to structural litter";
    wood_to_cwd_c, "g m-2 d-1", Sum, "carbon from wood to coarse woody debris";
    cwd_to_structural_c, "g m-2 d-1", Sum, "carbon from coarse woody debris to structural litter or soil";
    cwd_to_co2, "g m-2 d-1", Sum, "carbon respired from coarse woody debris (MIMICS)";
    metabolic_input_c, "g m-2 d-1", Sum, "carbon input to metabolic litter";
    structural_input_c, "g m-2 d-1", Sum, "carbon input to structural litter";
    metabolic_input_n, "g m-2 d-1", Sum, "nitrogen input to metabolic litter";
    structural_input_n, "g m-2 d-1", Sum, "nitrogen input to structural litter";
    n_limitation, "1", Mean, "mineral nitrogen scalar: 1 where nitrogen does not limit";
    growth_allowed, "1", Mean, "share of NPP that nitrogen supply allows";
    n_uptake, "g m-2 d-1", Sum, "nitrogen taken up by plants";
    n_deposition, "g m-2 d-1", Sum, "nitrogen deposition";
    n_fixation, "g m-2 d-1", Sum, "biological nitrogen fixation";
    litter_mineralisation, "g m-2 d-1", Sum, "gross nitrogen mineralisation of litter";
    soil_mineralisation, "g m-2 d-1", Sum, "gross nitrogen mineralisation of soil organic matter";
    immobilisation, "g m-2 d-1", Sum, "nitrogen immobilisation (negative: taken from mineral nitrogen)";
    net_mineralisation, "g m-2 d-1", Sum, "net nitrogen mineralisation";
    n_leached, "g m-2 d-1", Sum, "nitrogen leached";
    n_gas, "g m-2 d-1", Sum, "nitrogen lost as gas";
    f_temperature, "1", Mean, "temperature factor of decay";
    f_moisture, "1", Mean, "moisture factor of decay";
    liquid_saturation, "1", Mean, "liquid soil water as a share of saturation";
    frozen_saturation, "1", Mean, "frozen soil water as a share of saturation";
    metabolic_rate, "d-1", Mean, "decay rate of metabolic litter (CASA)";
    structural_rate, "d-1", Mean, "decay rate of structural litter (CASA)";
    cwd_rate, "d-1", Mean, "decay rate of coarse woody debris";
    microbial_rate, "d-1", Mean, "decay rate of the microbial soil pool (CASA)";
    slow_rate, "d-1", Mean, "decay rate of the slow soil pool (CASA)";
    passive_rate, "d-1", Mean, "decay rate of the passive soil pool (CASA)";
    protected_input, "g m-2 d-1", Sum, "carbon input to the passive (CASA) or physically protected (MIMICS) pool";
    microbial_respiration, "g m-2 d-1", Sum, "respiration of microbes, overflow included, without woody debris, carbon (MIMICS)";
    overflow_r, "g m-2 d-1", Sum, "overflow respiration of copiotrophs, carbon";
    overflow_k, "g m-2 d-1", Sum, "overflow respiration of oligotrophs, carbon";
    din_uptake_r, "mg cm-3 h-1", Mean, "inorganic nitrogen taken up by copiotrophs in the last hour";
    din_uptake_k, "mg cm-3 h-1", Mean, "inorganic nitrogen taken up by oligotrophs in the last hour";
    din, "mg cm-3", Mean, "dissolved inorganic nitrogen within reach of microbes";
    lignin_to_n, "1", Mean, "lignin:N of litter";
    f_metabolic, "1", Mean, "metabolic fraction of litter";
    tau_modifier, "1", Mean, "modifier of microbial turnover by NPP";
    tau_r, "h-1", Mean, "turnover rate of copiotrophs";
    tau_k, "h-1", Mean, "turnover rate of oligotrophs";
    v_max_r1, "h-1", Mean, "maximum uptake of metabolic litter by copiotrophs";
    v_max_r2, "h-1", Mean, "maximum uptake of structural litter by copiotrophs";
    v_max_r3, "h-1", Mean, "maximum uptake of available SOM by copiotrophs";
    v_max_k1, "h-1", Mean, "maximum uptake of metabolic litter by oligotrophs";
    v_max_k2, "h-1", Mean, "maximum uptake of structural litter by oligotrophs";
    v_max_k3, "h-1", Mean, "maximum uptake of available SOM by oligotrophs";
    k_m_r1, "mg cm-3", Mean, "half saturation of copiotrophs on metabolic litter";
    k_m_r2, "mg cm-3", Mean, "half saturation of copiotrophs on structural litter";
    k_m_r3, "mg cm-3", Mean, "half saturation of copiotrophs on available SOM";
    k_m_k1, "mg cm-3", Mean, "half saturation of oligotrophs on metabolic litter";
    k_m_k2, "mg cm-3", Mean, "half saturation of oligotrophs on structural litter";
    k_m_k3, "mg cm-3", Mean, "half saturation of oligotrophs on available SOM";
}

impl<R: Real> Day<R> {
    /// A day on which nothing moved.
    #[inline(always)]
    pub fn idle() -> Self {
        Self::filled(R::zero())
    }

    /// Plant respiration: maintenance, growth and, in the `edaphon` profile, labile carbon, less what pools could not pay (g C m⁻² d⁻¹).
    #[inline(always)]
    pub fn plant_respiration(&self, profile: Profile) -> R {
        let paid = self.wood_respiration + self.froot_respiration + self.growth_respiration;
        if profile.is_testbed() { paid } else { paid + self.labile_respiration - self.respiration_spared }
    }

    /// Carbon that entered and left the cell (g C m⁻² d⁻¹), as the profile counts it.
    #[inline(always)]
    pub fn carbon_exchange(&self, profile: Profile) -> (R, R) {
        let added = if profile.is_testbed() { R::zero() } else { self.npp_added };
        (self.gpp + added, self.plant_respiration(profile) + self.heterotrophic_respiration)
    }

    /// Mineral nitrogen gained: mineralised, deposited and fixed (g N m⁻² d⁻¹).
    #[inline(always)]
    pub fn n_gained(&self) -> R {
        self.net_mineralisation + self.n_deposition + self.n_fixation
    }

    /// Mineral nitrogen lost to air and water (g N m⁻² d⁻¹).
    #[inline(always)]
    pub fn n_lost(&self) -> R {
        self.n_gas + self.n_leached
    }
}
