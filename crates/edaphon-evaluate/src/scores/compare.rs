//! Whether one model is nearer to a product than another: the difference of a metric with its interval, from the same draws for both.

use serde_json::{Value, json};

use super::{Compared, blocks};
use crate::metrics::{Estimate, Metric, Pairs, ccc, rmse};
use crate::observations::Observed;

/// Metrics that models are compared by, and whether less is better.
const METRICS: [(&str, Metric, bool); 2] = [("rmse", rmse, true), ("ccc", ccc, false)];

/// A metric of one model less that of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The product.
    pub product: String,
    /// The quantity.
    pub variable: String,
    /// The metric.
    pub metric: &'static str,
    /// The models: the first less the second.
    pub models: [String; 2],
    /// The difference with an interval of 90 %.
    pub difference: Estimate,
    /// The model that is better; none where the interval holds 0.
    pub better: Option<String>,
}

/// All pairs of models against all products, over the cells that both models and the product have.
pub(crate) fn comparisons(models: &[Compared<'_>], observed: &[Observed]) -> Vec<Comparison> {
    let mut made = Vec::new();
    let Some(first) = models.first() else { return made };
    let (bootstrap, area) = (blocks(first), first.areas());
    for product in observed {
        let known: Vec<(&str, Vec<f64>)> =
            models.iter().filter_map(|model| Some((model.label.as_str(), model.values(&product.variable)?))).collect();
        for (at, (label, values)) in known.iter().enumerate() {
            for (other, of_other) in &known[at + 1..] {
                let common =
                    |cell: usize| if of_other[cell].is_finite() && values[cell].is_finite() { 1.0 } else { 0.0 };
                let weights: Vec<f64> = area.iter().enumerate().map(|(cell, area)| area * common(cell)).collect();
                let pairs = |values: &[f64]| Pairs::new(&product.cells, values, &weights);
                let (Ok(a), Ok(b)) = (pairs(values), pairs(of_other)) else { continue };
                for (metric, function, less_is_better) in METRICS {
                    let difference = bootstrap.difference(&a, &b, function);
                    let first_is_better = (difference.high < 0.0) == less_is_better;
                    let better = difference.excludes_zero().then(|| if first_is_better { *label } else { *other });
                    made.push(Comparison {
                        product: product.name.clone(),
                        variable: product.variable.clone(),
                        metric,
                        models: [(*label).to_owned(), (*other).to_owned()],
                        difference,
                        better: better.map(str::to_owned),
                    });
                }
            }
        }
    }
    made
}

impl Comparison {
    /// As JSON.
    pub fn json(&self) -> Value {
        let d = self.difference;
        json!({
            "product": self.product, "variable": self.variable, "metric": self.metric, "models": self.models,
            "difference": d.value, "low": d.low, "high": d.high, "better": self.better,
        })
    }
}
