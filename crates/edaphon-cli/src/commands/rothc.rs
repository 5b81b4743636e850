//! RothC in `edaphon run` and `edaphon check`: its options and its words.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use edaphon_core::ParamSet;
use edaphon_jobs::cf::Every;
use edaphon_jobs::rothc::{Method, RothCJob, RothCOptions, StockPools, open};
use edaphon_models::rothc::{ROTHC_PARAMETERS, Scheme};
use serde_json::json;

use crate::commands::run::say_written;
use crate::outcome::Outcome;
use crate::refusal::Refusal;
use crate::ui::{Column, Table, Ui, count, duration, exact};

/// The name of the model.
pub(crate) const NAME: &str = "rothc";
/// What it is.
pub(crate) const ABOUT: &str =
    "RothC-26.3: five pools of soil carbon in monthly steps, at a site; runs inputs of RothC (.dat)";

/// Options of runs of RothC.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "RothC (.dat, or a description with model = \"rothc\")")]
pub(crate) struct RothC {
    /// Start from the state that repeats (exact, the default) or by the published loop (official)
    #[arg(long, value_name = "METHOD", hide_possible_values = true)]
    spinup: Option<SpinUp>,
    /// Limit decay by microbes, mu_max B/(k_m + B): the largest factor, with --k-m
    #[arg(long, value_name = "X")]
    mu_max: Option<f64>,
    /// Biomass carbon at half of it (t C ha-1)
    #[arg(long, value_name = "Y")]
    k_m: Option<f64>,
    /// Start from a measured stock (t C ha-1): all input is scaled to keep it
    #[arg(long, value_name = "STOCK")]
    soc: Option<f64>,
    /// Pools of the measured stock: steady (the default) or weihermueller, which leaves input as it is
    #[arg(long, value_name = "KIND", hide_possible_values = true)]
    pools: Option<Pools>,
    /// Inert carbon: file (the default), or falloon, which follows the measured stock
    #[arg(long, value_name = "SOURCE", hide_possible_values = true)]
    inert: Option<Inert>,
    /// Decay in a month: exact (the default), or euler, which stops where it would turn a pool negative
    #[arg(long, value_name = "KIND", hide_possible_values = true)]
    scheme: Option<Step>,
    /// Write every month (the default) or year
    #[arg(long, value_name = "INTERVAL", hide_possible_values = true)]
    every: Option<Interval>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SpinUp {
    Exact,
    Official,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Pools {
    Steady,
    Weihermueller,
}

#[derive(Debug, Clone, Copy, PartialEq, ValueEnum)]
enum Inert {
    File,
    Falloon,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Step {
    Exact,
    Euler,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Interval {
    Month,
    Year,
}

impl RothC {
    /// These options, with those that every run has.
    pub(crate) fn options(&self, set: &[String], output: Option<PathBuf>, force: bool) -> RothCOptions {
        RothCOptions {
            set: set.to_vec(),
            output,
            method: self.spinup.map(|method| match method {
                SpinUp::Exact => Method::Exact,
                SpinUp::Official => Method::Official,
            }),
            mu_max: self.mu_max,
            k_m: self.k_m,
            stock: self.soc,
            pools: self.pools.map(|pools| match pools {
                Pools::Steady => StockPools::Steady,
                Pools::Weihermueller => StockPools::Weihermueller,
            }),
            inert_by_stock: self.inert == Some(Inert::Falloon),
            scheme: self.scheme.map(|scheme| match scheme {
                Step::Exact => Scheme::Exact,
                Step::Euler => Scheme::Euler,
            }),
            every: self.every.map(|every| match every {
                Interval::Month => Every::Month,
                Interval::Year => Every::Year,
            }),
            force,
            only_check: false,
        }
    }

    /// The first of these options that was given.
    pub(crate) fn given(&self) -> Option<&'static str> {
        let given = [
            ("--spinup", self.spinup.is_some()),
            ("--mu-max", self.mu_max.is_some()),
            ("--k-m", self.k_m.is_some()),
            ("--soc", self.soc.is_some()),
            ("--pools", self.pools.is_some()),
            ("--inert", self.inert.is_some()),
            ("--scheme", self.scheme.is_some()),
            ("--every", self.every.is_some()),
        ];
        given.into_iter().find(|(_, given)| *given).map(|(name, _)| name)
    }
}

/// Refuses an option that this kind of run does not have.
pub(crate) fn refuse(file: &Path, option: Option<&str>, kind: &str) -> Result<(), Refusal> {
    match option {
        Some(option) => Err(Refusal::new(format!("{option} does not go with {kind}")).at(file)),
        None => Ok(()),
    }
}

/// Runs a file of RothC and says what was done.
pub(crate) fn carry_out(ui: &Ui, file: &Path, options: &RothCOptions) -> anyhow::Result<Outcome> {
    let job = open(file, options)?;
    let began = Instant::now();
    let finished = job.run()?;
    job.write(&finished)?;
    let (months, output) = (job.case.months.len() - 12, job.output.clone());
    if ui.wants_json() {
        ui.json(&json!({
            "months": months, "rows": finished.rows.len(), "notes": finished.notes,
            "files": [output.display().to_string()], "seconds": began.elapsed().as_secs_f64(),
        }))?;
        return Ok(Outcome::Done);
    }
    finished.notes.iter().for_each(|note| ui.note(note));
    ui.say(&format!("done: {} months in {}", count(months), duration(began.elapsed())));
    say_written(ui, &[output]);
    Ok(Outcome::Done)
}

/// What `edaphon check` says of a run without faults.
pub(crate) fn tell(ui: &Ui, job: &RothCJob) -> anyhow::Result<()> {
    let months = job.case.months.len() - 12;
    if ui.wants_json() {
        return ui.json(&json!({ "model": NAME, "months": months, "notes": [] }));
    }
    ui.result(&format!("no faults: {NAME}, {} months after the twelve of spin-up", count(months)))
}

/// What `edaphon models rothc` says.
pub(crate) fn describe(ui: &Ui) -> anyhow::Result<()> {
    let set = ParamSet::defaults(&ROTHC_PARAMETERS, 1);
    let value = |name: &str| set.value(name, 1).unwrap_or(f64::NAN);
    if ui.wants_json() {
        let parameters: Vec<_> = ROTHC_PARAMETERS
            .params
            .iter()
            .map(|p| {
                let (low, high) = p.range;
                json!({
                    "name": p.name, "symbol": p.symbol, "unit": p.unit, "value": value(p.name), "low": low, "high": high,
                    "source": p.source, "about": p.about,
                })
            })
            .collect();
        let columns = edaphon_io::rothc::RESULT_COLUMNS;
        return ui
            .json(&json!({ "name": NAME, "about": ABOUT, "columns": columns, "parameters": { NAME: parameters } }));
    }
    let mut text = format!("{}: {ABOUT}\n\n{}\n", ui.out.strong(NAME), ui.out.strong("Columns of results"));
    let mut table = Table::new(&[Column::left("name"), Column::left("unit"), Column::left("what it is")]);
    for (name, unit, about) in COLUMNS {
        table.row([name.to_owned(), unit.to_owned(), about.to_owned()]);
    }
    text.push_str(&table.render(ui.width(), ui.out));
    text.push_str(&format!("\n{} [{NAME}]\n", ui.out.strong("Parameters")));
    let titles = ["name", "symbol", "value", "unit", "what it is"].map(Column::left);
    let mut table = Table::new(&titles);
    for p in ROTHC_PARAMETERS.params {
        let unit = if p.unit == "1" { String::new() } else { p.unit.to_owned() };
        table.row([p.name.to_owned(), p.symbol.to_owned(), exact(value(p.name)), unit, p.about.to_owned()]);
    }
    text.push_str(&table.render(ui.width(), ui.out));
    ui.result(&text)
}

/// Columns of results in words.
const COLUMNS: [(&str, &str, &str); 10] = [
    ("phase, row, year, month", "", "eq after spin-up (row: the months it took), fw for each month"),
    ("smd", "mm", "deficit of topsoil water, at most 0"),
    ("rm_tmp, rm_moist, rm_pc", "", "rate modifiers by temperature, moisture and plant cover"),
    ("dpm, rpm", "t ha-1", "decomposable and resistant plant material, carbon"),
    ("bio, hum", "t ha-1", "microbial biomass and humified organic matter, carbon"),
    ("iom", "t ha-1", "inert organic matter, carbon"),
    ("soc", "t ha-1", "all of them"),
    ("co2_cum", "t ha-1", "carbon lost as CO2 since spin-up"),
    ("age_dpm, age_rpm, age_bio, age_hum, age_soc", "yr", "equivalent radiocarbon ages"),
    ("delta14c_soc", "‰", "radiocarbon of all of them"),
];
