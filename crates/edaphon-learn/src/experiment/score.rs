//! Scores of predictions: pooled, by year, in change, in the years between, and as a trend.

use super::training::Samples;
use crate::data::Data;
use crate::metrics::{Scores, mean_and_sd, rms, scores};

/// What a model predicts, and how good that is.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelScores {
    /// All samples that the model was scored on.
    pub pooled: Scores,
    /// The same by year.
    pub by_year: Vec<(i32, Scores)>,
    /// Change from first to last sampled year at sites with both.
    pub change: Scores,
    /// Root mean square error of all years between the sampled ones against the truth (kg m⁻²), where that is known.
    pub annual_rmse_truth: Option<f64>,
    /// Root mean square error of the change against the true one (kg m⁻²).
    pub change_rmse_truth: Option<f64>,
    /// Mean over sites in each year (kg m⁻²).
    pub trend_mean: Vec<f64>,
    /// Standard deviation over sites in each year (kg m⁻²).
    pub trend_sd: Vec<f64>,
}

/// Scores `stocks`, by site and year; `after_first` leaves out the first sample of each site, which the process model starts from.
pub(crate) fn score(data: &Data, samples: &Samples, stocks: &[Vec<f64>], after_first: bool) -> ModelScores {
    let pairs_in = |wanted: Option<usize>| {
        let of_site = |(of_site, predicted): (&Vec<(usize, f64)>, &Vec<f64>)| {
            let scored = of_site.iter().skip(usize::from(after_first));
            let scored = scored.filter(|(year, _)| wanted.is_none_or(|wanted| wanted == *year));
            scored.map(|(year, stock)| (predicted[*year], *stock)).collect::<Vec<_>>()
        };
        samples.0.iter().zip(stocks).flat_map(of_site).collect::<Vec<_>>()
    };
    let places = data.sites.sampled_places();
    let by_year = places.iter().zip(&data.sites.sampled_years).map(|(place, year)| (*year, pairs_in(Some(*place))));
    let last = stocks.first().map_or(0, |years| years.len() - 1);
    let changes: Vec<(f64, f64)> = samples
        .0
        .iter()
        .zip(stocks)
        .enumerate()
        .filter_map(|(site, (_, predicted))| {
            let seen = samples.get(site, last)? - samples.get(site, 0)?;
            Some((predicted[last] - predicted[0], seen))
        })
        .collect();
    let between = (1..last).filter(|year| !places.contains(year)).collect::<Vec<_>>();
    let annual = |truth: &Vec<Vec<f64>>| {
        let pairs = stocks.iter().zip(truth);
        rms(pairs.flat_map(|(p, t)| between.iter().map(move |year| p[*year] - t[*year])))
    };
    let changed =
        |truth: &Vec<Vec<f64>>| rms(stocks.iter().zip(truth).map(|(p, t)| (p[last] - p[0]) - (t[last] - t[0])));
    let (trend_mean, trend_sd) = trend(stocks);
    ModelScores {
        pooled: scores(&pairs_in(None)),
        by_year: by_year.filter(|(_, pairs)| !pairs.is_empty()).map(|(year, pairs)| (year, scores(&pairs))).collect(),
        change: scores(&changes),
        annual_rmse_truth: data.truth.as_ref().map(annual),
        change_rmse_truth: data.truth.as_ref().map(changed),
        trend_mean,
        trend_sd,
    }
}

/// Mean and standard deviation over sites in each year (kg m⁻²).
pub(crate) fn trend(stocks: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let years = stocks.first().map_or(0, Vec::len);
    (0..years).map(|year| mean_and_sd(&stocks.iter().map(|site| site[year]).collect::<Vec<_>>(), 0)).unzip()
}

/// Root mean square difference of two trends in the years between the first and the last.
pub(crate) fn trend_distance(a: &[f64], b: &[f64]) -> f64 {
    let inner = 1..a.len().saturating_sub(1);
    rms(a[inner.clone()].iter().zip(&b[inner]).map(|(a, b)| a - b))
}
