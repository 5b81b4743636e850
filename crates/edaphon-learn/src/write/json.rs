//! The numbers of an evaluation as JSON.

use edaphon_forest::WeightMode;
use serde_json::{Map, Value, json};

use crate::data::{COVARIATES, Data};
use crate::description::LearnDescription;
use crate::experiment::{Aggregate, Evaluation, Model, ModelResult, ModelScores, Samples, trend_distance};
use crate::metrics::mean_and_sd;

/// Every number of an evaluation, means over seeds with their standard deviation.
///
/// | key | what |
/// |---|---|
/// | `observations` | mean and standard deviation of samples, of their change, and their correlation |
/// | `po` | the process model, scored after the first sample of each site |
/// | `weight_mode_bootstrap`, `weight_mode_split` | forest (`by_wp`: `0`) and hybrids by w_p, the forest of the first year, distances of trends |
/// | `fair_baselines` | forests: plain, without bootstrap, rows repeated |
/// | `two_step_competitor` | the two-step model |
/// | `tuned`, `spatial_blocks`, `revisits`, `intervals`, `findings` | what else was asked for |
pub fn metrics_json(data: &Data, described: &LearnDescription, evaluation: &Evaluation) -> Value {
    let mut root = Map::new();
    root.insert("what".into(), json!(WHAT));
    root.insert("seeds".into(), json!(evaluation.seeds));
    root.insert("ddof_of_scores".into(), json!(0));
    root.insert("observations".into(), observations(data));
    if let Some(truth) = &data.truth {
        let (first, last) = span(evaluation);
        root.insert(format!("truth_mean_trend_{first}_{last}"), series(&truth_trend(truth)));
    }
    if let Some(process) = evaluation.of(Model::Process) {
        root.insert("po".into(), result(evaluation, process));
    }
    for mode in [WeightMode::Bootstrap, WeightMode::Split] {
        let sweep = evaluation.sweep(mode);
        if !sweep.is_empty() {
            root.insert(format!("weight_mode_{mode}"), of_mode(data, evaluation, mode));
        }
    }
    root.insert("fair_baselines".into(), baselines(described, evaluation));
    if let Some(two_step) = evaluation.of(Model::TwoStep) {
        root.insert("two_step_competitor".into(), result(evaluation, two_step));
    }
    root.insert("calibration".into(), calibration(evaluation));
    extras(evaluation, &mut root);
    Value::Object(root)
}

const WHAT: &str = "Cross-validated scores; sd is over seeds (ddof 1). RMSE in kg m-2, CCC with population moments. \
    annual_rmse_truth: the years between the sampled ones against the truth; change_rmse_truth: change per site against the truth. \
    po is scored after the first sample of each site, which it starts from: held-out sites use their own first value, which no forest \
    sees. Its scores and those of forests answer different questions.";

fn span(evaluation: &Evaluation) -> (i32, i32) {
    (evaluation.years[0], evaluation.years[evaluation.years.len() - 1])
}

fn truth_trend(truth: &[Vec<f64>]) -> Vec<f64> {
    let years = truth.first().map_or(0, Vec::len);
    (0..years).map(|year| mean_and_sd(&truth.iter().map(|site| site[year]).collect::<Vec<_>>(), 0).0).collect()
}

fn series(values: &[f64]) -> Value {
    json!(values.iter().map(|value| number(*value)).collect::<Vec<_>>())
}

/// A number, or null where it is none.
fn number(value: f64) -> Value {
    if value.is_finite() { json!(value) } else { Value::Null }
}

fn spread(found: Option<Aggregate>) -> Value {
    found.map_or(Value::Null, |found| json!({"mean": number(found.mean), "sd": number(found.sd), "n": found.n}))
}

fn observations(data: &Data) -> Value {
    let samples = Samples::of(data);
    let last = data.sites.year_count() - 1;
    let mut found = Map::new();
    for (year, place) in data.sites.sampled_years.iter().zip(data.sites.sampled_places()) {
        let stocks: Vec<f64> = (0..data.sites.len()).filter_map(|site| samples.get(site, place)).collect();
        let (mean, sd) = mean_and_sd(&stocks, 0);
        found.insert(format!("mean{:02}", year % 100), number(mean));
        found.insert(format!("sd{:02}", year % 100), number(sd));
    }
    let pairs: Vec<(f64, f64)> =
        (0..data.sites.len()).filter_map(|site| samples.get(site, 0).zip(samples.get(site, last))).collect();
    let (mean, sd) = mean_and_sd(&pairs.iter().map(|(a, b)| b - a).collect::<Vec<_>>(), 0);
    found.insert("chg_mean".into(), number(mean));
    found.insert("chg_sd".into(), number(sd));
    let of = |part: fn(&(f64, f64)) -> f64| mean_and_sd(&pairs.iter().map(part).collect::<Vec<_>>(), 0);
    let ((mean_a, sd_a), (mean_b, sd_b)) = (of(|p| p.0), of(|p| p.1));
    let products: Vec<f64> = pairs.iter().map(|(a, b)| (a - mean_a) * (b - mean_b)).collect();
    found.insert("corr".into(), number(mean_and_sd(&products, 0).0 / (sd_a * sd_b)));
    found.insert("sites".into(), json!(data.sites.len()));
    found.insert("revisited".into(), json!(pairs.len()));
    Value::Object(found)
}

/// Scores of a model; those of years under `rmse80`, `rmse00` and the like.
fn result(evaluation: &Evaluation, result: &ModelResult) -> Value {
    let mut found = of_scores(result);
    let (first, last) = span(evaluation);
    found.insert(format!("mean_trend_{first}_{last}"), series(&result.trend_mean()));
    found.insert(format!("sd_trend_{first}_{last}"), series(&result.trend_sd()));
    Value::Object(found)
}

fn of_scores(result: &ModelResult) -> Map<String, Value> {
    let mut found = Map::new();
    let mut add = |key: String, of: &dyn Fn(&ModelScores) -> Option<f64>| {
        if let Some(value) = result.aggregate(of) {
            found.insert(key, spread(Some(value)));
        }
    };
    add("rmse".into(), &|s| Some(s.pooled.rmse));
    add("ccc".into(), &|s| Some(s.pooled.ccc));
    add("bias".into(), &|s| Some(s.pooled.bias));
    add("mae".into(), &|s| Some(s.pooled.mae));
    add("r2".into(), &|s| Some(s.pooled.r2));
    let years: Vec<i32> = result.seeds[0].by_year.iter().map(|(year, _)| *year).collect();
    for (at, year) in years.iter().enumerate() {
        add(format!("rmse{:02}", year % 100), &move |s| Some(s.by_year.get(at)?.1.rmse));
    }
    add("change_rmse_samples".into(), &|s| Some(s.change.rmse));
    add("change_ccc_samples".into(), &|s| Some(s.change.ccc));
    add("annual_rmse_truth".into(), &|s| s.annual_rmse_truth);
    add("change_rmse_truth".into(), &|s| s.change_rmse_truth);
    found.insert("n_scored".into(), json!(result.seeds[0].pooled.n));
    found
}

fn of_mode(data: &Data, evaluation: &Evaluation, mode: WeightMode) -> Value {
    let (first, last) = span(evaluation);
    let mut found = Map::new();
    if let Some(first_year) = &evaluation.first_year {
        let of = |of: fn(&crate::metrics::Scores) -> f64| spread(first_year.aggregate(of));
        let scores = json!({"rmse": of(|s| s.rmse), "ccc": of(|s| s.ccc), "bias": of(|s| s.bias)});
        found.insert(format!("ml_{first}_to_{last}"), scores);
    }
    let sweep = evaluation.sweep(mode);
    let by_weight = sweep.iter().map(|(weight, of)| (weight_key(*weight), result(evaluation, of)));
    found.insert("by_wp".into(), Value::Object(by_weight.collect()));
    let distances = |to: &[f64]| {
        let of =
            |(weight, of): &(f64, &ModelResult)| (weight_key(*weight), number(trend_distance(&of.trend_mean(), to)));
        Value::Object(sweep.iter().map(of).collect())
    };
    let between = format!("{}_{}", first + 1, last - 1);
    if let Some(process) = evaluation.of(Model::Process) {
        found.insert(format!("trend_rms_difference_to_po_{between}"), distances(&process.trend_mean()));
    }
    if let Some(truth) = &data.truth {
        found.insert(format!("trend_rms_difference_to_truth_{between}"), distances(&truth_trend(truth)));
    }
    Value::Object(found)
}

/// `0`, `0.5`, `1`, `1e-06`.
pub(crate) fn weight_key(weight: f64) -> String {
    if weight == 0.0 || weight >= 1e-4 {
        return weight.to_string();
    }
    let text = format!("{weight:e}");
    match text.split_once("e-") {
        Some((digits, exponent)) => format!("{digits}e-{exponent:0>2}"),
        None => text,
    }
}

fn baselines(described: &LearnDescription, evaluation: &Evaluation) -> Value {
    let hybrid = &described.hybrid;
    let own = Model::Hybrid { process_weight: hybrid.process_weight, mode: hybrid.weight_mode };
    let named = [
        ("ml", Model::Forest),
        ("ml_noboot", Model::ForestWithoutBootstrap),
        ("ml_oversampled", Model::ForestRepeated),
        ("hybrid", own),
    ];
    let of = |(name, model): (&str, Model)| Some((name.to_owned(), result(evaluation, evaluation.of(model)?)));
    Value::Object(named.into_iter().filter_map(of).collect())
}

fn calibration(evaluation: &Evaluation) -> Value {
    let of_seed = |(seed, folds): (&u64, &Vec<crate::process::Calibration>)| {
        let folds: Vec<Value> = folds
            .iter()
            .map(|c| {
                json!({
                    "mu_max": number(c.parameters.mu_max), "km_kg_m2": number(c.parameters.k_m),
                    "bio_ref_kg_m2": number(c.bio_ref), "rmse": number(c.rmse), "samples": c.samples,
                    "evaluations": c.evaluations, "converged": c.converged,
                    "identified": c.verdict.identified, "verdict": c.verdict.words,
                })
            })
            .collect();
        (seed.to_string(), Value::Array(folds))
    };
    Value::Object(evaluation.seeds.iter().zip(&evaluation.calibrations).map(of_seed).collect())
}

/// What was fitted on all sites.
pub(super) fn fitted_json(fitted: &crate::maps::Fitted) -> Value {
    let c = &fitted.calibration;
    let importance =
        COVARIATES.iter().zip(fitted.importance).map(|((name, _), value)| ((*name).to_owned(), number(value)));
    json!({
        "process": {
            "mu_max": number(c.parameters.mu_max), "km_kg_m2": number(c.parameters.k_m), "bio_ref_kg_m2": number(c.bio_ref),
            "rmse": number(c.rmse), "samples": c.samples, "identified": c.verdict.identified, "verdict": c.verdict.words,
        },
        "importance_kg2_m4": Value::Object(importance.collect()),
        "largest_dissimilarity": number(fitted.area.threshold),
        "interval_factor": number(fitted.interval_factor),
        "trees": fitted.hybrid.trees(),
    })
}

/// The name of a model as a key.
pub(crate) fn model_key(model: Model) -> String {
    match model {
        Model::Process => "po".into(),
        Model::Forest => "ml".into(),
        Model::ForestWithoutBootstrap => "ml_noboot".into(),
        Model::ForestRepeated => "ml_oversampled".into(),
        Model::TwoStep => "two_step".into(),
        Model::Hybrid { process_weight, mode } => format!("poml_{}_{mode}", weight_key(process_weight)),
    }
}

fn extras(evaluation: &Evaluation, root: &mut Map<String, Value>) {
    let models = |results: &[ModelResult]| {
        Value::Object(results.iter().map(|of| (model_key(of.model), Value::Object(of_scores(of)))).collect())
    };
    if !evaluation.tuned.is_empty() {
        let of = |tuned: &crate::experiment::Tuned| {
            let result = ModelResult { model: tuned.model, seeds: tuned.seeds.clone(), stocks: Vec::new() };
            let mut found = of_scores(&result);
            let choices = tuned.choices.iter().map(|folds| {
                let one = folds
                    .iter()
                    .map(|c| json!({"model": model_key(c.model), "columns": c.columns, "inner_rmse": c.inner_rmse}));
                Value::Array(one.collect())
            });
            found.insert("choices".into(), Value::Array(choices.collect()));
            let key = match tuned.model {
                Model::Hybrid { .. } => "poml".into(),
                other => model_key(other),
            };
            (key, Value::Object(found))
        };
        root.insert("tuned".into(), Value::Object(evaluation.tuned.iter().map(of).collect()));
    }
    if !evaluation.blocks.is_empty() {
        let of = |(side, results): &(f64, Vec<ModelResult>)| (format!("{side} km"), models(results));
        root.insert("spatial_blocks".into(), Value::Object(evaluation.blocks.iter().map(of).collect()));
    }
    if !evaluation.revisits.is_empty() {
        let of = |r: &crate::experiment::Revisits| {
            (r.share.to_string(), json!({"samples": r.samples, "models": models(&r.models)}))
        };
        root.insert("revisits".into(), Value::Object(evaluation.revisits.iter().map(of).collect()));
    }
    if !evaluation.intervals.is_empty() {
        let scores = |s: &crate::metrics::IntervalScores| json!({"coverage": number(s.coverage), "mean_width": number(s.width), "interval_score": number(s.score)});
        let of = |r: &crate::experiment::IntervalResult| {
            let truth = r.truth.as_ref().map_or(Value::Null, scores);
            (
                r.kind.words().to_owned(),
                json!({"level": r.level, "samples": scores(&r.samples), "truth_between": truth}),
            )
        };
        root.insert("intervals".into(), Value::Object(evaluation.intervals.iter().map(of).collect()));
    }
    root.insert("findings".into(), json!(evaluation.findings.words));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_written_as_keys() {
        assert_eq!([0.0, 1.0, 0.1, 0.5, 1e-6].map(weight_key), ["0", "1", "0.1", "0.5", "1e-06"]);
    }
}
