//! What the program itself refuses, and how to mend it.

use std::fmt;
use std::path::{Path, PathBuf};

/// Something that cannot be done, where, and how to mend it.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// What was found and what is accepted.
    pub(crate) message: String,
    /// The file it is about.
    pub(crate) path: Option<PathBuf>,
    /// How to mend it.
    pub(crate) fix: Option<String>,
}

impl Refusal {
    /// A refusal in words.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), path: None, fix: None }
    }

    /// Says which file it is about.
    #[must_use]
    pub(crate) fn at(mut self, path: &Path) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub(crate) fn fix(mut self, words: impl Into<String>) -> Self {
        self.fix = Some(words.into());
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}
