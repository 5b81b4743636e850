//! Fitting: trees made by hand, weights, and the same bits from any number of threads.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use edaphon_forest::{Bootstrap, Forest, ForestSettings, MaxFeatures, Permuted, Table, Training, Votes, WeightMode};
use proptest::prelude::*;

fn one_tree() -> ForestSettings {
    ForestSettings { trees: 1, max_features: MaxFeatures::All, bootstrap: Bootstrap::Off, ..ForestSettings::default() }
}

fn predict_one(forest: &Forest, features: &[f64]) -> f64 {
    forest.predict(&Table::new(features.to_vec(), 1).unwrap()).unwrap()[0]
}

/// Of the three thresholds of 1, 2, 4, 8 with targets 0, 0, 3, 5 the one at 3 leaves least: 2 of squares.
#[test]
fn the_first_split_is_the_one_found_by_hand() {
    let table = Table::new(vec![1.0, 2.0, 4.0, 8.0], 4).unwrap();
    let training = Training::new(&table, &[0.0, 0.0, 3.0, 5.0]).unwrap();
    let forest = Forest::fit(&training, &ForestSettings { max_depth: Some(1), ..one_tree() }).unwrap();
    assert_eq!([2.9, 3.0, 3.1].map(|x| predict_one(&forest, &[x])), [0.0, 0.0, 4.0]);
    let grown = Forest::fit(&training, &one_tree()).unwrap();
    assert_eq!(grown.nodes(), 5, "pure leaves are not divided");
    assert_eq!([1.5, 5.9, 6.1].map(|x| predict_one(&grown, &[x])), [0.0, 3.0, 5.0]);
}

/// Weights 1, 1, 9, 1 on targets 0, 2, 3, 9: the thresholds leave weighted squares of 34.7, 34.4 and 8.5; the last is best.
#[test]
fn weights_move_the_split_and_the_means() {
    let table = Table::new(vec![1.0, 2.0, 4.0, 8.0], 4).unwrap();
    let targets = [0.0, 2.0, 3.0, 9.0];
    let split_at_one = |weights: &[f64]| {
        let training = Training::new(&table, &targets).unwrap().with_weights(weights).unwrap();
        Forest::fit(&training, &ForestSettings { max_depth: Some(1), ..one_tree() }).unwrap()
    };
    let forest = split_at_one(&[1.0, 1.0, 9.0, 1.0]);
    assert_eq!([5.9, 6.1].map(|x| predict_one(&forest, &[x])), [29.0 / 11.0, 9.0]);
    let forest = split_at_one(&[9.0, 1.0, 1.0, 0.01]);
    assert_eq!(predict_one(&forest, &[1.0]), 0.0);
    assert!((predict_one(&forest, &[3.0]) - 5.09 / 2.01).abs() < 1e-15);
}

#[test]
fn a_table_of_constants_gives_the_mean() {
    let table = Table::new(vec![7.0; 6], 3).unwrap();
    let training = Training::new(&table, &[1.0, 2.0, 6.0]).unwrap();
    let forest = Forest::fit(&training, &one_tree()).unwrap();
    assert_eq!((forest.nodes(), predict_one(&forest, &[7.0, 0.0])), (1, 3.0));
}

#[test]
fn a_constant_column_is_tried_in_vain() {
    let table = Table::from_columns(&[[7.0; 4], [1.0, 2.0, 3.0, 4.0]]).unwrap();
    let training = Training::new(&table, &[1.0, 2.0, 3.0, 4.0]).unwrap();
    for seed in 0..20 {
        let settings = ForestSettings { max_features: MaxFeatures::Count(1), seed, ..one_tree() };
        assert_eq!(Forest::fit(&training, &settings).unwrap().nodes(), 7);
    }
}

/// A weight that is lost in the sum of the others divides by zero in nobody's hands.
#[test]
fn weights_lost_in_rounding_do_no_harm() {
    let table = Table::new((0..600).map(f64::from).collect(), 600).unwrap();
    let targets: Vec<f64> = (0..600).map(|row| f64::from(row % 7)).collect();
    for light in [0, 300, 599] {
        let weights: Vec<f64> = (0..600).map(|row| if row == light { 1e-300 } else { 1.0 }).collect();
        let training = Training::new(&table, &targets).unwrap().with_weights(&weights).unwrap();
        let forest = Forest::fit(&training, &one_tree()).unwrap();
        let predictions = forest.predict(&table).unwrap();
        assert!(predictions.iter().all(|prediction| (0.0..=6.0).contains(prediction)));
        assert!(forest.mean_prediction().is_finite());
    }
}

#[test]
fn another_width_is_refused() {
    let table = Table::new(vec![1.0, 2.0], 2).unwrap();
    let forest = Forest::fit(&Training::new(&table, &[1.0, 2.0]).unwrap(), &one_tree()).unwrap();
    let words = forest.predict(&Table::new(vec![1.0, 2.0], 1).unwrap()).unwrap_err().to_string();
    assert_eq!(words, "the table has 2 columns; the forest was grown on 1");
}

/// Rows with features of few values, so that ties occur, and targets and weights of any kind.
fn rows() -> impl Strategy<Value = (Vec<[f64; 3]>, Vec<f64>, Vec<f64>)> {
    let row = (prop::array::uniform3((0..40_i32).prop_map(f64::from)), -5.0..5.0, (0..4_i32).prop_map(f64::from));
    prop::collection::vec(row, 2..300)
        .prop_map(|rows| {
            let (features, others): (Vec<_>, Vec<_>) = rows.into_iter().map(|(x, y, w)| (x, (y, w))).unzip();
            let (targets, weights) = others.into_iter().unzip();
            (features, targets, weights)
        })
        .prop_filter("a row must count", |(_, _, weights): &(_, _, Vec<f64>)| {
            weights.iter().any(|weight| *weight > 0.0)
        })
}

fn table(rows: &[[f64; 3]]) -> Table {
    let columns: Vec<Vec<f64>> = (0..3).map(|column| rows.iter().map(|row| row[column]).collect()).collect();
    Table::from_columns(&columns).unwrap()
}

fn in_pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

fn any_settings() -> impl Strategy<Value = ForestSettings> {
    let bootstrap = prop::sample::select(vec![Bootstrap::Row, Bootstrap::Group, Bootstrap::Off]);
    let mode = prop::sample::select(vec![WeightMode::Bootstrap, WeightMode::Split]);
    (1..4_usize, 1..6_usize, prop::option::of(1..6_usize), bootstrap, mode, any::<u64>()).prop_map(
        |(tried, min_samples_leaf, max_depth, bootstrap, weight_mode, seed)| ForestSettings {
            trees: 12,
            max_features: MaxFeatures::Count(tried),
            min_samples_leaf,
            max_depth,
            bootstrap,
            weight_mode,
            seed,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A tree is the same whether a row weighs two or comes twice. Sums of whole numbers are exact, so that no tie is decided by rounding.
    #[test]
    fn a_weight_of_two_is_a_row_twice((rows, targets, weights) in rows()) {
        let targets: Vec<f64> = targets.iter().map(|target| target.round()).collect();
        let features = table(&rows);
        let weighted = Training::new(&features, &targets).unwrap().with_weights(&weights).unwrap();
        let repeated: Vec<usize> =
            (0..rows.len()).flat_map(|row| std::iter::repeat_n(row, weights[row] as usize)).collect();
        let again = features.select(&repeated).unwrap();
        let targets_again: Vec<f64> = repeated.iter().map(|row| targets[*row]).collect();
        let settings = ForestSettings { weight_mode: WeightMode::Split, max_depth: Some(1), ..one_tree() };
        let one = Forest::fit(&weighted, &settings).unwrap().predict(&features).unwrap();
        let other = Forest::fit(&Training::new(&again, &targets_again).unwrap(), &settings).unwrap().predict(&features).unwrap();
        for (one, other) in one.iter().zip(other) {
            prop_assert!((one - other).abs() < 1e-12);
        }
    }

    /// Rows of weight zero might as well not be there, whatever the settings.
    #[test]
    fn rows_of_weight_zero_are_left_out((rows, targets, weights) in rows(), settings in any_settings()) {
        let features = table(&rows);
        let groups: Vec<u64> = (0..rows.len() as u64).map(|row| row / 5).collect();
        let all = Training::new(&features, &targets).unwrap().with_weights(&weights).unwrap().with_groups(&groups).unwrap();
        let kept: Vec<usize> = (0..rows.len()).filter(|row| weights[*row] > 0.0).collect();
        let of = |values: &[f64]| kept.iter().map(|row| values[*row]).collect::<Vec<_>>();
        let (fewer, fewer_targets, fewer_weights) = (features.select(&kept).unwrap(), of(&targets), of(&weights));
        let fewer_groups: Vec<u64> = kept.iter().map(|row| groups[*row]).collect();
        let few = Training::new(&fewer, &fewer_targets).unwrap().with_weights(&fewer_weights).unwrap();
        let few = few.with_groups(&fewer_groups).unwrap();
        let one = Forest::fit(&all, &settings).unwrap().predict(&features).unwrap();
        let other = Forest::fit(&few, &settings).unwrap().predict(&features).unwrap();
        prop_assert_eq!(one, other);
    }

    /// The same bits from one thread and two, whatever is asked.
    #[test]
    fn threads_change_nothing((rows, targets, weights) in rows(), settings in any_settings()) {
        let features = table(&rows);
        let groups: Vec<u64> = (0..rows.len() as u64).map(|row| row % 7).collect();
        let training = Training::new(&features, &targets).unwrap().with_weights(&weights).unwrap().with_groups(&groups).unwrap();
        let all = || {
            let forest = Forest::fit(&training, &settings).unwrap();
            let out = forest.out_of_bag(&training).unwrap();
            let bits = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<_>>();
            let quantiles = forest.voters(&training, Votes::All, None).unwrap().quantiles(&features, &[0.1, 0.9]).unwrap();
            let set = Permuted { columns: &[0, 2], groups: Some(&groups) };
            let scores = forest.permutation_importance(&features, &targets, &[set], 3, 1).unwrap();
            (bits(forest.predict(&features).unwrap()), bits(out.predictions), out.votes, quantiles, scores, forest)
        };
        prop_assert!(in_pool(1, all) == in_pool(2, all));
    }

    /// Predictions stay within the targets, and leaves are as large as asked.
    #[test]
    fn predictions_stay_within_the_targets((rows, targets, weights) in rows(), settings in any_settings()) {
        let features = table(&rows);
        let training = Training::new(&features, &targets).unwrap().with_weights(&weights).unwrap();
        let settings = ForestSettings { bootstrap: Bootstrap::Row, ..settings };
        let forest = Forest::fit(&training, &settings).unwrap();
        let counted = || targets.iter().zip(&weights).filter(|(_, weight)| **weight > 0.0).map(|(target, _)| *target);
        let (low, high) = counted().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(y), high.max(y)));
        for prediction in forest.predict(&features).unwrap() {
            prop_assert!((low - 1e-9..=high + 1e-9).contains(&prediction));
        }
        let leaves = (forest.nodes() + forest.trees()) / 2;
        prop_assert!(leaves <= forest.trees() * (counted().count() / settings.min_samples_leaf).max(1));
    }
}
