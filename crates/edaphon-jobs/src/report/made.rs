//! How the files were made: what was substituted, settings, sources.

use std::rc::Rc;

use edaphon_figures::Block;

use super::run_file::RunFile;

/// Attributes of provenance, and words for them.
const PROVENANCE: [(&str, &str); 7] = [
    ("title", "title"),
    ("source", "made by"),
    ("date_created", "on"),
    ("edaphon_command_line", "command"),
    ("edaphon_profile", "profile"),
    ("edaphon_cells", "cells"),
    ("edaphon_inputs", "inputs"),
];

/// Distinct texts of an attribute, each with the names of the files that have it.
fn distinct(runs: &[&RunFile], attribute: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for run in runs {
        let Some(text) = run.attribute(attribute).filter(|text| !text.trim().is_empty()) else { continue };
        match found.iter_mut().find(|(known, _)| *known == text) {
            Some((_, files)) => files.push(file(run)),
            None => found.push((text, vec![file(run)])),
        }
    }
    found
}

/// The file and its folder: outputs of several sites often have the same names.
fn file(run: &RunFile) -> String {
    let folder = run.path.parent().and_then(|p| p.file_name()).map(|f| f.to_string_lossy().into_owned());
    folder.map_or_else(|| run.name(), |folder| format!("{folder}/{}", run.name()))
}

/// What was supplied or changed on the way in: each sentence once, in order.
pub(super) fn notes(runs: &[Rc<RunFile>]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for text in runs.iter().filter_map(|run| run.attribute("edaphon_notes")) {
        for note in text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    notes
}

/// The part of a report that says how the files were made.
pub(super) fn blocks(runs: &[&RunFile]) -> Vec<Block> {
    let details = |summary: String, words: String| Block::Details { summary, blocks: vec![Block::Verbatim(words)] };
    let mut blocks = Vec::new();
    for run in runs {
        let line = |(name, words): &(&str, &str)| {
            let value = run.attribute(name)?;
            Some(format!("{words:<8} {}", value.replace('\n', "\n         ")))
        };
        let lines: Vec<String> = PROVENANCE.iter().filter_map(line).collect();
        blocks.push(details(format!("Provenance of {}", file(run)), lines.join("\n")));
    }
    for (attribute, words) in [("edaphon_configuration", "Configuration"), ("edaphon_parameters", "Parameters")] {
        for (text, files) in distinct(runs, attribute) {
            blocks.push(details(format!("{words} of {}", files.join(", ")), text));
        }
    }
    blocks
}

/// What to cite: references of models and sources of data, each once.
pub(super) fn sources(runs: &[&RunFile]) -> Vec<String> {
    let mut sources: Vec<String> = Vec::new();
    let texts = runs.iter().flat_map(|run| ["references", "forcing_source"].map(|name| run.attribute(name)));
    for text in texts.flatten() {
        for source in text.split("; ").map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
    }
    sources
}
