//! The nitrogen model in `edaphon run`, `edaphon check`, `edaphon models` and `edaphon params`: its words.

use std::path::{Path, PathBuf};
use std::time::Instant;

use edaphon_core::{ParamInfo, ParamSet};
use edaphon_jobs::nitrogen::{Compartment, DAILY, Finished, MODEL, NitrogenJob, NitrogenOptions, Sources, open, sets};
use serde_json::{Value, json};

use crate::commands::job::provenance;
use crate::commands::run::say_written;
use crate::outcome::Outcome;
use crate::ui::{Column, Table, Ui, count, duration, exact, rounded};

/// The name of the model.
pub(crate) const NAME: &str = MODEL;
/// What it is.
pub(crate) const ABOUT: &str = "soil nitrogen with its groups of microbes, daily at a site: organic matter, NH4, NO2, NO3 and gases; beside NOE and DAYCENT";

/// What the command line says of a run.
pub(crate) fn options(set: &[String], output: Option<PathBuf>, force: bool) -> anyhow::Result<NitrogenOptions> {
    Ok(NitrogenOptions { set: set.to_vec(), output, force, only_check: false, provenance: provenance()? })
}

/// Runs a description and says what came out.
pub(crate) fn carry_out(ui: &Ui, file: &Path, options: &NitrogenOptions) -> anyhow::Result<Outcome> {
    let job = open(file, options)?;
    let began = Instant::now();
    let finished = job.run()?;
    let files = job.write(&finished)?;
    if ui.wants_json() {
        let mut document = summary_json(&job, &finished);
        document["files"] = files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().into();
        document["seconds"] = began.elapsed().as_secs_f64().into();
        ui.json(&document)?;
        return Ok(Outcome::Done);
    }
    job.notes.iter().for_each(|note| ui.note(note));
    ui.result(&summary(ui, &job, &finished))?;
    ui.say(&format!("done: {} days in {}", count(finished.days.len()), duration(began.elapsed())));
    say_written(ui, &files);
    Ok(Outcome::Done)
}

/// The totals that a summary tells, with their amounts (kg N ha⁻¹).
fn totals(finished: &Finished) -> [(&'static str, f64); 9] {
    let whole = &finished.whole;
    let [noe, daycent] = finished.beside;
    [
        ("fertiliser and manure", whole.leaving(Compartment::Fertiliser)),
        ("N2O emitted", finished.n2o()),
        ("N2O emitted by NOE, on the same state", noe),
        ("N2O emitted by DAYCENT, on the same state", daycent),
        ("N2 emitted", whole.entering(Compartment::N2Emitted)),
        ("NO emitted", whole.entering(Compartment::NoEmitted)),
        ("NH3 emitted", whole.entering(Compartment::Nh3Emitted)),
        ("leached", whole.entering(Compartment::Leached)),
        ("to plants", whole.entering(Compartment::Plants)),
    ]
}

/// A table of totals, and below it emission factor, ratio of gases, processes and parameters.
fn summary(ui: &Ui, job: &NitrogenJob, finished: &Finished) -> String {
    let whole = &finished.whole;
    let yearly = whole.days >= 365;
    let scale = if yearly { whole.per_year() } else { 1.0 };
    let unit = if yearly { "kg N ha-1 yr-1" } else { "kg N ha-1" };
    let mut table = Table::new(&[Column::left("nitrogen"), Column::right(unit)]);
    for (name, amount) in totals(finished) {
        table.row([name.to_owned(), rounded(amount * scale)]);
    }
    let mut text = table.render(ui.width(), ui.out);
    if let Some(factor) = finished.emission_factor {
        let (percent, without) = (rounded(100.0 * factor.value()), rounded(factor.unfertilised * scale));
        text.push_str(&format!("emission factor {percent} % (without fertiliser: {without} {unit})\n"));
    }
    if let Some(share) = finished.n2o_of_both() {
        text.push_str(&format!("N2O/(N2O + N2) {}\n", rounded(share)));
    }
    let parts = Sources::NAMES.iter().zip(finished.shares);
    let parts: Vec<String> = parts.map(|(name, share)| format!("{name} {:.1} %", 100.0 * share)).collect();
    text.push_str(&format!("N2O is formed by {}\n", parts.join(", ")));
    text.push_str(&format!("parameters: {}\n", job.case.chosen.words()));
    text.push_str(&format!("the budget closes to {:.0e}\n", whole.worst_residual()));
    text
}

fn summary_json(job: &NitrogenJob, finished: &Finished) -> Value {
    let case = &job.case;
    let sources: serde_json::Map<String, Value> =
        Sources::NAMES.iter().zip(finished.shares).map(|(name, share)| ((*name).to_owned(), share.into())).collect();
    let amounts: serde_json::Map<String, Value> =
        totals(finished).iter().map(|(name, amount)| ((*name).to_owned(), (*amount).into())).collect();
    json!({
        "model": NAME, "parameters": case.chosen.words(), "start": case.drivers.start.to_string(), "end": case.drivers.end().to_string(),
        "days": finished.days.len(), "unit": "kg N ha-1", "totals": amounts, "n2o_of_n2o_and_n2": finished.n2o_of_both(),
        "emission_factor": finished.emission_factor.map(|factor| factor.value()), "shares_of_n2o": sources,
        "relative_residual": finished.whole.worst_residual(), "notes": job.notes,
    })
}

/// What `edaphon check` says of a run without faults.
pub(crate) fn tell(ui: &Ui, job: &NitrogenJob) -> anyhow::Result<()> {
    let case = &job.case;
    let (days, events) = (case.drivers.days.len(), case.events.len());
    if ui.wants_json() {
        return ui.json(&json!({ "model": NAME, "days": days, "events": events, "notes": job.notes }));
    }
    job.notes.iter().for_each(|note| ui.note(note));
    let (start, end, words) = (case.drivers.start, case.drivers.end(), case.chosen.words());
    ui.result(&format!(
        "no faults: {NAME}, {} days ({start} to {end}), {events} events, parameters {words}",
        count(days)
    ))
}

/// What `edaphon models nitrogen` says.
pub(crate) fn describe(ui: &Ui) -> anyhow::Result<()> {
    let set = sets::set_named(sets::DEFAULT)?;
    if ui.wants_json() {
        let columns: Vec<_> = DAILY
            .iter()
            .map(|c| {
                json!({
                    "name": c.name, "unit": c.quantity.csv_unit(), "si_unit": c.quantity.si_unit(), "about": c.about,
                    "standard_name": c.standard_name,
                })
            })
            .collect();
        let parameters: Vec<_> = set.table().params.iter().map(|info| parameter(info, &set)).collect();
        return ui
            .json(&json!({ "name": NAME, "about": ABOUT, "columns": columns, "parameters": { NAME: parameters } }));
    }
    let mut text = format!("{}: {ABOUT}\n\n{}\n", ui.out.strong(NAME), ui.out.strong("Columns of results"));
    let titles = ["name", "unit in CSV", "in NetCDF", "what it is"].map(Column::left);
    let mut table = Table::new(&titles);
    for c in &DAILY {
        let (csv, si) = (c.quantity.csv_unit().to_owned(), c.quantity.si_unit().to_owned());
        table.row([c.name.to_owned(), csv, si, c.about.to_owned()]);
    }
    text.push_str(&table.render(ui.width(), ui.out));
    text.push_str(&format!("\n{} [{NAME}]\n", ui.out.strong("Parameters")));
    let mut table = Table::new(&["name", "symbol", "value", "unit", "what it is"].map(Column::left));
    for info in set.table().params {
        let unit = if info.unit == "1" { String::new() } else { info.unit.to_owned() };
        let value = exact(set.value(info.name, 1).unwrap_or(f64::NAN));
        table.row([info.name.to_owned(), info.symbol.to_owned(), value, unit, info.about.to_owned()]);
    }
    text.push_str(&table.render(ui.width(), ui.out));
    ui.result(&text)?;
    ui.say("ranges and sources: edaphon params show nitrogen; the revised set: edaphon params diff default revised");
    Ok(())
}

fn parameter(info: &ParamInfo, set: &ParamSet) -> Value {
    let (low, high) = info.range;
    json!({
        "name": info.name, "symbol": info.symbol, "unit": info.unit, "value": set.value(info.name, 1).unwrap_or(f64::NAN), "low": low, "high": high,
        "source": set.origin(info.name), "about": info.about,
    })
}
