//! A run of RothC described in TOML, and published inputs turned into one.

use std::path::{Path, PathBuf};

use edaphon_core::ParamSet;
use edaphon_io::rothc::{drivers_text, read_drivers, read_input};
use edaphon_models::rothc::{BareLimit, MoistureOption, ROTHC_PARAMETERS, Soil};

use super::case::{BARE, Case, MOISTURE, Method, Microbial, Settings, Stock, StockPools, parameters, soil_range};
use super::files::RothCJob;
use crate::cf::Every;
use crate::description::overrides;
use crate::description::section::{Document, Section};
use crate::error::{JobError, Result};

/// What `model` says.
const MODEL: &str = "rothc";

/// Whether a description is of RothC; one that is no TOML is left to those who tell its faults.
pub(super) fn is_of_rothc(path: &Path) -> Result<bool> {
    let text = text_of(path)?;
    let model = text.parse::<toml::Table>().ok().and_then(|mut table| table.remove("model"));
    Ok(model.is_some_and(|model| model.as_str() == Some(MODEL)))
}

fn text_of(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path);
    let bytes = bytes.map_err(|reason| edaphon_io::Error::File { path: path.to_owned(), action: "read", reason })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What a description says, before its months are read.
struct Described {
    soil: Soil<f64>,
    moisture: MoistureOption,
    bare: BareLimit,
    drivers: PathBuf,
    parameters: ParamSet,
    settings: Settings,
    output: PathBuf,
    every: Every,
}

/// Reads a description, with `KEY=VALUE` settings over it, and the months that it names.
pub(super) fn open(path: &Path, set: &[String]) -> Result<RothCJob> {
    let text = overrides::applied(path, &text_of(path)?, set)?;
    let document = Document::new(path, &text);
    let table = document.root();
    let described = table.as_ref().and_then(|table| sections(&Section::root(&document, table), path));
    document.into_faults().or(())?;
    let said =
        described.ok_or_else(|| JobError::refused(format!("{}: the description is not complete", path.display())))?;
    let Described { soil, moisture, bare, settings, output, every, .. } = said;
    let months = read_drivers(&said.drivers)?;
    let case = Case { parameters: parameters(&said.parameters)?, soil, moisture, bare, months };
    Ok(RothCJob { path: path.to_owned(), case, settings, output, every })
}

fn sections(root: &Section<'_, '_>, path: &Path) -> Option<Described> {
    root.choice("model", &[(MODEL, ())]);
    let soil = soil(root);
    let drivers = root.section("drivers").and_then(|section| {
        section.require("file", "the table of months, CSV");
        let file = section.path("file");
        section.finish();
        file
    });
    root.require("drivers", "the section that names the table of months");
    let (mut settings, inert_by_stock) = (spin_up(root), soil.as_ref().is_some_and(|soil| soil.inert_by_stock));
    settings.inert_by_stock = inert_by_stock;
    settings.microbial = microbial(root);
    if inert_by_stock && settings.stock.is_none() {
        root.fault("soil", "`inert` = \"falloon\" in [soil] needs a measured stock: `soc` in [spinup]");
    }
    let (output, every) = output(root, path);
    let parameters = own_parameters(root);
    root.check_keys();
    let soil = soil?;
    let SoilSection { soil, moisture, bare, .. } = soil;
    Some(Described { soil, moisture, bare, drivers: drivers?, parameters, settings, output, every })
}

/// `[soil]`.
struct SoilSection {
    soil: Soil<f64>,
    inert_by_stock: bool,
    moisture: MoistureOption,
    bare: BareLimit,
}

fn soil(root: &Section<'_, '_>) -> Option<SoilSection> {
    root.require("soil", "the section with clay, depth and inert carbon");
    let section = root.section("soil")?;
    let number = |key: &'static str, unit: &str| {
        let (low, high) = soil_range(key);
        section.number(key, low..=high, unit)
    };
    section.require("clay", "clay of the layer, %");
    section.require("depth", "thickness of the layer, cm");
    section.require("inert", "inert carbon, t C ha-1, or \"falloon\"");
    let inert_by_stock = section.is_text("inert") && section.choice("inert", &[("falloon", ())]).is_some();
    let inert = if section.is_text("inert") { Some(0.0) } else { number("inert", "t C ha-1") };
    let optional = |value: Option<f64>| value.unwrap_or(f64::NAN);
    let (clay, depth) = (number("clay", "%"), number("depth", "cm"));
    let silt = optional(number("silt", "%"));
    let bulk_density = optional(number("bulk_density", "g cm-3"));
    let organic_carbon = optional(number("organic_carbon", "%"));
    let dryland_lowest = optional(number("dryland_lowest", "1"));
    let moisture = section.choice("moisture", &MOISTURE).unwrap_or_default();
    let bare = section.choice("bare", &BARE).unwrap_or_default();
    section.finish();
    let soil = Soil { clay: clay?, depth: depth?, inert: inert?, silt, bulk_density, organic_carbon, dryland_lowest };
    Some(SoilSection { soil, inert_by_stock, moisture, bare })
}

/// `[spinup]`.
fn spin_up(root: &Section<'_, '_>) -> Settings {
    let mut settings = Settings::default();
    let Some(section) = root.section("spinup") else { return settings };
    let methods = [("exact", Method::Exact), ("official", Method::Official)];
    settings.method = section.choice("method", &methods).unwrap_or_default();
    let pools = [("steady", StockPools::Steady), ("weihermueller", StockPools::Weihermueller)];
    let pools = section.choice("pools", &pools);
    let carbon = section.number("soc", f64::MIN_POSITIVE..=10_000.0, "t C ha-1");
    match carbon {
        Some(carbon) => settings.stock = Some(Stock { carbon, pools: pools.unwrap_or_default() }),
        None if pools.is_some() => section.fault("pools", "`pools` in [spinup] needs a measured stock: `soc`"),
        None => {}
    }
    section.finish();
    settings
}

/// `[microbes]`.
fn microbial(root: &Section<'_, '_>) -> Option<Microbial> {
    let section = root.section("microbes")?;
    section.require("mu_max", "the largest factor, without unit");
    section.require("k_m", "biomass at half of it, t C ha-1");
    let mu_max = section.number("mu_max", 0.0..=1e12, "");
    let k_m = section.number("k_m", 0.0..=1e12, "t C ha-1");
    section.finish();
    Some(Microbial { mu_max: mu_max?, k_m: k_m? })
}

/// `[output]`.
fn output(root: &Section<'_, '_>, path: &Path) -> (PathBuf, Every) {
    let beside = path.with_extension("results.csv");
    let Some(section) = root.section("output") else { return (beside, Every::Month) };
    let file = section.path("file").unwrap_or(beside);
    let every = section.choice("every", &[("month", Every::Month), ("year", Every::Year)]);
    section.finish();
    (file, every.unwrap_or(Every::Month))
}

/// `[parameters]`: those that differ from the published ones.
fn own_parameters(root: &Section<'_, '_>) -> ParamSet {
    let mut set = ParamSet::defaults(&ROTHC_PARAMETERS, 1);
    if let Some(section) = root.section("parameters") {
        for (name, values, at) in section.free_numbers() {
            if let Err(problem) = set.set(&name, &values, "the description") {
                section.document().fault(at, problem.to_string());
            }
        }
    }
    set
}

/// Turns a published input into a description at `out` and a table of months beside it, and returns both paths; whether they may be
/// replaced is for the caller to see to.
///
/// # Errors
/// All faults of the input; files that cannot be written.
pub fn convert(path: &Path, out: &Path) -> Result<[PathBuf; 2]> {
    let case = Case::of_input(read_input(path)?)?;
    let months = months_beside(out);
    let name = months.file_name().unwrap_or_default().to_string_lossy().into_owned();
    crate::convert::write_text(&months, &drivers_text(&case.months))?;
    crate::convert::write_text(out, &text(&case, &name))?;
    Ok([out.to_owned(), months])
}

/// Where the months of a description go.
pub(crate) fn months_beside(out: &Path) -> PathBuf {
    out.with_extension("months.csv")
}

/// The text of a description.
fn text(case: &Case, months: &str) -> String {
    let word = |found: &str| toml::Value::String(found.to_owned()).to_string();
    let Soil { clay, depth, inert, silt, bulk_density, organic_carbon, dryland_lowest } = case.soil;
    let mut text = format!("model = \"{MODEL}\"\n\n[soil]\nclay = {clay:?}     # %\ndepth = {depth:?}    # cm\n");
    text.push_str(&format!("inert = {inert:?}   # t C ha-1; \"falloon\" follows a measured stock\n"));
    if !silt.is_nan() {
        text.push_str(&format!("silt = {silt:?}     # %, for the dryland options, as is what follows\n"));
        text.push_str(&format!(
            "bulk_density = {bulk_density:?}     # g cm-3\norganic_carbon = {organic_carbon:?}   # %\n"
        ));
        text.push_str(&format!("dryland_lowest = {dryland_lowest:?}    # moisture modifier of very dry soil\n"));
    }
    let moisture = MOISTURE.iter().find(|(_, option)| *option == case.moisture).map_or("", |(word, _)| word);
    let bare = BARE.iter().find(|(_, option)| *option == case.bare).map_or("", |(word, _)| word);
    text.push_str(&format!(
        "moisture = \"{moisture}\"   # standard, dry or 15 bar\nbare = \"{bare}\"        # shallow or 15 bar\n"
    ));
    text.push_str(&format!(
        "\n[drivers]\nfile = {}   # the first twelve months are repeated until equilibrium\n",
        word(months)
    ));
    text.push_str("\n[spinup]\nmethod = \"exact\"   # or official, the published loop\n");
    text.push_str("# soc = 45.0         # a measured stock, t C ha-1: input is scaled to keep it\n");
    text.push_str("\n# [microbes]         # decay limited by mu_max B/(k_m + B)\n# mu_max = 3.0\n# k_m = 0.6          # t C ha-1\n");
    text.push_str("\n[output]\nevery = \"month\"      # or year\n");
    text
}
