//! How often parameters are found again in a year that they made: `cargo run --release -p edaphon-infer --example recovery -- TRUTHS SUBSTEPS`.
//!
//! First years of the model itself, with parameters drawn from the priors, then the year of an independent program, with intervals of the Gaussian at the maximum and
//! of Hamiltonian Monte Carlo.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "it prints what it measures")]

#[path = "../tests/field/mod.rs"]
mod field;

use std::time::Instant;

use edaphon_core::ParamSet;
use edaphon_infer::nitrogen::{FIELD, Observable};
use edaphon_infer::{Findings, FreeParameters, Noise, Posterior, Predictor, Random, Sampling, findings, fit, sample};
use edaphon_models::nitrogen::NITROGEN_PARAMETERS;

use field::{MEASURED, NOISE, field as fertilised, measured, reference};

fn main() {
    let number = |at: usize, usual: usize| std::env::args().nth(at).map_or(usual, |text| text.parse().unwrap());
    let (truths, substeps) = (number(1, 10), number(2, 24));
    let free = FreeParameters::new(&ParamSet::defaults(&NITROGEN_PARAMETERS, 1), &FIELD).unwrap();
    of_the_model(&free, truths, substeps);
    let every = [&MEASURED[..], &[Observable::N2Flux, Observable::N2o]].concat();
    of_other_errors(&free, 5, substeps);
    of_the_reference(&free, "without N2 and N2O in the soil", &MEASURED, substeps);
    of_the_reference(&free, "with N2 and N2O in the soil", &every, substeps);
}

/// The year of the independent program, by the Gaussian and by draws.
fn of_the_reference(free: &FreeParameters, words: &str, observables: &[Observable], substeps: usize) {
    let run = fertilised(observables, DAYS, substeps);
    let data = measured(&run, &reference(&run), 2026);
    let posterior = Posterior::new(free, &run, &data, Noise::normal(NOISE)).unwrap();
    let (began, truth) = (Instant::now(), free.quantities(&free.start()));
    let found = fit(&posterior, &displaced(free, 7)).unwrap();
    println!("\nreference, {words}: {} evaluations, {:.1} s", found.evaluations, began.elapsed().as_secs_f64());
    tell(&findings(free, &found, None), &truth);
    let began = Instant::now();
    let draws = sample(&posterior, &found, &Sampling { chains: 2, warm_up: 30, draws: 150, steps: 3, seed: 1 });
    let worst = (0..free.count()).map(|at| draws.r_hat(at)).fold(0.0, f64::max);
    println!("\nHamiltonian: accepted {:.2}, R-hat {worst:.3}, {:.1} s", draws.accepted, began.elapsed().as_secs_f64());
    tell(&findings(free, &found, Some(&draws)), &truth);
}

/// The year of the independent program with other errors of measurement.
fn of_other_errors(free: &FreeParameters, seeds: u64, substeps: usize) {
    let run = fertilised(&MEASURED, DAYS, substeps);
    let (truth, expected) = (free.quantities(&free.start()), reference(&run));
    for seed in 1..=seeds {
        let data = measured(&run, &expected, seed);
        let posterior = Posterior::new(free, &run, &data, Noise::normal(NOISE)).unwrap();
        let found = fit(&posterior, &displaced(free, 7)).unwrap();
        println!(
            "reference, errors {seed}: {} of 11",
            held(&findings(free, &found, None), &truth).iter().filter(|h| **h).count()
        );
    }
}

/// Which intervals hold the truth.
fn held(findings: &Findings, truth: &[f64]) -> Vec<bool> {
    findings.estimates.iter().zip(truth).map(|(e, x)| (e.interval.0..=e.interval.1).contains(x)).collect()
}

/// Years of the model itself, with parameters drawn from the priors.
fn of_the_model(free: &FreeParameters, truths: usize, substeps: usize) {
    let run = fertilised(&MEASURED, DAYS, substeps);
    let mut times = vec![0; free.count()];
    for number in 0..truths {
        let mut random = Random::new(11, number as u64);
        let truth = free.draw(&mut random);
        let data = measured(&run, &run.numbers(0, &free.parameters(&truth)), 100 + number as u64);
        let posterior = Posterior::new(free, &run, &data, Noise::normal(NOISE)).unwrap();
        let began = Instant::now();
        let found = fit(&posterior, &free.start()).unwrap();
        let findings = findings(free, &found, None);
        let holds = held(&findings, &free.quantities(&truth));
        times.iter_mut().zip(&holds).for_each(|(times, holds)| *times += usize::from(*holds));
        println!(
            "truth {number}: {} of 11, k_e0 and V_nos r_nosZ {:.2}, {} evaluations, converged {}, {:.1} s",
            holds.iter().filter(|holds| **holds).count(),
            findings.correlation("k_e0", "V_nos r_nosZ").unwrap(),
            found.evaluations,
            found.converged,
            began.elapsed().as_secs_f64()
        );
    }
    let labels = (0..free.count()).map(|at| format!("{} {}", free.label(at), times[at]));
    println!("of {truths}: {}", labels.collect::<Vec<_>>().join(", "));
}

/// Days of the scenario.
const DAYS: usize = 365;

/// A start of normal distance from the base set.
fn displaced(free: &FreeParameters, seed: u64) -> Vec<f64> {
    let mut random = Random::new(seed, 0);
    free.start().iter().map(|u| u + random.normal()).collect()
}

fn tell(findings: &Findings, truth: &[f64]) {
    let holds = held(findings, truth);
    for ((e, truth), holds) in findings.estimates.iter().zip(truth).zip(&holds) {
        let (low, high) = e.interval;
        println!(
            "| {} | {truth:.4} | {:.4} | {low:.4} to {high:.4} | {:.4} to {:.4} | {:.3} | {} |",
            e.label,
            e.best,
            e.prior.0,
            e.prior.1,
            e.left,
            if *holds { "yes" } else { "no" }
        );
    }
    let count = holds.iter().filter(|holds| **holds).count();
    println!(
        "{count} of {}; k_e0 and V_nos r_nosZ: {:.3}",
        truth.len(),
        findings.correlation("k_e0", "V_nos r_nosZ").unwrap()
    );
    findings.words().iter().for_each(|words| println!("{words}"));
}
