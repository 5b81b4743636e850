//! Temperature.

use edaphon_core::Real;

/// Lowest temperature at which anything decays (°C).
const LOWEST: f64 = -5.0;

/// Rate modifier for temperature, a (–): 1 near 9.3 °C, 0 in frozen soil.
///
/// ```text
/// a = 47.91 / (1 + exp(106.06 / (T + 18.27)))      T ≥ −5 °C
/// a = 0                                            otherwise
/// ```
///
/// `air_temperature` is the monthly mean T (°C). At exactly −5 °C the formula holds, a = 0.0162: the jump there is that of the published
/// code. Older texts round the constants to 47.9, 106 and 18.3.
#[inline(always)]
pub fn temperature_modifier<R: Real>(air_temperature: R) -> R {
    let t = air_temperature;
    let frozen = t.lt(R::lit(LOWEST));
    // Both sides of a branch are evaluated: the denominator stays away from 0.
    let thawed = R::select(frozen, R::zero(), t);
    let a = R::lit(47.91) / (R::one() + (R::lit(106.06) / (thawed + R::lit(18.27))).exp());
    R::select(frozen, R::zero(), a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_values_are_met() {
        assert_eq!([-5.000001, -18.27, -18.3, -60.0].map(temperature_modifier), [0.0; 4]);
        assert!((temperature_modifier(-5.0) - 0.016188).abs() < 5e-7);
        assert!((temperature_modifier(9.29) - 1.0_f64).abs() < 1e-3);
        // 47.91 / (1 + e^(106.06/46.27)), by hand.
        assert!((temperature_modifier(28.0) - 4.40).abs() < 5e-3);
    }
}
