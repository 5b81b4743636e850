//! `edaphon params list`.

use clap::Args;
use edaphon_jobs::nitrogen::{MODEL, sets::SETS};
use edaphon_jobs::parameters::{DEFAULT_SET, TABLES};
use edaphon_models::nitrogen::NITROGEN_PARAMETERS;
use serde_json::json;

use crate::outcome::Outcome;
use crate::ui::{Column, Table, Ui};

/// List the sets of parameters and the tables that they fill
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  edaphon params list")]
pub(super) struct List;

/// Where the values of the default set come from.
const ABOUT_DEFAULT: &str = "the default: Wieder et al. (2024, JAMES), CASA and MIMICS";
/// What is accepted beside its name.
const ABOUT_FILES: &str = "a file of yours (made by `edaphon params export`), or a parameter file of the testbed";

impl List {
    pub(super) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        if ui.wants_json() {
            let tables: Vec<_> = TABLES
                .iter()
                .chain([&&NITROGEN_PARAMETERS])
                .map(|t| json!({ "name": t.model, "parameters": t.params.len() }))
                .collect();
            let sets: Vec<_> = [(DEFAULT_SET, ABOUT_DEFAULT)]
                .iter()
                .chain(&SETS)
                .map(|(name, about)| json!({ "name": name, "about": about }))
                .collect();
            ui.json(&json!({ "sets": sets, "tables": tables }))?;
            return Ok(Outcome::Done);
        }
        let mut sets = Table::new(&[Column::left("set"), Column::left("what it is")]);
        sets.row([DEFAULT_SET.to_owned(), ABOUT_DEFAULT.to_owned()]);
        for (name, about) in SETS {
            sets.row([name.to_owned(), about.to_owned()]);
        }
        sets.row(["FILE.toml, FILE.csv".to_owned(), ABOUT_FILES.to_owned()]);
        let mut tables = Table::new(&[Column::left("table"), Column::right("parameters"), Column::left("of")]);
        let about = ["vegetation, litter and CASA soil", "pools to start with", "MIMICS soil"];
        for (table, about) in TABLES.iter().zip(about) {
            tables.row([table.model.to_owned(), table.params.len().to_string(), about.to_owned()]);
        }
        let count = NITROGEN_PARAMETERS.params.len().to_string();
        tables.row([MODEL.to_owned(), count, "microbial soil nitrogen, at a site".to_owned()]);
        let width = ui.width();
        ui.result(&format!("{}\n{}", sets.render(width, ui.out), tables.render(width, ui.out)))?;
        Ok(Outcome::Done)
    }
}
