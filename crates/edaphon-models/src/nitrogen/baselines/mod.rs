//! Two schemes without microbes, to compare with: mineral nitrogen, moisture and temperature in, gases out (mg N kg⁻¹ d⁻¹).

pub mod daycent;
pub mod diffusivity;
pub mod dynamic;
pub mod noe;

pub use daycent::{Daycent, DaycentGases};
pub use dynamic::{Scheme, SchemeDay};
pub use noe::{Noe, NoeGases};

use edaphon_core::record;

record! {
    /// What the schemes read.
    pub struct Conditions {
        temperature, "soil temperature, T (°C)";
        wfps, "water-filled pore space, W (–)";
        nh4, "ammonium (mg N kg⁻¹)";
        no3, "nitrate (mg N kg⁻¹)";
        ph, "pH of the soil (–)";
        respiration, "heterotrophic respiration, Rh (mg C kg⁻¹ d⁻¹)";
        bulk_density, "dry bulk density (Mg m⁻³)";
        field_capacity, "volumetric water at field capacity (m³ m⁻³)";
    }
}
