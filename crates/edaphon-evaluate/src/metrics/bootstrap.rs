//! Intervals of metrics, by drawing whole blocks of places: neighbours are not independent.

use edaphon_core::grid::LongitudeRange;
use rayon::prelude::*;

use super::{Metric, Pairs, quantiles};
use crate::random::Random;

/// A metric with the 5th and 95th percentile of its draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The metric of all pairs.
    pub value: f64,
    /// 5th percentile.
    pub low: f64,
    /// 95th percentile.
    pub high: f64,
}

impl Estimate {
    /// Whether 0 lies outside the interval.
    pub fn excludes_zero(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// The block of each place: squares of `size` degrees, numbered from the south-west.
///
/// # Panics
/// If `size` is not above 0.
pub fn spatial_blocks(latitudes: &[f64], longitudes: &[f64], size: f64) -> Vec<usize> {
    assert!(size > 0.0, "blocks have a size");
    let columns = (360.0 / size).ceil() as usize;
    let block = |(lat, lon): (&f64, &f64)| {
        let row = ((lat + 90.0) / size).floor().max(0.0) as usize;
        let column = (LongitudeRange::Positive.normalise(*lon) / size).floor() as usize;
        row * columns + column
    };
    latitudes.iter().zip(longitudes).map(block).collect()
}

/// Draws of blocks with replacement; the same seed gives the same draws, for any number of threads.
#[derive(Debug, Clone)]
pub struct Bootstrap {
    /// The block of each place, from 0 without gaps.
    block: Vec<usize>,
    blocks: usize,
    draws: u32,
    seed: u64,
}

impl Bootstrap {
    /// Draws of the blocks that places belong to.
    pub fn new(block_of_place: &[usize], draws: u32, seed: u64) -> Self {
        let mut known: Vec<usize> = block_of_place.to_vec();
        known.sort_unstable();
        known.dedup();
        let block = block_of_place.iter().map(|block| known.partition_point(|b| b < block)).collect();
        Self { block, blocks: known.len(), draws, seed }
    }

    /// Number of blocks.
    pub fn blocks(&self) -> usize {
        self.blocks
    }

    /// A metric and its interval.
    pub fn estimate(&self, pairs: &Pairs, metric: impl Fn(&Pairs) -> f64 + Sync) -> Estimate {
        self.interval(metric(pairs), |times| self.drawn(pairs, times).map(|pairs| metric(&pairs)))
    }

    /// Several metrics and their intervals, from the same draws.
    pub fn estimates(&self, pairs: &Pairs, metrics: &[Metric]) -> Vec<Estimate> {
        let draw = |number: u32| {
            let drawn = self.drawn(pairs, &self.times(number));
            metrics.iter().map(|metric| drawn.as_ref().map_or(f64::NAN, metric)).collect::<Vec<f64>>()
        };
        let drawn: Vec<Vec<f64>> = (0..self.draws).into_par_iter().map(draw).collect();
        let of = |(at, metric): (usize, &Metric)| {
            bounded(metric(pairs), drawn.iter().map(|values| values[at]).filter(|value| value.is_finite()).collect())
        };
        metrics.iter().enumerate().map(of).collect()
    }

    /// A metric of one model less that of another, from the same draws for both. The pairs share their places.
    pub fn difference(&self, first: &Pairs, second: &Pairs, metric: impl Fn(&Pairs) -> f64 + Sync) -> Estimate {
        self.interval(metric(first) - metric(second), |times| {
            Some(metric(&self.drawn(first, times)?) - metric(&self.drawn(second, times)?))
        })
    }

    /// How often each block was drawn gives its pairs their weight.
    fn drawn(&self, pairs: &Pairs, times: &[f64]) -> Option<Pairs> {
        pairs.reweighted(|at| times[self.block[pairs.places()[at]]])
    }

    /// How often each block is drawn.
    fn times(&self, number: u32) -> Vec<f64> {
        let mut random = Random::stream(self.seed, u64::from(number));
        let mut times = vec![0.0; self.blocks];
        (0..self.blocks).for_each(|_| times[random.below(self.blocks)] += 1.0);
        times
    }

    fn interval(&self, value: f64, metric: impl Fn(&[f64]) -> Option<f64> + Sync) -> Estimate {
        let draw = |number: u32| metric(&self.times(number)).filter(|value| value.is_finite());
        bounded(value, (0..self.draws).into_par_iter().filter_map(draw).collect())
    }
}

fn bounded(value: f64, drawn: Vec<f64>) -> Estimate {
    let bounds = quantiles(&drawn, &vec![1.0; drawn.len()], &[0.05, 0.95]);
    Estimate { value, low: bounds[0], high: bounds[1] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{bias, rmse};

    fn places() -> (Vec<f64>, Vec<f64>) {
        (0..400).map(|i| (-47.0 + 5.0 * f64::from(i / 20), 3.0 + 17.0 * f64::from(i % 20))).unzip()
    }

    fn pairs(shift: f64) -> Pairs {
        let x: Vec<f64> = (0..400).map(|i| f64::from(i % 37)).collect();
        let y: Vec<f64> =
            x.iter().enumerate().map(|(i, x)| x + shift + ((i * 7919) % 13) as f64 / 13.0 - 0.5).collect();
        Pairs::equal(&x, &y).unwrap()
    }

    #[test]
    fn blocks_are_squares_of_degrees() {
        assert_eq!(spatial_blocks(&[-85.0, -85.0, 4.0, -90.0], &[0.0, -1.0, 359.0, 12.0], 10.0), [0, 35, 359, 1]);
    }

    #[test]
    fn the_interval_holds_the_value_and_narrows_to_what_is_certain() {
        let (lat, lon) = places();
        let bootstrap = Bootstrap::new(&spatial_blocks(&lat, &lon, 10.0), 300, 1);
        let shifted = bootstrap.estimate(&pairs(2.0), bias);
        assert!(shifted.low < shifted.value && shifted.value < shifted.high && shifted.low > 1.9, "{shifted:?}");
        let better = bootstrap.difference(&pairs(2.0), &pairs(0.0), rmse);
        assert!(better.excludes_zero() && better.low > 1.0);
        let both = bootstrap.estimates(&pairs(2.0), &[rmse, bias]);
        assert_eq!(both, [bootstrap.estimate(&pairs(2.0), rmse), shifted]);
        let same = bootstrap.difference(&pairs(2.0), &pairs(2.0), rmse);
        assert_eq!((same.value, same.low, same.high), (0.0, 0.0, 0.0));
    }

    #[test]
    fn the_same_seed_gives_the_same_bits_for_any_number_of_threads() {
        let (lat, lon) = places();
        let bootstrap = Bootstrap::new(&spatial_blocks(&lat, &lon, 10.0), 200, 7);
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| bootstrap.estimate(&pairs(1.0), rmse))
        };
        assert_eq!(with(1), with(3));
        assert_ne!(Bootstrap { seed: 8, ..bootstrap.clone() }.estimate(&pairs(1.0), rmse).low, with(1).low);
    }
}
