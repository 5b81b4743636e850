//! A run described in TOML.

use std::path::{Path, PathBuf};

use edaphon_core::ParamSet;
use edaphon_geo::Date;
use edaphon_models::nitrogen::baselines::{Daycent, Noe};
use edaphon_models::nitrogen::{NITROGEN_PARAMETERS, NitrogenSite, NitrogenSoil, Tolerance};

use super::case::{Case, Chosen, Method, Place, Schemes};
use super::drivers::{self, COLUMNS, Layer, Names};
use super::events::{Event, date, events};
use super::genes::genes;
use super::job::NitrogenJob;
use super::quantity::quantity;
use super::soil::{mineral, per_hectare, soil, stand_in, state};
use super::{MODEL, sets};
use crate::cf::ABOUT;
use crate::description::overrides;
use crate::description::section::{Document, Section};
use crate::error::{JobError, Result};

/// DAYCENT reads the mean daily maximum of the warmest month, which no driver holds (°C).
const WARMEST_MONTH: f64 = 28.0;
/// Field capacity where none is given (m³ m⁻³).
const FIELD_CAPACITY: f64 = 0.27;

/// Whether a description is of this model; one that is no TOML is left to those who tell its faults.
pub(super) fn is_of_nitrogen(path: &Path) -> Result<bool> {
    let model = text_of(path)?.parse::<toml::Table>().ok().and_then(|mut table| table.remove("model"));
    Ok(model.is_some_and(|model| model.as_str() == Some(MODEL)))
}

fn text_of(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path);
    let bytes = bytes.map_err(|reason| edaphon_io::Error::File { path: path.to_owned(), action: "read", reason })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What a description says, before its days are read.
struct Described {
    chosen: Chosen,
    site: NitrogenSite<f64>,
    start: edaphon_models::nitrogen::NitrogenState<f64>,
    table: (PathBuf, Names),
    span: [Option<Date>; 2],
    events: Vec<Event>,
    schemes: Schemes,
    method: Method,
    rewetting: f64,
    place: Place,
    folder: PathBuf,
    about: Vec<(String, String)>,
    notes: Vec<String>,
}

/// Reads a description, with `KEY=VALUE` settings over it, and the days that it names.
pub(super) fn open(path: &Path, set: &[String]) -> Result<NitrogenJob> {
    let text = overrides::applied(path, &text_of(path)?, set)?;
    let document = Document::new(path, &text);
    let table = document.root();
    let described = match &table {
        Some(table) => sections(&Section::root(&document, table), path)?,
        None => None,
    };
    document.into_faults().or(())?;
    let said =
        described.ok_or_else(|| JobError::refused(format!("{}: the description is not complete", path.display())))?;
    let layer = Layer { porosity: said.site.porosity, per_hectare: per_hectare(&said.site.soil) };
    let drivers = drivers::read(&said.table.0, &said.table.1, said.span, layer)?;
    within(Document::new(path, &text), &said.events, &drivers)?;
    let mut notes = said.notes;
    notes.extend(drivers.notes.iter().cloned());
    Ok(NitrogenJob {
        path: path.to_owned(),
        text,
        case: Case {
            chosen: said.chosen,
            site: said.site,
            start: said.start,
            drivers,
            events: said.events,
            schemes: said.schemes,
            method: said.method,
            rewetting: said.rewetting,
            place: said.place,
        },
        folder: said.folder,
        about: said.about,
        notes,
        provenance: edaphon_core::provenance::Provenance::default(),
    })
}

/// Refuses events before the first day and after the last.
fn within(document: Document<'_>, events: &[Event], drivers: &drivers::Drivers) -> Result<()> {
    let (first, last) = (drivers.start, drivers.end());
    for event in events.iter().filter(|event| event.date < first || event.date > last) {
        let side = if event.date < first { "before the first day of the run" } else { "after the last day of the run" };
        let (date, kind) = (event.date, event.kind.name());
        let mend = "change the date, take the event out, or give drivers for that day";
        document.fault(event.at, format!("{kind} on {date} is {side}; accepted are {first} to {last}: {mend}"));
    }
    Ok(document.into_faults().or(())?)
}

fn sections(root: &Section<'_, '_>, path: &Path) -> Result<Option<Described>> {
    root.choice("model", &[(MODEL, ())]);
    // Known, whether or not the soil lets them be read.
    for key in ["genes", "input"] {
        root.has(key);
    }
    let chosen = chosen(root)?;
    let soil = soil(root);
    let mineral = mineral(root);
    let mut notes = Vec::new();
    let chosen = chosen.zip(soil).map(|(mut chosen, soil)| {
        notes.extend(genes(root, soil.microbial_carbon, &mut chosen.set));
        over(root, &mut chosen);
        chosen
    });
    let table = table(root);
    let span = span(root);
    let layer = soil.map(|soil| soil.properties).or_else(stand_in);
    let events = layer.map_or_else(Vec::new, |layer| events(root, &layer));
    let method = method(root);
    let rewetting = root.section("rewetting").map_or(0.0, |section| {
        section.require("share", "share of microbes that burst, 0.02 to 0.1");
        let share = quantity(&section, "share", 0.0..=0.5, "1");
        section.finish();
        share.unwrap_or(0.0)
    });
    let schemes = layer.map(|layer| schemes(root, &layer, &mut notes));
    let place = place(root);
    let (folder, about) = (output(root, path), about(root));
    let site = chosen.as_ref().zip(soil).map(|(chosen, soil)| {
        sets::parameters(&chosen.set).map(|parameters| NitrogenSite::new(&parameters, &soil.properties))
    });
    let site = site.transpose()?;
    let start = soil
        .zip(mineral)
        .zip(site.as_ref())
        .and_then(|((soil, mineral), site)| state(root, &soil, mineral, site.parameters.microbial_c_to_n));
    root.check_keys();
    let (Some(chosen), Some(site), Some(start), Some(table), Some(schemes)) = (chosen, site, start, table, schemes)
    else {
        return Ok(None);
    };
    Ok(Some(Described {
        chosen,
        site,
        start,
        table,
        span,
        events,
        schemes,
        method,
        rewetting,
        place,
        folder,
        about,
        notes,
    }))
}

/// `parameters = "set or file"`, or `set` in `[parameters]`.
fn chosen(root: &Section<'_, '_>) -> Result<Option<Chosen>> {
    let name = if root.is_text("parameters") {
        root.text("parameters")
    } else {
        root.section("parameters").and_then(|section| section.text("set"))
    };
    let name = name.unwrap_or_else(|| sets::DEFAULT.to_owned());
    match sets::set_beside(&name, &root.document().beside(&name)) {
        Ok(set) => Ok(Some(Chosen { name, set, overridden: Vec::new() })),
        Err(JobError::Refused(words)) => {
            root.fault("parameters", words);
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

/// `[parameters.override]`.
fn over(root: &Section<'_, '_>, chosen: &mut Chosen) {
    if !root.is_table("parameters") {
        return;
    }
    let Some(section) = root.section("parameters") else { return };
    section.has("set");
    if let Some(inner) = section.section("override") {
        chosen.overridden = sets::put(&inner, &mut chosen.set, "the description");
    }
    section.finish();
}

/// `[drivers]`.
fn table(root: &Section<'_, '_>) -> Option<(PathBuf, Names)> {
    root.require("drivers", "the section that names the table of days");
    let section = root.section("drivers")?;
    section.require("file", "the table of days, .csv or .nc");
    let file = section.path("file");
    let mut names = Vec::new();
    if let Some(inner) = section.section("names") {
        for (ours, theirs) in inner.free_texts() {
            if COLUMNS.contains(&ours.as_str()) {
                names.push((ours, theirs));
            } else {
                let hint = edaphon_core::did_you_mean(edaphon_core::nearest(&ours, COLUMNS).as_deref());
                section.fault(
                    "names",
                    format!("unknown column `{ours}` in [drivers.names]{hint}; accepted are {}", COLUMNS.join(", ")),
                );
            }
        }
    }
    section.finish();
    Some((file?, names))
}

/// `[time]`.
fn span(root: &Section<'_, '_>) -> [Option<Date>; 2] {
    let Some(section) = root.section("time") else { return [None, None] };
    let span = [date(&section, "start"), date(&section, "end")];
    section.finish();
    span
}

/// `[method]`.
fn method(root: &Section<'_, '_>) -> Method {
    let Some(section) = root.section("method") else { return Method::default() };
    let substeps = section.integer("substeps", 1..=10_000);
    let relative = section.number("tolerance", 1e-10..=1e-2, "");
    if section.has("substeps") && section.has("tolerance") {
        section
            .fault("tolerance", "`substeps` and `tolerance` in [method] do not go together; accepted is one of them");
    }
    section.finish();
    match (substeps, relative) {
        (Some(count), _) => Method::Substeps(count as usize),
        (None, Some(relative)) => Method::Within(Tolerance { relative, absolute: 1e-3 * relative }),
        (None, None) => Method::default(),
    }
}

/// `[noe]` and `[daycent]`.
fn schemes(root: &Section<'_, '_>, soil: &NitrogenSoil<f64>, notes: &mut Vec<String>) -> Schemes {
    let mut noe = Noe::arable(soil.depth);
    if let Some(section) = root.section("noe") {
        let put = |key: &'static str, place: &mut f64, highest: f64, unit: &str| {
            *place = quantity(&section, key, 0.0..=highest, unit).unwrap_or(*place);
        };
        put("potential_denitrification", &mut noe.potential_denitrification, 100.0, "kg ha-1 d-1");
        put("potential_nitrification", &mut noe.potential_nitrification, 200.0, "mg kg-1 d-1");
        put("n2o_share", &mut noe.n2o_share, 1.0, "1");
        put("nitrification_share", &mut noe.nitrification_share, 1.0, "1");
        section.finish();
    }
    let section = root.section("daycent");
    let number = |key: &'static str, low: f64, high: f64, unit: &str| {
        section.as_ref().and_then(|section| quantity(section, key, low..=high, unit))
    };
    let warmest = number("warmest_month", -20.0, 60.0, "degC");
    let porosity = 1.0 - soil.bulk_density / 2.65;
    let capacity = number("field_capacity", 0.01, (porosity * 1e4).floor() / 1e4, "m3 m-3");
    let rate = number("nitrification_rate", 0.0, 2.0, "d-1");
    let texture = section.as_ref().and_then(|s| s.choice("texture", &[("fine", false), ("coarse", true)]));
    if warmest.is_none() || capacity.is_none() {
        notes.push(format!(
            "DAYCENT is given a warmest month of {} degC and a field capacity of {} m3 m-3; [daycent] changes them",
            warmest.unwrap_or(WARMEST_MONTH),
            capacity.unwrap_or_else(|| FIELD_CAPACITY.min(0.8 * porosity)),
        ));
    }
    if let Some(section) = section {
        section.finish();
    }
    let warmest = warmest.unwrap_or(WARMEST_MONTH);
    let mut daycent = if texture == Some(true) { Daycent::coarse(warmest) } else { Daycent::fine(warmest) };
    daycent.nitrification_rate = rate.unwrap_or(daycent.nitrification_rate);
    Schemes { noe, daycent, field_capacity: capacity.unwrap_or_else(|| FIELD_CAPACITY.min(0.8 * porosity)) }
}

/// `[site]`.
fn place(root: &Section<'_, '_>) -> Place {
    let Some(section) = root.section("site") else { return Place::default() };
    let name = section.text("name").unwrap_or_default();
    let latitude = section.number("latitude", -90.0..=90.0, "degrees north");
    let longitude = section.number("longitude", -180.0..=360.0, "degrees east");
    if section.has("latitude") != section.has("longitude") {
        section.fault("latitude", "latitude and longitude in [site] go together; accepted are both or neither");
    }
    section.finish();
    Place { name, coordinates: latitude.zip(longitude).map(|(lat, lon)| [lat, lon]) }
}

/// `[output]`.
fn output(root: &Section<'_, '_>, path: &Path) -> PathBuf {
    let beside = path.with_extension("results");
    let Some(section) = root.section("output") else { return beside };
    let folder = section.path("folder").unwrap_or(beside);
    section.finish();
    folder
}

/// `[about]`: what a user says of the output, by the names of ACDD.
fn about(root: &Section<'_, '_>) -> Vec<(String, String)> {
    let Some(section) = root.section("about") else { return Vec::new() };
    let all = section.free_texts();
    for (name, _) in all.iter().filter(|(name, _)| !ABOUT.contains(&name.as_str())) {
        let hint = edaphon_core::did_you_mean(edaphon_core::nearest(name, ABOUT).as_deref());
        root.fault(
            "about",
            format!("unknown description `{name}` in [about]{hint}; accepted are {}", ABOUT.join(", ")),
        );
    }
    all
}

/// The parameters of a set that are not the default ones: name, value here, default.
pub fn changed(set: &ParamSet) -> Vec<(&'static str, f64, f64)> {
    let default = ParamSet::defaults(&NITROGEN_PARAMETERS, 1);
    let value = |set: &ParamSet, name: &str| set.value(name, 1).unwrap_or(f64::NAN);
    set.differences(&default).map(|info| (info.name, value(set, info.name), value(&default, info.name))).collect()
}
