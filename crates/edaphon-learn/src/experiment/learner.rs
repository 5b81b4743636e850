//! Forests on rows of the training table.

use edaphon_forest::{Bootstrap, Forest, ForestSettings, MaxFeatures, Table, Training, WeightMode};

use super::training::Row;
use crate::data::{COVARIATES, Covariates, Data};
use crate::description::ForestChoices;
use crate::error::{LearnError, Result};

/// Covariates of all sites in all years.
#[derive(Debug, Clone)]
pub(crate) struct Features {
    rows: Vec<Covariates>,
    years: usize,
}

impl Features {
    pub(crate) fn of(data: &Data) -> Self {
        let years = data.years();
        let rows = (0..data.sites.len()).flat_map(|site| years.iter().map(move |year| data.covariates(site, *year)));
        Self { rows: rows.collect(), years: years.len() }
    }

    pub(crate) fn row(&self, site: usize, year: usize) -> &Covariates {
        &self.rows[site * self.years + year]
    }

    /// The table of some sites and years.
    pub(crate) fn table(&self, places: impl IntoIterator<Item = (usize, usize)>) -> Result<Table> {
        table(places.into_iter().map(|(site, year)| *self.row(site, year)))
    }
}

/// A table of rows of covariates.
pub(crate) fn table(rows: impl IntoIterator<Item = Covariates>) -> Result<Table> {
    let rows: Vec<Covariates> = rows.into_iter().collect();
    let columns: Vec<Vec<f64>> =
        (0..COVARIATES.len()).map(|column| rows.iter().map(|row| row[column]).collect()).collect();
    Table::from_columns(&columns).map_err(LearnError::from)
}

/// How a forest is grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Growth {
    pub choices: ForestChoices,
    pub bootstrap: bool,
    pub mode: WeightMode,
    pub seed: u64,
}

impl Growth {
    pub(crate) fn settings(&self) -> ForestSettings {
        ForestSettings {
            trees: self.choices.trees,
            max_features: self.choices.columns_per_split.map_or(MaxFeatures::Sqrt, MaxFeatures::Count),
            min_samples_leaf: self.choices.min_samples_leaf,
            bootstrap: match (self.bootstrap, self.choices.draw_sites) {
                (false, _) => Bootstrap::Off,
                (true, false) => Bootstrap::Row,
                (true, true) => Bootstrap::Group,
            },
            weight_mode: self.mode,
            seed: self.seed,
            ..ForestSettings::default()
        }
    }
}

/// A training table ready for the forest.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub features: Table,
    pub targets: Vec<f64>,
    weights: Vec<f64>,
    groups: Vec<u64>,
}

impl Prepared {
    pub(crate) fn new(features: &Features, rows: &[Row]) -> Result<Self> {
        Ok(Self {
            features: features.table(rows.iter().map(|row| (row.site, row.year)))?,
            targets: rows.iter().map(|row| row.stock).collect(),
            weights: rows.iter().map(|row| row.weight).collect(),
            groups: rows.iter().map(|row| row.site as u64).collect(),
        })
    }

    pub(crate) fn training(&self) -> Result<Training<'_>> {
        let training = Training::new(&self.features, &self.targets)?;
        Ok(training.with_weights(&self.weights)?.with_groups(&self.groups)?)
    }

    pub(crate) fn grow(&self, growth: &Growth) -> Result<Forest> {
        Ok(Forest::fit(&self.training()?, &growth.settings())?)
    }
}

/// Grows a forest on rows.
pub(crate) fn grow(features: &Features, rows: &[Row], growth: &Growth) -> Result<Forest> {
    Prepared::new(features, rows)?.grow(growth)
}

/// Predictions of sites in all years, site after site.
pub(crate) fn predict_years(forest: &Forest, features: &Features, sites: &[usize]) -> Result<Vec<Vec<f64>>> {
    if sites.is_empty() {
        return Ok(Vec::new());
    }
    let years = features.years;
    let table = features.table(sites.iter().flat_map(|site| (0..years).map(move |year| (*site, year))))?;
    Ok(forest.predict(&table)?.chunks(years).map(<[f64]>::to_vec).collect())
}

/// Predictions of sites in one year.
pub(crate) fn predict_year(forest: &Forest, features: &Features, sites: &[usize], year: usize) -> Result<Vec<f64>> {
    if sites.is_empty() {
        return Ok(Vec::new());
    }
    Ok(forest.predict(&features.table(sites.iter().map(|site| (*site, year)))?)?)
}
