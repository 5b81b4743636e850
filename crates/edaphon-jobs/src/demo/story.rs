//! The report of the demonstration: its outputs compared, and what the numbers mean.

use std::path::{Path, PathBuf};

use edaphon_figures::{Block, Cell, Column, NoticeKind, Section, Table, significant};

use super::one_run::{OneRun, Ran};
use super::project::{SITES, Site, write_text};
use super::result::{DemoResult, Next, Row, next, report_path, rows};
use crate::error::Result;
use crate::report;
use crate::report::tables::unbroken;

/// Title of the report.
const TITLE: &str = "Two forests, four models";

/// Writes the report and the notes of what to do next.
pub(super) fn tell(dir: &Path, runs: &[OneRun], ran: &[Ran]) -> Result<DemoResult> {
    let rows = rows(runs, ran)?;
    let spinup_years = runs.iter().map(|run| run.loops * run.site.years()).max().unwrap_or(0);
    let (next, words) = (next(), words(&rows, spinup_years));
    let outputs = SITES.iter().flat_map(|site| runs.iter().filter(move |run| run.site.id == site.id));
    let outputs: Vec<PathBuf> = outputs.map(|run| run.output.clone()).collect();
    let mut page = report::compose(&outputs, TITLE)?;
    page.sections.insert(0, opening(&rows, &words, &next));
    let report = report_path(dir);
    page.write(&report).map_err(report::drawing)?;
    write_text(&dir.join("README.md"), &readme(&words, &next))?;
    let mut files: Vec<PathBuf> =
        runs.iter().flat_map(|run| [&run.description, &run.state, &run.output]).cloned().collect();
    files.push(dir.join("README.md"));
    files.sort();
    Ok(DemoResult { rows, spinup_years, dir: dir.to_owned(), report, files, next, words })
}

/// What to keep in mind about the numbers.
fn words(rows: &[Row], spinup_years: u64) -> Vec<String> {
    let worst = rows.iter().fold(0.0_f64, |worst, row| worst.max(row.drift_c.abs()));
    let worst = significant(worst, 2);
    vec![
        "The parameters are the published defaults; nothing was calibrated to these sites.".to_owned(),
        "Gross primary production is not computed but taken from the towers, so it agrees with measurements by construction. What \
         the models add is the rest: respiration, growth, pools and nitrogen."
            .to_owned(),
        format!(
            "Each run began with {spinup_years} years that loop over the measured ones. At the end of them total carbon still \
             drifts by up to {worst} g C m⁻² in a century, as the slowest pools need longer."
        ),
        "So the forests are taken to be old and undisturbed: net ecosystem production is near zero over the loop, whereas the \
         managed, growing stands around the towers take up carbon. Plants and soil come out large: upland \
         forest soils of Finland hold some 6 to 10 kg C m⁻²."
            .to_owned(),
    ]
}

fn opening(rows: &[Row], words: &[String], next: &[Next]) -> Section {
    let mut blocks = vec![Block::Notice(NoticeKind::Note, words[0].clone()), Block::List(words[1..].to_vec())];
    for site in &SITES {
        blocks.extend(tables(site, rows).map(Block::Table));
        blocks.push(Block::Paragraph(site.measured.to_owned()));
    }
    blocks.push(Block::Heading("What to type next".to_owned()));
    blocks.push(Block::Verbatim(commands(next)));
    Section { heading: "At a glance".to_owned(), blocks }
}

/// Pools and fluxes of a site.
fn tables(site: &Site, rows: &[Row]) -> [Table; 2] {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.site == site.id).collect();
    let maybe = |value: Option<f64>, digits| value.map_or(Cell::Missing, |v| Cell::Significant(v, digits));
    let model = |row: &Row| Cell::from(unbroken(&row.model.name().to_uppercase()));
    let pools = |row: &&Row| {
        let carbon = [row.plant_c, row.litter_c, row.soil_c].map(|value| Cell::Significant(value, 3));
        let rest = [maybe(row.soil_n, 3), maybe(row.mineral_n, 2), Cell::Decimal(row.drift_c, 1)];
        std::iter::once(model(row)).chain(carbon).chain(rest).collect()
    };
    let fluxes = |row: &&Row| {
        let carbon = [row.gpp, row.npp, row.rh].map(|value| Cell::Decimal(value, 0));
        let rest = [Cell::Decimal(row.nep, 1), maybe(row.growth_allowed, 3)];
        std::iter::once(model(row)).chain(carbon).chain(rest).collect()
    };
    let flux = "g C m-2 yr-1";
    [
        Table {
            caption: format!("{}: pools, mean of {}", site.name, site.span()),
            columns: columns(&[
                ("Model", ""),
                ("Plant C", "kg C m-2"),
                ("Litter and debris C", "kg C m-2"),
                ("Soil C", "kg C m-2"),
                ("Soil N", "g N m-2"),
                ("Mineral N", "g N m-2"),
                ("Drift of C, 100 yr", "g C m-2"),
            ]),
            rows: rows.iter().map(pools).collect(),
        },
        Table {
            caption: format!("{}: fluxes, mean of {}", site.name, site.span()),
            columns: columns(&[
                ("Model", ""),
                ("GPP", flux),
                ("NPP", flux),
                ("Rh", flux),
                ("NEP", flux),
                ("Share of NPP that N allows", ""),
            ]),
            rows: rows.iter().map(fluxes).collect(),
        },
    ]
}

fn columns(heads: &[(&str, &str)]) -> Vec<Column> {
    heads.iter().map(|(name, unit)| Column::new(*name, *unit)).collect()
}

fn commands(next: &[Next]) -> String {
    next.iter().map(|n| format!("# {}\n{}\n", n.about, n.command)).collect::<Vec<_>>().join("\n")
}

fn readme(words: &[String], next: &[Next]) -> String {
    let points: String = words.iter().map(|point| format!("- {point}\n")).collect();
    let commands = commands(next);
    format!(
        "# Two forests, four models\n\n`report.html` shows what came out. A folder for each site holds for each model its description \
         (`.toml`), its state after the spin-up (`.spun-up.nc`) and its monthly output (`.nc`).\n\n## To keep in mind\n\n{points}\n\
         ## What to type next\n\n```sh\n{commands}```\n"
    )
}
