//! Data that several tests read.

#![allow(dead_code, reason = "each test uses its own part")]

use std::io::Read;
use std::path::Path;

use edaphon_forest::Table;
use flate2::read::GzDecoder;

/// A file of `tests/data`, unpacked if its name ends in `.gz`.
pub(crate) fn text(name: &str) -> String {
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)).unwrap();
    if !name.ends_with(".gz") {
        return String::from_utf8(bytes).unwrap();
    }
    let mut text = String::new();
    GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
    text
}

/// Rows of the benchmark: training rows with weights and sites, and held-out observations.
pub(crate) struct Benchmark {
    pub(crate) features: Table,
    pub(crate) targets: Vec<f64>,
    pub(crate) weights: Vec<f64>,
    pub(crate) sites: Vec<u64>,
    /// Whether a training row was observed (or else simulated).
    pub(crate) observed: Vec<bool>,
    pub(crate) held_out: Table,
    pub(crate) held_out_targets: Vec<f64>,
    pub(crate) held_out_sites: Vec<u64>,
}

/// The rows of `benchmark_rows.csv.gz`, observations and simulations weighing the same in all.
pub(crate) fn benchmark() -> Benchmark {
    let text = text("benchmark_rows.csv.gz");
    let lines: Vec<Vec<f64>> =
        text.lines().skip(1).map(|line| line.split(',').map(|value| value.parse().unwrap()).collect()).collect();
    let part = |keep: &dyn Fn(f64) -> bool| -> Vec<&Vec<f64>> { lines.iter().filter(|line| keep(line[0])).collect() };
    let features = |rows: &[&Vec<f64>]| {
        let columns: Vec<Vec<f64>> = (2..14).map(|column| rows.iter().map(|row| row[column]).collect()).collect();
        Table::from_columns(&columns).unwrap()
    };
    let sites = |rows: &[&Vec<f64>]| rows.iter().map(|row| row[1] as u64).collect();
    let targets = |rows: &[&Vec<f64>]| rows.iter().map(|row| row[14]).collect();
    let (training, held_out) = (part(&|kind| kind < 2.0), part(&|kind| kind == 2.0));
    let observed: Vec<bool> = training.iter().map(|row| row[0] == 0.0).collect();
    let seen = observed.iter().filter(|observed| **observed).count();
    let simulated = 0.5 * seen as f64 / (training.len() - seen) as f64;
    Benchmark {
        features: features(&training),
        targets: targets(&training),
        weights: observed.iter().map(|observed| if *observed { 0.5 } else { simulated }).collect(),
        sites: sites(&training),
        observed,
        held_out: features(&held_out),
        held_out_targets: targets(&held_out),
        held_out_sites: sites(&held_out),
    }
}

pub(crate) fn root_mean_square(predictions: &[f64], targets: &[f64]) -> f64 {
    let squares: f64 = predictions.iter().zip(targets).map(|(p, y)| (p - y).powi(2)).sum();
    (squares / targets.len() as f64).sqrt()
}

/// Mean and standard deviation (n − 1).
pub(crate) fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (squares / (values.len() - 1) as f64).sqrt())
}
