//! The tables.

use edaphon_figures::{Block, Cell, Column, Table, decimal};
use edaphon_forest::WeightMode;

use super::figures::spread;
use crate::experiment::{Evaluation, Model, ModelResult, ModelScores, name};
use crate::metrics::IntervalScores;

fn columns(names: &[(&str, &str)]) -> Vec<Column> {
    names.iter().map(|(name, unit)| Column::new(*name, *unit)).collect()
}

fn cell(value: Option<String>) -> Cell {
    value.map_or(Cell::Missing, Cell::Text)
}

type Part = fn(&ModelScores) -> Option<f64>;

/// The models that are compared outside the sweep.
fn listed(evaluation: &Evaluation, own: Model) -> Vec<&ModelResult> {
    let models =
        [Model::Process, Model::Forest, Model::ForestWithoutBootstrap, Model::ForestRepeated, own, Model::TwoStep];
    models.into_iter().filter_map(|model| evaluation.of(model)).collect()
}

pub(super) fn models(evaluation: &Evaluation, own: Model) -> Table {
    let years: Vec<i32> =
        evaluation.of(Model::Forest).map_or(Vec::new(), |of| of.seeds[0].by_year.iter().map(|(y, _)| *y).collect());
    let mut heads =
        columns(&[("Model", ""), ("RMSE", "kg m-2"), ("CCC", ""), ("Bias", "kg m-2"), ("MAE", "kg m-2"), ("R²", "")]);
    heads.extend(years.iter().map(|year| Column::new(format!("RMSE {year}"), "kg m-2")));
    let parts: [Part; 5] = [
        |s| Some(s.pooled.rmse),
        |s| Some(s.pooled.ccc),
        |s| Some(s.pooled.bias),
        |s| Some(s.pooled.mae),
        |s| Some(s.pooled.r2),
    ];
    let row = |result: &ModelResult| {
        let mut cells = vec![Cell::Text(name(result.model))];
        cells.extend(parts.iter().map(|of| cell(spread(result, of))));
        cells.extend(years.iter().map(|year| {
            cell(spread(result, |s| s.by_year.iter().find(|(of, _)| of == year).map(|(_, scores)| scores.rmse)))
        }));
        cells
    };
    let mut rows: Vec<Vec<Cell>> = listed(evaluation, own).into_iter().map(row).collect();
    if let Some(first) = &evaluation.first_year {
        let of = |of: fn(&crate::metrics::Scores) -> f64| cell(first.aggregate(of).map(|found| decimal(found.mean, 3)));
        let words =
            format!("forest of {} asked about {}", evaluation.years[0], evaluation.years[evaluation.years.len() - 1]);
        let mut cells =
            vec![Cell::Text(words), of(|s| s.rmse), of(|s| s.ccc), of(|s| s.bias), of(|s| s.mae), of(|s| s.r2)];
        cells.resize(heads.len(), Cell::Missing);
        rows.push(cells);
    }
    let caption = "Scores on sites that were not seen; mean over seeds ± standard deviation between them.";
    Table { caption: caption.into(), columns: heads, rows }
}

pub(super) fn in_time(evaluation: &Evaluation) -> Table {
    let heads = columns(&[
        ("Model", ""),
        ("Change, RMSE to samples", "kg m-2"),
        ("Change, CCC", ""),
        ("Change, RMSE to truth", "kg m-2"),
        ("Years between, RMSE to truth", "kg m-2"),
    ]);
    let parts: [Part; 4] =
        [|s| Some(s.change.rmse), |s| Some(s.change.ccc), |s| s.change_rmse_truth, |s| s.annual_rmse_truth];
    let hybrid = evaluation.models.iter().find(|result| matches!(result.model, Model::Hybrid { .. }));
    let rows = listed(evaluation, hybrid.map_or(Model::Forest, |result| result.model)).into_iter().map(|result| {
        let mut cells = vec![Cell::Text(name(result.model))];
        cells.extend(parts.iter().map(|of| cell(spread(result, of))));
        cells
    });
    let rows = rows.collect();
    Table { caption: "Skill in change and in the years between: what pooled scores hide.".into(), columns: heads, rows }
}

pub(super) fn sweep(evaluation: &Evaluation) -> Table {
    let heads = columns(&[
        ("Weights", ""),
        ("w_p", ""),
        ("RMSE", "kg m-2"),
        ("CCC", ""),
        ("Years between, RMSE to truth", "kg m-2"),
        ("Change, RMSE to truth", "kg m-2"),
    ]);
    let parts: [Part; 4] =
        [|s| Some(s.pooled.rmse), |s| Some(s.pooled.ccc), |s| s.annual_rmse_truth, |s| s.change_rmse_truth];
    let mut rows = Vec::new();
    for mode in [WeightMode::Bootstrap, WeightMode::Split] {
        for (weight, result) in evaluation.sweep(mode) {
            let mut cells = vec![Cell::Text(mode.to_string()), Cell::Text(crate::write::weight_key(weight))];
            cells.extend(parts.iter().map(|of| cell(spread(result, of))));
            rows.push(cells);
        }
    }
    Table { caption: "The hybrid by weight of its simulated rows.".into(), columns: heads, rows }
}

pub(super) fn comparisons(evaluation: &Evaluation) -> Table {
    let heads = columns(&[
        ("Rival", ""),
        ("Measured on", ""),
        ("Hybrid", "kg m-2"),
        ("Rival's error", "kg m-2"),
        ("Difference, 5 %", "kg m-2"),
        ("95 %", "kg m-2"),
        ("The hybrid", ""),
    ]);
    let rows = evaluation.findings.comparisons.iter().map(|c| {
        let numbers = [c.hybrid, c.other, c.interval.0, c.interval.1].map(|value| Cell::Decimal(value, 3));
        let mut cells = vec![Cell::Text(name(c.rival)), Cell::Text(c.measure.words())];
        cells.extend(numbers);
        cells.push(Cell::Text(c.verdict().into()));
        cells
    });
    let caption = "Root mean square errors of the first seed; intervals of 90 % from 1000 draws of sites.";
    Table { caption: caption.into(), columns: heads, rows: rows.collect() }
}

pub(super) fn calibration(evaluation: &Evaluation) -> Table {
    let heads = columns(&[
        ("Seed", ""),
        ("Fold", ""),
        ("mu_max", ""),
        ("K_m", "kg m-2"),
        ("mu_max/(K_m + B_ref)", "m2 kg-1"),
        ("RMSE", "kg m-2"),
        ("Evaluations", ""),
        ("Determined", ""),
    ]);
    let mut rows = Vec::new();
    for (seed, folds) in evaluation.seeds.iter().zip(&evaluation.calibrations) {
        for (fold, found) in folds.iter().enumerate() {
            let p = &found.parameters;
            rows.push(vec![
                Cell::Text(seed.to_string()),
                Cell::Text(fold.to_string()),
                Cell::Significant(p.mu_max, 4),
                Cell::Significant(p.k_m, 4),
                Cell::Decimal(p.mu_max / (p.k_m + found.bio_ref), 3),
                Cell::Decimal(found.rmse, 4),
                Cell::Text(found.evaluations.to_string()),
                Cell::Text(if found.verdict.identified { "yes" } else { "no" }.into()),
            ]);
        }
    }
    Table { caption: "Calibrated on the training sites of each fold.".into(), columns: heads, rows }
}

fn of_interval(scores: &IntervalScores) -> [Cell; 3] {
    [Cell::Decimal(100.0 * scores.coverage, 1), Cell::Decimal(scores.width, 3), Cell::Decimal(scores.score, 3)]
}

pub(super) fn intervals(evaluation: &Evaluation) -> Table {
    let heads = columns(&[
        ("Interval", ""),
        ("Holds of samples", "%"),
        ("Mean width", "kg m-2"),
        ("Interval score", "kg m-2"),
        ("Holds of the truth between", "%"),
        ("Mean width", "kg m-2"),
        ("Interval score", "kg m-2"),
    ]);
    let rows = evaluation.intervals.iter().map(|found| {
        let mut cells = vec![Cell::Text(found.kind.words().into())];
        cells.extend(of_interval(&found.samples));
        match &found.truth {
            Some(truth) => cells.extend(of_interval(truth)),
            None => cells.extend([Cell::Missing, Cell::Missing, Cell::Missing]),
        }
        cells
    });
    Table { caption: "Intervals of 90 % against what was not seen.".into(), columns: heads, rows: rows.collect() }
}

/// Tuned models, folds of blocks, fewer revisits.
pub(super) fn beyond(evaluation: &Evaluation) -> Vec<Block> {
    let heads = columns(&[
        ("Question", ""),
        ("Model", ""),
        ("RMSE", "kg m-2"),
        ("CCC", ""),
        ("Years between, RMSE to truth", "kg m-2"),
    ]);
    let parts: [Part; 3] = [|s| Some(s.pooled.rmse), |s| Some(s.pooled.ccc), |s| s.annual_rmse_truth];
    let mut rows = Vec::new();
    let mut add = |question: String, model: String, result: &ModelResult| {
        let mut cells = vec![Cell::Text(question), Cell::Text(model)];
        cells.extend(parts.iter().map(|of| cell(spread(result, of))));
        rows.push(cells);
    };
    for tuned in &evaluation.tuned {
        let result = ModelResult { model: tuned.model, seeds: tuned.seeds.clone(), stocks: Vec::new() };
        let model = match tuned.model {
            Model::Hybrid { mode, .. } => format!("hybrid (POML), {mode} weights"),
            other => name(other),
        };
        add("columns and weight chosen inside the folds".into(), model, &result);
    }
    for (side, results) in &evaluation.blocks {
        results.iter().for_each(|of| add(format!("blocks of {side} km held out"), name(of.model), of));
    }
    for found in &evaluation.revisits {
        let question =
            format!("{} % of the sites sampled again ({} samples)", decimal(100.0 * found.share, 0), found.samples);
        found.models.iter().for_each(|of| add(question.clone(), name(of.model), of));
    }
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Block::Table(Table { caption: "The same models under harder conditions.".into(), columns: heads, rows })]
}
