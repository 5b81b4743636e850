//! Diffusion of gas in aggregated soil.

use edaphon_core::Real;

/// Diffusivity of gas relative to that in air (–) at water-filled pore space `wfps`, by the two domains of Millington & Shearer (1971, Soil Sci. 111, 372).
///
/// `porosity` and `field_capacity` are volumetric (–): what field capacity holds is inside aggregates, the rest between them.
///
/// ```text
/// water   θ = W P   between  θ_p = max(0, θ − A)   inside  θ_a = min(θ, A)   A = fc
/// D = max(0, c (t₅ − t₆)/(10⁻⁶ + c + t₅ − t₆)) + t₇ t₆
/// ```
#[inline(always)]
pub fn relative_diffusivity<R: Real>(wfps: R, porosity: R, field_capacity: R) -> R {
    let one = R::one();
    let water = wfps * porosity;
    let between = (water - field_capacity).max(R::zero());
    let inside = water.min(field_capacity);
    let filled = (water / field_capacity).min(one);
    let pores = porosity - field_capacity;
    let filled_between = (between / pores).min(one);
    let squared = |x: R| x * x;
    // x^(x/2 + 1.16), the exponent of random pores.
    let through = |x: R| x.powf(x * R::lit(0.5) + R::lit(1.16));

    let air_inside = (field_capacity - inside) / (field_capacity + one - porosity);
    let solid = one - through(pores);
    let air_between = pores - between;
    let open = through(air_between);
    let aggregates = squared(one - filled) * through(air_inside) * solid;
    let passing = air_between - open;
    let combined = (aggregates * passing / (R::lit(1e-6) + aggregates + passing)).max(R::zero());
    combined + squared(one - filled_between) * open
}
