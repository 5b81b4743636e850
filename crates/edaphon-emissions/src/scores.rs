//! How near predictions are to measurements: on the scale of fluxes, on that of asinh, by rank, and for peaks apart.

/// Scores of a column of predictions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scores {
    /// Days.
    pub n: usize,
    /// Mean of the predictions (g N ha⁻¹ d⁻¹).
    pub mean: f64,
    /// Mean of predicted minus measured (g N ha⁻¹ d⁻¹).
    pub bias: f64,
    /// Root of the mean square of the same (g N ha⁻¹ d⁻¹).
    pub rmse: f64,
    /// Pearson's correlation; NaN where all predictions are equal.
    pub r: f64,
    /// The same of asinh.
    pub r_asinh: f64,
    /// Root mean square error of asinh (–).
    pub rmse_asinh: f64,
    /// Spearman's correlation, ties with the mean of their ranks.
    pub spearman: f64,
}

/// How well the highest days are met.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peaks {
    /// From which emission a day counts as a peak (g N ha⁻¹ d⁻¹).
    pub threshold: f64,
    /// Such days.
    pub days: usize,
    /// Mean measured emission on them (g N ha⁻¹ d⁻¹).
    pub observed: f64,
    /// Mean prediction on them (g N ha⁻¹ d⁻¹).
    pub predicted: f64,
    /// Share of them among as many days of highest prediction: 0.1 by chance for a tenth of all days.
    pub caught: f64,
    /// Correlation within them.
    pub r: f64,
    /// Share of the predicted total that falls on them; measured: see `observed_share`.
    pub predicted_share: f64,
    /// Share of the measured total that falls on them.
    pub observed_share: f64,
}

/// Share of days that are no peaks.
const USUAL: f64 = 0.9;

/// Scores of expected emissions `mean` and of typical ones, `median`, which rank days and are compared as asinh.
pub(crate) fn scores(observed: &[f64], mean: &[f64], median: &[f64]) -> Scores {
    let asinh = |x: &[f64]| x.iter().map(|x| x.asinh()).collect::<Vec<_>>();
    let (o, p) = (asinh(observed), asinh(median));
    Scores {
        n: observed.len(),
        mean: average(mean),
        bias: average(mean) - average(observed),
        rmse: rmse(observed, mean),
        r: correlation(observed, mean),
        r_asinh: correlation(&o, &p),
        rmse_asinh: rmse(&o, &p),
        spearman: correlation(&ranks(observed), &ranks(median)),
    }
}

/// Scores of the highest tenth of the days.
pub(crate) fn peaks(observed: &[f64], mean: &[f64]) -> Peaks {
    let mut sorted = observed.to_vec();
    sorted.sort_by(f64::total_cmp);
    let threshold = sorted[((USUAL * observed.len() as f64) as usize).min(observed.len() - 1)];
    let of_peaks =
        |x: &[f64]| -> Vec<f64> { x.iter().zip(observed).filter(|(_, o)| **o >= threshold).map(|(x, _)| *x).collect() };
    let (o, p) = (of_peaks(observed), of_peaks(mean));
    let mut order: Vec<usize> = (0..mean.len()).collect();
    order.sort_by(|a, b| mean[*b].total_cmp(&mean[*a]).then(a.cmp(b)));
    let caught = order[..o.len()].iter().filter(|at| observed[**at] >= threshold).count();
    let total = |x: &[f64]| x.iter().sum::<f64>();
    Peaks {
        threshold,
        days: o.len(),
        observed: average(&o),
        predicted: average(&p),
        caught: caught as f64 / o.len() as f64,
        r: correlation(&o, &p),
        predicted_share: total(&p) / total(mean),
        observed_share: total(&o) / total(observed),
    }
}

pub(crate) fn average(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

pub(crate) fn rmse(observed: &[f64], predicted: &[f64]) -> f64 {
    let squares: Vec<f64> = observed.iter().zip(predicted).map(|(o, p)| (p - o).powi(2)).collect();
    average(&squares).sqrt()
}

/// Pearson's correlation; NaN where one of the two does not vary.
pub(crate) fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let (mx, my) = (average(x), average(y));
    let product =
        |a: &[f64], ma: f64, b: &[f64], mb: f64| a.iter().zip(b).map(|(a, b)| (a - ma) * (b - mb)).sum::<f64>();
    let (xx, yy) = (product(x, mx, x, mx), product(y, my, y, my));
    // A column of one number has a sum of squares of rounding alone.
    let varies = xx > 1e-20 * mx * mx * x.len() as f64 && yy > 1e-20 * my * my * y.len() as f64;
    if varies { product(x, mx, y, my) / (xx * yy).sqrt() } else { f64::NAN }
}

/// Ranks from 1, ties with the mean of theirs.
pub(crate) fn ranks(x: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|a, b| x[*a].total_cmp(&x[*b]));
    let mut ranks = vec![0.0; x.len()];
    let mut first = 0;
    while first < order.len() {
        let ties = order[first..].iter().take_while(|at| x[**at] == x[order[first]]).count().max(1);
        order[first..first + ties].iter().for_each(|at| ranks[*at] = first as f64 + 0.5 * (ties as f64 + 1.0));
        first += ties;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_ranks_and_constants_have_no_correlation() {
        assert_eq!(ranks(&[2.0, 1.0, 2.0, 5.0]), [2.5, 1.0, 2.5, 4.0]);
        assert!(correlation(&[1.0, 2.0, 3.0], &[0.1; 3]).is_nan());
        assert!((correlation(&[1.0, 2.0, 4.0], &[2.0, 4.0, 8.0]) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn peaks_are_the_highest_tenth() {
        let observed: Vec<f64> = (0..20).map(f64::from).collect();
        let mut predicted = vec![1.0; 20];
        predicted[19] = 10.0;
        predicted[3] = 5.0;
        let found = peaks(&observed, &predicted);
        assert_eq!((found.threshold, found.days, found.observed, found.predicted), (18.0, 2, 18.5, 5.5));
        assert_eq!(found.caught, 0.5);
    }
}
