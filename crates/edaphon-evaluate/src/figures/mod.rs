//! Figures 2 to 7 of Wieder et al. (2024), made of annual outputs, each with the numbers behind it.

mod climatology;
mod global;
mod maps;
mod scored;
mod taylor;
mod turnover;
mod zones;

use edaphon_figures::{CurvePanel, Curves, Figure};
use edaphon_run::Model;
use serde_json::{Value, json};

use crate::annual::{AnnualRun, FOR_FIGURES, FOR_TABLES, Window, label};
use crate::error::Result;
use crate::observations::Observed;

pub use climatology::{BOX, DailyRun};
pub(crate) use climatology::{BoxYear, box_years};
pub(crate) use scored::figure as score_figure;
pub(crate) use taylor::figure as taylor_figure;

/// A figure with its numbers.
pub struct Drawn {
    /// Name of its files, such as `figure-2`.
    pub name: &'static str,
    /// What the reader should see in it.
    pub caption: String,
    /// The figure.
    pub figure: Box<dyn Figure>,
    /// The numbers behind each of its lines, points and maps.
    pub data: Vec<Series>,
}

impl std::fmt::Debug for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Drawn").field("name", &self.name).field("series", &self.data.len()).finish()
    }
}

/// Numbers behind a line, a cloud of points or a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The panel.
    pub panel: String,
    /// The line.
    pub label: String,
    /// Names of the columns, with their units in brackets.
    pub columns: Vec<String>,
    /// The columns, all of one length.
    pub values: Vec<Vec<f64>>,
}

impl Drawn {
    /// The numbers as CSV: one row for each, with the names of panel, line and columns.
    pub fn csv(&self) -> String {
        let mut text = String::from("panel,series,column,index,value\n");
        for series in &self.data {
            for (column, values) in series.columns.iter().zip(&series.values) {
                for (index, value) in values.iter().enumerate() {
                    let quoted = |words: &str| format!("\"{}\"", words.replace('"', "'"));
                    let number = if value.is_finite() { format!("{value}") } else { String::new() };
                    let (panel, label, column) = (quoted(&series.panel), quoted(&series.label), quoted(column));
                    text.push_str(&format!("{panel},{label},{column},{index},{number}\n"));
                }
            }
        }
        text
    }

    /// The numbers as JSON.
    pub fn json(&self) -> Value {
        let of = |series: &Series| {
            let columns: serde_json::Map<String, Value> =
                series.columns.iter().cloned().zip(series.values.iter().map(|v| json!(v))).collect();
            json!({ "panel": series.panel, "series": series.label, "columns": columns })
        };
        json!({ "name": self.name, "caption": self.caption, "series": self.data.iter().map(of).collect::<Vec<_>>() })
    }
}

/// A run with its first window read.
pub(crate) struct Read<'a> {
    pub run: &'a AnnualRun,
    pub first: &'a Window,
}

impl Read<'_> {
    pub(crate) fn label(&self) -> String {
        label(self.run.model)
    }
}

/// Variables that figures need of a window.
pub(crate) fn needed() -> Vec<&'static str> {
    [&FOR_TABLES[..], &FOR_FIGURES[..]].concat()
}

/// The run of a model.
pub(crate) fn of<'a, 'b>(runs: &'a [Read<'b>], model: Model) -> Option<&'a Read<'b>> {
    runs.iter().find(|run| run.run.model == model)
}

/// All figures that these outputs can make, and in words what is left out; the first windows of runs hold what [`needed`] names.
///
/// # Errors
/// If values cannot be read.
pub(crate) fn figures_after(
    runs: &[AnnualRun],
    first: &[Window],
    daily: &[DailyRun],
    observed: &[Observed],
) -> Result<(Vec<Drawn>, Vec<String>)> {
    let read: Vec<Read<'_>> = runs.iter().zip(first).map(|(run, first)| Read { run, first }).collect();
    let (mut drawn, mut left_out) = (Vec::new(), Vec::new());
    let mut take = |number: u8, made: Option<Drawn>, needs: &str| match made {
        Some(made) => drawn.push(made),
        None => left_out.push(format!("figure {number} is left out: it needs {needs}")),
    };
    take(
        2,
        turnover::figure(&read),
        "annual outputs of MIMICS and CASA with and without nitrogen, and air temperature",
    );
    take(3, zones::figure(&read, observed)?, "an annual output on a map");
    take(4, maps::ratios(&read), "an annual output of MIMICS-CN on a map, with litter inputs");
    take(5, maps::clay(&read)?, "annual outputs with nitrogen, litter inputs and clay");
    take(6, global::figure(&read)?, "annual outputs of more than one year");
    take(
        7,
        climatology::figure(daily)?,
        "daily outputs of the box 60–70° N, 0–100° E for the first and the last five years (--daily)",
    );
    Ok((drawn, left_out))
}

/// All figures that these outputs can make, and in words what is left out.
///
/// # Errors
/// If values cannot be read.
pub fn figures(runs: &[AnnualRun], daily: &[DailyRun], observed: &[Observed]) -> Result<(Vec<Drawn>, Vec<String>)> {
    let first = |run: &AnnualRun| run.window(&needed(), 0, run.windows().years);
    let first: Vec<Window> = runs.iter().map(first).collect::<Result<_>>()?;
    figures_after(runs, &first, daily, observed)
}

/// Numbers of every curve of a figure of curves.
pub(crate) fn curves_data(figure: &Curves, along: &str) -> Vec<Series> {
    let of_panel = |panel: &CurvePanel| {
        let (title, unit) = (format!("{} {}", panel.title, panel.label).trim().to_owned(), panel.unit.clone());
        panel
            .curves
            .iter()
            .map(move |curve| {
                let mut made = Series {
                    panel: title.clone(),
                    label: curve.label.clone(),
                    columns: vec![along.to_owned(), format!("value [{unit}]")],
                    values: vec![curve.x.clone(), curve.y.clone()],
                };
                if !curve.spread.is_empty() {
                    made.columns.push(format!("sd [{unit}]"));
                    made.values.push(curve.spread.clone());
                }
                made
            })
            .collect::<Vec<_>>()
    };
    figure.panels.iter().flat_map(of_panel).collect()
}
