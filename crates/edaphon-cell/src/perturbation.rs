//! What is changed in climate and growth, and from when.

use edaphon_models::{Profile, Today};

/// A change of climate or growth from a given year of the run on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Perturbation {
    /// Added to air temperature (K).
    pub air_warming: f64,
    /// Added to soil temperature (K).
    pub soil_warming: f64,
    /// Multiplies NPP (–).
    pub npp_multiplier: f64,
    /// First year of the run, counted from 1, to which it applies.
    pub from_year: u64,
}

impl Default for Perturbation {
    fn default() -> Self {
        Self { air_warming: 0.0, soil_warming: 0.0, npp_multiplier: 1.0, from_year: u64::MAX }
    }
}

impl Perturbation {
    /// The day as all cells see it in year `year` of the run (from 1).
    pub fn today(&self, year: u64, day: u32, profile: Profile) -> Today {
        if year < self.from_year {
            return Today::plain(day, profile);
        }
        Today {
            day,
            air_warming: self.air_warming,
            soil_warming: self.soil_warming,
            npp_multiplier: self.npp_multiplier,
            profile,
        }
    }
}
