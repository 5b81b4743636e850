//! A step in time: the modified Patankar Runge-Kutta scheme of second order.
//!
//! Every flow has one donor, and its rate is weighted by what the donor holds at the end over what it held when the rate was taken:
//!
//! ```text
//! y¹ = y + Δt (Σ in − Σ out),  F = F(y) y¹/y                      first stage
//! y⁺ = y + Δt (Σ in − Σ out),  F = ½ (F(y) + F(y¹)) y⁺/y¹         second stage
//! ```
//!
//! Burchard, Deleersnijder & Meister (2003, Appl. Numer. Math. 47, 1). Pools stay ≥ 0 and nitrogen closes to rounding for any Δt. Rates are kept as shares of the
//! donor, F/y, so that an empty pool needs no special case; arrivals from outside are not weighted. Carbon rides along: labile and stable carbon are
//! weighted in the same way, microbial carbon is CN_B times its nitrogen, CO2 closes the balance.

use edaphon_core::Real;
use edaphon_core::real::two_reciprocals;

use super::flows::quotient;
use super::{Arrivals, Donors, Flows, NitrogenDay, NitrogenSite, NitrogenState, Rates};

/// What a step moved.
#[derive(Debug, Clone, Copy)]
pub struct Moved<R> {
    /// The share of what the donor holds at the end of the step (–).
    pub shares: Flows<R>,
    /// What arrived from outside (mg N kg⁻¹).
    pub arrivals: Arrivals<R>,
}

impl<R: Real> Moved<R> {
    /// Nitrogen moved by each flow (mg N kg⁻¹), `after` being the state at the end of the step.
    #[inline(always)]
    pub fn amounts(&self, after: &NitrogenState<R>) -> Flows<R> {
        self.shares.by_donor(&after.donors(), |share, donor| share * donor)
    }
}

/// The laws of a day: what goes on in a state.
pub trait Laws<R: Real> {
    /// The rates in `state`.
    fn rates(&self, site: &NitrogenSite<R>, state: &NitrogenState<R>) -> Rates<R>;

    /// `state` after `dt` (d), and what moved.
    #[inline(always)]
    fn step(&self, site: &NitrogenSite<R>, state: &NitrogenState<R>, dt: R) -> (NitrogenState<R>, Moved<R>) {
        // A loop of two keeps the code of the rates, which is long, in the machine once.
        let mut at = *state;
        let mut first = None;
        loop {
            let here = self.rates(site, &at);
            match first {
                None => {
                    first = Some(here);
                    (at, _) = stage(site, state, &here, dt);
                }
                Some(first) => return stage(site, state, &mean_rates(&first, state, &here, &at), dt),
            }
        }
    }

    /// `state` after a day in `substeps` equal steps.
    #[inline(always)]
    fn advance(&self, site: &NitrogenSite<R>, state: &NitrogenState<R>, substeps: usize) -> NitrogenState<R> {
        let dt = R::lit(1.0 / substeps as f64);
        let mut state = *state;
        for _ in 0..substeps {
            (state, _) = self.step(site, &state, dt);
        }
        state
    }
}

impl<R: Real> Laws<R> for NitrogenDay<R> {
    #[inline(always)]
    fn rates(&self, site: &NitrogenSite<R>, state: &NitrogenState<R>) -> Rates<R> {
        Self::rates(self, site, state)
    }
}

impl<R: Real> NitrogenDay<R> {
    /// `state` after `dt` (d), and what moved.
    #[inline(always)]
    pub fn step(&self, site: &NitrogenSite<R>, state: &NitrogenState<R>, dt: R) -> (NitrogenState<R>, Moved<R>) {
        Laws::step(self, site, state, dt)
    }

    /// `state` after a day in `substeps` equal steps.
    #[inline(always)]
    pub fn advance(&self, site: &NitrogenSite<R>, state: &NitrogenState<R>, substeps: usize) -> NitrogenState<R> {
        Laws::advance(self, site, state, substeps)
    }
}

/// The state that rates as shares of donors lead to from `start`.
#[inline(always)]
fn stage<R: Real>(
    site: &NitrogenSite<R>,
    start: &NitrogenState<R>,
    rates: &Rates<R>,
    dt: R,
) -> (NitrogenState<R>, Moved<R>) {
    let shares = rates.flows.map(|rate| rate * dt);
    let arrivals = rates.arrivals.map(|rate| rate * dt);
    let pools = shares.solve(&start.donors().with(&arrivals));
    let moved = Moved { shares, arrivals };

    let c_to_n = site.parameters.microbial_c_to_n;
    let litter = site.soil.litter_carbon * dt;
    let died = shares.microbial_turnover * pools.n_microbial * c_to_n;
    let [labile_kept, stable_kept] =
        two_reciprocals(R::one() + rates.organic.labile_decay * dt, R::one() + rates.organic.stable_decay * dt);
    let c_labile = (start.c_labile + litter) * labile_kept;
    let c_stable = (start.c_stable + died) * stable_kept;
    let taken_up = start.c_labile + litter - c_labile + (start.c_stable - c_stable);
    let grown = (pools.n_microbial - start.n_microbial) * c_to_n;
    (
        NitrogenState {
            c_labile,
            c_stable,
            co2: start.co2 + (taken_up - grown),
            n_labile: pools.n_labile,
            n_stable: pools.n_stable,
            n_microbial: pools.n_microbial,
            urea: pools.urea,
            nh4: pools.nh4,
            no2: pools.no2,
            no3: pools.no3,
            n2o: pools.n2o,
            ..outlets(start, &moved, &pools)
        },
        moved,
    )
}

/// `start` with what flows brought to outlets and plants, and what the outside gave.
#[inline(always)]
fn outlets<R: Real>(start: &NitrogenState<R>, moved: &Moved<R>, pools: &Donors<R>) -> NitrogenState<R> {
    let (a, y) = (&moved.shares, pools);
    NitrogenState {
        plant: start.plant + a.nh4_taken_up * y.nh4 + a.no3_taken_up * y.no3 + moved.arrivals.fixed_symbiotic,
        n2o_lost: start.n2o_lost + a.n2o_emitted * y.n2o + a.nitrified_n2o * y.nh4 + a.denitrified_n2o * y.no3,
        n2_lost: start.n2_lost
            + a.n2o_reduced * y.n2o
            + (a.anammox_nh4 + a.nitrified_n2) * y.nh4
            + a.anammox_no2 * y.no2
            + a.denitrified_n2 * y.no3,
        no_lost: start.no_lost + a.nh4_to_no * y.nh4 + (a.no2_to_no + a.chemodenitrification) * y.no2,
        nh3_lost: start.nh3_lost + a.nh3_volatilised * y.nh4,
        leached: start.leached + a.nh4_leached * y.nh4 + a.no2_leached * y.no2 + a.no3_leached * y.no3,
        outside: start.outside - moved.arrivals.total(),
        ..*start
    }
}

/// Rates of the second stage: the mean of the fluxes at `start` and `between`, as a share of what is in the pools at `between`.
#[inline(always)]
fn mean_rates<R: Real>(
    first: &Rates<R>,
    start: &NitrogenState<R>,
    second: &Rates<R>,
    between: &NitrogenState<R>,
) -> Rates<R> {
    let half = R::lit(0.5);
    let ratios = start.donors().zip(&between.donors(), quotient);
    let decay = |a: R, b: R, from: R, to: R| (a * quotient(from, to) + b) * half;
    let mut mean = *second;
    mean.flows = first.flows.zip_by_donor(&second.flows, &ratios, |a, b, ratio| (a * ratio + b) * half);
    mean.arrivals = first.arrivals.zip(&second.arrivals, |a, b| (a + b) * half);
    let (a, b) = (&first.organic, &second.organic);
    mean.organic.labile_decay = decay(a.labile_decay, b.labile_decay, start.c_labile, between.c_labile);
    mean.organic.stable_decay = decay(a.stable_decay, b.stable_decay, start.c_stable, between.c_stable);
    mean
}
