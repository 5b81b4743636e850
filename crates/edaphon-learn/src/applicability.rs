//! Where a forest may be asked: the area of applicability of Meyer & Pebesma (2021, doi 10.1111/2041-210X.13650).
//!
//! ```text
//! covariates are standardised by training rows and multiplied by their importance
//! DI = distance to the nearest training row / mean distance between training rows
//! threshold = the largest DI of training rows, to rows of other folds, that is not above the upper quartile + 1.5 IQR
//! ```
//!
//! A place belongs to the area where DI ≤ threshold. Covariates that change move a place in and out through the years.

use rayon::prelude::*;

use crate::data::{COVARIATES, Covariates};
use crate::metrics::quantile;

/// Number of covariates.
const WIDTH: usize = COVARIATES.len();
/// Pairs of training rows that the mean distance is taken from, at most.
const PAIRS: usize = 200_000;

/// Training rows in the space of what matters.
#[derive(Debug, Clone, PartialEq)]
pub struct Applicability {
    centre: [f64; WIDTH],
    /// Importance over standard deviation.
    scale: [f64; WIDTH],
    /// Columns, the widest first: distances are given up early.
    order: [usize; WIDTH],
    rows: Vec<[f64; WIDTH]>,
    mean_distance: f64,
    /// Largest dissimilarity index of the area (–).
    pub threshold: f64,
}

impl Applicability {
    /// From training rows, the fold of each, and the importance of each covariate (any unit, ≥ 0).
    pub fn new(rows: &[Covariates], folds: &[usize], importance: &[f64; WIDTH]) -> Self {
        let n = rows.len() as f64;
        let centre = std::array::from_fn(|column| rows.iter().map(|row| row[column]).sum::<f64>() / n);
        let sd = |column: usize, mean: f64| {
            (rows.iter().map(|row| (row[column] - mean) * (row[column] - mean)).sum::<f64>() / n).sqrt()
        };
        let largest = importance.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        let scale: [f64; WIDTH] = std::array::from_fn(|column| match sd(column, centre[column]) {
            0.0 => 0.0,
            sd => importance[column].max(0.0) / largest / sd,
        });
        let mut order: [usize; WIDTH] = std::array::from_fn(|column| column);
        order.sort_by(|a, b| importance[*b].total_cmp(&importance[*a]));
        let mut area = Self { centre, scale, order, rows: Vec::new(), mean_distance: 1.0, threshold: 0.0 };
        area.rows = rows.iter().map(|row| area.placed(row)).collect();
        area.mean_distance = area.mean_distance();
        let own: Vec<f64> = (0..rows.len())
            .into_par_iter()
            .map(|at| area.nearest(&area.rows[at], |other| folds[other] != folds[at]) / area.mean_distance)
            .filter(|index| index.is_finite())
            .collect();
        let (lower, upper) = (quantile(&own, 0.25), quantile(&own, 0.75));
        let fence = upper + 1.5 * (upper - lower);
        area.threshold = own.into_iter().filter(|index| *index <= fence).fold(0.0, f64::max);
        area
    }

    fn placed(&self, row: &Covariates) -> [f64; WIDTH] {
        self.order.map(|column| (row[column] - self.centre[column]) * self.scale[column])
    }

    /// Every k-th of all pairs, so that no random number is needed.
    fn mean_distance(&self) -> f64 {
        let n = self.rows.len();
        let pairs = n * n.saturating_sub(1) / 2;
        let step = pairs.div_ceil(PAIRS).max(1);
        let (mut sum, mut count) = (0.0, 0.0);
        let mut skip = 0;
        for first in 0..n {
            let mut second = first + 1 + skip;
            while second < n {
                sum += square(&self.rows[first], &self.rows[second], f64::INFINITY).sqrt();
                count += 1.0;
                second += step;
            }
            skip = second - n;
        }
        if count > 0.0 { sum / count } else { 1.0 }
    }

    fn nearest(&self, place: &[f64; WIDTH], may: impl Fn(usize) -> bool) -> f64 {
        let mut best = f64::INFINITY;
        for (at, row) in self.rows.iter().enumerate().filter(|(at, _)| may(*at)) {
            let found = square(place, row, best);
            if found < best {
                best = found;
            }
            if at % 4096 == 0 && best == 0.0 {
                break;
            }
        }
        best.sqrt()
    }

    /// The dissimilarity index (–) of each row.
    pub fn dissimilarity(&self, rows: &[Covariates]) -> Vec<f64> {
        rows.par_iter().map(|row| self.nearest(&self.placed(row), |_| true) / self.mean_distance).collect()
    }
}

/// Squared distance; anything above `best` where it is given up.
fn square(a: &[f64; WIDTH], b: &[f64; WIDTH], best: f64) -> f64 {
    let mut sum = 0.0;
    for (a, b) in a.chunks_exact(4).zip(b.chunks_exact(4)) {
        sum += a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        if sum >= best {
            return sum;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Covariates> {
        (0..60).map(|at| std::array::from_fn(|column| f64::from((at * (column as u32 + 3) * 7) % 61))).collect()
    }

    #[test]
    fn training_rows_are_inside_and_far_places_are_not() {
        let rows = rows();
        let folds: Vec<usize> = (0..rows.len()).map(|at| at % 5).collect();
        let area = Applicability::new(&rows, &folds, &[1.0; WIDTH]);
        assert!(area.threshold > 0.0 && area.dissimilarity(&rows).iter().all(|index| *index == 0.0));
        let mut far = rows[0];
        far[4] += 1e4;
        assert!(area.dissimilarity(&[far])[0] > area.threshold);
    }

    #[test]
    fn what_does_not_matter_does_not_take_a_place_out() {
        let rows = rows();
        let folds: Vec<usize> = (0..rows.len()).map(|at| at % 5).collect();
        let mut importance = [1.0; WIDTH];
        importance[4] = 0.0;
        let area = Applicability::new(&rows, &folds, &importance);
        let mut far = rows[0];
        far[4] += 1e4;
        assert_eq!(area.dissimilarity(&[far]), [0.0]);
    }
}
