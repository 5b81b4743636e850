//! A forest trained on one year and asked about another: how far space stands for time.

use edaphon_forest::WeightMode;

use super::evaluation::{Aggregate, aggregate};
use super::learner::{Growth, grow, predict_year};
use super::model::Setting;
use super::training::observed;
use crate::data::Data;
use crate::error::Result;
use crate::metrics::{Scores, scores};
use crate::random::{Random, Stream};

/// Scores in the last sampled year of a forest that knows the first alone. All sites are seen in the first year: there are no folds.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstYear {
    /// Scores for each seed.
    pub seeds: Vec<Scores>,
}

impl FirstYear {
    /// A number of the scores, over seeds.
    pub fn aggregate(&self, of: impl Fn(&Scores) -> f64) -> Option<Aggregate> {
        aggregate(&self.seeds.iter().map(of).collect::<Vec<_>>())
    }
}

pub(super) fn first_year(data: &Data, setting: &Setting<'_>, seeds: &[u64]) -> Result<FirstYear> {
    let last = data.sites.year_count() - 1;
    let mut rows = observed(setting.samples, &vec![true; data.sites.len()]);
    rows.retain(|row| row.year == 0);
    let sites: Vec<usize> = (0..data.sites.len()).filter(|site| setting.samples.get(*site, last).is_some()).collect();
    let of_seed = |seed: &u64| {
        // Beyond the numbers of folds, so that no fold shares its forest.
        let seed = Random::new(*seed, Stream::Forest, u64::MAX).next();
        let growth = Growth { choices: setting.choices, bootstrap: true, mode: WeightMode::Bootstrap, seed };
        let found = predict_year(&grow(setting.features, &rows, &growth)?, setting.features, &sites, last)?;
        let pairs = found.into_iter().zip(&sites);
        let pairs: Vec<(f64, f64)> =
            pairs.filter_map(|(stock, site)| Some((stock, setting.samples.get(*site, last)?))).collect();
        Ok(scores(&pairs))
    };
    Ok(FirstYear { seeds: seeds.iter().map(of_seed).collect::<Result<_>>()? })
}
