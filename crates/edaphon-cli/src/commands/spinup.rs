//! `edaphon spinup`.

use std::path::PathBuf;

use clap::Args;

use crate::commands::pending;
use crate::outcome::Outcome;
use crate::ui::Ui;

/// Bring a run to its steady state and write it
///
/// Exit code 1 if cells still drift when the loops are used up.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon spinup run.toml -o spun-up.nc
  edaphon spinup run.toml --loops 200")]
pub(crate) struct Spinup {
    /// Run description (.toml)
    file: PathBuf,
    /// State to write
    #[arg(short, long, value_name = "STATE.nc")]
    output: Option<PathBuf>,
    /// Loops over the forcing at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    loops: Option<u64>,
}

impl Spinup {
    pub(crate) fn run(&self, _ui: &Ui) -> anyhow::Result<Outcome> {
        Err(pending::refusal("spinup", &self.file).into())
    }
}
