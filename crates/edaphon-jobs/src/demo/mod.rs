//! A project that can be run at once: four models at two forests, spun up, run over the measured years, and a report.
//!
//! ```text
//! DIR/FI-Hyy/casa-c.toml …            a description for each site and model, to be run again or changed
//! DIR/FI-Hyy/casa-c.spun-up.nc …      the state after the spin-up, with the drift that is left
//! DIR/FI-Hyy/casa-c.nc …              monthly means
//! DIR/report.html                     all of it, compared
//! ```
//!
//! The files are those that `edaphon run` makes from the same descriptions. Spin-up is a plain loop over the measured years;
//! nothing is accelerated, and the drift that is left is told.

mod forest;
mod globe;
mod one_run;
mod project;
mod result;
mod story;

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use edaphon_core::provenance::{Provenance, creation_time};
use rayon::prelude::*;

pub use forest::Forest;
pub use globe::{CAVEAT, Globe, GlobeResult};
pub use project::{SITES, SPINUP_YEARS, Site};
pub use result::{DemoResult, Next, Row};

use crate::error::{JobError, Result};
use one_run::{OneRun, Ran};

/// Writes the project into `dir`, runs it and writes its report; `progress` hears words and the share done (0–1).
///
/// # Errors
/// If `dir` exists, is not empty and `force` is not given; if a run fails, or is interrupted by `stop`.
pub fn run(dir: &Path, force: bool, progress: &mut dyn FnMut(&str, f64), stop: &AtomicBool) -> Result<DemoResult> {
    run_years(dir, force, SPINUP_YEARS, progress, stop)
}

/// As [`run`], with a spin-up of another length (years, rounded up to whole loops over the measured years).
///
/// # Errors
/// As [`run`].
pub fn run_years(
    dir: &Path,
    force: bool,
    spinup_years: u64,
    progress: &mut dyn FnMut(&str, f64),
    stop: &AtomicBool,
) -> Result<DemoResult> {
    refuse_used(dir, force)?;
    let now = creation_time().map_err(JobError::refused)?;
    let provenance = Provenance::new("edaphon", env!("CARGO_PKG_VERSION")).created(now);
    progress("writing the project", 0.0);
    let runs = project::write(dir, spinup_years)?;
    let ran = all(&runs, &provenance, progress, stop)?;
    progress("writing the report", 0.98);
    let result = story::tell(dir, &runs, &ran)?;
    progress("done", 1.0);
    Ok(result)
}

fn refuse_used(dir: &Path, force: bool) -> Result<()> {
    let used = match std::fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_some(),
        // A file, or a folder that may not be read, is in the way; what is not there is not.
        Err(_) => dir.exists(),
    };
    if used && !force { Err(JobError::Exists { path: dir.to_owned() }) } else { Ok(()) }
}

/// What a run tells while it goes on.
enum Told {
    /// It goes on with this.
    Words(String),
    /// So much more of all work is done, in the weights of [`OneRun::cost`].
    Done(f64),
}

/// Runs everything, as many at a time as there are threads, and passes on what they tell.
fn all(
    runs: &[OneRun],
    provenance: &Provenance,
    progress: &mut dyn FnMut(&str, f64),
    stop: &AtomicBool,
) -> Result<Vec<Ran>> {
    let (tell, told) = channel();
    let tell = Mutex::new(tell);
    let whole: f64 = runs.iter().map(OneRun::cost).sum();
    std::thread::scope(|scope| {
        let working = scope.spawn(move || {
            let (tell, failed) = (&tell, &AtomicBool::new(false));
            let one = |run: &OneRun| {
                let send = |message| {
                    // Nobody listens any more only when the caller is gone.
                    let _ = tell.lock().map(|tell| tell.send(message));
                };
                let ran = run
                    .carry_out(provenance, &send, &|| stop.load(Ordering::Relaxed) || failed.load(Ordering::Relaxed));
                failed.fetch_or(ran.is_err(), Ordering::Relaxed);
                ran
            };
            // One by one from the front, the longest first: threads end at about the same time.
            let ran: Vec<Result<Ran>> = runs.par_iter().with_max_len(1).map(one).collect();
            first_fault(ran)
        });
        pass_on(&told, whole, progress);
        working.join().unwrap_or_else(|_| Err(JobError::refused("a run of the demonstration panicked")))
    })
}

/// All results, or the fault that the others were stopped for.
fn first_fault(ran: Vec<Result<Ran>>) -> Result<Vec<Ran>> {
    let (good, faults): (Vec<_>, Vec<_>) = ran.into_iter().partition(Result::is_ok);
    let mut faults: Vec<JobError> = faults.into_iter().filter_map(Result::err).collect();
    faults.sort_by_key(|fault| matches!(fault, JobError::Interrupted { .. }));
    match faults.into_iter().next() {
        Some(fault) => Err(fault),
        None => good.into_iter().collect(),
    }
}

fn pass_on(told: &Receiver<Told>, whole: f64, progress: &mut dyn FnMut(&str, f64)) {
    let (mut words, mut done) = ("spin-up".to_owned(), 0.0);
    loop {
        match told.recv_timeout(Duration::from_millis(200)) {
            Ok(Told::Words(new)) => words = new,
            Ok(Told::Done(more)) => done += more,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        progress(&words, (0.97 * done / whole).min(0.97));
    }
}
