//! `edaphon params export`.

use std::path::{Path, PathBuf};

use clap::Args;
use edaphon_jobs::nitrogen::sets;
use edaphon_jobs::parameters::{DEFAULT_SET, named, to_toml, write};

use crate::outcome::Outcome;
use crate::refusal::Refusal;
use crate::ui::Ui;

/// Write a set of parameters to a file that can be edited and read again
///
/// TOML holds unit, range, source and meaning of each parameter in comments; CSV has a row for each value.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon params export -o mine.toml
  edaphon params export mine.toml -o mine.csv
  edaphon params export revised -o nitrogen.toml
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
        if sets::is_set(&self.set) {
            return self.nitrogen(ui);
        }
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

    /// The same of a set of the nitrogen model, which is written as TOML alone.
    fn nitrogen(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let set = sets::set_named(&self.set)?;
        let text = sets::to_toml(&set, &format!("Edaphon parameters of the nitrogen model: {}", self.set));
        if self.output == Path::new("-") {
            ui.result(&text)?;
            return Ok(Outcome::Done);
        }
        if self.output.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("toml")) {
            let words = "parameters of the nitrogen model are written as .toml; give the file a name that ends so";
            return Err(Refusal::new(words).at(&self.output).into());
        }
        ui.check_absent(&self.output)?;
        edaphon_io::write_whole(&self.output, text.as_bytes())?;
        ui.say(&format!("wrote {}", self.output.display()));
        Ok(Outcome::Done)
    }
}
