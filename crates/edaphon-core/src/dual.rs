//! A value that carries its exact derivatives.

use core::ops::{Add, Div, Mul, Neg, Sub};

use crate::Real;

/// A value and its partial derivatives with respect to `P` chosen inputs (forward mode).
///
/// The value is an `f64`, or with `R` = [`Lanes`](crate::Lanes) a pack of cells, each with its own derivatives. Comparisons look at
/// the value alone; where two branches of a model meet, the derivative is that of the side taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dual<const P: usize, R = f64> {
    /// The value.
    pub value: R,
    /// Its partial derivatives.
    pub partials: [R; P],
}

impl<const P: usize, R: Real> Dual<P, R> {
    /// Input number `index`: its derivative with respect to itself is 1.
    pub fn input(value: R, index: usize) -> Self {
        let mut partials = [R::zero(); P];
        partials[index] = R::one();
        Self { value, partials }
    }

    /// f(self) by the chain rule, `slope` being f′(self).
    #[inline(always)]
    fn chain(self, value: R, slope: R) -> Self {
        let mut partials = self.partials;
        for p in &mut partials {
            *p = *p * slope;
        }
        Self { value, partials }
    }

    /// f(self, other), given both partial derivatives of f.
    #[inline(always)]
    fn chain_two(self, other: Self, value: R, slope: R, other_slope: R) -> Self {
        self.zip(other, value, |a, b| slope * a + other_slope * b)
    }

    /// The same rule on the derivatives of two numbers, one by one.
    #[inline(always)]
    fn zip(self, other: Self, value: R, rule: impl Fn(R, R) -> R) -> Self {
        let mut partials = [R::zero(); P];
        for i in 0..P {
            partials[i] = rule(self.partials[i], other.partials[i]);
        }
        Self { value, partials }
    }
}

/// A number without derivatives.
impl<const P: usize, R: Real> From<R> for Dual<P, R> {
    #[inline(always)]
    fn from(value: R) -> Self {
        Self { value, partials: [R::zero(); P] }
    }
}

impl<const P: usize, R: Real> Add for Dual<P, R> {
    type Output = Self;
    #[inline(always)]
    fn add(self, o: Self) -> Self {
        self.zip(o, self.value + o.value, |a, b| a + b)
    }
}

impl<const P: usize, R: Real> Sub for Dual<P, R> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, o: Self) -> Self {
        self.zip(o, self.value - o.value, |a, b| a - b)
    }
}

impl<const P: usize, R: Real> Mul for Dual<P, R> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, o: Self) -> Self {
        self.chain_two(o, self.value * o.value, o.value, self.value)
    }
}

impl<const P: usize, R: Real> Div for Dual<P, R> {
    type Output = Self;
    #[inline(always)]
    fn div(self, o: Self) -> Self {
        let value = self.value / o.value;
        self.chain_two(o, value, R::one() / o.value, -value / o.value)
    }
}

impl<const P: usize, R: Real> Neg for Dual<P, R> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.chain(-self.value, R::lit(-1.0))
    }
}

impl<const P: usize, R: Real> Real for Dual<P, R> {
    type Mask = R::Mask;

    #[inline(always)]
    fn lit(x: f64) -> Self {
        R::lit(x).into()
    }
    #[inline(always)]
    fn exp(self) -> Self {
        let value = self.value.exp();
        self.chain(value, value)
    }
    #[inline(always)]
    fn ln(self) -> Self {
        self.chain(self.value.ln(), R::one() / self.value)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        let value = self.value.sqrt();
        // At 0 the derivative is infinite; a pool or a share that starts at 0 stays usable with 0.
        let positive = value.gt(R::zero());
        let slope = R::lit(0.5) / R::select(positive, value, R::one());
        self.chain(value, R::select(positive, slope, R::zero()))
    }
    #[inline(always)]
    fn lt(self, other: Self) -> R::Mask {
        self.value.lt(other.value)
    }
    #[inline(always)]
    fn le(self, other: Self) -> R::Mask {
        self.value.le(other.value)
    }
    #[inline(always)]
    fn same(self, other: Self) -> R::Mask {
        self.value.same(other.value)
    }
    #[inline(always)]
    fn select(mask: R::Mask, yes: Self, no: Self) -> Self {
        yes.zip(no, R::select(mask, yes.value, no.value), |a, b| R::select(mask, a, b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lanes;

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

    #[test]
    fn a_pack_of_duals_has_the_bits_of_its_members() {
        fn law<R: Real>(x: R, y: R) -> R {
            let peak = (x * y).exp() / x + (x + y).ln() - (-y).exp() * x.sqrt();
            R::select(x.lt(y), peak, peak + x.powf(y)).max(R::lit(-3.0))
        }
        let [x, y] = [[0.3, 1.7, 0.9, 4.2], [1.7, 0.3, 1.1, 0.2]];
        let pack: Dual<2, Lanes<4>> = law(Dual::input(Lanes(x), 0), Dual::input(Lanes(y), 1));
        for lane in 0..4 {
            let alone: Dual<2> = law(Dual::input(x[lane], 0), Dual::input(y[lane], 1));
            assert_eq!(pack.value.0[lane].to_bits(), alone.value.to_bits());
            let partials = pack.partials.map(|p| p.0[lane].to_bits());
            assert_eq!(partials, alone.partials.map(f64::to_bits));
        }
    }
}
