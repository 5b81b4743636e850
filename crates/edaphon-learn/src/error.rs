//! Why something could not be learnt.

use std::path::{Path, PathBuf};

use crate::faults::Faults;

/// A result whose error is [`LearnError`].
pub type Result<T> = std::result::Result<T, LearnError>;

/// Why something could not be learnt.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LearnError {
    /// What is wrong with a description or with the tables that it names, all of it.
    #[error(transparent)]
    Faults(#[from] Faults),

    /// The operating system refused.
    #[error("{}: cannot {action}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What was tried: `read`, `write` …
        action: &'static str,
        /// What the operating system said.
        reason: std::io::Error,
    },

    /// A file that would be overwritten.
    #[error("{} exists already; give --force to replace it, or name another folder", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },

    /// A forest could not be grown.
    #[error("forest: {0}")]
    Forest(#[from] edaphon_forest::ForestError),

    /// A figure or a report could not be made.
    #[error(transparent)]
    Figure(#[from] edaphon_figures::FigureError),

    /// Anything else that a user can mend, in one sentence.
    #[error("{0}")]
    Refused(String),
}

impl LearnError {
    /// A refusal with where and why.
    pub(crate) fn refused(words: impl Into<String>) -> Self {
        Self::Refused(words.into())
    }

    /// What the operating system said of a file.
    pub(crate) fn file(path: &Path, action: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |reason| Self::File { path, action, reason }
    }
}
