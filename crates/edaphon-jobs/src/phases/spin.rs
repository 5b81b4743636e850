//! A phase that is a spin-up: the one place that calls a method.

use std::sync::atomic::AtomicBool;

use edaphon_cycle::Method;

use crate::error::Result;
use crate::job::{Job, Progress};
use crate::steady::{Steady, Wanted};

/// How a phase of spin-up is carried out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpinUp {
    /// How the steady state is found.
    pub method: Method,
    /// Most loops over the forcing, where they are run plainly.
    pub loops: u64,
    /// Largest accepted drift of any pool (g m⁻² in 100 years).
    pub drift: f64,
}

impl Default for SpinUp {
    fn default() -> Self {
        let Wanted { method, drift, passes, .. } = Wanted::default();
        Self { method, loops: u64::from(passes), drift }
    }
}

/// Spins up from the start of a job; `progress` counts the years that plain loops would take at most.
pub(super) fn spin(wish: SpinUp, job: Job, progress: &mut dyn Progress, stop: &AtomicBool) -> Result<Steady> {
    let years = wish.loops * job.schedule.forcing_years;
    let passes = u32::try_from(wish.loops).unwrap_or(u32::MAX);
    let wanted = Wanted { method: wish.method, drift: wish.drift, passes, ..Wanted::default() };
    let mut tell = |round: edaphon_cycle::Round| {
        progress.years(years * round.done as u64 / round.cells.max(1) as u64, years);
    };
    job.seek_steady(&wanted, &mut tell, stop)
}
