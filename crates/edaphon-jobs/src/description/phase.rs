//! `[[phase]]`: the stretches of years of a run, one after the other.

use std::path::PathBuf;

use edaphon_run::Perturbation;

use super::section::Section;
use super::{forcing, settings};
use crate::cf::Region;
use crate::phases::{Kind, SpinUp};
use edaphon_cycle::Method;

/// A phase as it is described.
#[derive(Debug)]
pub(super) struct Phase {
    pub name: String,
    /// Weather of its own, in place of the shared one.
    pub forcing: Option<forcing::Wanted>,
    /// First and last calendar year of forcing.
    pub years: Option<[i64; 2]>,
    /// How often these are repeated.
    pub loops: u64,
    /// Years in all, where they are no whole loops.
    pub all_years: Option<u64>,
    /// Calendar year that the first year bears in files.
    pub first_year: Option<i64>,
    pub perturbation: Perturbation,
    pub kind: Kind,
    /// Files, where it is recorded.
    pub outputs: Vec<PhaseOutput>,
    /// Where its state at the end goes.
    pub restart: Option<PathBuf>,
}

/// A file of a phase.
#[derive(Debug, Clone)]
pub(super) struct PhaseOutput {
    pub file: settings::Wanted,
    /// Whether it is what the shared `[output]` says, for want of an own one.
    pub shared: bool,
    /// First and last calendar year that it holds; all without.
    pub years: Option<[i64; 2]>,
    /// The part of the map that it holds; all without.
    pub region: Option<Region>,
}

/// Reads every `[[phase]]`; none if there is no such table. `shared` is the top-level `[output]`.
pub(super) fn phases(root: &Section<'_, '_>, shared: &settings::Wanted) -> Vec<Phase> {
    let sections = root.sections("phase", |number, name| match name {
        Some(name) => format!("phase {name}"),
        None => format!("phase {}", number + 1),
    });
    let mut phases: Vec<Phase> = Vec::with_capacity(sections.len());
    for section in sections {
        let phase = phase(&section, shared);
        if phases.iter().any(|before| before.name == phase.name) && !phase.name.is_empty() {
            let name = &phase.name;
            section.fault("name", format!("two phases are named `{name}`; accepted is a name of its own for each"));
        }
        section.finish();
        phases.push(phase);
    }
    phases
}

fn phase(section: &Section<'_, '_>, shared: &settings::Wanted) -> Phase {
    section.require("name", "letters, digits, - and _");
    let name = section.text("name").unwrap_or_default();
    let plain = |c: char| c.is_alphanumeric() || "-_".contains(c);
    if section.has("name") && (name.is_empty() || !name.chars().all(plain)) {
        section.fault("name", format!("a phase is named `{name}`; accepted are letters, digits, - and _"));
    }
    let own = section.has("forcing").then(|| forcing::wanted(section)).flatten();
    let kind = kind(section);
    let perturbation = settings::perturbation(section);
    if matches!(kind, Kind::SpinUp(_)) && section.has("perturbation") {
        let mend = "drop it, or say `spinup = true` and `loops`";
        section.fault("perturbation", format!("a spin-up until cells are steady takes no `perturbation`; {mend}"));
    }
    let outputs = outputs(section, shared);
    if kind != Kind::Recorded && section.has("output") {
        let problem = "nothing is recorded of a phase with `spinup`, and it has an `output`; accepted is one of them";
        section.fault("output", problem);
    }
    let loops = section.integer("loops", 1..=10_000_000).map_or(1, |loops| loops as u64);
    if matches!(kind, Kind::SpinUp(_)) && section.has("loops") {
        section.fault("loops", "`loops` stands beside `spinup = { … }`; give `loops` inside it");
    }
    Phase {
        name,
        forcing: own,
        years: section.years("years"),
        loops,
        all_years: None,
        first_year: section.integer("first_year", 1..=9999),
        perturbation,
        kind,
        outputs,
        restart: section.path("restart"),
    }
}

/// `spinup = true`, or a table with the method and when to stop.
fn kind(section: &Section<'_, '_>) -> Kind {
    if !section.is_table("spinup") {
        return if section.truth("spinup") == Some(true) { Kind::Silent } else { Kind::Recorded };
    }
    let Some(table) = section.section("spinup") else { return Kind::Recorded };
    let usual = SpinUp::default();
    let methods = Method::ALL.map(|method| (method.name(), method));
    let wanted = SpinUp {
        method: table.choice("method", &methods).unwrap_or(usual.method),
        loops: table.integer("loops", 1..=10_000_000).map_or(usual.loops, |loops| loops as u64),
        drift: table.number("drift", 1e-9..=1e6, "g m-2 per century").unwrap_or(usual.drift),
    };
    table.finish();
    Kind::SpinUp(wanted)
}

/// The files of a phase; without any, one as the shared `[output]` says.
fn outputs(section: &Section<'_, '_>, shared: &settings::Wanted) -> Vec<PhaseOutput> {
    let label = section.name().to_owned();
    let tables = section.sections("output", |_, _| format!("{label}.output"));
    let whole = |file| PhaseOutput { file, shared: false, years: None, region: None };
    let mut all = Vec::with_capacity(tables.len());
    for table in tables {
        let mut output = whole(settings::Wanted { file: None, ..shared.clone() });
        table.require("file", "where it goes; {phase} and {model} stand for their names");
        output.file.read(&table);
        output.years = table.years("years");
        output.region = table.section("box").and_then(region);
        table.finish();
        all.push(output);
    }
    if all.is_empty() {
        all.push(PhaseOutput { shared: true, ..whole(shared.clone()) });
    }
    all
}

/// `box = { lat = [60, 70], lon = [0, 100] }` (degrees).
fn region(section: Section<'_, '_>) -> Option<Region> {
    let pair = |key, low: f64, high: f64| {
        let given = section.numbers(key);
        section.require(key, "[least, most], in degrees");
        match given.as_deref() {
            Some(&[from, to]) if from <= to && from >= low && to <= high => Some([from, to]),
            Some(_) => {
                let accepted = format!("accepted is [least, most] within {low} to {high} degrees");
                section.fault(key, format!("`{key}` in [{}] is not a range; {accepted}", section.name()));
                None
            }
            None => None,
        }
    };
    let (latitudes, longitudes) = (pair("lat", -90.0, 90.0), pair("lon", -180.0, 360.0));
    section.finish();
    Some(Region { latitudes: latitudes?, longitudes: longitudes? })
}

/// What each phase says for itself cannot be said for all.
pub(super) fn refuse_beside(root: &Section<'_, '_>, phases: &[Phase], output: &settings::Wanted, models: usize) {
    if output.trace.is_some() && (!phases.is_empty() || models > 1) {
        root.fault(
            "output",
            "`trace` in [output] goes with one model without phases; drop it, or run that model alone",
        );
    }
    if phases.is_empty() {
        return;
    }
    if output.restart.is_some() {
        root.fault(
            "output",
            "`restart` in [output] stands beside [[phase]]; say it in the phases that it is meant for",
        );
    }
    for key in ["spinup", "time", "perturbation"] {
        if root.has(key) {
            let mend = "say it in the phases that it is meant for";
            root.fault(key, format!("[{key}] stands beside [[phase]]; {mend}"));
        }
    }
    if !root.has("forcing") {
        for phase in phases.iter().filter(|phase| phase.forcing.is_none()) {
            let mend = "give the phase `forcing = { … }`, or [forcing] for all";
            root.fault("phase", format!("phase `{}` has no weather; {mend}", phase.name));
        }
    }
}
