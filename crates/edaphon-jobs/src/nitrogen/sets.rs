//! Sets of parameters of the nitrogen model: those that come with the program, and files.
//!
//! ```toml
//! base = "revised"                   # optional: what the file starts from; else the default
//! source = "author2020, table 2"     # optional: where its values come from
//!
//! [nitrogen]
//! anaerobic_wfps = 0.86
//! ```

use std::fmt::Write as _;
use std::path::Path;

use edaphon_core::{ParamSet, did_you_mean, nearest};
use edaphon_models::nitrogen::{NITROGEN_PARAMETERS, NitrogenParameters, revised};

use crate::description::section::{Document, Section};
use crate::error::{JobError, Result};

/// Name of the set that is used where none is named.
pub const DEFAULT: &str = "default";
/// Name of the set with the values of [`REVISED`](edaphon_models::nitrogen::REVISED).
pub const REVISED: &str = "revised";

/// The sets that come with the program, and what they are.
pub const SETS: [(&str, &str); 2] = [
    (DEFAULT, "nitrogen: the defaults, with which the reference tables were computed"),
    (REVISED, "nitrogen: anaerobic at higher moisture, slower escape and reductase of higher affinity"),
];

/// The set called `name`: one that comes with the program, or a file.
///
/// # Errors
/// If there is no such set or file, or all faults of the file.
pub fn set_named(name: &str) -> Result<ParamSet> {
    set_beside(name, Path::new(name))
}

/// The same, where a file is sought at `path`.
pub(super) fn set_beside(name: &str, path: &Path) -> Result<ParamSet> {
    match own(name) {
        Some(set) => set,
        None if path.exists() => read_set(path),
        None => Err(JobError::refused(unknown(name))),
    }
}

fn own(name: &str) -> Option<Result<ParamSet>> {
    match name {
        DEFAULT => Some(Ok(ParamSet::defaults(&NITROGEN_PARAMETERS, 1))),
        REVISED => Some(revised().map_err(|problem| JobError::Parameter { origin: REVISED.to_owned(), problem })),
        _ => None,
    }
}

/// Says that there is no set of this name, and what there is.
fn unknown(name: &str) -> String {
    let names = SETS.map(|(name, _)| name);
    let hint = did_you_mean(nearest(name, names).as_deref());
    format!(
        "no parameters of the nitrogen model are called `{name}`{hint}; accepted are {} and files",
        names.join(", ")
    )
}

/// Whether a name is of a set of this model, or of a file that holds one.
pub fn is_set(name: &str) -> bool {
    let holds = |text: String| text.parse::<toml::Table>().is_ok_and(|table| table.contains_key("nitrogen"));
    SETS.iter().any(|(own, _)| *own == name)
        || (name.ends_with(".toml") && std::fs::read_to_string(name).is_ok_and(holds))
}

/// Reads a set from a file; what it does not name stays as in its base.
///
/// # Errors
/// If the file cannot be read, or all its faults by line.
pub fn read_set(path: &Path) -> Result<ParamSet> {
    let read = std::fs::read_to_string(path);
    let text = read.map_err(|reason| edaphon_io::Error::File { path: path.to_owned(), action: "read", reason })?;
    let document = Document::new(path, &text);
    let table = document.root();
    let set = table.as_ref().and_then(|table| of_file(&Section::root(&document, table), path));
    document.into_faults().or(())?;
    set.ok_or_else(|| JobError::refused(format!("{}: the set is not complete", path.display())))
}

fn of_file(root: &Section<'_, '_>, path: &Path) -> Option<ParamSet> {
    let base = root.choice("base", &SETS.map(|(name, _)| (name, name))).unwrap_or(DEFAULT);
    let mut set = own(base)?.ok()?;
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let origin = root.text("source").map_or_else(|| file.clone().into_owned(), |source| format!("{source} ({file})"));
    root.require("nitrogen", "the section with the parameters");
    if let Some(section) = root.section("nitrogen") {
        put(&section, &mut set, &origin);
    }
    root.check_keys();
    Some(set)
}

/// Sets every number of a section whose keys are names of parameters, and gives these names.
pub(super) fn put(section: &Section<'_, '_>, set: &mut ParamSet, origin: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (name, values, at) in section.free_numbers() {
        match set.set(&name, &values, origin) {
            Ok(()) => names.push(name),
            Err(problem) => section.document().fault(at, problem.to_string()),
        }
    }
    names
}

/// The parameters of a set as the model takes them.
pub(super) fn parameters(set: &ParamSet) -> Result<NitrogenParameters<f64>> {
    let read = NitrogenParameters::read(set, 1);
    read.map_err(|problem| JobError::Parameter { origin: NITROGEN_PARAMETERS.model.to_owned(), problem })
}

/// The set as a file that reads back to the same values, with unit, range, source and meaning of each in comments.
pub fn to_toml(set: &ParamSet, title: &str) -> String {
    let mut text = format!("# {title}\n# What is left out keeps its default.\n\n[{}]\n", set.table().model);
    for info in set.table().params {
        let unit = if info.unit == "1" { String::new() } else { format!(" {}", info.unit) };
        let (low, high) = info.range;
        let (symbol, source) = (info.symbol, set.origin(info.name));
        let _ = writeln!(text, "\n# {} ({symbol}): {low:?} to {high:?}{unit}; {source}", info.about);
        let value = set.value(info.name, 1).unwrap_or(f64::NAN);
        let _ = writeln!(text, "{} = {value:?}", info.name);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_and_bases_are_heeded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.toml");
        let mut set = set_named("revised").unwrap();
        set.set("v_nar", &[2.0 / 3.0], "here").unwrap();
        std::fs::write(&path, to_toml(&set, "mine")).unwrap();
        assert!(is_set(path.to_str().unwrap()) && is_set("revised") && !is_set("wieder2024"));
        assert_eq!(read_set(&path).unwrap().differences(&set).count(), 0);

        std::fs::write(&path, "base = \"revised\"\nsource = \"author2020\"\n[nitrogen]\nv_nar = 2\n").unwrap();
        let set = read_set(&path).unwrap();
        assert_eq!((set.value("v_nar", 1), set.value("k_m_nos", 1)), (Ok(2.0), Ok(0.1)));
        assert_eq!(set.origin("v_nar"), "author2020 (mine.toml)");
    }

    #[test]
    fn faults_of_a_set_are_told_with_their_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bad.toml");
        std::fs::write(&path, "[nitrogen]\nv_nra = 2\nv_nar = -1\n").unwrap();
        let words = read_set(&path).unwrap_err().to_string();
        let told = words.replace(&format!("{}/", folder.path().display()), "");
        assert_eq!(
            told,
            "bad.toml:3: v_nar = -1 gN gC-1 d-1 is outside 0.03 to 80 gN gC-1 d-1 (nitrate reduction per carbon of its guild, at 25 °C and best pH)\n\
             bad.toml:2: nitrogen has no parameter `v_nra`; did you mean `v_nar`?"
        );
        assert_eq!(
            set_named("revise").unwrap_err().to_string(),
            "no parameters of the nitrogen model are called `revise`; did you mean `revised`?; accepted are default, revised and files"
        );
    }
}
