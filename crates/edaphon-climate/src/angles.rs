//! Cosine and arc cosine from the arithmetic of [`Real`] alone: the same bits on every machine.

use std::f64::consts::{PI, TAU};

use edaphon_core::Real;

/// 1.5·2⁵²: adding it and taking it away rounds to the nearest whole number.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// cos(2πx) for x in turns (–), within 1e-9.
#[inline(always)]
pub(crate) fn cosine<R: Real>(turns: R) -> R {
    let whole = (turns + R::lit(ROUND)) - R::lit(ROUND);
    // cos(2πr) = sin(2π(¼ − |r|)): an odd polynomial on ±π/2.
    let y = (R::lit(0.25) - (turns - whole).abs()) * R::lit(TAU);
    let y2 = y * y;
    let mut sum = R::zero();
    for divisor in [-156.0, -110.0, -72.0, -42.0, -20.0, -6.0] {
        sum = (R::one() + sum) * y2 * R::lit(1.0 / divisor);
    }
    y * (R::one() + sum)
}

/// sin(2πx) for x in turns (–), within 1e-9.
#[inline(always)]
pub(crate) fn sine<R: Real>(turns: R) -> R {
    cosine(turns - R::lit(0.25))
}

/// arccos x (rad), x clipped to ±1, within 3e-8: Abramowitz & Stegun (1964), 4.4.46.
#[inline(always)]
pub(crate) fn arc_cosine<R: Real>(x: R) -> R {
    const C: [f64; 8] = [
        -0.001_262_491_1,
        0.006_670_090_1,
        -0.017_088_125_6,
        0.030_891_881_0,
        -0.050_174_304_6,
        0.088_978_987_4,
        -0.214_598_801_6,
        1.570_796_305_0,
    ];
    let a = x.abs().min(R::one());
    let polynomial = C[1..].iter().fold(R::lit(C[0]), |sum, c| sum * a + R::lit(*c));
    let angle = (R::one() - a).sqrt() * polynomial;
    R::select(x.lt(R::zero()), R::lit(PI) - angle, angle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn angles_agree_with_the_standard_library() {
        for i in -4000..=4000 {
            let x = f64::from(i) / 1000.0;
            assert!((cosine(x) - (TAU * x).cos()).abs() < 1e-9, "{x}");
            assert!((sine(x) - (TAU * x).sin()).abs() < 1e-9, "{x}");
            let y = (x / 4.0).clamp(-1.0, 1.0);
            assert!((arc_cosine(y) - y.acos()).abs() < 3e-8, "{y}");
        }
        assert!(arc_cosine(2.0_f64).abs() < 1e-12 && (arc_cosine(-2.0_f64) - PI).abs() < 1e-12);
    }
}
