//! Ranks, quantiles and the distance of two distributions.

use super::{Pairs, correlation};

/// Spearman's rank correlation (–): Pearson's of weighted ranks, equal values sharing theirs.
pub fn spearman(pairs: &Pairs) -> f64 {
    let rank = |values: &[f64]| ranks(values, pairs.weights());
    let ranked = Pairs { x: rank(pairs.reference()), y: rank(pairs.model()), ..pairs.clone() };
    correlation(&ranked)
}

/// Weight below each value, with half the weight of those that equal it.
fn ranks(values: &[f64], weights: &[f64]) -> Vec<f64> {
    let order = order(values);
    let (mut ranks, mut below) = (vec![0.0; values.len()], 0.0);
    for group in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let within: f64 = group.iter().map(|&at| weights[at]).sum();
        group.iter().for_each(|&at| ranks[at] = below + 0.5 * within);
        below += within;
    }
    ranks
}

fn order(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    order
}

/// Values below which the given shares (0 to 1) of the weight lie (unit of the values), interpolated between the middles of
/// weights; NaN without values.
pub fn quantiles(values: &[f64], weights: &[f64], shares: &[f64]) -> Vec<f64> {
    let order = order(values);
    let total: f64 = weights.iter().sum();
    let mut below = 0.0;
    let middles: Vec<(f64, f64)> = order
        .iter()
        .map(|&at| {
            let middle = (below + 0.5 * weights[at]) / total;
            below += weights[at];
            (middle, values[at])
        })
        .collect();
    shares.iter().map(|share| interpolated(&middles, *share)).collect()
}

fn interpolated(middles: &[(f64, f64)], share: f64) -> f64 {
    let after = middles.partition_point(|(middle, _)| *middle < share);
    match (middles.get(after.wrapping_sub(1)), middles.get(after)) {
        (Some((a, low)), Some((b, high))) if b > a => low + (high - low) * (share - a) / (b - a),
        (_, Some((_, value))) | (Some((_, value)), None) => *value,
        (None, None) => f64::NAN,
    }
}

/// Earth mover's distance between the distributions of reference and model (unit of the values): how far, on average, weight has
/// to be moved to make one the other, wherever it lies.
pub fn earth_mover_distance(pairs: &Pairs) -> f64 {
    let (x, y, w) = (pairs.reference(), pairs.model(), pairs.weights());
    let (of_x, of_y) = (order(x), order(y));
    let (mut i, mut j, mut distance) = (0, 0, 0.0);
    let (mut left_x, mut left_y) = (w[of_x[0]], w[of_y[0]]);
    while i < of_x.len() && j < of_y.len() {
        let moved = left_x.min(left_y);
        distance += moved * (x[of_x[i]] - y[of_y[j]]).abs();
        (left_x, left_y) = (left_x - moved, left_y - moved);
        if left_x <= 0.0 {
            i += 1;
            left_x = of_x.get(i).map_or(0.0, |&at| w[at]);
        }
        if left_y <= 0.0 {
            j += 1;
            left_y = of_y.get(j).map_or(0.0, |&at| w[at]);
        }
    }
    distance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_know_order_alone() {
        let pairs = Pairs::equal(&[1.0, 2.0, 3.0, 4.0], &[1.0, 8.0, 27.0, 64.0]).unwrap();
        assert!((spearman(&pairs) - 1.0).abs() < 1e-15);
        // Ranks 1 2.5 2.5 4 against 4 3 2 1: the covariance is −1.125, the variances 1.125 and 1.25.
        let ties = Pairs::equal(&[1.0, 2.0, 2.0, 4.0], &[9.0, 7.0, 5.0, 3.0]).unwrap();
        assert!((spearman(&ties) + (1.125_f64 / 1.25).sqrt()).abs() < 1e-14);
    }

    #[test]
    fn a_shift_is_the_distance_of_its_length() {
        let pairs = Pairs::new(&[0.0, 1.0, 5.0], &[7.0, 2.0, 3.0], &[1.0, 1.0, 1.0]).unwrap();
        // In order: 0, 1, 5 and 2, 3, 7.
        assert!((earth_mover_distance(&pairs) - 2.0).abs() < 1e-12);
        let same = Pairs::new(&[1.0, 3.0], &[3.0, 1.0], &[1.0, 1.0]).unwrap();
        assert!(earth_mover_distance(&same) < 1e-12);
    }

    #[test]
    fn the_median_of_odd_numbers_is_the_middle_one() {
        assert_eq!(quantiles(&[5.0, 1.0, 3.0], &[1.0; 3], &[0.0, 0.5, 1.0]), [1.0, 3.0, 5.0]);
        assert_eq!(quantiles(&[0.0, 10.0], &[1.0, 3.0], &[0.5]), [7.5]);
        assert!(quantiles(&[], &[], &[0.5])[0].is_nan());
    }
}
