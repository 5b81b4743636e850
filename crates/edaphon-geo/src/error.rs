//! Why a table or a map could not be read, used or written.

use std::path::Path;

use edaphon_io::Faults;

/// A result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Why a table or a map could not be read, used or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file was understood, and this is wrong with it.
    #[error(transparent)]
    Faults(#[from] Faults),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] edaphon_io::Error),
    /// A picture could not be made.
    #[error(transparent)]
    Figure(#[from] edaphon_figures::FigureError),
}

/// A single fault of a file as a whole.
pub(crate) fn refused(path: &Path, problem: impl Into<String>) -> Error {
    let mut faults = Faults::new();
    faults.add(path, problem);
    faults.into()
}
