//! Pieces that figures of a report share.

use edaphon_figures::{Block, Cycle, Figure, Line, Panel, Panels, SeasonalCycle};

use super::quantity::{Quantity, Shown};
use super::run_file::RunFile;
use super::subject::Subject;
use crate::error::Result;

/// Words for lines that are the same in all models.
pub(super) const ALL_MODELS: &str = "all models";

/// A figure with its caption.
pub(super) fn figure(figure: impl Figure + 'static, caption: impl Into<String>) -> Block {
    Block::Figure { figure: Box::new(figure), caption: caption.into() }
}

/// Several figures in two columns.
pub(super) fn two_columns(figures: Vec<Box<dyn Figure>>) -> Panels {
    let letters = figures.len() > 1;
    Panels { title: String::new(), columns: 2, figures, letters }
}

/// One line for each run that has the quantity.
pub(super) fn lines(subject: &Subject, quantity: &Quantity) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for run in &subject.runs {
        if let Some((x, y)) = subject.course(run, quantity)? {
            lines.push(Line::new(run.label.clone(), x, y));
        }
    }
    Ok(lines)
}

/// A panel of a quantity through time; none if no run has it.
pub(super) fn panel(subject: &Subject, quantity: &Quantity, from_zero: bool) -> Result<Option<Panel>> {
    let lines = lines(subject, quantity)?;
    let panel = Panel { label: quantity.label.into(), unit: quantity.unit(), lines, from_zero, ..Panel::default() };
    Ok(if panel.lines.is_empty() { None } else { Some(panel) })
}

/// A quantity derived from those of a run, in the course of the year.
pub(super) struct Season<'a> {
    /// Words beside the axis.
    pub label: &'a str,
    /// Its unit.
    pub unit: String,
    /// Whether the axis must reach zero.
    pub from_zero: bool,
}

impl<'a> Season<'a> {
    /// A quantity as it is; fluxes per day.
    pub(super) fn of(quantity: &Quantity, label: &'a str, from_zero: bool) -> Self {
        let per_day = quantity.shown == Shown::Flux;
        let unit = if per_day { quantity.unit().replace("yr-1", "d-1") } else { quantity.unit() };
        Self { label, unit, from_zero }
    }

    /// The figure; none if no run has values.
    pub(super) fn draw(
        self,
        subject: &Subject,
        values: impl Fn(&RunFile) -> Result<Option<Vec<f64>>>,
    ) -> Result<Option<Box<dyn Figure>>> {
        let mut cycles = Vec::new();
        for run in &subject.runs {
            if let Some(values) = values(run)? {
                cycles.push(Cycle { label: run.label.clone(), values, band: None });
            }
        }
        if cycles.is_empty() {
            return Ok(None);
        }
        if cycles.len() > 1 && cycles[1..].iter().all(|cycle| are_same(&cycle.values, &cycles[0].values)) {
            cycles.truncate(1);
            ALL_MODELS.clone_into(&mut cycles[0].label);
        }
        let Self { label, unit, from_zero } = self;
        let (label, colour_order) = (label.to_owned(), colours(subject));
        let figure =
            SeasonalCycle { title: String::new(), label, unit, cycles, points: Vec::new(), from_zero, colour_order };
        Ok(Some(Box::new(figure)))
    }
}

/// The seasonal cycle of a quantity; fluxes per day.
pub(super) fn season(
    subject: &Subject,
    quantity: &Quantity,
    label: &str,
    from_zero: bool,
) -> Result<Option<Box<dyn Figure>>> {
    let factor = if quantity.shown == Shown::Flux { 1.0 / 365.0 } else { 1.0 };
    Season::of(quantity, label, from_zero).draw(subject, |run| {
        let values = subject.season(run, quantity)?;
        Ok(values.map(|values| values.into_iter().map(|v| v * factor).collect()))
    })
}

/// The place in the order of colours whose line is black and full.
const BLACK: usize = 30;

/// Labels in the order of their colours; what all models share is black.
pub(super) fn colours(subject: &Subject) -> Vec<String> {
    let mut labels = subject.labels();
    labels.resize(BLACK.max(labels.len()), String::new());
    labels.push(ALL_MODELS.to_owned());
    labels
}

/// Whether two series cannot be told apart in print: outputs are written with seven digits.
fn are_same(a: &[f64], b: &[f64]) -> bool {
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-5 * a.abs().max(b.abs());
    a.len() == b.len() && a.iter().zip(b).all(near)
}
