//! One model at one site: spin-up, its state, the measured years.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use edaphon_core::provenance::Provenance;
use edaphon_run::Model;

use super::Told;
use super::project::{Site, Start, write_text};
use crate::description::{self, Options};
use crate::error::{JobError, Result};
use crate::restart::{Beside, write_states};
use crate::spinup::{Limits, SpunUp};

/// A run of the project.
#[derive(Debug, Clone)]
pub(super) struct OneRun {
    pub site: &'static Site,
    pub model: Model,
    /// Its description.
    pub description: PathBuf,
    /// Its output.
    pub output: PathBuf,
    /// Its state after the spin-up.
    pub state: PathBuf,
    /// Loops over the measured years.
    pub loops: u64,
}

/// What came of it.
#[derive(Debug, Clone)]
pub(super) struct Ran {
    /// Drift of carbon and of nitrogen over the last loop of the spin-up (g m⁻² yr⁻¹).
    pub drift: [f64; 2],
}

/// Years between two looks at the clock and the interrupt.
const TELL_EVERY: u64 = 20;

impl OneRun {
    /// What it costs: years, weighted by what a year of the model takes against one of CASA without nitrogen.
    pub(super) fn cost(&self) -> f64 {
        self.year_cost() * (self.loops + 1) as f64 * self.site.years() as f64
    }

    fn year_cost(&self) -> f64 {
        match self.model {
            Model::CasaC => 1.0,
            Model::CasaCn => 1.1,
            Model::MimicsC => 2.6,
            Model::MimicsCn => 4.0,
        }
    }

    /// Spins up, writes the state, and runs the measured years.
    pub(super) fn carry_out(
        &self,
        provenance: &Provenance,
        tell: &dyn Fn(Told),
        stopped: &dyn Fn() -> bool,
    ) -> Result<Ran> {
        let spun = self.spin_up(provenance, tell, stopped)?;
        let drift = [spun.carbon_drift[0], spun.nitrogen_drift[0]];
        let cold = self.job(provenance)?;
        let beside = [
            ("carbon_drift", "g m-2 yr-1", "drift of carbon over the last loop of the spin-up", &spun.carbon_drift),
            (
                "nitrogen_drift",
                "g m-2 yr-1",
                "drift of nitrogen over the last loop of the spin-up",
                &spun.nitrogen_drift,
            ),
        ];
        let beside = beside.map(|(name, unit, long_name, values)| Beside { name, unit, long_name, values });
        write_states(&self.state, &cold.grid, &cold.land, &spun.states, spun.years, &cold.provenance, &beside)?;
        drop(cold);
        // From here on, the description starts from that state.
        write_text(&self.description, &self.text(Start::SpunUp)?)?;
        let job = self.job(provenance)?;
        tell(Told::Words(format!("{}: {} over {}", self.site.id, self.model.name(), self.site.span())));
        self.watched(tell, stopped, |progress, stop| job.run(progress, stop))?;
        Ok(Ran { drift })
    }

    fn spin_up(&self, provenance: &Provenance, tell: &dyn Fn(Told), stopped: &dyn Fn() -> bool) -> Result<SpunUp> {
        tell(Told::Words(format!("{}: spin-up of {}", self.site.id, self.model.name())));
        let job = self.job(provenance)?;
        // No drift is accepted before the last loop: the length of the spin-up is that of the description.
        let limits = Limits { loops: self.loops, tolerance: -1.0 };
        self.watched(tell, stopped, |progress, stop| job.spin_up(limits, progress, stop))
    }

    /// The job of the description; interrupted, it leaves nothing behind, since the project is begun again as a whole.
    fn job(&self, provenance: &Provenance) -> Result<crate::Job> {
        let options = Options { provenance: provenance.clone(), force: true, ..Options::default() };
        let mut job = description::open(&self.description, &options)?;
        job.restart = None;
        Ok(job)
    }

    /// Runs something that counts years, tells how far it is and stops it if the others stop.
    fn watched<T>(
        &self,
        tell: &dyn Fn(Told),
        stopped: &dyn Fn() -> bool,
        work: impl FnOnce(&mut dyn crate::Progress, &AtomicBool) -> Result<T>,
    ) -> Result<T> {
        if stopped() {
            return Err(JobError::Interrupted { years: 0, restart: None });
        }
        let (stop, told) = (AtomicBool::new(false), Cell::new(None::<u64>));
        let mut watch = |done: u64, total: u64| {
            let before = told.get().unwrap_or(done);
            if told.get().is_none() || done == total || done - before >= TELL_EVERY {
                tell(Told::Done(self.year_cost() * (done - before) as f64));
                told.set(Some(done));
            }
            if stopped() {
                stop.store(true, Ordering::Relaxed);
            }
        };
        work(&mut watch, &stop)
    }
}
