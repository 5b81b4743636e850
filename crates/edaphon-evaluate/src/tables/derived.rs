//! Quantities beside those of the tables: turnover, ratios, specific respiration and what nitrogen changes, in the first years.

use edaphon_run::Model;
use serde_json::{Value, json};

use super::over_land;
use crate::annual::{AnnualRun, Window, ratio};

/// A quantity of the first years, by model.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    /// Name in documents.
    pub name: &'static str,
    /// Words for people.
    pub label: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Values by model; none where a model does not have it.
    pub entries: Vec<Option<DerivedEntry>>,
}

/// A derived value of a model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DerivedEntry {
    /// Global sum, or mean of cells weighted by area, cells where it is not defined left out.
    pub value: f64,
    /// Of a ratio: that of global sums.
    pub ratio_of_sums: Option<f64>,
}

type Parts = (Vec<f64>, Vec<f64>, f64);

/// Ratios of a model by itself: name, words, unit and what is above, what is below and a factor.
type Own = (&'static str, &'static str, &'static str, fn(&Window) -> Option<Parts>);
const OWN: [Own; 4] = [
    ("turnover", "Turnover of soil C (soil C over NPP)", "yr", |w| {
        Some((w.soil_c()?, w.get("npp")?.to_vec(), 1.0 / 365.0))
    }),
    ("litterfall_cn", "Litterfall C:N", "g g-1", |w| w.litterfall().map(|(carbon, nitrogen)| (carbon, nitrogen, 1.0))),
    ("r_to_k", "Copiotrophs over oligotrophs", "g g-1", |w| {
        Some((w.get("mimics_mic_r_c")?.to_vec(), w.get("mimics_mic_k_c")?.to_vec(), 1.0))
    }),
    ("specific_respiration", "1000 × soil respiration over microbial C", "d-1", |w| {
        Some((w.respiration()?, w.microbial_c()?, 1000.0))
    }),
];

/// All derived quantities of runs, by their first windows.
pub(crate) fn derived(runs: &[AnnualRun], first: &[Window]) -> Vec<Derived> {
    let own = |(name, label, unit, parts): &Own| {
        let entry = |(run, window): (&AnnualRun, &Window)| {
            let (above, below, factor) = parts(window)?;
            let cells: Vec<f64> = ratio(&above, &below).into_iter().map(|x| x * factor).collect();
            let ratio_of_sums = Some(factor * over_land(run, &above) / over_land(run, &below));
            Some(DerivedEntry { value: mean(run, &cells)?, ratio_of_sums })
        };
        Derived { name, label, unit, entries: runs.iter().zip(first).map(entry).collect() }
    };
    let mut made: Vec<Derived> = OWN.iter().map(own).collect();
    made.extend(of_nitrogen(runs, first));
    made.retain(|derived| derived.entries.iter().any(Option::is_some));
    made
}

/// What a model with nitrogen has beside the same without, in the column of the one with.
fn of_nitrogen(runs: &[AnnualRun], first: &[Window]) -> Vec<Derived> {
    let without = |model: Model| match model {
        Model::MimicsCn => Some(Model::MimicsC),
        Model::CasaCn => Some(Model::CasaC),
        _ => None,
    };
    let pair = |at: usize| {
        let other = without(runs[at].model)?;
        Some((&first[at], &first[runs.iter().position(|run| run.model == other)?]))
    };
    let response = |at: usize, of: fn(&Window) -> Option<Vec<f64>>| {
        let (with, without) = pair(at)?;
        let cells: Vec<f64> = ratio(&of(with)?, &of(without)?).into_iter().map(f64::ln).collect();
        Some(DerivedEntry { value: mean(&runs[at], &cells)?, ratio_of_sums: None })
    };
    let limitation = |at: usize| {
        let (with, without) = pair(at)?;
        let sum = |window: &Window| Some(over_land(&runs[at], window.get("npp")?) * 365e-15);
        Some(DerivedEntry { value: sum(with)? - sum(without)?, ratio_of_sums: None })
    };
    let all = || 0..runs.len();
    let row = |name, label, unit, entries| Derived { name, label, unit, entries };
    vec![
        row(
            "n_limitation",
            "N limitation: NPP with less without nitrogen",
            "Pg C yr-1",
            all().map(limitation).collect(),
        ),
        row(
            "response_of_turnover",
            "ln response ratio of turnover to nitrogen",
            "1",
            all().map(|at| response(at, Window::turnover)).collect(),
        ),
        row(
            "response_of_microbial_c",
            "ln response ratio of microbial C to nitrogen",
            "1",
            all().map(|at| response(at, Window::microbial_c)).collect(),
        ),
    ]
}

/// Mean over the land where there is a value; none if there is none.
fn mean(run: &AnnualRun, cells: &[f64]) -> Option<f64> {
    let area = super::defined_area(run, cells);
    (area > 0.0).then(|| over_land(run, cells) / area)
}

impl Derived {
    /// As JSON.
    pub(crate) fn json(&self, models: &[Model]) -> Value {
        let entry = |(model, entry): (&Model, &Option<DerivedEntry>)| {
            let value = entry.map(|e| json!({ "value": e.value, "ratio_of_sums": e.ratio_of_sums }));
            (model.name().to_owned(), value.unwrap_or(Value::Null))
        };
        let models: serde_json::Map<String, Value> = models.iter().zip(&self.entries).map(entry).collect();
        json!({ "quantity": self.name, "unit": self.unit, "models": models })
    }
}
