//! What does not change at a site under MIMICS.

use edaphon_core::record;

use super::MimicsParameters;
use crate::casa::{CasaSoilSite, PlantTraits};

record! {
    /// Constants of MIMICS at a site.
    pub struct MimicsSite {
        ln_q10, "ln q10 of woody debris";
        crop, "1 for cropland, where moisture does not limit woody debris";
        cwd_rate, "decay of woody debris at fT = fW = 1 (d⁻¹)";
        cwd_respired, "share of decayed woody debris that is respired, q_c (–)";
        area_density, "u: g m⁻² per mg cm⁻³";
        leaf_lignin_to_n, "Λ_L of C-only runs (g g⁻¹)";
        froot_lignin_to_n, "Λ_R of C-only runs (g g⁻¹)";
        wood_lignin_to_n, "Λ_W (g g⁻¹)";
        affinity_r3, "κ_r3, affinity of r for available SOM (–)";
        affinity_k3, "κ_K3 (–)";
        desorption, "d₀ (h⁻¹)";
        physical_r, "f_P,r (–)";
        physical_k, "f_P,K (–)";
    }
}

impl MimicsSite<f64> {
    /// Constants for a vegetation type on a soil with the mass fraction `clay`; `casa` supplies the decay of woody debris.
    pub fn new(p: &MimicsParameters<f64>, traits: &PlantTraits<f64>, casa: &CasaSoilSite<f64>, clay: f64) -> Self {
        let lignin_to_n = |lignin: f64, c_to_n: f64| lignin / (1.0 / c_to_n).max(0.001);
        let protection = p.protection_1 * (p.protection_2 * clay.sqrt()).exp();
        let lignin = traits.wood_lignin;
        Self {
            ln_q10: casa.ln_q10,
            crop: casa.crop,
            cwd_rate: casa.cwd_rate,
            cwd_respired: (1.0 - 0.40 * (1.0 - lignin) - 0.7 * lignin).clamp(0.0, 1.0),
            area_density: 10.0 * p.depth,
            leaf_lignin_to_n: lignin_to_n(traits.leaf_lignin, traits.leaf_c_to_n),
            froot_lignin_to_n: lignin_to_n(traits.froot_lignin, traits.froot_c_to_n),
            wood_lignin_to_n: lignin_to_n(traits.wood_lignin, traits.wood_c_to_n),
            affinity_r3: p.k_modifier_r3 * protection,
            affinity_k3: p.k_modifier_k3 * protection,
            desorption: p.desorption_1 * (p.desorption_2 * clay).exp(),
            physical_r: p.physical_fraction_r_1 * (p.physical_fraction_r_2 * clay).exp(),
            physical_k: p.physical_fraction_k_1 * (p.physical_fraction_k_2 * clay).exp(),
        }
    }
}
