//! Published files that come with the program.

use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;

use crate::error::{Error, Result};

/// A published file, compressed into the program.
#[derive(Debug, Clone, Copy)]
pub struct Embedded {
    /// Name of the file where it was published.
    pub name: &'static str,
    gz: &'static [u8],
}

impl Embedded {
    pub(crate) const fn new(name: &'static str, gz: &'static [u8]) -> Self {
        Self { name, gz }
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// If the program itself is damaged.
    pub fn content(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = GzDecoder::new(self.gz).read_to_end(&mut bytes);
        read.map(|_| bytes).map_err(|reason| Error::File { path: self.name.into(), action: "unpack", reason })
    }

    /// Its name as a path, for faults and origins.
    pub fn path(&self) -> &'static Path {
        Path::new(self.name)
    }
}
