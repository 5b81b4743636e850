//! `edaphon convert`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::commands::job::provenance;
use crate::outcome::Outcome;
use crate::refusal::Refusal;
use crate::ui::Ui;

/// Turn files of the testbed and of RothC into run descriptions, parameter files and states
///
/// A control file becomes a description (TOML) with its parameters and, where it starts from pools, its state beside it. A
/// parameter file becomes TOML. An input of RothC becomes a description with its months (CSV) beside it.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon convert fcasacnp_clm_testbed.lst -o run.toml
  edaphon convert pftlookup_igbp.csv
  edaphon convert RothC_input.dat -o site.toml")]
pub(crate) struct Convert {
    /// Control and parameter files of the testbed (.lst, .csv), inputs of RothC (.dat)
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// File or folder to write [default: beside each file]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

impl Convert {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let one_file = self.output.as_ref().filter(|out| !out.is_dir());
        if let (Some(out), true) = (one_file, self.files.len() > 1) {
            let words = "several files cannot become one; accepted is a folder that exists";
            return Err(Refusal::new(words).at(out).into());
        }
        let provenance = provenance()?;
        let mut written = Vec::new();
        for file in &self.files {
            let output = self.output.as_deref();
            written.extend(edaphon_jobs::convert::convert(file, output, ui.may_replace(), &provenance)?);
        }
        if ui.wants_json() {
            let files: Vec<_> = written.iter().map(|f| f.display().to_string()).collect();
            ui.json(&json!({ "files": files }))?;
        }
        written.iter().for_each(|file| ui.say(&format!("wrote {}", file.display())));
        Ok(Outcome::Done)
    }
}
