//! What is done to a soil: fertiliser, manure, residues, inhibitors.

use edaphon_core::{did_you_mean, nearest};
use edaphon_geo::Date;
use edaphon_models::nitrogen::{Addition, NitrogenSoil};

use super::quantity::quantity;
use super::soil::per_hectare;
use crate::description::section::Section;

/// What an event brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Urea.
    Urea,
    /// Ammonium.
    Ammonium,
    /// Nitrate.
    Nitrate,
    /// Half ammonium, half nitrate.
    AmmoniumNitrate,
    /// Ammonium and organic matter.
    Manure,
    /// Plant residues: carbon and its nitrogen.
    Residue,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Urea, Self::Ammonium, Self::Nitrate, Self::AmmoniumNitrate, Self::Manure, Self::Residue];

    /// Its name in descriptions and figures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Urea => "urea",
            Self::Ammonium => "ammonium",
            Self::Nitrate => "nitrate",
            Self::AmmoniumNitrate => "ammonium nitrate",
            Self::Manure => "manure",
            Self::Residue => "residue",
        }
    }

    /// Whether it counts as fertiliser: everything but residues.
    pub fn is_fertiliser(self) -> bool {
        self != Self::Residue
    }
}

/// One event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// At the start of this day.
    pub date: Date,
    /// What it brings.
    pub kind: Kind,
    /// Its nitrogen (kg N ha⁻¹).
    pub nitrogen: f64,
    /// The same in the model's terms (mg kg⁻¹).
    pub addition: Addition<f64>,
    /// Its inhibitor of nitrification, if any.
    pub inhibitor: Option<Inhibitor>,
    /// Where the description says so (bytes from its start).
    pub(super) at: usize,
}

/// An inhibitor of nitrification.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inhibitor {
    /// What it leaves of ammonia oxidation (–).
    pub leaves: f64,
    /// How long it works (d).
    pub days: i64,
}

/// Every `[[event]]`, in order of dates.
pub(super) fn events(root: &Section<'_, '_>, soil: &NitrogenSoil<f64>) -> Vec<Event> {
    let sections = root.sections("event", |number, _| format!("event {}", number + 1));
    let mut events: Vec<Event> = sections.into_iter().filter_map(|section| event(section, soil)).collect();
    events.sort_by_key(|event| event.date);
    events
}

fn event(section: Section<'_, '_>, soil: &NitrogenSoil<f64>) -> Option<Event> {
    section.require("date", "the day at whose start it is done, such as 2020-05-01");
    section.require("kind", "what it brings");
    section.require("nitrogen", "its nitrogen, kg N ha-1");
    let date = date(&section, "date");
    let kind = kind(&section);
    let nitrogen = quantity(&section, "nitrogen", 0.0..=2000.0, "kg ha-1");
    let depth = quantity(&section, "depth", 0.0..=10.0, "m");
    if let Some(depth) = depth.filter(|depth| *depth > soil.depth) {
        let problem =
            format!("`depth` in [{}] = {depth} m is below the layer, which is {} m thick", section.name(), soil.depth);
        section.fault(
            "depth",
            format!("{problem}; accepted is at most that: the model has one layer, and what is given is mixed into it"),
        );
    }
    let organic = Organic::of(&section, kind);
    let inhibitor = inhibitor(&section);
    let at = section.place_of("date");
    section.finish();
    let (kind, nitrogen) = (kind?, nitrogen?);
    let addition = addition(kind, nitrogen / per_hectare(soil), organic?);
    Some(Event { date: date?, kind, nitrogen, addition, inhibitor, at })
}

/// A date of a section, as TOML writes dates or as text.
pub(super) fn date(section: &Section<'_, '_>, key: &'static str) -> Option<Date> {
    let text = section.date_text(key)?;
    match text.parse() {
        Ok(date) => Some(date),
        Err(problem) => {
            section.fault(key, format!("`{key}` in [{}]: {problem}", section.name()));
            None
        }
    }
}

fn kind(section: &Section<'_, '_>) -> Option<Kind> {
    let text = section.text("kind")?;
    let found = Kind::ALL.into_iter().find(|kind| kind.name() == text);
    if found.is_none() {
        let names = Kind::ALL.map(Kind::name);
        let hint = did_you_mean(nearest(&text, names).as_deref());
        let place = format!("`kind` in [{}] = \"{text}\"", section.name());
        section.fault("kind", format!("{place} is not known{hint}; accepted are {}", names.join(", ")));
    }
    found
}

/// What of an event is organic.
#[derive(Debug, Clone, Copy)]
struct Organic {
    c_to_n: f64,
    ammonium_share: f64,
}

impl Organic {
    fn of(section: &Section<'_, '_>, kind: Option<Kind>) -> Option<Self> {
        let is_organic = matches!(kind, Some(Kind::Manure | Kind::Residue));
        if is_organic {
            section.require("c_to_n", "C:N of its organic matter");
        }
        if kind == Some(Kind::Manure) {
            section.require("ammonium_share", "share of its nitrogen that is ammonium, 0 to 1");
        }
        let c_to_n = quantity(section, "c_to_n", 3.0..=500.0, "1");
        let ammonium_share = quantity(section, "ammonium_share", 0.0..=1.0, "1");
        for (key, given, takes) in
            [("c_to_n", c_to_n, is_organic), ("ammonium_share", ammonium_share, kind == Some(Kind::Manure))]
        {
            if given.is_some()
                && !takes
                && let Some(kind) = kind
            {
                section.fault(
                    key,
                    format!("`{key}` in [{}] does not go with {}; leave it out", section.name(), kind.name()),
                );
            }
        }
        if is_organic && c_to_n.is_none() || kind == Some(Kind::Manure) && ammonium_share.is_none() {
            return None;
        }
        Some(Self { c_to_n: c_to_n.unwrap_or(1.0), ammonium_share: ammonium_share.unwrap_or(0.0) })
    }
}

/// `[event.inhibitor]`.
fn inhibitor(section: &Section<'_, '_>) -> Option<Inhibitor> {
    let inner = section.section("inhibitor")?;
    inner.require("leaves", "what it leaves of ammonia oxidation, 0 to 1");
    inner.require("days", "how long it works, d");
    let leaves = quantity(&inner, "leaves", 0.0..=1.0, "1");
    let days = inner.integer("days", 1..=3660);
    inner.finish();
    Some(Inhibitor { leaves: leaves?, days: days? })
}

/// `n` of nitrogen (mg N kg⁻¹) as pools take it up.
fn addition(kind: Kind, n: f64, organic: Organic) -> Addition<f64> {
    let none = Addition::filled(0.0);
    let matter =
        |nitrogen: f64| Addition { residue_carbon: nitrogen * organic.c_to_n, residue_nitrogen: nitrogen, ..none };
    match kind {
        Kind::Urea => Addition { urea: n, ..none },
        Kind::Ammonium => Addition { nh4: n, ..none },
        Kind::Nitrate => Addition { no3: n, ..none },
        Kind::AmmoniumNitrate => Addition { nh4: 0.5 * n, no3: 0.5 * n, ..none },
        Kind::Residue => matter(n),
        Kind::Manure => Addition { nh4: n * organic.ammonium_share, ..matter(n * (1.0 - organic.ammonium_share)) },
    }
}
