//! What can go wrong while a figure or a report is made.

use std::path::{Path, PathBuf};

/// Why a figure or a report could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FigureError {
    /// Two columns that belong together differ in length.
    #[error("{what} `{label}`: {found} values where {expected} were expected ({why})")]
    Length {
        /// What was being drawn: a line, a band, a series of bars.
        what: &'static str,
        /// Its label.
        label: String,
        /// Number of values given.
        found: usize,
        /// Number of values wanted, in words.
        expected: String,
        /// Where that number comes from.
        why: &'static str,
    },
    /// A limit, size or coordinate that cannot be drawn.
    #[error("{what}: found {found}, accepted is {accepted}")]
    Unusable {
        /// The setting.
        what: &'static str,
        /// The value found.
        found: String,
        /// What would be accepted.
        accepted: &'static str,
    },
    /// The name of the file does not end in a format that can be written.
    #[error("{}: cannot write {}; give the file a name that ends in {accepted}", .path.display(), ending(.path))]
    Extension {
        /// The file asked for.
        path: PathBuf,
        /// The endings that are accepted.
        accepted: &'static str,
    },
    /// The file could not be written.
    #[error("{}: cannot be written ({source}); check that the folder exists and may be written to", .path.display())]
    Write {
        /// The file asked for.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The picture could not be encoded as PNG.
    #[error("{}: cannot be encoded as PNG ({reason})", .path.display())]
    Encode {
        /// The file being written.
        path: PathBuf,
        /// What the encoder said.
        reason: String,
    },
    /// The report's template could not be filled.
    #[error("report: the page cannot be filled ({0})")]
    Template(#[from] minijinja::Error),
}

/// A result whose error is a [`FigureError`].
pub type Result<T> = std::result::Result<T, FigureError>;

fn ending(path: &Path) -> String {
    match path.extension() {
        Some(ending) => format!("`.{}` files", ending.to_string_lossy()),
        None => "a file without an extension".to_owned(),
    }
}
