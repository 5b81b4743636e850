//! Tables of the report.

use edaphon_core::ParamSet;
use edaphon_figures::{Cell, Column, Table};

use super::super::budget::{Budget, Compartment};
use super::super::summary::Finished;
use super::per;

/// N2O by the three models.
pub(super) fn emissions(finished: &Finished) -> Table {
    let (unit, scale) = per(finished);
    let [noe, daycent] = finished.beside;
    let rows = [("model of microbes", finished.n2o()), ("NOE", noe), ("DAYCENT", daycent)];
    Table {
        caption: "N2O emitted, by the model and by two schemes on the same state.".into(),
        columns: vec![Column::new("model", ""), Column::new("N2O", unit)],
        rows: rows.map(|(name, amount)| vec![name.into(), Cell::Significant(amount * scale, 3)]).to_vec(),
    }
}

fn spans(finished: &Finished) -> Vec<(String, &Budget)> {
    let years = finished.years.iter().map(|budget| {
        let year = budget.first.year();
        (if budget.days >= 365 { year.to_string() } else { format!("{year} ({} days)", budget.days) }, budget)
    });
    years.collect()
}

/// Every flux of every year.
pub(super) fn fluxes(finished: &Finished) -> Table {
    let spans = spans(finished);
    let head = ["flux", "from", "to"].map(|name| Column::new(name, ""));
    let years = spans.iter().map(|(name, _)| Column::new(name.as_str(), "kg N ha-1"));
    let row = |at: usize| {
        let flux = finished.whole.fluxes[at];
        let words: [Cell; 3] = [flux.name.into(), flux.from.name().into(), flux.to.name().into()];
        let amounts = spans.iter().map(|(_, budget)| Cell::Significant(budget.fluxes[at].amount, 4));
        words.into_iter().chain(amounts).collect()
    };
    Table {
        caption: "Fluxes of nitrogen in each calendar year; each leaves one compartment and enters another.".into(),
        columns: head.into_iter().chain(years).collect(),
        rows: (0..finished.whole.fluxes.len()).map(row).collect(),
    }
}

/// Every pool over the whole run.
pub(super) fn stocks(finished: &Finished) -> Table {
    let whole = &finished.whole;
    let columns = ["start", "entered", "left", "end", "residual"].map(|name| Column::new(name, "kg N ha-1"));
    let row = |stock: &super::super::budget::Stock| {
        let (entered, left) = (whole.entering(stock.pool), whole.leaving(stock.pool));
        let numbers = [stock.start, entered, left, stock.end].map(|x| Cell::Significant(x, 5));
        let name: Cell = stock.pool.name().into();
        [name].into_iter().chain(numbers).chain([Cell::Significant(whole.residual(stock), 2)]).collect()
    };
    debug_assert!(whole.stocks.len() == Compartment::POOLS.len());
    Table {
        caption:
            "Pools over the whole run; the residual is what end less start has beyond what entered less what left."
                .into(),
        columns: [Column::new("pool", "")].into_iter().chain(columns).collect(),
        rows: whole.stocks.iter().map(row).collect(),
    }
}

/// The parameters of a set that are not the default.
pub(super) fn changed(set: &ParamSet, changed: &[(&'static str, f64, f64)]) -> Table {
    let columns = ["parameter", "here", "default", "unit", "from", "what it is"].map(|name| Column::new(name, ""));
    let row = |(name, here, default): &(&'static str, f64, f64)| {
        let info = set.table().find(name);
        let (unit, about) = info.map_or(("", ""), |info| (info.unit, info.about));
        vec![
            (*name).into(),
            Cell::Number(*here),
            Cell::Number(*default),
            unit.into(),
            set.origin(name).into(),
            about.into(),
        ]
    };
    Table {
        caption: "Values that are not the default.".into(),
        columns: columns.to_vec(),
        rows: changed.iter().map(row).collect(),
    }
}

/// Every parameter of a set.
pub(super) fn parameters(set: &ParamSet) -> Table {
    let columns = ["parameter", "symbol", "value", "unit", "source", "what it is"].map(|name| Column::new(name, ""));
    let row = |info: &edaphon_core::ParamInfo| {
        let value = set.value(info.name, 1).unwrap_or(f64::NAN);
        vec![
            info.name.into(),
            info.symbol.into(),
            Cell::Number(value),
            info.unit.into(),
            set.origin(info.name).into(),
            info.about.into(),
        ]
    };
    Table {
        caption: "Parameters of the run.".into(),
        columns: columns.to_vec(),
        rows: set.table().params.iter().map(row).collect(),
    }
}
