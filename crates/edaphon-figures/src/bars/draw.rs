//! Where bars, their names and their values go.

use super::{Arrangement, Bar, Bars, EMPTY, ValueLabel};
use crate::axis::{Axis, Direction, widened};
use crate::canvas::{Anchor, Area, Canvas, Fill, Point, Stroke, Text};
use crate::chart::vertical_label;
use crate::font::text_width;
use crate::layout::{AxisSide, ROW, TICK_ROW, wrapped};
use crate::number::label_with_unit;
use crate::style::{INK, LABEL, PAPER, TICK};

/// The plot with its axis of values; categories share the other side equally.
struct Lanes<'a> {
    plot: Area,
    values: &'a Axis,
    direction: Direction,
    width: f64,
}

impl Lanes<'_> {
    /// The pixel of a value, `part` (0 to 1) of the way across the lane of a category.
    fn at(&self, category: usize, part: f64, value: f64) -> Point {
        let across = self.width * (category as f64 + part);
        match self.direction {
            Direction::Up => (self.plot.left + across, self.values.at(value)),
            Direction::Across => (self.values.at(value), self.plot.top + across),
        }
    }

    fn draw_bar(&self, canvas: &mut Canvas, category: usize, bar: &Bar) {
        let (a, b) = (self.at(category, bar.start, bar.from), self.at(category, bar.end, bar.to));
        let area = Area { left: a.0.min(b.0), right: a.0.max(b.0), top: a.1.min(b.1), bottom: a.1.max(b.1) };
        canvas.rectangle(area, Fill::opaque(bar.colour));
    }

    /// The line the bars start from, over their ends, or words where there are no bars.
    fn draw_zero(&self, canvas: &mut Canvas) {
        let (plot, zero) = (self.plot, self.values.at(0.0));
        match self.direction {
            _ if self.values.ticks.is_empty() => crate::layout::no_data(canvas, plot),
            Direction::Up => canvas.line(&[(plot.left, zero), (plot.right, zero)], Stroke::solid(INK, 1.0)),
            Direction::Across => canvas.line(&[(zero, plot.top), (zero, plot.bottom)], Stroke::solid(INK, 1.0)),
        }
    }
}

impl Bars {
    pub(super) fn draw_standing(&self, canvas: &mut Canvas, rest: Area) {
        let label = label_with_unit(&self.label, &self.unit);
        let header = if self.axis((300.0, 0.0), Direction::Up).shared.is_empty() { 6.0 } else { 18.0 };
        let (top, bottom) = (rest.top + header, rest.bottom - TICK_ROW - self.second_row(rest.width()));
        let y = self.axis((bottom, top), Direction::Up);
        let lines = wrapped(&label, bottom - top, LABEL, false, 2).len();
        let left = rest.left + 15.0 * lines as f64 + 8.0 + y.left_width();
        let plot = Area { left, top, right: rest.right, bottom };
        let width = plot.width() / self.categories.len().max(1) as f64;
        let lanes = Lanes { plot, values: &y, direction: Direction::Up, width };
        y.draw_grid(canvas, plot, AxisSide::Left);
        self.draw_bars(canvas, &lanes);
        for (category, value) in self.fitting_values(width) {
            let (x, y) = lanes.at(category, value.middle, value.at);
            let at = (x, y + if value.points_up { -4.0 } else { 12.0 });
            canvas.text(Text::new(value.words, at, TICK).anchored(Anchor::Middle));
        }
        for (category, name) in self.categories.iter().enumerate() {
            for (i, words) in wrapped(name, width - 8.0, TICK, false, 2).into_iter().enumerate() {
                let at = (plot.left + width * (category as f64 + 0.5), plot.bottom + 16.0 + 13.0 * i as f64);
                canvas.text(Text::new(words, at, TICK).anchored(Anchor::Middle));
            }
        }
        lanes.draw_zero(canvas);
        y.draw_left(canvas, plot);
        vertical_label(canvas, &label, plot, rest.left);
    }

    pub(super) fn draw_lying(&self, canvas: &mut Canvas, rest: Area) {
        let most = (rest.width() * 0.35).max(60.0);
        let names: Vec<Vec<String>> = self.categories.iter().map(|name| wrapped(name, most, TICK, false, 2)).collect();
        let widest = names.iter().flatten().map(|words| text_width(words, TICK, false)).fold(0.0, f64::max);
        let (left, bottom) = (rest.left + widest + 10.0, rest.bottom - TICK_ROW - ROW);
        let mut plot = Area { left, top: rest.top + 4.0, right: rest.right - 8.0, bottom };
        plot.right -= self.axis((plot.left, plot.right), Direction::Across).right_overhang();
        let x = self.axis((plot.left, plot.right), Direction::Across);
        let width = plot.height() / self.categories.len().max(1) as f64;
        let lanes = Lanes { plot, values: &x, direction: Direction::Across, width };
        x.draw_grid(canvas, plot, AxisSide::Bottom);
        self.draw_bars(canvas, &lanes);
        for (category, name) in names.iter().enumerate() {
            for value in self.value_labels(category) {
                let (shift, anchor) = if value.points_up { (5.0, Anchor::Start) } else { (-5.0, Anchor::End) };
                let (x, y) = lanes.at(category, value.middle, value.at);
                canvas.text(Text::new(value.words, (x + shift, y), TICK).anchored(anchor).centred());
            }
            for (i, words) in name.iter().enumerate() {
                let middle = plot.top + width * (category as f64 + 0.5);
                let at = (plot.left - 8.0, middle + 13.0 * (i as f64 - (name.len() - 1) as f64 / 2.0));
                canvas.text(Text::new(words.clone(), at, TICK).anchored(Anchor::End).centred());
            }
        }
        lanes.draw_zero(canvas);
        x.draw_bottom(canvas, plot, true);
        let label = [x.shared.as_str(), &label_with_unit(&self.label, &self.unit)].join(" ");
        canvas.text(Text::new(label.trim(), (plot.centre().0, rest.bottom - 3.0), LABEL).anchored(Anchor::Middle));
    }

    fn draw_bars(&self, canvas: &mut Canvas, lanes: &Lanes<'_>) {
        for category in 0..self.categories.len() {
            for bar in self.bars(category) {
                lanes.draw_bar(canvas, category, &bar);
            }
            if self.has_net() {
                let at = lanes.at(category, 0.5, self.net(category));
                canvas.dot(at, 3.0, PAPER, Some(Stroke::solid(INK, 1.4)));
            }
        }
    }

    /// Height of the second row of names under standing bars, if any name needs one (px).
    fn second_row(&self, width: f64) -> f64 {
        let room = (width - 70.0) / self.categories.len().max(1) as f64 - 8.0;
        let needs = |name: &String| wrapped(name, room, TICK, false, 2).len() > 1;
        if self.categories.iter().any(needs) { 13.0 } else { 0.0 }
    }

    /// The values over standing bars with their categories; none if some would touch their neighbours.
    fn fitting_values(&self, width: f64) -> Vec<(usize, ValueLabel)> {
        let room = match (self.arrangement, self.series.len()) {
            (Arrangement::Stacked, _) | (_, 1) => width - 4.0,
            (Arrangement::Grouped, series) => width * (1.0 - EMPTY) / series as f64 - 2.0,
        };
        let of = |category| self.value_labels(category).into_iter().map(move |value| (category, value));
        let all: Vec<(usize, ValueLabel)> = (0..self.categories.len()).flat_map(of).collect();
        let fit = all.iter().all(|(_, value)| text_width(&value.words, TICK, false) <= room);
        if fit { all } else { Vec::new() }
    }

    /// The axis of values from zero, with room for printed values beyond the bars.
    fn axis(&self, pixels: (f64, f64), direction: Direction) -> Axis {
        let ends = (0..self.categories.len()).flat_map(|c| self.bars(c)).map(|bar| bar.to);
        let range = ends.fold(None, |range: Option<(f64, f64)>, end| {
            let (low, high) = range.unwrap_or_default();
            Some((low.min(end), high.max(end)))
        });
        let (low, high) = match range {
            Some((0.0, 0.0)) => (0.0, 1.0),
            range => widened(range),
        };
        let length = (pixels.1 - pixels.0).abs().max(1.0);
        let (mut below, mut above) = (0.0, 0.0);
        // Room on one side shortens the bars and so changes what the other side needs; this settles quickly.
        for _ in 0..4 {
            let scale = 1.0 - below - above;
            (below, above) = self.room_for_values(direction, (low, high), length, scale);
            let most = 0.7 / (below + above).max(0.7);
            (below, above) = (below * most, above * most);
        }
        let span = (high - low) / (1.0 - below - above);
        Axis::numbers((low - below * span, high + above * span), pixels, direction, range.is_some())
    }

    /// Shares of the axis that printed values need beyond the lowest and the highest bar, while the bars take `scale` of it.
    fn room_for_values(&self, direction: Direction, (low, high): (f64, f64), length: f64, scale: f64) -> (f64, f64) {
        let labels: Vec<ValueLabel> = (0..self.categories.len()).flat_map(|c| self.value_labels(c)).collect();
        let size = |label: &ValueLabel| match direction {
            Direction::Up => TICK + 8.0,
            Direction::Across => text_width(&label.words, TICK, false) + 10.0,
        };
        // A label beside a short bar fits into the room the longest bar takes.
        let part = |label: &ValueLabel| {
            if label.points_up { (high - label.at) / (high - low) } else { (label.at - low) / (high - low) }
        };
        let need = |up: bool| {
            let of = labels.iter().filter(|l| l.points_up == up).map(|l| size(l) / length - scale * part(l));
            of.fold(if up && high > 0.0 || !up && low < 0.0 { 0.03 } else { 0.0 }, f64::max)
        };
        (need(false), need(true))
    }
}
