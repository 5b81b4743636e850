//! What the roots feel: soil temperature and water averaged over the layers by root density.
//!
//! ```text
//! F_k = [exp(−κ min(D, A_k)) − exp(−κ min(D, B_k))] / (1 − exp(−κ D))
//! T_s = Σ F_k T_k    w_s = Σ F_k min(θ_fc, w_k)    i_s = Σ F_k i_k
//! β   = Σ F_k (min(θ_fc, w_k) − θ_w) / (θ_fc − θ_w)
//! ```
//!
//! Departure kept from the reference: the edges of layer k are its own thickness and that of the layer above, not depths.

use edaphon_core::Real;
use edaphon_core::forcing::LAYERS;

use super::PlantSite;
use crate::Weather;

/// Thickness of the soil layers (m).
pub const LAYER_THICKNESS: [f64; LAYERS] = [0.022, 0.058, 0.154, 0.409, 1.085, 2.872];

/// Share of the roots in each layer, F_k (–); they add to 1 for roots no deeper than 2.872 m.
pub fn root_fractions(extinction: f64, root_depth: f64) -> [f64; LAYERS] {
    let density_above = |edge: f64| (-extinction * root_depth.min(edge)).exp();
    std::array::from_fn(|k| {
        let upper = if k == 0 { 0.0 } else { LAYER_THICKNESS[k - 1] };
        (density_above(upper) - density_above(LAYER_THICKNESS[k])) / (1.0 - (-extinction * root_depth).exp())
    })
}

/// Soil as the roots feel it.
#[derive(Debug, Clone, Copy)]
pub struct RootZone<R> {
    /// Temperature, T_s (K).
    pub temperature: R,
    /// Liquid water up to field capacity, w_s (m³ m⁻³).
    pub water: R,
    /// Frozen water, i_s (m³ m⁻³).
    pub ice: R,
    /// Available water, β (–): 0 at wilting point, 1 at field capacity; below 0 in dry or frozen soil.
    pub availability: R,
}

/// Averages the layers by root density; `warming` is added to their temperature (K).
#[inline(always)]
pub fn root_zone<R: Real>(site: &PlantSite<R>, weather: &Weather<R>, warming: R) -> RootZone<R> {
    let fractions = site.root_fractions();
    let span = R::one() / (site.field_capacity - site.wilting_point);
    let mut zone = RootZone { temperature: R::zero(), water: R::zero(), ice: R::zero(), availability: R::zero() };
    for k in 0..LAYERS {
        let water = weather.liquid_water[k].min(site.field_capacity);
        zone.temperature = zone.temperature + fractions[k] * (weather.soil_temperature[k] + warming);
        zone.water = zone.water + fractions[k] * water;
        zone.ice = zone.ice + fractions[k] * weather.frozen_water[k];
        zone.availability = zone.availability + fractions[k] * ((water - site.wilting_point) * span);
    }
    zone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_fractions_add_to_one() {
        for (extinction, depth) in [(5.5, 1.5), (2.0, 0.5), (3.9, 2.8)] {
            let total: f64 = root_fractions(extinction, depth).iter().sum();
            assert!((total - 1.0).abs() < 1e-14, "{total}");
        }
    }
}
