//! What a fitted forest tells: quantiles, importance, contributions, what is out of the bag; and that a file keeps it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{Benchmark, benchmark};
use edaphon_forest::{
    Bootstrap, Forest, ForestError, ForestSettings, MaxFeatures, Permuted, Table, Training, Votes, WeightMode,
};

fn stump() -> ForestSettings {
    ForestSettings {
        trees: 1,
        min_samples_leaf: 1,
        max_features: MaxFeatures::All,
        bootstrap: Bootstrap::Off,
        max_depth: Some(1),
        ..settings()
    }
}

fn settings() -> ForestSettings {
    ForestSettings {
        trees: 40,
        min_samples_leaf: 5,
        max_features: MaxFeatures::Count(6),
        seed: 3,
        ..Default::default()
    }
}

fn training(data: &Benchmark) -> Training<'_> {
    let training = Training::new(&data.features, &data.targets).unwrap();
    training.with_weights(&data.weights).unwrap().with_groups(&data.sites).unwrap()
}

fn one(features: &[f64]) -> Table {
    Table::new(features.to_vec(), 1).unwrap()
}

/// Leaves {1, 2, 3, 10} with weights 1, 1, 2, 4 and {50}: cumulated shares 1/8, 2/8, 4/8, 8/8.
#[test]
fn quantiles_of_a_single_leaf_are_those_of_its_weighted_rows() {
    let table = Table::new(vec![1.0, 1.0, 1.0, 1.0, 2.0], 5).unwrap();
    let (targets, weights) = ([3.0, 1.0, 10.0, 2.0, 50.0], [2.0, 1.0, 4.0, 1.0, 1.0]);
    let training = Training::new(&table, &targets).unwrap().with_weights(&weights).unwrap();
    let forest = Forest::fit(&training, &stump()).unwrap();
    let levels = [0.0, 0.125, 0.126, 0.25, 0.5, 0.51, 1.0];
    for votes in [Votes::Bag, Votes::All] {
        let voters = forest.voters(&training, votes, None).unwrap();
        assert_eq!(voters.quantiles(&one(&[1.0]), &levels).unwrap().row(0), [1.0, 1.0, 2.0, 2.0, 3.0, 10.0, 10.0]);
        assert_eq!(voters.quantiles(&one(&[9.0]), &[0.1, 0.9]).unwrap().row(0), [50.0, 50.0]);
        assert_eq!(voters.votes(&one(&[0.0]), 0).unwrap(), [(1, 0.125), (3, 0.125), (0, 0.25), (2, 0.5)]);
    }
    let mask = [true, true, false, false, false];
    let voters = forest.voters(&training, Votes::All, Some(&mask)).unwrap();
    assert_eq!(voters.votes(&one(&[0.0]), 0).unwrap(), [(1, 1.0 / 3.0), (0, 2.0 / 3.0)]);
    assert!(voters.quantiles(&one(&[9.0]), &[0.5]).unwrap().row(0)[0].is_nan(), "nobody may vote there");
}

#[test]
fn what_voters_cannot_answer_is_refused() {
    let table = Table::new(vec![1.0, 2.0], 2).unwrap();
    let training = Training::new(&table, &[1.0, 2.0]).unwrap();
    let forest = Forest::fit(&training, &stump()).unwrap();
    let nobody = forest.voters(&training, Votes::All, Some(&[false; 2])).unwrap_err();
    assert!(nobody.to_string().starts_with("no row may vote"));
    assert!(forest.voters(&training, Votes::All, Some(&[true])).is_err());
    let others = Training::new(&table, &[1.0, 2.5]).unwrap();
    assert!(matches!(forest.voters(&others, Votes::All, None), Err(ForestError::OtherTraining)));
    assert!(matches!(forest.out_of_bag(&others), Err(ForestError::OtherTraining)));
    let voters = forest.voters(&training, Votes::All, None).unwrap();
    let words = voters.quantiles(&table, &[0.5, 1.5]).unwrap_err().to_string();
    assert_eq!(words, "level of a quantile = 1.5; accepted is 0 to 1");
}

/// Quantiles rise with their level; votes sum to one, and their mean is the prediction where the bags vote.
#[test]
fn votes_are_a_distribution_around_the_prediction() {
    let data = benchmark();
    let training = training(&data);
    for (bootstrap, weight_mode) in [(Bootstrap::Row, WeightMode::Split), (Bootstrap::Group, WeightMode::Bootstrap)] {
        let forest = Forest::fit(&training, &ForestSettings { bootstrap, weight_mode, ..settings() }).unwrap();
        let voters = forest.voters(&training, Votes::Bag, None).unwrap();
        let predictions = forest.predict(&data.held_out).unwrap();
        let quantiles = voters.quantiles(&data.held_out, &[0.05, 0.25, 0.5, 0.75, 0.95]).unwrap();
        for (row, prediction) in predictions.iter().enumerate() {
            assert!(quantiles.row(row).is_sorted());
            let votes = voters.votes(&data.held_out, row).unwrap();
            assert!((votes.iter().map(|(_, vote)| vote).sum::<f64>() - 1.0).abs() < 1e-12);
            let mean: f64 = votes.iter().map(|(row, vote)| vote * data.targets[*row]).sum();
            assert!((mean - prediction).abs() < 1e-12, "{mean} for {prediction}");
        }
    }
}

#[test]
fn masked_rows_do_not_vote_and_observed_rows_cover() {
    let data = benchmark();
    let training = training(&data);
    let forest = Forest::fit(&training, &settings()).unwrap();
    let voters = forest.voters(&training, Votes::All, Some(&data.observed)).unwrap();
    let votes = voters.votes(&data.held_out, 0).unwrap();
    assert!(votes.iter().all(|(row, _)| data.observed[*row]));
    let quantiles = voters.quantiles(&data.held_out, &[0.05, 0.95]).unwrap();
    let covered = |row: usize| (quantiles.row(row)[0]..=quantiles.row(row)[1]).contains(&data.held_out_targets[row]);
    let rows = data.held_out_targets.len();
    let share = (0..rows).filter(|row| covered(*row)).count() as f64 / rows as f64;
    // 90 % is asked for; leaves mix neighbours, so that intervals are wide rather than narrow.
    assert!((0.85..=1.0).contains(&share), "{share}");
}

#[test]
fn rows_out_of_the_bag_are_told_by_trees_without_their_group() {
    let data = benchmark();
    let training = training(&data);
    let by = |bootstrap| {
        let forest = Forest::fit(&training, &ForestSettings { bootstrap, trees: 100, ..settings() }).unwrap();
        forest.out_of_bag(&training).unwrap()
    };
    let (rows, groups, off) = (by(Bootstrap::Row), by(Bootstrap::Group), by(Bootstrap::Off));
    assert!(off.votes.iter().all(|votes| *votes == 0) && off.predictions.iter().all(|p| p.is_nan()));
    // A site is left out with probability 1/e: 36.8 of 100 trees, standard deviation 4.8; six are allowed.
    for (row, votes) in groups.votes.iter().enumerate() {
        assert!((8..=66).contains(votes), "row {row}: {votes}");
        let same_site = data.sites.iter().position(|site| *site == data.sites[row]).unwrap();
        assert_eq!(*votes, groups.votes[same_site]);
    }
    // Other years of a site give it away.
    assert!(rows.rmse < 0.8 * groups.rmse, "{} and {}", rows.rmse, groups.rmse);
    assert!(rows.r2 > groups.r2);
}

/// Permuting what was never divided by changes nothing; permuting what decides costs.
#[test]
fn a_column_that_decides_is_important() {
    let columns: Vec<Vec<f64>> = vec![(0..60).map(|row| f64::from(row % 10)).collect(), vec![1.0; 60]];
    let targets: Vec<f64> = columns[0].iter().map(|x| x * x).collect();
    let table = Table::from_columns(&columns).unwrap();
    let forest = Forest::fit(&Training::new(&table, &targets).unwrap(), &settings_all()).unwrap();
    assert_eq!(forest.impurity_importance(), [1.0, 0.0]);
    let sets = [0, 1].map(|column| [column]);
    let sets = sets.each_ref().map(|columns| Permuted { columns, groups: None });
    let scores = forest.permutation_importance(&table, &targets, &sets, 5, 1).unwrap();
    assert_eq!((scores.increase(1), scores.deviation(1)), (0.0, 0.0));
    // Two draws from targets of standard deviation 26.6 differ by 26.6 √2 = 38 on average (root mean square).
    assert!((30.0..45.0).contains(&scores.increase(0)), "{}", scores.increase(0));
    assert_eq!(scores, forest.permutation_importance(&table, &targets, &sets, 5, 1).unwrap());
    assert_ne!(scores, forest.permutation_importance(&table, &targets, &sets, 5, 2).unwrap());
    // Groups that are all alike may change places.
    let groups: Vec<u64> = (0..60).map(|row| row / 10).collect();
    let set = Permuted { columns: &[0], groups: Some(&groups) };
    assert_eq!(forest.permutation_importance(&table, &targets, &[set], 5, 1).unwrap().increase(0), 0.0);
    let words = forest.permutation_importance(&table, &targets, &[Permuted { columns: &[2], groups: None }], 5, 1);
    assert_eq!(words.unwrap_err().to_string(), "column 2 of a table with 2 columns; they are counted from 0");
}

fn settings_all() -> ForestSettings {
    ForestSettings { max_features: MaxFeatures::All, min_samples_leaf: 1, ..settings() }
}

#[test]
fn contributions_and_mean_sum_to_the_prediction() {
    let data = benchmark();
    let training = training(&data);
    for weight_mode in [WeightMode::Bootstrap, WeightMode::Split] {
        let forest =
            Forest::fit(&training, &ForestSettings { trees: 5, min_samples_leaf: 20, weight_mode, ..settings() })
                .unwrap();
        let rows = data.held_out.select(&(0..30).collect::<Vec<_>>()).unwrap();
        let contributions = forest.contributions(&rows).unwrap();
        for (row, prediction) in forest.predict(&rows).unwrap().iter().enumerate() {
            let sum = forest.mean_prediction() + contributions.row(row).iter().sum::<f64>();
            assert!((sum - prediction).abs() < 1e-9, "{sum} for {prediction}");
        }
    }
}

/// Three columns with 3, 2 and 2 values, every combination once: the tree divides by the first twice, then by the others, and no two
/// columns divide a node alike.
struct Factorial {
    columns: [Vec<f64>; 3],
    targets: Vec<f64>,
}

fn factorial() -> Factorial {
    let digits = |row: u32| [f64::from(row / 4), f64::from(row / 2 % 2), f64::from(row % 2)];
    let target = |[a, b, c]: [f64; 3]| 100.0 * a + 37.0 * (a - 1.0).max(0.0) + 10.0 * b * (1.0 + a) + c * (1.0 + b);
    let columns = [0, 1, 2].map(|column| (0..12).map(|row| digits(row)[column]).collect());
    Factorial { columns, targets: (0..12).map(|row| target(digits(row))).collect() }
}

impl Factorial {
    fn mean(&self, rows: &[usize]) -> f64 {
        rows.iter().map(|row| self.targets[*row]).sum::<f64>() / rows.len() as f64
    }

    fn parts(&self, rows: &[usize], column: usize, threshold: f64) -> [Vec<usize>; 2] {
        let (left, right) = rows.iter().partition(|row| self.columns[column][**row] <= threshold);
        [left, right]
    }

    /// What is left of the sum of squares.
    fn rest(&self, parts: &[Vec<usize>; 2]) -> f64 {
        let squares =
            |rows: &Vec<usize>| rows.iter().map(|row| (self.targets[*row] - self.mean(rows)).powi(2)).sum::<f64>();
        parts.iter().map(squares).sum()
    }

    /// The prediction for a row of which some columns are known; at the others both ways are gone, by the number of rows there.
    fn expected(&self, rows: &[usize], known: [bool; 3], x: [f64; 3]) -> f64 {
        let divisions = (0..3).flat_map(|column| [(column, 0.5), (column, 1.5)]);
        let divided = divisions.map(|(column, threshold)| (column, threshold, self.parts(rows, column, threshold)));
        let possible = divided.filter(|(_, _, parts)| parts.iter().all(|part| !part.is_empty()));
        let best = possible.min_by(|(_, _, a), (_, _, b)| self.rest(a).total_cmp(&self.rest(b)));
        let Some((column, threshold, parts)) = best else { return self.mean(rows) };
        let [left, right] = parts.each_ref().map(|part| self.expected(part, known, x));
        match known[column] {
            true if x[column] <= threshold => left,
            true => right,
            false => (parts[0].len() as f64 * left + parts[1].len() as f64 * right) / rows.len() as f64,
        }
    }

    /// Shapley's formula over all subsets of the other two columns.
    fn shapley(&self, column: usize, x: [f64; 3]) -> f64 {
        let all: Vec<usize> = (0..self.targets.len()).collect();
        let gain = |first: bool, second: bool| {
            let mut known = [false; 3];
            (known[(column + 1) % 3], known[(column + 2) % 3]) = (first, second);
            let without = self.expected(&all, known, x);
            known[column] = true;
            self.expected(&all, known, x) - without
        };
        gain(false, false) / 3.0 + gain(true, false) / 6.0 + gain(false, true) / 6.0 + gain(true, true) / 3.0
    }
}

#[test]
fn contributions_are_the_values_of_shapley() {
    let data = factorial();
    let table = Table::from_columns(&data.columns).unwrap();
    let training = Training::new(&table, &data.targets).unwrap();
    let whole = ForestSettings { trees: 1, bootstrap: Bootstrap::Off, ..settings_all() };
    let contributions = Forest::fit(&training, &whole).unwrap().contributions(&table).unwrap();
    for row in 0..12 {
        let x = [0, 1, 2].map(|column: usize| data.columns[column][row]);
        for column in 0..3 {
            let (ours, shapley) = (contributions.row(row)[column], data.shapley(column, x));
            // Covers are kept in 32 bits.
            assert!((ours - shapley).abs() < 1e-4, "row {row}, column {column}: {ours} for {shapley}");
        }
    }
}

#[test]
fn a_file_keeps_a_forest_to_the_bit() {
    let data = benchmark();
    let training = training(&data);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("forest.bin");
    for max_features in [MaxFeatures::Sqrt, MaxFeatures::Count(4), MaxFeatures::Share(0.4), MaxFeatures::All] {
        let (bootstrap, weight_mode, max_depth) = (Bootstrap::Group, WeightMode::Split, Some(9));
        let forest = Forest::fit(
            &training,
            &ForestSettings { trees: 3, max_features, bootstrap, weight_mode, max_depth, ..settings() },
        );
        let forest = forest.unwrap();
        forest.save(&path).unwrap();
        assert_eq!(Forest::load(&path).unwrap(), forest);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
}

#[test]
fn a_damaged_file_is_refused() {
    let table = Table::new(vec![1.0, 2.0], 2).unwrap();
    let forest = Forest::fit(&Training::new(&table, &[1.0, 2.0]).unwrap(), &stump()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("forest.bin");
    forest.save(&path).unwrap();
    let good = std::fs::read(&path).unwrap();
    let words = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        Forest::load(&path).unwrap_err().to_string()
    };
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 4;
        assert!(words(&bad).contains("forest.bin: "), "byte {at}");
    }
    for length in 0..good.len() {
        words(&good[..length]);
    }
    assert!(words(b"PNG and so on").ends_with("no forest: it does not begin with `EDAPHON FOREST`"));
    let mut newer = good.clone();
    newer[15] = 2;
    assert!(words(&newer).ends_with("a forest of version 2; version 1 is read"));
    assert!(matches!(Forest::load(&folder.path().join("none")), Err(ForestError::Io { .. })));
}
