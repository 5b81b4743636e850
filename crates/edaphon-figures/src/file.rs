//! Writing whole files: beside the target first, then renamed.

use std::path::Path;

use crate::error::{FigureError, Result};

/// The extension in lower case.
pub(crate) fn extension(path: &Path) -> Option<String> {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase())
}

/// Writes `bytes` to `path`; whoever reads it sees the old file or the new one, never a part.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".tmp-{}", std::process::id()));
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|source| {
        // Nothing more can be done if even the removal fails; the first error tells more.
        let _ = std::fs::remove_file(&beside);
        FigureError::Write { path: path.to_owned(), source }
    })
}
