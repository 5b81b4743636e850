//! Responses to acidity, dryness and sorption.

use edaphon_core::Real;

use super::flows::quotient;

/// 1/(1 + eˣ) (–), the logistic function falling in `x`.
#[inline(always)]
pub(crate) fn falling_logistic<R: Real>(x: R) -> R {
    R::one() / (R::one() + x.exp())
}

/// 1/(1 + 10ˣ) (–): the share of a dissolved acid or base whose pKa is `x` above pH, or below.
#[inline(always)]
pub(crate) fn dissociated<R: Real>(x: R) -> R {
    falling_logistic(R::lit(core::f64::consts::LN_10) * x)
}

/// Response to pH, π (–): exp(−((pH − pH_opt)/w)²).
#[inline(always)]
pub fn ph_response<R: Real>(ph: R, opt: R, width: R) -> R {
    let off = (ph - opt) / width;
    (-(off * off)).exp()
}

/// Response to drying, h (–): 1/(1 + exp(−s (W − W_d))), W the water-filled pore space.
#[inline(always)]
pub fn dryness_response<R: Real>(wfps: R, slope: R, half: R) -> R {
    falling_logistic(-slope * (wfps - half))
}

/// pKa of ammonium (–) at `temperature` (°C): 0.09018 + 2729.92/(T + 273.15).
///
/// Emerson et al. (1975, J. Fish. Res. Board Can. 32, 2379).
#[inline(always)]
pub fn ammonium_pka<R: Real>(temperature: R) -> R {
    R::lit(0.09018) + R::lit(2729.92) / (temperature + R::lit(273.15))
}

/// Share of ammoniacal nitrogen that is NH3 (–): 1/(1 + 10^(pKa − pH)).
#[inline(always)]
pub fn ammonia_share<R: Real>(pka: R, ph: R) -> R {
    dissociated(pka - ph)
}

/// Share of ammonium that is dissolved, f_s (–): θ_g/(θ_g + K_d).
///
/// θ_g is gravimetric water (kg kg⁻¹), K_d the sorbed per dissolved (L kg⁻¹). Dry soil without sorption counts as all sorbed.
#[inline(always)]
pub fn dissolved_share<R: Real>(gravimetric_water: R, sorption: R) -> R {
    let all = gravimetric_water + sorption;
    quotient(gravimetric_water, all)
}

/// Leaching of a dissolved substance, λ (d⁻¹): q/(1000 z θ), 0 where nothing drains.
///
/// `drainage` is q (mm d⁻¹), `water` θ z (m). Water that drains from dry soil would leach at an infinite rate: θ z counts as 1 µm at least.
#[inline(always)]
pub fn leaching_rate<R: Real>(drainage: R, water: R) -> R {
    drainage / (R::lit(1000.0) * water.max(R::lit(1e-6)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_have_their_limits() {
        assert_eq!(ph_response(6.5, 6.5, 2.2), 1.0);
        assert!((ph_response(8.7, 6.5, 2.2) - (-1.0_f64).exp()).abs() < 1e-15);
        assert_eq!(dryness_response(0.3, 15.0, 0.3), 0.5);
        assert!((dryness_response(0.0, 15.0, 0.3) - 0.011_f64).abs() < 1e-4);
        assert_eq!([dissolved_share(0.0, 0.0), dissolved_share(0.0, 2.7), dissolved_share(0.3, 0.0)], [0.0, 0.0, 1.0]);
        assert_eq!([leaching_rate(0.0, 0.0), leaching_rate(5.0, 0.1)], [0.0, 0.05]);
        // pKa 9.246 at 25 °C.
        assert!((ammonium_pka(25.0) - 9.2463_f64).abs() < 1e-4);
        assert_eq!(ammonia_share(9.0, 9.0), 0.5);
    }
}
