//! Names of files that carry those of a phase and a model.

use std::path::{Path, PathBuf};

/// Which names go into those of files.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'a> {
    /// The phase.
    pub phase: &'a str,
    /// Whether the phase goes in where nothing stands for it.
    pub insert_phase: bool,
    /// The model.
    pub model: &'a str,
    /// Whether the model goes in where nothing stands for it.
    pub insert_model: bool,
}

impl Names<'_> {
    /// A path with the names in place of `{phase}` and `{model}`, or before its ending.
    pub(crate) fn put_into(&self, template: &Path) -> PathBuf {
        let path = placed(template, "{phase}", self.phase, self.insert_phase);
        placed(&path, "{model}", self.model, self.insert_model)
    }
}

fn placed(path: &Path, placeholder: &str, name: &str, insert: bool) -> PathBuf {
    match path.to_str() {
        Some(text) if text.contains(placeholder) => PathBuf::from(text.replace(placeholder, name)),
        _ if insert => before_ending(path, name),
        _ => path.to_owned(),
    }
}

/// `out.nc` becomes `out.NAME.nc`, `spin.restart.nc` becomes `spin.NAME.restart.nc`.
fn before_ending(path: &Path, name: &str) -> PathBuf {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let end = file.strip_suffix(".restart.nc").map(str::len).or_else(|| file.rfind('.')).unwrap_or(file.len());
    let (stem, ending) = file.split_at(end);
    path.with_file_name(format!("{stem}.{name}{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_take_their_places_or_stand_before_the_ending() {
        let names = |insert| Names { phase: "history", insert_phase: insert, model: "casa-c", insert_model: insert };
        let made = |template: &str, insert| names(insert).put_into(Path::new(template)).display().to_string();
        assert_eq!(made("{model}/{phase}.nc", true), "casa-c/history.nc");
        assert_eq!(made("out/all.nc", true), "out/all.history.casa-c.nc");
        assert_eq!(made("a.b/{phase}.restart.nc", true), "a.b/history.casa-c.restart.nc");
        assert_eq!(made("out/all.nc", false), "out/all.nc");
        assert_eq!(made("{model}", false), "casa-c");
    }
}
