//! `edaphon models`.

use clap::Args;
use edaphon_core::nearest;
use edaphon_jobs::cf::{CfVariable, Group, variables};
use edaphon_jobs::parameters::TABLES;
use edaphon_models::Profile;
use edaphon_run::Model;
use serde_json::json;

use crate::commands::{nitrogen, rothc};
use crate::outcome::Outcome;
use crate::refusal::Refusal;
use crate::ui::{Column, Table, Ui};

/// List the models, or the pools, fluxes and parameters of one
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon models
  edaphon models mimics-cn
  edaphon models casa-c --json")]
pub(crate) struct Models {
    /// A model: casa-c, casa-cn, mimics-c, mimics-cn, nitrogen or rothc [default: all, one line each]
    name: Option<String>,
}

impl Models {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        match &self.name {
            None => all(ui)?,
            Some(name) if name == rothc::NAME => rothc::describe(ui)?,
            Some(name) if name == nitrogen::NAME => nitrogen::describe(ui)?,
            Some(name) => one(ui, named(name)?)?,
        }
        Ok(Outcome::Done)
    }
}

/// The model of that name.
pub(crate) fn named(name: &str) -> Result<Model, Refusal> {
    let names = [&Model::ALL.map(Model::name)[..], &[nitrogen::NAME, rothc::NAME][..]].concat();
    Model::named(name).ok_or_else(|| {
        let refusal = Refusal::new(format!("unknown model `{name}`; there are {}", names.join(", ")));
        match nearest(name, names.iter().copied()) {
            Some(near) => refusal.fix(format!("did you mean `{near}`?")),
            None => refusal,
        }
    })
}

fn all(ui: &Ui) -> anyhow::Result<()> {
    if ui.wants_json() {
        let mut list: Vec<_> = Model::ALL.map(|m| json!({ "name": m.name(), "about": m.about() })).into();
        list.push(json!({ "name": nitrogen::NAME, "about": nitrogen::ABOUT }));
        list.push(json!({ "name": rothc::NAME, "about": rothc::ABOUT }));
        return ui.json(&json!({ "models": list }));
    }
    let mut table = Table::new(&[Column::left("model"), Column::left("what it is")]);
    Model::ALL.into_iter().for_each(|model| table.row([model.name().to_owned(), model.about().to_owned()]));
    table.row([nitrogen::NAME.to_owned(), nitrogen::ABOUT.to_owned()]);
    table.row([rothc::NAME.to_owned(), rothc::ABOUT.to_owned()]);
    ui.result(&table.render(ui.width(), ui.out))
}

fn one(ui: &Ui, model: Model) -> anyhow::Result<()> {
    let list = variables(model, Profile::Edaphon);
    let tables = tables(model);
    if ui.wants_json() {
        let variable = |v: &CfVariable| {
            json!({
                "name": v.name, "unit": v.unit, "about": v.long_name, "group": v.group.name(),
                "standard_name": v.standard_name, "comment": v.comment,
            })
        };
        let parameter = |p: &edaphon_core::ParamInfo| json!({ "name": p.name, "unit": p.unit, "about": p.about });
        let parameters = |t: &edaphon_core::ParamTable| t.params.iter().map(parameter).collect::<Vec<_>>();
        return ui.json(&json!({
            "name": model.name(), "about": model.about(),
            "variables": list.iter().map(variable).collect::<Vec<_>>(),
            "parameters": tables.iter().map(|t| (t.model.to_owned(), parameters(t).into())).collect::<serde_json::Map<_, _>>(),
        }));
    }
    let mut text = format!("{}: {}\n", ui.out.strong(model.name()), model.about());
    for group in Group::ALL {
        let mut table = Table::new(&[Column::left("name"), Column::left("unit"), Column::left("what it is")]);
        for v in list.iter().filter(|v| v.group == group) {
            table.row([v.name.to_owned(), v.unit.to_owned(), v.long_name.clone()]);
        }
        text.push_str(&format!("\n{} ({})\n", ui.out.strong(heading(group)), group.name()));
        text.push_str(&table.render(ui.width(), ui.out));
    }
    for parameters in tables {
        let mut table = Table::new(&[Column::left("name"), Column::left("unit"), Column::left("what it is")]);
        for p in parameters.params {
            table.row([p.name.to_owned(), p.unit.to_owned(), p.about.to_owned()]);
        }
        text.push_str(&format!("\n{} [{}]\n", ui.out.strong("Parameters"), parameters.model));
        text.push_str(&table.render(ui.width(), ui.out));
    }
    ui.result(&text)?;
    ui.say(&format!("values, ranges and sources: edaphon params show {}", model.name()));
    Ok(())
}

/// The tables of parameters that a model reads.
pub(crate) fn tables(model: Model) -> Vec<&'static edaphon_core::ParamTable> {
    TABLES.into_iter().filter(|table| model.microbes() || table.model != "mimics").collect()
}

fn heading(group: Group) -> &'static str {
    match group {
        Group::Cmip => "Variables under CMIP names",
        Group::Pools => "Pools",
        Group::Fluxes => "Fluxes",
        Group::Factors => "What limits growth and decay",
        Group::Kinetics => "Rates and constants of decay and uptake, written only if asked for",
    }
}
