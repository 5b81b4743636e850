//! Parameters of CASA: one line each is the only place where a parameter is described.
//!
//! Defaults are the published values of Wieder et al. (2024, JAMES), by vegetation type: 1-17 are the IGBP classes (1 evergreen
//! needleleaf forest … 17 water), 18 is tundra.

use edaphon_core::Defaults::{ByType, EachType};
use edaphon_core::Prior::{Fixed, LogNormal, Uniform};
use edaphon_core::parameters;

const SOURCE: &str = "wieder2024";

parameters! {
    /// Traits of a vegetation type and of the litter and soil under it.
    pub struct PlantTraits, PLANT_TRAITS of "casa" {
        biome_class: "b", "1", ByType(&[3.0, 3.0, 3.0, 3.0, 3.0, 2.0, 2.0, 3.0, 3.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0]), 0.0..=3.0, Fixed, SOURCE, "0 not simulated, 1 grass, 2 shrub, 3 forest";
        root_extinction: "κ", "m-1", ByType(&[5.5, 3.9, 5.5, 3.9, 2.0, 2.0, 2.0, 2.0, 2.0, 5.5, 5.5, 5.5, 2.0, 5.5, 5.5, 2.0, 5.5, 5.5]), 0.1..=20.0, Fixed, SOURCE, "decline of root density with depth";
        root_depth: "D", "m", ByType(&[1.5, 1.5, 1.5, 1.5, 1.5, 0.5, 0.5, 1.5, 1.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1.5, 0.5]), 0.05..=2.872, Fixed, SOURCE, "depth of the deepest roots";
        n_uptake_half_saturation: "K_N", "g m-2", EachType(2.0), 0.001..=100.0, LogNormal { median: 2.0, spread: 0.5 }, SOURCE, "mineral nitrogen at which uptake above the minimum demand is half";
        herbivory: "h", "1", ByType(&[0.068, 0.406, 0.068, 0.134, 0.137, 0.0, 0.022, 0.35, 0.35, 0.109, 0.0, 0.14, 0.0, 0.0, 0.0, 0.01, 0.0, 0.109]), 0.0..=0.99, Uniform, SOURCE, "fraction of leaf growth eaten, which shortens leaf life";
        leaf_age: "–", "yr", ByType(&[2.0, 1.5, 0.8, 0.8, 1.2, 1.0, 1.0, 1.5, 1.5, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]), 0.05..=20.0, LogNormal { median: 1.0, spread: 0.5 }, SOURCE, "mean life of leaves";
        wood_age: "–", "yr", ByType(&[70.0, 60.0, 80.0, 40.0, 50.0, 40.0, 40.0, 40.0, 40.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 5.0, 1.0, 1.0]), 0.5..=500.0, LogNormal { median: 40.0, spread: 0.5 }, SOURCE, "mean life of wood";
        froot_age: "–", "yr", ByType(&[18.0, 10.0, 10.0, 10.0, 10.0, 5.0, 5.0, 5.0, 3.0, 3.0, 1.0, 0.884227423, 1.0, 1.0, 1.0, 4.0, 1.0, 3.0]), 0.1..=50.0, LogNormal { median: 4.0, spread: 0.5 }, SOURCE, "mean life of fine roots";
        metabolic_age: "–", "yr", EachType(0.04), 0.003..=5.0, LogNormal { median: 0.04, spread: 0.5 }, SOURCE, "turnover time of metabolic litter at the reference temperature";
        structural_age: "–", "yr", EachType(0.23), 0.01..=20.0, LogNormal { median: 0.23, spread: 0.5 }, SOURCE, "turnover time of structural litter";
        cwd_age: "–", "yr", EachType(0.824), 0.01..=100.0, LogNormal { median: 0.824, spread: 0.5 }, SOURCE, "turnover time of coarse woody debris";
        microbial_age: "–", "yr", EachType(0.137), 0.01..=20.0, LogNormal { median: 0.137, spread: 0.5 }, SOURCE, "turnover time of the microbial (fast) soil pool";
        slow_age: "–", "yr", EachType(5.0), 0.1..=500.0, LogNormal { median: 5.0, spread: 0.5 }, SOURCE, "turnover time of the slow soil pool";
        passive_age: "–", "yr", EachType(222.22), 1.0..=10000.0, LogNormal { median: 222.22, spread: 0.5 }, SOURCE, "turnover time of the passive soil pool";
        labile_age: "–", "yr", EachType(0.2), 0.003..=10.0, LogNormal { median: 0.2, spread: 0.5 }, SOURCE, "turnover time of labile plant carbon";
        sla: "SLA", "m2 g-1", ByType(&[0.00718, 0.01532, 0.0231, 0.02646, 0.01682, 0.00992, 0.00992, 0.026308333, 0.026156667, 0.026005, 0.02, 0.026005, 0.02, 0.026005, 0.02, 0.02447, 0.02, 0.026005]), 0.001..=0.2, LogNormal { median: 0.0231, spread: 0.5 }, SOURCE, "leaf area per gram of leaf carbon";
        allocation_leaf: "a_L", "1", ByType(&[0.42, 0.25, 0.4, 0.3, 0.35, 0.52, 0.4, 0.3, 0.2, 0.3, 0.5, 0.3, 0.5, 0.35, 0.5, 0.2, 0.6, 0.3]), 0.0..=1.0, Uniform, SOURCE, "share of NPP that grows leaves";
        allocation_wood: "a_W", "1", ByType(&[0.33, 0.1, 0.3, 0.2, 0.4, 0.15, 0.15, 0.1, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.2, 0.4, 0.0]), 0.0..=1.0, Uniform, SOURCE, "share of NPP that grows wood";
        allocation_froot: "a_R", "1", ByType(&[0.25, 0.65, 0.3, 0.5, 0.25, 0.33, 0.45, 0.6, 0.7, 0.7, 0.5, 0.7, 0.5, 0.65, 0.5, 0.6, 0.0, 0.7]), 0.0..=1.0, Uniform, SOURCE, "share of NPP that grows fine roots";
        wood_respiration: "r_W", "yr-1", ByType(&[6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]), 0.0..=200.0, LogNormal { median: 6.0, spread: 0.5 }, SOURCE, "maintenance respiration of wood per gram of its nitrogen, at the reference temperature (g C per g N)";
        froot_respiration: "r_R", "yr-1", ByType(&[6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0]), 0.0..=200.0, LogNormal { median: 10.0, spread: 0.5 }, SOURCE, "maintenance respiration of fine roots per gram of their nitrogen (g C per g N)";
        leaf_c_to_n: "–", "1", ByType(&[50.0, 25.0, 60.0, 50.0, 50.0, 45.0, 40.0, 25.0, 25.0, 50.0, 30.0, 50.0, 40.0, 30.0, 40.0, 40.0, 40.0, 47.6]), 5.0..=500.0, LogNormal { median: 40.0, spread: 0.5 }, SOURCE, "C:N of leaves where nitrogen is not simulated";
        wood_c_to_n: "–", "1", ByType(&[250.0, 150.0, 250.0, 175.0, 175.0, 150.0, 150.0, 150.0, 150.0, 150.0, 150.0, 125.0, 150.0, 125.0, 150.0, 150.0, 135.0, 150.0]), 5.0..=2000.0, LogNormal { median: 150.0, spread: 0.5 }, SOURCE, "C:N of wood where nitrogen is not simulated";
        froot_c_to_n: "–", "1", ByType(&[78.0, 68.0, 41.0, 41.0, 41.0, 41.0, 41.0, 41.0, 41.0, 41.0, 41.0, 41.0, 41.0, 41.0, 41.0, 41.0, 41.0, 41.0]), 5.0..=500.0, LogNormal { median: 41.0, spread: 0.5 }, SOURCE, "C:N of fine roots where nitrogen is not simulated";
        leaf_n_to_litter: "f_L", "1", EachType(0.5), 0.01..=1.0, Uniform, SOURCE, "share of the nitrogen of dying leaves that reaches litter; the rest is resorbed";
        wood_n_to_litter: "f_W", "1", EachType(0.95), 0.01..=1.0, Uniform, SOURCE, "share of the nitrogen of dying wood that reaches litter";
        froot_n_to_litter: "f_R", "1", EachType(0.9), 0.01..=1.0, Uniform, SOURCE, "share of the nitrogen of dying fine roots that reaches litter";
        leaf_lignin: "λ_L", "1", ByType(&[0.25, 0.2, 0.2, 0.2, 0.22, 0.2, 0.2, 0.15, 0.15, 0.1, 0.15, 0.2, 0.15, 0.1, 0.1, 0.15, 0.25, 0.166]), 0.0..=1.0, Uniform, SOURCE, "lignin per gram of leaf carbon";
        wood_lignin: "λ_W", "1", EachType(0.4), 0.0..=1.0, Uniform, SOURCE, "lignin per gram of wood carbon";
        froot_lignin: "λ_R", "1", ByType(&[0.25, 0.2, 0.2, 0.2, 0.22, 0.2, 0.2, 0.15, 0.15, 0.1, 0.15, 0.2, 0.15, 0.1, 0.1, 0.15, 0.25, 0.166]), 0.0..=1.0, Uniform, SOURCE, "lignin per gram of fine root carbon";
        microbial_c_to_n: "–", "1", EachType(8.0), 2.0..=200.0, Fixed, SOURCE, "C:N of the microbial soil pool in C-only book-keeping";
        slow_c_to_n: "–", "1", ByType(&[16.1, 12.8, 24.8, 30.0, 10.1, 19.3, 19.3, 15.0, 15.0, 13.1, 13.1, 13.2, 20.0, 20.0, 20.0, 26.8, 20.0, 13.1]), 2.0..=200.0, Fixed, SOURCE, "C:N of the slow soil pool in C-only book-keeping";
        passive_c_to_n: "–", "1", ByType(&[16.1, 12.8, 24.8, 30.0, 10.1, 19.3, 19.3, 15.0, 15.0, 13.1, 13.1, 13.2, 20.0, 20.0, 20.0, 26.8, 20.0, 13.1]), 2.0..=200.0, Fixed, SOURCE, "C:N of the passive soil pool in C-only book-keeping";
        microbial_c_to_n_min: "–", "1", ByType(&[5.4, 7.71, 7.11, 6.69, 6.045, 6.17, 6.17, 6.403333333, 6.116666667, 5.83, 6.51, 6.34, 6.51, 6.34, 6.51, 6.51, 6.51, 5.83]), 2.0..=200.0, LogNormal { median: 6.403333333, spread: 0.5 }, SOURCE, "lowest C:N of new microbial soil matter";
        slow_c_to_n_min: "–", "1", ByType(&[26.91, 13.54, 26.91, 16.2, 21.555, 16.63, 16.63, 14.915, 13.63, 12.345, 14.06, 12.385, 14.06, 12.385, 14.06, 14.06, 14.06, 12.345]), 2.0..=200.0, LogNormal { median: 14.06, spread: 0.5 }, SOURCE, "lowest C:N of new slow soil matter";
        passive_c_to_n_min: "–", "1", ByType(&[26.91, 13.54, 26.91, 16.2, 21.555, 16.63, 16.63, 14.915, 13.63, 12.345, 14.06, 12.385, 14.06, 12.385, 14.06, 14.06, 14.06, 12.345]), 2.0..=200.0, LogNormal { median: 14.06, spread: 0.5 }, SOURCE, "lowest C:N of new passive soil matter";
        microbial_c_to_n_max: "–", "1", EachType(8.0), 2.0..=200.0, LogNormal { median: 8.0, spread: 0.5 }, SOURCE, "highest C:N of new microbial soil matter";
        slow_c_to_n_max: "–", "1", ByType(&[30.0, 30.0, 30.0, 30.0, 30.0, 20.0, 20.0, 28.33333333, 26.66666667, 25.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 25.0]), 2.0..=200.0, LogNormal { median: 25.0, spread: 0.5 }, SOURCE, "highest C:N of new slow soil matter";
        passive_c_to_n_max: "–", "1", ByType(&[30.0, 30.0, 30.0, 30.0, 30.0, 20.0, 20.0, 28.33333333, 26.66666667, 25.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 25.0]), 2.0..=200.0, LogNormal { median: 25.0, spread: 0.5 }, SOURCE, "highest C:N of new passive soil matter";
        lai_max: "LAI_max", "1", ByType(&[7.0, 7.0, 7.0, 7.0, 7.0, 3.0, 3.0, 4.0, 4.0, 3.0, 5.0, 6.0, 6.0, 6.0, 0.0, 1.0, 1.0, 3.0]), 0.0..=20.0, Uniform, SOURCE, "largest leaf area index";
        lai_min: "LAI_min", "1", ByType(&[3.0, 3.0, 0.5, 0.5, 0.5, 0.5, 0.1, 0.5, 0.3, 0.2, 0.1, 0.5, 0.5, 0.5, 0.0, 0.05, 0.1, 0.2]), 0.0..=5.0, Uniform, SOURCE, "smallest leaf area index";
        cold_shedding_temperature: "T_shed", "K", ByType(&[268.0, 260.0, 263.15, 268.15, 277.15, 268.15, 277.15, 275.15, 278.15, 275.15, 277.15, 278.15, 277.15, 278.15, 283.15, 277.15, 277.15, 275.15]), 200.0..=320.0, Uniform, SOURCE, "air temperature below which leaves begin to be shed";
        cold_shedding_rate: "K_cold", "yr-1", ByType(&[0.2, 0.1, 0.1, 0.6, 0.4, 0.1, 1.0, 3.0, 5.0, 0.2, 0.1, 0.3, 0.1, 0.3, 0.1, 0.1, 0.1, 0.2]), 0.0..=500.0, LogNormal { median: 0.2, spread: 0.5 }, SOURCE, "largest leaf loss by cold";
        cold_shedding_exponent: "e_cold", "1", EachType(3.0), 0.0..=10.0, Uniform, SOURCE, "how sharply cold sheds leaves";
        dry_shedding_rate: "K_dry", "yr-1", ByType(&[0.1, 0.1, 0.1, 1.0, 0.1, 0.1, 0.1, 1.5, 2.5, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]), 0.0..=500.0, LogNormal { median: 0.1, spread: 0.5 }, SOURCE, "leaf loss by drought where no water is available";
        dry_shedding_exponent: "e_dry", "1", EachType(3.0), 0.0..=10.0, Uniform, SOURCE, "how sharply drought sheds leaves";
        leaf_n_to_c_min: "ν⁻_L", "1", ByType(&[0.02, 0.025, 0.016666667, 0.02, 0.02, 0.02, 0.02, 0.04, 0.04, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02]), 0.0001..=0.2, LogNormal { median: 0.02, spread: 0.5 }, SOURCE, "lowest N:C of new leaves";
        leaf_n_to_c_max: "ν⁺_L", "1", ByType(&[0.024, 0.048, 0.02, 0.024, 0.024, 0.026666667, 0.03, 0.048, 0.048, 0.024, 0.04, 0.048, 0.03, 0.04, 0.03, 0.03, 0.03, 0.024]), 0.0001..=0.5, LogNormal { median: 0.03, spread: 0.5 }, SOURCE, "highest N:C of new leaves";
        wood_n_to_c_min: "ν⁻_W", "1", ByType(&[0.004, 0.006666667, 0.004, 0.005714286, 0.005714286, 0.006666667, 0.006666667, 0.006666667, 0.006666667, 0.006666667, 0.006666667, 0.008, 0.006666667, 0.008, 0.006666667, 0.006666667, 0.007407407, 0.006666667]), 0.0001..=0.2, LogNormal { median: 0.006666667, spread: 0.5 }, SOURCE, "lowest N:C of new wood";
        wood_n_to_c_max: "ν⁺_W", "1", ByType(&[0.0048, 0.008, 0.0048, 0.006857143, 0.006857143, 0.008, 0.008, 0.008, 0.008, 0.008, 0.008, 0.0096, 0.008, 0.0096, 0.008, 0.008, 0.008888889, 0.008]), 0.0001..=0.5, LogNormal { median: 0.008, spread: 0.5 }, SOURCE, "highest N:C of new wood";
        froot_n_to_c_min: "ν⁻_R", "1", ByType(&[0.012820513, 0.014705882, 0.024390244, 0.024390244, 0.024390244, 0.024390244, 0.024390244, 0.024390244, 0.024390244, 0.024390244, 0.024390244, 0.024390244, 0.024390244, 0.024390244, 0.024390244, 0.024390244, 0.024390244, 0.024390244]), 0.0001..=0.2, LogNormal { median: 0.024390244, spread: 0.5 }, SOURCE, "lowest N:C of new fine roots";
        froot_n_to_c_max: "ν⁺_R", "1", ByType(&[0.015384615, 0.017647059, 0.029268293, 0.029268293, 0.029268293, 0.029268293, 0.029268293, 0.029268293, 0.029268293, 0.029268293, 0.029268293, 0.029268293, 0.029268293, 0.029268293, 0.029268293, 0.029268293, 0.029268293, 0.029268293]), 0.0001..=0.5, LogNormal { median: 0.029268293, spread: 0.5 }, SOURCE, "highest N:C of new fine roots";
        gas_loss_fraction: "f_gas", "1", EachType(0.05), 0.0..=1.0, Uniform, SOURCE, "share of net mineralisation lost as gas";
        leaching_rate: "f_leach", "yr-1", EachType(0.05), 0.0..=3.0, Uniform, SOURCE, "leaching of mineral nitrogen; the model uses ten times this rate";
        n_fixation: "N_fix", "g m-2 yr-1", ByType(&[0.08, 2.6, 0.21, 1.64, 1.06, 0.37, 0.37, 4.06, 4.06, 0.95, 0.0, 4.0, 0.0, 4.0, 0.0, 0.35, 0.0, 0.95]), 0.0..=100.0, LogNormal { median: 0.95, spread: 0.5 }, SOURCE, "biological nitrogen fixation";
        leaf_n_to_p: "ρ_L", "1", ByType(&[10.0, 20.0, 8.0, 10.0, 10.0, 8.0, 8.0, 20.0, 20.0, 15.0, 15.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 15.0]), 1.0..=500.0, Fixed, SOURCE, "N:P of leaves, which steers growth respiration";
        wood_n_to_p: "ρ_W", "1", EachType(15.0), 1.0..=500.0, Fixed, SOURCE, "N:P of wood (book-keeping)";
        froot_n_to_p: "ρ_R", "1", EachType(15.0), 1.0..=500.0, Fixed, SOURCE, "N:P of fine roots (book-keeping)";
        q10: "Q10", "1", EachType(1.72), 0.5..=6.0, Uniform, SOURCE, "factor by which decay speeds up over 10 K";
        litter_decay_optimum: "x_B", "1", ByType(&[0.33, 0.6, 0.15, 0.6, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 2.0, 0.4, 0.4]), 0.0..=50.0, LogNormal { median: 0.4, spread: 0.5 }, SOURCE, "tuning factor of litter decay";
        soil_decay_optimum: "x_S", "1", ByType(&[0.33, 0.6, 0.15, 0.6, 0.495, 0.5, 0.10343498, 0.46494, 0.168633, 0.25, 1.0, 10.0, 0.5, 0.5, 1.0, 2.0, 1.0, 0.25]), 0.0..=50.0, LogNormal { median: 0.5, spread: 0.5 }, SOURCE, "tuning factor of soil decay";
        fine_litter_max: "–", "g m-2", ByType(&[1524.0, 384.0, 1527.0, 887.0, 1205.5, 157.0, 157.0, 689.0, 491.0, 293.0, 100.0, 380.0, 100.0, 380.0, 100.0, 83.0, 100.0, 293.0]), 0.0..=1000000.0, Fixed, SOURCE, "fine litter beyond which nitrogen does not slow decay";
        cwd_max: "–", "g m-2", ByType(&[1795.0, 613.0, 1918.0, 1164.0, 1479.5, 107.0, 107.0, 884.0, 604.0, 324.0, 100.0, 455.5, 100.0, 455.5, 100.0, 23.0, 100.0, 324.0]), 0.0..=1000000.0, Fixed, SOURCE, "woody debris added to that limit";
        n_limit_low: "N_lo", "g m-2", EachType(0.5), 0.0..=100.0, LogNormal { median: 0.5, spread: 0.5 }, SOURCE, "mineral nitrogen below which decay and demand are fully limited";
        n_limit_high: "N_hi", "g m-2", EachType(2.0), 0.001..=200.0, LogNormal { median: 2.0, spread: 0.5 }, SOURCE, "mineral nitrogen above which nothing is limited";
        exudate_fraction: "f_ex", "1", EachType(0.0), 0.0..=0.9, Uniform, SOURCE, "share of GPP that roots exude";
        metabolic_to_microbial: "–", "1", EachType(0.45), 0.0..=1.0, Uniform, SOURCE, "efficiency of metabolic litter becoming the microbial pool";
        structural_to_microbial: "–", "1", EachType(0.45), 0.0..=1.0, Uniform, SOURCE, "efficiency of structural litter becoming the microbial pool";
        structural_to_slow: "–", "1", EachType(0.7), 0.0..=1.0, Uniform, SOURCE, "efficiency of lignin of structural litter becoming the slow pool";
        cwd_to_microbial: "–", "1", EachType(0.4), 0.0..=1.0, Uniform, SOURCE, "efficiency of woody debris becoming the microbial pool";
        cwd_to_slow: "–", "1", EachType(0.7), 0.0..=1.0, Uniform, SOURCE, "efficiency of lignin of woody debris becoming the slow pool";
        microbial_to_slow: "–", "1", EachType(1.0), 0.0..=1.0, Uniform, SOURCE, "efficiency of the microbial pool becoming the slow pool";
        microbial_to_passive: "–", "1", EachType(1.0), 0.0..=1.0, Uniform, SOURCE, "efficiency of the microbial pool becoming the passive pool";
        slow_to_passive: "–", "1", EachType(0.45), 0.0..=1.0, Uniform, SOURCE, "efficiency of the slow pool becoming the passive pool";
    }
}

parameters! {
    /// Pools with which a vegetation type starts where no restart is given.
    pub struct StartPools, START_POOLS of "casa-start" {
        start_leaf_c: "–", "g m-2", ByType(&[384.6036921, 273.0, 96.59813663, 150.2637681, 166.5076575, 0.0, 88.0, 177.0965838, 177.0965838, 137.1714256, 0.0, 160.0, 0.0, 0.0, 0.0, 20.0, 0.0, 137.1714256]), 0.0..=1000000.0, Fixed, SOURCE, "carbon at the start: leaf";
        start_wood_c: "–", "g m-2", ByType(&[7865.396308, 11451.0, 5683.401863, 10833.73623, 9583.492343, 0.0, 372.0, 1972.903416, 1972.903416, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 17.0, 0.0, 0.0]), 0.0..=1000000.0, Fixed, SOURCE, "carbon at the start: wood";
        start_froot_c: "–", "g m-2", ByType(&[250.0, 2586.0, 220.0, 220.0, 250.0, 0.0, 140.0, 250.0, 250.0, 263.0, 0.0, 240.0, 0.0, 0.0, 0.0, 63.0, 0.0, 263.0]), 0.0..=1000000.0, Fixed, SOURCE, "carbon at the start: froot";
        start_metabolic_c: "–", "g m-2", ByType(&[6.577021277, 44.6345733, 7.127118644, 10.9779661, 14.56340426, 3.22937365, 3.22937365, 31.19319149, 31.19319149, 28.57245081, 0.0, 28.57245081, 0.0, 28.57245081, 0.0, 1.457746479, 0.0, 28.57245081]), 0.0..=1000000.0, Fixed, SOURCE, "carbon at the start: metabolic";
        start_structural_c: "–", "g m-2", ByType(&[209.172766, 433.7625821, 277.7733051, 312.5491525, 377.7089362, 39.44449244, 39.44449244, 206.893617, 206.893617, 50.91091234, 0.0, 50.91091234, 0.0, 50.91091234, 0.0, 4.956338028, 0.0, 50.91091234]), 0.0..=1000000.0, Fixed, SOURCE, "carbon at the start: structural";
        start_cwd_c: "–", "g m-2", ByType(&[606.0255319, 1150.76477, 776.7330508, 888.5694915, 1060.544681, 111.5863931, 111.5863931, 813.0919149, 813.0919149, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 28.44084507, 0.0, 0.0]), 0.0..=1000000.0, Fixed, SOURCE, "carbon at the start: cwd";
        start_microbial_c: "–", "g m-2", ByType(&[528.6639776, 11.37765442, 597.0785149, 405.5553953, 467.4272937, 0.0, 168.0450549, 174.5109109, 174.5109109, 425.6431308, 0.0, 512.4247399, 0.0, 0.041324576, 0.0, 57.77584708, 0.0, 425.6431308]), 0.0..=1000000.0, Fixed, SOURCE, "carbon at the start: microbial";
        start_slow_c: "–", "g m-2", ByType(&[13795.93978, 311.8092321, 16121.1199, 11153.25218, 11896.79405, 0.0, 4465.477951, 4782.379293, 4782.379293, 5694.436626, 0.0, 6855.438268, 0.0, 0.552857925, 0.0, 1325.052246, 0.0, 5694.436626]), 0.0..=1000000.0, Fixed, SOURCE, "carbon at the start: slow";
        start_passive_c: "–", "g m-2", ByType(&[4425.396244, 13201.81311, 5081.801584, 5041.19242, 5485.778656, 0.0, 1386.476994, 2268.109796, 2268.109796, 4179.920244, 0.0, 5032.136992, 0.0, 0.405817499, 0.0, 517.1719068, 0.0, 4179.920244]), 0.0..=1000000.0, Fixed, SOURCE, "carbon at the start: passive";
        start_leaf_n: "–", "g m-2", ByType(&[7.541248812, 9.9, 1.609968976, 3.756594203, 4.162691438, 0.0, 2.933333304, 5.903219401, 5.903219401, 4.572380808, 0.0, 5.33333328, 0.0, 0.0, 0.0, 0.5, 0.0, 4.572380808]), 0.0..=100000.0, Fixed, SOURCE, "nitrogen at the start: leaf";
        start_wood_n: "–", "g m-2", ByType(&[31.46158523, 102.0, 22.73360745, 80.24989359, 47.91746172, 0.0, 2.755555404, 14.61409857, 14.61409857, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.125925919, 0.0, 0.0]), 0.0..=100000.0, Fixed, SOURCE, "nitrogen at the start: wood";
        start_froot_n: "–", "g m-2", ByType(&[6.097561, 38.0, 5.36585368, 5.36585368, 6.097561, 0.0, 3.41463416, 6.097561, 6.097561, 6.414634172, 0.0, 5.85365856, 0.0, 0.0, 0.0, 1.536585372, 0.0, 6.414634172]), 0.0..=100000.0, Fixed, SOURCE, "nitrogen at the start: froot";
        start_metabolic_n: "–", "g m-2", ByType(&[0.0644806, 0.743909548, 0.059392657, 0.137224576, 0.182042553, 0.040367171, 0.053822894, 0.51988652, 0.51988652, 0.476207509, 0.0, 0.476207509, 0.0, 0.476207509, 0.0, 0.018221831, 0.0, 0.476207509]), 0.0..=100000.0, Fixed, SOURCE, "nitrogen at the start: metabolic";
        start_cwd_n: "–", "g m-2", ByType(&[2.424102128, 8.524183013, 3.106932203, 6.581995871, 5.302723405, 0.826565829, 0.826565829, 6.022902742, 6.022902742, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.210672915, 0.0, 0.0]), 0.0..=100000.0, Fixed, SOURCE, "nitrogen at the start: cwd";
        start_microbial_n: "–", "g m-2", ByType(&[52.86639776, 1.137765442, 59.70785149, 40.55553953, 46.74272937, 0.0, 16.80450549, 17.45109109, 17.45109109, 42.56431308, 0.0, 51.24247399, 0.0, 0.004132458, 0.0, 5.777584708, 0.0, 42.56431308]), 0.0..=100000.0, Fixed, SOURCE, "nitrogen at the start: microbial";
        start_slow_n: "–", "g m-2", ByType(&[919.7293186, 20.78728214, 1074.741327, 743.5501456, 793.1196034, 0.0, 297.69853, 318.8252862, 318.8252862, 379.6291084, 0.0, 457.0292178, 0.0, 0.036857195, 0.0, 88.33681641, 0.0, 379.6291084]), 0.0..=100000.0, Fixed, SOURCE, "nitrogen at the start: slow";
        start_passive_n: "–", "g m-2", ByType(&[295.0264162, 880.1208742, 338.7867722, 336.0794947, 365.718577, 0.0, 92.43179963, 151.2073198, 151.2073198, 278.6613496, 0.0, 335.4757995, 0.0, 0.0270545, 0.0, 34.47812712, 0.0, 278.6613496]), 0.0..=100000.0, Fixed, SOURCE, "nitrogen at the start: passive";
        start_mineral_n: "–", "g m-2", EachType(1000.0), 0.0..=100000.0, Fixed, SOURCE, "mineral nitrogen at the start";
        start_leaf_p: "–", "g m-2", ByType(&[0.1916475, 0.415, 0.1159884, 0.13545312, 0.113219446, 0.022820513, 0.022820513, 0.35904, 0.35904, 0.15125, 0.0, 0.15125, 0.0, 0.15125, 0.0, 0.007, 0.0, 0.15125]), 0.0..=100000.0, Fixed, SOURCE, "phosphorus at the start: leaf (book-keeping)";
        start_wood_p: "–", "g m-2", ByType(&[0.953978667, 5.88, 0.64438, 2.424778074, 2.634798222, 0.0, 0.0, 0.92345679, 0.92345679, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 0.0..=100000.0, Fixed, SOURCE, "phosphorus at the start: wood (book-keeping)";
        start_froot_p: "–", "g m-2", ByType(&[0.076659, 1.95, 0.0805475, 0.141097, 0.153318, 0.037083333, 0.037083333, 0.249333333, 0.249333333, 0.15125, 0.0, 0.15125, 0.0, 0.15125, 0.0, 0.00875, 0.0, 0.15125]), 0.0..=100000.0, Fixed, SOURCE, "phosphorus at the start: froot (book-keeping)";
        start_metabolic_p: "–", "g m-2", ByType(&[0.004384681, 0.029756382, 0.004751412, 0.007318644, 0.009708936, 0.002152916, 0.002152916, 0.020795461, 0.020795461, 0.019048301, 0.0, 0.019048301, 0.0, 0.019048301, 0.0, 0.000971831, 0.0, 0.019048301]), 0.0..=100000.0, Fixed, SOURCE, "phosphorus at the start: metabolic (book-keeping)";
        start_cwd_p: "–", "g m-2", ByType(&[0.101004255, 0.191794128, 0.129455508, 0.148094915, 0.176757447, 0.018597732, 0.018597732, 0.135515319, 0.135515319, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 0.0..=100000.0, Fixed, SOURCE, "phosphorus at the start: cwd (book-keeping)";
        start_microbial_p: "–", "g m-2", ByType(&[6.872631709, 0.147909507, 7.762020694, 5.272220139, 6.076554818, 0.0, 2.184585714, 2.268641842, 2.268641842, 5.5333607, 0.0, 6.661521619, 0.0, 0.00053722, 0.0, 0.751086012, 0.0, 5.5333607]), 0.0..=100000.0, Fixed, SOURCE, "phosphorus at the start: microbial (book-keeping)";
        start_slow_p: "–", "g m-2", ByType(&[119.5648114, 2.702346678, 139.7163725, 96.66151893, 103.1055484, 0.0, 38.7008089, 41.44728721, 41.44728721, 49.35178409, 0.0, 59.41379831, 0.0, 0.004791435, 0.0, 11.48378613, 0.0, 49.35178409]), 0.0..=100000.0, Fixed, SOURCE, "phosphorus at the start: slow (book-keeping)";
        start_passive_p: "–", "g m-2", ByType(&[38.35343411, 114.4157136, 44.04228039, 43.69033431, 47.54341501, 0.0, 12.01613395, 19.65695157, 19.65695157, 36.22597545, 0.0, 43.61185394, 0.0, 0.003517085, 0.0, 4.482156526, 0.0, 36.22597545]), 0.0..=100000.0, Fixed, SOURCE, "phosphorus at the start: passive (book-keeping)";
        start_labile_p: "–", "g m-2", ByType(&[26.737, 19.947, 29.107, 30.509, 25.954, 0.0, 23.206, 23.001, 22.114, 25.538, 0.0, 27.729, 0.0, 0.0, 0.103, 21.038, 0.0, 25.538]), 0.0..=100000.0, Fixed, SOURCE, "labile soil phosphorus at the start (book-keeping)";
        start_sorbed_p: "–", "g m-2", ByType(&[126.73, 92.263, 134.639, 132.012, 143.468, 0.0, 173.47, 125.634, 145.082, 186.207, 0.0, 155.518, 0.0, 0.0, 1.176, 255.79, 0.0, 186.207]), 0.0..=100000.0, Fixed, SOURCE, "sorbed soil phosphorus at the start (book-keeping)";
        start_occluded_p: "–", "g m-2", ByType(&[138.571, 120.374, 138.22, 148.083, 138.823, 0.0, 114.496, 129.469, 130.37, 145.163, 0.0, 158.884, 0.0, 0.0, 0.688, 108.897, 0.0, 145.163]), 0.0..=100000.0, Fixed, SOURCE, "occluded soil phosphorus at the start (book-keeping)";
    }
}
