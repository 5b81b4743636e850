//! The comparison: every model before calibration, and after calibration on other site-years or other experiments.

use edaphon_core::ParamSet;
use edaphon_infer::nitrogen::Model;
use edaphon_models::nitrogen::revised;
use rayon::prelude::*;

use crate::calibration::{Calibrated, Predictions, baseline, calibrate, held_out, with};
use crate::error::Result;
use crate::findings::{Comparison, compare};
use crate::measurements::{Biomass, Measurements, SOURCE};
use crate::scores::{Peaks, Scores, average, correlation, peaks, scores};

/// Predictions of all days, with their scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What predicted.
    pub name: String,
    /// How it came to its parameters.
    pub how: &'static str,
    /// The predictions.
    pub predictions: Predictions,
    /// Scores of all days.
    pub scores: Scores,
    /// Scores of the highest tenth.
    pub peaks: Peaks,
    /// Correlation between means of site-years, measured and predicted.
    pub r_between: f64,
    /// Scores by experiment.
    pub by_experiment: Vec<(String, Scores)>,
}

/// What came out of a model.
#[derive(Debug, Clone)]
pub struct ModelResult {
    /// The model.
    pub model: Model,
    /// With its default parameters.
    pub before: Judged,
    /// Calibrated, each site-year by the others.
    pub by_site_year: Judged,
    /// Calibrated, each experiment by the others.
    pub by_experiment: Judged,
    /// Calibrated on all days: the parameters to go on with, whose skill was not judged.
    pub calibrated: Calibrated,
}

/// What came out of all.
#[derive(Debug, Clone)]
pub struct Experiment {
    /// The measurements.
    pub data: Measurements,
    /// By model.
    pub models: Vec<ModelResult>,
    /// The nitrogen model with the revised values, which were chosen with these data in sight.
    pub revised: Judged,
    /// The mean of the other site-years.
    pub mean_of_site_years: Judged,
    /// The mean of the other experiments.
    pub mean_of_experiments: Judged,
    /// The nitrogen model against the others, on site-years that were not seen.
    pub comparisons: Vec<Comparison>,
    /// What came out, in words.
    pub words: Vec<String>,
}

impl Judged {
    /// Whether it is the mean of other days: lowest where the days left out are highest, so that its correlations say nothing.
    pub fn is_mean(&self) -> bool {
        self.name == MEAN
    }
}

impl Experiment {
    /// All predictions: before calibration, after it on other site-years and on other experiments, the mean beside both of the latter.
    pub fn all(&self) -> Vec<&Judged> {
        let of = |pick: fn(&ModelResult) -> &Judged| self.models.iter().map(pick);
        let mut all: Vec<&Judged> = of(|m| &m.before).collect();
        all.push(&self.revised);
        all.extend(of(|m| &m.by_site_year));
        all.push(&self.mean_of_site_years);
        all.extend(of(|m| &m.by_experiment));
        all.push(&self.mean_of_experiments);
        all
    }
}

/// The name of the baseline.
pub(crate) const MEAN: &str = "mean";
/// How a model came to its parameters.
pub(crate) const DEFAULTS: &str = "defaults";
pub(crate) const REVISED: &str = "revised values";
pub(crate) const SITE_YEARS: &str = "calibrated on other site-years";
pub(crate) const EXPERIMENTS: &str = "calibrated on other experiments";
/// Folds between two words of progress.
const TOLD: usize = 4;

/// What could as well be chosen otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choices {
    /// Whether residuals remember those of the day before.
    pub memory: bool,
    /// Microbial carbon.
    pub biomass: Biomass,
}

impl Default for Choices {
    fn default() -> Self {
        Self { memory: true, biomass: Biomass::Share }
    }
}

/// Runs the comparison; `progress` hears what is done and which share of all.
///
/// # Errors
/// If a calibration fails.
pub fn experiment(choices: Choices, progress: &mut dyn FnMut(&str, f64)) -> Result<Experiment> {
    let Choices { memory, biomass } = choices;
    let data = Measurements::midwest(biomass)?;
    let years: Vec<usize> = data.site_year_of.clone();
    let names = data.experiments();
    let places: Vec<usize> =
        data.days.iter().filter_map(|m| names.iter().position(|name| *name == m.experiment)).collect();
    let total = Model::ALL.len() as f64;
    let models = Model::ALL.iter().enumerate().map(|(number, model)| {
        let mut tell = |share: f64| progress(&format!("calibrating {}", model.name()), (number as f64 + share) / total);
        one_model(*model, &data, [&years, &places], memory, &mut tell)
    });
    let models: Vec<ModelResult> = models.collect::<Result<_>>()?;
    let mean = |groups: &[usize], how| {
        let found = folds(&data, groups, &mut |_| (), |training| Ok(baseline(&data, training)))?;
        Ok::<_, crate::EmissionError>(judged(&data, MEAN, how, found))
    };
    let mean_of_site_years = mean(&years, "of other site-years")?;
    let mean_of_experiments = mean(&places, "of other experiments")?;
    let of_revised = with(Model::Traits, &data, &revised()?)?;
    let revised = judged(&data, Model::Traits.name(), REVISED, of_revised);
    let comparisons = compare(&data, &models, &mean_of_site_years);
    let mut found =
        Experiment { data, models, revised, mean_of_site_years, mean_of_experiments, comparisons, words: Vec::new() };
    found.words = crate::findings::words(&found);
    Ok(found)
}

fn one_model(
    model: Model,
    data: &Measurements,
    [years, places]: [&[usize]; 2],
    memory: bool,
    tell: &mut dyn FnMut(f64),
) -> Result<ModelResult> {
    let before = with(model, data, &ParamSet::defaults(model.table(), 1))?;
    let origin = format!("calibrated on {} daily emissions of {SOURCE}", data.days.len());
    let calibrated = calibrate(model, data, memory, &origin)?;
    tell(0.1);
    let by_site_year =
        folds(data, years, &mut |share| tell(0.1 + 0.8 * share), |training| held_out(model, data, training, memory))?;
    let by_experiment =
        folds(data, places, &mut |share| tell(0.9 + 0.1 * share), |training| held_out(model, data, training, memory))?;
    Ok(ModelResult {
        model,
        before: judged(data, model.name(), DEFAULTS, before),
        by_site_year: judged(data, model.name(), SITE_YEARS, by_site_year),
        by_experiment: judged(data, model.name(), EXPERIMENTS, by_experiment),
        calibrated,
    })
}

/// Predictions of every day by what was learnt on the other groups; folds run side by side.
fn folds(
    data: &Measurements,
    groups: &[usize],
    tell: &mut dyn FnMut(f64),
    learn: impl Fn(&[bool]) -> Result<Predictions> + Sync,
) -> Result<Predictions> {
    let count = groups.iter().max().map_or(0, |last| last + 1);
    let nothing = vec![f64::NAN; data.days.len()];
    let mut all = Predictions { median: nothing.clone(), mean: nothing };
    let every: Vec<usize> = (0..count).collect();
    for (done, some) in every.chunks(TOLD).enumerate() {
        let learnt: Vec<Predictions> = some
            .par_iter()
            .map(|fold| learn(&groups.iter().map(|group| group != fold).collect::<Vec<_>>()))
            .collect::<Result<_>>()?;
        for (fold, found) in some.iter().zip(&learnt) {
            let places = (0..groups.len()).filter(|at| groups[*at] == *fold);
            for (at, (median, mean)) in places.zip(found.median.iter().zip(&found.mean)) {
                (all.median[at], all.mean[at]) = (*median, *mean);
            }
        }
        tell(((done + 1) * TOLD).min(count) as f64 / count as f64);
    }
    Ok(all)
}

fn judged(data: &Measurements, name: &str, how: &'static str, predictions: Predictions) -> Judged {
    let observed = data.emissions();
    let by_experiment = data.experiments().into_iter().map(|experiment| {
        let of = |x: &[f64]| -> Vec<f64> {
            x.iter().zip(&data.days).filter(|(_, m)| m.experiment == experiment).map(|(x, _)| *x).collect()
        };
        let found = scores(&of(&observed), &of(&predictions.mean), &of(&predictions.median));
        (experiment, found)
    });
    let means = |x: &[f64]| -> Vec<f64> {
        (0..data.site_years.len()).map(|of| average(&of_group(x, &data.site_year_of, of))).collect()
    };
    Judged {
        name: name.to_owned(),
        how,
        scores: scores(&observed, &predictions.mean, &predictions.median),
        peaks: peaks(&observed, &predictions.mean),
        r_between: correlation(&means(&observed), &means(&predictions.mean)),
        by_experiment: by_experiment.collect(),
        predictions,
    }
}

/// What belongs to a group.
pub(crate) fn of_group(x: &[f64], groups: &[usize], wanted: usize) -> Vec<f64> {
    x.iter().zip(groups).filter(|(_, group)| **group == wanted).map(|(x, _)| *x).collect()
}
