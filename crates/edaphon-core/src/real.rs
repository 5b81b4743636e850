//! The scalar that a model is written in.

use core::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

use crate::math;

/// A number that rate laws are written in: `f64`, a pack of cells ([`Lanes`](crate::Lanes)) or a value with its
/// derivatives ([`Dual`](crate::Dual)).
///
/// A comparison gives a [`Mask`](Real::Mask), and a branch is a [`select`](Real::select) that evaluates both sides,
/// because the cells of a pack may decide differently. `exp`, `ln` and `powf` are the project's own polynomials
/// without fused multiply-add: the same input gives the same bits alone, in a pack and on any machine.
pub trait Real:
    Copy
    + Send
    + Sync
    + 'static
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The outcome of a comparison, one truth per cell.
    type Mask: Copy + BitAnd<Output = Self::Mask> + BitOr<Output = Self::Mask> + Not<Output = Self::Mask>;

    /// The constant `x`, the same in every cell and with no derivative.
    fn lit(x: f64) -> Self;
    /// eˣ, relative error below 2e-16; 0 below −745, ∞ above 709.7.
    fn exp(self) -> Self;
    /// Natural logarithm, relative error below 2e-16; −∞ at 0, NaN below.
    fn ln(self) -> Self;
    /// Square root, correctly rounded; NaN below 0.
    fn sqrt(self) -> Self;
    /// self < other; false where either is NaN.
    fn lt(self, other: Self) -> Self::Mask;
    /// self ≤ other; false where either is NaN.
    fn le(self, other: Self) -> Self::Mask;
    /// self = other.
    fn same(self, other: Self) -> Self::Mask;
    /// `yes` where the mask is true, `no` elsewhere. Both are evaluated: keep both finite.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;

    /// 0.
    #[inline(always)]
    fn zero() -> Self {
        Self::lit(0.0)
    }
    /// 1.
    #[inline(always)]
    fn one() -> Self {
        Self::lit(1.0)
    }
    /// self > other.
    #[inline(always)]
    fn gt(self, other: Self) -> Self::Mask {
        other.lt(self)
    }
    /// self ≥ other.
    #[inline(always)]
    fn ge(self, other: Self) -> Self::Mask {
        other.le(self)
    }
    /// The larger of two; `self` where they are equal or `other` is NaN.
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self::select(self.lt(other), other, self)
    }
    /// The smaller of two; `self` where they are equal or `other` is NaN.
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self::select(other.lt(self), other, self)
    }
    /// min(high, max(low, self)).
    #[inline(always)]
    fn clip(self, low: Self, high: Self) -> Self {
        self.max(low).min(high)
    }
    /// |self|.
    #[inline(always)]
    fn abs(self) -> Self {
        Self::select(self.lt(Self::zero()), -self, self)
    }
    /// selfʸ for self ≥ 0, as exp(y ln self): 0 at 0 (for y > 0), relative error below 1e-14 for |y ln self| < 60.
    /// A base below 0, such as a difference of rounding size, counts as 0.
    #[inline(always)]
    fn powf(self, y: Self) -> Self {
        let tiny = Self::lit(f64::MIN_POSITIVE);
        let positive = self.gt(tiny);
        let power = (y * Self::select(positive, self, Self::one()).ln()).exp();
        Self::select(positive, power, Self::select(y.same(Self::zero()), Self::one(), Self::zero()))
    }
}

/// 1/a, 1/b, 1/c and 1/d for the price of one division, each within a few units in the last place.
///
/// Their product has to be a normal number, and none may be 0: one that is spoils all four.
#[inline(always)]
pub fn reciprocals<R: Real>([a, b, c, d]: [R; 4]) -> [R; 4] {
    let (ab, cd) = (a * b, c * d);
    let inverse = R::one() / (ab * cd);
    let (of_ab, of_cd) = (inverse * cd, inverse * ab);
    [of_ab * b, of_ab * a, of_cd * d, of_cd * c]
}

/// 1/a and 1/b for the price of one division; see [`reciprocals`].
#[inline(always)]
pub fn two_reciprocals<R: Real>(a: R, b: R) -> [R; 2] {
    let inverse = R::one() / (a * b);
    [inverse * b, inverse * a]
}

impl Real for f64 {
    type Mask = bool;

    #[inline(always)]
    fn lit(x: f64) -> Self {
        x
    }
    #[inline(always)]
    fn exp(self) -> Self {
        math::exp([self])[0]
    }
    #[inline(always)]
    fn ln(self) -> Self {
        math::ln([self])[0]
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        f64::sqrt(self)
    }
    #[inline(always)]
    fn lt(self, other: Self) -> bool {
        self < other
    }
    #[inline(always)]
    fn le(self, other: Self) -> bool {
        self <= other
    }
    #[inline(always)]
    fn same(self, other: Self) -> bool {
        self == other
    }
    #[inline(always)]
    fn select(mask: bool, yes: Self, no: Self) -> Self {
        if mask { yes } else { no }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_divisions_are_as_good_as_single_ones() {
        let numbers = [3.7e-10, 0.015, 812.3, 1.1e-4];
        for (x, inverse) in numbers.iter().zip(reciprocals(numbers)) {
            assert!((inverse * x - 1.0).abs() < 1e-15);
        }
        let [a, b] = two_reciprocals(7.0, 1e-9);
        assert!((a * 7.0 - 1.0).abs() < 1e-15 && (b * 1e-9 - 1.0).abs() < 1e-15);
    }
}
