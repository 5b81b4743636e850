//! How good intervals are: those that products state, with each model within them, and the range of all models around products.

use serde_json::{Value, json};

use super::Compared;
use crate::metrics::{coverage, crps, crps_normal, mean_width, pit};
use crate::observations::Observed;

/// Half of an interval of 90 % of the normal distribution (standard deviations).
const NINETY: f64 = 1.644_853_626_951_472_7;

/// Metrics of intervals, weighted by area.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// The product.
    pub product: String,
    /// The quantity.
    pub variable: String,
    /// What has intervals, and what should lie in them.
    pub of: String,
    /// Share of land where it does (–).
    pub coverage: f64,
    /// Mean width of intervals (unit of the quantity).
    pub width: f64,
    /// Continuous ranked probability score (unit of the quantity).
    pub crps: f64,
    /// Mean place within the distribution (0 to 1); 0.5 if neither too high nor too low.
    pub pit: Option<f64>,
}

/// Intervals of all products and of all models together.
pub(crate) fn intervals(models: &[Compared<'_>], observed: &[Observed]) -> Vec<Interval> {
    let mut made = Vec::new();
    let Some(first) = models.first() else { return made };
    let area = first.areas();
    for product in observed {
        let known: Vec<(&str, Vec<f64>)> =
            models.iter().filter_map(|model| Some((model.label.as_str(), model.values(&product.variable)?))).collect();
        made.extend(known.iter().filter_map(|(label, values)| stated(product, label, values, &area)));
        made.extend(together(product, &known, &area));
    }
    made
}

/// A model within the uncertainty that a product states.
fn stated(product: &Observed, label: &str, values: &[f64], area: &[f64]) -> Option<Interval> {
    let sd = product.sd.as_ref()?;
    let fits = |at: &usize| product.cells[*at].is_finite() && sd[*at] > 0.0 && values[*at].is_finite();
    let cells: Vec<usize> = (0..values.len()).filter(fits).collect();
    let of = |value: &dyn Fn(usize) -> f64| cells.iter().map(|&at| value(at)).collect::<Vec<_>>();
    let (low, high) = (of(&|at| product.cells[at] - NINETY * sd[at]), of(&|at| product.cells[at] + NINETY * sd[at]));
    let (weights, model) = (of(&|at| area[at]), of(&|at| values[at]));
    let score = of(&|at| crps_normal(product.cells[at], sd[at], values[at]));
    (!cells.is_empty()).then(|| Interval {
        product: product.name.clone(),
        variable: product.variable.clone(),
        of: format!("{label} within the product's 90 %"),
        coverage: coverage(&model, &low, &high, &weights),
        width: mean_width(&low, &high, &weights),
        crps: mean(&score, &weights),
        pit: None,
    })
}

/// The product within the range of all models.
fn together(product: &Observed, models: &[(&str, Vec<f64>)], area: &[f64]) -> Option<Interval> {
    let fits = |at: &usize| product.cells[*at].is_finite() && models.iter().all(|(_, values)| values[*at].is_finite());
    let cells: Vec<usize> = (0..area.len()).filter(fits).collect();
    if models.len() < 2 || cells.is_empty() {
        return None;
    }
    let members: Vec<Vec<f64>> =
        cells.iter().map(|&at| models.iter().map(|(_, values)| values[at]).collect()).collect();
    let edge = |of: fn(f64, f64) -> f64| {
        members.iter().filter_map(|values| values.iter().copied().reduce(of)).collect::<Vec<_>>()
    };
    let (low, high) = (edge(f64::min), edge(f64::max));
    let seen: Vec<f64> = cells.iter().map(|&at| product.cells[at]).collect();
    let weights: Vec<f64> = cells.iter().map(|&at| area[at]).collect();
    let scored = |of: fn(&[f64], f64) -> f64| {
        members.iter().zip(&seen).map(|(values, seen)| of(values, *seen)).collect::<Vec<_>>()
    };
    Some(Interval {
        product: product.name.clone(),
        variable: product.variable.clone(),
        of: format!("the product within the range of {} models", models.len()),
        coverage: coverage(&seen, &low, &high, &weights),
        width: mean_width(&low, &high, &weights),
        crps: mean(&scored(crps), &weights),
        pit: Some(mean(&scored(pit), &weights)),
    })
}

fn mean(values: &[f64], weights: &[f64]) -> f64 {
    values.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>() / weights.iter().sum::<f64>()
}

impl Interval {
    /// As JSON.
    pub fn json(&self) -> Value {
        json!({
            "product": self.product, "variable": self.variable, "of": self.of, "coverage": self.coverage,
            "width": self.width, "crps": self.crps, "mean_pit": self.pit,
        })
    }
}
