//! What does not change at a site: traits of its vegetation and texture of its soil, worked into the constants of the equations.

use edaphon_core::forcing::LAYERS;
use edaphon_core::grid::SoilTexture;
use edaphon_core::record;

use super::parameters::PlantTraits;
use super::phenology::LeafSeason;
use super::roots;
use super::tissues::Tissues;

/// One day as a share of a year.
pub const YEAR_SHARE: f64 = 1.0 / 365.0;

/// Soil of a texture, with water retention estimated from it, without organic matter, by the regressions of Saxton & Rawls (2006,
/// Soil Sci. Soc. Am. J. 70, 1569): wilting point at 1500 kPa, field capacity at 33 kPa.
pub fn soil_of_texture(sand: f64, clay: f64, silt: f64) -> SoilTexture {
    let (s, c) = (sand, clay);
    let dry = -0.024 * s + 0.487 * c + 0.068 * s * c + 0.031;
    let moist = -0.251 * s + 0.195 * c + 0.452 * s * c + 0.299;
    let large_pores = 0.278 * s + 0.034 * c - 0.584 * s * c + 0.078;
    let wilting_point = dry + (0.14 * dry - 0.02);
    let field_capacity = moist + (1.283 * moist * moist - 0.374 * moist - 0.015);
    let drained = large_pores + (0.636 * large_pores - 0.107);
    let saturation = field_capacity + drained - 0.097 * s + 0.043;
    SoilTexture { sand, clay, silt, wilting_point, field_capacity, saturation }
}

record! {
    /// Constants of the vegetation at a site, rates in d⁻¹.
    pub struct PlantSite {
        leaf_turnover, "τ_L (d⁻¹)";
        wood_turnover, "τ_W (d⁻¹)";
        froot_turnover, "τ_R (d⁻¹)";
        labile_turnover, "k_lab (d⁻¹)";
        sla, "specific leaf area (m² g⁻¹)";
        wood_respiration, "r_W (g C per g N d⁻¹)";
        froot_respiration, "r_R (g C per g N d⁻¹)";
        allocation_leaf, "a⁰_L (–)";
        allocation_wood, "a⁰_W (–)";
        allocation_froot, "a⁰_R (–)";
        leaf_n_to_litter, "f_L (–)";
        wood_n_to_litter, "f_W (–)";
        froot_n_to_litter, "f_R (–)";
        leaf_lignin, "λ_L (–)";
        wood_lignin, "λ_W (–)";
        froot_lignin, "λ_R (–)";
        lai_max, "(m² m⁻²)";
        lai_min, "(m² m⁻²)";
        cold_shedding_temperature, "T_shed (K)";
        cold_shedding_rate, "K_cold (d⁻¹)";
        cold_shedding_exponent, "e_cold (–)";
        dry_shedding_rate, "K_dry (d⁻¹)";
        dry_shedding_exponent, "e_dry (–)";
        leaf_n_to_c_min, "ν⁻_L (–)";
        wood_n_to_c_min, "ν⁻_W (–)";
        froot_n_to_c_min, "ν⁻_R (–)";
        leaf_n_to_c_max, "ν⁺_L (–)";
        wood_n_to_c_max, "ν⁺_W (–)";
        froot_n_to_c_max, "ν⁺_R (–)";
        gas_loss_fraction, "f_gas (–)";
        leaching_rate, "f_leach (d⁻¹)";
        n_fixation, "N_fix (g m⁻² d⁻¹)";
        leaf_n_to_p, "ρ_L (–)";
        n_uptake_half_saturation, "K_N (g m⁻²)";
        n_limit_low, "N_lo (g m⁻²)";
        n_limit_high, "N_hi (g m⁻²)";
        exudate_fraction, "f_ex (–)";
        leaf_n_to_c, "χ_L of C-only runs (–)";
        wood_n_to_c, "χ_W of C-only runs (–)";
        froot_n_to_c, "χ_R of C-only runs (–)";
        root_1, "F_1 (–)"; root_2, "F_2 (–)"; root_3, "F_3 (–)"; root_4, "F_4 (–)"; root_5, "F_5 (–)"; root_6, "F_6 (–)";
        wilting_point, "θ_w (m³ m⁻³)";
        field_capacity, "θ_fc (m³ m⁻³)";
        saturation, "θ_sat (m³ m⁻³)";
        woody, "1 for shrubs and trees";
        evergreen, "1 for types whose leaves never change phase";
        day_1, "D₁"; day_2, "D₂"; day_3, "D₃"; day_4, "D₄";
        days_12, "n₁₂"; days_23, "n₂₃"; days_34, "n₃₄"; days_41, "n₄₁";
    }
}

impl PlantSite<f64> {
    /// Constants for vegetation of type `vegetation_type` (from 1) on a soil.
    pub fn new(traits: &PlantTraits<f64>, soil: &SoilTexture, season: LeafSeason, vegetation_type: usize) -> Self {
        let t = traits;
        let [root_1, root_2, root_3, root_4, root_5, root_6] = roots::root_fractions(t.root_extinction, t.root_depth);
        let ([day_1, day_2, day_3, day_4], [days_12, days_23, days_34, days_41]) = season.dates();
        let truth = |yes: bool| if yes { 1.0 } else { 0.0 };
        Self {
            leaf_turnover: YEAR_SHARE / (t.leaf_age * (1.0 - t.herbivory)),
            wood_turnover: YEAR_SHARE / t.wood_age,
            froot_turnover: YEAR_SHARE / t.froot_age,
            labile_turnover: YEAR_SHARE / t.labile_age,
            sla: t.sla,
            wood_respiration: YEAR_SHARE * t.wood_respiration,
            froot_respiration: YEAR_SHARE * t.froot_respiration,
            allocation_leaf: t.allocation_leaf,
            allocation_wood: t.allocation_wood,
            allocation_froot: t.allocation_froot,
            leaf_n_to_litter: t.leaf_n_to_litter,
            wood_n_to_litter: t.wood_n_to_litter,
            froot_n_to_litter: t.froot_n_to_litter,
            leaf_lignin: t.leaf_lignin,
            wood_lignin: t.wood_lignin,
            froot_lignin: t.froot_lignin,
            lai_max: t.lai_max,
            lai_min: t.lai_min,
            cold_shedding_temperature: t.cold_shedding_temperature,
            cold_shedding_rate: YEAR_SHARE * t.cold_shedding_rate,
            cold_shedding_exponent: t.cold_shedding_exponent,
            dry_shedding_rate: YEAR_SHARE * t.dry_shedding_rate,
            dry_shedding_exponent: t.dry_shedding_exponent,
            leaf_n_to_c_min: t.leaf_n_to_c_min,
            wood_n_to_c_min: t.wood_n_to_c_min,
            froot_n_to_c_min: t.froot_n_to_c_min,
            leaf_n_to_c_max: t.leaf_n_to_c_max,
            wood_n_to_c_max: t.wood_n_to_c_max,
            froot_n_to_c_max: t.froot_n_to_c_max,
            gas_loss_fraction: t.gas_loss_fraction,
            leaching_rate: 10.0 * t.leaching_rate * YEAR_SHARE,
            n_fixation: t.n_fixation / 365.0,
            leaf_n_to_p: t.leaf_n_to_p,
            n_uptake_half_saturation: t.n_uptake_half_saturation,
            n_limit_low: t.n_limit_low,
            n_limit_high: t.n_limit_high,
            exudate_fraction: t.exudate_fraction,
            leaf_n_to_c: 1.0 / t.leaf_c_to_n,
            wood_n_to_c: 1.0 / t.wood_c_to_n,
            froot_n_to_c: 1.0 / t.froot_c_to_n,
            root_1,
            root_2,
            root_3,
            root_4,
            root_5,
            root_6,
            wilting_point: soil.wilting_point,
            field_capacity: soil.field_capacity,
            saturation: soil.saturation,
            woody: truth(t.biome_class >= 2.0),
            evergreen: truth(vegetation_type == 1 || vegetation_type == 2),
            day_1,
            day_2,
            day_3,
            day_4,
            days_12,
            days_23,
            days_34,
            days_41,
        }
    }
}

impl<R: Copy> PlantSite<R> {
    /// F_k by layer.
    #[inline(always)]
    pub fn root_fractions(&self) -> [R; LAYERS] {
        [self.root_1, self.root_2, self.root_3, self.root_4, self.root_5, self.root_6]
    }
    /// ν⁻ by tissue.
    #[inline(always)]
    pub fn n_to_c_min(&self) -> Tissues<R> {
        Tissues { leaf: self.leaf_n_to_c_min, wood: self.wood_n_to_c_min, froot: self.froot_n_to_c_min }
    }
    /// ν⁺ by tissue.
    #[inline(always)]
    pub fn n_to_c_max(&self) -> Tissues<R> {
        Tissues { leaf: self.leaf_n_to_c_max, wood: self.wood_n_to_c_max, froot: self.froot_n_to_c_max }
    }
    /// χ by tissue.
    #[inline(always)]
    pub fn n_to_c_fixed(&self) -> Tissues<R> {
        Tissues { leaf: self.leaf_n_to_c, wood: self.wood_n_to_c, froot: self.froot_n_to_c }
    }
    /// f by tissue.
    #[inline(always)]
    pub fn n_to_litter(&self) -> Tissues<R> {
        Tissues { leaf: self.leaf_n_to_litter, wood: self.wood_n_to_litter, froot: self.froot_n_to_litter }
    }
}

record! {
    /// Constants of CASA litter and soil at a site: rates at fT = fW = 1 (d⁻¹) and transfer fractions.
    pub struct CasaSoilSite {
        ln_q10, "ln q10";
        crop, "1 for cropland, where moisture does not limit";
        metabolic_rate, "(d⁻¹)";
        structural_rate, "(d⁻¹)";
        cwd_rate, "(d⁻¹)";
        microbial_rate, "(d⁻¹)";
        slow_rate, "(d⁻¹)";
        passive_rate, "(d⁻¹)";
        metabolic_to_microbial, "A₁₁";
        structural_to_microbial, "A₁₂";
        structural_to_slow, "A₂₂";
        cwd_to_microbial, "A₁₃";
        cwd_to_slow, "A₂₃";
        microbial_to_slow, "M₂₁";
        microbial_to_passive, "M₃₁";
        slow_to_passive, "M₃₂";
        microbial_n_to_c_min, "n⁻₁"; slow_n_to_c_min, "n⁻₂"; passive_n_to_c_min, "n⁻₃";
        microbial_n_to_c_max, "n⁺₁"; slow_n_to_c_max, "n⁺₂"; passive_n_to_c_max, "n⁺₃";
        litter_limit, "litter carbon above which nitrogen does not slow decay (g m⁻²)";
    }
}

/// Cropland: tilled, and never limited by moisture.
const CROPLAND: usize = 12;
/// Cropland mosaic: never limited by moisture.
const CROP_MOSAIC: usize = 14;

impl CasaSoilSite<f64> {
    /// Constants for the litter of vegetation type `vegetation_type` (from 1) on a soil.
    pub fn new(traits: &PlantTraits<f64>, soil: &SoilTexture, vegetation_type: usize) -> Self {
        let t = traits;
        let fine = soil.clay + soil.silt;
        let [till_microbial, till_other] = if vegetation_type == CROPLAND { [1.25, 1.5] } else { [1.0, 1.0] };
        let litter = |age: f64| t.litter_decay_optimum * YEAR_SHARE / age;
        let below = |age: f64| t.soil_decay_optimum * YEAR_SHARE / age;
        let kept = 0.85 - 0.68 * fine;
        Self {
            ln_q10: t.q10.ln(),
            crop: if [CROPLAND, CROP_MOSAIC].contains(&vegetation_type) { 1.0 } else { 0.0 },
            metabolic_rate: litter(t.metabolic_age),
            structural_rate: litter(t.structural_age) * (-3.0 * t.leaf_lignin).exp(),
            cwd_rate: litter(t.cwd_age),
            microbial_rate: below(t.microbial_age) * (1.0 - 0.75 * fine) * till_microbial,
            slow_rate: below(t.slow_age) * till_other,
            passive_rate: below(t.passive_age) * till_other,
            metabolic_to_microbial: t.metabolic_to_microbial,
            structural_to_microbial: t.structural_to_microbial * (1.0 - t.leaf_lignin),
            structural_to_slow: t.structural_to_slow * t.leaf_lignin,
            cwd_to_microbial: t.cwd_to_microbial * (1.0 - t.wood_lignin),
            cwd_to_slow: t.cwd_to_slow * t.wood_lignin,
            microbial_to_slow: t.microbial_to_slow * kept * (0.997 - 0.032 * soil.clay),
            microbial_to_passive: t.microbial_to_passive * kept * (0.003 + 0.032 * soil.clay),
            slow_to_passive: t.slow_to_passive * (0.003 + 0.009 * soil.clay),
            microbial_n_to_c_min: 1.0 / t.microbial_c_to_n_max,
            slow_n_to_c_min: 1.0 / t.slow_c_to_n_max,
            passive_n_to_c_min: 1.0 / t.passive_c_to_n_max,
            microbial_n_to_c_max: 1.0 / t.microbial_c_to_n_min,
            slow_n_to_c_max: 1.0 / t.slow_c_to_n_min,
            passive_n_to_c_max: 1.0 / t.passive_c_to_n_min,
            litter_limit: t.fine_litter_max + t.cwd_max,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked outside this code from the regressions for a loam.
    #[test]
    fn a_loam_holds_what_the_regressions_say() {
        let loam = soil_of_texture(0.4, 0.2, 0.4);
        let near = |a: f64, b: f64| (a - b).abs() < 5e-4;
        assert!(near(loam.wilting_point, 0.1216) && near(loam.field_capacity, 0.2525), "{loam:?}");
        assert!(near(loam.saturation, 0.3939), "{loam:?}");
    }
}
