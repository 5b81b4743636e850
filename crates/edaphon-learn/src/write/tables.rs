//! The tables behind the numbers.

use super::json::model_key;
use crate::data::Data;
use crate::description::LearnDescription;
use crate::error::{LearnError, Result};
use crate::experiment::{Evaluation, Model, Samples};
use crate::maps::Maps;
use crate::process::Calibration;

/// A table of comma-separated values.
struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    fn new<T: AsRef<str>>(columns: &[T]) -> Result<Self> {
        let mut sheet = Self(csv::Writer::from_writer(Vec::new()));
        sheet.row(columns)?;
        Ok(sheet)
    }

    fn row<T: AsRef<str>>(&mut self, fields: &[T]) -> Result<()> {
        let fields = fields.iter().map(|field| field.as_ref().as_bytes());
        self.0.write_record(fields).map_err(|error| LearnError::refused(format!("a table cannot be written: {error}")))
    }

    fn text(self) -> Result<String> {
        let wrong = |error: String| LearnError::refused(format!("a table cannot be written: {error}"));
        let bytes = self.0.into_inner().map_err(|error| wrong(error.to_string()))?;
        String::from_utf8(bytes).map_err(|error| wrong(error.to_string()))
    }
}

/// Six decimals; empty where there is no number.
fn decimal(value: f64) -> String {
    if value.is_finite() { format!("{value:.6}") } else { String::new() }
}

/// Every score of every model, year and seed.
pub(super) fn scores(data: &Data, evaluation: &Evaluation) -> Result<String> {
    let columns = ["model", "seed", "scored_on", "n", "rmse_kg_m2", "ccc", "bias_kg_m2", "mae_kg_m2", "r2"];
    let mut sheet = Sheet::new(&columns)?;
    for result in &evaluation.models {
        let key = model_key(result.model);
        for (seed, found) in evaluation.seeds.iter().zip(&result.seeds) {
            let mut lines = vec![("pooled".to_owned(), found.pooled)];
            lines.extend(found.by_year.iter().map(|(year, scores)| (year.to_string(), *scores)));
            lines.push((format!("change {} to {}", data.sites.first_year(), data.sites.last_year()), found.change));
            for (on, s) in lines {
                let numbers = [s.rmse, s.ccc, s.bias, s.mae, s.r2].map(decimal);
                let head = [key.clone(), seed.to_string(), on, s.n.to_string()];
                sheet.row(&head.into_iter().chain(numbers).collect::<Vec<_>>())?;
            }
            for (on, rmse) in
                [("true years between", found.annual_rmse_truth), ("true change", found.change_rmse_truth)]
            {
                if let Some(rmse) = rmse {
                    let mut fields = vec![key.clone(), seed.to_string(), on.to_owned(), String::new(), decimal(rmse)];
                    fields.resize(columns.len(), String::new());
                    sheet.row(&fields)?;
                }
            }
        }
    }
    sheet.text()
}

/// What each model says of each site that it has not seen, for the first seed.
pub(super) fn predictions(data: &Data, described: &LearnDescription, evaluation: &Evaluation) -> Result<String> {
    let hybrid = &described.hybrid;
    let own = Model::Hybrid { process_weight: hybrid.process_weight, mode: hybrid.weight_mode };
    let models =
        [Model::Process, Model::Forest, Model::ForestWithoutBootstrap, Model::ForestRepeated, Model::TwoStep, own];
    let results: Vec<_> = models.into_iter().filter_map(|model| evaluation.of(model)).collect();
    let bounds = evaluation.intervals.last();
    let mut columns = vec!["site".to_owned(), "year".to_owned(), "sampled_kg_m2".to_owned()];
    columns.extend(results.iter().map(|result| format!("{}_kg_m2", model_key(result.model))));
    if bounds.is_some() {
        columns.extend(["low_kg_m2".to_owned(), "high_kg_m2".to_owned()]);
    }
    let mut sheet = Sheet::new(&columns)?;
    let samples = Samples::of(data);
    for (at, site) in data.sites.all.iter().enumerate() {
        for (place, year) in evaluation.years.iter().enumerate() {
            let sample = samples.get(at, place).map_or_else(String::new, decimal);
            let mut fields = vec![site.name.clone(), year.to_string(), sample];
            fields.extend(results.iter().map(|result| decimal(result.stocks[at][place])));
            if let Some(bounds) = bounds {
                let (low, high) = bounds.bounds[at][place];
                fields.extend([decimal(low), decimal(high)]);
            }
            sheet.row(&fields)?;
        }
    }
    sheet.text()
}

/// Mean and standard deviation over sites in each year.
pub(super) fn trends(data: &Data, evaluation: &Evaluation) -> Result<String> {
    let mut sheet = Sheet::new(&["model", "year", "mean_kg_m2", "sd_kg_m2"])?;
    let mut add = |key: &str, mean: &[f64], sd: &[f64]| {
        let years = evaluation.years.iter().zip(mean).zip(sd);
        years.into_iter().try_for_each(|((year, mean), sd)| {
            sheet.row(&[key.to_owned(), year.to_string(), decimal(*mean), decimal(*sd)])
        })
    };
    for result in &evaluation.models {
        add(&model_key(result.model), &result.trend_mean(), &result.trend_sd())?;
    }
    if let Some(truth) = &data.truth {
        let (mean, sd) = crate::experiment::trend(truth);
        add("truth", &mean, &sd)?;
    }
    sheet.text()
}

/// Calibrated parameters by seed and fold.
pub(super) fn calibration(evaluation: &Evaluation) -> Result<String> {
    let columns = ["seed", "fold", "parameter", "value", "unit", "log_error", "at_bound", "rmse_kg_m2", "identified"];
    let mut sheet = Sheet::new(&columns)?;
    for (seed, folds) in evaluation.seeds.iter().zip(&evaluation.calibrations) {
        for (fold, found) in folds.iter().enumerate() {
            for (name, value, unit, error, bound) in rows(found) {
                sheet.row(&[
                    seed.to_string(),
                    fold.to_string(),
                    name.to_owned(),
                    format!("{value:.9}"),
                    unit.to_owned(),
                    error.map_or_else(String::new, decimal),
                    bound.map_or_else(String::new, |bound| bound.to_string()),
                    decimal(found.rmse),
                    found.verdict.identified.to_string(),
                ])?;
            }
        }
    }
    sheet.text()
}

type Line = (&'static str, f64, &'static str, Option<f64>, Option<bool>);

fn rows(found: &Calibration) -> Vec<Line> {
    let free = found.estimates.iter().map(|e| (e.name, e.value, e.unit, Some(e.log_error), Some(e.at_bound)));
    let derived =
        [("mu_max", found.parameters.mu_max, "", None, None), ("bio_ref", found.bio_ref, "kg m-2", None, None)];
    free.chain(derived).collect()
}

/// The profile of K_m in the folds of the first seed.
pub(super) fn profile(evaluation: &Evaluation) -> Result<String> {
    let mut sheet = Sheet::new(&["fold", "k_m_kg_m2", "mu_ref", "rmse_kg_m2", "deviance"])?;
    for (fold, found) in evaluation.calibrations.iter().take(1).flatten().enumerate() {
        for point in &found.profile.points {
            let numbers = [point.k_m, point.mu_ref, point.rmse, point.deviance].map(decimal);
            sheet.row(&std::iter::once(fold.to_string()).chain(numbers).collect::<Vec<_>>())?;
        }
    }
    sheet.text()
}

/// Maps, a row for each cell and year.
pub(super) fn maps(maps: &Maps) -> Result<String> {
    let degrees = maps.lattice.as_ref().is_ok_and(|lattice| lattice.grid.crs.is_geographic());
    let columns = [
        "cell",
        if degrees { "lon" } else { "x_km" },
        if degrees { "lat" } else { "y_km" },
        "year",
        "hybrid_kg_m2",
        "low_kg_m2",
        "high_kg_m2",
        "forest_kg_m2",
        "dissimilarity",
        "applicable",
    ];
    let mut sheet = Sheet::new(&columns)?;
    for year in &maps.years {
        for (at, (name, (x, y))) in maps.cells.iter().zip(&maps.places).enumerate() {
            let (low, high) = year.interval[at];
            let index = year.dissimilarity[at];
            let numbers = [year.hybrid[at], low, high, year.forest[at], index].map(|value| format!("{value:.4}"));
            let head = [name.clone(), x.to_string(), y.to_string(), year.year.to_string()];
            let applicable = year.applicable[at].to_string();
            sheet.row(&head.into_iter().chain(numbers).chain([applicable]).collect::<Vec<_>>())?;
        }
    }
    sheet.text()
}
