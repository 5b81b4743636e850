//! What came out, in words, good or bad.

use edaphon_figures::{decimal, significant};
use edaphon_infer::Random;
use edaphon_infer::nitrogen::Model;

use crate::experiment::{Experiment, Judged, ModelResult};
use crate::measurements::Measurements;

/// Draws of site-years behind an interval.
const DRAWS: usize = 2000;
const SEED: u64 = 20;

/// The nitrogen model against another, on site-years that were not seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The other.
    pub rival: String,
    /// On which scale errors are taken.
    pub scale: &'static str,
    /// Root mean square error of the nitrogen model.
    pub own: f64,
    /// The same of the other.
    pub other: f64,
    /// Interval of 90 % of own minus other, from draws of whole site-years.
    pub interval: (f64, f64),
}

impl Comparison {
    /// Better, worse, or no difference that 23 site-years tell.
    pub fn verdict(&self) -> &'static str {
        match self.interval {
            (_, high) if high < 0.0 => "better",
            (low, _) if low > 0.0 => "worse",
            _ => "not told apart",
        }
    }
}

/// Squared errors of each day, on the scale of fluxes or of asinh.
fn squares(data: &Measurements, judged: &Judged, asinh: bool) -> Vec<f64> {
    let one = |(m, at): (&crate::Measurement, usize)| {
        let p = &judged.predictions;
        if asinh { (p.median[at].asinh() - m.emission.asinh()).powi(2) } else { (p.mean[at] - m.emission).powi(2) }
    };
    data.days.iter().zip(0..).map(one).collect()
}

/// The nitrogen model against each other model and the mean, on both scales.
pub(crate) fn compare(data: &Measurements, models: &[ModelResult], mean: &Judged) -> Vec<Comparison> {
    let Some((own, others)) = models.split_first() else { return Vec::new() };
    let rivals = others.iter().map(|result| &result.by_site_year).chain([mean]);
    let mut found = Vec::new();
    for rival in rivals {
        for (asinh, scale) in [(false, "fluxes"), (true, "asinh")] {
            let (a, b) = (squares(data, &own.by_site_year, asinh), squares(data, rival, asinh));
            found.push(comparison(data, rival, scale, &a, &b));
        }
    }
    found
}

fn comparison(data: &Measurements, rival: &Judged, scale: &'static str, own: &[f64], other: &[f64]) -> Comparison {
    let groups = data.site_years.len();
    let mut sums = vec![(0.0, 0.0, 0.0); groups];
    for (at, group) in data.site_year_of.iter().enumerate() {
        let (a, b, n) = sums[*group];
        sums[*group] = (a + own[at], b + other[at], n + 1.0);
    }
    let roots = |chosen: &mut dyn Iterator<Item = usize>| {
        let (a, b, n) = chosen.fold((0.0, 0.0, 0.0), |(a, b, n), at| (a + sums[at].0, b + sums[at].1, n + sums[at].2));
        ((a / n).sqrt(), (b / n).sqrt())
    };
    let mut random = Random::new(SEED, 0);
    let mut differences: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let drawn: Vec<usize> = (0..groups).map(|_| random.below(groups)).collect();
            let (a, b) = roots(&mut drawn.into_iter());
            a - b
        })
        .collect();
    differences.sort_by(f64::total_cmp);
    let at = |share: f64| differences[((share * DRAWS as f64) as usize).min(DRAWS - 1)];
    let (own, other) = roots(&mut (0..groups));
    Comparison { rival: rival.name.clone(), scale, own, other, interval: (at(0.05), at(0.95)) }
}

/// What came out, a sentence each.
pub(crate) fn words(found: &Experiment) -> Vec<String> {
    let observed = crate::scores::average(&found.data.emissions());
    let listed = |of: &dyn Fn(&ModelResult) -> String| {
        found.models.iter().map(|m| format!("{} {}", m.model.name(), of(m))).collect::<Vec<_>>().join(", ")
    };
    let mut words = vec![
        format!(
            "before calibration the mean is {} g N ha⁻¹ d⁻¹, where {} was measured",
            listed(&|m| decimal(m.before.scores.mean, 1)),
            decimal(observed, 1)
        ),
        format!(
            "calibrated on the other site-years it is {}; root mean square errors are {}, and {} of the mean of the other site-years",
            listed(&|m| decimal(m.by_site_year.scores.mean, 1)),
            listed(&|m| decimal(m.by_site_year.scores.rmse, 1)),
            decimal(found.mean_of_site_years.scores.rmse, 1)
        ),
        format!(
            "correlations are then {}; of asinh {}",
            listed(&|m| decimal(m.by_site_year.scores.r, 2)),
            listed(&|m| decimal(m.by_site_year.scores.r_asinh, 2))
        ),
    ];
    for c in &found.comparisons {
        let rival = if c.rival == crate::experiment::MEAN { "the mean" } else { c.rival.as_str() };
        let (low, high) = c.interval;
        let verdict = match c.verdict() {
            "not told apart" => format!("{} and {rival} are not told apart", Model::Traits.name()),
            verdict => format!("{} is {verdict} than {rival}", Model::Traits.name()),
        };
        words.push(format!(
            "{verdict} on the scale of {}: {} against {} (difference {} to {}, 90 %)",
            c.scale,
            significant(c.own, 3),
            significant(c.other, 3),
            significant(low, 2),
            significant(high, 2)
        ));
    }
    if let Some(first) = found.models.first() {
        words.push(format!(
            "of the {} highest days ({} g N ha⁻¹ d⁻¹ and more, {} % of all that was measured) the share among as many highest predictions is {}: a tenth would be chance",
            first.by_site_year.peaks.days,
            decimal(first.by_site_year.peaks.threshold, 1),
            decimal(100.0 * first.by_site_year.peaks.observed_share, 0),
            listed(&|m| decimal(m.by_site_year.peaks.caught, 2)),
        ));
    }
    words
}
