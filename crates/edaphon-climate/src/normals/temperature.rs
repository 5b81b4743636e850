//! Mean and season of air and soil temperature.
//!
//! ```text
//! T̄ = 27.5 − 43 |sin φ|³ + 7 n sin²φ cos 2(λ − 30°) − 5.5 h + 1.5 a cos²φ + 0.7 z      mean of the air (°C)
//! A = 1 + 26 sin²φ (1 − 0.3 sin⁴φ)(1 − 0.40 cos 2(λ − 30°))                            half range, north (K)
//! A = 1 + 14 sin²φ                                                                     half range, south (K)
//! σ = 0.8 + 4.2 sin²φ                                                                  deviation of a day (K)
//! ```
//!
//! φ latitude, λ longitude: two continents, mild in the west and harsh in the east; n runs from 0 in the south to 1 in the north; h
//! height of the [highlands](HIGHLANDS) (km); a 1 for deserts and open shrubs; z drawn for the cell. The halves meet through
//! s = φ/√(φ² + (4°)²), which also turns the seasons around.
//!
//! Snow keeps half of the frost from the ground: with f = max(0, A − T̄), the coldest air below 0 °C, the ground has mean T̄ + f/4 + 0.5 and
//! half range A − f/4. Its wave goes down as A exp(−z/D) cos(ωt − z/D), D = 2.24 m: conduction into a half space of 5·10⁻⁷ m² s⁻¹.

use edaphon_core::Real;
use edaphon_core::forcing::LAYERS;

use super::ClimateCell;
use crate::angles;

/// Depth of the middle of each soil layer (m).
pub const LAYER_DEPTHS: [f64; LAYERS] = [0.011, 0.051, 0.157, 0.4385, 1.1855, 3.164];
/// Depth at which the wave of the year has shrunk to 1/e, D (m).
const DAMPING_DEPTH: f64 = 2.24;
/// Share of frost that snow keeps from the ground (–).
const SNOW: f64 = 0.5;

/// Highlands: latitude, longitude (degrees), half width in latitude and in longitude (degrees), height (km).
pub const HIGHLANDS: [[f64; 5]; 5] = [
    [33.0, 88.0, 5.0, 13.0, 4.0],
    [42.0, 251.0, 8.0, 6.0, 1.8],
    [-18.0, 291.0, 9.0, 2.8, 3.5],
    [9.0, 39.0, 4.0, 3.5, 2.0],
    [36.0, 45.0, 5.0, 10.0, 1.2],
];

/// Air temperature of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Air {
    /// Sine and cosine of the latitude (–).
    pub sine: f64,
    /// Cosine of the latitude (–).
    pub cosine: f64,
    /// T̄ (°C).
    pub mean: f64,
    /// ±A (K).
    pub amplitude: f64,
    /// σ (K).
    pub noise: f64,
}

/// Soil temperature of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ground {
    /// Mean (°C).
    pub mean: f64,
    /// Half range as a share of that of the air (–).
    pub share: f64,
    /// Waves in step with the air and a quarter of a year behind (K).
    pub wave: [[f64; 2]; LAYERS],
}

/// −1 far south to 1 far north, turning at the equator (–).
pub fn hemisphere(latitude: f64) -> f64 {
    latitude / (latitude * latitude + 16.0).sqrt()
}

/// Sum of bumps (latitude, longitude, half widths, height) at a place.
pub(super) fn bumps(table: &[[f64; 5]], latitude: f64, longitude: f64) -> f64 {
    let bump = |&[lat, lon, height, width, top]: &[f64; 5]| {
        let (y, x) = ((latitude - lat) / height, edaphon_core::grid::meridian_distance(longitude, lon) / width);
        top * Real::exp(-0.5 * (x * x + y * y))
    };
    table.iter().map(bump).sum()
}

/// Air temperature of a cell; `drawn` is the number drawn for it, z.
pub fn air(cell: &ClimateCell, drawn: f64) -> Air {
    let (sine, cosine) = (angles::sine(cell.latitude / 360.0), angles::cosine(cell.latitude / 360.0).max(1e-3));
    let (s2, c2, side) = (sine * sine, cosine * cosine, hemisphere(cell.latitude));
    let north = 0.5 + 0.5 * side;
    let west = angles::cosine((cell.longitude - 30.0) / 180.0);
    let arid = if matches!(cell.vegetation_type, 7 | 16) { 1.5 } else { 0.0 };
    let height = bumps(&HIGHLANDS, cell.latitude, cell.longitude);
    let mean = 27.5 - 43.0 * s2 * sine.abs() + 7.0 * north * s2 * west - 5.5 * height + arid * c2 + 0.7 * drawn;
    let northern = 1.0 + 26.0 * s2 * (1.0 - 0.3 * s2 * s2) * (1.0 - 0.40 * west);
    let southern = 1.0 + 14.0 * s2;
    let amplitude = side * (north * northern + (1.0 - north) * southern);
    Air { sine, cosine, mean, amplitude, noise: 0.8 + 4.2 * s2 }
}

/// Soil temperature below that air.
pub fn ground(air: &Air) -> Ground {
    let range = air.amplitude.abs();
    let kept = 0.5 * SNOW * (range - air.mean).max(0.0).min(2.0 * range);
    let share = (range - kept) / range.max(1e-6);
    let wave = LAYER_DEPTHS.map(|depth| {
        let damping = depth / DAMPING_DEPTH;
        let size = air.amplitude * share * Real::exp(-damping);
        let lag = damping / std::f64::consts::TAU;
        [size * angles::cosine(lag), size * angles::sine(lag)]
    });
    Ground { mean: air.mean + kept + 0.5, share, wave }
}

#[cfg(test)]
mod tests {
    use super::*;
    use edaphon_core::grid::SoilTexture;

    fn at(latitude: f64, longitude: f64, vegetation_type: usize) -> Air {
        let soil =
            SoilTexture { sand: 0.4, clay: 0.2, silt: 0.4, wilting_point: 0.1, field_capacity: 0.3, saturation: 0.5 };
        air(&ClimateCell { id: 1, latitude, longitude, vegetation_type, soil }, 0.0)
    }

    /// Means within 4 K of what a school atlas says.
    #[test]
    fn well_known_places_are_recognised() {
        for (name, latitude, longitude, mean) in [
            ("Manaus", -3.1, -60.0, 27.0),
            ("Timbuktu", 16.8, -3.0, 28.5),
            ("Moscow", 55.8, 37.6, 5.5),
            ("Beijing", 39.9, 116.4, 12.5),
            ("Yakutsk", 62.0, 129.7, -9.0),
            ("Winnipeg", 49.9, -97.1, 3.0),
            ("Buenos Aires", -34.6, -58.4, 17.5),
            ("Lhasa", 29.7, 91.1, 6.0),
        ] {
            let found = at(latitude, longitude, 5).mean;
            assert!((found - mean).abs() < 4.0, "{name}: {found}");
        }
    }

    #[test]
    fn seasons_turn_at_the_equator_and_grow_inland() {
        assert!(at(50.0, 10.0, 5).amplitude > 0.0 && at(-50.0, 10.0, 5).amplitude < 0.0);
        assert!(at(0.0, 10.0, 5).amplitude.abs() < 1e-9);
        assert!(at(60.0, 120.0, 5).amplitude > 2.0 * at(60.0, 30.0, 5).amplitude);
        assert!((at(40.0, -90.0, 5).mean - at(40.0, 270.0, 5).mean).abs() < 1e-12);
    }

    #[test]
    fn snow_keeps_the_ground_warm_in_winter_alone() {
        let siberia = at(65.0, 120.0, 3);
        let below = ground(&siberia);
        let (summer, winter) = (siberia.mean + siberia.amplitude, siberia.mean - siberia.amplitude);
        let half = below.share * siberia.amplitude;
        assert!((below.mean + half - summer - 0.5).abs() < 1e-12);
        assert!((below.mean - half - 0.5 * winter - 0.5).abs() < 1e-9);
        let tropics = ground(&at(5.0, 20.0, 2));
        assert!((tropics.share - 1.0).abs() < 1e-12);
    }
}
