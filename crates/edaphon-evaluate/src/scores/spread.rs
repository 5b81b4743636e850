//! What observations leave open: products differ from one another, and each has its own uncertainty.
//!
//! A model that is no further from some product (RMSE) than products are from one another, or than 95 of 100 draws of that product are
//! from it, is indistinguishable from observations, and not ranked.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::draws::draws;
use super::{Compared, over};
use crate::metrics::{Pairs, rmse};
use crate::observations::Observed;

/// A model among the products of a quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// The quantity.
    pub variable: String,
    /// The model.
    pub model: String,
    /// Mean of the model over the cells that all products have (unit of the quantity).
    pub mean: f64,
    /// Smallest and largest mean of the products over those cells.
    pub means: [f64; 2],
    /// Smallest and largest root mean square error against a product.
    pub rmse: [f64; 2],
    /// Largest root mean square difference of two products; none of one alone.
    pub apart: Option<f64>,
    /// 95th percentile of the root mean square difference of draws from their product, the largest over products.
    pub drawn: Option<f64>,
    /// Whether the model lies within what observations leave open; none where they leave nothing known open.
    pub indistinguishable: Option<bool>,
}

/// Every model among the products of every quantity.
pub(crate) fn spreads(models: &[Compared<'_>], observed: &[Observed]) -> Vec<Spread> {
    let mut by_quantity: BTreeMap<&str, Vec<&Observed>> = BTreeMap::new();
    observed.iter().for_each(|product| by_quantity.entry(&product.variable).or_default().push(product));
    let Some(first) = models.first() else { return Vec::new() };
    let area = first.areas();
    let mut made = Vec::new();
    for (variable, products) in by_quantity {
        let drawn: Vec<Option<f64>> = products.iter().map(|product| drawn(product, first, &area)).collect();
        let apart = products.iter().enumerate().flat_map(|(at, a)| products[at + 1..].iter().map(move |b| (a, b)));
        let apart: Vec<f64> = apart.filter_map(|(a, b)| distance(&a.cells, &b.cells, &area)).collect();
        let apart = apart.into_iter().reduce(f64::max);
        for model in models {
            let Some(values) = model.values(variable) else { continue };
            let errors: Vec<Option<f64>> =
                products.iter().map(|product| distance(&product.cells, &values, &area)).collect();
            let Some(rmse) = range(errors.iter().flatten().copied()) else { continue };
            let near = |(error, drawn): (&Option<f64>, &Option<f64>)| {
                let open = [apart, *drawn].into_iter().flatten().reduce(f64::max);
                Some((*error)? <= open?)
            };
            let near: Vec<bool> = errors.iter().zip(&drawn).filter_map(near).collect();
            let shared =
                |cell: &usize| values[*cell].is_finite() && products.iter().all(|p| p.cells[*cell].is_finite());
            let cells: Vec<usize> = (0..values.len()).filter(shared).collect();
            let whole: f64 = cells.iter().map(|&cell| area[cell]).sum();
            let mean = |values: &[f64]| cells.iter().map(|&cell| values[cell] * area[cell]).sum::<f64>() / whole;
            made.push(Spread {
                variable: variable.to_owned(),
                model: model.label.clone(),
                mean: mean(&values),
                means: range(products.iter().map(|product| mean(&product.cells))).unwrap_or([f64::NAN; 2]),
                rmse,
                apart,
                drawn: drawn.iter().flatten().copied().reduce(f64::max),
                indistinguishable: (!near.is_empty()).then(|| near.contains(&true)),
            });
        }
    }
    made
}

fn distance(a: &[f64], b: &[f64], area: &[f64]) -> Option<f64> {
    Pairs::new(a, b, area).ok().map(|pairs| rmse(&pairs))
}

fn drawn(product: &Observed, at: &Compared<'_>, area: &[f64]) -> Option<f64> {
    let drawn = draws(product, at)?;
    let pairs: Vec<Pairs> = drawn.iter().filter_map(|cells| Pairs::new(&product.cells, cells, area).ok()).collect();
    over(&pairs, rmse).map(|[_, most]| most)
}

fn range(values: impl Iterator<Item = f64>) -> Option<[f64; 2]> {
    values.filter(|v| v.is_finite()).fold(None, |range, v| match range {
        None => Some([v, v]),
        Some([low, high]) => Some([f64::min(low, v), f64::max(high, v)]),
    })
}

impl Spread {
    /// The verdict in words.
    pub fn verdict(&self) -> &'static str {
        match self.indistinguishable {
            Some(true) => "indistinguishable",
            Some(false) => "apart",
            None => "not known",
        }
    }

    /// As JSON.
    pub fn json(&self) -> Value {
        json!({
            "variable": self.variable, "model": self.model, "mean": self.mean, "means_of_products": self.means,
            "rmse": self.rmse, "rmse_between_products": self.apart, "rmse_of_draws_95": self.drawn, "verdict": self.verdict(),
        })
    }
}
