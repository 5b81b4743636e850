//! Files: written beside their place and renamed, so that none is ever half there.

use std::path::Path;

use crate::error::{LearnError, Result};

/// Writes a file.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    std::fs::write(beside, bytes).map_err(LearnError::file(beside, "write"))?;
    std::fs::rename(beside, path).map_err(LearnError::file(path, "rename the finished file to"))
}
