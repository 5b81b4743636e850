//! A cell as a whole: vegetation, one of the soils, mineral nitrogen, and the order in which a day passes.

mod casa_day;
mod day;
mod idle_day;
mod mimics_day;
mod plant_day;
mod start;
mod state;

use edaphon_core::forcing::LAYERS;
use edaphon_core::{Balance, Real};

pub use casa_day::Casa;
pub use day::{DAY_VARIABLES, Day};
pub use idle_day::Idle;
pub use mimics_day::{Mimics, MimicsConstants};
pub use start::{N_FLOOR, NPP_UNKNOWN, start_state};
pub use state::{STATE_FIELDS, STATE_VARIABLES, State};

use crate::Profile;

/// Weather of a day, and the GPP that some other model made of it.
#[derive(Debug, Clone, Copy)]
pub struct Weather<R> {
    /// Gross primary production (g C m⁻² d⁻¹).
    pub gpp: R,
    /// Air temperature (K).
    pub air_temperature: R,
    /// Nitrogen deposition (g N m⁻² d⁻¹).
    pub n_deposition: R,
    /// Soil temperature by layer (K).
    pub soil_temperature: [R; LAYERS],
    /// Liquid water by layer (m³ m⁻³).
    pub liquid_water: [R; LAYERS],
    /// Frozen water by layer (m³ m⁻³).
    pub frozen_water: [R; LAYERS],
}

/// What today is the same for all cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Today {
    /// Day of the year, 1 to 365.
    pub day: u32,
    /// Added to air temperature (K).
    pub air_warming: f64,
    /// Added to soil temperature (K).
    pub soil_warming: f64,
    /// Multiplies NPP (–).
    pub npp_multiplier: f64,
    /// The accounting in force.
    pub profile: Profile,
}

impl Today {
    /// An unperturbed day.
    pub fn plain(day: u32, profile: Profile) -> Self {
        Self { day, air_warming: 0.0, soil_warming: 0.0, npp_multiplier: 1.0, profile }
    }
}

/// A cell that can live through a day.
pub trait Ecosystem<R: Real>: Sync {
    /// True where nitrogen is simulated.
    const NITROGEN: bool;
    /// True where microbes are explicit.
    const MICROBES: bool;

    /// Moves `state` through a day and returns what moved.
    fn day(&self, state: &mut State<R>, weather: &Weather<R>, today: &Today) -> Day<R>;

    /// Carbon held (g m⁻²).
    fn carbon(&self, state: &State<R>) -> R;

    /// Nitrogen held (g m⁻²); meaningless without nitrogen.
    fn nitrogen(&self, state: &State<R>) -> R;

    /// Lives through a day with its books: the carbon and nitrogen balances.
    #[inline(always)]
    fn day_with_books(&self, state: &mut State<R>, weather: &Weather<R>, today: &Today) -> (Day<R>, [Balance<R>; 2]) {
        let (carbon, nitrogen) = (self.carbon(state), self.nitrogen(state));
        let day = self.day(state, weather, today);
        let (carbon_input, carbon_output) = day.carbon_exchange(today.profile);
        let books = [
            Balance { before: carbon, after: self.carbon(state), input: carbon_input, output: carbon_output },
            Balance {
                before: nitrogen,
                after: self.nitrogen(state),
                input: day.n_deposition + day.n_fixation,
                output: day.n_leached + day.n_gas,
            },
        ];
        (day, books)
    }
}
