//! What a file says about itself: CF-1.11 and ACDD-1.3.

use edaphon_core::grid::{Cell, Grid};
use edaphon_core::provenance::Provenance;
use edaphon_core::{did_you_mean, nearest};
use edaphon_io::netcdf::AttributeValue;
use edaphon_run::Landscape;

use super::region::cut;
use super::settings::Settings;
use crate::restart::cells_checksum;

/// What a user may say about a file, by the names of ACDD-1.3.
pub const ABOUT: [&str; 27] = [
    "title",
    "summary",
    "keywords",
    "keywords_vocabulary",
    "license",
    "creator_name",
    "creator_email",
    "creator_url",
    "creator_type",
    "creator_institution",
    "institution",
    "project",
    "program",
    "references",
    "comment",
    "acknowledgement",
    "publisher_name",
    "publisher_email",
    "publisher_url",
    "publisher_type",
    "publisher_institution",
    "contributor_name",
    "contributor_role",
    "id",
    "naming_authority",
    "product_version",
    "metadata_link",
];

/// What ACDD-1.3 recommends and nobody but the user knows.
pub const RECOMMENDED: [&str; 7] =
    ["title", "summary", "license", "creator_name", "creator_email", "institution", "project"];

/// Those of [`RECOMMENDED`] that are not given.
pub fn missing_about(about: &[(String, String)]) -> Vec<&'static str> {
    RECOMMENDED.into_iter().filter(|name| !about.iter().any(|(given, _)| given == name)).collect()
}

/// A sentence about the first name that is not accepted.
pub(super) fn check_about(about: &[(String, String)]) -> Result<(), String> {
    match about.iter().find(|(name, _)| !ABOUT.contains(&name.as_str())) {
        Some((name, _)) => {
            let meant = did_you_mean(nearest(name, ABOUT).as_deref());
            Err(format!("unknown description `{name}` of an output{meant}; accepted are {}", ABOUT.join(", ")))
        }
        None => Ok(()),
    }
}

/// The papers behind a model.
fn references(land: &Landscape) -> String {
    let casa = "CASA-CNP: Wang et al. (2010), https://doi.org/10.5194/bg-7-2261-2010";
    let mimics = "MIMICS: Wieder et al. (2015), https://doi.org/10.5194/gmd-8-1789-2015";
    let mimics_cn = "MIMICS-CN: Kyker-Snowman et al. (2020), https://doi.org/10.5194/gmd-13-4413-2020";
    let testbed = "testbed: Wieder et al. (2018), https://doi.org/10.1111/gcb.13979";
    let model = land.model();
    let soil =
        [mimics, mimics_cn].into_iter().take(usize::from(model.microbes()) * (1 + usize::from(model.nitrogen())));
    [casa].into_iter().chain(soil).chain([testbed]).collect::<Vec<_>>().join("; ")
}

/// Which years a file holds: the first as counted by the run, from 1, and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Years {
    pub(super) first: u64,
    pub(super) count: u64,
}

/// All global attributes, in order; `history` is that of the file that is gone on with.
pub(super) fn attributes(
    settings: &Settings,
    grid: &Grid,
    land: &Landscape,
    provenance: &Provenance,
    years: Years,
    history: Option<&str>,
) -> Vec<(String, AttributeValue)> {
    let model = land.model();
    let cut = cut(settings.region, grid);
    let simulated = cut.cells.iter().filter(|cell| land.simulated()[**cell]).count();
    let grid = &cut.grid;
    let mut all = Provenance::default()
        .with("Conventions", "CF-1.11, ACDD-1.3")
        .with("title", &format!("Soil carbon and nitrogen simulated with {}", model.name()))
        .with("summary", &summary(settings, land, grid.len(), simulated))
        .with("keywords", "soil carbon, soil nitrogen, decomposition, heterotrophic respiration, land model")
        .with("references", &references(land));
    for (name, value) in &settings.about {
        all = all.with(name, value);
    }
    for (name, value) in provenance.attributes() {
        all = all.with(name, value);
    }
    let program = provenance.get("source").unwrap_or("edaphon").to_owned();
    all = all.with("source", &format!("{program}: {}", model.about()));
    all = all.with("history", &with_line(history, &history_line(provenance)));
    all = all.with("edaphon_model", model.name()).with("edaphon_profile", land.profile().name());
    all = all.with("edaphon_cells", &cells_checksum(grid.cells()));
    let all = over_time(all, settings, years);
    let texts = all.attributes().map(|(name, value)| (name.to_owned(), value.into()));
    texts.chain(over_space(grid)).collect()
}

fn summary(settings: &Settings, land: &Landscape, cells: usize, simulated: usize) -> String {
    let every = settings.every.name();
    format!(
        "{}. Means over each {every} in {simulated} of {cells} cells, calendar without leap days.",
        land.model().about()
    )
}

fn history_line(provenance: &Provenance) -> String {
    let command = provenance.get("edaphon_command_line").or(provenance.get("source")).unwrap_or("edaphon");
    provenance.get("date_created").map_or_else(|| command.to_owned(), |date| format!("{date}: {command}"))
}

/// The history with a line more, unless that line is there.
fn with_line(history: Option<&str>, line: &str) -> String {
    match history {
        Some(before) if before.lines().any(|l| l == line) => before.to_owned(),
        Some(before) => format!("{before}\n{line}"),
        None => line.to_owned(),
    }
}

fn over_space(grid: &Grid) -> Vec<(String, AttributeValue)> {
    let mut all = Vec::new();
    for (axis, unit) in [("lat", "degrees_north"), ("lon", "degrees_east")] {
        let of = |c: &Cell| if axis == "lat" { c.latitude } else { c.longitude };
        let values = || grid.cells().iter().map(of);
        all.push((format!("geospatial_{axis}_min"), values().fold(f64::INFINITY, f64::min).into()));
        all.push((format!("geospatial_{axis}_max"), values().fold(f64::NEG_INFINITY, f64::max).into()));
        all.push((format!("geospatial_{axis}_units"), unit.into()));
    }
    all
}

fn over_time(all: Provenance, settings: &Settings, years: Years) -> Provenance {
    let first = settings.first_year + years.first as i64 - 1;
    let last = first + years.count as i64 - 1;
    all.with("time_coverage_start", &format!("{first:04}-01-01"))
        .with("time_coverage_end", &format!("{last:04}-12-31"))
        .with("time_coverage_duration", &format!("P{}Y", years.count))
        .with("time_coverage_resolution", settings.every.iso())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_descriptions_are_refused_and_missing_ones_listed() {
        let given = |name: &str| vec![(name.to_owned(), "x".to_owned())];
        let words = check_about(&given("licence")).unwrap_err();
        assert!(
            words
                .starts_with("unknown description `licence` of an output; did you mean `license`?; accepted are title")
        );
        assert_eq!(check_about(&given("license")), Ok(()));
        assert_eq!(missing_about(&given("title"))[..2], ["summary", "license"]);
    }

    #[test]
    fn history_grows_by_lines_that_are_new() {
        assert_eq!(with_line(None, "a"), "a");
        assert_eq!(with_line(Some("a"), "b"), "a\nb");
        assert_eq!(with_line(Some("a\nb"), "a"), "a\nb");
    }
}
