//! Rate modifiers of a month: a, b and c, which depend on weather and cover alone.
//!
//! They are computed once per site and reused for as long as its weather stays: calibration of pools, input or microbes changes none.

use edaphon_core::{Real, record};

use super::RothCSite;
use super::temperature::temperature_modifier;

record! {
    /// Weather and cover of a month.
    pub struct Weather {
        temperature, "mean air temperature, T (°C)";
        rain, "rain, P (mm)";
        evaporation, "open-pan evaporation, E (mm); potential evapotranspiration divided by 0.75 where only that is known";
        cover, "1 where plants cover the soil, else 0";
    }
}

record! {
    /// Rate modifiers of a month (–).
    pub struct RateModifiers {
        temperature, "a";
        moisture, "b";
        cover, "c";
    }
}

impl<R: Real> RateModifiers<R> {
    /// m = a b c.
    #[inline(always)]
    pub fn combined(&self) -> R {
        self.temperature * self.moisture * self.cover
    }
}

/// Modifiers of a month and the deficit at its end (mm), given the deficit before.
#[inline(always)]
pub fn rate_modifiers<R: Real>(site: &RothCSite<R>, weather: &Weather<R>, deficit: R) -> (RateModifiers<R>, R) {
    let bucket = site.bucket();
    let covered = weather.cover.same(R::one());
    let net = weather.rain - site.pan_to_soil * weather.evaporation;
    let after = bucket.after(deficit, net, covered);
    let modifiers = RateModifiers {
        temperature: temperature_modifier(weather.temperature),
        moisture: bucket.modifier(after),
        cover: R::select(covered, site.cover_factor, R::one()),
    };
    (modifiers, after)
}

/// Writes m = a b c of successive months to the front of `out` and returns the deficit after the last (mm).
#[inline(always)]
pub fn combined_modifiers<R: Real>(site: &RothCSite<R>, months: &[Weather<R>], deficit: R, out: &mut [R]) -> R {
    let mut deficit = deficit;
    for (weather, m) in months.iter().zip(out) {
        let modifiers;
        (modifiers, deficit) = rate_modifiers(site, weather, deficit);
        *m = modifiers.combined();
    }
    deficit
}

/// Most years for which the deficit is iterated before it counts as never repeating.
pub const DEFICIT_YEARS: usize = 50;

/// Modifiers of a year that repeats, once the deficit does.
#[derive(Debug, Clone, Copy)]
pub struct SettledYear<R: Real> {
    /// m of the twelve months.
    pub modifiers: [R; 12],
    /// Deficit at the end of the year, with which a run goes on (mm).
    pub deficit: R,
    /// Years before the deficit repeated: 0 where its value after the first equals the start.
    pub years: R,
    /// Whether it repeated within [`DEFICIT_YEARS`].
    pub settled: R::Mask,
}

/// Iterates the deficit alone over the same twelve months, from field capacity, until the value at the end of the year repeats.
#[inline(always)]
pub fn spin_up_modifiers<R: Real>(site: &RothCSite<R>, year: &[Weather<R>; 12]) -> SettledYear<R> {
    let (mut deficit, mut years) = (R::zero(), R::zero());
    let mut settled = R::zero().lt(R::zero());
    let mut modifiers = [R::zero(); 12];
    // A deficit that has repeated goes on repeating, so that packs need no early end.
    for _ in 0..=DEFICIT_YEARS {
        let after = combined_modifiers(site, year, deficit, &mut modifiers);
        settled = after.same(deficit);
        years = years + R::select(settled, R::zero(), R::one());
        deficit = after;
    }
    SettledYear { modifiers, deficit, years, settled }
}
