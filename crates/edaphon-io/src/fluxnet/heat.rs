//! Soil temperature below a surface of known temperature: heat conduction in a uniform half space.
//!
//! ```text
//! ∂T/∂t = κ ∂²T/∂z²,   T(0, t) = T̄ + Σ A_n cos(ω_n t + φ_n)
//! T(z, t) = T̄ + Σ A_n exp(−z/d_n) cos(ω_n t + φ_n − z/d_n),   d_n = √(2κ/ω_n)
//! ```
//!
//! This is the exact response (Carslaw & Jaeger 1959, *Conduction of Heat in Solids*, §2.6) to a record that repeats itself;
//! every harmonic of the record from its length down to two days is damped and delayed on its own. Depth z is in m,
//! positive down, κ in m² s⁻¹. A year's wave reaches d = 2.0 m for κ = 0.4·10⁻⁶, a ten-day one 0.33 m.

use std::f64::consts::{PI, TAU};

const SECONDS_PER_DAY: f64 = 86_400.0;
/// Harmonics damped below this share of their amplitude are left out.
const NEGLIGIBLE: f64 = 1e-12;

/// A uniform soil under a surface that snow may insulate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HalfSpace {
    /// Thermal diffusivity κ (m² s⁻¹). Moist mineral soils have 0.2 to 0.8·10⁻⁶, peat 0.1·10⁻⁶ (Campbell & Norman 1998,
    /// *An Introduction to Environmental Biophysics*, ch. 8).
    pub diffusivity: f64,
    /// Surface temperature below 0 °C as a share of air temperature (–): the n-factor of freezing, near 1 on bare ground
    /// and 0.2 to 0.6 under snow (Smith & Riseborough 2002, Permafrost and Periglacial Processes 13, 1–15).
    pub freezing_n_factor: f64,
}

impl Default for HalfSpace {
    fn default() -> Self {
        Self { diffusivity: 0.4e-6, freezing_n_factor: 0.3 }
    }
}

impl HalfSpace {
    /// Temperature of the surface under air of `air_temperature` (°C): frost is damped, the rest taken over.
    pub fn surface(&self, air_temperature: f64) -> f64 {
        if air_temperature < 0.0 { self.freezing_n_factor * air_temperature } else { air_temperature }
    }
}

/// Daily temperatures (°C) at `depths` below a place where they are `series`, in soil of `diffusivity` (m² s⁻¹).
pub fn conducted(series: &[f64], depths: &[f64], diffusivity: f64) -> Vec<Vec<f64>> {
    let days = series.len();
    if days == 0 {
        return vec![Vec::new(); depths.len()];
    }
    let mean = series.iter().sum::<f64>() / days as f64;
    let circle = circle(days);
    let mut results = vec![vec![mean; days]; depths.len()];
    for harmonic in 1..=days / 2 {
        let frequency = TAU * harmonic as f64 / (days as f64 * SECONDS_PER_DAY);
        let damping_depth = (2.0 * diffusivity / frequency).sqrt();
        let reaches = |depth: f64| (-depth / damping_depth).exp() > NEGLIGIBLE;
        if !depths.iter().any(|&z| reaches(z)) {
            break;
        }
        let (a, b) = coefficients(series, harmonic, &circle);
        for (result, &depth) in results.iter_mut().zip(depths).filter(|(_, z)| reaches(**z)) {
            add_harmonic(result, (a, b), harmonic, depth / damping_depth, &circle);
        }
    }
    results
}

/// Cosine and sine of each of `days` equal steps around the circle.
fn circle(days: usize) -> Vec<(f64, f64)> {
    let angle = |k: usize| 2.0 * PI * k as f64 / days as f64;
    (0..days).map(|k| (angle(k).cos(), angle(k).sin())).collect()
}

/// Amplitudes of cosine and sine of one harmonic.
fn coefficients(series: &[f64], harmonic: usize, circle: &[(f64, f64)]) -> (f64, f64) {
    let days = series.len();
    let (mut a, mut b, mut at) = (0.0, 0.0, 0);
    for value in series {
        let (cosine, sine) = circle[at];
        a += value * cosine;
        b += value * sine;
        at += harmonic;
        at -= if at >= days { days } else { 0 };
    }
    // The shortest wave of an even number of days is its own mirror image.
    let share = if 2 * harmonic == days { 1.0 } else { 2.0 } / days as f64;
    (a * share, b * share)
}

/// Adds `exp(−x) (a cos(ωt − x) + b sin(ωt − x))`.
fn add_harmonic(result: &mut [f64], (a, b): (f64, f64), harmonic: usize, x: f64, circle: &[(f64, f64)]) {
    let damping = (-x).exp();
    let (sine, cosine) = x.sin_cos();
    let (c, s) = (damping * (a * cosine - b * sine), damping * (a * sine + b * cosine));
    let mut at = 0;
    for value in result.iter_mut() {
        let (cosine, sine) = circle[at];
        *value += c * cosine + s * sine;
        at += harmonic;
        at -= if at >= circle.len() { circle.len() } else { 0 };
    }
}
