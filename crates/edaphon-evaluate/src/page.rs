//! The page of an evaluation, and its tables as text.

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

/// Scores as CSV.
pub(crate) fn scores_csv(made: &Evaluated) -> String {
    let mut text = String::from("product,variable,model,metric,value,low_5,high_95,within_two_sd\n");
    for s in &made.scores {
        let inside = s.within_spread.map_or_else(String::new, |share| share.to_string());
        let (e, m) = (s.estimate, s.metric);
        text.push_str(&format!(
            "{},{},{},{m},{},{},{},{inside}\n",
            s.product, s.variable, s.model, e.value, e.low, e.high
        ));
    }
    text
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

fn scores(made: &Evaluated) -> Option<Section> {
    if made.scores.is_empty() {
        return None;
    }
    let columns = ["Product", "Quantity", "Model", "Metric", "Value", "5 %", "95 %", "Within 2 sd"];
    let rows = made.scores.iter().map(|s| {
        let e = s.estimate;
        let mut cells: Vec<Cell> = [&s.product, &s.variable, &s.model].map(|w| Cell::Text(w.clone())).to_vec();
        cells.push(Cell::Text(s.metric.to_owned()));
        cells.extend([e.value, e.low, e.high].map(Cell::Number));
        cells.push(
            s.within_spread.map_or(Cell::Missing, |share| Cell::Text(format!("{} %", decimal(100.0 * share, 0)))),
        );
        cells
    });
    let table = Table {
        caption: "Scores against observations; intervals of 90 % from drawing blocks of 10°. Stocks in g m⁻², fluxes in g m⁻² d⁻¹.".into(),
        columns: columns.map(|name| Column::new(name, "")).to_vec(),
        rows: rows.collect(),
    };
    Some(Section {
        heading: "Observations".into(),
        blocks: vec![
            Block::Paragraph("Observations are of our time, the models' state of the first years.".into()),
            Block::Table(table),
        ],
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
    first.extend(verdicts(&made));
    first.push(Block::Table(table(&made, 1)));
    first.push(Block::Table(table(&made, 2)));
    first.push(Block::Table(checks(&made)));
    let mut sections = vec![Section { heading: "Tables".into(), blocks: first }];
    let figures = std::mem::take(&mut made.figures);
    let blocks = figures.into_iter().map(|d| Block::Figure { figure: d.figure, caption: d.caption });
    let mut blocks: Vec<Block> = blocks.collect();
    if !made.left_out.is_empty() {
        blocks.push(Block::List(made.left_out.clone()));
    }
    sections.push(Section { heading: "Figures".into(), blocks });
    sections.extend(scores(&made));
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
