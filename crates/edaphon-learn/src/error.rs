//! Why something could not be learnt.

use std::path::{Path, PathBuf};

use edaphon_io::Faults;

/// A result whose error is [`LearnError`].
pub type Result<T> = std::result::Result<T, LearnError>;

/// Why something could not be learnt.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LearnError {
    /// What is wrong with a description or with the tables that it names, all of it.
    #[error(transparent)]
    Faults(#[from] Faults),

    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] edaphon_io::Error),

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

impl From<edaphon_geo::Error> for LearnError {
    fn from(error: edaphon_geo::Error) -> Self {
        match error {
            edaphon_geo::Error::Faults(faults) => faults.into(),
            edaphon_geo::Error::File(error) => error.into(),
            edaphon_geo::Error::Figure(error) => error.into(),
            other => Self::Refused(other.to_string()),
        }
    }
}

impl LearnError {
    /// A refusal with where and why.
    pub(crate) fn refused(words: impl Into<String>) -> Self {
        Self::Refused(words.into())
    }

    /// What the operating system said of a file.
    pub(crate) fn file(path: &Path, action: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |reason| edaphon_io::Error::File { path, action, reason }.into()
    }
}
