//! Folds: the process model calibrated on some sites, and what it says of all.

use rayon::prelude::*;

use super::folds_of;
use super::model::Setting;
use super::training::Samples;
use crate::data::Data;
use crate::description::LearnDescription;
use crate::error::Result;
use crate::process::{Calibration, ProcessModel};
use crate::random::{Random, Stream};

/// A fold of cross-validation.
#[derive(Debug, Clone)]
pub(crate) struct Fold {
    /// Whether each site is learnt from.
    pub training: Vec<bool>,
    /// Sites that are predicted.
    pub held_out: Vec<usize>,
    /// The process model, calibrated on the training sites.
    pub calibration: Calibration,
    /// December stocks of every site by it, started from the site's own first sample (kg m⁻²).
    pub curves: Vec<Vec<f64>>,
    /// Seed of forests, the same for all models.
    pub forest_seed: u64,
}

impl Fold {
    /// Calibrates on the training sites' samples among `samples`.
    pub(crate) fn new(
        process: &ProcessModel,
        training: Vec<bool>,
        held_out: Vec<usize>,
        forest_seed: u64,
        with_profile: bool,
    ) -> Result<Self> {
        let calibration = process.calibrate(&training, with_profile)?;
        let curves = process.adapted(&calibration)?.curves(&calibration.parameters)?;
        Ok(Self { training, held_out, calibration, curves, forest_seed })
    }
}

/// The folds of a seed, calibrated at the same time.
pub(crate) fn folds(
    process: &ProcessModel,
    samples: &Samples,
    fold_of_site: &[usize],
    seed: u64,
    with_profile: bool,
) -> Result<Vec<Fold>> {
    let process = samples.for_process(process);
    let count = fold_of_site.iter().max().map_or(0, |last| last + 1);
    let fold = |number: usize| {
        let training = fold_of_site.iter().map(|fold| *fold != number).collect();
        let held_out = (0..fold_of_site.len()).filter(|site| fold_of_site[*site] == number).collect();
        let forest_seed = Random::new(seed, Stream::Forest, number as u64).next();
        Fold::new(&process, training, held_out, forest_seed, with_profile)
    };
    (0..count).into_par_iter().map(fold).collect()
}

/// The folds of the first seed of a description.
pub(crate) fn fold_set(data: &Data, described: &LearnDescription, setting: &Setting<'_>) -> Result<Vec<Fold>> {
    let seed = described.validation.seeds[0];
    let of_site = folds_of(data, &described.validation, seed)?;
    folds(setting.process, setting.samples, &of_site, seed, false)
}
