//! Why a job could not be run.

use std::path::PathBuf;

/// A result whose error is [`JobError`].
pub type Result<T> = std::result::Result<T, JobError>;

/// Why a job could not be run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JobError {
    /// A file could not be read or written.
    #[error(transparent)]
    Io(#[from] edaphon_io::Error),

    /// Faults of a description or of the files it names, all of them.
    #[error(transparent)]
    Faults(#[from] edaphon_io::Faults),

    /// A parameter value was refused.
    #[error("{origin}: {problem}")]
    Parameter {
        /// Where the value was given.
        origin: String,
        /// Why it was refused.
        problem: edaphon_core::ParamError,
    },

    /// An output that would be overwritten.
    #[error("{} exists already; give --force to replace it, or name another output", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },

    /// A restart that does not fit the run.
    #[error("{}: {problem}", path.display())]
    Restart {
        /// The restart file.
        path: PathBuf,
        /// What was found and what is accepted.
        problem: String,
    },

    /// A state that is not a number.
    #[error(
        "{what} of cell {cell} (latitude {latitude}, longitude {longitude}) became {value} in year {year}{near}; \
         its parameters or forcing are outside what the model can follow"
    )]
    NotFinite {
        /// The quantity.
        what: String,
        /// Number of the cell in its grid file.
        cell: i64,
        /// Latitude (degrees north).
        latitude: f64,
        /// Longitude (degrees east).
        longitude: f64,
        /// What was found.
        value: f64,
        /// Year of the run.
        year: u64,
        /// The day, where it is known.
        near: String,
    },

    /// A run was interrupted; where to go on from.
    #[error("interrupted after {years} years{}", restart.as_ref().map_or_else(String::new, |p| format!("; the state is in {}", p.display())))]
    Interrupted {
        /// Years completed.
        years: u64,
        /// The restart file.
        restart: Option<PathBuf>,
    },

    /// Anything else that a user can mend, in one sentence.
    #[error("{0}")]
    Refused(String),
}

impl JobError {
    /// A refusal with where and why.
    pub fn refused(words: impl Into<String>) -> Self {
        Self::Refused(words.into())
    }
}
