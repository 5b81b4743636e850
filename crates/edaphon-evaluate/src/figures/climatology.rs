//! Figure 7: the mean course of the year in a box of high latitudes, at the start and at the end.

use std::path::{Path, PathBuf};

use edaphon_core::units;
use edaphon_figures::{Along, Curve, CurvePanel, Curves};
use edaphon_io::output::RunOutput;
use edaphon_run::Model;
use serde_json::{Value, json};

use super::{Drawn, curves_data};
use crate::annual::{MODELS, label as label_of};
use crate::error::{EvaluateError, Result};

/// The box, ends included: south, north (degrees north), west, east (degrees east).
pub const BOX: [f64; 4] = [60.0, 70.0, 0.0, 100.0];
/// Years at either end.
const YEARS: usize = 5;
/// Days of a year.
const DAYS: usize = 365;

/// Panels: what, unit, variable, and what is subtracted from it.
type Part = (&'static str, &'static str, &'static str, Option<&'static str>);
const PANELS: [Part; 6] = [
    ("Air temperature", "degC", "tas", None),
    ("NPP", "g C m-2 d-1", "npp", None),
    ("Soil respiration", "g C m-2 d-1", "rh", None),
    ("NPP − soil respiration", "g C m-2 d-1", "npp", Some("rh")),
    ("Net N mineralisation", "g N m-2 d-1", "fNnetmin", None),
    ("Mineral nitrogen", "g N m-2", "nMineral", None),
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

    /// The variable that stands for a quantity: of respiration, that of microbes, which leaves out woody debris, where it is told apart.
    fn named(&self, variable: &'static str) -> &'static str {
        let apart = variable == "rh" && self.model.microbes() && self.output.file.has_variable("microbial_respiration");
        if apart { "microbial_respiration" } else { variable }
    }

    /// The mean day of the year of a panel; none if the file lacks it.
    fn panel(&self, (_, unit, variable, less): &Part, first: usize, count: usize) -> Result<Option<Vec<f64>>> {
        let of = |variable| self.course(self.named(variable), unit, first, count);
        let Some(mut course) = of(variable)? else { return Ok(None) };
        if let Some(less) = less {
            let Some(less) = of(less)? else { return Ok(None) };
            course.iter_mut().zip(less).for_each(|(value, less)| *value -= less);
        }
        Ok(Some(course))
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

/// A model's end of the daily outputs: first record and number of years.
struct End<'a> {
    model: Model,
    run: &'a DailyRun,
    is_start: bool,
    first: usize,
    years: usize,
}

/// Starts and ends of all models, in the order of tables.
fn all_ends(daily: &[DailyRun]) -> Vec<End<'_>> {
    let mut found = Vec::new();
    for model in MODELS {
        let Some([start, end]) = ends(daily, model) else { continue };
        for (run, is_start) in [(start, true), (end, false)] {
            let all = run.output.times.len() / DAYS;
            let years = YEARS.min(if std::ptr::eq(start, end) { (all / 2).max(1) } else { all });
            let first = if is_start { 0 } else { (all - years) * DAYS };
            found.push(End { model, run, is_start, first, years });
        }
    }
    found
}

/// Sums over the mean year in the box, start and end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BoxYear {
    /// The model.
    pub(crate) model: Model,
    /// What it is.
    pub(crate) label: &'static str,
    /// Its unit.
    pub(crate) unit: &'static str,
    /// Sum over the mean year of the first years.
    pub(crate) start: f64,
    /// Sum over the mean year of the last years.
    pub(crate) end: f64,
}

impl BoxYear {
    /// As JSON.
    pub(crate) fn json(&self) -> Value {
        json!({ "model": self.model.name(), "quantity": self.label, "unit": self.unit, "start": self.start, "end": self.end })
    }
}

/// Sums over the mean years in the box of what flows.
pub(crate) fn box_years(daily: &[DailyRun]) -> Result<Vec<BoxYear>> {
    let units = [(1, "g C m-2 yr-1"), (2, "g C m-2 yr-1"), (3, "g C m-2 yr-1"), (4, "g N m-2 yr-1")];
    let mut made = Vec::new();
    for pair in all_ends(daily).chunks(2) {
        let [start, end] = pair else { continue };
        for (at, unit) in units {
            let sum = |end: &End<'_>| -> Result<Option<f64>> {
                Ok(end.run.panel(&PANELS[at], end.first, end.years)?.map(|course| course.iter().sum()))
            };
            if let (Some(of_start), Some(of_end)) = (sum(start)?, sum(end)?) {
                let (model, label) = (start.model, PANELS[at].0);
                made.push(BoxYear { model, label, unit, start: of_start, end: of_end });
            }
        }
    }
    Ok(made)
}

pub(super) fn figure(daily: &[DailyRun]) -> Result<Option<Drawn>> {
    let mut panels = Vec::new();
    for part in &PANELS {
        let mut curves = Vec::new();
        for end in all_ends(daily) {
            let Some(course) = end.run.panel(part, end.first, end.years)? else { continue };
            curves.push(Curve {
                label: format!("{}, {}", label_of(end.model), if end.is_start { "start" } else { "end" }),
                x: (0..DAYS).map(|day| day as f64 + 1.5).collect(),
                y: course,
                spread: Vec::new(),
                colour: MODELS.iter().position(|m| *m == end.model).unwrap_or(0),
                dashed: end.is_start,
            });
        }
        panels.push(CurvePanel { label: part.0.into(), unit: part.1.into(), curves, ..CurvePanel::default() });
    }
    if panels.iter().all(|panel| panel.curves.is_empty()) {
        return Ok(None);
    }
    let figure = Curves { along: Along::Days, columns: 2, panels, letters: true, ..Curves::default() };
    let data = curves_data(&figure, "day of the year");
    Ok(Some(Drawn {
        name: "figure-7",
        caption: "Mean course of the year over land of 60–70° N, 0–100° E: the first five years (dashed) and the last (solid). \
                  Respiration is that of soil where the file tells it from that of woody debris."
            .into(),
        figure: Box::new(figure),
        data,
    }))
}
