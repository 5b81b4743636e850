//! Boxes, ribbons and their words.

use super::Flow;
use super::layout::{BOX, LINE, PlacedBox, PlacedRibbon};
use crate::canvas::{Anchor, Area, Canvas, Fill, Point, Stroke, Text};
use crate::layout::no_data;
use crate::number::{label_with_unit, significant};
use crate::style::{FAINT_INK, LABEL, PAPER, TICK, series_colour};

/// Points of a curve.
const POINTS: usize = 28;
/// How far ribbons are paled towards the paper (–).
const PALE: f64 = 0.62;

impl Flow {
    pub(super) fn draw_in(&self, canvas: &mut Canvas, mut rest: Area) {
        let label = label_with_unit(&self.label, &self.unit);
        if !label.is_empty() {
            canvas.text(Text::new(label, (rest.left, rest.top + 10.0), LABEL).coloured(FAINT_INK));
            rest.top += 20.0;
        }
        let plan = self.plan(rest);
        if plan.boxes.is_empty() {
            no_data(canvas, rest);
        }
        // What leads back lies beneath what leads on.
        let (back, on): (Vec<_>, Vec<_>) = plan.ribbons.iter().partition(|ribbon| ribbon.lane.is_some());
        for ribbon in back.into_iter().chain(on) {
            self.draw_ribbon(canvas, ribbon);
        }
        for placed in &plan.boxes {
            let colour = series_colour(self.nodes[placed.node].colour);
            canvas.rectangle(placed.area, Fill::opaque(colour));
            self.draw_words(canvas, placed, plan.last);
        }
    }

    fn draw_ribbon(&self, canvas: &mut Canvas, ribbon: &PlacedRibbon) {
        let (from, to) = (&self.nodes[ribbon.link.from], &self.nodes[ribbon.link.to]);
        let colour = series_colour(from.colour).towards(PAPER, PALE);
        let label = format!("{} → {}: {}", from.label, to.label, significant(ribbon.link.amount, 3));
        canvas.data_line(path(ribbon), Stroke::solid(colour, ribbon.width), &label);
    }

    fn draw_words(&self, canvas: &mut Canvas, placed: &PlacedBox, last: usize) {
        let (area, column) = (placed.area, self.nodes[placed.node].column);
        let count = placed.lines.len() as f64;
        for (row, words) in placed.lines.iter().enumerate() {
            let beside = area.centre().1 + LINE * (row as f64 - (count - 1.0) / 2.0);
            let text = match column {
                0 => Text::new(words.as_str(), (area.left - 6.0, beside), TICK).anchored(Anchor::End).centred(),
                column if column == last => Text::new(words.as_str(), (area.right + 6.0, beside), TICK).centred(),
                _ => {
                    let above = area.top - 5.0 - LINE * (count - 1.0 - row as f64);
                    Text::new(words.as_str(), (area.left + BOX / 2.0, above), TICK).anchored(Anchor::Middle)
                }
            };
            canvas.text(text);
        }
    }
}

/// The middle line of a ribbon.
fn path(ribbon: &PlacedRibbon) -> Vec<Point> {
    let (start, end) = (ribbon.start, ribbon.end);
    let Some(lane) = ribbon.lane else {
        let middle = 0.5 * (start.0 + end.0);
        return curve([start, (middle, start.1), (middle, end.1), end]);
    };
    let reach = 18.0 + 0.7 * ribbon.width;
    let mut points = curve([start, (start.0 + reach, start.1), (start.0 + reach, lane), (start.0, lane)]);
    points.extend(curve([(end.0, lane), (end.0 - reach, lane), (end.0 - reach, end.1), end]));
    points
}

/// Points of a cubic curve from its first to its last control point.
fn curve(control: [Point; 4]) -> Vec<Point> {
    let at = |t: f64, of: fn(Point) -> f64| {
        let [a, b, c, d] = control.map(of);
        let s = 1.0 - t;
        s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
    };
    (0..=POINTS)
        .map(|i| {
            let t = i as f64 / POINTS as f64;
            (at(t, |p| p.0), at(t, |p| p.1))
        })
        .collect()
}
