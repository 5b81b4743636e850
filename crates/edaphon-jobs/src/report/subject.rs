//! What a part of a report is about: a site, or the cells of a grid, with one run for each model.

use std::rc::Rc;

use edaphon_run::Model;

use super::quantity::Quantity;
use super::run_file::RunFile;
use super::values::{FEW, by_season, by_year, mean_over};
use crate::error::Result;

/// A site or a grid, and the runs there.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Words for it: the name of a site, or how many cells there are.
    pub name: String,
    /// Its runs, those with nitrogen first, so that they have the same colours wherever they stand alone.
    pub runs: Vec<Rc<RunFile>>,
    /// The cell of a site, by its number among the simulated ones; none stands for the mean over a grid.
    pub spot: Option<usize>,
}

/// Puts runs of the same cells together, and divides those of few cells into their cells.
pub fn subjects(runs: Vec<RunFile>) -> Vec<Subject> {
    let mut groups: Vec<(String, Vec<Rc<RunFile>>)> = Vec::new();
    for run in runs {
        let key = run.attribute("edaphon_cells").unwrap_or_else(|| run.path.display().to_string());
        let key = format!("{key} {}", run.spots.len());
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, runs)) => runs.push(Rc::new(run)),
            None => groups.push((key, vec![Rc::new(run)])),
        }
    }
    groups.into_iter().flat_map(|(_, runs)| divided(told_apart(runs))).collect()
}

/// Sorts runs and tells those of the same model apart by their files.
fn told_apart(mut runs: Vec<Rc<RunFile>>) -> Vec<Rc<RunFile>> {
    let rank = |model: Model| Model::ALL.iter().position(|m| *m == model).unwrap_or(0);
    runs.sort_by_key(|run| (!run.model.nitrogen(), rank(run.model)));
    let labels: Vec<String> = runs.iter().map(|run| run.label.clone()).collect();
    for run in &mut runs {
        if labels.iter().filter(|label| **label == run.label).count() > 1 {
            let stem = run.path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
            let label = format!("{} ({stem})", run.label);
            if let Some(run) = Rc::get_mut(run) {
                run.label = label;
            }
        }
    }
    runs
}

fn divided(runs: Vec<Rc<RunFile>>) -> Vec<Subject> {
    let spots = &runs[0].spots;
    if spots.len() > FEW {
        let name = format!("{} cells", spots.len());
        return vec![Subject { name, runs, spot: None }];
    }
    let title = runs[0].attribute("title").unwrap_or_default();
    let named = title.split_once(": ").map(|(name, _)| name.to_owned());
    let name = |number: usize| match (&named, spots.len()) {
        (Some(name), 1) => name.clone(),
        _ => place_name(spots[number].id, spots[number].latitude, spots[number].longitude, spots.len()),
    };
    (0..spots.len()).map(|number| Subject { name: name(number), runs: runs.clone(), spot: Some(number) }).collect()
}

fn place_name(id: i64, latitude: f64, longitude: f64, cells: usize) -> String {
    let degrees = |x: f64, ends: [&str; 2]| format!("{:.2}° {}", x.abs(), ends[usize::from(x < 0.0)]);
    let east = if longitude > 180.0 { longitude - 360.0 } else { longitude };
    let place = format!("{}, {}", degrees(latitude, ["N", "S"]), degrees(east, ["E", "W"]));
    if cells == 1 { format!("Site at {place}") } else { format!("Cell {id} ({place})") }
}

impl Subject {
    /// Labels of the runs, in order: the order of colours.
    pub fn labels(&self) -> Vec<String> {
        self.runs.iter().map(|run| run.label.clone()).collect()
    }

    /// Whether it is the mean over a grid.
    pub fn is_grid(&self) -> bool {
        self.spot.is_none()
    }

    /// First and last year of its runs, in words.
    pub fn years(&self) -> String {
        let (first, last) = self
            .runs
            .iter()
            .map(|run| run.years())
            .fold((i64::MAX, i64::MIN), |all, years| (all.0.min(years.0), all.1.max(years.1)));
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    }

    /// Values of a quantity in a run, by record; none if the file does not have it.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn series(&self, run: &RunFile, quantity: &Quantity) -> Result<Option<Vec<f64>>> {
        let found = run.reduced(quantity)?;
        Ok(found.map(|values| self.spot.map_or_else(|| values.mean.clone(), |spot| values.series[spot].clone())))
    }

    /// Mean over time of a quantity in a run.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn mean(&self, run: &RunFile, quantity: &Quantity) -> Result<Option<f64>> {
        Ok(self.series(run, quantity)?.map(|series| mean_over(&series, &run.days)))
    }

    /// Values against time: means over years where there are four or more, else the records themselves.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn course(&self, run: &RunFile, quantity: &Quantity) -> Result<Option<(Vec<f64>, Vec<f64>)>> {
        let Some(series) = self.series(run, quantity)? else { return Ok(None) };
        let yearly = by_year(&run.times, &run.days, &series);
        Ok(Some(if yearly.0.len() >= 4 { yearly } else { (run.times.clone(), series) }))
    }

    /// Mean course of the year: 12 or 365 values; none for annual outputs.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn season(&self, run: &RunFile, quantity: &Quantity) -> Result<Option<Vec<f64>>> {
        let series = self.series(run, quantity)?;
        Ok(series.and_then(|series| by_season(&run.times, run.per_year(), &series)))
    }

    /// Mean residual of an element's budget (g m⁻² yr⁻¹), and the largest of a year; over a grid, of all its cells.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn residual(&self, run: &RunFile, element: &str) -> Result<Option<(f64, f64)>> {
        let Some(all) = run.residuals(element)? else { return Ok(None) };
        let offsets: Vec<usize> = match self.spot {
            Some(spot) => vec![run.spots[spot].offset],
            None => run.spots.iter().map(|spot| spot.offset).collect(),
        };
        let values = all.chunks_exact(run.record).flat_map(|year| offsets.iter().map(|at| year[*at]));
        let values: Vec<f64> = values.filter(|x| x.is_finite()).collect();
        let largest = values.iter().fold(0.0, |a: f64, b| if b.abs() > a.abs() { *b } else { a });
        Ok(Some((values.iter().sum::<f64>() / values.len().max(1) as f64, largest)))
    }

    /// A run of that model.
    pub fn run_of(&self, model: Model) -> Option<&RunFile> {
        self.runs.iter().find(|run| run.model == model).map(Rc::as_ref)
    }
}
