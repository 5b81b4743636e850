//! How far predictions are from what was observed.
//!
//! All moments divide by n (ddof = 0).

/// Scores of predictions p against observations o.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scores {
    /// Root mean square error, √mean((p − o)²) (unit of the values).
    pub rmse: f64,
    /// Lin's concordance, 2 cov/(var o + var p + (mean o − mean p)²) (–); NaN where nothing varies and means agree.
    pub ccc: f64,
    /// Mean of p − o (unit of the values).
    pub bias: f64,
    /// Mean of |p − o| (unit of the values).
    pub mae: f64,
    /// 1 − Σ(p − o)²/Σ(o − mean o)² (–), not a squared correlation.
    pub r2: f64,
    /// Number of pairs.
    pub n: usize,
}

/// Scores of pairs (prediction, observation); NaN throughout without pairs.
pub fn scores(pairs: &[(f64, f64)]) -> Scores {
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / pairs.len() as f64;
    let (mean_p, mean_o) = (mean(&|pair| pair.0), mean(&|pair| pair.1));
    let square = mean(&|(p, o)| (p - o) * (p - o));
    let var_p = mean(&|(p, _)| (p - mean_p) * (p - mean_p));
    let var_o = mean(&|(_, o)| (o - mean_o) * (o - mean_o));
    let covariance = mean(&|(p, o)| (p - mean_p) * (o - mean_o));
    Scores {
        rmse: square.sqrt(),
        ccc: 2.0 * covariance / (var_o + var_p + (mean_o - mean_p) * (mean_o - mean_p)),
        bias: mean_p - mean_o,
        mae: mean(&|(p, o)| (p - o).abs()),
        r2: 1.0 - square / var_o,
        n: pairs.len(),
    }
}

/// Root mean square of differences (unit of the values); NaN without any.
pub fn rms(differences: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = differences.fold((0.0, 0_usize), |(sum, count), d| (sum + d * d, count + 1));
    (sum / count as f64).sqrt()
}

/// Mean and standard deviation of values, the latter divided by n − `ddof`; NaN where that is 0.
pub fn mean_and_sd(values: &[f64], ddof: usize) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, (squares / (n - ddof as f64)).sqrt())
}

/// How good intervals from `low` to `high` are that should hold `level` of the observations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IntervalScores {
    /// Share of observations within (–).
    pub coverage: f64,
    /// Mean width (unit of the values).
    pub width: f64,
    /// Interval score (Gneiting & Raftery 2007): width and 2/α times how far observations lie outside (unit of the values).
    pub score: f64,
}

/// Scores of intervals (low, high, observation) meant to hold `level` of the observations.
pub fn interval_scores(intervals: &[(f64, f64, f64)], level: f64) -> IntervalScores {
    let mean = |of: &dyn Fn(&(f64, f64, f64)) -> f64| intervals.iter().map(of).sum::<f64>() / intervals.len() as f64;
    let outside = |(low, high, o): &(f64, f64, f64)| (low - o).max(o - high).max(0.0);
    let width = mean(&|(low, high, _)| high - low);
    IntervalScores {
        coverage: mean(&|(low, high, o)| f64::from(u8::from(low <= o && o <= high))),
        width,
        score: width + 2.0 / (1.0 - level) * mean(&outside),
    }
}

/// The value below which `share` (0 to 1) of `values` lie, between the two nearest in proportion; NaN without any.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = share.clamp(0.0, 1.0) * sorted.len().saturating_sub(1) as f64;
    let (below, part) = (place.floor() as usize, place.fract());
    match (sorted.get(below), sorted.get(below + 1)) {
        (Some(low), Some(high)) => low + (high - low) * part,
        (Some(low), None) => *low,
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_computed_numbers() {
        let found = scores(&[(2.0, 1.0), (2.0, 2.0), (5.0, 3.0)]);
        // Means 3 and 2, variances 2 and 2/3, covariance 1.
        let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(near(found.rmse, (5.0_f64 / 3.0).sqrt()) && near(found.bias, 1.0) && near(found.mae, 1.0));
        assert!(near(found.ccc, 2.0 / (2.0 + 2.0 / 3.0 + 1.0)) && near(found.r2, 1.0 - 2.5));
        assert_eq!(found.n, 3);
        assert!(scores(&[(1.0, 1.0), (1.0, 1.0)]).ccc.is_nan());
    }

    #[test]
    fn intervals_pay_for_width_and_for_what_they_miss() {
        let found = interval_scores(&[(0.0, 2.0, 1.0), (0.0, 2.0, 3.0)], 0.9);
        assert_eq!((found.coverage, found.width), (0.5, 2.0));
        assert!((found.score - (2.0 + 20.0 * 0.5)).abs() < 1e-12);
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert_eq!([0.0, 0.5, 1.0].map(|share| quantile(&values, share)), [1.0, 2.5, 4.0]);
        assert!(quantile(&[], 0.5).is_nan());
    }
}
