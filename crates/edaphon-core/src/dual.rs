//! A value that carries its exact derivatives.

use core::ops::{Add, Div, Mul, Neg, Sub};

use crate::Real;

/// A value and its partial derivatives with respect to `P` chosen inputs (forward mode).
///
/// Comparisons look at the value alone; where two branches of a model meet, the derivative is that of the side taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dual<const P: usize> {
    /// The value.
    pub value: f64,
    /// Its partial derivatives.
    pub partials: [f64; P],
}

impl<const P: usize> Dual<P> {
    /// Input number `index`: its derivative with respect to itself is 1.
    pub fn input(value: f64, index: usize) -> Self {
        let mut partials = [0.0; P];
        partials[index] = 1.0;
        Self { value, partials }
    }

    /// f(self) by the chain rule, `slope` being f′(self).
    #[inline(always)]
    fn chain(self, value: f64, slope: f64) -> Self {
        let mut partials = self.partials;
        for p in &mut partials {
            *p *= slope;
        }
        Self { value, partials }
    }

    /// f(self, other), given both partial derivatives of f.
    #[inline(always)]
    fn chain_two(self, other: Self, value: f64, slope: f64, other_slope: f64) -> Self {
        let mut partials = [0.0; P];
        for i in 0..P {
            partials[i] = slope * self.partials[i] + other_slope * other.partials[i];
        }
        Self { value, partials }
    }
}

impl<const P: usize> Add for Dual<P> {
    type Output = Self;
    #[inline(always)]
    fn add(self, o: Self) -> Self {
        self.chain_two(o, self.value + o.value, 1.0, 1.0)
    }
}

impl<const P: usize> Sub for Dual<P> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, o: Self) -> Self {
        self.chain_two(o, self.value - o.value, 1.0, -1.0)
    }
}

impl<const P: usize> Mul for Dual<P> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, o: Self) -> Self {
        self.chain_two(o, self.value * o.value, o.value, self.value)
    }
}

impl<const P: usize> Div for Dual<P> {
    type Output = Self;
    #[inline(always)]
    fn div(self, o: Self) -> Self {
        let value = self.value / o.value;
        self.chain_two(o, value, 1.0 / o.value, -value / o.value)
    }
}

impl<const P: usize> Neg for Dual<P> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.chain(-self.value, -1.0)
    }
}

impl<const P: usize> Real for Dual<P> {
    type Mask = bool;

    #[inline(always)]
    fn lit(x: f64) -> Self {
        Self { value: x, partials: [0.0; P] }
    }
    #[inline(always)]
    fn exp(self) -> Self {
        let value = Real::exp(self.value);
        self.chain(value, value)
    }
    #[inline(always)]
    fn ln(self) -> Self {
        self.chain(Real::ln(self.value), 1.0 / self.value)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        let value = self.value.sqrt();
        // At 0 the derivative is infinite; a pool or a share that starts at 0 stays usable with 0.
        self.chain(value, if value > 0.0 { 0.5 / value } else { 0.0 })
    }
    #[inline(always)]
    fn lt(self, other: Self) -> bool {
        self.value < other.value
    }
    #[inline(always)]
    fn le(self, other: Self) -> bool {
        self.value <= other.value
    }
    #[inline(always)]
    fn same(self, other: Self) -> bool {
        self.value == other.value
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
    fn derivatives_follow_the_rules_of_calculus() {
        let x = Dual::<2>::input(1.7, 0);
        let y = Dual::<2>::input(0.3, 1);
        let f = (x * y).exp() / x + (x + y).ln() - (-y).exp() * x.sqrt();
        let (a, b) = (1.7_f64, 0.3_f64);
        let e = (a * b).exp();
        let by_x = (b * e * a - e) / (a * a) + 1.0 / (a + b) - (-b).exp() * 0.5 / a.sqrt();
        let by_y = e + 1.0 / (a + b) + (-b).exp() * a.sqrt();
        assert!((f.partials[0] - by_x).abs() < 1e-14 && (f.partials[1] - by_y).abs() < 1e-14);
        assert!((x.powf(y).partials[1] - a.powf(b) * a.ln()).abs() < 1e-14);
    }
}
