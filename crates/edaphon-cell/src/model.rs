//! Which model, where, with which parameters.

use edaphon_core::ParamSet;
use edaphon_models::casa::{LeafSeason, SoilTexture};

/// Which soil, and whether nitrogen is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Model {
    /// CASA soil, carbon.
    CasaC,
    /// CASA soil, carbon and nitrogen.
    CasaCn,
    /// MIMICS soil, carbon.
    MimicsC,
    /// MIMICS soil, carbon and nitrogen.
    MimicsCn,
}

impl Model {
    /// All models, in the order of tables.
    pub const ALL: [Self; 4] = [Self::CasaC, Self::CasaCn, Self::MimicsC, Self::MimicsCn];

    /// Name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::CasaC => "casa-c",
            Self::CasaCn => "casa-cn",
            Self::MimicsC => "mimics-c",
            Self::MimicsCn => "mimics-cn",
        }
    }

    /// One line on what it is.
    pub fn about(self) -> &'static str {
        match self {
            Self::CasaC => "CASA vegetation and CASA soil (microbes implicit), carbon",
            Self::CasaCn => "CASA vegetation and CASA soil (microbes implicit), carbon and nitrogen",
            Self::MimicsC => "CASA vegetation and MIMICS soil (two groups of microbes), carbon",
            Self::MimicsCn => "CASA vegetation and MIMICS soil (two groups of microbes), carbon and nitrogen",
        }
    }

    /// The model of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.name() == name)
    }

    /// True where nitrogen is simulated.
    pub fn nitrogen(self) -> bool {
        matches!(self, Self::CasaCn | Self::MimicsCn)
    }

    /// True where microbes are explicit.
    pub fn microbes(self) -> bool {
        matches!(self, Self::MimicsC | Self::MimicsCn)
    }
}

/// What a cell is, as far as the models are concerned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Vegetation type, from 1.
    pub vegetation_type: usize,
    /// Texture and water retention.
    pub soil: SoilTexture,
    /// Leaf season.
    pub season: LeafSeason,
}

/// The three parameter sets of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// Traits of vegetation, litter and CASA soil.
    pub plants: ParamSet,
    /// Pools to start with.
    pub start: ParamSet,
    /// MIMICS.
    pub mimics: ParamSet,
}

impl Default for Parameters {
    fn default() -> Self {
        use edaphon_models::casa::{PLANT_TRAITS, START_POOLS};
        use edaphon_models::mimics::MIMICS_PARAMETERS;
        let types = 18;
        Self {
            plants: ParamSet::defaults(&PLANT_TRAITS, types),
            start: ParamSet::defaults(&START_POOLS, types),
            mimics: ParamSet::defaults(&MIMICS_PARAMETERS, types),
        }
    }
}
