//! A pack of values, each with its exact derivative along one direction.

use core::ops::{Add, Div, Mul, Neg, Sub};

use crate::lanes::LaneMask;
use crate::{Lanes, Real};

/// `N` values side by side, each with one derivative (forward mode): eight directions of one cell, or one of eight cells.
///
/// The value is computed by the operations of [`Lanes`], bit for bit. Comparisons look at the value alone; where two branches of
/// a model meet, the derivative is that of the side taken. A Jacobian of a day takes less time in this form than with
/// [`Dual`](crate::Dual): value and derivative are whole registers, and both are what the rate laws are compiled for in packs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tangent<const N: usize> {
    /// The value.
    pub value: Lanes<N>,
    /// Its derivative along the direction of the lane.
    pub slope: Lanes<N>,
}

impl<const N: usize> Tangent<N> {
    #[inline(always)]
    fn new(value: Lanes<N>, slope: Lanes<N>) -> Self {
        Self { value, slope }
    }
}

impl<const N: usize> Add for Tangent<N> {
    type Output = Self;
    #[inline(always)]
    fn add(self, o: Self) -> Self {
        Self::new(self.value + o.value, self.slope + o.slope)
    }
}

impl<const N: usize> Sub for Tangent<N> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, o: Self) -> Self {
        Self::new(self.value - o.value, self.slope - o.slope)
    }
}

impl<const N: usize> Mul for Tangent<N> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, o: Self) -> Self {
        Self::new(self.value * o.value, self.slope * o.value + self.value * o.slope)
    }
}

impl<const N: usize> Div for Tangent<N> {
    type Output = Self;
    #[inline(always)]
    fn div(self, o: Self) -> Self {
        let value = self.value / o.value;
        Self::new(value, (self.slope - value * o.slope) / o.value)
    }
}

impl<const N: usize> Neg for Tangent<N> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self::new(-self.value, -self.slope)
    }
}

impl<const N: usize> Real for Tangent<N> {
    type Mask = LaneMask<N>;

    #[inline(always)]
    fn lit(x: f64) -> Self {
        Self::new(Lanes::lit(x), Lanes::lit(0.0))
    }
    #[inline(always)]
    fn exp(self) -> Self {
        let value = self.value.exp();
        Self::new(value, self.slope * value)
    }
    #[inline(always)]
    fn ln(self) -> Self {
        Self::new(self.value.ln(), self.slope / self.value)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        let value = self.value.sqrt();
        // At 0 the derivative is infinite; a pool or a share that starts at 0 stays usable with 0.
        let positive = value.gt(Lanes::lit(0.0));
        let safe = Lanes::select(positive, value, Lanes::lit(1.0));
        Self::new(value, Lanes::select(positive, self.slope * Lanes::lit(0.5) / safe, Lanes::lit(0.0)))
    }
    #[inline(always)]
    fn lt(self, other: Self) -> LaneMask<N> {
        self.value.lt(other.value)
    }
    #[inline(always)]
    fn le(self, other: Self) -> LaneMask<N> {
        self.value.le(other.value)
    }
    #[inline(always)]
    fn same(self, other: Self) -> LaneMask<N> {
        self.value.same(other.value)
    }
    #[inline(always)]
    fn select(mask: LaneMask<N>, yes: Self, no: Self) -> Self {
        Self::new(Lanes::select(mask, yes.value, no.value), Lanes::select(mask, yes.slope, no.slope))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dual;

    #[test]
    fn derivatives_are_those_of_dual_numbers() {
        fn law<R: Real>(x: R, y: R) -> R {
            let peak = (x * y).exp() / x + (x + y).ln() - (-y).exp() * x.sqrt();
            R::select(x.lt(y), peak, peak + x.powf(y)).max(R::lit(-3.0))
        }
        let numbers = [0.3, 1.7, 0.9, 4.2];
        let [x, y] = [numbers, [1.7, 0.3, 1.1, 0.2]].map(Lanes);
        let by_x = law(Tangent { value: x, slope: Lanes::lit(1.0) }, Tangent { value: y, slope: Lanes::lit(0.0) });
        for lane in 0..4 {
            let dual = law(Dual::<2>::input(x.0[lane], 0), Dual::input(y.0[lane], 1));
            assert_eq!(by_x.value.0[lane].to_bits(), dual.value.to_bits());
            assert!((by_x.slope.0[lane] - dual.partials[0]).abs() < 1e-14 * dual.partials[0].abs());
        }
    }
}
