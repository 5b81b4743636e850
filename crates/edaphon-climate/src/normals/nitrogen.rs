//! Nitrogen deposition: what nature and old farmland bring, and what industry adds.
//!
//! ```text
//! c  = min(1, Σ h exp(−½ (Δφ/a)² − ½ (Δλ/b)²))        nearness to the centres of population (–)
//! N₀ = 0.12 + 0.18 cos²φ + 0.15 c                     before industry (g N m⁻² yr⁻¹)
//! N₁ = 0.04 + 0.72 c                                  added by today's industry (g N m⁻² yr⁻¹)
//! N  = (N₀ + n(y) N₁)(1 + 0.08 z)                     deposition of a year
//! ```
//!
//! n(y) is the share of today's industry (see [`scenario`](crate::scenario)), z drawn for the cell and year. The [centres](CENTRES) lie in Europe,
//! eastern North America, eastern China and northern India; there deposition grows about threefold over the history.

use super::temperature::bumps;
use crate::angles;

/// Latitude, longitude (degrees), half width in latitude and in longitude (degrees), height (–).
pub const CENTRES: [[f64; 5]; 4] = [
    [50.0, 12.0, 7.0, 16.0, 0.9],
    [40.0, 278.0, 7.0, 11.0, 0.8],
    [32.0, 114.0, 8.0, 9.0, 1.0],
    [25.0, 80.0, 6.0, 9.0, 0.8],
];

/// N₀ and N₁ (g N m⁻² yr⁻¹).
pub fn deposition(latitude: f64, longitude: f64) -> [f64; 2] {
    let cosine: f64 = angles::cosine(latitude / 360.0);
    let near = bumps(&CENTRES, latitude, longitude).min(1.0);
    [0.12 + 0.18 * cosine * cosine + 0.15 * near, 0.04 + 0.72 * near]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn industry_triples_deposition_at_its_centres_alone() {
        for [latitude, longitude, ..] in CENTRES {
            let [before, added] = deposition(latitude, longitude);
            assert!((2.5..3.5).contains(&((before + added) / before)), "{latitude} {longitude}");
            assert!((0.8..1.2).contains(&(before + added)));
        }
        for (latitude, longitude) in [(75.0, 100.0), (-5.0, 295.0), (-25.0, 135.0)] {
            let [before, added] = deposition(latitude, longitude);
            assert!((0.1..0.32).contains(&before) && added < 0.05);
        }
    }
}
