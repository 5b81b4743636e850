//! A day of a cell that is not simulated: ice, water, bare or built ground.

use edaphon_core::Real;

use super::{Day, Ecosystem, State, Today, Weather};
use crate::casa::PlantSite;
use crate::casa::roots::root_zone;

/// Weather is recorded; nothing grows, decays or changes.
#[derive(Debug, Clone, Copy)]
pub struct Idle<R> {
    /// Constants of the site.
    pub plant: PlantSite<R>,
    /// Whether nitrogen is simulated elsewhere.
    pub with_nitrogen: bool,
}

impl<R: Real> Ecosystem<R> for Idle<R> {
    const NITROGEN: bool = false;
    const MICROBES: bool = false;

    #[inline(always)]
    fn day(&self, state: &mut State<R>, weather: &Weather<R>, today: &Today) -> Day<R> {
        let zone = root_zone(&self.plant, weather, R::lit(today.soil_warming));
        let mut day = Day::idle();
        day.air_temperature = weather.air_temperature + R::lit(today.air_warming);
        day.soil_temperature = zone.temperature;
        day.soil_water = zone.water;
        day.allocation_leaf = self.plant.allocation_leaf;
        day.allocation_wood = self.plant.allocation_wood;
        day.allocation_froot = self.plant.allocation_froot;
        day.n_deposition = weather.n_deposition;
        if self.with_nitrogen {
            day.n_limitation = R::one();
        }
        state.lai = R::zero();
        day
    }

    #[inline(always)]
    fn carbon(&self, _state: &State<R>) -> R {
        R::zero()
    }

    #[inline(always)]
    fn nitrogen(&self, _state: &State<R>) -> R {
        R::zero()
    }
}
