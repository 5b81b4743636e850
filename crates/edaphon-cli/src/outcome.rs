//! How a command ended.

use std::process::ExitCode;

/// How a command ended; each has its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done.
    Done,
    /// It ran, and the answer is no: faults found, not converged, files differ.
    No,
    /// It could not run.
    Failed,
    /// It was interrupted, and a restart was written.
    Interrupted,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::No => 1,
            Outcome::Failed => 2,
            Outcome::Interrupted => 130,
        })
    }
}
