//! Why an evaluation could not be made.

use std::path::{Path, PathBuf};

/// A result whose error is [`EvaluateError`].
pub type Result<T> = std::result::Result<T, EvaluateError>;

/// Why an evaluation could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// A file could not be read or written.
    #[error(transparent)]
    Io(#[from] edaphon_io::Error),

    /// A figure or the report could not be made.
    #[error(transparent)]
    Figure(#[from] edaphon_figures::FigureError),

    /// An output that would be overwritten.
    #[error("{} exists already; give --force to replace it, or name another folder", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },

    /// Anything else that a user can mend, in one sentence.
    #[error("{0}")]
    Refused(String),
}

impl EvaluateError {
    /// A refusal with what was found and what is accepted.
    pub(crate) fn refused(words: impl Into<String>) -> Self {
        Self::Refused(words.into())
    }

    /// A refusal of a file.
    pub(crate) fn at(path: &Path, problem: impl std::fmt::Display) -> Self {
        Self::Refused(format!("{}: {problem}", path.display()))
    }
}
