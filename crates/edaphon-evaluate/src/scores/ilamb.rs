//! Scores as ILAMB computes them, on the grid of the run, and the corrected ones beside them.

use serde_json::{Value, json};

use edaphon_core::calendar::month_bounds;

use super::{Compared, values};
use crate::annual::{AnnualRun, FOR_TABLES, Window};
use crate::error::Result;
use crate::ilamb::{Gridded, Scores, Weighting, regular_bounds, scores};
use crate::observations::{Observed, Series};

/// What scores are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Months of the years that both have.
    Months(i64, i64),
    /// Means of the years that both have.
    Years(i64, i64),
    /// The mean of the product and that of the model's first years.
    TimeMeans,
}

impl Basis {
    /// In words.
    pub fn words(self) -> String {
        match self {
            Self::Months(from, to) => format!("months of {from} to {to}"),
            Self::Years(from, to) => format!("years {from} to {to}"),
            Self::TimeMeans => "time means".into(),
        }
    }
}

/// Scores of a model against a product.
#[derive(Debug, Clone, PartialEq)]
pub struct IlambScore {
    /// The product.
    pub product: String,
    /// The quantity.
    pub variable: String,
    /// The model.
    pub model: String,
    /// What they are made of.
    pub basis: Basis,
    /// How cells are weighted.
    pub weighting: Weighting,
    /// The scores.
    pub scores: Scores,
}

/// Scores of all models against all products, of runs on a map; with `monthly` outputs of a model where months are observed.
///
/// # Errors
/// If values cannot be read.
pub(crate) fn ilamb(models: &[Compared<'_>], monthly: &[AnnualRun], observed: &[Observed]) -> Result<Vec<IlambScore>> {
    let mut made = Vec::new();
    for product in observed {
        for model in models {
            let Some((basis, reference, of_model)) = matched(model, monthly, product)? else { continue };
            for weighting in [Weighting::Area, Weighting::Mass] {
                let Ok(scores) = scores(&reference, &of_model, weighting) else { continue };
                made.push(IlambScore {
                    product: product.name.clone(),
                    variable: product.variable.clone(),
                    model: model.label.clone(),
                    basis,
                    weighting,
                    scores,
                });
            }
        }
    }
    Ok(made)
}

type Matched = (Basis, Gridded, Gridded);

/// The product and the model at the finest steps that both have.
fn matched(model: &Compared<'_>, monthly: &[AnnualRun], product: &Observed) -> Result<Option<Matched>> {
    let Some(grid) = Grid::of(model.run) else { return Ok(None) };
    let Some(mean) = model.values(&product.variable) else { return Ok(None) };
    if let Some(series) = &product.series {
        let of_months = monthly.iter().find(|run| run.model == model.run.model && run.same_cells(model.run));
        if let (Some(run), Some(months)) = (of_months, &series.months)
            && let Some(found) = by_months(&grid, run, product, series, months)?
        {
            return Ok(Some(found));
        }
        if let Some(found) = by_years(&grid, model.run, product, series)? {
            return Ok(Some(found));
        }
    }
    let whole = vec![[0.0, 365.0]];
    let reference = grid.series(whole.clone(), std::slice::from_ref(&product.cells));
    Ok(Some((Basis::TimeMeans, reference, grid.series(whole, &[mean]))))
}

fn by_months(
    grid: &Grid,
    run: &AnnualRun,
    product: &Observed,
    series: &Series,
    months: &[[Vec<f64>; 12]],
) -> Result<Option<Matched>> {
    // The place of each of a year's months in the run.
    let place = |year: i64| {
        let all: Vec<usize> = (0..run.years.len()).filter(|at| run.years[*at] == year).collect();
        (all.len() == 12).then_some(all)
    };
    let (mut times, mut reference, mut of_model, mut years) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for ((year, _), maps) in series.years.iter().zip(months) {
        let Some(places) = place(*year) else { continue };
        for (month, (at, map)) in places.into_iter().zip(maps).enumerate() {
            let Some(found) = record(run, at, &product.variable)? else { return Ok(None) };
            let (first, last) = month_bounds(month);
            times.push(
                [f64::from(first) - 1.0, f64::from(last)].map(|day| day + 365.0 * (*year - series.years[0].0) as f64),
            );
            reference.push(map.clone());
            of_model.push(found);
        }
        years.push(*year);
    }
    let (Some(first), Some(last)) = (years.first(), years.last()) else { return Ok(None) };
    let basis = Basis::Months(*first, *last);
    Ok(Some((basis, grid.series(times.clone(), &reference), grid.series(times, &of_model))))
}

fn by_years(grid: &Grid, run: &AnnualRun, product: &Observed, series: &Series) -> Result<Option<Matched>> {
    let (mut times, mut reference, mut of_model, mut years) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (year, map) in &series.years {
        let Some(at) = run.years.iter().position(|of_run| of_run == year) else { continue };
        let Some(found) = record(run, at, &product.variable)? else { return Ok(None) };
        let start = 365.0 * (*year - series.years[0].0) as f64;
        times.push([start, start + 365.0]);
        reference.push(map.clone());
        of_model.push(found);
        years.push(*year);
    }
    let (Some(first), Some(last), true) = (years.first(), years.last(), years.len() > 1) else { return Ok(None) };
    let basis = Basis::Years(*first, *last);
    Ok(Some((basis, grid.series(times.clone(), &reference), grid.series(times, &of_model))))
}

/// The quantity in a record of a run.
fn record(run: &AnnualRun, at: usize, variable: &str) -> Result<Option<Vec<f64>>> {
    let window: Window = run.window(&needed(variable), at, 1)?;
    Ok(values(&window, variable))
}

/// What has to be read for a quantity.
fn needed(variable: &str) -> Vec<&'static str> {
    let all: &[&str] = match variable {
        "cSoil" => &["cLitter", "cSoil"],
        "cVeg" => &["leaf_c", "wood_c", "froot_c", "cVeg"],
        "microbial_c" => &["mimics_mic_r_c", "mimics_mic_k_c"],
        "rh" => &["microbial_respiration", "rh"],
        "gpp" | "npp" | "fNnetmin" => return FOR_TABLES.into_iter().filter(|name| *name == variable).collect(),
        _ => &FOR_TABLES,
    };
    all.to_vec()
}

/// The map of a run.
struct Grid {
    latitudes: Vec<[f64; 2]>,
    longitudes: Vec<[f64; 2]>,
    offsets: Vec<usize>,
}

impl Grid {
    /// None for places, or a map of a single row or column.
    fn of(run: &AnnualRun) -> Option<Self> {
        let (lat, lon) = run.output.map.as_ref().filter(|(lat, lon)| lat.len() > 1 && lon.len() > 1)?;
        let offsets = run.spots().iter().map(|spot| spot.offset).collect();
        Some(Self { latitudes: regular_bounds(lat, 90.0), longitudes: regular_bounds(lon, f64::INFINITY), offsets })
    }

    fn series(&self, times: Vec<[f64; 2]>, records: &[Vec<f64>]) -> Gridded {
        let cells = self.latitudes.len() * self.longitudes.len();
        let map = |record: &Vec<f64>| {
            let mut map = vec![f64::NAN; cells];
            self.offsets.iter().zip(record).for_each(|(offset, value)| map[*offset] = *value);
            map
        };
        Gridded {
            latitudes: self.latitudes.clone(),
            longitudes: self.longitudes.clone(),
            times,
            values: records.iter().flat_map(map).collect(),
        }
    }
}

impl IlambScore {
    /// As JSON.
    pub fn json(&self) -> Value {
        let s = &self.scores;
        json!({
            "product": self.product, "variable": self.variable, "model": self.model, "basis": self.basis.words(),
            "weighting": weighting(self.weighting), "bias": s.bias, "bias_score": s.bias_score, "rmse": s.rmse,
            "rmse_score": s.rmse_score, "phase_shift_months": s.phase_shift, "seasonal_score": s.seasonal_score,
            "interannual_score": s.interannual_score, "spatial_score_ilamb": s.spatial.score, "r_ilamb": s.spatial.r,
            "spatial_score_corrected": s.spatial_corrected.score, "r_corrected": s.spatial_corrected.r,
            "r_unweighted": s.spatial_unweighted.r, "overall_ilamb": s.overall, "overall_corrected": s.overall_corrected,
        })
    }
}

/// Name of a weighting in documents.
pub(crate) fn weighting(of: Weighting) -> &'static str {
    if of == Weighting::Mass { "mass" } else { "area" }
}
