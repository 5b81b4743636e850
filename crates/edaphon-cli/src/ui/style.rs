//! Colours of the terminal.

use clap::builder::styling::{AnsiColor, Style};

/// How words are set apart; where colours are off, not at all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Styles {
    on: bool,
}

impl Styles {
    /// Styles that colour or do not.
    pub(crate) fn new(on: bool) -> Self {
        Self { on }
    }

    /// `error:`.
    pub(crate) fn error(self, words: &str) -> String {
        self.styled(Style::new().bold().fg_color(Some(AnsiColor::Red.into())), words)
    }

    /// `warning:`.
    pub(crate) fn warning(self, words: &str) -> String {
        self.styled(Style::new().bold().fg_color(Some(AnsiColor::Yellow.into())), words)
    }

    /// `note:`, `fix:` and the marks beside a line of a file.
    pub(crate) fn note(self, words: &str) -> String {
        self.styled(Style::new().bold().fg_color(Some(AnsiColor::Cyan.into())), words)
    }

    /// Headings and names.
    pub(crate) fn strong(self, words: &str) -> String {
        self.styled(Style::new().bold(), words)
    }

    /// What matters less.
    pub(crate) fn faint(self, words: &str) -> String {
        self.styled(Style::new().dimmed(), words)
    }

    fn styled(self, style: Style, words: &str) -> String {
        if self.on { format!("{style}{words}{style:#}") } else { words.to_owned() }
    }
}
