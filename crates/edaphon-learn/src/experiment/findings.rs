//! Where the hybrid helps and where it does not: differences in error with intervals, from draws of whole sites.

use rayon::prelude::*;

use super::evaluation::{Evaluation, ModelResult};
use super::model::Model;
use super::score::trend_distance;
use super::training::Samples;
use crate::data::Data;
use crate::description::LearnDescription;
use crate::metrics::quantile;
use crate::random::{Random, Stream};

/// Draws of sites behind an interval.
const DRAWS: u64 = 1000;

/// What an error is measured on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// All samples.
    Pooled,
    /// Samples of a year.
    Year(i32),
    /// Change between first and last sample.
    Change,
    /// True stocks of the years between the sampled ones.
    TrueBetween,
    /// True change.
    TrueChange,
}

impl Measure {
    /// What it is, in words.
    pub fn words(self) -> String {
        match self {
            Self::Pooled => "stock, all samples".to_owned(),
            Self::Year(year) => format!("stock in {year}"),
            Self::Change => "change between samples".to_owned(),
            Self::TrueBetween => "true stock in the years between".to_owned(),
            Self::TrueChange => "true change".to_owned(),
        }
    }
}

/// The hybrid against a rival.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The rival.
    pub rival: Model,
    /// What errors are measured on.
    pub measure: Measure,
    /// Root mean square error of the hybrid (kg m⁻²), for the first seed.
    pub hybrid: f64,
    /// Root mean square error of the rival (kg m⁻²).
    pub other: f64,
    /// 5th and 95th percentile of the difference, hybrid less rival, over draws of sites (kg m⁻²).
    pub interval: (f64, f64),
}

impl Comparison {
    /// `helps`, `hurts` or `no difference`, as the interval has it.
    pub fn verdict(&self) -> &'static str {
        match self.interval {
            (_, high) if high < 0.0 => "helps",
            (low, _) if low > 0.0 => "hurts",
            _ => "no difference",
        }
    }
}

/// Where the hybrid helps and where it does not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings {
    /// The hybrid against each rival in each measure.
    pub comparisons: Vec<Comparison>,
    /// Statements, most important first.
    pub words: Vec<String>,
}

/// The name of a model.
pub fn name(model: Model) -> String {
    match model {
        Model::Process => "process model (PO)".to_owned(),
        Model::Forest => "forest (ML)".to_owned(),
        Model::ForestWithoutBootstrap => "forest without bootstrap".to_owned(),
        Model::ForestRepeated => "forest, rows repeated".to_owned(),
        Model::TwoStep => "two-step model".to_owned(),
        Model::Hybrid { process_weight, mode } => format!("hybrid (POML), w_p = {process_weight}, {mode} weights"),
    }
}

/// Sum of squared errors and their number at each site.
fn squares(data: &Data, samples: &Samples, result: &ModelResult, measure: Measure) -> Option<Vec<(f64, f64)>> {
    let first = data.sites.first_year();
    let last = data.sites.year_count() - 1;
    let sampled = data.sites.sampled_places();
    let after_first = usize::from(result.model == Model::Process);
    let truth = data.truth.as_ref();
    let of_site = |(site, stocks): (usize, &Vec<f64>)| {
        let errors: Vec<f64> = match measure {
            Measure::Pooled => {
                samples.0[site].iter().skip(after_first).map(|(year, stock)| stocks[*year] - stock).collect()
            }
            Measure::Year(year) => {
                let at = (year - first) as usize;
                samples.get(site, at).map(|stock| stocks[at] - stock).into_iter().collect()
            }
            Measure::Change => {
                let seen = samples.get(site, last).zip(samples.get(site, 0)).map(|(end, start)| end - start);
                seen.map(|seen| stocks[last] - stocks[0] - seen).into_iter().collect()
            }
            Measure::TrueBetween => {
                let truth = &truth?[site];
                (1..last).filter(|year| !sampled.contains(year)).map(|year| stocks[year] - truth[year]).collect()
            }
            Measure::TrueChange => {
                let truth = &truth?[site];
                vec![(stocks[last] - stocks[0]) - (truth[last] - truth[0])]
            }
        };
        Some((errors.iter().map(|error| error * error).sum(), errors.len() as f64))
    };
    result.stocks.iter().enumerate().map(of_site).collect()
}

fn compare(hybrid: &[(f64, f64)], rival: &[(f64, f64)], seed: u64) -> (f64, f64, (f64, f64)) {
    let rmse = |of: &[(f64, f64)], times: &[f64]| {
        let sum = |part: fn(&(f64, f64)) -> f64| of.iter().zip(times).map(|(s, t)| part(s) * t).sum::<f64>();
        (sum(|s| s.0) / sum(|s| s.1)).sqrt()
    };
    let once = vec![1.0; hybrid.len()];
    let draw = |number: u64| {
        let mut random = Random::new(seed, Stream::Findings, number);
        let mut times = vec![0.0; hybrid.len()];
        (0..hybrid.len()).for_each(|_| times[random.below(hybrid.len())] += 1.0);
        rmse(hybrid, &times) - rmse(rival, &times)
    };
    let drawn: Vec<f64> = (0..DRAWS).into_par_iter().map(draw).collect();
    (rmse(hybrid, &once), rmse(rival, &once), (quantile(&drawn, 0.05), quantile(&drawn, 0.95)))
}

pub(super) fn find(data: &Data, described: &LearnDescription, evaluation: &Evaluation) -> Findings {
    let own = Model::Hybrid { process_weight: described.hybrid.process_weight, mode: described.hybrid.weight_mode };
    let Some(hybrid) = evaluation.of(own) else { return Findings::default() };
    let samples = Samples::of(data);
    let mut measures = vec![Measure::Pooled];
    measures.extend(data.sites.sampled_years.iter().map(|year| Measure::Year(*year)));
    measures.extend([Measure::Change, Measure::TrueBetween, Measure::TrueChange]);
    let rivals = [Model::Forest, Model::ForestWithoutBootstrap, Model::ForestRepeated, Model::TwoStep, Model::Process];
    let mut comparisons = Vec::new();
    for rival in rivals.into_iter().filter_map(|model| evaluation.of(model)) {
        for measure in &measures {
            // The process model starts from the first sample: there is nothing to score in that year, and no pooled score to compare.
            let of_first = *measure == Measure::Year(data.sites.first_year()) || *measure == Measure::Pooled;
            if rival.model == Model::Process && of_first {
                continue;
            }
            let pair = squares(data, &samples, hybrid, *measure).zip(squares(data, &samples, rival, *measure));
            let Some((of_hybrid, of_rival)) = pair else { continue };
            let (hybrid, other, interval) = compare(&of_hybrid, &of_rival, evaluation.seeds[0]);
            comparisons.push(Comparison { rival: rival.model, measure: *measure, hybrid, other, interval });
        }
    }
    let words = words(data, evaluation, hybrid, &comparisons);
    Findings { comparisons, words }
}

fn words(data: &Data, evaluation: &Evaluation, hybrid: &ModelResult, comparisons: &[Comparison]) -> Vec<String> {
    let mut words = Vec::new();
    let of = |rival: Model, measure: Measure| comparisons.iter().find(|c| c.rival == rival && c.measure == measure);
    let say = |c: &Comparison| {
        let (low, high) = c.interval;
        format!(
            "{}: against the {}, the hybrid's error is {:.3} to {:.3} kg m⁻² (difference {:+.3}, 90 % interval {low:+.3} to {high:+.3}): {}.",
            c.measure.words(),
            name(c.rival),
            c.hybrid,
            c.other,
            c.hybrid - c.other,
            c.verdict(),
        )
    };
    words.extend(of(Model::Forest, Measure::Pooled).map(say));
    let fair = [Model::ForestWithoutBootstrap, Model::ForestRepeated].into_iter();
    let fair = fair.filter_map(|model| of(model, Measure::Pooled)).min_by(|a, b| a.other.total_cmp(&b.other));
    if let Some(fair) = fair {
        words.push(format!("A fair rival sees every site in every tree, as the hybrid does. {}", say(fair)));
        if let Some(plain) = of(Model::Forest, Measure::Pooled) {
            let gain = plain.other - plain.hybrid;
            if gain > 0.0 {
                let share = (100.0 * (plain.other - fair.other) / gain).clamp(0.0, 100.0);
                words.push(format!(
                    "About {share:.0} % of the hybrid's gain over the plain forest needs no process model: it comes from a table with more rows."
                ));
            }
        }
    }
    words.extend(of(Model::Forest, Measure::TrueBetween).map(say));
    words.extend([Measure::Change, Measure::TrueChange].iter().filter_map(|m| of(Model::TwoStep, *m)).map(say));
    words.extend(data.sites.sampled_years.iter().filter_map(|year| of(Model::Forest, Measure::Year(*year))).map(say));
    if let (Some(truth), Some(forest)) = (&data.truth, evaluation.of(Model::Forest)) {
        let truth = super::score::trend(truth).0;
        let distance = |result: &ModelResult| trend_distance(&result.trend_mean(), &truth);
        words.push(format!(
            "Regional trend: the mean over sites is off the truth by {:.3} kg m⁻² (root mean square of the years between) with the hybrid, {:.3} with the forest.",
            distance(hybrid), distance(forest),
        ));
    }
    words
}
