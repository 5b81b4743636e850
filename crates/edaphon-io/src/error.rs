//! Why a file could not be read or written.

use std::io;
use std::path::PathBuf;

/// A result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused.
    #[error("{}: cannot {action}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What was tried: `open`, `create`, `write` …
        action: &'static str,
        /// What the operating system said.
        reason: io::Error,
    },

    /// The file is of another kind.
    #[error(
        "{}: not a NetCDF file ({found}); NetCDF classic (CDF-1, CDF-2, CDF-5) and NetCDF-4 (HDF5) are read",
        path.display()
    )]
    NotNetcdf {
        /// The file.
        path: PathBuf,
        /// What the file begins with.
        found: String,
    },

    /// The file is NetCDF, but its content contradicts itself or ends too early.
    #[error("{}: the file is damaged or was cut short: {problem}; copy or download it again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },

    /// The file is NetCDF, but uses a part of the format that is not read.
    #[error(
        "{}: {problem}, which cannot be read; `nccopy -k classic {} plain.nc` makes a plain file",
        path.display(), path.display()
    )]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What it uses.
        problem: String,
    },

    /// The file has no such variable.
    #[error("{}: no variable `{variable}`; the file has {available}", path.display())]
    NoVariable {
        /// The file.
        path: PathBuf,
        /// The name looked for.
        variable: String,
        /// The names there are.
        available: String,
    },

    /// A variable of the file cannot be used as asked.
    #[error("{}: variable `{variable}`: {problem}", path.display())]
    Variable {
        /// The file.
        path: PathBuf,
        /// The variable.
        variable: String,
        /// What was found, what is accepted, and how to mend it.
        problem: String,
    },

    /// A file to be written was described in a way its format does not allow.
    #[error("{}: {problem}", path.display())]
    Layout {
        /// The file.
        path: PathBuf,
        /// What was found, what is accepted, and how to mend it.
        problem: String,
    },

    /// A file was understood, and this is wrong with it.
    #[error(transparent)]
    Faults(#[from] crate::Faults),
}
