//! `edaphon completions`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::outcome::Outcome;
use crate::ui::Ui;

/// Print what a shell needs to complete commands and options
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon completions bash > ~/.local/share/bash-completion/completions/edaphon
  edaphon completions fish > ~/.config/fish/completions/edaphon.fish")]
pub(crate) struct Completions {
    /// The shell: bash, elvish, fish, powershell or zsh
    #[arg(hide_possible_values = true)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "edaphon", &mut script);
        ui.result(&String::from_utf8_lossy(&script))?;
        Ok(Outcome::Done)
    }
}
