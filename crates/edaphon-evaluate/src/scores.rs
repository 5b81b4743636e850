//! Scores of the models against observations, each with its interval.

use serde_json::{Value, json};

use crate::annual::{AnnualRun, Window};
use crate::error::Result;
use crate::metrics::{Bootstrap, Estimate, Pairs, bias, ccc, correlation, kge_2012, rmse, spatial_blocks};
use crate::observations::Observed;

/// Width of the blocks that are drawn (degrees), draws, and their seed.
const BLOCK: f64 = 10.0;
const DRAWS: u32 = 400;
const SEED: u64 = 1;

/// A metric of pairs, with its name.
type Metric = (&'static str, fn(&Pairs) -> f64);
/// Metrics, in the unit of the quantity or without.
const METRICS: [Metric; 5] = [("bias", bias), ("rmse", rmse), ("r", correlation), ("ccc", ccc), ("kge_2012", kge_2012)];

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
    /// Share of cells within two standard deviations of the product, where it has them (–).
    pub within_spread: Option<f64>,
}

/// The quantity in a window.
pub(crate) fn values(window: &Window, variable: &str) -> Option<Vec<f64>> {
    match variable {
        "cSoil" => window.soil_c(),
        "cVeg" => window.vegetation_c(),
        "microbial_c" => window.microbial_c(),
        "rh" => window.respiration(),
        name => window.get(name).map(<[f64]>::to_vec),
    }
}

/// Scores of all runs against all products; pairs without a common cell are left out.
///
/// # Errors
/// If values cannot be read.
pub fn scores(runs: &[AnnualRun], windows: &[Window], observed: &[Observed]) -> Result<Vec<Score>> {
    let mut made = Vec::new();
    for product in observed {
        for (run, window) in runs.iter().zip(windows) {
            let Some(model) = values(window, &product.variable) else { continue };
            let area: Vec<f64> = run.spots().iter().map(|spot| spot.area).collect();
            let Ok(pairs) = Pairs::new(&product.cells, &model, &area) else { continue };
            let of = |of: fn(&edaphon_io::output::Spot) -> f64| run.spots().iter().map(of).collect::<Vec<_>>();
            let blocks = spatial_blocks(&of(|s| s.latitude), &of(|s| s.longitude), BLOCK);
            let bootstrap = Bootstrap::new(&blocks, DRAWS, SEED);
            for (metric, function) in METRICS {
                made.push(Score {
                    product: product.name.clone(),
                    variable: product.variable.clone(),
                    model: run.label(),
                    metric,
                    estimate: bootstrap.estimate(&pairs, function),
                    within_spread: within(product, &model),
                });
            }
        }
    }
    Ok(made)
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
            "within_two_sd": self.within_spread,
        })
    }
}
