//! Time to fit and to predict: `cargo bench -p edaphon-forest --bench forest [-- FOLDER]`.
//!
//! 100 000 rows of 12 columns with weights, 200 trees, four columns tried per split, leaves of five and fully grown; 20 000 rows are
//! predicted. A folder holds the same as raw 64-bit numbers, column after column: `train.f64` (features, target, weight) and
//! `test.f64` (features, target). `TREES` in the environment changes the number of trees.

// A benchmark prints its table, and stops if its data are not to be had.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::path::Path;
use std::time::Instant;

use edaphon_forest::{Forest, ForestSettings, MaxFeatures, Table, Training};

const COLUMNS: usize = 12;

struct Data {
    features: Table,
    targets: Vec<f64>,
    weights: Vec<f64>,
    new: Table,
    new_targets: Vec<f64>,
}

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let data = folder.map_or_else(made, |folder| read(Path::new(&folder)));
    let training = Training::new(&data.features, &data.targets).unwrap().with_weights(&data.weights).unwrap();
    let trees = std::env::var("TREES").ok().map_or(200, |trees| trees.parse().unwrap());
    println!("leaf      fit wall s  fit CPU s  predict wall s  predict CPU s    RMSE  nodes per tree");
    for (name, min_samples_leaf) in [("5 rows", 5), ("1 row", 1)] {
        let settings = ForestSettings {
            trees,
            max_features: MaxFeatures::Count(4),
            min_samples_leaf,
            seed: 1,
            ..Default::default()
        };
        let (forest, fit) = timed(|| Forest::fit(&training, &settings).unwrap());
        let (predictions, predict) = timed(|| forest.predict(&data.new).unwrap());
        let squares: f64 = predictions.iter().zip(&data.new_targets).map(|(p, y)| (p - y).powi(2)).sum();
        let rmse = (squares / predictions.len() as f64).sqrt();
        println!(
            "{name:<8} {:>11.2} {:>10.2} {:>15.3} {:>14.2} {rmse:>7.4} {:>15}",
            fit.0,
            fit.1,
            predict.0,
            predict.1,
            forest.nodes() / trees
        );
    }
}

/// Result, wall time and processor time of all threads (s).
fn timed<T>(work: impl FnOnce() -> T) -> (T, (f64, f64)) {
    let (wall, cpu) = (Instant::now(), processor_time());
    let result = work();
    (result, (wall.elapsed().as_secs_f64(), processor_time() - cpu))
}

/// Processor time of this process (s), from the kernel's clock of 100 ticks; NaN where there is no `/proc`.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = |at: usize| after_name.split_whitespace().nth(at).and_then(|text| text.parse::<f64>().ok());
    ticks(11).zip(ticks(12)).map_or(f64::NAN, |(user, system)| (user + system) / 100.0)
}

/// Ten columns of Friedman's function (1991, doi 10.1214/aos/1176347963) and two of noise, weights between ½ and 2.
fn made() -> Data {
    let mut state = 1_u64;
    let mut uniform = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1_u64 << 31) as f64
    };
    let mut part = |rows: usize| {
        let values: Vec<f64> = (0..rows * COLUMNS).map(|_| uniform()).collect();
        let x = |row: usize, column: usize| values[column * rows + row];
        let signal = |row| {
            let wave = 10.0 * (std::f64::consts::PI * x(row, 0) * x(row, 1)).sin();
            wave + 20.0 * (x(row, 2) - 0.5).powi(2) + 10.0 * x(row, 3) + 5.0 * x(row, 4)
        };
        let noise: Vec<f64> = (0..rows).map(|_| 3.5 * (0..4).map(|_| uniform() - 0.5).sum::<f64>()).collect();
        let targets = noise.iter().enumerate().map(|(row, noise)| signal(row) + noise).collect();
        let weights = (0..rows).map(|_| 0.5 * 4.0_f64.powf(uniform())).collect();
        (Table::new(values, rows).unwrap(), targets, weights)
    };
    let (features, targets, weights) = part(100_000);
    let (new, new_targets, _) = part(20_000);
    Data { features, targets, weights, new, new_targets }
}

fn read(folder: &Path) -> Data {
    let numbers = |name: &str| -> Vec<f64> {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        bytes.chunks_exact(8).map(|bytes| f64::from_le_bytes(bytes.try_into().unwrap())).collect()
    };
    let (mut train, mut test) = (numbers("train.f64"), numbers("test.f64"));
    let (rows, new_rows) = (train.len() / (COLUMNS + 2), test.len() / (COLUMNS + 1));
    let weights = train.split_off((COLUMNS + 1) * rows);
    let targets = train.split_off(COLUMNS * rows);
    let new_targets = test.split_off(COLUMNS * new_rows);
    Data {
        features: Table::new(train, rows).unwrap(),
        targets,
        weights,
        new: Table::new(test, new_rows).unwrap(),
        new_targets,
    }
}
