//! The page of an evaluation, and its tables as text.

mod csv;
mod observations;

use std::path::Path;

use edaphon_figures::{Block, Cell, Column, Fact, NoticeKind, Report, Section, Table, decimal};
use edaphon_run::Model;

use crate::annual::label;
use crate::error::Result;
use crate::evaluation::{Evaluated, Evaluation};
use crate::tables::{Quantity, Verdict};

/// Writes a text beside its place and moves it there.
pub(crate) fn write_text(path: &Path, text: &str) -> Result<()> {
    let beside = path.with_extension(format!("tmp-{}", std::process::id()));
    let wrong = |reason| edaphon_io::Error::File { path: path.to_owned(), action: "write", reason };
    std::fs::write(&beside, text).map_err(wrong)?;
    Ok(std::fs::rename(&beside, path).map_err(wrong)?)
}

/// Tables as CSV: a row for each number.
pub(crate) fn tables_csv(made: &Evaluated) -> String {
    let mut text = String::from("table,quantity,unit,model,value,published,difference\n");
    for table in [1, 2] {
        for row in &made.tables.rows {
            for (model, entry) in made.tables.models.iter().zip(&row.entries) {
                let Some(entry) = entry else { continue };
                let value = if table == 1 { entry.initial } else { entry.change };
                let target = published(made, table, row.quantity, *model);
                let known = target.map_or_else(String::new, |t| format!("{t}"));
                let apart = target.map_or_else(String::new, |t| format!("{}", value - t));
                let (name, unit) = (row.quantity.name(), row.quantity.unit());
                text.push_str(&format!("{table},{name},{unit},{},{value},{known},{apart}\n", model.name()));
            }
        }
    }
    text
}

/// Tables 1 and 2 beside the published ones, for a terminal.
pub(crate) fn tables_text(made: &Evaluated) -> String {
    let mut text = String::new();
    let [(a, b), (c, d)] = made.tables.windows;
    for (number, title) in
        [(1, format!("Means of {a} to {b} (published)")), (2, format!("Change to {c} to {d} (published)"))]
    {
        text.push_str(&format!("{title}\n{:<34}{:<11}", "", ""));
        made.tables.models.iter().for_each(|model| text.push_str(&format!("{:>18}", label(*model))));
        text.push('\n');
        for row in &made.tables.rows {
            let digits = if number == 1 { row.quantity.decimals() } else { row.quantity.change_decimals() };
            text.push_str(&format!("{:<34}{:<11}", row.quantity.label(), row.quantity.unit()));
            for (model, entry) in made.tables.models.iter().zip(&row.entries) {
                let value = entry.map(|e| if number == 1 { e.initial } else { e.change });
                let known = published(made, number, row.quantity, *model);
                let words = match (value, known) {
                    (Some(v), Some(k)) => format!("{} ({})", decimal(v, digits), decimal(k, digits)),
                    (Some(v), None) => decimal(v, digits),
                    _ => "–".to_owned(),
                };
                text.push_str(&format!("{words:>18}"));
            }
            text.push('\n');
        }
        text.push('\n');
    }
    text
}

/// All files of scores: names and texts.
pub(crate) fn score_files(made: &Evaluated) -> [(&'static str, String); 5] {
    [
        ("scores.csv", csv::scores(made)),
        ("comparisons.csv", csv::comparisons(made)),
        ("spreads.csv", csv::spreads(made)),
        ("intervals.csv", csv::intervals(made)),
        ("ilamb.csv", csv::ilamb(made)),
    ]
}

fn published(made: &Evaluated, table: u8, quantity: Quantity, model: Model) -> Option<f64> {
    let is =
        |j: &&crate::tables::Judged| (j.target.table, j.target.quantity, j.target.model) == (table, quantity, model);
    made.judged.iter().find(is).map(|j| j.target.value)
}

/// A table beside the published one: two columns for each model.
fn table(made: &Evaluated, number: u8) -> Table {
    let mut columns = vec![Column::new("Quantity", ""), Column::new("Unit", "")];
    for model in &made.tables.models {
        columns.push(Column::new(label(*model), ""));
        columns.push(Column::new("published", ""));
    }
    let rows = made.tables.rows.iter().map(|row| {
        let digits = if number == 1 { row.quantity.decimals() } else { row.quantity.change_decimals() };
        let mut cells: Vec<Cell> =
            vec![row.quantity.label().into(), edaphon_figures::typeset_unit(row.quantity.unit()).into()];
        for (model, entry) in made.tables.models.iter().zip(&row.entries) {
            let value = entry.map(|e| if number == 1 { e.initial } else { e.change });
            let known = published(made, number, row.quantity, *model);
            cells.extend([value, known].map(|v| v.map_or(Cell::Missing, |v| Cell::Decimal(v, digits))));
        }
        cells
    });
    let [(a, b), (c, d)] = made.tables.windows;
    let caption = if number == 1 {
        format!("Table 1. Means of {a} to {b}, beside the published ones (Wieder et al. 2024).")
    } else {
        format!("Table 2. Means of {c} to {d} less those of {a} to {b}, beside the published changes.")
    };
    Table { caption, columns, rows: rows.collect() }
}

fn verdicts(made: &Evaluated) -> Vec<Block> {
    let passed = made.judged.iter().filter(|j| j.verdict() == Verdict::Pass).count();
    let all = made.judged.len();
    if !made.binding {
        let words = format!(
            "{passed} of {all} published numbers are met within their rounding. They were made with the authors' forcing: with another \
             one differences are told and nothing is claimed."
        );
        return vec![Block::Notice(NoticeKind::Note, words)];
    }
    let kind = if passed == all { NoticeKind::Good } else { NoticeKind::Warning };
    let row = |j: &crate::tables::Judged| -> Vec<Cell> {
        vec![
            Cell::Text(if j.verdict() == Verdict::Pass { "PASS" } else { "FAIL" }.to_owned()),
            Cell::Text(format!("table {}: {}, {}", j.target.table, j.target.quantity.label(), label(j.target.model))),
            Cell::Number(j.target.value),
            Cell::Number(j.target.tolerance),
            j.found.map_or(Cell::Missing, Cell::Number),
        ]
    };
    let columns = ["Verdict", "Target", "Value", "Tolerance", "Found"].map(|name| Column::new(name, "")).to_vec();
    let rows = made.judged.iter().map(row).collect();
    let table = Table { caption: "Targets.".into(), columns, rows };
    vec![Block::Notice(kind, format!("{passed} of {all} targets are met.")), Block::Table(table)]
}

fn checks(made: &Evaluated) -> Table {
    let columns = [
        ("Model", ""),
        ("NPP − all heterotrophic respiration, first years", "Pg C yr-1"),
        ("Change of carbon on land", "Pg C"),
        ("Net ecosystem production in between", "Pg C"),
    ];
    let cell = |value: Option<f64>, digits| value.map_or(Cell::Missing, |v| Cell::Decimal(v, digits));
    let rows = made.tables.models.iter().zip(&made.tables.checks).map(|(model, check)| {
        let storage = check.storage;
        vec![
            Cell::Text(label(*model)),
            cell(check.imbalance, 3),
            cell(storage.map(|s| s.found), 2),
            cell(storage.map(|s| s.expected), 2),
        ]
    });
    Table {
        caption: "What should add up: 0 in a steady state; the last two are the same.".into(),
        columns: columns.map(|(name, unit)| Column::new(name, unit)).to_vec(),
        rows: rows.collect(),
    }
}

/// Ratios both ways: the mean of cells, as published, and the ratio of sums; and the land where they are not defined.
fn ratios(made: &Evaluated) -> Table {
    let mut columns = vec![Column::new("Quantity", ""), Column::new("Unit", "")];
    for model in &made.tables.models {
        columns.push(Column::new(label(*model), ""));
        columns.push(Column::new("of sums", ""));
        columns.push(Column::new("not defined", "% of land"));
    }
    let cell = |value: Option<f64>, digits| value.map_or(Cell::Missing, |v| Cell::Decimal(v, digits));
    let of_tables = made.tables.rows.iter().filter(|row| row.quantity.is_ratio()).map(|row| {
        let digits = row.quantity.decimals() + 1;
        let mut cells: Vec<Cell> =
            vec![row.quantity.label().into(), edaphon_figures::typeset_unit(row.quantity.unit()).into()];
        for entry in &row.entries {
            cells.push(cell(entry.map(|e| e.initial), digits));
            cells.push(cell(entry.and_then(|e| e.ratio_of_sums), digits));
            cells.push(cell(entry.and_then(|e| e.undefined), 1));
        }
        cells
    });
    Table {
        caption: "Ratios of the first years: the mean of cells as in Table 1, and the ratio of global sums.".into(),
        columns,
        rows: of_tables.collect(),
    }
}

/// What stands beside the tables.
fn derived(made: &Evaluated) -> Table {
    let mut columns = vec![Column::new("Quantity", ""), Column::new("Unit", "")];
    for model in &made.tables.models {
        columns.push(Column::new(label(*model), ""));
        columns.push(Column::new("of sums", ""));
    }
    let cell = |value: Option<f64>| value.map_or(Cell::Missing, |v| Cell::Significant(v, 3));
    let row = |derived: &crate::tables::Derived| {
        let mut cells: Vec<Cell> = vec![derived.label.into(), edaphon_figures::typeset_unit(derived.unit).into()];
        for entry in &derived.entries {
            cells.extend([entry.map(|e| e.value), entry.and_then(|e| e.ratio_of_sums)].map(cell));
        }
        cells
    };
    Table {
        caption: "Other quantities of the first years: means of cells where they are defined, by area, and ratios of global sums. What nitrogen \
                  changes stands in the column of the model with nitrogen."
            .into(),
        columns,
        rows: made.derived.iter().map(row).collect(),
    }
}

/// Sums over the mean years of figure 7; none without daily outputs.
fn box_table(made: &Evaluated) -> Option<Table> {
    let row = |year: &crate::figures::BoxYear| {
        let change = 100.0 * (year.end / year.start - 1.0);
        vec![
            Cell::Text(label(year.model)),
            year.label.into(),
            edaphon_figures::typeset_unit(year.unit).into(),
            Cell::Significant(year.start, 3),
            Cell::Significant(year.end, 3),
            if year.start > 0.0 { Cell::Decimal(change, 0) } else { Cell::Missing },
        ]
    };
    (!made.box_years.is_empty()).then(|| Table {
        caption: "60–70° N, 0–100° E: sums over the mean year of the first five years and of the last.".into(),
        columns: [("Model", ""), ("Quantity", ""), ("Unit", ""), ("Start", ""), ("End", ""), ("Change", "%")]
            .map(|(name, unit)| Column::new(name, unit))
            .to_vec(),
        rows: made.box_years.iter().map(row).collect(),
    })
}

fn facts(made: &Evaluated) -> Vec<Fact> {
    let of = |quantity: Quantity| {
        let (column, model) = made.tables.models.iter().enumerate().next()?;
        let row = made.tables.rows.iter().find(|row| row.quantity == quantity)?;
        let value = row.entries[column]?.initial;
        Some(Fact {
            label: format!("{}, {}", quantity.label(), label(*model)),
            value: decimal(value, quantity.decimals()),
            unit: quantity.unit().to_owned(),
        })
    };
    [Quantity::Npp, Quantity::SoilC, Quantity::VegetationC, Quantity::MicrobialC].into_iter().filter_map(of).collect()
}

/// Writes the page; the figures go into it.
pub(crate) fn write_report(of: &Evaluation, mut made: Evaluated, path: &Path) -> Result<Evaluated> {
    let mut first = Vec::new();
    first.extend(of.notes.iter().map(|note| Block::Notice(NoticeKind::Note, note.clone())));
    if !made.unused.is_empty() {
        let words = "Not all observations could be used; what was left out, and why, stands under Observations.";
        first.push(Block::Notice(NoticeKind::Warning, words.into()));
    }
    first.extend(verdicts(&made));
    first.push(Block::Table(table(&made, 1)));
    first.push(Block::Table(table(&made, 2)));
    if made.tables.rows.iter().any(|row| row.quantity.is_ratio() && row.entries.iter().any(Option::is_some)) {
        first.push(Block::Table(ratios(&made)));
    }
    if !made.derived.is_empty() {
        first.push(Block::Table(derived(&made)));
    }
    first.push(Block::Table(checks(&made)));
    let mut sections = vec![Section { heading: "Tables".into(), blocks: first }];
    let figures = std::mem::take(&mut made.figures);
    let blocks = figures.into_iter().map(|d| Block::Figure { figure: d.figure, caption: d.caption });
    let mut blocks: Vec<Block> = blocks.collect();
    blocks.extend(box_table(&made).map(Block::Table));
    if !made.left_out.is_empty() {
        blocks.push(Block::List(made.left_out.clone()));
    }
    sections.push(Section { heading: "Figures".into(), blocks });
    let (taylor, of_scores) = std::mem::take(&mut made.scored).into_iter().partition(|drawn| drawn.name == "taylor");
    sections.extend(observations::section(&made, taylor));
    sections.extend(observations::ilamb(&made, of_scores));
    let inputs =
        made.inputs.iter().map(|(path, sum)| format!("{}  {sum}", path.display())).collect::<Vec<_>>().join("\n");
    let policy = made.tables.conventions.nan_policy.name();
    let conventions = format!(
        "Sums over the land area of {} cells; means of ratios weighted by area ({policy} where a ratio is not defined); coarse woody \
         debris is no part of soil carbon; years have 365 days.",
        made.tables.cells
    );
    sections.push(Section {
        heading: "How this was made".into(),
        blocks: vec![Block::Paragraph(conventions), Block::Verbatim(inputs)],
    });
    let report = Report {
        title: of.title.clone(),
        summary: "Tables 1 and 2 and figures 2 to 7 of Wieder et al. (2024), from annual outputs.".into(),
        facts: facts(&made),
        sections,
        footer: "Every figure stands beside this page as PNG and SVG, with its numbers as CSV and JSON.".into(),
    };
    report.write(path)?;
    Ok(made)
}
