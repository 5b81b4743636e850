//! Tables of a run: days, fluxes of the budget, years.

use std::path::Path;

use edaphon_geo::{Column, Table};

use super::budget::{Budget, Compartment};
use super::case::Case;
use super::columns::DAILY;
use super::drivers::told;
use super::simulate::Day;
use super::summary::Finished;
use crate::error::Result;

/// Digits of numbers in tables.
const DIGITS: usize = 9;

/// A number with nine digits that count.
fn rounded(value: f64) -> f64 {
    format!("{value:.*e}", DIGITS - 1).parse().unwrap_or(value)
}

/// Writes the days.
pub(super) fn daily(case: &Case, days: &[Day], path: &Path) -> Result<()> {
    let dates: Vec<String> = (0..days.len()).map(|day| case.drivers.date(day).to_string()).collect();
    let mut columns = vec![Column::new("date", dates)];
    if case.drivers.days.iter().any(|day| !day.rain.is_nan()) {
        let rain: Vec<f64> = case.drivers.days.iter().map(|day| day.rain).collect();
        columns.push(Column::new("rain", rain).unit("mm d-1"));
    }
    for column in &DAILY {
        let factor = column.quantity.csv_factor(case.per_hectare());
        let values: Vec<f64> = days.iter().map(|day| rounded((column.value)(day) * factor)).collect();
        columns.push(Column::new(column.name, values).unit(column.quantity.csv_unit()).long_name(column.about));
    }
    Table::new(path, columns).and_then(|table| table.write(path)).map_err(told)
}

/// The words for a span of days: its year, or `all`.
fn span_name(budget: &Budget, is_whole: bool) -> String {
    if is_whole { "all".to_owned() } else { budget.first.year().to_string() }
}

/// Every budget with its name, the whole run last.
fn budgets(finished: &Finished) -> impl Iterator<Item = (String, &Budget)> {
    let years = finished.years.iter().map(|budget| (span_name(budget, false), budget));
    years.chain([(span_name(&finished.whole, true), &finished.whole)])
}

/// Writes every flux of every year and of the whole run, and the change of every pool with what is left over.
pub(super) fn budget(finished: &Finished, path: &Path) -> Result<()> {
    let (mut spans, mut names, mut from, mut to, mut amounts) = (vec![], vec![], vec![], vec![], vec![]);
    for (span, budget) in budgets(finished) {
        let fluxes = budget.fluxes.iter().map(|flux| (flux.name, flux.from.name(), flux.to.name(), flux.amount));
        let changes = budget.stocks.iter().flat_map(|stock| {
            let name = stock.pool.name();
            [("change of pool", name, name, stock.end - stock.start), ("residual", name, name, budget.residual(stock))]
        });
        for (name, source, target, amount) in fluxes.chain(changes) {
            spans.push(span.clone());
            names.push(name);
            from.push(source);
            to.push(target);
            amounts.push(rounded(amount));
        }
    }
    let columns = vec![
        Column::new("year", spans),
        Column::new("flux", names),
        Column::new("from", from),
        Column::new("to", to),
        Column::new("nitrogen", amounts).unit("kg ha-1"),
    ];
    Table::new(path, columns).and_then(|table| table.write(path)).map_err(told)
}

/// A total of a budget (kg N ha⁻¹).
type Total = (&'static str, fn(&Budget) -> f64);

/// What is summed up for each year.
const TOTALS: [Total; 15] = [
    ("fN2O", |b| b.entering(Compartment::N2oEmitted)),
    ("fN2", |b| b.entering(Compartment::N2Emitted)),
    ("fNOx", |b| b.entering(Compartment::NoEmitted)),
    ("fNH3", |b| b.entering(Compartment::Nh3Emitted)),
    ("fNleach", |b| b.entering(Compartment::Leached)),
    ("fNup", |b| b.flux("plant uptake of ammonium") + b.flux("plant uptake of nitrate")),
    ("fNfert", |b| b.leaving(Compartment::Fertiliser)),
    ("fNdep", |b| b.leaving(Compartment::Deposition)),
    ("fBNF", |b| b.leaving(Compartment::Air)),
    ("fNLitterSoil", |b| b.leaving(Compartment::Litterfall) + b.leaving(Compartment::Residues)),
    ("fNgrossmin", |b| b.flux("gross mineralisation")),
    ("fNnetmin", |b| {
        b.flux("gross mineralisation") - b.flux("immobilisation of ammonium") - b.flux("immobilisation of nitrate")
    }),
    ("fNnit", |b| {
        let parts =
            ["ammonia oxidation", "complete ammonia oxidation", "N2O of ammonia oxidation", "NO of ammonia oxidation"];
        parts.iter().map(|name| b.flux(name)).sum()
    }),
    ("fNdenit", |b| b.flux("N2O of denitrification") + b.flux("NO of denitrification")),
    ("change_of_soil", |b| b.stocks.iter().map(|stock| stock.end - stock.start).sum()),
];

/// Writes totals of every year and of the whole run (kg N ha⁻¹).
pub(super) fn annual(finished: &Finished, path: &Path) -> Result<()> {
    let (spans, days): (Vec<String>, Vec<i64>) =
        budgets(finished).map(|(span, budget)| (span, budget.days as i64)).unzip();
    let mut columns = vec![Column::new("year", spans), Column::new("days", days)];
    for (name, total) in TOTALS {
        let values: Vec<f64> = budgets(finished).map(|(_, budget)| rounded(total(budget))).collect();
        columns.push(Column::new(name, values).unit("kg ha-1"));
    }
    Table::new(path, columns).and_then(|table| table.write(path)).map_err(told)
}
