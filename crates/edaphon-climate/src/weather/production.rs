//! Gross primary production of a day.
//!
//! ```text
//! G   = P Q f_T f_W (1 − 0.12 z_r) f(y)                        (g C m⁻² d⁻¹)
//! Q   = h sin φ sin δ + cos φ cos δ sin h                       light above the air, 1 at the equator at an equinox (–)
//! h   = arccos(−tan φ tan δ)                                    half the day (rad)
//! f_T = exp(−((T − T_opt)/13)²) · ½ (1 + u/√(1 + u²)),  u = (T − 2)/2.5       temperature (–)
//! f_W = W²/(W² + 0.25²)                                         wetness further down (–)
//! ```
//!
//! P and T_opt are [normals](crate::normals::production), T air temperature, z_r the number drawn for today's rain, which clouds the sky, and
//! f(y) is that of the [scenario](crate::scenario). Every factor but Q is above 0, and Q is 0 in polar night alone: there is some
//! production wherever the vegetation has any.

use edaphon_core::Real;

use super::Calendar;
use crate::angles;
use crate::normals::Normals;

/// Light above the air, Q (–).
#[inline(always)]
pub fn light<R: Real>(normal: &Normals<R>, today: &Calendar) -> R {
    let up = normal.sine * R::lit(today.declination_sine);
    let across = normal.cosine * R::lit(today.declination_cosine);
    let cosine = (-up / across).clip(R::lit(-1.0), R::one());
    let half_day = angles::arc_cosine(cosine);
    let sine = (R::one() - cosine * cosine).sqrt();
    (half_day * up + across * sine).max(R::zero())
}

/// G without the change of the years (g C m⁻² d⁻¹).
#[inline(always)]
pub fn gross<R: Real>(normal: &Normals<R>, light: R, celsius: R, wetness: R, cloud: R) -> R {
    let bright = R::one() - R::lit(0.12) * cloud;
    normal.production * light * temperature_factor(celsius, normal.optimum) * wetness_factor(wetness) * bright
}

/// f_T (–): near 1 at the optimum, falling away to both sides and below frost.
#[inline(always)]
pub fn temperature_factor<R: Real>(celsius: R, optimum: R) -> R {
    let off = (celsius - optimum) * R::lit(1.0 / 13.0);
    let u = (celsius - R::lit(2.0)) * R::lit(0.4);
    let thawed = R::lit(0.5) * (R::one() + u / (R::one() + u * u).sqrt());
    (-(off * off)).exp() * thawed
}

/// f_W (–): ½ at a wetness of 0.25.
#[inline(always)]
pub fn wetness_factor<R: Real>(wetness: R) -> R {
    let square = wetness * wetness;
    square / (square + R::lit(0.0625))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_have_their_limits() {
        assert!((temperature_factor(20.0_f64, 20.0) - 0.995).abs() < 0.01);
        assert!((temperature_factor(2.0_f64, 15.0) - 0.5 * (-1.0_f64).exp()).abs() < 1e-12);
        let frost = temperature_factor(-20.0_f64, 12.0);
        assert!(frost > 0.0 && frost < 1e-3);
        assert!((wetness_factor(0.25_f64) - 0.5).abs() < 1e-12 && wetness_factor(0.03_f64) > 0.01);
    }
}
