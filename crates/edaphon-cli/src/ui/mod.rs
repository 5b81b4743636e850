//! What is said: results on stdout, words on stderr.

mod progress;
mod style;
mod table;
mod words;

use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use clap::ColorChoice;
use indicatif::ProgressBar;
use serde_json::Value;

use crate::arguments::{Everywhere, ProgressKind};
use crate::refusal::Refusal;
pub(crate) use progress::{Progress, SHARE};
pub(crate) use style::Styles;
pub(crate) use table::{Column, Table, wrapped};
pub(crate) use words::{bytes, count, duration, exact, rounded};

/// The terminal and what its user wants to hear.
#[derive(Debug)]
pub(crate) struct Ui {
    quiet: bool,
    verbose: bool,
    json: bool,
    force: bool,
    progress: ProgressKind,
    /// Styles of stdout.
    pub(crate) out: Styles,
    /// Styles of stderr.
    pub(crate) err: Styles,
    bar: RefCell<Option<ProgressBar>>,
}

impl Ui {
    /// Looks at the terminal and the options.
    pub(crate) fn new(options: &Everywhere) -> Self {
        let styles = |is_terminal: bool| match options.color {
            ColorChoice::Always => Styles::new(true),
            ColorChoice::Never => Styles::new(false),
            ColorChoice::Auto => Styles::new(is_terminal && wants_colour()),
        };
        Self {
            quiet: options.quiet,
            verbose: options.verbose,
            json: options.json,
            force: options.force,
            progress: options.progress,
            out: styles(io::stdout().is_terminal()),
            err: styles(io::stderr().is_terminal()),
            bar: RefCell::new(None),
        }
    }

    /// Prints a result, and ends the line.
    ///
    /// # Errors
    /// If stdout is closed or full.
    pub(crate) fn result(&self, text: &str) -> anyhow::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        if !text.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        Ok(out.flush()?)
    }

    /// Prints a result as JSON.
    ///
    /// # Errors
    /// If stdout is closed or full.
    pub(crate) fn json(&self, document: &Value) -> anyhow::Result<()> {
        self.result(&format!("{document:#}"))
    }

    /// Whether results are wanted as JSON.
    pub(crate) fn wants_json(&self) -> bool {
        self.json
    }

    /// Says something.
    pub(crate) fn say(&self, words: &str) {
        if !self.quiet {
            self.to_stderr(words);
        }
    }

    /// Says something that those want to know who asked for more.
    pub(crate) fn detail(&self, words: &str) {
        if self.verbose {
            self.to_stderr(words);
        }
    }

    /// Whether more is wanted.
    pub(crate) fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Says what was supposed or supplied.
    pub(crate) fn note(&self, words: &str) {
        self.say(&format!("{} {words}", self.err.note("note:")));
    }

    /// Says what may be wrong, even to those who want to hear little.
    pub(crate) fn warn(&self, words: &str) {
        self.to_stderr(&format!("{} {words}", self.err.warning("warning:")));
    }

    /// Writes words to stderr, beside a progress bar if there is one; on a terminal long lines are broken between words.
    pub(crate) fn to_stderr(&self, words: &str) {
        let words = if io::stderr().is_terminal() { folded(words, error_width()) } else { words.to_owned() };
        // If stderr is closed there is nobody to tell.
        let write = || {
            let _ = writeln!(io::stderr().lock(), "{words}");
        };
        match &*self.bar.borrow() {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Begins to show the progress of `total` things, named in the plural (`years`).
    pub(crate) fn progress(&self, doing: &str, total: u64, things: &'static str) -> Progress<'_> {
        Progress::new(self, doing, total, things)
    }

    /// Whether a file may be written: it is not there yet, or may be replaced.
    ///
    /// # Errors
    /// If it is there and `--force` was not given.
    pub(crate) fn check_absent(&self, path: &Path) -> anyhow::Result<()> {
        if self.force || !path.exists() {
            return Ok(());
        }
        let refusal = Refusal::new(format!("{} exists already", path.display()));
        Err(refusal.fix("name another file, or replace it with --force").into())
    }

    /// Columns of the terminal that results go to; none where they go to a file or another program.
    pub(crate) fn width(&self) -> Option<usize> {
        let (width, _) = terminal_size::terminal_size_of(io::stdout()).filter(|_| io::stdout().is_terminal())?;
        Some(usize::from(width.0).max(40))
    }

    /// Whether replacing files was asked for.
    pub(crate) fn may_replace(&self) -> bool {
        self.force
    }
}

/// Columns of the terminal that words go to, or 100.
pub(crate) fn error_width() -> usize {
    terminal_size::terminal_size_of(io::stderr()).map_or(100, |(width, _)| usize::from(width.0).max(40))
}

/// Breaks lines that are too long; what is broken off is indented.
fn folded(text: &str, width: usize) -> String {
    // Colours take no room, but are counted: a line may become a little shorter than it could be.
    let fold = |line: &str| {
        if line.chars().count() <= width || line.starts_with([' ', '|']) {
            return line.to_owned();
        }
        wrapped(line, width - 2).join("\n  ")
    };
    text.lines().map(fold).collect::<Vec<_>>().join("\n")
}

/// What the environment says of colours.
fn wants_colour() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_between_words() {
        assert_eq!(
            folded("note: one two three\n  | kept as it is, however long", 12),
            "note: one\n  two three\n  | kept as it is, however long"
        );
    }
}
