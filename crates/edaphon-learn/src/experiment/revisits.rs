//! Fewer sites sampled again: what samples of a single year are worth.

use super::evaluation::{ModelResult, main_models, predicted};
use super::fold::folds;
use super::folds_of;
use super::model::{Model, Setting};
use super::score::score;
use super::training::Samples;
use crate::data::Data;
use crate::description::LearnDescription;
use crate::error::Result;
use crate::random::{Random, Stream};

/// What models reach where a share of the sites keeps all its samples and the others one.
#[derive(Debug, Clone, PartialEq)]
pub struct Revisits {
    /// Share of the sites that keep all samples (–).
    pub share: f64,
    /// Number of samples that were learnt from, all folds together held out once.
    pub samples: usize,
    /// Process model, forests and hybrid, scored on all samples of the sites that they have not seen.
    pub models: Vec<ModelResult>,
}

pub(super) fn revisits(
    data: &Data,
    described: &LearnDescription,
    setting: &Setting<'_>,
    share: f64,
) -> Result<Revisits> {
    let seed = described.validation.seeds[0];
    let samples = thinned(setting.samples, share, seed);
    let of_site = folds_of(data, &described.validation, seed)?;
    let mut folds = folds(setting.process, &samples, &of_site, seed, false)?;
    // What is held out is scored as ever: the process model starts from the site's own first sample there.
    let whole = setting.samples.for_process(setting.process);
    for fold in &mut folds {
        let curves = whole.adapted(&fold.calibration)?.curves(&fold.calibration.parameters)?;
        fold.held_out.iter().for_each(|site| fold.curves[*site].clone_from(&curves[*site]));
    }
    let thinned = Setting { samples: &samples, ..*setting };
    let models = main_models(described).into_iter().map(|model| {
        let stocks = predicted(&thinned, model, &folds)?;
        let seeds = vec![score(data, setting.samples, &stocks, model == Model::Process)];
        Ok(ModelResult { model, seeds, stocks })
    });
    let count = samples.0.iter().map(Vec::len).sum();
    Ok(Revisits { share, samples: count, models: models.collect::<Result<_>>()? })
}

/// A share of the sites as they are, of each of the others one sample, drawn.
fn thinned(samples: &Samples, share: f64, seed: u64) -> Samples {
    let mut random = Random::new(seed, Stream::Revisits, 0);
    let order = random.permutation(samples.0.len());
    let kept = (share * samples.0.len() as f64).round() as usize;
    let mut thinned = samples.clone();
    for site in &order[kept.min(order.len())..] {
        let one = random.below(thinned.0[*site].len());
        thinned.0[*site] = vec![thinned.0[*site][one]];
    }
    thinned
}
