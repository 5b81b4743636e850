//! Scores of the models against observations, each with its interval, and what observations leave open.
//!
//! ```text
//! scores        every metric of every model against every product; intervals by drawing blocks of 10°, and by drawing observations
//! comparisons   is one model nearer to a product than another? the difference, from the same draws for both
//! spreads       are models further from products than these from one another, or from what their own uncertainty allows?
//! intervals     models as one ensemble, and stated uncertainty of products: coverage, width, CRPS, PIT
//! ilamb         scores as ILAMB computes them and the corrected ones
//! ```

mod compare;
mod draws;
mod ilamb;
mod interval;
mod spread;

pub use compare::Comparison;
pub(crate) use compare::comparisons;
pub use ilamb::{Basis, IlambScore};
pub(crate) use ilamb::{ilamb, weighting};
pub use interval::Interval;
pub(crate) use interval::intervals;
pub use spread::Spread;
pub(crate) use spread::spreads;

use serde_json::{Value, json};

use crate::annual::{AnnualRun, Window};
use crate::metrics::{
    Bootstrap, Estimate, Metric, Pairs, bias, ccc, centred_rmse, correlation, earth_mover_distance, error_budget,
    kge_2009, kge_2012, log_ratio_rmse, mae, mape, morans_i, neighbours_within, nse, quantiles, rmse, sd_ratio,
    spatial_blocks, spearman, willmott_d,
};
use crate::observations::Observed;
use draws::draws;

/// Width of the blocks that are drawn (degrees), draws, and their seed.
const BLOCK: f64 = 10.0;
const DRAWS: u32 = 400;
const SEED: u64 = 1;
/// Neighbours, for Moran's I, are at most so far apart (km).
const NEIGHBOURS: f64 = 300.0;

/// Metrics in the unit of the quantity or without, with their names.
const METRICS: [(&str, Metric); 18] = [
    ("bias", bias),
    ("mae", mae),
    ("rmse", rmse),
    ("centred_rmse", centred_rmse),
    ("r", correlation),
    ("sd_ratio", sd_ratio),
    ("ccc", ccc),
    ("nse", nse),
    ("kge_2009", kge_2009),
    ("kge_2012", kge_2012),
    ("willmott_d", willmott_d),
    ("mape", |pairs| mape(pairs).unwrap_or(f64::NAN)),
    ("log_ratio_rmse", |pairs| log_ratio_rmse(pairs).unwrap_or(f64::NAN)),
    ("spearman", spearman),
    ("earth_mover_distance", earth_mover_distance),
    ("mean_square_error_of_bias", |pairs| error_budget(pairs).bias),
    ("mean_square_error_of_variance", |pairs| error_budget(pairs).variance),
    ("mean_square_error_of_correlation", |pairs| error_budget(pairs).correlation),
];

/// A metric of a model against a product.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The product.
    pub product: String,
    /// The quantity.
    pub variable: String,
    /// The model.
    pub model: String,
    /// The metric.
    pub metric: &'static str,
    /// Its value with an interval of 90 % from drawing blocks of cells.
    pub estimate: Estimate,
    /// 5th and 95th percentile over draws of the product within its standard deviation, where it has one.
    pub over_draws: Option<[f64; 2]>,
    /// Share of cells within two standard deviations of the product, where it has them (–).
    pub within_spread: Option<f64>,
}

/// A model in the cells that it is compared in.
pub(crate) struct Compared<'a> {
    /// Words for the model.
    pub(crate) label: String,
    pub(crate) run: &'a AnnualRun,
    pub(crate) window: &'a Window,
}

impl Compared<'_> {
    pub(crate) fn areas(&self) -> Vec<f64> {
        self.run.spots().iter().map(|spot| spot.area).collect()
    }

    pub(crate) fn places(&self) -> [Vec<f64>; 2] {
        let of = |of: fn(&edaphon_io::output::Spot) -> f64| self.run.spots().iter().map(of).collect();
        [of(|spot| spot.latitude), of(|spot| spot.longitude)]
    }

    pub(crate) fn values(&self, variable: &str) -> Option<Vec<f64>> {
        values(self.window, variable)
    }
}

/// The quantity in a window.
pub(crate) fn values(window: &Window, variable: &str) -> Option<Vec<f64>> {
    match variable {
        "cSoil" => window.soil_c(),
        "cVeg" => window.vegetation_c(),
        "microbial_c" => window.microbial_c(),
        "rh" => window.respiration(),
        "soil_cn" => window.soil_cn(),
        "microbial_cn" => window.microbial_cn(),
        "relative_microbial" => window.relative_microbial(),
        name => window.get(name).map(<[f64]>::to_vec),
    }
}

fn blocks(model: &Compared<'_>) -> Bootstrap {
    let [latitudes, longitudes] = model.places();
    Bootstrap::new(&spatial_blocks(&latitudes, &longitudes, BLOCK), DRAWS, SEED)
}

/// Scores of all models against all products; pairs without a common cell are left out.
pub(crate) fn scores(models: &[Compared<'_>], observed: &[Observed]) -> Vec<Score> {
    let mut made = Vec::new();
    let Some(first) = models.first() else { return made };
    let (bootstrap, area) = (blocks(first), first.areas());
    for product in observed {
        let drawn = draws(product, first);
        for model in models {
            let Some(values) = model.values(&product.variable) else { continue };
            let Ok(pairs) = Pairs::new(&product.cells, &values, &area) else { continue };
            let estimates = bootstrap.estimates(&pairs, &METRICS.map(|(_, metric)| metric));
            let redrawn: Vec<Pairs> =
                drawn.iter().flatten().filter_map(|cells| Pairs::new(cells, &values, &area).ok()).collect();
            let within_spread = within(product, &values);
            let score = |metric, estimate, over_draws| Score {
                product: product.name.clone(),
                variable: product.variable.clone(),
                model: model.label.clone(),
                metric,
                estimate,
                over_draws,
                within_spread,
            };
            for ((name, metric), estimate) in METRICS.iter().zip(estimates) {
                made.push(score(name, estimate, over(&redrawn, *metric)));
            }
            let together = neighbourly(&pairs, first);
            made.push(score("morans_i", Estimate { value: together, low: f64::NAN, high: f64::NAN }, None));
        }
    }
    made
}

/// 5th and 95th percentile of a metric over draws; none without draws.
fn over(drawn: &[Pairs], metric: Metric) -> Option<[f64; 2]> {
    let values: Vec<f64> = drawn.iter().map(metric).filter(|value| value.is_finite()).collect();
    let bounds = quantiles(&values, &vec![1.0; values.len()], &[0.05, 0.95]);
    (!values.is_empty()).then(|| [bounds[0], bounds[1]])
}

/// Moran's I of the residuals.
fn neighbourly(pairs: &Pairs, of: &Compared<'_>) -> f64 {
    let at = |all: &[f64]| pairs.places().iter().map(|&place| all[place]).collect::<Vec<_>>();
    let [latitudes, longitudes] = of.places();
    let neighbours = neighbours_within(&at(&latitudes), &at(&longitudes), NEIGHBOURS);
    let residuals: Vec<f64> = pairs.model().iter().zip(pairs.reference()).map(|(y, x)| y - x).collect();
    morans_i(&residuals, &neighbours).unwrap_or(f64::NAN)
}

fn within(product: &Observed, model: &[f64]) -> Option<f64> {
    let sd = product.sd.as_ref()?;
    let known = || {
        product.cells.iter().zip(model).zip(sd).filter(|((x, y), sd)| x.is_finite() && y.is_finite() && sd.is_finite())
    };
    let count = known().count();
    let inside = known().filter(|((x, y), sd)| (*x - *y).abs() <= 2.0 * **sd).count();
    (count > 0).then(|| inside as f64 / count as f64)
}

impl Score {
    /// As JSON.
    pub fn json(&self) -> Value {
        json!({
            "product": self.product, "variable": self.variable, "model": self.model, "metric": self.metric,
            "value": self.estimate.value, "low": self.estimate.low, "high": self.estimate.high,
            "over_draws": self.over_draws, "within_two_sd": self.within_spread,
        })
    }
}
