//! Runs from their description to their files: what is to be run, its checks, the loop, outputs and restarts.
//!
//! The rooms below do not know of one another: `run` moves cells and `io` moves files. Here they meet.

pub mod cf;
pub mod convert;
pub mod demo;
pub mod description;
pub mod error;
pub mod forcing;
pub mod job;
mod open;
pub mod parameters;
pub mod phases;
pub mod report;
pub mod restart;
pub mod soc;
pub mod spinup;
pub mod steady;
pub mod synthetic;
pub mod testbed;

pub use error::{JobError, Result};
pub use job::{Finished, Job, Output, Progress};
pub use open::{Task, open, open_task};
pub use phases::PhasedRun;

/// The SHA-256 of a file, as provenance records it (`sha256:…`).
///
/// # Errors
/// If the file cannot be read.
pub fn checksum(path: &std::path::Path) -> Result<String> {
    use sha2::{Digest, Sha256};
    let wrong = |reason| edaphon_io::Error::File { path: path.to_owned(), action: "read", reason };
    let mut file = std::fs::File::open(path).map_err(wrong)?;
    let mut hash = Sha256::new();
    std::io::copy(&mut file, &mut hash).map_err(wrong)?;
    let digest: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("sha256:{digest}"))
}
