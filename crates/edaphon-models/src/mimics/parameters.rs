//! Parameters of MIMICS: one line each is the only place where a parameter is described.
//!
//! Defaults are the published values of Wieder et al. (2024, JAMES). r and K are copiotrophic and oligotrophic microbes; 1, 2, 3 their uptake
//! of metabolic litter, structural litter and available soil organic matter.

use edaphon_core::Defaults::{EachType, One};
use edaphon_core::Prior::{Fixed, LogNormal, Uniform};
use edaphon_core::parameters;

const SOURCE: &str = "wieder2024";

parameters! {
    /// Parameters of MIMICS.
    pub struct MimicsParameters, MIMICS_PARAMETERS of "mimics" {
        v_slope_r1: "Vslope_r1", "degC-1", One(0.063), 0.0..=0.3, Uniform, SOURCE, "rise of ln(Vmax) with temperature: r on metabolic litter";
        v_slope_r2: "Vslope_r2", "degC-1", One(0.063), 0.0..=0.3, Uniform, SOURCE, "rise of ln(Vmax) with temperature: r on structural litter";
        v_slope_r3: "Vslope_r3", "degC-1", One(0.063), 0.0..=0.3, Uniform, SOURCE, "rise of ln(Vmax) with temperature: r on available SOM";
        v_slope_k1: "Vslope_k1", "degC-1", One(0.063), 0.0..=0.3, Uniform, SOURCE, "rise of ln(Vmax) with temperature: K on metabolic litter";
        v_slope_k2: "Vslope_k2", "degC-1", One(0.063), 0.0..=0.3, Uniform, SOURCE, "rise of ln(Vmax) with temperature: K on structural litter";
        v_slope_k3: "Vslope_k3", "degC-1", One(0.063), 0.0..=0.3, Uniform, SOURCE, "rise of ln(Vmax) with temperature: K on available SOM";
        v_intercept_r1: "Vint_r1", "1", One(5.47), 0.0..=20.0, Uniform, SOURCE, "ln(Vmax) at 0 °C, in h-1: r on metabolic litter";
        v_intercept_r2: "Vint_r2", "1", One(5.47), 0.0..=20.0, Uniform, SOURCE, "ln(Vmax) at 0 °C, in h-1: r on structural litter";
        v_intercept_r3: "Vint_r3", "1", One(5.47), 0.0..=20.0, Uniform, SOURCE, "ln(Vmax) at 0 °C, in h-1: r on available SOM";
        v_intercept_k1: "Vint_k1", "1", One(5.47), 0.0..=20.0, Uniform, SOURCE, "ln(Vmax) at 0 °C, in h-1: K on metabolic litter";
        v_intercept_k2: "Vint_k2", "1", One(5.47), 0.0..=20.0, Uniform, SOURCE, "ln(Vmax) at 0 °C, in h-1: K on structural litter";
        v_intercept_k3: "Vint_k3", "1", One(5.47), 0.0..=20.0, Uniform, SOURCE, "ln(Vmax) at 0 °C, in h-1: K on available SOM";
        v_scale_r1: "av_r1", "1", One(1.25e-08), 1e-12..=0.001, LogNormal { median: 1.25e-08, spread: 0.5 }, SOURCE, "tuning factor of Vmax: r on metabolic litter";
        v_scale_r2: "av_r2", "1", One(1.25e-08), 1e-12..=0.001, LogNormal { median: 1.25e-08, spread: 0.5 }, SOURCE, "tuning factor of Vmax: r on structural litter";
        v_scale_r3: "av_r3", "1", One(1.25e-08), 1e-12..=0.001, LogNormal { median: 1.25e-08, spread: 0.5 }, SOURCE, "tuning factor of Vmax: r on available SOM";
        v_scale_k1: "av_k1", "1", One(1.25e-08), 1e-12..=0.001, LogNormal { median: 1.25e-08, spread: 0.5 }, SOURCE, "tuning factor of Vmax: K on metabolic litter";
        v_scale_k2: "av_k2", "1", One(1.25e-08), 1e-12..=0.001, LogNormal { median: 1.25e-08, spread: 0.5 }, SOURCE, "tuning factor of Vmax: K on structural litter";
        v_scale_k3: "av_k3", "1", One(1.25e-08), 1e-12..=0.001, LogNormal { median: 1.25e-08, spread: 0.5 }, SOURCE, "tuning factor of Vmax: K on available SOM";
        k_slope_r1: "Kslope_r1", "degC-1", One(0.02), 0.0..=0.3, Uniform, SOURCE, "rise of ln(Km) with temperature: r on metabolic litter";
        k_slope_r2: "Kslope_r2", "degC-1", One(0.02), 0.0..=0.3, Uniform, SOURCE, "rise of ln(Km) with temperature: r on structural litter";
        k_slope_r3: "Kslope_r3", "degC-1", One(0.02), 0.0..=0.3, Uniform, SOURCE, "rise of ln(Km) with temperature: r on available SOM";
        k_slope_k1: "Kslope_k1", "degC-1", One(0.02), 0.0..=0.3, Uniform, SOURCE, "rise of ln(Km) with temperature: K on metabolic litter";
        k_slope_k2: "Kslope_k2", "degC-1", One(0.02), 0.0..=0.3, Uniform, SOURCE, "rise of ln(Km) with temperature: K on structural litter";
        k_slope_k3: "Kslope_k3", "degC-1", One(0.02), 0.0..=0.3, Uniform, SOURCE, "rise of ln(Km) with temperature: K on available SOM";
        k_intercept_r1: "Kint_r1", "1", One(3.19), 0.0..=20.0, Uniform, SOURCE, "ln(Km) at 0 °C, in mg cm-3: r on metabolic litter";
        k_intercept_r2: "Kint_r2", "1", One(3.19), 0.0..=20.0, Uniform, SOURCE, "ln(Km) at 0 °C, in mg cm-3: r on structural litter";
        k_intercept_r3: "Kint_r3", "1", One(3.19), 0.0..=20.0, Uniform, SOURCE, "ln(Km) at 0 °C, in mg cm-3: r on available SOM";
        k_intercept_k1: "Kint_k1", "1", One(3.19), 0.0..=20.0, Uniform, SOURCE, "ln(Km) at 0 °C, in mg cm-3: K on metabolic litter";
        k_intercept_k2: "Kint_k2", "1", One(3.19), 0.0..=20.0, Uniform, SOURCE, "ln(Km) at 0 °C, in mg cm-3: K on structural litter";
        k_intercept_k3: "Kint_k3", "1", One(3.19), 0.0..=20.0, Uniform, SOURCE, "ln(Km) at 0 °C, in mg cm-3: K on available SOM";
        k_scale_r1: "ak_r1", "1", One(0.015625), 1e-06..=10.0, LogNormal { median: 0.015625, spread: 0.5 }, SOURCE, "tuning factor of Km: r on metabolic litter";
        k_scale_r2: "ak_r2", "1", One(0.015625), 1e-06..=10.0, LogNormal { median: 0.015625, spread: 0.5 }, SOURCE, "tuning factor of Km: r on structural litter";
        k_scale_r3: "ak_r3", "1", One(0.015625), 1e-06..=10.0, LogNormal { median: 0.015625, spread: 0.5 }, SOURCE, "tuning factor of Km: r on available SOM";
        k_scale_k1: "ak_k1", "1", One(0.015625), 1e-06..=10.0, LogNormal { median: 0.015625, spread: 0.5 }, SOURCE, "tuning factor of Km: K on metabolic litter";
        k_scale_k2: "ak_k2", "1", One(0.015625), 1e-06..=10.0, LogNormal { median: 0.015625, spread: 0.5 }, SOURCE, "tuning factor of Km: K on structural litter";
        k_scale_k3: "ak_k3", "1", One(0.015625), 1e-06..=10.0, LogNormal { median: 0.015625, spread: 0.5 }, SOURCE, "tuning factor of Km: K on available SOM";
        v_modifier_r1: "Vmod_r1", "1", One(10.0), 0.01..=100.0, LogNormal { median: 10.0, spread: 0.5 }, SOURCE, "Vmax of this uptake: r on metabolic litter";
        v_modifier_r2: "Vmod_r2", "1", One(2.0), 0.01..=100.0, LogNormal { median: 2.0, spread: 0.5 }, SOURCE, "Vmax of this uptake: r on structural litter";
        v_modifier_r3: "Vmod_r3", "1", One(10.0), 0.01..=100.0, LogNormal { median: 10.0, spread: 0.5 }, SOURCE, "Vmax of this uptake: r on available SOM";
        v_modifier_k1: "Vmod_k1", "1", One(3.0), 0.01..=100.0, LogNormal { median: 3.0, spread: 0.5 }, SOURCE, "Vmax of this uptake: K on metabolic litter";
        v_modifier_k2: "Vmod_k2", "1", One(3.0), 0.01..=100.0, LogNormal { median: 3.0, spread: 0.5 }, SOURCE, "Vmax of this uptake: K on structural litter";
        v_modifier_k3: "Vmod_k3", "1", One(2.0), 0.01..=100.0, LogNormal { median: 2.0, spread: 0.5 }, SOURCE, "Vmax of this uptake: K on available SOM";
        k_modifier_r1: "Kmod_r1", "1", One(8.0), 0.01..=100.0, LogNormal { median: 8.0, spread: 0.5 }, SOURCE, "affinity of this uptake (divides Km): r on metabolic litter";
        k_modifier_r2: "Kmod_r2", "1", One(2.0), 0.01..=100.0, LogNormal { median: 2.0, spread: 0.5 }, SOURCE, "affinity of this uptake (divides Km): r on structural litter";
        k_modifier_r3: "Kmod_r3", "1", One(4.0), 0.01..=100.0, LogNormal { median: 4.0, spread: 0.5 }, SOURCE, "affinity of this uptake (divides Km): r on available SOM";
        k_modifier_k1: "Kmod_k1", "1", One(2.0), 0.01..=100.0, LogNormal { median: 2.0, spread: 0.5 }, SOURCE, "affinity of this uptake (divides Km): K on metabolic litter";
        k_modifier_k2: "Kmod_k2", "1", One(4.0), 0.01..=100.0, LogNormal { median: 4.0, spread: 0.5 }, SOURCE, "affinity of this uptake (divides Km): K on structural litter";
        k_modifier_k3: "Kmod_k3", "1", One(6.0), 0.01..=100.0, LogNormal { median: 6.0, spread: 0.5 }, SOURCE, "affinity of this uptake (divides Km): K on available SOM";
        oxidation_r: "KO_r", "1", One(4.0), 0.1..=100.0, LogNormal { median: 4.0, spread: 0.5 }, SOURCE, "factor on Km of structural litter for oxidation of protected SOM by r";
        oxidation_k: "KO_K", "1", One(4.0), 0.1..=100.0, LogNormal { median: 4.0, spread: 0.5 }, SOURCE, "factor on Km of structural litter for oxidation of protected SOM by K";
        growth_efficiency_1: "MGE_1", "1", One(0.5), 0.01..=0.95, Uniform, SOURCE, "carbon use efficiency of r on metabolic litter and SOM";
        growth_efficiency_2: "MGE_2", "1", One(0.25), 0.01..=0.95, Uniform, SOURCE, "carbon use efficiency of r on structural litter";
        growth_efficiency_3: "MGE_3", "1", One(0.7), 0.01..=0.95, Uniform, SOURCE, "carbon use efficiency of K on metabolic litter and SOM";
        growth_efficiency_4: "MGE_4", "1", One(0.35), 0.01..=0.95, Uniform, SOURCE, "carbon use efficiency of K on structural litter";
        turnover_r_1: "τ_r,1", "h-1", One(0.00052), 1e-07..=0.1, LogNormal { median: 0.00052, spread: 0.5 }, SOURCE, "turnover of r microbes where litter is all structural";
        turnover_r_2: "τ_r,2", "1", One(0.3), -5.0..=5.0, Uniform, SOURCE, "response of r turnover to the metabolic fraction of litter";
        turnover_k_1: "τ_K,1", "h-1", One(0.00024), 1e-07..=0.1, LogNormal { median: 0.00024, spread: 0.5 }, SOURCE, "turnover of K microbes where litter is all structural";
        turnover_k_2: "τ_K,2", "1", One(0.1), -5.0..=5.0, Uniform, SOURCE, "response of K turnover to the metabolic fraction of litter";
        turnover_npp_scale: "–", "g m-2 yr-1", One(100.0), 1.0..=100000.0, LogNormal { median: 100.0, spread: 0.5 }, SOURCE, "NPP at which the turnover modifier is 1";
        turnover_modifier_min: "–", "1", One(0.6), 0.01..=10.0, Fixed, SOURCE, "smallest turnover modifier";
        turnover_modifier_max: "–", "1", One(1.3), 0.01..=10.0, Fixed, SOURCE, "largest turnover modifier";
        physical_fraction_r_1: "a_r,1", "1", One(0.03), 0.0..=1.0, Uniform, SOURCE, "share of dead r microbes that minerals protect, without clay";
        physical_fraction_r_2: "a_r,2", "1", One(1.3), -5.0..=5.0, Uniform, SOURCE, "its rise with clay";
        physical_fraction_k_1: "a_K,1", "1", One(0.02), 0.0..=1.0, Uniform, SOURCE, "share of dead K microbes that minerals protect, without clay";
        physical_fraction_k_2: "a_K,2", "1", One(0.8), -5.0..=5.0, Uniform, SOURCE, "its rise with clay";
        chemical_fraction_r_1: "b_r,1", "1", One(0.1), 0.0..=1.0, Uniform, SOURCE, "share of dead r microbes that becomes chemically protected";
        chemical_fraction_r_2: "b_r,2", "1", One(-3.0), -10.0..=5.0, Uniform, SOURCE, "its response to the metabolic fraction of litter";
        chemical_fraction_r_3: "b_r,3", "1", One(3.0), 0.0..=20.0, Uniform, SOURCE, "its tuning factor";
        chemical_fraction_k_1: "b_K,1", "1", One(0.3), 0.0..=1.0, Uniform, SOURCE, "share of dead K microbes that becomes chemically protected";
        chemical_fraction_k_2: "b_K,2", "1", One(-3.0), -10.0..=5.0, Uniform, SOURCE, "its response to the metabolic fraction of litter";
        chemical_fraction_k_3: "b_K,3", "1", One(3.0), 0.0..=20.0, Uniform, SOURCE, "its tuning factor";
        desorption_1: "p_1", "h-1", One(1.05e-06), 1e-09..=0.001, LogNormal { median: 1.05e-06, spread: 0.5 }, SOURCE, "desorption from minerals without clay";
        desorption_2: "p_2", "1", One(-2.0), -10.0..=5.0, Uniform, SOURCE, "its response to clay";
        protection_1: "s_1", "1", One(3.0), 0.01..=100.0, LogNormal { median: 3.0, spread: 0.5 }, SOURCE, "affinity for available SOM without clay";
        protection_2: "s_2", "1", One(-2.0), -10.0..=5.0, Uniform, SOURCE, "its response to the root of clay";
        metabolic_to_som: "FI_m", "1", One(0.005), 0.0..=1.0, Uniform, SOURCE, "share of metabolic litter that minerals protect at once";
        structural_to_som: "FI_s", "1", One(0.3), 0.0..=1.0, Uniform, SOURCE, "share of structural litter that is chemically protected at once";
        metabolic_fraction_1: "p_1", "1", One(0.75), 0.0..=2.0, Fixed, SOURCE, "scale of the metabolic fraction of litter";
        metabolic_fraction_2: "p_2", "1", One(0.85), 0.0..=2.0, Fixed, SOURCE, "metabolic fraction without lignin, before scaling";
        metabolic_fraction_3: "p_3", "1", One(0.013), 0.0..=0.1, Fixed, SOURCE, "its fall with lignin:N";
        density_dependence: "–", "1", One(1.0), 0.5..=3.0, Uniform, SOURCE, "exponent of biomass in microbial turnover (with nitrogen only)";
        nitrogen_use_efficiency_1: "NUE_1", "1", One(0.85), 0.01..=1.0, Uniform, SOURCE, "nitrogen use efficiency of r on metabolic litter and SOM";
        nitrogen_use_efficiency_2: "NUE_2", "1", One(0.85), 0.01..=1.0, Uniform, SOURCE, "nitrogen use efficiency of r on structural litter";
        nitrogen_use_efficiency_3: "NUE_3", "1", One(0.85), 0.01..=1.0, Uniform, SOURCE, "nitrogen use efficiency of K on metabolic litter and SOM";
        nitrogen_use_efficiency_4: "NUE_4", "1", One(0.85), 0.01..=1.0, Uniform, SOURCE, "nitrogen use efficiency of K on structural litter";
        microbial_c_to_n_r: "CN_r", "1", One(6.0), 2.0..=50.0, LogNormal { median: 6.0, spread: 0.5 }, SOURCE, "C:N that r microbes keep, before the litter modifier";
        microbial_c_to_n_k: "CN_K", "1", One(10.0), 2.0..=50.0, LogNormal { median: 10.0, spread: 0.5 }, SOURCE, "C:N that K microbes keep, before the litter modifier";
        available_n_fraction: "–", "1", One(0.5), 0.0..=1.0, Uniform, SOURCE, "share of mineral nitrogen that microbes can reach in a day";
        c_to_n_modifier: "–", "1", One(0.4), 0.01..=10.0, LogNormal { median: 0.4, spread: 0.5 }, SOURCE, "metabolic fraction at which the microbial C:N is unmodified";
        desorption_q10: "–", "1", One(-1.0), -1.0..=10.0, Fixed, SOURCE, "temperature response of desorption; below 0: none";
        desorption_reference_temperature: "–", "degC", One(25.0), -50.0..=50.0, Fixed, SOURCE, "reference temperature of that response";
        depth: "z", "cm", EachType(100.0), 1.0..=500.0, Fixed, SOURCE, "depth of the soil layer";
        moisture_function: "–", "1", One(3.0), 1.0..=3.0, Fixed, SOURCE, "1 CASA, 2 none, 3 CORPSE";
    }
}
