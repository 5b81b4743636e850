//! The models that are compared, and what each predicts for sites that it has not seen.

use edaphon_forest::WeightMode;

use super::fold::Fold;
use super::learner::{Features, Growth, grow, predict_year, predict_years};
use super::training::{Row, Samples, mixed, observed, repeated};
use crate::description::ForestChoices;
use crate::error::Result;
use crate::process::ProcessModel;

/// A model of stocks in space and time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Model {
    /// The process model alone (PO). It sees the first sample of the sites that it predicts.
    Process,
    /// A forest of samples alone (ML).
    Forest,
    /// The same, grown on all samples instead of on a draw of them.
    ForestWithoutBootstrap,
    /// The same, its rows repeated until there are as many as the hybrid has.
    ForestRepeated,
    /// A forest of samples and simulated stocks (POML).
    Hybrid {
        /// w_p.
        process_weight: f64,
        /// What a weight does.
        mode: WeightMode,
    },
    /// A forest maps the first year, the process model goes on from there, a second forest adds what the process model missed.
    TwoStep,
}

/// What folds share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting<'a> {
    pub features: &'a Features,
    pub process: &'a ProcessModel,
    pub samples: &'a Samples,
    pub choices: ForestChoices,
}

impl Setting<'_> {
    /// Stocks of `held_out` in all years (kg m⁻²), learnt from the sites of the fold's training.
    pub(crate) fn predict(&self, model: Model, fold: &Fold, held_out: &[usize]) -> Result<Vec<Vec<f64>>> {
        let growth = |bootstrap, mode| Growth { choices: self.choices, bootstrap, mode, seed: fold.forest_seed };
        let learnt =
            |rows: &[Row], growth: Growth| predict_years(&grow(self.features, rows, &growth)?, self.features, held_out);
        let bootstrap = growth(true, WeightMode::Bootstrap);
        match model {
            Model::Process => Ok(held_out.iter().map(|site| fold.curves[*site].clone()).collect()),
            Model::Forest => learnt(&observed(self.samples, &fold.training), bootstrap),
            Model::ForestWithoutBootstrap => {
                learnt(&observed(self.samples, &fold.training), growth(false, WeightMode::Bootstrap))
            }
            Model::ForestRepeated => {
                let rows = observed(self.samples, &fold.training);
                let all = fold.training.iter().filter(|wanted| **wanted).count() * self.process.years();
                learnt(&repeated(&rows, (all / rows.len()).max(1)), bootstrap)
            }
            Model::Hybrid { process_weight, mode } => {
                let rows = mixed(self.samples, &fold.curves, &fold.training, process_weight);
                learnt(&rows, growth(true, mode))
            }
            Model::TwoStep => self.two_step(fold, held_out, &bootstrap),
        }
    }

    fn two_step(&self, fold: &Fold, held_out: &[usize], growth: &Growth) -> Result<Vec<Vec<f64>>> {
        let last = self.process.years() - 1;
        let rows = observed(self.samples, &fold.training);
        let of_year = |year: usize| rows.iter().copied().filter(|row| row.year == year).collect::<Vec<_>>();
        let map = grow(self.features, &of_year(0), growth)?;
        let starts = predict_year(&map, self.features, held_out, 0)?;
        let missed = of_year(last).into_iter().filter(|row| self.samples.get(row.site, 0).is_some());
        let missed = missed.map(|row| Row { stock: row.stock - fold.curves[row.site][last], ..row });
        let residual = grow(self.features, &missed.collect::<Vec<_>>(), growth)?;
        let residuals = predict_year(&residual, self.features, held_out, last)?;
        let process = self.process.adapted(&fold.calibration)?;
        let curves = process.curves_of(held_out, &starts, &fold.calibration.parameters);
        let ramp = |curve: Vec<f64>, residual: f64| {
            curve.iter().enumerate().map(|(year, stock)| stock + residual * year as f64 / last as f64).collect()
        };
        Ok(curves.into_iter().zip(residuals).map(|(curve, residual)| ramp(curve, residual)).collect())
    }
}
