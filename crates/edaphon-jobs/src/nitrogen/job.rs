//! A run from its file to its folder.

use std::path::{Path, PathBuf};

use edaphon_core::provenance::Provenance;
use edaphon_io::checksum;

use super::case::Case;
use super::summary::{Finished, finish};
use super::{description, netcdf, report, tables};
use crate::error::{JobError, Result};

/// The files that a run writes into its folder.
pub const FILES: [&str; 5] = ["daily.csv", "daily.nc", "budget.csv", "annual.csv", "report.html"];

/// What the command line says over the file.
#[derive(Debug, Clone, Default)]
pub struct NitrogenOptions {
    /// `KEY=VALUE` over the description.
    pub set: Vec<String>,
    /// The folder of outputs.
    pub output: Option<PathBuf>,
    /// Whether outputs may be replaced.
    pub force: bool,
    /// Whether the run is only looked at.
    pub only_check: bool,
    /// What makes the files.
    pub provenance: Provenance,
}

/// A run, ready to start.
#[derive(Debug, Clone)]
pub struct NitrogenJob {
    /// The file that describes it.
    pub path: PathBuf,
    /// What the file says, settings put over it.
    pub(super) text: String,
    /// What is to be run.
    pub case: Case,
    /// Where files go.
    pub folder: PathBuf,
    /// What a user says of the output, by the names of ACDD.
    pub about: Vec<(String, String)>,
    /// What was taken for granted or converted, in words.
    pub notes: Vec<String>,
    /// What makes the files.
    pub provenance: Provenance,
}

/// Whether a file describes a run of the nitrogen model.
///
/// # Errors
/// If a description cannot be read; its other faults are left to those who open it.
pub fn describes(path: &Path) -> Result<bool> {
    match path.extension() {
        Some(ending) if ending.eq_ignore_ascii_case("toml") => description::is_of_nitrogen(path),
        _ => Ok(false),
    }
}

/// Reads a description and its days, and prepares the run.
///
/// # Errors
/// All faults of the description and of what it names; an output that exists.
pub fn open(path: &Path, options: &NitrogenOptions) -> Result<NitrogenJob> {
    let mut job = description::open(path, &options.set)?;
    job.folder = options.output.clone().unwrap_or(job.folder);
    job.provenance = job.described_provenance(&options.provenance)?;
    if options.only_check || options.force {
        return Ok(job);
    }
    match FILES.iter().map(|name| job.folder.join(name)).find(|path| path.exists()) {
        Some(path) => Err(JobError::Exists { path }),
        None => Ok(job),
    }
}

impl NitrogenJob {
    /// What made the files, with the description, its inputs, its parameters and what was taken for granted.
    fn described_provenance(&self, given: &Provenance) -> Result<Provenance> {
        let chosen = &self.case.chosen;
        let mut provenance = given.clone().configuration(&self.text);
        for path in [&self.path, &self.case.drivers.path] {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            provenance = provenance.input(&name, &checksum(path)?);
        }
        provenance = provenance.with("edaphon_model", super::MODEL).with("edaphon_parameter_set", &chosen.words());
        let set = &chosen.set;
        let line = |info: &edaphon_core::ParamInfo| {
            let value = set.value(info.name, 1).unwrap_or(f64::NAN);
            format!("{} = {value} {} ({})", info.name, info.unit, set.origin(info.name))
        };
        let all: Vec<String> = set.table().params.iter().map(line).collect();
        provenance = provenance.with("edaphon_parameters", &all.join("\n"));
        Ok(self.notes.iter().fold(provenance, |provenance, note| provenance.note(note)))
    }

    /// Runs it, and again without its fertiliser.
    ///
    /// # Errors
    /// If a pool becomes no number.
    pub fn run(&self) -> Result<Finished> {
        finish(&self.case)
    }

    /// Writes every file into the folder and gives their paths.
    ///
    /// # Errors
    /// If the folder or a file cannot be written, or a figure cannot be drawn.
    pub fn write(&self, finished: &Finished) -> Result<Vec<PathBuf>> {
        let made = std::fs::create_dir_all(&self.folder);
        made.map_err(|reason| edaphon_io::Error::File { path: self.folder.clone(), action: "make", reason })?;
        let [daily, nc, budget, annual, page] = FILES.map(|name| self.folder.join(name));
        tables::daily(&self.case, &finished.days, &daily)?;
        netcdf::write(self, finished, &nc)?;
        tables::budget(finished, &budget)?;
        tables::annual(finished, &annual)?;
        report::write(self, finished, &page)?;
        Ok(vec![daily, nc, budget, annual, page])
    }
}
