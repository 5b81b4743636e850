//! Errors as people read them: what, where, and how to mend it.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Error;
use edaphon_io::Faults;
use edaphon_jobs::JobError;
use serde_json::json;

use crate::outcome::Outcome;
use crate::refusal::Refusal;
use crate::ui::{Ui, error_width, wrapped};

/// Faults printed at most; the others are counted.
const PRINTED: usize = 20;

/// Names of variables that a message lists.
const LISTED: usize = 12;

/// One thing that went wrong.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// What was found and what is accepted.
    message: String,
    /// Why, from the outside in.
    causes: Vec<String>,
    /// The file.
    path: Option<PathBuf>,
    /// The line, from 1.
    line: Option<usize>,
    /// The name that was meant, or a remedy.
    fix: Option<String>,
}

/// Tells why a command could not run.
pub(crate) fn failure(ui: &Ui, error: &Error) -> Outcome {
    if is_closed_pipe(error) {
        // Whoever read our results has seen enough of them.
        return Outcome::Done;
    }
    if let Some(JobError::Interrupted { years, restart }) = error.downcast_ref() {
        ui.to_stderr(&error.to_string());
        if ui.wants_json() {
            let restart = restart.as_ref().map(|path| path.display().to_string());
            // A closed stdout has been told of by now, if anybody listens.
            let _ = ui.json(&json!({ "interrupted": true, "years": years, "restart": restart }));
        }
        return Outcome::Interrupted;
    }
    faults(ui, error);
    Outcome::Failed
}

/// Tells what is wrong with files that were asked about.
pub(crate) fn faults(ui: &Ui, error: &Error) {
    let found = diagnose(error);
    for diagnostic in found.iter().take(PRINTED) {
        ui.to_stderr(&diagnostic.render(ui));
    }
    if found.len() > PRINTED {
        ui.to_stderr(&format!("and {} more", found.len() - PRINTED));
    }
    if ui.wants_json() {
        let list: Vec<_> = found.iter().map(Diagnostic::to_json).collect();
        // A closed stdout has been told of by now, if anybody listens.
        let _ = ui.json(&json!({ "errors": list }));
    }
}

fn is_closed_pipe(error: &Error) -> bool {
    error.chain().any(|e| e.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

/// An error of any kind as a list of things that went wrong.
fn diagnose(error: &Error) -> Vec<Diagnostic> {
    let mut outside = Vec::new();
    for inner in error.chain() {
        let io = match inner.downcast_ref::<JobError>() {
            Some(JobError::Io(io)) => Some(io),
            Some(JobError::Faults(list)) => return of_faults(list),
            Some(JobError::Exists { path }) => return vec![exists(path)],
            _ => inner.downcast_ref::<edaphon_io::Error>(),
        };
        if let Some(list) = inner.downcast_ref::<Faults>() {
            return of_faults(list);
        }
        let found = match (io, inner.downcast_ref::<Refusal>()) {
            (Some(edaphon_io::Error::Faults(list)), _) => return of_faults(list),
            (Some(io), _) => of_io(io),
            (None, Some(refusal)) => of_refusal(refusal),
            (None, None) => {
                outside.push(said(inner));
                continue;
            }
        };
        outside.push(found.message);
        return vec![with_causes(outside, Diagnostic { message: String::new(), ..found })];
    }
    vec![with_causes(outside, Diagnostic::default())]
}

/// The first is the message, the others its causes, without those that only repeat it.
fn with_causes(words: Vec<String>, found: Diagnostic) -> Diagnostic {
    let mut words = words.into_iter();
    let message = words.next().unwrap_or_default();
    let causes = words.filter(|cause| !message.contains(cause.as_str())).collect();
    Diagnostic { message, causes, ..found }
}

fn of_faults(list: &Faults) -> Vec<Diagnostic> {
    let one = |fault: &edaphon_io::Fault| {
        let (message, fix) = meant(&fault.problem);
        Diagnostic { message, fix, path: Some(fault.path.clone()), line: fault.line, ..Diagnostic::default() }
    };
    list.list().iter().map(one).collect()
}

fn of_io(error: &edaphon_io::Error) -> Diagnostic {
    use edaphon_io::Error::{Damaged, File, Layout, NoVariable, NotNetcdf, Variable};
    let (path, message, fix) = match error {
        File { path, action, reason } => {
            (path, format!("cannot {action} {}: {}", path.display(), reason_of(reason)), beside(path, reason))
        }
        NotNetcdf { path, .. } | Damaged { path, .. } => (path, without(path, error), None),
        NoVariable { path, variable, available } => return no_variable(path, variable, available),
        Variable { path, variable, problem } => (path, format!("variable `{variable}`: {problem}"), None),
        Layout { path, problem } => (path, problem.clone(), None),
        other => return Diagnostic { message: said(other), ..Diagnostic::default() },
    };
    Diagnostic { message, fix, path: Some(path.clone()), ..Diagnostic::default() }
}

/// The name that was meant, or else the names there are.
fn no_variable(path: &Path, variable: &str, available: &str) -> Diagnostic {
    let names: Vec<&str> = available.split(", ").collect();
    let near = edaphon_core::nearest(variable, names.iter().copied());
    let mut message = format!("no variable `{variable}`");
    let fix = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.len() <= LISTED => {
            message = format!("{message}; the file has {available}");
            String::new()
        }
        None => format!("`edaphon info {} --header` lists those there are", path.display()),
    };
    let fix = Some(fix).filter(|fix| !fix.is_empty());
    Diagnostic { message, fix, path: Some(path.to_owned()), ..Diagnostic::default() }
}

fn of_refusal(refusal: &Refusal) -> Diagnostic {
    let Refusal { message, path, fix } = refusal;
    Diagnostic { message: message.clone(), path: path.clone(), fix: fix.clone(), ..Diagnostic::default() }
}

fn exists(path: &Path) -> Diagnostic {
    of_refusal(
        &Refusal::new(format!("{} exists already", path.display()))
            .fix("name another output, or replace it with --force"),
    )
}

/// What an error says, without the number that the operating system gives it.
fn said(error: &(dyn std::error::Error + 'static)) -> String {
    error.downcast_ref::<io::Error>().map_or_else(|| error.to_string(), reason_of)
}

fn reason_of(reason: &io::Error) -> String {
    let words = reason.to_string();
    words.split(" (os error").next().unwrap_or(&words).to_owned()
}

/// The message without the path that it begins with, which is told apart.
fn without(path: &Path, error: &edaphon_io::Error) -> String {
    let words = error.to_string();
    words.strip_prefix(&format!("{}: ", path.display())).map_or(words.clone(), str::to_owned)
}

/// A name in the same folder that may have been meant by one that is not there.
fn beside(path: &Path, reason: &io::Error) -> Option<String> {
    if reason.kind() != io::ErrorKind::NotFound {
        return None;
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = folder.read_dir() else { return Some(format!("there is no folder {}", folder.display())) };
    let mut names: Vec<String> = entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let wanted = path.file_name()?.to_string_lossy();
    let near = edaphon_core::nearest(&wanted, names.iter().map(String::as_str))?;
    Some(format!("did you mean `{}`?", path.with_file_name(near).display()))
}

/// Splits off `; did you mean …?`.
fn meant(problem: &str) -> (String, Option<String>) {
    let Some((before, after)) = problem.split_once("; did you mean ") else { return (problem.to_owned(), None) };
    let (name, rest) = after.split_once('?').unwrap_or((after, ""));
    (format!("{before}{rest}"), Some(format!("did you mean {name}?")))
}

impl Diagnostic {
    fn render(&self, ui: &Ui) -> String {
        let styles = ui.err;
        let mut text = format!("{} {}", styles.error("error:"), self.message.replace('\n', "\n  "));
        for cause in &self.causes {
            text.push_str(&format!("\n  because {}", cause.replace('\n', "\n  ")));
        }
        let excerpt = self.excerpt();
        if let Some(path) = self.path.as_ref().filter(|path| self.line.is_some() || !self.names(path)) {
            let line = self.line.map_or_else(String::new, |line| format!(":{line}"));
            let column =
                excerpt.as_ref().and_then(|e| e.mark).map_or_else(String::new, |(at, _)| format!(":{}", at + 1));
            text.push_str(&format!("\n {} {}{line}{column}", styles.note("-->"), path.display()));
        }
        let marked = excerpt.as_ref().is_some_and(|e| e.mark.is_some());
        if let Some(excerpt) = excerpt {
            text.push_str(&excerpt.render(ui, self.fix.as_deref().unwrap_or_default()));
        }
        if let Some(fix) = self.fix.as_ref().filter(|_| !marked) {
            text.push_str(&format!("\n  {} {fix}", styles.note("fix:")));
        }
        text
    }

    /// Whether the message names the file already.
    fn names(&self, path: &Path) -> bool {
        self.message.contains(&path.display().to_string())
    }

    /// The line of the file, if there is one and it is short enough to be shown.
    fn excerpt(&self) -> Option<Excerpt> {
        let (path, number) = self.path.as_ref().zip(self.line)?;
        let text = std::fs::read_to_string(path).ok()?;
        let line = text.lines().nth(number.checked_sub(1)?)?.replace('\t', " ");
        if line.trim().is_empty() || line.chars().count() > error_width().saturating_sub(8) {
            return None;
        }
        let mark = self.message.split('`').skip(1).step_by(2).find_map(|word| place_of(&line, word));
        Some(Excerpt { number, line, mark })
    }

    fn to_json(&self) -> serde_json::Value {
        let path = self.path.as_ref().map(|p| p.display().to_string());
        json!({ "message": self.message, "because": self.causes, "file": path, "line": self.line, "fix": self.fix })
    }
}

/// Where a quoted word stands in a line, and its length, in characters.
fn place_of(line: &str, word: &str) -> Option<(usize, usize)> {
    let at = line.find(word).filter(|_| !word.is_empty())?;
    Some((line[..at].chars().count(), word.chars().count()))
}

/// A line of a file and what is marked in it.
#[derive(Debug)]
struct Excerpt {
    number: usize,
    line: String,
    mark: Option<(usize, usize)>,
}

impl Excerpt {
    fn render(&self, ui: &Ui, label: &str) -> String {
        let number = self.number.to_string();
        let margin = " ".repeat(number.len());
        let bar = ui.err.note("|");
        let mut text = format!("\n{margin} {bar}\n{} {bar} {}", ui.err.note(&number), self.line);
        if let Some((at, length)) = self.mark {
            let words = wrapped(label, error_width()).join(" ");
            let pointer = ui.err.error(format!("{} {words}", "^".repeat(length)).trim_end());
            text.push_str(&format!("\n{margin} {bar} {}{pointer}", " ".repeat(at)));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    #[test]
    fn the_name_that_was_meant_is_told_apart() {
        assert_eq!(
            meant("unknown key `a`; did you mean `b`?; accepted are b"),
            ("unknown key `a`; accepted are b".to_owned(), Some("did you mean `b`?".to_owned()))
        );
        assert_eq!(meant("no such thing"), ("no such thing".to_owned(), None));
    }

    #[test]
    fn causes_follow_the_message_and_do_not_repeat_it() {
        let missing = io::Error::from_raw_os_error(2);
        let error = Err::<(), _>(missing).context("the forcing cannot be read").unwrap_err();
        let found = diagnose(&error);
        assert_eq!(found[0].message, "the forcing cannot be read");
        assert_eq!(found[0].causes, ["No such file or directory"]);
        let twice = Err::<(), _>(Refusal::new("x is wrong")).context("cannot go on: x is wrong").unwrap_err();
        assert!(diagnose(&twice)[0].causes.is_empty());
    }

    #[test]
    fn faults_of_files_become_one_message_each() {
        let mut faults = Faults::new();
        faults.add_at(Path::new("run.toml"), 3, "unknown key `calender`; did you mean `calendar`?");
        faults.add(Path::new("met.nc"), "no time axis");
        let found = diagnose(&Error::new(JobError::Faults(faults)).context("the run cannot start"));
        assert_eq!((found.len(), found[0].line, found[0].message.as_str()), (2, Some(3), "unknown key `calender`"));
        assert_eq!((found[1].line, found[1].path.as_deref()), (None, Some(Path::new("met.nc"))));
    }

    #[test]
    fn quoted_words_are_found_in_the_line() {
        assert_eq!(place_of("é calender = 1", "calender"), Some((2, 8)));
        assert_eq!((place_of("a = 1", "b"), place_of("a = 1", "")), (None, None));
    }
}
