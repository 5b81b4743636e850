//! Soil below the weather: temperature, water and ice of each layer.
//!
//! ```text
//! T_k = T̄_s + wave_k(t) + σ g s_k + a_T + ΔT                                        (°C)
//! W_k = W_deep + m_k (W_near − W_deep)                                              wetness of a layer (–)
//! θ_k = θ_dry + W_k (θ_full − θ_dry)                                                water and ice (m³ m⁻³)
//! i_k = 0.85 min(1, max(0, (0.2 − T_k)/4))                                          share that is ice (–)
//! ```
//!
//! T̄_s, the waves and g, the share of the swings of the air that reaches the ground, are
//! [normals](crate::normals::temperature); s_k and the two wetnesses hold the [spells](super::noise).

use edaphon_core::Real;
use edaphon_core::forcing::LAYERS;

use super::Calendar;
use super::noise::Noise;
use crate::normals::Normals;

/// How far a layer follows the surface, m (–).
const NEARNESS: [f64; LAYERS] = [1.0, 0.95, 0.8, 0.5, 0.2, 0.0];

/// Temperature of each layer (°C); `restless` is σ of the day (K), `shift` what the year adds (K).
#[inline(always)]
pub fn temperatures<R: Real>(
    normal: &Normals<R>,
    today: &Calendar,
    noise: &Noise<R>,
    restless: R,
    shift: R,
) -> [R; LAYERS] {
    let (with, behind) = (R::lit(today.season), R::lit(today.quarter_behind));
    let base = normal.soil_mean + shift;
    let spread = restless * normal.soil_share;
    let mut all = [R::zero(); LAYERS];
    for (layer, temperature) in all.iter_mut().enumerate() {
        let [in_step, late] = normal.soil_wave[layer];
        // The top layer follows the air within a day or two, as the first filter does.
        *temperature = base + in_step * with + late * behind + spread * noise.air[(layer + 1).min(LAYERS - 1)];
    }
    all
}

/// Liquid and frozen water of each layer (m³ m⁻³), from wetness near the surface and further down (–) and temperatures (°C).
#[inline(always)]
pub fn waters<R: Real>(
    normal: &Normals<R>,
    [near, deep]: [R; 2],
    temperatures: &[R; LAYERS],
) -> ([R; LAYERS], [R; LAYERS]) {
    let (mut liquid, mut frozen) = ([R::zero(); LAYERS], [R::zero(); LAYERS]);
    for layer in 0..LAYERS {
        let wetness = deep + R::lit(NEARNESS[layer]) * (near - deep);
        let water = normal.water_dry + wetness * normal.water_span;
        let cold = (R::lit(0.2) - temperatures[layer]) * R::lit(0.25);
        let ice = water * R::lit(0.85) * cold.clip(R::zero(), R::one());
        liquid[layer] = water - ice;
        frozen[layer] = ice;
    }
    (liquid, frozen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normals::ClimateCell;
    use edaphon_core::grid::SoilTexture;

    #[test]
    fn water_freezes_over_four_kelvin_and_never_wholly() {
        let soil =
            SoilTexture { sand: 0.4, clay: 0.2, silt: 0.4, wilting_point: 0.1, field_capacity: 0.3, saturation: 0.5 };
        let normal = Normals::of(1, &ClimateCell { id: 1, latitude: 60.0, longitude: 0.0, vegetation_type: 1, soil });
        let (liquid, frozen) = waters(&normal, [0.6, 0.4], &[5.0, 0.2, -1.8, -3.8, -20.0, 1.0]);
        let share: Vec<f64> = liquid.iter().zip(&frozen).map(|(l, f)| f / (l + f)).collect();
        for (found, expected) in share.iter().zip([0.0, 0.0, 0.425, 0.85, 0.85, 0.0]) {
            assert!((found - expected).abs() < 1e-12, "{share:?}");
        }
        let wetness = |layer: usize| (liquid[layer] + frozen[layer] - normal.water_dry) / normal.water_span;
        assert!(
            (wetness(0) - 0.6).abs() < 1e-12 && (wetness(3) - 0.5).abs() < 1e-12 && (wetness(5) - 0.4).abs() < 1e-12
        );
    }
}
