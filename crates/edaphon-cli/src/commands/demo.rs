//! `edaphon demo`.

use std::path::PathBuf;

use clap::Args;

use crate::commands::pending;
use crate::outcome::Outcome;
use crate::ui::Ui;

/// Write a small example that can be run at once
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon demo
  edaphon demo first-steps && edaphon run first-steps/run.toml")]
pub(crate) struct Demo {
    /// Folder to make
    #[arg(value_name = "DIR", default_value = "edaphon-demo")]
    folder: PathBuf,
}

impl Demo {
    pub(crate) fn run(&self, _ui: &Ui) -> anyhow::Result<Outcome> {
        Err(pending::refusal("demo", &self.folder).into())
    }
}
