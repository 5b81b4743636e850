//! What a described run writes, and what it changes.

use std::path::PathBuf;

use edaphon_models::Profile;
use edaphon_run::Perturbation;

use super::section::Section;
use crate::cf::{Chunks, Every, Format};

/// `[output]`.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub file: Option<PathBuf>,
    pub every: Every,
    pub variables: Option<Vec<String>>,
    pub format: Format,
    pub chunks: Chunks,
    pub restart: Option<PathBuf>,
    pub trace: Option<PathBuf>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            file: None,
            every: Every::Month,
            variables: None,
            format: Format::NetCdf4,
            chunks: Chunks::Map,
            restart: None,
            trace: None,
        }
    }
}

/// Reads `[output]`.
pub(super) fn output(root: &Section<'_, '_>) -> Wanted {
    let mut wanted = Wanted::default();
    let Some(section) = root.section("output") else { return wanted };
    wanted.read(&section);
    wanted.restart = section.path("restart");
    wanted.trace = section.path("trace");
    section.finish();
    wanted
}

impl Wanted {
    /// Reads what a section says of a file, and leaves the rest as it is.
    pub(super) fn read(&mut self, section: &Section<'_, '_>) {
        self.file = section.path("file").or_else(|| self.file.take());
        let intervals = [
            ("day", Every::Day),
            ("1 day", Every::Day),
            ("month", Every::Month),
            ("1 month", Every::Month),
            ("year", Every::Year),
            ("1 year", Every::Year),
        ];
        self.every = section.choice("every", &intervals).unwrap_or(self.every);
        self.variables = section.texts("variables").or_else(|| self.variables.take());
        let formats = [("netcdf4", Format::NetCdf4), ("classic", Format::Classic), ("classic64", Format::Classic64)];
        self.format = section.choice("format", &formats).unwrap_or(self.format);
        self.chunks =
            section.choice("chunks", &[("map", Chunks::Map), ("series", Chunks::Series)]).unwrap_or(self.chunks);
    }
}

/// Reads `[perturbation]`.
pub(super) fn perturbation(root: &Section<'_, '_>) -> Perturbation {
    let Some(section) = root.section("perturbation") else { return Perturbation::default() };
    let made = Perturbation {
        air_warming: section.number("air_warming", -50.0..=50.0, "K").unwrap_or(0.0),
        soil_warming: section.number("soil_warming", -50.0..=50.0, "K").unwrap_or(0.0),
        npp_multiplier: section.number("npp_multiplier", 0.0..=10.0, "1").unwrap_or(1.0),
        from_year: section.integer("from_year", 1..=i64::from(u32::MAX)).unwrap_or(1) as u64,
    };
    section.finish();
    made
}

/// Reads `profile`.
pub(super) fn profile(root: &Section<'_, '_>) -> Profile {
    let known = [(Profile::Edaphon.name(), Profile::Edaphon), (Profile::Testbed20.name(), Profile::Testbed20)];
    root.choice("profile", &known).unwrap_or(Profile::Edaphon)
}

/// Reads `[about]`: discovery metadata for the output.
pub(super) fn about(root: &Section<'_, '_>) -> Vec<(String, String)> {
    root.section("about").map(|section| section.free_texts()).unwrap_or_default()
}
