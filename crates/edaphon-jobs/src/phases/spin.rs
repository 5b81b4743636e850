//! A phase that is repeated until cells are steady: the one place that calls a method.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{JobError, Result};
use crate::job::{Job, Progress};
use crate::spinup::{Limits, SpunUp};

/// How a steady state is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// A mean year, then the whole loop.
    TwoLevel,
    /// Newton's method on the whole loop.
    Newton,
    /// Anderson's acceleration of loops.
    Anderson,
    /// Accelerated decomposition.
    Ad,
    /// Loop after loop.
    Native,
}

impl Method {
    /// All methods, in the order of tables.
    pub const ALL: [Self; 5] = [Self::TwoLevel, Self::Newton, Self::Anderson, Self::Ad, Self::Native];

    /// Name in descriptions.
    pub fn name(self) -> &'static str {
        match self {
            Self::TwoLevel => "two-level",
            Self::Newton => "newton",
            Self::Anderson => "anderson",
            Self::Ad => "ad",
            Self::Native => "native",
        }
    }

    /// Whether this version has it.
    pub(crate) fn is_built_in(self) -> bool {
        self == Self::Native
    }

    /// Names of those that this version has.
    pub(crate) fn built_in() -> String {
        let names: Vec<_> = Self::ALL.into_iter().filter(|m| m.is_built_in()).map(Self::name).collect();
        names.join(", ")
    }
}

/// When a phase of spin-up ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpinUp {
    /// How the steady state is found.
    pub method: Method,
    /// Most loops over the forcing.
    pub loops: u64,
    /// Largest accepted drift of carbon held by a cell (g m⁻² yr⁻¹).
    pub drift: f64,
}

impl Default for SpinUp {
    fn default() -> Self {
        Self { method: Method::Native, loops: 500, drift: 1.0 }
    }
}

/// How far a spin-up came.
#[derive(Debug)]
pub(super) enum Spun {
    /// Steady, or no loops left.
    Ended(SpunUp),
    /// Interrupted, with what the last complete loop left, if there was one.
    Interrupted(Option<SpunUp>),
}

/// Spins up from the start of a job, `loops_before` loops of the phase being behind it. `make` gives the job anew, to be
/// started from the states that it is given.
///
/// Loop by loop, so that an interrupted spin-up goes on with a whole loop.
pub(super) fn spin(
    wish: SpinUp,
    loops_before: u64,
    mut make: impl FnMut(Option<&SpunUp>) -> Job,
    progress: &mut dyn Progress,
    stop: &AtomicBool,
) -> Result<Spun> {
    let mut last: Option<SpunUp> = None;
    for done in loops_before..wish.loops.max(loops_before + 1) {
        let job = make(last.as_ref());
        let years = job.schedule.forcing_years;
        let mut within = |year: u64, _: u64| progress.years(done * years + year, wish.loops * years);
        let spun = match call(wish.method, job, Limits { loops: 1, tolerance: wish.drift }, &mut within, stop) {
            Ok(spun) => SpunUp { years: (done + 1) * years, loops: done + 1, ..spun },
            Err(JobError::Interrupted { .. }) => return Ok(Spun::Interrupted(last)),
            Err(other) => return Err(other),
        };
        if spun.converged() {
            return Ok(Spun::Ended(spun));
        }
        let stopped = stop.load(Ordering::Relaxed) && done + 1 < wish.loops;
        last = Some(spun);
        if stopped {
            return Ok(Spun::Interrupted(last));
        }
    }
    last.map(Spun::Ended).ok_or_else(|| JobError::refused("a spin-up of no loops; at least 1 is accepted"))
}

/// One call into a method.
fn call(method: Method, job: Job, limits: Limits, progress: &mut dyn Progress, stop: &AtomicBool) -> Result<SpunUp> {
    match method {
        Method::Native => job.spin_up(limits, progress, stop),
        other => {
            let (name, accepted) = (other.name(), Method::built_in());
            let problem = format!("the method `{name}` of a spin-up is not in this version; accepted is {accepted}");
            Err(JobError::refused(problem))
        }
    }
}
