//! What `run`, `spinup` and `check` share: a description of either kind, opened as a job.

use std::path::Path;

use edaphon_core::provenance::{Provenance, creation_time};
use edaphon_jobs::Job;
use edaphon_jobs::description::{self, Options};
use edaphon_jobs::testbed::{self, TestbedOptions};

use crate::refusal::Refusal;

/// What made the files that a command writes.
pub(crate) fn provenance() -> anyhow::Result<Provenance> {
    let words: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let now = creation_time().map_err(Refusal::new)?;
    Ok(Provenance::new("edaphon", env!("CARGO_PKG_VERSION")).created(now).command_line(&words))
}

/// The job that a run description or a control file of the testbed describes.
///
/// # Errors
/// All their faults; options that do not go with a control file; an output that exists and may not be replaced.
pub(crate) fn open(file: &Path, options: &Options) -> anyhow::Result<Job> {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("toml") => Ok(description::open(file, options)?),
        Some("lst") => Ok(open_lst(file, options)?),
        _ => {
            let refusal =
                Refusal::new("a run is described by a file that ends in .toml, or in .lst if it is the testbed's");
            Err(refusal.at(file).into())
        }
    }
}

fn open_lst(file: &Path, options: &Options) -> anyhow::Result<Job> {
    let Options { set, output, start, resume, trace, force, provenance } = options;
    let given =
        [("-o", output.is_some()), ("--start", start.is_some()), ("--resume", *resume), ("--set", !set.is_empty())];
    if let Some((option, _)) = given.iter().find(|(_, given)| *given) {
        let words = format!("{option} does not go with a control file of the testbed, which says this itself");
        return Err(Refusal::new(words).at(file).fix("edit the control file").into());
    }
    let (trace, provenance) = (trace.clone(), provenance.clone());
    let options = TestbedOptions { trace, force: *force, provenance, ..TestbedOptions::default() };
    Ok(testbed::open(file, &options)?)
}
