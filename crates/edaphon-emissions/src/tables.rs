//! The tables of the report.

use edaphon_figures::{Cell, Column, Table};

use crate::experiment::{Experiment, Judged};

const FLUX: &str = "g N ha-1 d-1";

fn columns(names: &[(&str, &str)]) -> Vec<Column> {
    names.iter().map(|(name, unit)| Column::new(*name, *unit)).collect()
}

/// A number, or nothing where there is none.
fn number(value: f64, digits: usize) -> Cell {
    if value.is_finite() { Cell::Decimal(value, digits) } else { Cell::Missing }
}

pub(crate) fn scores(found: &Experiment) -> Table {
    let heads = columns(&[
        ("Model", ""),
        ("Parameters", ""),
        ("Mean", FLUX),
        ("Bias", FLUX),
        ("RMSE", FLUX),
        ("r", ""),
        ("r, asinh", ""),
        ("RMSE, asinh", ""),
        ("Spearman", ""),
        ("r of site-years", ""),
    ]);
    let row = |j: &Judged| {
        let s = &j.scores;
        let mut cells = vec![Cell::Text(j.name.clone()), Cell::Text(j.how.into())];
        cells.extend([s.mean, s.bias, s.rmse].map(|x| number(x, 1)));
        let is_mean = j.is_mean();
        let of = |x: f64| if is_mean { Cell::Missing } else { number(x, 2) };
        cells.extend([of(s.r), of(s.r_asinh), number(s.rmse_asinh, 2), of(s.spearman), of(j.r_between)]);
        cells
    };
    let caption = "All days. Calibrated models give the expected emission for mean, bias, RMSE and r, and the typical one for asinh and ranks. Revised values \
                   were chosen with these data in sight.";
    Table { caption: caption.into(), columns: heads, rows: found.all().into_iter().map(row).collect() }
}

pub(crate) fn peaks(found: &Experiment) -> Table {
    let heads = columns(&[
        ("Model", ""),
        ("Parameters", ""),
        ("Measured on peak days", FLUX),
        ("Predicted on them", FLUX),
        ("Caught", "%"),
        ("r within", ""),
        ("Share of the predicted total", "%"),
    ]);
    let row = |j: &Judged| {
        let p = &j.peaks;
        let is_mean = j.is_mean();
        let of = |cell: Cell| if is_mean { Cell::Missing } else { cell };
        vec![
            Cell::Text(j.name.clone()),
            Cell::Text(j.how.into()),
            number(p.observed, 1),
            number(p.predicted, 1),
            of(number(100.0 * p.caught, 0)),
            of(number(p.r, 2)),
            number(100.0 * p.predicted_share, 0),
        ]
    };
    let first = &found.revised.peaks;
    let caption = format!(
        "The {} highest days, {} g N ha⁻¹ d⁻¹ and more, which hold {} % of all that was measured. Caught: share of them among as many days of highest prediction \
         (10 % by chance).",
        first.days,
        edaphon_figures::decimal(first.threshold, 1),
        edaphon_figures::decimal(100.0 * first.observed_share, 0)
    );
    Table { caption, columns: heads, rows: found.all().into_iter().map(row).collect() }
}

pub(crate) fn experiments(found: &Experiment) -> Table {
    let mut heads = columns(&[("Experiment", ""), ("Model", ""), ("Days", "")]);
    heads.extend(columns(&[
        ("Measured", FLUX),
        ("Before", FLUX),
        ("RMSE before", FLUX),
        ("After", FLUX),
        ("RMSE after", FLUX),
        ("r after", ""),
        ("r after, asinh", ""),
    ]));
    let mut rows = Vec::new();
    for (at, experiment) in found.data.experiments().into_iter().enumerate() {
        for model in &found.models {
            let (before, after) = (&model.before.by_experiment[at].1, &model.by_site_year.by_experiment[at].1);
            let mut cells = vec![
                Cell::Text(experiment.clone()),
                Cell::Text(model.model.name().into()),
                Cell::Text(before.n.to_string()),
            ];
            cells.extend(
                [before.mean - before.bias, before.mean, before.rmse, after.mean, after.rmse].map(|x| number(x, 1)),
            );
            cells.extend([after.r, after.r_asinh].map(|x| number(x, 2)));
            rows.push(cells);
        }
    }
    Table { caption: "By experiment; after: calibrated on other site-years.".into(), columns: heads, rows }
}

pub(crate) fn comparisons(found: &Experiment) -> Table {
    let heads = columns(&[
        ("Rival", ""),
        ("Scale of errors", ""),
        ("Edaphon", ""),
        ("Rival's error", ""),
        ("Difference, 5 %", ""),
        ("95 %", ""),
        ("Edaphon is", ""),
    ]);
    let rows = found.comparisons.iter().map(|c| {
        vec![
            Cell::Text(c.rival.clone()),
            Cell::Text(c.scale.into()),
            Cell::Significant(c.own, 3),
            Cell::Significant(c.other, 3),
            Cell::Significant(c.interval.0, 2),
            Cell::Significant(c.interval.1, 2),
            Cell::Text(c.verdict().into()),
        ]
    });
    let caption = "Root mean square errors on site-years that were not seen (fluxes: g N ha⁻¹ d⁻¹); intervals of 90 % from draws of whole site-years.";
    Table { caption: caption.into(), columns: heads, rows: rows.collect() }
}

pub(crate) fn parameters(found: &Experiment) -> Table {
    let heads = columns(&[
        ("Parameter", ""),
        ("Model", ""),
        ("Unit", ""),
        ("Default", ""),
        ("Calibrated", ""),
        ("5 %", ""),
        ("95 %", ""),
        ("Prior, 5 %", ""),
        ("95 %", ""),
        ("Spread left", "%"),
    ]);
    let mut rows = Vec::new();
    for model in &found.models {
        for e in &model.calibrated.findings.estimates {
            let usual = model.calibrated.default_of(e.label);
            let mut cells = vec![Cell::Text(e.label.into()), Cell::Text(model.model.name().into())];
            cells.push(Cell::Text(if e.unit == "1" { "–".into() } else { edaphon_figures::typeset_unit(e.unit) }));
            cells.extend(
                [usual, e.best, e.interval.0, e.interval.1, e.prior.0, e.prior.1].map(|x| Cell::Significant(x, 3)),
            );
            cells.push(number(100.0 * e.left, 0));
            rows.push(cells);
        }
    }
    let caption = "Calibrated on all days, with intervals of 90 % of the Gaussian at the maximum. Products of a rate and a share of microbes are known as products; the \
                   unit is then that of the rate. Spread left: that of the posterior over that of the prior.";
    Table { caption: caption.into(), columns: heads, rows }
}
