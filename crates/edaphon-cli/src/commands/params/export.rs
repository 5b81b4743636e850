//! `edaphon params export`.

use std::path::{Path, PathBuf};

use clap::Args;
use edaphon_jobs::parameters::{DEFAULT_SET, named, to_toml, write};

use crate::outcome::Outcome;
use crate::ui::Ui;

/// Write a set of parameters to a file that can be edited and read again
///
/// TOML holds unit, range, source and meaning of each parameter in comments; CSV has a row for each value.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon params export -o mine.toml
  edaphon params export mine.toml -o mine.csv
  edaphon params export | less")]
pub(super) struct Export {
    /// A set or a file
    #[arg(default_value = DEFAULT_SET)]
    set: String,
    /// File to write, .toml or .csv; `-` writes TOML to stdout
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
}

impl Export {
    pub(super) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let parameters = named(&self.set)?;
        let title = format!("Edaphon parameters: {}", self.set);
        if self.output == Path::new("-") {
            ui.result(&to_toml(&parameters, &title))?;
            return Ok(Outcome::Done);
        }
        ui.check_absent(&self.output)?;
        write(&self.output, &parameters, &title)?;
        ui.say(&format!("wrote {}", self.output.display()));
        Ok(Outcome::Done)
    }
}
