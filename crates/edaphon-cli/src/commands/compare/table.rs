//! Two CSV files: columns are compared, by name where the first line names them.

use std::path::Path;

use anyhow::Context;

use super::measure::{Extreme, Measure};
use super::{Compared, Comparison, Question};
use crate::refusal::Refusal;

/// A table in memory.
struct Sheet {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Line of the first row of values.
    first_line: usize,
}

pub(super) fn compare(a: &Path, b: &Path, question: &Question<'_>) -> anyhow::Result<Comparison> {
    let (a, b) = (read(a)?, read(b)?);
    let mut found = Comparison::default();
    if a.rows.len() != b.rows.len() {
        found.problems.push(format!(
            "A has {} rows and B has {}; the first ones are compared",
            a.rows.len(),
            b.rows.len()
        ));
    }
    for (column, name) in a.names.iter().enumerate().filter(|(_, name)| question.wants(name)) {
        match b.names.iter().position(|other| other == name) {
            None => found.problems.push(format!("`{name}` is in A only")),
            Some(other) => found.variables.push(pair(&a, (&b, other), column, question)),
        }
    }
    let only_theirs = b.names.iter().filter(|name| question.wants(name) && !a.names.contains(name));
    found.problems.extend(only_theirs.map(|name| format!("`{name}` is in B only")));
    Ok(found)
}

fn read(path: &Path) -> anyhow::Result<Sheet> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_path(path)
        .map_err(|e| opened(path, e))?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for record in reader.byte_records() {
        let record = record.with_context(|| format!("{} cannot be read", path.display()))?;
        rows.push(record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect());
    }
    let Some(first) = rows.first() else {
        return Err(Refusal::new("the file is empty").at(path).into());
    };
    let is_header = first.iter().any(|field| !field.is_empty() && field.parse::<f64>().is_err());
    let names =
        if is_header { rows.remove(0) } else { (1..=first.len()).map(|number| format!("column {number}")).collect() };
    Ok(Sheet { names, rows, first_line: if is_header { 2 } else { 1 } })
}

/// A file that cannot be opened is told of in the usual words.
fn opened(path: &Path, error: csv::Error) -> anyhow::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(reason) => edaphon_io::Error::File { path: path.to_owned(), action: "open", reason }.into(),
        other => anyhow::anyhow!("{} cannot be read: {other:?}", path.display()),
    }
}

fn pair(a: &Sheet, (b, other): (&Sheet, usize), column: usize, question: &Question<'_>) -> Compared {
    let mut measure = Measure::new(question.tolerance);
    let field = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
    for (at, (ours, theirs)) in a.rows.iter().zip(&b.rows).enumerate() {
        let (ours, theirs) = (field(ours, column), field(theirs, other));
        match (number(&ours), number(&theirs)) {
            (Some(x), Some(y)) => measure.pair(at, x, y),
            _ => measure.texts(&ours, &theirs),
        }
    }
    let place = |extreme: Option<Extreme>| {
        extreme.map_or_else(Default::default, |e| (format!("line {}", e.at + a.first_line), Vec::new()))
    };
    let places = [place(measure.absolute), place(measure.relative)];
    Compared { name: a.names[column].clone(), unit: String::new(), measure, places }
}

/// A number, or NaN where there is nothing.
fn number(text: &str) -> Option<f64> {
    if text.is_empty() { Some(f64::NAN) } else { text.parse().ok() }
}
