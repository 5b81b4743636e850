//! Columns per split and process weight chosen inside the folds, for forest and hybrid alike.
//!
//! Within each fold, its training sites are folded again; the process model is calibrated anew in each of these, and the candidate with the lowest
//! pooled error is grown on all training sites. The held-out sites of the outer fold have no say.

use rayon::prelude::*;

use super::evaluation::gathered;
use super::fold::Fold;
use super::model::{Model, Setting};
use super::score::{ModelScores, score};
use crate::data::Data;
use crate::description::{ForestChoices, LearnDescription};
use crate::error::Result;
use crate::metrics::rms;
use crate::random::{Random, Stream};

/// What a fold chose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// Columns per split.
    pub columns: Option<usize>,
    /// The model, with its process weight.
    pub model: Model,
    /// Root mean square error that it was chosen for (kg m⁻²).
    pub inner_rmse: f64,
}

/// A kind of model with what the folds chose for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuned {
    /// A model of the kind.
    pub model: Model,
    /// Scores for each seed.
    pub seeds: Vec<ModelScores>,
    /// Choices by seed and fold.
    pub choices: Vec<Vec<Choice>>,
}

/// Number of folds within a fold.
const INNER: usize = 5;

pub(super) fn tune(
    data: &Data,
    described: &LearnDescription,
    setting: &Setting<'_>,
    all_folds: &[Vec<Fold>],
) -> Result<Vec<Tuned>> {
    let experiments = &described.experiments;
    if experiments.tune_columns.is_empty() && experiments.tune_weights.is_empty() {
        return Ok(Vec::new());
    }
    let hybrid = &described.hybrid;
    let weights = match &experiments.tune_weights[..] {
        [] => &[hybrid.process_weight][..],
        given => given,
    };
    let hybrids = weights.iter().map(|weight| Model::Hybrid { process_weight: *weight, mode: hybrid.weight_mode });
    let mut kinds =
        vec![vec![Model::Forest], vec![Model::ForestWithoutBootstrap], vec![Model::ForestRepeated], hybrids.collect()];
    // Without bootstrap, weights act in impurities: still the same kind of hybrid, so that it is not tried apart.
    kinds.retain(|kind| !kind.is_empty());
    let columns: Vec<Option<usize>> = match &experiments.tune_columns[..] {
        [] => vec![described.forest.columns_per_split],
        given => given.iter().map(|count| Some(*count)).collect(),
    };
    let mut tuned: Vec<Tuned> =
        kinds.iter().map(|kind| Tuned { model: kind[0], seeds: Vec::new(), choices: Vec::new() }).collect();
    for (seed, folds) in described.validation.seeds.iter().zip(all_folds) {
        let inner = folds.iter().enumerate().map(|(number, fold)| inner_folds(setting, fold, *seed, number));
        let inner = inner.collect::<Result<Vec<_>>>()?;
        for (kind, tuned) in kinds.iter().zip(&mut tuned) {
            let of_fold = |(fold, inner): (&Fold, &Vec<Fold>)| {
                let choice = best(setting, inner, kind, &columns, experiments.tuning_trees)?;
                let choices = ForestChoices { columns_per_split: choice.columns, ..setting.choices };
                let stocks = Setting { choices, ..*setting }.predict(choice.model, fold, &fold.held_out)?;
                Ok((choice, stocks))
            };
            let each = folds.iter().zip(&inner).map(of_fold).collect::<Result<Vec<_>>>()?;
            let (choices, stocks): (Vec<Choice>, Vec<Vec<Vec<f64>>>) = each.into_iter().unzip();
            tuned.seeds.push(score(data, setting.samples, &gathered(folds, stocks), false));
            tuned.choices.push(choices);
        }
    }
    Ok(tuned)
}

/// The training sites of a fold, folded again.
fn inner_folds(setting: &Setting<'_>, fold: &Fold, seed: u64, number: usize) -> Result<Vec<Fold>> {
    let sites: Vec<usize> = (0..fold.training.len()).filter(|site| fold.training[*site]).collect();
    let order = Random::new(seed, Stream::Choice, number as u64).permutation(sites.len());
    let process = setting.samples.for_process(setting.process);
    let one = |inner: usize| {
        let held_out: Vec<usize> = order.iter().skip(inner).step_by(INNER).map(|place| sites[*place]).collect();
        let mut training = fold.training.clone();
        held_out.iter().for_each(|site| training[*site] = false);
        let forest_seed = Random::new(fold.forest_seed, Stream::Choice, inner as u64).next();
        Fold::new(&process, training, held_out, forest_seed, false)
    };
    (0..INNER).into_par_iter().map(one).collect()
}

/// The candidate with the lowest pooled error; the first of equals.
fn best(
    setting: &Setting<'_>,
    inner: &[Fold],
    kind: &[Model],
    columns: &[Option<usize>],
    trees: usize,
) -> Result<Choice> {
    let mut candidates = Vec::new();
    for model in kind {
        candidates.extend(columns.iter().map(|columns| (*model, *columns)));
    }
    let judged = |(model, columns): &(Model, Option<usize>)| {
        let choices = ForestChoices { columns_per_split: *columns, trees, ..setting.choices };
        let setting = Setting { choices, ..*setting };
        let mut errors = Vec::new();
        for fold in inner {
            let stocks = setting.predict(*model, fold, &fold.held_out)?;
            for (site, stocks) in fold.held_out.iter().zip(stocks) {
                errors.extend(setting.samples.0[*site].iter().map(|(year, stock)| stocks[*year] - stock));
            }
        }
        Ok(Choice { columns: *columns, model: *model, inner_rmse: rms(errors.into_iter()) })
    };
    let judged: Vec<Choice> = candidates.par_iter().map(judged).collect::<Result<_>>()?;
    let lowest = judged.iter().copied().reduce(|a, b| if b.inner_rmse < a.inner_rmse { b } else { a });
    lowest.ok_or_else(|| crate::LearnError::refused("there is nothing to choose from"))
}
