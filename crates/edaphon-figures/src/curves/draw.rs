//! A panel of curves on the canvas.

use super::{Along, Curve, CurvePanel};
use crate::axis::{Axis, Direction, Tick, padded, widened};
use crate::canvas::{Anchor, Area, Canvas, Readout, Stroke, Text};
use crate::chart::{Band, Line, vertical_label};
use crate::layout::{AxisSide, Entry, Key, TICK_ROW, no_data, panel_title, wrapped};
use crate::number::{label_with_unit, typeset_unit};
use crate::style::{Colour, GRID, LABEL, series_colour};
use crate::trace::{draw_band, draw_line, draw_points};

/// Dashes of a dashed curve (px drawn, px left out).
const DASHES: &[f64] = &[6.0, 3.5];

impl Curve {
    fn colour(&self) -> Colour {
        series_colour(self.colour)
    }

    fn stroke(&self) -> Stroke {
        Stroke { colour: self.colour(), width: 1.6, dashes: if self.dashed { DASHES } else { &[] } }
    }
}

/// Colours of points: those that curves of models seldom reach, the last first.
fn point_colour(number: usize) -> Colour {
    series_colour([6, 3, 7, 4][number % 4])
}

/// What the legend must explain of a panel.
pub(super) fn entries(panel: &CurvePanel) -> Vec<Entry> {
    let band = |curve: &Curve| (!curve.spread.is_empty()).then(|| curve.colour());
    let curves = panel
        .curves
        .iter()
        .map(|curve| Entry { label: curve.label.clone(), key: Key::Line(curve.stroke(), band(curve)) });
    let points = panel.points.iter().enumerate();
    let points = points.map(|(at, points)| Entry { label: points.label.clone(), key: Key::Dot(point_colour(at)) });
    curves.chain(points).collect()
}

impl CurvePanel {
    /// Draws the panel inside `cell`, with `letter` before its title.
    pub(super) fn draw(&self, canvas: &mut Canvas, cell: Area, letter: &str, along: &Along) {
        let range = self.y_range();
        let heading = format!("{letter} {}", self.title);
        let rest = panel_title(canvas, cell, heading.trim());
        let y_between =
            |top: f64, bottom: f64| Axis::numbers(padded(range, 0.06), (bottom, top), Direction::Up, range.is_some());
        let above = if y_between(0.0, 150.0).shared.is_empty() { 6.0 } else { 18.0 };
        let below = TICK_ROW + if matches!(along, Along::Numbers { .. }) { 18.0 } else { 0.0 } + 6.0;
        let (top, bottom) = (rest.top + above, rest.bottom - below);
        let y = y_between(top, bottom);
        let lines = wrapped(&self.label_with_unit(), bottom - top, LABEL, false, 2).len();
        let left = rest.left + 15.0 * lines as f64 + 8.0 + y.left_width();
        let x = self.x_axis(along, left, rest.right);
        let plot = Area { left, top, right: x.end, bottom };
        self.draw_plot(canvas, plot, &x, &y, along);
        y.draw_left(canvas, plot);
        match along {
            Along::Days => crate::seasonal::draw_months(canvas, plot, &x),
            _ => x.draw_bottom(canvas, plot, true),
        }
        if let Along::Numbers { label, unit } = along {
            let at = (plot.centre().0, rest.bottom - 6.0);
            canvas.text(Text::new(label_with_unit(label, unit), at, LABEL).anchored(Anchor::Middle));
        }
        vertical_label(canvas, &self.label_with_unit(), plot, rest.left);
    }

    fn draw_plot(&self, canvas: &mut Canvas, plot: Area, x: &Axis, y: &Axis, along: &Along) {
        y.draw_grid(canvas, plot, AxisSide::Left);
        for tick in &x.ticks {
            let at = x.at(tick.value);
            canvas.line(&[(at, plot.top), (at, plot.bottom)], Stroke::solid(GRID, 0.6));
        }
        if y.ticks.is_empty() {
            no_data(canvas, plot);
        }
        let x_kind = match along {
            Along::Years => "year",
            Along::Days => "day",
            Along::Latitudes | Along::Numbers { .. } => "number",
        };
        let readout =
            Readout { area: plot, x: (x.low, x.high), y: (y.low, y.high), x_kind, unit: typeset_unit(&self.unit) };
        canvas.panel(readout, |canvas| {
            for curve in self.curves.iter().filter(|curve| !curve.spread.is_empty()) {
                let edge = |sign: f64| curve.y.iter().zip(&curve.spread).map(|(y, s)| y + sign * s).collect();
                let band = Band { label: String::new(), x: curve.x.clone(), low: edge(-1.0), high: edge(1.0) };
                draw_band(canvas, &band, x, y, curve.colour());
            }
            for curve in &self.curves {
                let line = Line::new(curve.label.clone(), curve.x.clone(), curve.y.clone());
                draw_line(canvas, &line, x, y, curve.stroke());
            }
            for (at, points) in self.points.iter().enumerate() {
                draw_points(canvas, points, x, y, point_colour(at));
            }
        });
    }

    /// The horizontal axis; its end leaves room for the last label.
    fn x_axis(&self, along: &Along, left: f64, right: f64) -> Axis {
        let range = self.x_range();
        let between = |end: f64| match along {
            Along::Years => {
                let limits = match range {
                    Some((low, high)) if low == high => (low - 1.0, low + 1.0),
                    range => widened(range),
                };
                Axis::years(limits, (left, end), range.is_some())
            }
            Along::Days => crate::seasonal::months(left, end),
            Along::Latitudes => latitudes(range, (left, end)),
            Along::Numbers { .. } => {
                Axis::numbers(padded(range, 0.02), (left, end), Direction::Across, range.is_some())
            }
        };
        let overhang = between(right - 4.0).right_overhang();
        between(right - overhang.max(4.0))
    }
}

/// Latitudes, labelled every 30 degrees, or less where few are shown.
fn latitudes(range: Option<(f64, f64)>, (start, end): (f64, f64)) -> Axis {
    let (low, high) = widened(range);
    let mut axis = Axis::numbers((low, high), (start, end), Direction::Across, range.is_some());
    if range.is_none() {
        return axis;
    }
    let step =
        [1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0].into_iter().find(|step| (high - low) / step * 48.0 <= end - start);
    let step = step.unwrap_or(90.0);
    let (first, last) = ((low / step).ceil() as i32, (high / step).floor() as i32);
    axis.shared.clear();
    axis.ticks = (first..=last)
        .map(|i| f64::from(i) * step)
        .map(|value| Tick { value, label: crate::map::latitude_label(value) })
        .collect();
    axis
}
