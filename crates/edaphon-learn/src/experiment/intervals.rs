//! Prediction intervals: from the spread of trees, from trees that each saw another draw of the process model, and calibrated on held-out sites.
//!
//! A draw of the process model has μ_ref within its standard error and, for each site, what the model missed at a training site in the
//! last year, growing in proportion to time since the first sample. Each draw makes the simulated rows of its share of the trees, so that trees
//! spread by samples, columns and process model together. Calibrated intervals are the mean ± q s: s is the standard
//! deviation over trees, q the share of |sample − mean|/s over held-out sites of the *other* folds that the level asks for, with its
//! correction for finite samples (split conformal; Lei et al. 2018, doi 10.1080/01621459.2017.1307116). All samples of a site are in one fold.

use edaphon_forest::WeightMode;
use rayon::prelude::*;

use super::evaluation::gathered;
use super::fold::Fold;
use super::learner::{Growth, Prepared};
use super::model::Setting;
use super::training::mixed;
use crate::data::Data;
use crate::description::{ForestChoices, LearnDescription};
use crate::error::Result;
use crate::metrics::{IntervalScores, interval_scores, mean_and_sd, quantile};
use crate::process::ProcessParameters;
use crate::random::{Random, Stream};

/// Share of samples that intervals are to hold.
pub(crate) const LEVEL: f64 = 0.9;

/// Where an interval comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalKind {
    /// 5th to 95th percentile of trees that all saw the same simulation.
    Trees,
    /// The same of trees that each saw one of many draws of the process model.
    TreesAndProcess,
    /// Those, stretched until they hold their share of held-out sites of other folds.
    Calibrated,
}

impl IntervalKind {
    /// What it is, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Trees => "trees alone",
            Self::TreesAndProcess => "trees and process model",
            Self::Calibrated => "trees and process model, calibrated",
        }
    }
}

/// How good intervals of a kind are.
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalResult {
    /// The kind.
    pub kind: IntervalKind,
    /// Share that they are to hold (–).
    pub level: f64,
    /// Against samples of sites that were not seen.
    pub samples: IntervalScores,
    /// Against true stocks of the years between, where they are known.
    pub truth: Option<IntervalScores>,
    /// Low and high by site and year (kg m⁻²).
    pub bounds: Vec<Vec<(f64, f64)>>,
}

/// What trees say of a site: mean, standard deviation, percentiles, by year.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Spread {
    pub mean: f64,
    pub sd: f64,
    pub low: f64,
    pub high: f64,
}

impl Spread {
    pub(crate) fn of(trees: &[f64]) -> Self {
        let (mean, sd) = mean_and_sd(trees, 1);
        let tail = 0.5 * (1.0 - LEVEL);
        Self { mean, sd, low: quantile(trees, tail), high: quantile(trees, 1.0 - tail) }
    }
}

pub(super) fn intervals(
    data: &Data,
    described: &LearnDescription,
    setting: &Setting<'_>,
    folds: &[Fold],
) -> Result<Vec<IntervalResult>> {
    let members = described.experiments.interval_members;
    let spread = |members: usize| {
        let found = folds.par_iter().map(|fold| held_out(described, setting, fold, members));
        Ok::<_, crate::LearnError>(gathered(folds, found.collect::<Result<Vec<_>>>()?))
    };
    let (alone, both) = (spread(0)?, spread(members)?);
    let percentiles = |of: &[Vec<Spread>]| {
        of.iter().map(|years| years.iter().map(|s| (s.low, s.high)).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let kinds = [
        (IntervalKind::Trees, percentiles(&alone)),
        (IntervalKind::TreesAndProcess, percentiles(&both)),
        (IntervalKind::Calibrated, calibrated(setting, folds, &both)),
    ];
    Ok(kinds.into_iter().map(|(kind, bounds)| judged(data, setting, kind, bounds)).collect())
}

/// What the hybrid's trees say of held-out sites, each share of them having seen one of `members` draws of the process model; without members, the
/// calibrated model.
fn held_out(
    described: &LearnDescription,
    setting: &Setting<'_>,
    fold: &Fold,
    members: usize,
) -> Result<Vec<Vec<Spread>>> {
    let years = setting.process.years();
    let places = fold.held_out.iter().flat_map(|site| (0..years).map(move |year| (*site, year)));
    let table = setting.features.table(places)?;
    let by_row = trees(described, setting, fold, members, &table)?;
    let spreads: Vec<Spread> = by_row.iter().map(|trees| Spread::of(trees)).collect();
    Ok(spreads.chunks(years).map(<[Spread]>::to_vec).collect())
}

/// Predictions of all trees for each row of a table.
pub(crate) fn trees(
    described: &LearnDescription,
    setting: &Setting<'_>,
    fold: &Fold,
    members: usize,
    table: &edaphon_forest::Table,
) -> Result<Vec<Vec<f64>>> {
    let hybrid = &described.hybrid;
    let groups = members.max(1);
    let each = setting.choices.trees.div_ceil(groups);
    let member = |number: usize| {
        let curves = match members {
            0 => fold.curves.clone(),
            _ => draw(setting, fold, number as u64)?,
        };
        let rows = mixed(setting.samples, &curves, &fold.training, hybrid.process_weight);
        let choices = ForestChoices { trees: each, ..setting.choices };
        let mode: WeightMode = hybrid.weight_mode;
        let seed = Random::new(fold.forest_seed, Stream::Members, number as u64).next();
        let forest = Prepared::new(setting.features, &rows)?.grow(&Growth { choices, bootstrap: true, mode, seed })?;
        Ok(forest.predict_trees(table)?)
    };
    let found = (0..groups).into_par_iter().map(member).collect::<Result<Vec<_>>>()?;
    Ok((0..table.rows()).map(|row| found.iter().flat_map(|of| of.row(row)).copied().collect()).collect())
}

/// Stocks of all sites by a draw of the process model.
fn draw(setting: &Setting<'_>, fold: &Fold, number: u64) -> Result<Vec<Vec<f64>>> {
    let mut random = Random::new(fold.forest_seed, Stream::Members, u64::MAX - number);
    let calibration = &fold.calibration;
    let of_mu = calibration.estimates.iter().find(|e| e.name == "mu_ref").map_or(0.0, |e| e.log_error);
    let error = if of_mu.is_finite() { of_mu.min(1.0) } else { 0.0 };
    let factor = (error * random.normal()).exp();
    let parameters = ProcessParameters { mu_max: calibration.parameters.mu_max * factor, ..calibration.parameters };
    let process = setting.samples.for_process(setting.process);
    let mut curves = process.adapted(calibration)?.curves(&parameters)?;
    let missed = missed(setting, fold);
    let last = setting.process.years() - 1;
    for (curve, (first, _)) in curves.iter_mut().zip(process.first_samples()) {
        if missed.is_empty() || *first >= last {
            continue;
        }
        let error = missed[random.below(missed.len())];
        for (year, stock) in curve.iter_mut().enumerate().skip(first + 1) {
            *stock += error * (year - first) as f64 / (last - first) as f64;
        }
    }
    Ok(curves)
}

/// What the process model missed in the last year at training sites (kg m⁻²).
fn missed(setting: &Setting<'_>, fold: &Fold) -> Vec<f64> {
    let last = setting.process.years() - 1;
    let sites = (0..fold.training.len()).filter(|site| fold.training[*site] && setting.samples.0[*site].len() > 1);
    sites.filter_map(|site| Some(setting.samples.get(site, last)? - fold.curves[site][last])).collect()
}

fn calibrated(setting: &Setting<'_>, folds: &[Fold], spread: &[Vec<Spread>]) -> Vec<Vec<(f64, f64)>> {
    let mut bounds = vec![Vec::new(); spread.len()];
    for fold in folds {
        let others = (0..spread.len()).filter(|site| fold.training[*site]);
        let scores: Vec<f64> = others
            .flat_map(|site| {
                setting.samples.0[site].iter().map(move |(year, stock)| {
                    let s = spread[site][*year];
                    (stock - s.mean).abs() / s.sd
                })
            })
            .collect();
        let factor = conformal(&scores);
        for site in &fold.held_out {
            bounds[*site] = spread[*site].iter().map(|s| (s.mean - factor * s.sd, s.mean + factor * s.sd)).collect();
        }
    }
    bounds
}

/// The score that ⌈(n + 1) level⌉ of n do not exceed.
pub(crate) fn conformal(scores: &[f64]) -> f64 {
    let mut sorted = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = ((sorted.len() + 1) as f64 * LEVEL).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).or(sorted.last()).copied().unwrap_or(f64::INFINITY)
}

fn judged(data: &Data, setting: &Setting<'_>, kind: IntervalKind, bounds: Vec<Vec<(f64, f64)>>) -> IntervalResult {
    let samples: Vec<(f64, f64, f64)> = setting
        .samples
        .0
        .iter()
        .zip(&bounds)
        .flat_map(|(of_site, bounds)| of_site.iter().map(|(year, stock)| (bounds[*year].0, bounds[*year].1, *stock)))
        .collect();
    let sampled = data.sites.sampled_places();
    let truth = data.truth.as_ref().map(|truth| {
        let of_site = |(truth, bounds): (&Vec<f64>, &Vec<(f64, f64)>)| {
            let years = (0..truth.len()).filter(|year| !sampled.contains(year));
            years.map(|year| (bounds[year].0, bounds[year].1, truth[year])).collect::<Vec<_>>()
        };
        let all: Vec<(f64, f64, f64)> = truth.iter().zip(&bounds).flat_map(of_site).collect();
        interval_scores(&all, LEVEL)
    });
    IntervalResult { kind, level: LEVEL, samples: interval_scores(&samples, LEVEL), truth, bounds }
}

/// By how much standard deviations over trees have to be multiplied to hold their share of samples of unseen sites.
pub(crate) fn spread_factor(described: &LearnDescription, setting: &Setting<'_>, folds: &[Fold]) -> Result<f64> {
    let members = described.experiments.interval_members;
    let found = folds.par_iter().map(|fold| held_out(described, setting, fold, members));
    let spread = gathered(folds, found.collect::<Result<Vec<_>>>()?);
    let of_site = |(of_site, spread): (&Vec<(usize, f64)>, &Vec<Spread>)| {
        of_site.iter().map(|(year, stock)| (stock - spread[*year].mean).abs() / spread[*year].sd).collect::<Vec<_>>()
    };
    let scores: Vec<f64> = setting.samples.0.iter().zip(&spread).flat_map(of_site).collect();
    Ok(conformal(&scores))
}
