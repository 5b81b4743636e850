//! `edaphon convert`.

use std::path::PathBuf;

use clap::Args;

use crate::commands::pending;
use crate::outcome::Outcome;
use crate::ui::Ui;

/// Turn files of other programs into run descriptions (TOML) and NetCDF
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon convert fcasacnp_clm_testbed.lst -o run.toml
  edaphon convert pftlookup_igbp.csv")]
pub(crate) struct Convert {
    /// Control and parameter files of the testbed (.lst, .csv), or station records (.csv)
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// File or folder to write [default: beside each file]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

impl Convert {
    pub(crate) fn run(&self, _ui: &Ui) -> anyhow::Result<Outcome> {
        Err(pending::refusal("convert", &self.files[0]).into())
    }
}
