//! The mean course of a year.

use crate::Figure;
use crate::Size;
use crate::axis::{Axis, Tick};
use crate::canvas::{Anchor, Area, Canvas, Stroke, Text};
use crate::chart::{Band, Line, Looks, Panel, Points, vertical_label};
use crate::date::{DAYS_BEFORE, MONTHS};
use crate::error::{FigureError, Result};
use crate::font::text_width;
use crate::layout::{MARGIN, TICK_LENGTH, TICK_ROW, legend, title};
use crate::style::{INK, LABEL, TICK};

/// The course of one quantity through the year.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cycle {
    /// Words in the legend.
    pub label: String,
    /// 12 monthly or 365 daily values.
    pub values: Vec<f64>,
    /// Lower and upper edge of a band, such as two quantiles, each as long as `values`.
    pub band: Option<(Vec<f64>, Vec<f64>)>,
}

/// Mean courses through the year, with the months along the axis.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SeasonalCycle {
    /// Words above the figure; may be empty.
    pub title: String,
    /// The quantity, without its unit.
    pub label: String,
    /// Its unit, as in CF or typeset.
    pub unit: String,
    /// The lines.
    pub cycles: Vec<Cycle>,
    /// Measurements; `x` is the day of the year (1.0 at the start of 1 January).
    pub points: Vec<Points>,
    /// Whether the vertical axis must reach zero.
    pub from_zero: bool,
    /// Labels that take the first colours, in this order, so that several figures agree; may be empty.
    pub colour_order: Vec<String>,
}

impl Figure for SeasonalCycle {
    fn size_for(&self, width: u32) -> Size {
        let width = width.min(720);
        Size { width, height: if width < 600 { 330 } else { 380 } }
    }

    fn description(&self) -> String {
        let title = if self.title.is_empty() { "Seasonal cycle" } else { &self.title };
        match self.panel() {
            Ok(panel) => format!("{title}, January to December. {}", panel.description()),
            Err(_) => title.to_owned(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) -> Result<()> {
        let panel = self.panel()?;
        let looks = Looks::of([&panel], &self.colour_order);
        let rest = title(canvas, area.inset(MARGIN), &self.title);
        let mut rest = legend(canvas, rest, &panel.entries(&looks));
        rest.top += if panel.y_axis(0.0, 150.0).shared.is_empty() { 6.0 } else { 18.0 };
        let (top, bottom) = (rest.top, rest.bottom - TICK_ROW);
        let y = panel.y_axis(top, bottom);
        let lines = crate::layout::wrapped(&panel.label_with_unit(), bottom - top, LABEL, false, 2).len();
        let left = rest.left + 15.0 * lines as f64 + 8.0 + y.left_width();
        let plot = Area { left, top, right: rest.right - 4.0, bottom };
        let x = months(plot.left, plot.right);
        panel.draw(canvas, plot, &x, &y, &looks, "day");
        y.draw_left(canvas, plot);
        draw_months(canvas, plot, &x);
        vertical_label(canvas, &panel.label_with_unit(), plot, rest.left);
        Ok(())
    }
}

impl SeasonalCycle {
    /// The same data against the day of the year.
    fn panel(&self) -> Result<Panel> {
        let mut panel = Panel {
            label: self.label.clone(),
            unit: self.unit.clone(),
            points: self.points.clone(),
            from_zero: self.from_zero,
            ..Panel::default()
        };
        for cycle in &self.cycles {
            let x = days(cycle)?;
            let around = |values: &[f64]| if values.len() == 12 { closed(values) } else { values.to_vec() };
            if let Some((low, high)) = &cycle.band {
                let (low, high) = (around(low), around(high));
                panel.bands.push(Band { label: cycle.label.clone(), x: x.clone(), low, high });
            }
            panel.lines.push(Line::new(cycle.label.clone(), x, around(&cycle.values)));
        }
        panel.check()?;
        Ok(panel)
    }
}

/// Where the values of a cycle lie: at the middle of days, or at the middle of months and both ends of the year.
fn days(cycle: &Cycle) -> Result<Vec<f64>> {
    match cycle.values.len() {
        0 => Ok(Vec::new()),
        365 => Ok((1..=365).map(|day| f64::from(day) + 0.5).collect()),
        12 => {
            let middles = DAYS_BEFORE.windows(2).map(|pair| 1.0 + (f64::from(pair[0]) + f64::from(pair[1])) / 2.0);
            Ok([1.0].into_iter().chain(middles).chain([366.0]).collect())
        }
        found => Err(FigureError::Length {
            what: "seasonal cycle",
            label: cycle.label.clone(),
            found,
            expected: "12 or 365".to_owned(),
            why: "months, or days of a year without 29 February",
        }),
    }
}

/// Twelve months with the turn of the year, half-way between December and January, at both ends.
fn closed(values: &[f64]) -> Vec<f64> {
    let turn = match (values.first(), values.last()) {
        (Some(first), Some(last)) => (first + last) / 2.0,
        _ => f64::NAN,
    };
    [turn].into_iter().chain(values.iter().copied()).chain([turn]).collect()
}

/// The axis of days of the year (1 to 366), ticked at the start of each month.
pub(crate) fn months(left: f64, right: f64) -> Axis {
    let ticks =
        DAYS_BEFORE.iter().map(|before| Tick { value: f64::from(*before) + 1.0, label: String::new() }).collect();
    Axis { low: 1.0, high: 366.0, start: left, end: right, ticks, shared: String::new(), is_log: false }
}

/// The axis line with the names of the months between its ticks, or their first letters where space is short.
pub(crate) fn draw_months(canvas: &mut Canvas, plot: Area, x: &Axis) {
    canvas.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], Stroke::solid(INK, 1.0));
    for tick in &x.ticks {
        let at = x.at(tick.value);
        canvas.line(&[(at, plot.bottom), (at, plot.bottom + TICK_LENGTH)], Stroke::solid(INK, 1.0));
    }
    let room = plot.width() / 12.0 - 6.0;
    let all_fit = MONTHS.iter().all(|name| text_width(name, TICK, false) <= room);
    for (name, pair) in MONTHS.iter().zip(x.ticks.windows(2)) {
        let at = (x.at((pair[0].value + pair[1].value) / 2.0), plot.bottom + TICK_LENGTH + 13.0);
        let words = if all_fit { name } else { &name[..1] };
        canvas.text(Text::new(words, at, TICK).anchored(Anchor::Middle));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cycle(values: Vec<f64>) -> SeasonalCycle {
        SeasonalCycle { cycles: vec![Cycle { label: "rh".into(), values, band: None }], ..SeasonalCycle::default() }
    }

    #[test]
    fn months_and_days_are_accepted_and_nothing_else() -> Result<()> {
        for count in [0, 12, 365] {
            cycle(vec![1.0; count]).render_svg(Size::new(500, 300))?;
        }
        let message = cycle(vec![1.0; 7]).render_svg(Size::new(500, 300)).unwrap_err().to_string();
        assert!(message.contains("`rh`: 7 values where 12 or 365 were expected"), "{message}");
        Ok(())
    }

    #[test]
    fn the_year_closes() {
        let values = closed(&[2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 4.0]);
        assert_eq!((values.len(), values[0], values[13]), (14, 3.0, 3.0));
    }

    #[test]
    fn a_narrow_figure_names_months_by_a_letter() -> Result<()> {
        assert!(cycle(vec![1.0; 12]).render_svg(Size::new(700, 300))?.contains(">Sep<"));
        let narrow = cycle(vec![1.0; 12]).render_svg(Size::new(300, 300))?;
        assert!(narrow.contains(">S<") && !narrow.contains(">Sep<"));
        Ok(())
    }
}
