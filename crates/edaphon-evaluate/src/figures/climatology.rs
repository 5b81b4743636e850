//! Figure 7: the mean course of the year in a box of high latitudes, at the start and at the end.

use std::path::{Path, PathBuf};

use edaphon_core::units;
use edaphon_figures::{Along, Curve, CurvePanel, Curves};
use edaphon_io::output::RunOutput;
use edaphon_run::Model;

use super::{Drawn, curves_data};
use crate::annual::{MODELS, label as label_of};
use crate::error::{EvaluateError, Result};

/// The box, ends included: south, north (degrees north), west, east (degrees east).
pub const BOX: [f64; 4] = [60.0, 70.0, 0.0, 100.0];
/// Years at either end.
const YEARS: usize = 5;
/// Days of a year.
const DAYS: usize = 365;

/// Panels: what, unit and variable.
const PANELS: [(&str, &str, &str); 6] = [
    ("Air temperature", "degC", "tas"),
    ("NPP", "g m-2 d-1", "npp"),
    ("Heterotrophic respiration", "g m-2 d-1", "rh"),
    ("Net ecosystem production", "g m-2 d-1", "nep"),
    ("Net N mineralisation", "g m-2 d-1", "fNnetmin"),
    ("Mineral nitrogen", "g m-2", "nMineral"),
];

/// A daily output of one model.
#[derive(Debug)]
pub struct DailyRun {
    path: PathBuf,
    model: Model,
    output: RunOutput,
}

impl DailyRun {
    /// Opens a daily output.
    ///
    /// # Errors
    /// If it cannot be read, is no daily output or of no model that is known.
    pub fn open(path: &Path) -> Result<Self> {
        let output = RunOutput::open(path)?;
        let model = Model::named(&output.model)
            .ok_or_else(|| EvaluateError::at(path, format!("its model is `{}`, which is not known", output.model)))?;
        if output.days.iter().any(|days| (days - 1.0).abs() > 1e-6) || output.times.len() < DAYS {
            let problem = "it is no daily output of a year or more; accepted is `every = \"day\"`";
            return Err(EvaluateError::at(path, problem));
        }
        Ok(Self { path: path.to_owned(), model, output })
    }

    /// The mean day of the year in the box over `count` years from record `first` on, weighted by area; none if the file lacks it.
    fn course(&self, variable: &str, unit: &str, first: usize, count: usize) -> Result<Option<Vec<f64>>> {
        if !self.output.file.has_variable(variable) {
            return Ok(None);
        }
        let conversion = units::conversion(self.output.unit(variable)?, unit)
            .map_err(|error| EvaluateError::at(&self.path, format!("variable `{variable}`: {error}")))?;
        let [south, north, west, east] = BOX;
        let within = |s: &&edaphon_io::output::Spot| {
            (south..=north).contains(&s.latitude) && (west..=east).contains(&s.longitude.rem_euclid(360.0))
        };
        let spots: Vec<_> = self.output.spots.iter().filter(within).collect();
        let area: f64 = spots.iter().map(|spot| spot.area).sum();
        if spots.is_empty() || area <= 0.0 {
            return Ok(None);
        }
        let mut sums = vec![0.0; DAYS];
        for year in 0..count {
            let records = self.output.records(variable, first + year * DAYS, DAYS)?;
            for (sum, record) in sums.iter_mut().zip(records.chunks_exact(self.output.record)) {
                *sum += spots.iter().map(|s| conversion.apply(record[s.offset]) * s.area).sum::<f64>() / area;
            }
        }
        Ok(Some(sums.into_iter().map(|sum| sum / count as f64).collect()))
    }
}

/// The outputs of a model that hold its first and its last years: two files, or one twice.
fn ends(daily: &[DailyRun], model: Model) -> Option<[&DailyRun; 2]> {
    let mut of_model: Vec<&DailyRun> = daily.iter().filter(|run| run.model == model).collect();
    of_model.sort_by(|a, b| a.output.times[0].total_cmp(&b.output.times[0]));
    Some([*of_model.first()?, *of_model.last()?])
}

pub(super) fn figure(daily: &[DailyRun]) -> Result<Option<Drawn>> {
    let mut panels = Vec::new();
    for (label, unit, variable) in PANELS {
        let mut curves = Vec::new();
        for model in MODELS {
            let Some([start, end]) = ends(daily, model) else { continue };
            for (words, run, dashed) in [("start", start, true), ("end", end, false)] {
                let all = run.output.times.len() / DAYS;
                let count = YEARS.min(if std::ptr::eq(start, end) { all / 2 } else { all });
                let first = if dashed { 0 } else { all - count };
                let Some(course) = run.course(variable, unit, first * DAYS, count)? else { continue };
                curves.push(Curve {
                    label: format!("{}, {words}", label_of(model)),
                    x: (0..DAYS).map(|day| day as f64 + 1.5).collect(),
                    y: course,
                    spread: Vec::new(),
                    colour: MODELS.iter().position(|m| *m == model).unwrap_or(0),
                    dashed,
                });
            }
        }
        panels.push(CurvePanel { label: label.into(), unit: unit.into(), curves, ..CurvePanel::default() });
    }
    if panels.iter().all(|panel| panel.curves.is_empty()) {
        return Ok(None);
    }
    let figure = Curves { along: Along::Days, columns: 2, panels, letters: true, ..Curves::default() };
    let data = curves_data(&figure, "day of the year");
    Ok(Some(Drawn {
        name: "figure-7",
        caption: "Mean course of the year over land of 60–70° N, 0–100° E: the first five years (dashed) and the last (solid).".into(),
        figure: Box::new(figure),
        data,
    }))
}
