//! Exponential and logarithm of a pack of numbers, without fused multiply-add.
//!
//! Written as loops over the pack, so that the compiler turns each into the vector instructions of whatever target the
//! calling block driver is compiled for. A pack of one gives the same bits as a pack of eight.

use core::f64::consts::LOG2_E;

/// ln 2 in two parts: the first has 21 trailing zero bits, so k·LN2_HIGH is exact.
const LN2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
const LN2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);
/// 1.5·2⁵²: adding it rounds to the nearest integer and leaves that integer in the low bits.
const ROUND: f64 = 6_755_399_441_055_744.0;

#[inline(always)]
fn each<const N: usize>(x: [f64; N], f: impl Fn(f64) -> f64) -> [f64; N] {
    let mut y = [0.0; N];
    for i in 0..N {
        y[i] = f(x[i]);
    }
    y
}

/// eˣ for each of the pack: x = k ln 2 + r, |r| ≤ ln 2 / 2, Taylor polynomial of degree 13 in Estrin's order, 2ᵏ in two factors.
#[inline(always)]
pub(crate) fn exp<const N: usize>(x: [f64; N]) -> [f64; N] {
    each(x, exp_one)
}

#[inline(always)]
fn exp_one(x: f64) -> f64 {
    // The order of the two selections lets NaN through.
    let clamped = if x < -746.0 { -746.0 } else { x };
    let clamped = if clamped > 710.0 { 710.0 } else { clamped };
    let shifted = clamped * LOG2_E + ROUND;
    let k = shifted - ROUND;
    let r = (clamped - k * LN2_HIGH) - k * LN2_LOW;
    let poly = exp_polynomial(r);
    // 2ᵏ = 2^(k/2) · 2^(k − k/2): neither factor leaves the range of normal numbers.
    let half = (k * 0.5 + ROUND) - ROUND;
    (poly * power_of_two(half)) * power_of_two(k - half)
}

#[inline(always)]
fn exp_polynomial(r: f64) -> f64 {
    const C: [f64; 14] = [
        1.0,
        1.0,
        1.0 / 2.0,
        1.0 / 6.0,
        1.0 / 24.0,
        1.0 / 120.0,
        1.0 / 720.0,
        1.0 / 5040.0,
        1.0 / 40320.0,
        1.0 / 362_880.0,
        1.0 / 3_628_800.0,
        1.0 / 39_916_800.0,
        1.0 / 479_001_600.0,
        1.0 / 6_227_020_800.0,
    ];
    let r2 = r * r;
    let r4 = r2 * r2;
    let r8 = r4 * r4;
    let low = (C[2] + r * C[3]) * r2 + ((C[4] + r * C[5]) + (C[6] + r * C[7]) * r2) * r4;
    let high = ((C[8] + r * C[9]) + (C[10] + r * C[11]) * r2) + (C[12] + r * C[13]) * r4;
    // 1 + r is added last: the small terms then cost no accuracy.
    C[0] + (r + (low + high * r8))
}

/// 2ᵏ for a whole number k of −1022 to 1023.
#[inline(always)]
fn power_of_two(k: f64) -> f64 {
    // The low bits of k + ROUND hold k in two's complement; 1023 is the bias of the exponent.
    f64::from_bits(((k + ROUND).to_bits().wrapping_add(1023)) << 52)
}

/// ln x for each of the pack, by fdlibm's method: x = 2ᵏ m, √½ ≤ m < √2, s = (m − 1)/(m + 1).
#[inline(always)]
pub(crate) fn ln<const N: usize>(x: [f64; N]) -> [f64; N] {
    each(x, ln_one)
}

#[inline(always)]
fn ln_one(x: f64) -> f64 {
    const SUBNORMAL_SCALE: f64 = 18_014_398_509_481_984.0; // 2⁵⁴
    let subnormal = x < f64::MIN_POSITIVE;
    let scaled = if subnormal { x * SUBNORMAL_SCALE } else { x };
    let bits = scaled.to_bits();
    // Offset so that the mantissa wraps at √½ and not at 1.
    let offset = bits.wrapping_sub(0x3fe6_a09e_667f_3bcd);
    let mantissa = (offset & 0x000f_ffff_ffff_ffff).wrapping_add(0x3fe6_a09e_667f_3bcd);
    // The exponent as a float without an integer conversion, which SSE2 and AVX2 lack.
    let biased =
        f64::from_bits(((offset >> 52) ^ 0x800) & 0xfff | 0x4330_0000_0000_0000) - (4_503_599_627_370_496.0 + 2048.0);
    let k = if subnormal { biased - 54.0 } else { biased };
    let finite = ln_polynomial(f64::from_bits(mantissa), k);
    let special = if x == 0.0 { f64::NEG_INFINITY } else { f64::NAN };
    let answer = if x > 0.0 { finite } else { special };
    if x == f64::INFINITY { x } else { answer }
}

#[inline(always)]
fn ln_polynomial(m: f64, k: f64) -> f64 {
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (0.399_999_999_994_094_2 + w * (0.222_221_984_321_497_84 + w * 0.153_138_376_992_093_73));
    let odd = z
        * (0.666_666_666_666_673_5
            + w * (0.285_714_287_436_623_9 + w * (0.181_835_721_616_180_5 + w * 0.147_981_986_051_165_86)));
    let half_square = 0.5 * f * f;
    let tail = s * (half_square + (odd + even)) + k * LN2_LOW;
    k * LN2_HIGH - ((half_square - tail) - f)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worst(points: impl Iterator<Item = f64>, ours: fn([f64; 1]) -> [f64; 1], std: fn(f64) -> f64) -> f64 {
        points.map(|x| ((ours([x])[0] - std(x)) / std(x)).abs()).fold(0.0, f64::max)
    }

    /// The standard library's functions are within 1.1e-16 of the truth, so 3e-16 apart means within 2e-16 or so of it.
    #[test]
    fn exp_and_ln_are_accurate() {
        let spread = |low: f64, high: f64| (0..200_000).map(move |i| low + (high - low) * f64::from(i) / 199_999.0);
        assert!(worst(spread(-700.0, 700.0), exp, f64::exp) < 3.3e-16);
        assert!(worst(spread(-1.0, 1.0), exp, f64::exp) < 3.3e-16);
        assert!(worst(spread(0.5, 2.0).filter(|x| (x - 1.0).abs() > 1e-9), ln, f64::ln) < 3.3e-16);
        assert!(worst(spread(-690.0, 690.0).map(f64::exp), ln, f64::ln) < 3.3e-16);
    }

    #[test]
    fn limits_are_kept() {
        assert_eq!(exp([0.0, f64::NEG_INFINITY, f64::INFINITY, -800.0]), [1.0, 0.0, f64::INFINITY, 0.0]);
        assert!(exp([f64::NAN])[0].is_nan() && ln([f64::NAN])[0].is_nan() && ln([-1.0])[0].is_nan());
        assert_eq!(ln([1.0, 0.0, f64::INFINITY]), [0.0, f64::NEG_INFINITY, f64::INFINITY]);
        assert!((exp([-740.0])[0] / f64::exp(-740.0) - 1.0).abs() < 0.1, "subnormal results stay near");
        assert!((ln([5e-320])[0] / 5e-320_f64.ln() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn a_pack_has_the_bits_of_its_members() {
        let x: [f64; 8] = std::array::from_fn(|i| (i as f64 - 3.7) * 11.3);
        for i in 0..8 {
            assert_eq!(exp(x)[i].to_bits(), exp([x[i]])[0].to_bits());
            assert_eq!(ln(x)[i].to_bits(), ln([x[i]])[0].to_bits());
        }
    }
}
