//! All that a cell remembers from one day to the next.

use edaphon_core::{CellMethod, Real, Variable, record};

use crate::casa::Tissues;
use crate::mimics::SoilPools;

/// The one list of what a cell holds: structure and descriptions are both made from it.
macro_rules! states {
    ($($name:ident, $unit:literal, $about:literal;)*) => {
        record! {
            /// The state of a cell at the end of a day.
            pub struct State { $($name, $about;)* }
        }

        /// Descriptions of the fields of [`State`], in order.
        pub static STATE_VARIABLES: &[Variable] = &[$(Variable {
            name: stringify!($name), unit: $unit, long_name: $about, method: CellMethod::Mean,
        }),*];
    };
}

states! {
    lai, "1", "leaf area index";
    leaf_phase, "1", "leaf phase: 0 dormant, 1 flush, 2 steady, 3 senescence";
    labile_c, "g m-2", "labile plant carbon";
    leaf_c, "g m-2", "carbon in leaves";
    wood_c, "g m-2", "carbon in wood";
    froot_c, "g m-2", "carbon in fine roots";
    metabolic_c, "g m-2", "carbon in metabolic litter (CASA)";
    structural_c, "g m-2", "carbon in structural litter (CASA)";
    cwd_c, "g m-2", "carbon in coarse woody debris";
    microbial_c, "g m-2", "carbon in the microbial soil pool (CASA)";
    slow_c, "g m-2", "carbon in the slow soil pool (CASA)";
    passive_c, "g m-2", "carbon in the passive soil pool (CASA)";
    leaf_n, "g m-2", "nitrogen in leaves";
    wood_n, "g m-2", "nitrogen in wood";
    froot_n, "g m-2", "nitrogen in fine roots";
    metabolic_n, "g m-2", "nitrogen in metabolic litter (CASA)";
    structural_n, "g m-2", "nitrogen in structural litter (CASA)";
    cwd_n, "g m-2", "nitrogen in coarse woody debris";
    microbial_n, "g m-2", "nitrogen in the microbial soil pool (CASA)";
    slow_n, "g m-2", "nitrogen in the slow soil pool (CASA)";
    passive_n, "g m-2", "nitrogen in the passive soil pool (CASA)";
    mineral_n, "g m-2", "mineral nitrogen in soil";
    leaf_p, "g m-2", "phosphorus in leaves (steers growth respiration)";
    lit_m_c, "mg cm-3", "carbon in metabolic litter (MIMICS)";
    lit_s_c, "mg cm-3", "carbon in structural litter (MIMICS)";
    mic_r_c, "mg cm-3", "carbon in copiotrophic microbes (MIMICS)";
    mic_k_c, "mg cm-3", "carbon in oligotrophic microbes (MIMICS)";
    som_a_c, "mg cm-3", "carbon in available soil organic matter (MIMICS)";
    som_c_c, "mg cm-3", "carbon in chemically protected soil organic matter (MIMICS)";
    som_p_c, "mg cm-3", "carbon in physically protected soil organic matter (MIMICS)";
    lit_m_n, "mg cm-3", "nitrogen in metabolic litter (MIMICS)";
    lit_s_n, "mg cm-3", "nitrogen in structural litter (MIMICS)";
    mic_r_n, "mg cm-3", "nitrogen in copiotrophic microbes (MIMICS)";
    mic_k_n, "mg cm-3", "nitrogen in oligotrophic microbes (MIMICS)";
    som_a_n, "mg cm-3", "nitrogen in available soil organic matter (MIMICS)";
    som_c_n, "mg cm-3", "nitrogen in chemically protected soil organic matter (MIMICS)";
    som_p_n, "mg cm-3", "nitrogen in physically protected soil organic matter (MIMICS)";
    npp_this_year, "g m-2", "NPP since the start of the year";
    npp_last_year, "g m-2 yr-1", "NPP of the year before";
}

/// Fields of a state.
pub const STATE_FIELDS: usize = State::<f64>::NAMES.len();

impl<R: Real> State<R> {
    /// Plant carbon by tissue.
    #[inline(always)]
    pub fn plant_c(&self) -> Tissues<R> {
        Tissues { leaf: self.leaf_c, wood: self.wood_c, froot: self.froot_c }
    }
    /// Plant nitrogen by tissue.
    #[inline(always)]
    pub fn plant_n(&self) -> Tissues<R> {
        Tissues { leaf: self.leaf_n, wood: self.wood_n, froot: self.froot_n }
    }
    /// Replaces plant carbon.
    #[inline(always)]
    pub fn set_plant_c(&mut self, c: Tissues<R>) {
        (self.leaf_c, self.wood_c, self.froot_c) = (c.leaf, c.wood, c.froot);
    }
    /// Replaces plant nitrogen.
    #[inline(always)]
    pub fn set_plant_n(&mut self, n: Tissues<R>) {
        (self.leaf_n, self.wood_n, self.froot_n) = (n.leaf, n.wood, n.froot);
    }
    /// Litter carbon of CASA: metabolic, structural, woody debris.
    #[inline(always)]
    pub fn litter_c(&self) -> [R; 3] {
        [self.metabolic_c, self.structural_c, self.cwd_c]
    }
    /// Litter nitrogen of CASA.
    #[inline(always)]
    pub fn litter_n(&self) -> [R; 3] {
        [self.metabolic_n, self.structural_n, self.cwd_n]
    }
    /// Soil carbon of CASA: microbial, slow, passive.
    #[inline(always)]
    pub fn soil_c(&self) -> [R; 3] {
        [self.microbial_c, self.slow_c, self.passive_c]
    }
    /// Soil nitrogen of CASA.
    #[inline(always)]
    pub fn soil_n(&self) -> [R; 3] {
        [self.microbial_n, self.slow_n, self.passive_n]
    }
    /// Replaces litter and soil carbon of CASA.
    #[inline(always)]
    pub fn set_casa_c(&mut self, litter: [R; 3], soil: [R; 3]) {
        [self.metabolic_c, self.structural_c, self.cwd_c] = litter;
        [self.microbial_c, self.slow_c, self.passive_c] = soil;
    }
    /// Replaces litter and soil nitrogen of CASA.
    #[inline(always)]
    pub fn set_casa_n(&mut self, litter: [R; 3], soil: [R; 3]) {
        [self.metabolic_n, self.structural_n, self.cwd_n] = litter;
        [self.microbial_n, self.slow_n, self.passive_n] = soil;
    }
    /// Carbon pools of MIMICS (mg cm⁻³).
    #[inline(always)]
    pub fn mimics_c(&self) -> SoilPools<R> {
        SoilPools {
            lit_m: self.lit_m_c,
            lit_s: self.lit_s_c,
            mic_r: self.mic_r_c,
            mic_k: self.mic_k_c,
            som_a: self.som_a_c,
            som_c: self.som_c_c,
            som_p: self.som_p_c,
        }
    }
    /// Nitrogen pools of MIMICS (mg cm⁻³).
    #[inline(always)]
    pub fn mimics_n(&self) -> SoilPools<R> {
        SoilPools {
            lit_m: self.lit_m_n,
            lit_s: self.lit_s_n,
            mic_r: self.mic_r_n,
            mic_k: self.mic_k_n,
            som_a: self.som_a_n,
            som_c: self.som_c_n,
            som_p: self.som_p_n,
        }
    }
    /// Replaces the carbon pools of MIMICS.
    #[inline(always)]
    pub fn set_mimics_c(&mut self, c: &SoilPools<R>) {
        (self.lit_m_c, self.lit_s_c, self.mic_r_c, self.mic_k_c) = (c.lit_m, c.lit_s, c.mic_r, c.mic_k);
        (self.som_a_c, self.som_c_c, self.som_p_c) = (c.som_a, c.som_c, c.som_p);
    }
    /// Replaces the nitrogen pools of MIMICS.
    #[inline(always)]
    pub fn set_mimics_n(&mut self, n: &SoilPools<R>) {
        (self.lit_m_n, self.lit_s_n, self.mic_r_n, self.mic_k_n) = (n.lit_m, n.lit_s, n.mic_r, n.mic_k);
        (self.som_a_n, self.som_c_n, self.som_p_n) = (n.som_a, n.som_c, n.som_p);
    }
}
