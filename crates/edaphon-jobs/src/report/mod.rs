//! A report of outputs: one HTML page with words, figures and tables, complete in itself.
//!
//! Inputs are CF-NetCDF files of this program, each of one model: daily, monthly or annual means, of sites or of a grid.
//! Runs of the same cells are compared with one another; up to six cells are shown one by one, more as maps and as their
//! mean.
//!
//! ```text
//! RunFile     a file, opened: model, time, cells; reads a Quantity and keeps what figures need of it
//! Subject     a site or a grid with the runs there: series, means, seasons
//! stocks, fluxes, budget, nitrogen, microbes, maps, tables      figures of a subject, for reports and for single plots
//! ```

pub mod budget;
mod draw;
pub mod fluxes;
mod made;
pub mod maps;
pub mod microbes;
pub mod nitrogen;
pub mod quantity;
pub mod run_file;
pub mod stocks;
pub mod subject;
mod summary;
pub mod tables;
pub mod values;

use std::path::{Path, PathBuf};

use edaphon_figures::{Block, FigureError, Report, Section};

pub use quantity::{Quantity, Shown};
pub use run_file::{RunFile, Spot};
pub use subject::{Subject, subjects};

use crate::error::{JobError, Result};

/// Writes a report of outputs to `path`, which ends in `.html`.
///
/// # Errors
/// If there are no inputs, one of them cannot be read or is not an output of this program, or the page cannot be written.
pub fn write(path: &Path, inputs: &[PathBuf], title: &str) -> Result<()> {
    compose(inputs, title)?.write(path).map_err(drawing)
}

/// The report of outputs, to be written or added to.
///
/// # Errors
/// If there are no inputs, or one of them cannot be read or is not an output of this program.
pub fn compose(inputs: &[PathBuf], title: &str) -> Result<Report> {
    if inputs.is_empty() {
        return Err(JobError::refused("a report needs at least one output file; none was named"));
    }
    let once = inputs.iter().enumerate().filter(|(at, input)| !inputs[..*at].contains(input));
    let runs: Vec<RunFile> = once.map(|(_, input)| RunFile::open(input)).collect::<Result<_>>()?;
    let footer = footer(&runs);
    let subjects = subjects(runs);
    let runs = unique_runs(&subjects);
    let mut sections: Vec<Section> = subjects.iter().map(about).collect::<Result<_>>()?;
    sections.extend(closing(&subjects, &runs));
    Ok(Report {
        title: title.to_owned(),
        summary: summary::words(&subjects)?,
        facts: summary::facts(&subjects, &runs)?,
        sections,
        footer,
    })
}

/// All that is shown of a subject.
fn about(subject: &Subject) -> Result<Section> {
    let mut parts = Vec::new();
    if subject.is_grid() {
        parts.push(maps::blocks(subject)?);
    }
    parts.push(stocks::blocks(subject)?);
    parts.push(fluxes::blocks(subject)?);
    parts.push(nitrogen::blocks(subject)?);
    parts.push(microbes::blocks(subject)?);
    parts.push(budget::blocks(subject)?);
    parts.push(tables::blocks(subject)?);
    // A heading with nothing under it is left out: files may hold a few variables only.
    let blocks = parts.into_iter().filter(|part| part.len() > 1).flatten().collect();
    let heading = if subject.is_grid() { format!("Grid of {}", subject.name) } else { subject.name.clone() };
    Ok(Section { heading, blocks })
}

/// How the files were made, and what to cite.
fn closing(subjects: &[Subject], runs: &[&RunFile]) -> Vec<Section> {
    let mut blocks = Vec::new();
    for (at, subject) in subjects.iter().enumerate() {
        let notes = made::notes(&subject.runs);
        // Cells of one file share its notes.
        let is_new = subjects[..at].iter().all(|earlier| earlier.runs[0].path != subject.runs[0].path);
        if is_new && !notes.is_empty() {
            blocks.push(Block::Paragraph(format!("{}: what was supplied or changed on the way in.", subject.name)));
            blocks.push(Block::List(notes));
        }
    }
    blocks.extend(made::blocks(runs));
    let mut sections = vec![Section { heading: "How this was made".to_owned(), blocks }];
    let sources = made::sources(runs);
    if !sources.is_empty() {
        sections.push(Section { heading: "Sources to cite".to_owned(), blocks: vec![Block::List(sources)] });
    }
    sections
}

/// The runs of all subjects, each once: cells of one file share it.
fn unique_runs(subjects: &[Subject]) -> Vec<&RunFile> {
    let mut runs: Vec<&RunFile> = Vec::new();
    for run in subjects.iter().flat_map(|subject| &subject.runs) {
        if !runs.iter().any(|known| known.path == run.path) {
            runs.push(run);
        }
    }
    runs
}

fn footer(runs: &[RunFile]) -> String {
    let programs = runs.iter().filter_map(|run| run.attribute("source"));
    let program =
        programs.min().map_or_else(|| "edaphon".to_owned(), |s| s.split(':').next().unwrap_or_default().to_owned());
    format!("Made from {} output files of {program}.", runs.len())
}

/// What a figure that cannot be drawn or written comes to.
pub(crate) fn drawing(error: FigureError) -> JobError {
    JobError::refused(error.to_string())
}
