//! Two schemes without microbes, to compare with: mineral nitrogen, moisture and temperature in, gases out (mg N kg⁻¹ d⁻¹).

pub mod daycent;
pub mod diffusivity;
pub mod dynamic;
pub mod noe;

pub use daycent::{DAYCENT_PARAMETERS, Daycent, DaycentGases};
pub use dynamic::{Scheme, SchemeDay};
pub use noe::{NOE_PARAMETERS, Noe, NoeGases};

use edaphon_core::{Defaults, ParamTable, Real, record};

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

/// The most parameters that a scheme has.
const MOST: usize = 16;

/// The defaults of a table, in order, at the front.
fn usual<R: Real>(table: &ParamTable) -> [R; MOST] {
    let default = |at: usize| match table.params.get(at).map(|info| info.defaults) {
        Some(Defaults::One(x) | Defaults::EachType(x)) => x,
        Some(Defaults::ByType(list)) => list[0],
        None => 0.0,
    };
    core::array::from_fn(|at| R::lit(default(at)))
}
