//! A pack of cells that moves through a model together.

use core::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

use crate::{Real, math};

/// `N` cells side by side, one number each; eight of them fill one AVX-512 register.
///
/// Plain loops over an array: the block driver that calls a model is compiled for several instruction sets, and
/// everything here is inlined into it. Arithmetic is that of `f64`, so a lane has the bits of the cell run alone.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
pub struct Lanes<const N: usize>(pub [f64; N]);

/// One truth per lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaneMask<const N: usize>(pub [bool; N]);

impl<const N: usize> Default for Lanes<N> {
    fn default() -> Self {
        Self([0.0; N])
    }
}

impl<const N: usize> Lanes<N> {
    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let mut out = [0.0; N];
        for i in 0..N {
            out[i] = f(self.0[i], other.0[i]);
        }
        Self(out)
    }

    #[inline(always)]
    fn test(self, other: Self, f: impl Fn(f64, f64) -> bool) -> LaneMask<N> {
        let mut out = [false; N];
        for i in 0..N {
            out[i] = f(self.0[i], other.0[i]);
        }
        LaneMask(out)
    }
}

macro_rules! lane_operator {
    ($($trait:ident $method:ident $op:tt),*) => {$(
        impl<const N: usize> $trait for Lanes<N> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                self.zip(other, |a, b| a $op b)
            }
        }
    )*};
}
lane_operator!(Add add +, Sub sub -, Mul mul *, Div div /);

impl<const N: usize> Neg for Lanes<N> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.zip(self, |a, _| -a)
    }
}

macro_rules! mask_operator {
    ($($trait:ident $method:ident $op:tt),*) => {$(
        impl<const N: usize> $trait for LaneMask<N> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                let mut out = self.0;
                for i in 0..N {
                    out[i] = self.0[i] $op other.0[i];
                }
                Self(out)
            }
        }
    )*};
}
mask_operator!(BitAnd bitand &, BitOr bitor |);

impl<const N: usize> Not for LaneMask<N> {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        let mut out = self.0;
        for truth in &mut out {
            *truth = !*truth;
        }
        Self(out)
    }
}

impl<const N: usize> Real for Lanes<N> {
    type Mask = LaneMask<N>;

    #[inline(always)]
    fn lit(x: f64) -> Self {
        Self([x; N])
    }
    #[inline(always)]
    fn exp(self) -> Self {
        Self(math::exp(self.0))
    }
    #[inline(always)]
    fn ln(self) -> Self {
        Self(math::ln(self.0))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.zip(self, |a, _| a.sqrt())
    }
    #[inline(always)]
    fn lt(self, other: Self) -> LaneMask<N> {
        self.test(other, |a, b| a < b)
    }
    #[inline(always)]
    fn le(self, other: Self) -> LaneMask<N> {
        self.test(other, |a, b| a <= b)
    }
    #[inline(always)]
    fn same(self, other: Self) -> LaneMask<N> {
        self.test(other, |a, b| a == b)
    }
    #[inline(always)]
    fn select(mask: LaneMask<N>, yes: Self, no: Self) -> Self {
        let mut out = [0.0; N];
        for i in 0..N {
            out[i] = if mask.0[i] { yes.0[i] } else { no.0[i] };
        }
        Self(out)
    }
}
