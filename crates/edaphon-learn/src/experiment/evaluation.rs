//! The whole comparison, over seeds.

use edaphon_forest::WeightMode;
use rayon::prelude::*;

use super::findings::{Findings, find, name};
use super::first_year::{FirstYear, first_year};
use super::fold::{Fold, folds};
use super::intervals::{IntervalResult, intervals};
use super::learner::Features;
use super::model::{Model, Setting};
use super::revisits::{Revisits, revisits};
use super::score::{ModelScores, score};
use super::training::Samples;
use super::tuning::{Tuned, tune};
use super::{Listener, Progress, folds_of};
use crate::data::Data;
use crate::description::{Grouping, LearnDescription};
use crate::error::Result;
use crate::experiment::folds::drawn;
use crate::metrics::mean_and_sd;
use crate::process::{Calibration, ProcessModel};

/// Mean over seeds, with the standard deviation between them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aggregate {
    /// Mean.
    pub mean: f64,
    /// Standard deviation (ddof 1); NaN for a single seed.
    pub sd: f64,
    /// Number of seeds.
    pub n: usize,
}

/// What a model reached.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelResult {
    /// The model.
    pub model: Model,
    /// Scores for each seed.
    pub seeds: Vec<ModelScores>,
    /// Predicted stocks by site and year for the first seed (kg m⁻²).
    pub stocks: Vec<Vec<f64>>,
}

impl ModelResult {
    /// A number of the scores, over seeds; `None` where it is not known.
    pub fn aggregate(&self, of: impl Fn(&ModelScores) -> Option<f64>) -> Option<Aggregate> {
        aggregate(&self.seeds.iter().map(of).collect::<Option<Vec<f64>>>()?)
    }

    /// Root mean square error of all samples that the model was scored on (kg m⁻²), mean over seeds.
    pub fn rmse(&self) -> f64 {
        self.aggregate(|scores| Some(scores.pooled.rmse)).map_or(f64::NAN, |found| found.mean)
    }

    /// Mean over sites in each year (kg m⁻²), mean over seeds.
    pub fn trend_mean(&self) -> Vec<f64> {
        mean_of(self.seeds.iter().map(|scores| &scores.trend_mean))
    }

    /// Standard deviation over sites in each year (kg m⁻²), mean over seeds.
    pub fn trend_sd(&self) -> Vec<f64> {
        mean_of(self.seeds.iter().map(|scores| &scores.trend_sd))
    }
}

pub(super) fn aggregate(values: &[f64]) -> Option<Aggregate> {
    let (mean, sd) = mean_and_sd(values, 1);
    (!values.is_empty()).then_some(Aggregate { mean, sd, n: values.len() })
}

fn mean_of<'a>(series: impl Iterator<Item = &'a Vec<f64>>) -> Vec<f64> {
    let (mut sum, mut count) = (Vec::new(), 0.0);
    for values in series {
        sum.resize(values.len(), 0.0);
        sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        count += 1.0;
    }
    sum.iter().map(|sum| sum / count).collect()
}

/// What came out of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// Seeds of folds and forests.
    pub seeds: Vec<u64>,
    /// Years from the first sampled one to the last.
    pub years: Vec<i32>,
    /// The models, in the order of the report.
    pub models: Vec<ModelResult>,
    /// Calibrations of the process model by seed and fold; those of the first seed have a profile.
    pub calibrations: Vec<Vec<Calibration>>,
    /// The forest trained on the first year alone.
    pub first_year: Option<FirstYear>,
    /// Forest and hybrid with what the folds chose for them.
    pub tuned: Vec<Tuned>,
    /// Folds of blocks: side (km), and the models.
    pub blocks: Vec<(f64, Vec<ModelResult>)>,
    /// Fewer sites that were sampled again.
    pub revisits: Vec<Revisits>,
    /// Prediction intervals.
    pub intervals: Vec<IntervalResult>,
    /// Where the hybrid helps and where it does not.
    pub findings: Findings,
}

impl Evaluation {
    /// What a model reached, if it was among those compared.
    pub fn of(&self, model: Model) -> Option<&ModelResult> {
        self.models.iter().find(|result| result.model == model)
    }

    /// The hybrids with one meaning of a weight, by process weight.
    pub fn sweep(&self, mode: WeightMode) -> Vec<(f64, &ModelResult)> {
        let of = |result: &ModelResult| match result.model {
            Model::Hybrid { process_weight, mode: of } if of == mode => Some(process_weight),
            _ => None,
        };
        let mut found: Vec<(f64, &ModelResult)> =
            self.models.iter().filter_map(|result| Some((of(result)?, result))).collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        found
    }
}

/// The models that a description asks for.
fn wanted(described: &LearnDescription) -> Vec<Model> {
    let experiments = &described.experiments;
    let mut models = vec![Model::Process, Model::Forest];
    if experiments.baselines {
        models.extend([Model::ForestWithoutBootstrap, Model::ForestRepeated]);
    }
    if experiments.two_step {
        models.push(Model::TwoStep);
    }
    let own = Model::Hybrid { process_weight: described.hybrid.process_weight, mode: described.hybrid.weight_mode };
    models.push(own);
    for mode in &experiments.weight_modes {
        models.extend(experiments.sweep.iter().map(|weight| Model::Hybrid { process_weight: *weight, mode: *mode }));
    }
    let mut unique: Vec<Model> = Vec::with_capacity(models.len());
    for model in models {
        if !unique.contains(&model) {
            unique.push(model);
        }
    }
    unique
}

/// Compares the models that `described` asks for on `data`.
///
/// The same folds and forest seeds serve all models: differences are paired. The result is the same to the bit for any number of threads.
///
/// # Errors
/// What the process model, the folds or the forests cannot do with these data.
pub fn evaluate(data: &Data, described: &LearnDescription, listener: Listener<'_>) -> Result<Evaluation> {
    let process = ProcessModel::new(data, &described.process)?;
    let (features, samples) = (Features::of(data), Samples::of(data));
    let setting = Setting { features: &features, process: &process, samples: &samples, choices: described.forest };
    let seeds = &described.validation.seeds;
    let models = wanted(described);
    let experiments = &described.experiments;
    let parts = seeds.len() * (1 + models.len());
    let extra = usize::from(!experiments.tune_columns.is_empty() || !experiments.tune_weights.is_empty())
        + experiments.spatial_blocks.len()
        + experiments.revisited_shares.len()
        + usize::from(experiments.intervals);
    let tell = Teller { listener, total: parts + extra, done: 0.into() };

    let mut all_folds = Vec::with_capacity(seeds.len());
    for (at, seed) in seeds.iter().enumerate() {
        let of_site = folds_of(data, &described.validation, *seed)?;
        all_folds.push(folds(&process, &samples, &of_site, *seed, at == 0)?);
        tell.done(format!("process model calibrated, seed {seed}"));
    }
    let results = models.iter().map(|model| {
        let of_seed = |(seed, folds): (&u64, &Vec<Fold>)| {
            let stocks = predicted(&setting, *model, folds)?;
            tell.done(format!("{}, seed {seed}", name(*model)));
            Ok((score(data, &samples, &stocks, *model == Model::Process), stocks))
        };
        let each = seeds.iter().zip(&all_folds).map(of_seed).collect::<Result<Vec<_>>>()?;
        let (seeds, mut stocks): (Vec<_>, Vec<_>) = each.into_iter().unzip();
        Ok(ModelResult { model: *model, seeds, stocks: stocks.swap_remove(0) })
    });
    let models = results.collect::<Result<Vec<_>>>()?;

    let first_year = match experiments.first_year {
        true => Some(first_year(data, &setting, seeds)?),
        false => None,
    };
    let tuned = tune(data, described, &setting, &all_folds)?;
    if !tuned.is_empty() {
        tell.done("columns and weights chosen inside the folds".to_owned());
    }
    let mut blocks = Vec::new();
    for side in &experiments.spatial_blocks {
        blocks.push((*side, in_blocks(data, described, &setting, *side)?));
        tell.done(format!("folds of blocks of {side} km"));
    }
    let mut fewer = Vec::new();
    for share in &experiments.revisited_shares {
        fewer.push(revisits(data, described, &setting, *share)?);
        tell.done(format!("{share} of the sites sampled again"));
    }
    let intervals = match experiments.intervals {
        true => {
            let found = intervals(data, described, &setting, &all_folds[0])?;
            tell.done("prediction intervals".to_owned());
            found
        }
        false => Vec::new(),
    };
    let calibrations =
        all_folds.into_iter().map(|folds| folds.into_iter().map(|fold| fold.calibration).collect()).collect();
    let mut evaluation = Evaluation {
        seeds: seeds.clone(),
        years: data.years(),
        models,
        calibrations,
        first_year,
        tuned,
        blocks,
        revisits: fewer,
        intervals,
        findings: Findings::default(),
    };
    evaluation.findings = find(data, described, &evaluation);
    Ok(evaluation)
}

/// Stocks of every site by the fold that did not see it, by site and year (kg m⁻²).
pub(super) fn predicted(setting: &Setting<'_>, model: Model, folds: &[Fold]) -> Result<Vec<Vec<f64>>> {
    let of_fold = |fold: &Fold| setting.predict(model, fold, &fold.held_out);
    let found: Vec<Vec<Vec<f64>>> = folds.par_iter().map(of_fold).collect::<Result<_>>()?;
    Ok(gathered(folds, found))
}

/// What folds say of their held-out sites, by site.
pub(super) fn gathered<T: Clone + Default>(folds: &[Fold], found: Vec<Vec<T>>) -> Vec<T> {
    let mut all = vec![T::default(); folds.first().map_or(0, |fold| fold.training.len())];
    for (fold, of_fold) in folds.iter().zip(found) {
        fold.held_out.iter().zip(of_fold).for_each(|(site, value)| all[*site] = value);
    }
    all
}

/// Process model, forest and hybrid in folds of squares, for the first seed.
fn in_blocks(data: &Data, described: &LearnDescription, setting: &Setting<'_>, side: f64) -> Result<Vec<ModelResult>> {
    let seed = described.validation.seeds[0];
    let of_site = drawn(data, Grouping::Blocks(side), described.validation.folds, seed)?;
    let folds = folds(setting.process, setting.samples, &of_site, seed, false)?;
    main_models(described)
        .into_iter()
        .map(|model| {
            let stocks = predicted(setting, model, &folds)?;
            let seeds = vec![score(data, setting.samples, &stocks, model == Model::Process)];
            Ok(ModelResult { model, seeds, stocks })
        })
        .collect()
}

/// Process model, forest, forest without bootstrap, and the hybrid of the description.
pub(super) fn main_models(described: &LearnDescription) -> Vec<Model> {
    let hybrid = &described.hybrid;
    vec![
        Model::Process,
        Model::Forest,
        Model::ForestWithoutBootstrap,
        Model::Hybrid { process_weight: hybrid.process_weight, mode: hybrid.weight_mode },
    ]
}

/// Counts what is done.
struct Teller<'a> {
    listener: Listener<'a>,
    total: usize,
    done: std::sync::atomic::AtomicUsize,
}

impl Teller<'_> {
    fn done(&self, what: String) {
        let done = self.done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        (self.listener)(Progress { what, done, total: self.total });
    }
}
