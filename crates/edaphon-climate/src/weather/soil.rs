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
