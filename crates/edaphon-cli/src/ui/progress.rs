//! How far a long command has come: a bar on a terminal, a line now and then elsewhere.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::Ui;
use super::words::duration;
use crate::arguments::ProgressKind;

/// Time between two lines in the log of a job.
const INTERVAL: Duration = Duration::from_secs(30);

/// The things of a task of which only the share done is known: thousandths, which nobody counts.
pub(crate) const SHARE: &str = "‰";

/// The progress of one task; it goes when it is dropped.
#[derive(Debug)]
pub(crate) struct Progress<'u> {
    ui: &'u Ui,
    doing: String,
    shown: Shown,
}

#[derive(Debug)]
enum Shown {
    Bar(ProgressBar),
    Plain(Lines),
    Nothing,
}

impl<'u> Progress<'u> {
    pub(super) fn new(ui: &'u Ui, doing: &str, total: u64, things: &'static str) -> Self {
        let on_terminal = io::stderr().is_terminal();
        let shown = match ui.progress {
            ProgressKind::None => Shown::Nothing,
            ProgressKind::Auto if ui.quiet => Shown::Nothing,
            ProgressKind::Plain => Shown::Plain(Lines::new(doing, total, things, Instant::now())),
            ProgressKind::Auto if !on_terminal => Shown::Plain(Lines::new(doing, total, things, Instant::now())),
            ProgressKind::Auto | ProgressKind::Bar => Shown::Bar(bar(doing, total, things)),
        };
        if let Shown::Bar(bar) = &shown {
            *ui.bar.borrow_mut() = Some(bar.clone());
        }
        Self { ui, doing: doing.to_owned(), shown }
    }

    /// Shows that `done` of the things are done.
    pub(crate) fn at(&mut self, done: u64) {
        self.at_with(done, "");
    }

    /// The same, with a word on what is left to do.
    pub(crate) fn at_with(&mut self, done: u64, left: &str) {
        match &mut self.shown {
            Shown::Bar(bar) => {
                bar.set_position(done);
                if !left.is_empty() {
                    bar.set_message(format!("{}, {left}", self.doing));
                }
            }
            Shown::Plain(lines) => {
                lines.what_is_left = if left.is_empty() { String::new() } else { format!("; {left}") };
                if let Some(line) = lines.at(done, Instant::now()) {
                    self.ui.to_stderr(&line);
                }
            }
            Shown::Nothing => {}
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if let Shown::Bar(bar) = &self.shown {
            bar.finish_and_clear();
            *self.ui.bar.borrow_mut() = None;
        }
    }
}

fn bar(doing: &str, total: u64, things: &'static str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    let counted = if things == SHARE { String::new() } else { format!(" {{pos}}/{{len}} {things}") };
    let template = format!("{{msg}} [{{bar:30}}] {{percent:>3}} %{counted}, {{left}} left");
    // The template is ours and known to be sound; without it the bar has its plain look.
    if let Ok(style) = ProgressStyle::with_template(&template) {
        let left = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            let _ = out.write_str(&duration(state.eta()));
        };
        bar.set_style(style.with_key("left", left).progress_chars("=> "));
    }
    bar.set_message(doing.to_owned());
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}

/// Lines at a steady interval.
#[derive(Debug)]
struct Lines {
    doing: String,
    total: u64,
    things: &'static str,
    began: Instant,
    last: Instant,
    what_is_left: String,
}

impl Lines {
    fn new(doing: &str, total: u64, things: &'static str, now: Instant) -> Self {
        Self { doing: doing.to_owned(), total, things, began: now, last: now, what_is_left: String::new() }
    }

    /// The line that is due, if one is.
    fn at(&mut self, done: u64, now: Instant) -> Option<String> {
        let Self { doing, total, things, began, last, what_is_left } = self;
        if now.duration_since(*last) < INTERVAL {
            return None;
        }
        *last = now;
        let taken = now.duration_since(*began);
        let share = if *total == 0 { 1.0 } else { done as f64 / *total as f64 };
        let left = match done {
            0 => "time left unknown".to_owned(),
            _ => format!("{} left", duration(taken.mul_f64((1.0 / share - 1.0).max(0.0)))),
        };
        let counted = if *things == SHARE { String::new() } else { format!("{done} of {total} {things}, ") };
        Some(format!("{doing}: {:.0} %, {counted}{left}{what_is_left}", (100.0 * share).floor()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_get_a_line_at_a_steady_interval() {
        let began = Instant::now();
        let mut lines = Lines::new("running", 200, "years", began);
        let mut said = Vec::new();
        for second in 0..=100 {
            said.extend(lines.at(second, began + Duration::from_secs(second)));
        }
        assert_eq!(
            said,
            [
                "running: 15 %, 30 of 200 years, 2 min 50 s left",
                "running: 30 %, 60 of 200 years, 2 min 20 s left",
                "running: 45 %, 90 of 200 years, 1 min 50 s left",
            ]
        );
    }

    #[test]
    fn nothing_done_yet_promises_nothing() {
        let began = Instant::now();
        let mut lines = Lines::new("running", 2, "years", began);
        assert_eq!(lines.at(0, began + INTERVAL).as_deref(), Some("running: 0 %, 0 of 2 years, time left unknown"));
        let mut lines = Lines::new("learning", 1000, SHARE, began);
        assert_eq!(lines.at(500, began + INTERVAL).as_deref(), Some("learning: 50 %, 30 s left"));
    }
}
