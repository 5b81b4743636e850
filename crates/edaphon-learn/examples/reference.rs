//! The whole comparison on the benchmark against its reference numbers: `cargo run --release --example reference -- SEEDS TREES OUT`.
//!
//! Prints each number beside the expected one, with its distance in standard deviations between seeds. Minutes to an hour, by seeds and trees.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints what it measures")]

use std::io::Read;
use std::time::Instant;

use edaphon_learn::{Data, LearnDescription, benchmark, evaluate, metrics_json, write_evaluation, write_report};
use flate2::read::GzDecoder;
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, usual: u64| words.get(at).map_or(Ok(usual), |word| word.parse());
    let (seeds, trees) = (number(0, 3)?, number(1, 200)?);
    let folder = std::path::PathBuf::from(words.get(2).map_or("reference-out", String::as_str));
    benchmark::write_benchmark(&folder.join("tables"))?;
    let mut described = LearnDescription::of_folder(folder.join("tables"));
    described.validation.seeds = (0..seeds).collect();
    described.forest.trees = trees as usize;
    described.experiments.sweep.insert(1, 1e-6);
    let began = Instant::now();
    let data = Data::read(&described.files, described.process.spin_up)?;
    let last = std::sync::Mutex::new(Instant::now());
    let evaluation = evaluate(&data, &described, &|progress| {
        if let Ok(mut last) = last.lock()
            && last.elapsed().as_secs() >= 20
        {
            *last = Instant::now();
            eprintln!("{} of {}: {}", progress.done, progress.total, progress.what);
        }
    })?;
    println!("{seeds} seeds, {trees} trees: {:.1} s", began.elapsed().as_secs_f64());
    write_evaluation(&data, &described, &evaluation, &folder)?;
    write_report(&data, &described, &evaluation, None, &folder)?;
    let mut text = String::new();
    GzDecoder::new(&include_bytes!("../tests/data/expected.json.gz")[..]).read_to_string(&mut text)?;
    let (mut within, mut all) = (0, 0);
    compare("", &serde_json::from_str(&text)?, &metrics_json(&data, &described, &evaluation), &mut within, &mut all);
    println!("{within} of {all} numbers are within two standard deviations between seeds");
    Ok(())
}

/// Prints every aggregate that both have.
fn compare(path: &str, expected: &Value, found: &Value, within: &mut usize, all: &mut usize) {
    let Value::Object(fields) = expected else { return };
    let number = |of: &Value, key: &str| of.get(key).and_then(Value::as_f64);
    if let (Some(mean), Some(value)) = (number(expected, "mean"), number(found, "mean")) {
        let sd = number(expected, "sd").unwrap_or(f64::NAN);
        let far = (value - mean).abs() / sd;
        *all += 1;
        *within += usize::from(far <= 2.0);
        println!("{path:70} {value:9.5} {mean:9.5} ± {sd:.5}  {far:5.2} sd");
        return;
    }
    for (key, inner) in fields {
        if let Some(found) = found.get(key) {
            compare(&format!("{path}/{key}"), inner, found, within, all);
        }
    }
}
