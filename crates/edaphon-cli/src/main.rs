//! The `edaphon` program: arguments, messages and exit codes; no science.

mod arguments;
mod commands;
mod dataset;
mod interrupt;
mod outcome;
mod refusal;
mod report;
mod ui;

use std::process::ExitCode;

use crate::arguments::{Arguments, Command};
use crate::outcome::Outcome;
use crate::ui::Ui;

fn main() -> ExitCode {
    let arguments = match Arguments::read() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let ui = Ui::new(&arguments.everywhere);
    match run(&arguments, &ui) {
        Ok(outcome) => outcome.into(),
        Err(error) => report::failure(&ui, &error).into(),
    }
}

fn run(arguments: &Arguments, ui: &Ui) -> anyhow::Result<Outcome> {
    arguments.everywhere.start_threads()?;
    match &arguments.command {
        Command::Demo(command) => command.run(ui),
        Command::Run(command) => command.run(ui),
        Command::Spinup(command) => command.run(ui),
        Command::Check(command) => command.run(ui),
        Command::Convert(command) => command.run(ui),
        Command::Params(command) => command.run(ui),
        Command::Models(command) => command.run(ui),
        Command::Info(command) => command.run(ui),
        Command::Compare(command) => command.run(ui),
        Command::Evaluate(command) => command.run(ui),
        Command::Learn(command) => command.run(ui),
        Command::Plot(command) => command.run(ui),
        Command::Completions(command) => command.run(ui),
    }
}
