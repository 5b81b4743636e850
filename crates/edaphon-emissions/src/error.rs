//! Why emissions could not be compared.

use std::path::PathBuf;

/// A result whose error is [`EmissionError`].
pub type Result<T> = std::result::Result<T, EmissionError>;

/// Why emissions could not be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmissionError {
    /// A calibration failed.
    #[error(transparent)]
    Infer(#[from] edaphon_infer::InferError),

    /// A parameter was refused.
    #[error(transparent)]
    Parameter(#[from] edaphon_core::ParamError),

    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] edaphon_io::Error),

    /// A figure or a report could not be made.
    #[error(transparent)]
    Figure(#[from] edaphon_figures::FigureError),

    /// A table that is not as it should be.
    #[error("{table}:{line}: {what}")]
    Table {
        /// Its name.
        table: &'static str,
        /// Line, from 1.
        line: usize,
        /// What was found and what is accepted.
        what: String,
    },

    /// A file that would be overwritten.
    #[error("{} exists already; give --force to replace it, or name another folder", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
}
