//! One day: what the place, the time of the year, the year itself and chance make of it.

pub mod noise;
pub mod production;
pub mod soil;

use edaphon_core::Real;
use edaphon_core::forcing::LAYERS;

use crate::normals::Normals;
use noise::Noise;

/// Kelvin at 0 °C.
pub const FREEZING: f64 = 273.15;

/// A day of the year, the same for every place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calendar {
    /// cos ωt, 1 on 19 July (–).
    pub season: f64,
    /// sin ωt (–).
    pub quarter_behind: f64,
    /// The season a month later: that of rain (–).
    pub rain: f64,
    /// Sine of the declination of the sun (–).
    pub declination_sine: f64,
    /// Cosine of the declination of the sun (–).
    pub declination_cosine: f64,
    /// Weights of the anomalies of the year before, this year and the next (–).
    pub years: [f64; 3],
    /// Share of the year that is over (–).
    pub share: f64,
}

/// How a year differs from the normal at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YearOfPlace<R> {
    /// Anomalies of temperature of the year before, this one and the next (K).
    pub warmth: [R; 3],
    /// Anomalies of wetness of the same years (–).
    pub wetness: [R; 3],
    /// Warming at the start of the year, and during it (K).
    pub warming: [R; 2],
    /// Production relative to the normal at the start of the year, and its rise during it (–).
    pub fertilisation: [R; 2],
    /// Deposition (g N m⁻² d⁻¹).
    pub deposition: R,
}

/// What drives a model on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayOfPlace<R> {
    /// Gross primary production (g C m⁻² d⁻¹).
    pub gpp: R,
    /// Air temperature (K).
    pub air: R,
    /// Soil temperature of each layer (K).
    pub soil: [R; LAYERS],
    /// Liquid water of each layer (m³ m⁻³).
    pub liquid: [R; LAYERS],
    /// Frozen water of each layer (m³ m⁻³).
    pub frozen: [R; LAYERS],
}

/// The weather of a day.
///
/// ```text
/// T = T̄ + A cos ωt + σ (1 − 0.3 c) x + a_T + ΔT                air (°C)
/// c = A cos ωt/15 K, within ±1                                 summer and winter (–)
/// ```
#[inline(always)]
pub fn day<R: Real>(normal: &Normals<R>, year: &YearOfPlace<R>, today: &Calendar, noise: &Noise<R>) -> DayOfPlace<R> {
    let season = R::lit(today.season);
    let blended =
        |of: &[R; 3]| of[0] * R::lit(today.years[0]) + of[1] * R::lit(today.years[1]) + of[2] * R::lit(today.years[2]);
    let during = |of: &[R; 2]| of[0] + of[1] * R::lit(today.share);
    let shift = blended(&year.warmth) + during(&year.warming);
    // Winters are more restless than summers, except where there are none.
    let summer = normal.air_amplitude * season * R::lit(1.0 / 15.0);
    let restless = normal.air_noise * (R::one() - R::lit(0.3) * summer.clip(R::lit(-1.0), R::one()));
    let celsius = normal.air_mean + normal.air_amplitude * season + restless * noise.air[0] + shift;

    let wetter = normal.wetness_amplitude * R::lit(today.rain) + normal.wetness + blended(&year.wetness);
    let wetness =
        [noise.rain[0], noise.rain[1]].map(|x| (wetter + normal.wetness_noise * x).clip(R::lit(0.03), R::lit(0.95)));
    let soil = soil::temperatures(normal, today, noise, restless, shift);
    let (liquid, frozen) = soil::waters(normal, wetness, &soil);
    let light = production::light(normal, today);
    let gpp = production::gross(normal, light, celsius, wetness[1], noise.cloud) * during(&year.fertilisation);
    let kelvin = R::lit(FREEZING);
    DayOfPlace { gpp, air: celsius + kelvin, soil: soil.map(|t| t + kelvin), liquid, frozen }
}
