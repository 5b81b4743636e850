//! Variables through time, a panel for each unit.

use edaphon_figures::{Line, Panel, TimeSeries};

use super::field::Field;
use super::{Request, label};
use crate::dataset::text_of;

pub(super) fn figure(request: &Request<'_>, names: &[String]) -> anyhow::Result<TimeSeries> {
    let mut panels: Vec<Panel> = Vec::new();
    let mut how = String::new();
    for name in names {
        let field = Field::new(request.dataset, name.trim())?;
        let chosen = field.chosen(request.year)?;
        let (weights, words) = field.weights(request)?;
        how = words;
        let values = field.series(&weights)?;
        let pick = |all: &[f64]| chosen.iter().map(|i| all[*i]).collect::<Vec<_>>();
        let words = label(field.variable);
        let line = Line::new(words.clone(), pick(&field.times), pick(&values));
        let unit = text_of(field.variable, "units");
        match panels.iter_mut().find(|panel| panel.unit == unit) {
            Some(panel) => {
                // The legend names the lines; the axis has only their unit in common.
                panel.label.clear();
                panel.lines.push(line);
            }
            None => panels.push(Panel { label: words, unit: unit.to_owned(), lines: vec![line], ..Panel::default() }),
        }
    }
    if !how.is_empty() {
        request.ui.note(&how);
    }
    let title = if request.at.is_some() { format!("{}, {how}", request.title) } else { request.title.clone() };
    Ok(TimeSeries { title, panels, ..TimeSeries::default() })
}
