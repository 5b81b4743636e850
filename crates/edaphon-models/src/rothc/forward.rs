//! Whole years at once, with modifiers known and microbes that may limit decay: what calibration runs again and again.

use edaphon_core::Real;

use super::month::{Scheme, kept_shares, month};
use super::{Microbes, MonthFluxes, Pools, RothCSite};

/// Years to run: their modifiers, and an input that is the same every year but for its amount.
///
/// `S` is the number that data come in, `f64` or a pack of cells. A run in another one, such as a dual number, reads them from here.
#[derive(Debug, Clone, Copy)]
pub struct Years<'a, S> {
    /// m = a b c of each month of each year.
    pub modifiers: &'a [[S; 12]],
    /// What enters each pool in each month of a year (t C ha⁻¹), before scaling.
    pub input: &'a [Pools<S>; 12],
    /// By how much the input of each year is multiplied (–), as long as `modifiers`.
    pub scale: &'a [S],
}

/// Runs `years` from `start` and returns the pools at the end; `each` is told the year from 0, and pools and fluxes of each December.
///
/// `R` carries derivatives where `microbes` or `start` do: with `S` a pack of cells and `R` a [`Dual`](edaphon_core::Dual) over it, one pass gives
/// values and derivatives of all cells.
#[inline(always)]
pub fn forward<S: Real, R: Real + From<S>>(
    site: &RothCSite<R>,
    microbes: &Microbes<R>,
    years: &Years<'_, S>,
    start: &Pools<R>,
    mut each: impl FnMut(usize, &Pools<R>, &MonthFluxes<R>),
) -> Pools<R> {
    let mut pools = *start;
    for year in 0..years.modifiers.len().min(years.scale.len()) {
        let (modifiers, scale) = (&years.modifiers[year], &years.scale[year]);
        let mut last = MonthFluxes::filled(R::zero());
        // By index: adapters of iterators are not always inlined into drivers that are compiled for an instruction set.
        for at in 0..12 {
            let entering = years.input[at].times(*scale).map(R::from);
            let rate = microbes.limited(R::from(modifiers[at]), pools.bio);
            (pools, last) = month(site, &pools, &kept_shares(site, rate, Scheme::Exact), &entering);
        }
        each(year, &pools, &last);
    }
    pools
}
