//! What can be typed.

use std::process::ExitCode;

use anyhow::Context;
use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::commands::{check, compare, completions, convert, demo, info, learn, models, params, plot, run, spinup};

/// Soil carbon and nitrogen with the microbes that move them
///
/// Edaphon simulates carbon and nitrogen of vegetation (CASA) and soil (CASA or MIMICS) at sites and on grids.
/// Results go to stdout and to files, words to stderr.
///
/// Exit codes: 0 done; 1 ran, and the answer is no (faults found, not converged, files differ); 2 could not run;
/// 130 interrupted, restart written.
#[derive(Debug, Parser)]
#[command(name = "edaphon", version, help_expected = true, arg_required_else_help = true, max_term_width = 110)]
#[command(infer_long_args = false, disable_help_subcommand = true, after_long_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) everywhere: Everywhere,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  edaphon demo                              a small example in the folder edaphon-demo
  edaphon run edaphon-demo/run.toml
  edaphon params show q10
  edaphon models mimics-cn
  edaphon run --help                        options of a command, with an example";

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(demo::Demo),
    Run(run::Run),
    Spinup(spinup::Spinup),
    Check(check::Check),
    Convert(convert::Convert),
    Params(params::Params),
    Models(models::Models),
    Info(info::Info),
    Compare(compare::Compare),
    Evaluate(crate::commands::evaluate::Evaluate),
    Learn(learn::Learn),
    Plot(plot::Plot),
    Completions(completions::Completions),
}

/// Options that every command has.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Everywhere {
    /// Say only warnings and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// Colours: `auto` uses them on a terminal unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    #[arg(help = "Colours: auto, always or never; auto heeds NO_COLOR")]
    pub(crate) color: ColorChoice,
    /// Progress: auto, bar, plain (a line now and then) or none
    ///
    /// `auto` draws a bar on a terminal; elsewhere, as in the log of a job, it writes one line every half minute with
    /// the share done and the time left.
    #[arg(long, global = true, value_name = "KIND", default_value = "auto", hide_possible_values = true)]
    pub(crate) progress: ProgressKind,
    /// Print one JSON document instead of words
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Threads to use [default: all cores]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,
    /// Replace files that are there already
    #[arg(long, global = true)]
    pub(crate) force: bool,
}

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressKind {
    /// A bar on a terminal, lines elsewhere.
    Auto,
    /// A bar.
    Bar,
    /// A line now and then.
    Plain,
    /// Nothing.
    None,
}

impl Arguments {
    /// Reads the command line; help, the version and misspelt options end here, with their exit code.
    pub(crate) fn read() -> Result<Self, ExitCode> {
        let words: Vec<_> = std::env::args_os().collect();
        let command = Self::command().color(color_of(&words));
        let parsed = command.try_get_matches_from(words).and_then(|found| Self::from_arg_matches(&found));
        parsed.map_err(|error| {
            // If even the help cannot be printed, there is nobody to tell.
            let _ = error.print();
            if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
        })
    }
}

impl Everywhere {
    /// Sets the number of threads.
    pub(crate) fn start_threads(&self) -> anyhow::Result<()> {
        let Some(threads) = self.jobs else { return Ok(()) };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into());
        pool.build_global().with_context(|| format!("cannot start {threads} threads"))
    }
}

/// The `--color` that was typed, needed before the rest is understood: help and its faults have colours, too.
fn color_of(words: &[std::ffi::OsString]) -> ColorChoice {
    let words: Vec<_> = words.iter().filter_map(|word| word.to_str()).collect();
    let after = words.iter().position(|word| *word == "--color").and_then(|at| words.get(at + 1).copied());
    let joined = words.iter().find_map(|word| word.strip_prefix("--color="));
    joined.or(after).and_then(|word| <ColorChoice as ValueEnum>::from_str(word, false).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_has_help() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example() {
        fn check(command: &clap::Command, path: &str) {
            let example = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            assert!(command.has_subcommands() || example.contains(path), "no example of `{path}`: {example}");
            for inner in command.get_subcommands() {
                check(inner, &format!("{path} {}", inner.get_name()));
            }
        }
        check(&Arguments::command(), "edaphon");
    }

    #[test]
    fn the_colour_is_found_wherever_it_stands() {
        let of = |words: &[&str]| color_of(&words.iter().map(Into::into).collect::<Vec<_>>());
        assert_eq!(of(&["edaphon", "run", "--color", "never"]), ColorChoice::Never);
        assert_eq!(of(&["edaphon", "--color=always", "run"]), ColorChoice::Always);
        assert_eq!(of(&["edaphon", "--color=pink"]), ColorChoice::Auto);
    }
}
