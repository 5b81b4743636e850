//! The mean climate of a place, from latitude, longitude, vegetation type and soil.

pub mod nitrogen;
pub mod production;
pub mod temperature;
pub mod water;

use edaphon_core::Lanes;
use edaphon_core::forcing::{LAYERS, PACK};
use edaphon_core::grid::SoilTexture;

use crate::random::{Stream, key, normal};

/// A place to have weather.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClimateCell {
    /// Number that tells its weather from that of other cells.
    pub id: i64,
    /// Latitude (degrees north).
    pub latitude: f64,
    /// Longitude (degrees east), −180 to 360.
    pub longitude: f64,
    /// Vegetation type (IGBP and tundra), 1 to 18.
    pub vegetation_type: usize,
    /// Texture and water retention.
    pub soil: SoilTexture,
}

macro_rules! normals {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// What stays the same from year to year.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct Normals<R> {
            $($(#[$doc])* pub $name: R,)*
            /// Seasonal wave of each soil layer in step with the air, and a quarter of a year behind it (K).
            pub soil_wave: [[R; 2]; LAYERS],
        }

        impl Normals<Lanes<PACK>> {
            /// The normals of the cells of a pack, side by side.
            pub fn gather(cells: &[Normals<f64>; PACK]) -> Self {
                Self {
                    $($name: Lanes(cells.map(|cell| cell.$name)),)*
                    soil_wave: std::array::from_fn(|layer| {
                        std::array::from_fn(|part| Lanes(cells.map(|cell| cell.soil_wave[layer][part])))
                    }),
                }
            }
        }
    };
}
normals! {
    /// Sine of the latitude (–).
    sine,
    /// Cosine of the latitude (–).
    cosine,
    /// Mean air temperature (°C).
    air_mean,
    /// Air temperature of the hottest time of year less the mean, below 0 in the south (K).
    air_amplitude,
    /// Standard deviation of daily air temperature about its season (K).
    air_noise,
    /// Mean soil temperature (°C).
    soil_mean,
    /// Swings of soil temperature as a share of those of the air (–).
    soil_share,
    /// Mean wetness, 0 dry to 1 full (–).
    wetness,
    /// Wetness of the rainy season less the mean, below 0 where it is the northern winter (–).
    wetness_amplitude,
    /// Standard deviation of wetness about its season (–).
    wetness_noise,
    /// Water of a dry soil (m³ m⁻³).
    water_dry,
    /// Water of a full soil less that of a dry one (m³ m⁻³).
    water_span,
    /// Production in the best of weather (g C m⁻² d⁻¹).
    production,
    /// Temperature at which production is best (°C).
    optimum,
    /// Nitrogen deposition before industry (g N m⁻² yr⁻¹).
    deposition,
    /// What today's industry adds to it (g N m⁻² yr⁻¹).
    industrial_deposition,
}

impl Normals<f64> {
    /// The mean climate of a cell; a small part of it is drawn for each cell.
    pub fn of(seed: u64, cell: &ClimateCell) -> Self {
        let place = key(seed, Stream::Place, cell.id);
        let drawn = |n| normal(place, n);
        let air = temperature::air(cell, drawn(0));
        let ground = temperature::ground(&air);
        let water = water::water(cell, drawn(1));
        let [deposition, industrial_deposition] = nitrogen::deposition(cell.latitude, cell.longitude);
        Self {
            sine: air.sine,
            cosine: air.cosine,
            air_mean: air.mean,
            air_amplitude: air.amplitude,
            air_noise: air.noise,
            soil_mean: ground.mean,
            soil_share: ground.share,
            wetness: water.wetness,
            wetness_amplitude: water.amplitude,
            wetness_noise: water.noise,
            water_dry: water.dry,
            water_span: water.span,
            production: production::best(cell.vegetation_type, drawn(2)),
            optimum: production::optimum(air.mean + air.amplitude.abs()),
            deposition,
            industrial_deposition,
            soil_wave: ground.wave,
        }
    }
}
