//! How one variable depends on another, in a reference and in a model; and scores by percentiles of errors.

/// A dependence in bins: means of what depends, and how they compare.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Edges of the bins of what it depends on.
    pub edges: Vec<f64>,
    /// Mean in each bin, of the reference; NaN without values.
    pub reference: Vec<f64>,
    /// Mean in each bin, of the model; NaN without values.
    pub model: Vec<f64>,
    /// exp(−root square error over root square of the reference), over the bins that both have.
    pub score: f64,
}

/// Compares how `dependent` varies with `independent` in a reference and in a model, each a pair (independent, dependent).
///
/// # Panics
/// If there are fewer than two edges, or the slices of a pair differ in length.
pub fn relation(edges: &[f64], reference: (&[f64], &[f64]), model: (&[f64], &[f64])) -> Relation {
    assert!(edges.len() > 1, "a bin has two edges");
    let (x, y) = (binned(edges, reference), binned(edges, model));
    let (mut error, mut size) = (0.0, 0.0);
    for (x, y) in x.iter().zip(&y).filter(|(x, y)| x.is_finite() && y.is_finite()) {
        error += (y - x) * (y - x);
        size += x * x;
    }
    let score = (-(f64::sqrt(error) / f64::sqrt(size))).exp();
    Relation { edges: edges.to_vec(), reference: x, model: y, score }
}

fn binned(edges: &[f64], (independent, dependent): (&[f64], &[f64])) -> Vec<f64> {
    assert_eq!(independent.len(), dependent.len(), "values come in pairs");
    let bins = edges.len() - 1;
    let (mut sums, mut counts) = (vec![0.0; bins], vec![0.0; bins]);
    for (x, y) in independent.iter().zip(dependent).filter(|(x, y)| x.is_finite() && y.is_finite()) {
        if let Some(bin) = bin(edges, *x) {
            sums[bin] += y;
            counts[bin] += 1.0;
        }
    }
    sums.iter().zip(&counts).map(|(sum, count)| sum / count).collect()
}

/// The bin that holds a value; the last one holds its upper edge.
fn bin(edges: &[f64], value: f64) -> Option<usize> {
    let last = edges.len() - 1;
    match edges.partition_point(|edge| *edge <= value) {
        0 => None,
        after if after <= last => Some(after - 1),
        _ => (value == edges[last]).then_some(last - 1),
    }
}

/// Hellinger distance of two histograms (0: alike, 1: nothing in common), of any number of dimensions, laid out alike.
///
/// ```text
/// H = √(1 − Σ √(p q))      p, q: shares of the counts
/// ```
pub fn hellinger(first: &[f64], second: &[f64]) -> f64 {
    let (p, q) = (first.iter().sum::<f64>(), second.iter().sum::<f64>());
    let shared: f64 = first.iter().zip(second).map(|(a, b)| (a / p * b / q).sqrt()).sum();
    (1.0 - shared).max(0.0).sqrt()
}

/// The newer score of an error against the 70th percentile of the errors of many models in the region: 1 − |e|/e₇₀, at least 0.
pub fn percentile_score(error: f64, e70: f64) -> f64 {
    (1.0 - error.abs() / e70).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_in_bins_are_compared_where_both_have_them() {
        let found = relation(&[0.0, 1.0, 2.0, 3.0], (&[0.5, 0.6, 1.0], &[2.0, 4.0, 4.0]), (&[0.1, 3.0], &[3.0, 9.0]));
        assert_eq!(found.reference[..2], [3.0, 4.0]);
        assert!(found.reference[2].is_nan() && found.model[1].is_nan());
        assert_eq!((found.model[0], found.model[2], found.score), (3.0, 9.0, 1.0));
    }

    #[test]
    fn histograms_are_alike_or_have_nothing_in_common() {
        assert!(hellinger(&[1.0, 3.0], &[2.0, 6.0]) < 1e-7);
        assert_eq!(hellinger(&[1.0, 0.0], &[0.0, 5.0]), 1.0);
    }

    #[test]
    fn an_error_of_the_seventieth_percentile_scores_nothing() {
        assert_eq!([0.0, -1.0, 2.0, 9.0].map(|e| percentile_score(e, 2.0)), [1.0, 0.5, 0.0, 0.0]);
    }
}
