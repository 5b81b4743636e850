//! Maps: forest and hybrid grown on all sites, asked for every cell of a grid.

mod raster;

use edaphon_forest::{Forest, WeightMode};
use rayon::prelude::*;

use crate::applicability::Applicability;
use crate::data::{COVARIATES, Covariates, DYNAMIC, Data, Lattice};
use crate::description::LearnDescription;
use crate::error::{LearnError, Result};
use crate::experiment::{
    Features, Fold, Growth, Listener, Prepared, Progress, Samples, Setting, Spread, fold_set, mixed, observed,
    spread_factor, table, trees,
};
use crate::process::{Calibration, ProcessModel};
use crate::random::{Random, Stream};

pub(crate) use raster::single;

/// The final models, grown on all sites.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// The process model on all sites.
    pub calibration: Calibration,
    /// The hybrid.
    pub hybrid: Forest,
    /// The forest of samples alone.
    pub forest: Forest,
    /// How much worse the hybrid does on sites that it has not seen where a covariate is shuffled: increase of the mean square error (kg² m⁻⁴).
    pub importance: [f64; COVARIATES.len()],
    /// Where the hybrid may be asked.
    pub area: Applicability,
    /// By how much standard deviations over trees have to be multiplied to hold their share of unseen samples.
    pub interval_factor: f64,
    fold: Fold,
}

/// A map of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearMap {
    /// The year.
    pub year: i32,
    /// Stock by the hybrid in each cell (kg m⁻²).
    pub hybrid: Vec<f64>,
    /// Ends of its interval (kg m⁻²).
    pub interval: Vec<(f64, f64)>,
    /// Stock by the forest of samples alone (kg m⁻²).
    pub forest: Vec<f64>,
    /// Dissimilarity index (–).
    pub dissimilarity: Vec<f64>,
    /// Whether the models may be asked there: the index is within that of the area of applicability.
    pub applicable: Vec<bool>,
}

/// Maps of years.
#[derive(Debug, Clone, PartialEq)]
pub struct Maps {
    /// Names of the cells.
    pub cells: Vec<String>,
    /// Eastings and northings of the cells (km), or longitudes and latitudes (degrees) where the grid has these.
    pub places: Vec<(f64, f64)>,
    /// The grid that the cells lie on, or why they lie on none.
    pub lattice: std::result::Result<Lattice, String>,
    /// The years, ascending.
    pub years: Vec<YearMap>,
    /// Largest dissimilarity index of the area of applicability (–).
    pub threshold: f64,
}

/// Grows the final models on all sites.
///
/// # Errors
/// What the process model or the forests cannot do with these data.
pub fn fit(data: &Data, described: &LearnDescription, listener: Listener<'_>) -> Result<Fitted> {
    let tell = |what: &str, done| listener(Progress { what: what.to_owned(), done, total: 4 });
    let process = ProcessModel::new(data, &described.process)?;
    let (features, samples) = (Features::of(data), Samples::of(data));
    let setting = Setting { features: &features, process: &process, samples: &samples, choices: described.forest };
    let seed = described.validation.seeds[0];
    let all = vec![true; data.sites.len()];
    // Beyond the numbers of folds.
    let forest_seed = Random::new(seed, Stream::Forest, u64::MAX - 1).next();
    let fold = Fold::new(&samples.for_process(&process), all.clone(), Vec::new(), forest_seed, true)?;
    tell("process model calibrated on all sites", 1);
    let hybrid = &described.hybrid;
    let growth = |mode| Growth { choices: described.forest, bootstrap: true, mode, seed: forest_seed };
    let rows = mixed(&samples, &fold.curves, &all, hybrid.process_weight);
    let of_hybrid = Prepared::new(&features, &rows)?.grow(&growth(hybrid.weight_mode))?;
    let of_samples = Prepared::new(&features, &observed(&samples, &all))?.grow(&growth(WeightMode::Bootstrap))?;
    tell("forests grown on all sites", 2);
    let folds = fold_set(data, described, &setting)?;
    let importance = importance(described, &setting, &folds)?;
    let interval_factor = spread_factor(described, &setting, &folds)?;
    tell("covariates shuffled on unseen sites", 3);
    let of_site = crate::experiment::folds_of(data, &described.validation, seed)?;
    let places: Vec<Covariates> = rows.iter().map(|row| *features.row(row.site, row.year)).collect();
    let fold_of_row: Vec<usize> = rows.iter().map(|row| of_site[row.site]).collect();
    let area = Applicability::new(&places, &fold_of_row, &importance);
    tell("area of applicability", 4);
    let calibration = fold.calibration.clone();
    Ok(Fitted { calibration, hybrid: of_hybrid, forest: of_samples, importance, area, interval_factor, fold })
}

/// Increase of the mean square error on held-out samples where a covariate is that of another site: through all years alike where it does not
/// change, year by year where it does.
fn importance(described: &LearnDescription, setting: &Setting<'_>, folds: &[Fold]) -> Result<[f64; COVARIATES.len()]> {
    let hybrid = &described.hybrid;
    let of_fold = |fold: &Fold| {
        let rows = mixed(setting.samples, &fold.curves, &fold.training, hybrid.process_weight);
        let seed = fold.forest_seed;
        let growth = Growth { choices: setting.choices, bootstrap: true, mode: hybrid.weight_mode, seed };
        let forest = Prepared::new(setting.features, &rows)?.grow(&growth)?;
        let places: Vec<(usize, usize, f64)> = fold
            .held_out
            .iter()
            .flat_map(|site| setting.samples.0[*site].iter().map(move |(year, stock)| (*site, *year, *stock)))
            .collect();
        let mut random = Random::new(seed, Stream::Choice, u64::MAX);
        let error = |shuffled: Option<(usize, &[usize])>| {
            let rows = places.iter().enumerate().map(|(at, (site, year, _))| {
                let mut row = *setting.features.row(*site, *year);
                if let Some((column, order)) = shuffled {
                    let (other_site, other_year, _) = places[order[at]];
                    let year = if DYNAMIC.contains(&column) { other_year } else { *year };
                    row[column] = setting.features.row(other_site, year)[column];
                }
                row
            });
            let found = forest.predict(&table(rows)?)?;
            Ok::<_, LearnError>(found.iter().zip(&places).map(|(p, (_, _, o))| (p - o) * (p - o)).sum::<f64>())
        };
        let base = error(None)?;
        let mut increase = [0.0; COVARIATES.len()];
        for (column, increase) in increase.iter_mut().enumerate() {
            *increase = error(Some((column, &random.permutation(places.len()))))? - base;
        }
        Ok((increase, places.len()))
    };
    let found = folds.par_iter().map(of_fold).collect::<Result<Vec<_>>>()?;
    let count: usize = found.iter().map(|(_, count)| count).sum();
    Ok(std::array::from_fn(|column| found.iter().map(|(of, _)| of[column]).sum::<f64>() / count as f64))
}

impl Fitted {
    /// Maps of the years of the grid, or of those that the description names.
    ///
    /// # Errors
    /// No grid, or a year that it does not have.
    pub fn predict(&self, data: &Data, described: &LearnDescription, listener: Listener<'_>) -> Result<Maps> {
        let Some(grid) = &data.grid else {
            return Err(LearnError::refused(
                "there is no map to predict: the description has neither tables `grid` and `grid_ndvi` nor maps in [grid]",
            ));
        };
        let mut wanted = described.map_years.clone().unwrap_or_else(|| grid.years());
        wanted.sort_unstable();
        wanted.dedup();
        grid.check_years(&wanted)?;
        let process = ProcessModel::new(data, &described.process)?;
        let (features, samples) = (Features::of(data), Samples::of(data));
        let setting = Setting { features: &features, process: &process, samples: &samples, choices: described.forest };
        let mut years = Vec::with_capacity(wanted.len());
        for (done, year) in wanted.iter().copied().enumerate() {
            let rows = grid.covariates(data, year)?;
            let cells = table(rows.iter().copied())?;
            let members = described.experiments.interval_members;
            let by_cell = trees(described, &setting, &self.fold, members, &cells)?;
            let interval = by_cell.par_iter().map(|trees| {
                let s = Spread::of(trees);
                (s.mean - self.interval_factor * s.sd, s.mean + self.interval_factor * s.sd)
            });
            let dissimilarity = self.area.dissimilarity(&rows);
            years.push(YearMap {
                year,
                hybrid: self.hybrid.predict(&cells)?,
                interval: interval.collect(),
                forest: self.forest.predict(&cells)?,
                applicable: dissimilarity.iter().map(|index| *index <= self.area.threshold).collect(),
                dissimilarity,
            });
            listener(Progress { what: format!("map of {year}"), done: done + 1, total: wanted.len() });
        }
        Ok(Maps {
            cells: grid.cells.iter().map(|cell| cell.name.clone()).collect(),
            places: grid.cells.iter().map(|cell| cell.place).collect(),
            lattice: grid.lattice.clone(),
            years,
            threshold: self.area.threshold,
        })
    }
}
