//! `edaphon params`.

mod diff;
mod export;
mod list;
mod show;

use clap::{Args, Subcommand};

use crate::outcome::Outcome;
use crate::ui::Ui;

/// Show, compare and export parameters
#[derive(Debug, Args)]
pub(crate) struct Params {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    List(list::List),
    Show(show::Show),
    Diff(diff::Diff),
    Export(export::Export),
}

impl Params {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        match &self.action {
            Action::List(command) => command.run(ui),
            Action::Show(command) => command.run(ui),
            Action::Diff(command) => command.run(ui),
            Action::Export(command) => command.run(ui),
        }
    }
}
