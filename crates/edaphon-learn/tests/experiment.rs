//! The experiment on the benchmark, with few trees, against the reference.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::io::Read;
use std::sync::OnceLock;

use edaphon_forest::WeightMode;
use edaphon_learn::{
    Data, Evaluation, LearnDescription, Model, benchmark, evaluate, metrics_json, write_evaluation, write_report,
};
use flate2::read::GzDecoder;
use serde_json::Value;

fn described() -> &'static (LearnDescription, Data) {
    static DATA: OnceLock<(LearnDescription, Data)> = OnceLock::new();
    DATA.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        benchmark::write_benchmark(folder.path()).unwrap();
        let mut described = LearnDescription::of_folder(folder.path());
        described.forest.trees = 100;
        described.validation.seeds = vec![1, 2];
        described.experiments.sweep = vec![0.0, 0.5, 1.0];
        described.experiments.interval_members = 12;
        let data = Data::read(&described.files, described.process.spin_up).unwrap();
        (described, data)
    })
}

fn evaluation() -> &'static Evaluation {
    static FOUND: OnceLock<Evaluation> = OnceLock::new();
    FOUND.get_or_init(|| {
        let (described, data) = described();
        evaluate(data, described, &|_| {}).unwrap()
    })
}

fn expected() -> Value {
    let mut text = String::new();
    GzDecoder::new(&include_bytes!("data/expected.json.gz")[..]).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Two seeds are two draws: three standard deviations between seeds, and 0.005 for 100 trees in place of 200.
#[test]
fn scores_are_those_of_the_reference() {
    let (described, data) = described();
    let (found, expected) = (metrics_json(data, described, evaluation()), expected());
    let mut compared = 0;
    let mut compare = |path: &str, key: &str, fewer_trees: f64| {
        let number = |of: &Value, part: &str| of.pointer(&format!("{path}/{key}/{part}")).and_then(Value::as_f64);
        let (mean, sd) = (number(&expected, "mean").unwrap(), number(&expected, "sd").unwrap());
        let value = number(&found, "mean").unwrap_or_else(|| panic!("{path}/{key} is missing"));
        assert!((value - mean).abs() <= 3.0 * sd + fewer_trees, "{path}/{key}: {value}, expected {mean} ± {sd}");
        compared += 1;
    };
    for key in ["rmse", "ccc", "annual_rmse_truth", "change_rmse_truth"] {
        compare("/po", key, 1e-3);
        for mode in ["split", "bootstrap"] {
            for weight in ["0", "0.5", "1"] {
                compare(&format!("/weight_mode_{mode}/by_wp/{weight}"), key, 0.005);
            }
        }
        for baseline in ["ml", "ml_noboot", "ml_oversampled"] {
            compare(&format!("/fair_baselines/{baseline}"), key, 0.007);
        }
        compare("/two_step_competitor", key, 0.007);
    }
    compare("/weight_mode_split/ml_1980_to_2000", "rmse", 0.02);
    assert_eq!(compared, 45);
    let observations = ["mean80", "sd80", "mean00", "sd00", "chg_mean", "chg_sd", "corr"];
    for key in observations.map(|key| format!("/observations/{key}")) {
        let of = |value: &Value| value.pointer(&key).and_then(Value::as_f64).unwrap();
        assert!((of(&found) - of(&expected)).abs() < 1e-9, "{key}");
    }
}

#[test]
fn the_order_of_the_paper_is_found_and_the_hybrid_is_closer_in_time() {
    let found = evaluation();
    let rmse = |model| found.of(model).unwrap().rmse();
    let hybrid = |process_weight| Model::Hybrid { process_weight, mode: WeightMode::Bootstrap };
    assert!(rmse(hybrid(0.5)) < rmse(Model::Forest) && rmse(Model::Forest) < rmse(Model::Process));
    assert!(rmse(hybrid(0.5)) < rmse(Model::ForestWithoutBootstrap));
    assert!(rmse(hybrid(0.5)) < rmse(hybrid(0.0)) && rmse(hybrid(0.5)) < rmse(hybrid(1.0)), "the best is inside");
    let (_, data) = described();
    let truth = data.truth.as_ref().unwrap();
    let off = |model| {
        let trend = found.of(model).unwrap().trend_mean();
        let mean = |year: usize| truth.iter().map(|site| site[year]).sum::<f64>() / truth.len() as f64;
        edaphon_learn::metrics::rms((1..20).map(|year| trend[year] - mean(year)))
    };
    assert!(off(hybrid(0.5)) < 0.6 * off(Model::Forest), "{} {}", off(hybrid(0.5)), off(Model::Forest));
    assert!(!found.findings.words.is_empty() && found.findings.comparisons.len() > 10);
}

/// 856 samples in 428 groups: two standard errors of a share of 0.9 are 0.03.
#[test]
fn calibrated_intervals_hold_their_share() {
    let found = evaluation().intervals.last().unwrap();
    assert!((found.samples.coverage - 0.9).abs() < 0.03, "{:?}", found.samples);
    assert!(found.bounds.iter().flatten().all(|(low, high)| low <= high));
}

#[test]
fn threads_change_nothing() {
    let (described, data) = described();
    let mut described = described.clone();
    described.forest.trees = 6;
    described.experiments.sweep = vec![0.5];
    described.experiments.interval_members = 3;
    described.experiments.tune_columns = vec![3, 6];
    described.experiments.tuning_trees = 4;
    described.experiments.revisited_shares = vec![0.5];
    described.experiments.spatial_blocks = vec![25.0];
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| evaluate(data, &described, &|_| {}).unwrap())
    };
    let (one, three) = (with(1), with(3));
    let words = |found: &Evaluation| metrics_json(data, &described, found).to_string();
    assert_eq!(words(&one), words(&three));
    assert_eq!(one.intervals, three.intervals);
    assert_eq!(one.revisits[0].samples, 856 - 214);
}

#[test]
fn numbers_tables_and_page_are_written() {
    let (described, data) = described();
    let folder = tempfile::tempdir().unwrap();
    let files = write_evaluation(data, described, evaluation(), folder.path()).unwrap();
    assert_eq!(files.len(), edaphon_learn::FILES.len());
    let predictions = std::fs::read_to_string(folder.path().join("predictions.csv")).unwrap();
    assert_eq!(predictions.lines().count(), 1 + 428 * 21);
    let page = write_report(data, described, evaluation(), None, folder.path()).unwrap();
    let html = std::fs::read_to_string(page).unwrap();
    assert!(html.contains("Where the hybrid helps") && html.contains("cannot tell mu_max and K_m apart"));
    let refused = edaphon_learn::refuse_existing(folder.path(), &edaphon_learn::FILES, false).unwrap_err().to_string();
    assert!(refused.ends_with("exists already; give --force to replace it, or name another folder"), "{refused}");
}
