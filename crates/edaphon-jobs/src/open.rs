//! A run from whichever file describes it.

use std::path::Path;

use edaphon_io::Faults;

use crate::description;
use crate::error::{JobError, Result};
use crate::job::Job;
use crate::phases::PhasedRun;
use crate::testbed::{self, TestbedOptions};

/// A run of either kind.
#[derive(Debug)]
pub enum Task {
    /// One model through the same years.
    Plain(Box<Job>),
    /// Phases, or several models.
    Phased(Box<PhasedRun>),
}

/// Prepares the run of a description, whatever it describes.
///
/// # Errors
/// As [`open`], which refuses phases and several models.
pub fn open_task(path: &Path, options: &description::Options) -> Result<Task> {
    let is_toml = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    if is_toml && let Some(run) = description::open_phases(path, options)? {
        return Ok(Task::Phased(Box::new(run)));
    }
    Ok(Task::Plain(Box::new(open(path, options)?)))
}

/// Reads a run description (`.toml`) or a control file of the testbed (`.lst`) and prepares its run.
///
/// # Errors
/// All faults of the description and of what it names; options that the kind of file does not take.
pub fn open(path: &Path, options: &description::Options) -> Result<Job> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("toml") => description::open(path, options),
        Some("lst") => {
            refuse_what_lst_has_not(path, options)?;
            let options = TestbedOptions {
                trace: options.trace.clone(),
                force: options.force,
                resume: options.resume,
                provenance: options.provenance.clone(),
                ..TestbedOptions::default()
            };
            testbed::open(path, &options)
        }
        _ => Err(fault(
            path,
            "a run is described by a file that ends in .toml, in .lst if it is the testbed's, or in .dat if it is RothC's",
        )),
    }
}

/// A control file says itself where its output goes and how it starts.
fn refuse_what_lst_has_not(path: &Path, options: &description::Options) -> Result<()> {
    let given = [
        ("-o", options.output.is_some()),
        ("--start", options.start.is_some()),
        ("--set", !options.set.is_empty()),
        ("--from-phase", options.from_phase.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((option, _)) => {
            let words = "does not go with a control file of the testbed, which says this itself";
            Err(fault(path, &format!("{option} {words}; edit the control file, or convert it to TOML")))
        }
        None => Ok(()),
    }
}

/// A refusal that names its file.
fn fault(path: &Path, problem: &str) -> JobError {
    let mut faults = Faults::new();
    faults.add(path, problem);
    faults.into()
}
