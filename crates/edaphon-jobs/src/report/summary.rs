//! The report's first words.

use edaphon_figures::{Fact, significant};

use super::maps::total;
use super::nitrogen::cost;
use super::quantity::{N2O_EMITTED, NPP, Quantity, SOIL_C};
use super::run_file::RunFile;
use super::subject::Subject;
use crate::error::Result;

/// What was run and what came out, in a paragraph.
pub(super) fn words(subjects: &[Subject]) -> Result<String> {
    let mut sentences = vec![what(subjects)];
    for subject in subjects.iter().take(4) {
        let ranges = [("soil carbon", range(subject, &SOIL_C)?), ("NPP", range(subject, &NPP)?)];
        let ranges: Vec<String> =
            ranges.into_iter().filter_map(|(name, words)| words.map(|words| format!("{name} {words}"))).collect();
        if !ranges.is_empty() {
            let place = if subject.is_grid() { "Mean over their land" } else { &subject.name };
            sentences.push(format!("{place}: {}.", ranges.join(", ")));
        }
        let costs: Vec<String> = cost(subject, &NPP)?
            .into_iter()
            .map(|(pair, percent)| format!("{} % in {pair}", significant(percent, 2)))
            .collect();
        if !costs.is_empty() {
            sentences.push(format!("Nitrogen changes NPP there by {}.", costs.join(" and ")));
        }
    }
    Ok(sentences.join(" "))
}

fn what(subjects: &[Subject]) -> String {
    let mut labels: Vec<String> = Vec::new();
    for label in subjects.iter().flat_map(Subject::labels) {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let places: Vec<String> = subjects.iter().map(|s| format!("{} ({})", s.name, s.years())).collect();
    let models = if labels.len() == 1 { "model" } else { "models" };
    let number = ["No", "One", "Two", "Three", "Four", "Five", "Six"].get(labels.len()).map(|word| (*word).to_owned());
    let number = number.unwrap_or_else(|| labels.len().to_string());
    let is_grid = subjects.iter().all(Subject::is_grid);
    let at = if is_grid { "on" } else { "at" };
    format!("{number} {models} ({}) {at} {}.", labels.join(", "), places.join("; "))
}

/// The smallest and the largest mean of the runs, in words.
fn range(subject: &Subject, quantity: &Quantity) -> Result<Option<String>> {
    let mut means: Vec<(f64, String)> = Vec::new();
    for run in &subject.runs {
        means.extend(subject.mean(run, quantity)?.map(|mean| (mean, run.label.clone())));
    }
    means.sort_by(|a, b| a.0.total_cmp(&b.0));
    let unit = edaphon_figures::typeset_unit(&quantity.unit());
    let number = |mean: f64| significant(mean, 3);
    Ok(match &means[..] {
        [] => None,
        [(mean, _)] => Some(format!("{} {unit}", number(*mean))),
        [(low, first), .., (high, last)] if number(*low) != number(*high) => {
            Some(format!("{} ({first}) to {} {unit} ({last})", number(*low), number(*high)))
        }
        [(mean, _), ..] => Some(format!("{} {unit} in all models", number(*mean))),
    })
}

/// The numbers to see first.
pub(super) fn facts(subjects: &[Subject], runs: &[&RunFile]) -> Result<Vec<Fact>> {
    let fact = |label: &str, value: String, unit: &str| Fact { label: label.into(), value, unit: unit.into() };
    let sites = subjects.iter().filter(|s| !s.is_grid()).count();
    let cells: usize = subjects.iter().filter(|s| s.is_grid()).map(|s| s.runs[0].spots.len()).sum();
    let mut facts = Vec::new();
    if sites > 0 {
        facts.push(fact("Sites", sites.to_string(), ""));
    }
    if cells > 0 {
        facts.push(fact("Cells", cells.to_string(), ""));
    }
    facts.push(fact("Runs", runs.len().to_string(), ""));
    for run in runs {
        // From Pg to Tg.
        if let Some(emitted) = total(run, &N2O_EMITTED)?.filter(|_| run.map.is_some()) {
            facts.push(fact(&format!("N2O, {}", run.label), significant(1e3 * emitted, 3), "Tg N yr-1"));
        }
    }
    for (element, symbol) in [("carbon", "C"), ("nitrogen", "N")] {
        let mut worst: Option<f64> = None;
        for run in runs {
            worst = run.largest_residual(element)?.map_or(worst, |r| Some(worst.unwrap_or(0.0).max(r)));
        }
        let unit = format!("g {symbol} m-2 in a year");
        facts.extend(worst.map(|worst| fact(&format!("Largest {element} residual"), significant(worst, 2), &unit)));
    }
    Ok(facts)
}
