//! Tables 1 and 2 of Wieder et al. (2024): the first years, and the last less the first.
//!
//! A global sum is Σ F A × 365 (fluxes; years have 365 days) or Σ S A (stocks). A global mean of a ratio is the mean, weighted by
//! area, of the ratio of each cell, not the ratio of sums, which is given beside it. Windows are the first and the last twenty
//! annual values; ratios are those of the window's means. Changes are differences of unrounded means.

mod checks;
mod derived;
mod quantity;
mod targets;

pub use checks::{Check, Checks};
pub(crate) use derived::derived;
pub use derived::{Derived, DerivedEntry};
pub use quantity::{Kind, Quantity};
pub use targets::{Judged, Target, Targets, Verdict};

use edaphon_run::Model;
use rayon::prelude::*;

use crate::annual::{AnnualRun, FOR_TABLES, Window};
use crate::error::Result;

/// What the area is of cells where a ratio is not defined, when ratios are averaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NanPolicy {
    /// Part of the divisor, as in the published notebook: such cells count as 0.
    #[default]
    AsPublished,
    /// Left out.
    Exclude,
}

impl NanPolicy {
    /// Name in documents.
    pub fn name(self) -> &'static str {
        if self == Self::Exclude { "exclude" } else { "as_published" }
    }
}

/// How tables are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Conventions {
    /// What is done where a ratio is not defined.
    pub nan_policy: NanPolicy,
    /// Whether means are rounded as printed before they are subtracted, as the public notebook does.
    pub notebook_rounding: bool,
}

/// Values of a quantity for one model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Mean of the first years.
    pub initial: f64,
    /// Mean of the last years.
    pub last: f64,
    /// The last less the first.
    pub change: f64,
    /// Of a ratio: ratio of global sums in the first years.
    pub ratio_of_sums: Option<f64>,
    /// Of a ratio: share of the area of land where it is not defined in the first years (%).
    pub undefined: Option<f64>,
}

/// A row of both tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The quantity.
    pub quantity: Quantity,
    /// Its values, by model in the order of [`Tables::models`]; none where a model does not have it.
    pub entries: Vec<Option<Entry>>,
}

/// Tables 1 and 2.
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    /// The models.
    pub models: Vec<Model>,
    /// First and last of the first years, and of the last years.
    pub windows: [(i64, i64); 2],
    /// How they were made.
    pub conventions: Conventions,
    /// The rows.
    pub rows: Vec<Row>,
    /// What should add up, by model.
    pub checks: Vec<Checks>,
    /// Cells that are simulated.
    pub cells: usize,
    /// Area of land of the grid (m²).
    pub land_area: f64,
    /// What could not be made and why.
    pub notes: Vec<String>,
}

impl Tables {
    /// The values of a quantity for a model.
    pub fn entry(&self, quantity: Quantity, model: Model) -> Option<Entry> {
        let column = self.models.iter().position(|m| *m == model)?;
        self.rows.iter().find(|row| row.quantity == quantity)?.entries[column]
    }
}

/// What is known of one run.
struct Found {
    entries: Vec<Option<Entry>>,
    checks: Checks,
    missing: Option<String>,
}

/// Makes the tables of annual outputs, which are of the same cells and years.
///
/// # Errors
/// If values cannot be read.
pub fn tables(runs: &[AnnualRun], conventions: Conventions) -> Result<Tables> {
    let first = |run: &AnnualRun| run.window(&FOR_TABLES, 0, run.windows().years);
    let first: Vec<Window> = runs.par_iter().map(first).collect::<Result<_>>()?;
    tables_after(runs, &first, conventions)
}

/// Makes the tables of annual outputs whose first windows are read.
pub(crate) fn tables_after(runs: &[AnnualRun], first: &[Window], conventions: Conventions) -> Result<Tables> {
    let found = runs.par_iter().zip(first).map(|(run, first)| of_run(run, first, conventions));
    let found: Vec<Found> = found.collect::<Result<_>>()?;
    let row = |(at, quantity): (usize, &Quantity)| Row {
        quantity: *quantity,
        entries: found.iter().map(|run| run.entries[at]).collect(),
    };
    let windows = runs.first().map_or([(0, 0); 2], |run| {
        let w = run.windows();
        [run.span(0, w.years), run.span(w.last, w.years)]
    });
    Ok(Tables {
        models: runs.iter().map(|run| run.model).collect(),
        windows,
        conventions,
        rows: Quantity::ALL.iter().enumerate().map(row).collect(),
        checks: found.iter().map(|run| run.checks.clone()).collect(),
        cells: runs.first().map_or(0, |run| run.spots().len()),
        land_area: runs.first().map_or(0.0, |run| run.land_area),
        notes: found.into_iter().filter_map(|run| run.missing).collect(),
    })
}

fn of_run(run: &AnnualRun, first: &Window, conventions: Conventions) -> Result<Found> {
    let w = run.windows();
    let last = run.window(&FOR_TABLES, w.last, w.years)?;
    let entries: Vec<Option<Entry>> =
        Quantity::ALL.iter().map(|quantity| entry(run, *quantity, [first, &last], conventions)).collect();
    let lacks: Vec<&str> = Quantity::ALL
        .iter()
        .zip(&entries)
        .filter(|(quantity, entry)| entry.is_none() && quantity.is_of(run.model))
        .map(|(quantity, _)| quantity.label())
        .collect();
    let missing = (!lacks.is_empty()).then(|| {
        format!(
            "{}: {} left out, as the file lacks variables; write it with the groups `cmip`, `pools` and `fluxes`",
            run.path.display(),
            lacks.join(", ")
        )
    });
    Ok(Found { entries, checks: checks::of_run(run, first, &last)?, missing })
}

fn entry(run: &AnnualRun, quantity: Quantity, windows: [&Window; 2], conventions: Conventions) -> Option<Entry> {
    if !quantity.is_of(run.model) {
        return None;
    }
    let [initial, last] = windows.map(|window| global(run, quantity, window, conventions.nan_policy));
    let (initial, last) = (initial?, last?);
    let printed = |value: f64| {
        let unit = 10_f64.powi(quantity.decimals() as i32);
        (value * unit).round() / unit
    };
    let change = if conventions.notebook_rounding { printed(last) - printed(initial) } else { last - initial };
    let parts = quantity.parts(windows[0]);
    let ratio_of_sums = parts.map(|(above, below, factor)| factor * over_land(run, &above) / over_land(run, &below));
    let undefined = quantity.is_ratio().then(|| undefined_share(run, &quantity.cells(windows[0]).unwrap_or_default()));
    Some(Entry { initial, last, change, ratio_of_sums, undefined })
}

fn global(run: &AnnualRun, quantity: Quantity, window: &Window, policy: NanPolicy) -> Option<f64> {
    let cells = quantity.cells(window)?;
    Some(match quantity.kind() {
        Kind::Sum(factor) => factor * over_land(run, &cells),
        Kind::Ratio => {
            let area = match policy {
                NanPolicy::AsPublished => run.land_area,
                NanPolicy::Exclude => defined_area(run, &cells),
            };
            over_land(run, &cells) / area
        }
    })
}

/// Σ value × area over the simulated cells that have a value.
pub(crate) fn over_land(run: &AnnualRun, cells: &[f64]) -> f64 {
    let part =
        |(value, spot): (&f64, &edaphon_io::output::Spot)| if value.is_finite() { value * spot.area } else { 0.0 };
    cells.iter().zip(run.spots()).map(part).sum()
}

fn defined_area(run: &AnnualRun, cells: &[f64]) -> f64 {
    cells.iter().zip(run.spots()).filter(|(value, _)| value.is_finite()).map(|(_, spot)| spot.area).sum()
}

fn undefined_share(run: &AnnualRun, cells: &[f64]) -> f64 {
    100.0 * (1.0 - defined_area(run, cells) / run.land_area).max(0.0)
}
