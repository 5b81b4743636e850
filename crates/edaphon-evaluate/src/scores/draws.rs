//! Observations drawn anew within their standard deviation: x + s ε, neighbours erring together.
//!
//! ```text
//! ε(p) = √(2/K) Σ cos(kᵢ·p + φᵢ)      kᵢ normal with variance 1/L² in each direction, φᵢ even over a turn
//! ```
//!
//! p is the place in space (km), so that errors d apart correlate as exp(−d²/(2 L²)) along the chord (Rahimi and Recht 2007).

use rayon::prelude::*;

use super::{Compared, SEED};
use crate::observations::Observed;
use crate::random::Random;

/// Number of draws, and of waves that make one.
const DRAWS: u64 = 100;
const WAVES: usize = 48;
/// Radius of the Earth (km).
const EARTH: f64 = 6371.0;

/// Draws of a product in the cells of a model's run; none where it has no standard deviation.
pub(super) fn draws(product: &Observed, at: &Compared<'_>) -> Option<Vec<Vec<f64>>> {
    let sd = product.sd.as_ref()?;
    let [latitudes, longitudes] = at.places();
    let places: Vec<[f64; 3]> = latitudes.iter().zip(&longitudes).map(|(lat, lon)| place(*lat, *lon)).collect();
    let draw = |number| {
        let errors = field(&places, product.correlation_length, number);
        let value = |((x, sd), error): ((&f64, &f64), f64)| x + if sd.is_finite() { sd * error } else { 0.0 };
        product.cells.iter().zip(sd).zip(errors).map(value).collect()
    };
    Some((0..DRAWS).into_par_iter().map(draw).collect())
}

fn place(latitude: f64, longitude: f64) -> [f64; 3] {
    let (lat, lon) = (latitude.to_radians(), longitude.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()].map(|x| EARTH * x)
}

/// A field of errors with mean 0 and variance 1.
fn field(places: &[[f64; 3]], length: f64, number: u64) -> Vec<f64> {
    let mut random = Random::stream(SEED, number);
    let mut wave = || {
        let k = [random.normal(), random.normal(), random.normal()].map(|x| x / length);
        (k, std::f64::consts::TAU * random.share())
    };
    let waves: Vec<([f64; 3], f64)> = (0..WAVES).map(|_| wave()).collect();
    let height = |([a, b, c], phase): &([f64; 3], f64), [x, y, z]: &[f64; 3]| (a * x + b * y + c * z + phase).cos();
    let scale = (2.0 / WAVES as f64).sqrt();
    places.iter().map(|place| scale * waves.iter().map(|wave| height(wave, place)).sum::<f64>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_have_their_variance_and_their_correlation() {
        // 500 km along a meridian are 4.497 degrees; the far place is on the other side of the Earth.
        let places = [place(0.0, 20.0), place(4.497, 20.0), place(0.0, 200.0)];
        let draws: Vec<Vec<f64>> = (0..4000).map(|number| field(&places, 500.0, number)).collect();
        let mean = |of: &dyn Fn(&[f64]) -> f64| draws.iter().map(|draw| of(draw)).sum::<f64>() / draws.len() as f64;
        // Standard errors of 4000 draws: 0.016 of a mean, 0.022 of a variance or a covariance; four of them.
        assert!(mean(&|e| e[0]).abs() < 0.064 && (mean(&|e| e[0] * e[0]) - 1.0).abs() < 0.09);
        assert!((mean(&|e| e[0] * e[1]) - (-0.5_f64).exp()).abs() < 0.09);
        assert!(mean(&|e| e[0] * e[2]).abs() < 0.09);
        assert_eq!(field(&places, 500.0, 7), draws[7]);
    }
}
