//! Wetness of the soil: how full it is between dry and nearly saturated.
//!
//! ```text
//! w̄ = w(type) + 0.5 (1 − w(type)) e² (3 − 2e) + 0.04 z,   e = (|φ| − 50°)/18° within 0 to 1      mean (–)
//! A = s a(type)                                                                                  rainy season (–)
//! σ = 0.35 w̄ (1 − w̄)                                                                             deviation (–)
//! θ = 0.6 θ_wilt + W (0.95 θ_sat − 0.6 θ_wilt)                                                   water (m³ m⁻³)
//! ```
//!
//! Where it is cold little evaporates: wetness goes up towards the poles. The rainy season peaks a month after the hottest time of
//! the year; a < 0 has its rain in winter. s turns at the equator, as for temperature.

use super::ClimateCell;
use super::temperature::hemisphere;

/// Mean wetness by vegetation type, w (–).
const WETNESS: [f64; 18] =
    [0.50, 0.66, 0.46, 0.50, 0.52, 0.34, 0.22, 0.48, 0.38, 0.34, 0.75, 0.44, 0.42, 0.49, 0.50, 0.09, 0.60, 0.40];
/// Wetness of the rainy season above the mean by vegetation type, a (–).
const RAINY_SEASON: [f64; 18] =
    [-0.04, 0.05, 0.02, 0.06, -0.02, -0.08, 0.04, 0.14, 0.18, 0.07, 0.02, 0.06, 0.04, 0.09, 0.0, 0.03, 0.0, -0.04];

/// Water of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Water {
    /// w̄ (–).
    pub wetness: f64,
    /// A (–).
    pub amplitude: f64,
    /// σ (–).
    pub noise: f64,
    /// Water at wetness 0 (m³ m⁻³).
    pub dry: f64,
    /// Water at wetness 1, less that at 0 (m³ m⁻³).
    pub span: f64,
}

/// Wetness and its limits in a cell; `drawn` is the number drawn for it, z.
pub fn water(cell: &ClimateCell, drawn: f64) -> Water {
    let class = cell.vegetation_type.clamp(1, 18) - 1;
    let e = ((cell.latitude.abs() - 50.0) / 18.0).clamp(0.0, 1.0);
    let base = WETNESS[class];
    let wetness = (base + 0.5 * (1.0 - base) * e * e * (3.0 - 2.0 * e) + 0.04 * drawn).clamp(0.05, 0.8);
    let dry = 0.6 * cell.soil.wilting_point;
    Water {
        wetness,
        amplitude: hemisphere(cell.latitude) * RAINY_SEASON[class],
        noise: 0.35 * wetness * (1.0 - wetness),
        dry,
        span: 0.95 * cell.soil.saturation - dry,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use edaphon_core::grid::SoilTexture;

    #[test]
    fn deserts_are_dry_rain_forests_wet_and_the_far_north_moist() {
        let soil =
            SoilTexture { sand: 0.4, clay: 0.2, silt: 0.4, wilting_point: 0.1, field_capacity: 0.3, saturation: 0.5 };
        let at = |latitude, vegetation_type| {
            water(&ClimateCell { id: 1, latitude, longitude: 0.0, vegetation_type, soil }, 0.0)
        };
        assert_eq!(at(25.0, 16).wetness, 0.09);
        assert!(at(0.0, 2).wetness > 0.6 && at(68.0, 7).wetness > 0.6 && at(-25.0, 7).wetness < 0.25);
        let savanna = [at(12.0, 9).amplitude, at(-12.0, 9).amplitude];
        assert!(savanna[0] > 0.15 && savanna[1] == -savanna[0]);
        assert!((at(0.0, 2).dry - 0.06).abs() < 1e-15 && (at(0.0, 2).span - 0.415).abs() < 1e-15);
    }
}
