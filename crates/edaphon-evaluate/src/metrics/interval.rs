//! How good stated uncertainty is: intervals, ensembles and normal distributions against what was observed.

/// Weighted share (0 to 1) of observations that lie within `low` to `high`.
///
/// # Panics
/// If the slices differ in length.
pub fn coverage(observed: &[f64], low: &[f64], high: &[f64], weights: &[f64]) -> f64 {
    let within = |at: usize| f64::from(u8::from(low[at] <= observed[at] && observed[at] <= high[at]));
    mean(observed.len(), weights, within)
}

/// Weighted mean of `high` less `low` (unit of the values).
///
/// # Panics
/// If the slices differ in length.
pub fn mean_width(low: &[f64], high: &[f64], weights: &[f64]) -> f64 {
    mean(low.len(), weights, |at| high[at] - low[at])
}

fn mean(count: usize, weights: &[f64], of: impl Fn(usize) -> f64) -> f64 {
    assert_eq!(count, weights.len(), "one weight for each value");
    let total: f64 = weights.iter().sum();
    (0..count).map(|at| weights[at] * of(at)).sum::<f64>() / total
}

/// Continuous ranked probability score of an ensemble at one observation (unit of the values): 0 is perfect.
///
/// ```text
/// CRPS = E|X − y| − ½ E|X − X′|      X, X′ members drawn with replacement
/// ```
pub fn crps(ensemble: &[f64], observed: f64) -> f64 {
    let n = ensemble.len() as f64;
    let mut sorted = ensemble.to_vec();
    sorted.sort_by(f64::total_cmp);
    let apart = sorted.iter().map(|x| (x - observed).abs()).sum::<f64>() / n;
    // Σ|xᵢ − xⱼ| over all pairs from the order of the members.
    let spread: f64 = sorted.iter().enumerate().map(|(i, x)| (2.0 * i as f64 + 1.0 - n) * x).sum();
    apart - spread / (n * n)
}

/// Continuous ranked probability score of a normal distribution at one observation (unit of the values).
///
/// ```text
/// CRPS = σ (z (2Φ(z) − 1) + 2φ(z) − 1/√π)      z = (y − μ)/σ
/// ```
pub fn crps_normal(mean: f64, sd: f64, observed: f64) -> f64 {
    let z = (observed - mean) / sd;
    let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
    sd * (z * (2.0 * normal_below(z) - 1.0) + 2.0 * density - 1.0 / std::f64::consts::PI.sqrt())
}

/// Share of an ensemble below the observation (0 to 1), members that equal it counting half: even from 0 to 1 over many
/// observations where the ensemble is reliable.
pub fn pit(ensemble: &[f64], observed: f64) -> f64 {
    let below = ensemble.iter().filter(|x| **x < observed).count() as f64;
    let equal = ensemble.iter().filter(|x| **x == observed).count() as f64;
    (below + 0.5 * equal) / ensemble.len() as f64
}

/// Share of the standard normal distribution below `z`.
fn normal_below(z: f64) -> f64 {
    // W. J. Cody's rational functions are longer than needed: the series below |z| = 6 is exact to round-off.
    if z < -6.0 {
        return 0.0;
    }
    if z > 6.0 {
        return 1.0;
    }
    let (mut term, mut sum, mut k) = (z, z, 1.0);
    while f64::abs(term) > 1e-17 * f64::abs(sum) && k < 400.0 {
        term *= z * z / (2.0 * k + 1.0);
        sum += term;
        k += 1.0;
    }
    0.5 + sum * (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_counted_by_weight() {
        let (low, high) = ([0.0, 0.0, 5.0], [1.0, 1.0, 9.0]);
        assert_eq!(coverage(&[0.5, 2.0, 5.0], &low, &high, &[1.0, 1.0, 2.0]), 0.75);
        assert_eq!(mean_width(&low, &high, &[1.0, 1.0, 2.0]), 2.5);
    }

    #[test]
    fn one_member_scores_its_distance() {
        assert_eq!(crps(&[3.0], 5.0), 2.0);
        // E|X − y| = 1, E|X − X′| = 1.
        assert_eq!(crps(&[0.0, 2.0], 1.0), 0.5);
        assert_eq!((pit(&[1.0, 2.0, 3.0, 4.0], 3.0), pit(&[1.0], 9.0)), (0.625, 1.0));
    }

    #[test]
    fn the_normal_distribution_is_that_of_tables() {
        assert!((normal_below(1.96) - 0.975_002_104_851_779_5).abs() < 1e-14);
        assert!((normal_below(-1.0) - 0.158_655_253_931_457_05).abs() < 1e-14);
        // At the mean: σ (√2 − 1)/√π.
        let middle = (2.0_f64.sqrt() - 1.0) / std::f64::consts::PI.sqrt();
        assert!((crps_normal(7.0, 2.0, 7.0) - 2.0 * middle).abs() < 1e-14);
    }

    #[test]
    fn a_large_ensemble_scores_like_its_distribution() {
        let ensemble: Vec<f64> = (0..2000).map(|i| (f64::from(i) + 0.5) / 2000.0).collect();
        // Even from 0 to 1, at y: y² − y + 1/3.
        assert!((crps(&ensemble, 0.3) - (0.09 - 0.3 + 1.0 / 3.0)).abs() < 1e-6);
    }
}
