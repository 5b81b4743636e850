//! Against scikit-learn 1.9: single trees to rounding, forests within the spread between seeds. See `data/README.md`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{benchmark, mean_and_deviation, root_mean_square, text};
use edaphon_forest::{Bootstrap, Forest, ForestSettings, MaxFeatures, Table, Training, WeightMode};
use serde_json::Value;

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn table(value: &Value) -> Table {
    Table::from_columns(&value.as_array().unwrap().iter().map(numbers).collect::<Vec<_>>()).unwrap()
}

/// One tree on all rows and all columns: nothing random is left.
fn whole_tree(settings: &Value) -> ForestSettings {
    let of = |name: &str| settings[name].as_u64().map(|number| number as usize);
    ForestSettings {
        trees: 1,
        max_features: MaxFeatures::All,
        bootstrap: Bootstrap::Off,
        min_samples_leaf: of("min_samples_leaf").unwrap_or(1),
        max_depth: of("max_depth"),
        ..ForestSettings::default()
    }
}

#[test]
fn single_trees_are_those_of_scikit_learn() {
    let cases: Vec<Value> = serde_json::from_str(&text("single_trees.json.gz")).unwrap();
    assert_eq!(cases.len(), 6);
    for case in cases {
        let (features, targets, weights) =
            (table(&case["features"]), numbers(&case["targets"]), numbers(&case["weights"]));
        let training = Training::new(&features, &targets).unwrap().with_weights(&weights).unwrap();
        let forest = Forest::fit(&training, &whole_tree(&case["settings"])).unwrap();
        // A tree with n leaves has 2 n − 1 nodes.
        assert_eq!(forest.nodes() as u64, 2 * case["leaves"].as_u64().unwrap() - 1, "{}", case["name"]);
        let predictions = forest.predict(&table(&case["new"])).unwrap();
        for (row, (ours, theirs)) in predictions.iter().zip(numbers(&case["predictions"])).enumerate() {
            assert!((ours - theirs).abs() < 1e-12, "{}, row {row}: {ours} for {theirs}", case["name"]);
        }
        for (ours, theirs) in forest.impurity_importance().iter().zip(numbers(&case["importance"])) {
            assert!((ours - theirs).abs() < 1e-12, "{}, importance: {ours} for {theirs}", case["name"]);
        }
    }
}

/// Mean error of five seeds on held-out sites against that of ten; four standard errors of the difference are allowed.
#[test]
fn forests_on_benchmark_rows_predict_as_well_as_those_of_scikit_learn() {
    let cases: Vec<Value> = serde_json::from_str(&text("benchmark_forests.json")).unwrap();
    assert_eq!(cases.len(), 6);
    let data = benchmark();
    let training = Training::new(&data.features, &data.targets).unwrap().with_weights(&data.weights).unwrap();
    for case in cases {
        let mode = case["mode"].as_str().unwrap();
        let settings = |seed| ForestSettings {
            max_features: MaxFeatures::Count(case["tried"].as_u64().unwrap() as usize),
            min_samples_leaf: case["leaf"].as_u64().unwrap() as usize,
            bootstrap: if mode == "off" { Bootstrap::Off } else { Bootstrap::Row },
            weight_mode: if mode == "split" { WeightMode::Split } else { WeightMode::Bootstrap },
            seed,
            ..ForestSettings::default()
        };
        let (mut scores, mut out_of_bag) = (Vec::new(), Vec::new());
        for seed in 0..5 {
            let forest = Forest::fit(&training, &settings(seed)).unwrap();
            scores.push(root_mean_square(&forest.predict(&data.held_out).unwrap(), &data.held_out_targets));
            out_of_bag.push(forest.out_of_bag(&training).unwrap().rmse);
        }
        let agree = |ours: &[f64], theirs: &[f64], what: &str| {
            let ((ours, s), (theirs, t)) = (mean_and_deviation(ours), mean_and_deviation(theirs));
            let tolerance = 4.0 * (s * s / 5.0 + t * t / 10.0).sqrt();
            assert!((ours - theirs).abs() < tolerance, "{mode}, {what}: {ours} for {theirs} ± {tolerance}");
        };
        agree(&scores, &numbers(&case["rmse"]), "held out");
        if mode == "bootstrap" {
            agree(&out_of_bag, &numbers(&case["oob_rmse"]), "out of the bag");
        }
    }
}
