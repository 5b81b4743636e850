//! Two folders: files of the same name are compared.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Comparison, Question, files};
use crate::refusal::Refusal;

pub(super) fn compare(a: &Path, b: &Path, question: &Question<'_>) -> anyhow::Result<Vec<Comparison>> {
    let (ours, theirs) = (names(a)?, names(b)?);
    let mut found = Vec::new();
    for name in ours.union(&theirs) {
        let file = Some(name.display().to_string());
        let comparison = match (ours.contains(name), theirs.contains(name)) {
            (true, true) => files(&a.join(name), &b.join(name), question)?,
            (is_ours, _) => {
                let side = if is_ours { "A" } else { "B" };
                Comparison { problems: vec![format!("is in {side} only")], ..Comparison::default() }
            }
        };
        found.push(Comparison { file, ..comparison });
    }
    if found.is_empty() {
        let words = format!("there are no .nc and no .csv files in {} and {}", a.display(), b.display());
        return Err(Refusal::new(words).into());
    }
    Ok(found)
}

/// NetCDF and CSV files below a folder, by their path within it.
fn names(folder: &Path) -> anyhow::Result<BTreeSet<PathBuf>> {
    let mut names = BTreeSet::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        let failed = |reason| edaphon_io::Error::File { path: folder.join(&below), action: "list", reason };
        for entry in std::fs::read_dir(folder.join(&below)).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = below.join(entry.file_name());
            let ending = name.extension().map(|e| e.to_string_lossy().to_lowercase());
            if entry.path().is_dir() {
                folders.push(name);
            } else if matches!(ending.as_deref(), Some("nc" | "csv")) {
                names.insert(name);
            }
        }
    }
    Ok(names)
}
