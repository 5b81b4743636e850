//! Bars: fluxes, budgets, comparisons between sites or models.

use crate::Figure;
use crate::Size;
use crate::axis::{Axis, Direction, finite_range, is_drawable, widened};
use crate::canvas::{Anchor, Area, Canvas, Fill, Stroke, Text};
use crate::chart::vertical_label;
use crate::error::{FigureError, Result};
use crate::font::text_width;
use crate::layout::{AxisSide, Entry, Key, MARGIN, ROW, TICK_ROW, legend, title, wrapped};
use crate::number::{compact, label_with_unit, significant};
use crate::style::{Colour, INK, LABEL, PAPER, TICK, series_colour};

/// How several series share a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Arrangement {
    /// Beside one another.
    #[default]
    Grouped,
    /// On top of one another, gains above zero and losses below.
    Stacked,
}

/// A value for each category.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BarSeries {
    /// Words in the legend.
    pub label: String,
    /// One value for each category; NaN draws nothing.
    pub values: Vec<f64>,
}

/// Bars from zero, one group or stack for each category.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bars {
    /// Words above the figure; may be empty.
    pub title: String,
    /// The quantity, without its unit.
    pub label: String,
    /// Its unit, as in CF or typeset.
    pub unit: String,
    /// Names of the categories.
    pub categories: Vec<String>,
    /// The series.
    pub series: Vec<BarSeries>,
    /// How several series share a category.
    pub arrangement: Arrangement,
    /// Whether the bars lie. Standing bars lie down when the names of their categories do not fit.
    pub horizontal: bool,
    /// Whether the values are printed at the ends of the bars, stacks with their sum.
    pub value_labels: bool,
}

/// A bar before it has a place on the canvas.
struct Bar {
    from: f64,
    to: f64,
    /// Its place within the category, 0 to 1.
    start: f64,
    end: f64,
    colour: Colour,
}

/// A printed value, beyond the end of a bar.
struct ValueLabel {
    at: f64,
    middle: f64,
    words: String,
    points_up: bool,
}

/// Share of a category's width that is left empty.
const EMPTY: f64 = 0.3;
/// Digits of printed values.
const DIGITS: usize = 3;

impl Bars {
    /// The usual picture of a budget: input, output, change of storage and what is left over, as lying bars with values.
    ///
    /// All four in the same unit; output is a loss and is drawn to the left.
    pub fn budget(
        title: impl Into<String>,
        unit: impl Into<String>,
        input: f64,
        output: f64,
        storage: f64,
        residual: f64,
    ) -> Self {
        Self {
            title: title.into(),
            unit: unit.into(),
            categories: ["Input", "Output", "Change of storage", "Residual"].map(str::to_owned).to_vec(),
            series: vec![BarSeries { label: String::new(), values: vec![input, -output, storage, residual] }],
            horizontal: true,
            value_labels: true,
            ..Self::default()
        }
    }

    fn check(&self) -> Result<()> {
        for series in &self.series {
            if series.values.len() != self.categories.len() {
                return Err(FigureError::Length {
                    what: "bars",
                    label: series.label.clone(),
                    found: series.values.len(),
                    expected: self.categories.len().to_string(),
                    why: "the number of categories",
                });
            }
        }
        Ok(())
    }

    fn entries(&self) -> Vec<Entry> {
        if self.series.len() < 2 {
            return Vec::new();
        }
        let named = self.series.iter().enumerate().filter(|(_, series)| !series.label.is_empty());
        let net = self.has_net().then(|| Entry { label: "net".to_owned(), key: Key::Dot(INK) });
        named
            .map(|(i, series)| Entry { label: series.label.clone(), key: Key::Patch(series_colour(i)) })
            .chain(net)
            .collect()
    }

    /// Whether stacks hold gains and losses, so that their sum is not their height.
    fn has_net(&self) -> bool {
        let values = || self.series.iter().flat_map(|series| &series.values);
        self.arrangement == Arrangement::Stacked && values().any(|v| *v > 0.0) && values().any(|v| *v < 0.0)
    }

    /// The sum of one stack.
    fn net(&self, category: usize) -> f64 {
        self.series.iter().map(|series| series.values[category]).filter(|v| is_drawable(*v)).sum()
    }

    /// The bars of one category.
    fn bars(&self, category: usize) -> Vec<Bar> {
        let values =
            self.series.iter().map(|series| series.values[category]).enumerate().filter(|(_, v)| is_drawable(*v));
        let (mut above, mut below) = (0.0, 0.0);
        let slots = self.series.len() as f64;
        let slot = (1.0 - EMPTY) / slots;
        values
            .map(|(i, value)| match self.arrangement {
                Arrangement::Grouped => {
                    let start = EMPTY / 2.0 + slot * (i as f64 + 0.03);
                    Bar { from: 0.0, to: value, start, end: start + slot * 0.94, colour: series_colour(i) }
                }
                Arrangement::Stacked => {
                    let end = if value >= 0.0 { &mut above } else { &mut below };
                    let from = *end;
                    *end += value;
                    Bar { from, to: *end, start: EMPTY / 2.0, end: 1.0 - EMPTY / 2.0, colour: series_colour(i) }
                }
            })
            .collect()
    }

    fn value_labels(&self, category: usize) -> Vec<ValueLabel> {
        if !self.value_labels {
            return Vec::new();
        }
        let bars = self.bars(category);
        if self.arrangement == Arrangement::Grouped {
            let label = |bar: &Bar| ValueLabel {
                at: bar.to,
                middle: (bar.start + bar.end) / 2.0,
                words: compact(bar.to, DIGITS),
                points_up: bar.to >= 0.0,
            };
            return bars.iter().map(label).collect();
        }
        if bars.is_empty() {
            return Vec::new();
        }
        let sum = compact(self.net(category), DIGITS);
        let words = if self.has_net() { format!("net {sum}") } else { sum };
        let top = bars.iter().map(|bar| bar.to).fold(0.0, f64::max);
        let only_losses = top == 0.0 && !self.has_net();
        let end = if only_losses { bars.iter().map(|bar| bar.to).fold(0.0, f64::min) } else { top };
        vec![ValueLabel { at: end, middle: 0.5, words, points_up: !only_losses }]
    }

    /// The axis of values from zero, with room for printed values beyond the bars.
    fn axis(&self, pixels: (f64, f64), direction: Direction) -> Axis {
        let bars: Vec<f64> =
            (0..self.categories.len()).flat_map(|c| self.bars(c)).flat_map(|bar| [bar.from, bar.to]).collect();
        let range = finite_range(&bars).map(|(low, high)| (low.min(0.0), high.max(0.0)));
        let (low, high) = match range {
            Some((0.0, 0.0)) => (0.0, 1.0),
            range => widened(range),
        };
        let length = (pixels.1 - pixels.0).abs().max(1.0);
        let (below, above) = self.room_for_values(direction, (low, high), length);
        let span = (high - low) / (1.0 - (below + above).min(0.7));
        Axis::numbers((low - below * span, high + above * span), pixels, direction, range.is_some())
    }

    /// Shares of the axis that printed values need beyond the lowest and the highest bar.
    fn room_for_values(&self, direction: Direction, (low, high): (f64, f64), length: f64) -> (f64, f64) {
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
            let of = labels.iter().filter(|l| l.points_up == up).map(|l| size(l) / length - part(l));
            of.fold(if up && high > 0.0 || !up && low < 0.0 { 0.03 } else { 0.0 }, f64::max)
        };
        (need(false), need(true))
    }

    fn names_fit(&self, width: f64) -> bool {
        let room = width / self.categories.len().max(1) as f64 - 8.0;
        let words_fit = |name: &String| {
            name.split_whitespace().all(|word| text_width(word, TICK, false) <= room)
                && wrapped(name, room, TICK, false, 9).len() <= 2
        };
        self.categories.iter().all(words_fit)
    }

    fn lies(&self, width: f64) -> bool {
        self.horizontal || !self.names_fit(width - 100.0)
    }

    fn draw_standing(&self, canvas: &mut Canvas, rest: Area) {
        let label = label_with_unit(&self.label, &self.unit);
        let shared = if self.axis((300.0, 0.0), Direction::Up).shared.is_empty() { 6.0 } else { 18.0 };
        let room = (rest.width() - 70.0) / self.categories.len().max(1) as f64 - 8.0;
        let name_lines =
            self.categories.iter().map(|name| wrapped(name, room, TICK, false, 2).len()).max().unwrap_or(1);
        let (top, bottom) = (rest.top + shared, rest.bottom - TICK_ROW - 13.0 * (name_lines.max(1) - 1) as f64);
        let y = self.axis((bottom, top), Direction::Up);
        let lines = wrapped(&label, bottom - top, LABEL, false, 2).len();
        let left = rest.left + 15.0 * lines as f64 + 8.0 + y.left_width();
        let plot = Area { left, top, right: rest.right, bottom };
        y.draw_grid(canvas, plot, AxisSide::Left);
        let width = plot.width() / self.categories.len().max(1) as f64;
        let values = self.fitting_values(width);
        for (category, name) in self.categories.iter().enumerate() {
            let across = |part: f64| plot.left + width * (category as f64 + part);
            for bar in self.bars(category) {
                let (a, b) = (y.at(bar.from), y.at(bar.to));
                let area = Area { left: across(bar.start), right: across(bar.end), top: a.min(b), bottom: a.max(b) };
                canvas.rectangle(area, Fill::opaque(bar.colour));
            }
            if self.has_net() {
                canvas.dot((across(0.5), y.at(self.net(category))), 3.0, PAPER, Some(Stroke::solid(INK, 1.4)));
            }
            for value in values.iter().filter(|(of, _)| *of == category).map(|(_, value)| value) {
                let at = (across(value.middle), y.at(value.at) + if value.points_up { -4.0 } else { 12.0 });
                canvas.text(Text::new(value.words.clone(), at, TICK).anchored(Anchor::Middle));
            }
            for (i, words) in wrapped(name, width - 8.0, TICK, false, 2).into_iter().enumerate() {
                let at = (across(0.5), plot.bottom + 16.0 + 13.0 * i as f64);
                canvas.text(Text::new(words, at, TICK).anchored(Anchor::Middle));
            }
        }
        self.finish(canvas, plot, &y);
        y.draw_left(canvas, plot);
        vertical_label(canvas, &label, plot, rest.left);
    }

    /// The values over standing bars with their categories; none if some would touch their neighbours.
    fn fitting_values(&self, width: f64) -> Vec<(usize, ValueLabel)> {
        let room = match (self.arrangement, self.series.len()) {
            (Arrangement::Stacked, _) | (_, 1) => width - 4.0,
            (Arrangement::Grouped, series) => width * (1.0 - EMPTY) / series as f64 - 2.0,
        };
        let all =
            (0..self.categories.len()).flat_map(|c| self.value_labels(c).into_iter().map(move |value| (c, value)));
        let all: Vec<(usize, ValueLabel)> = all.collect();
        let fit = all.iter().all(|(_, value)| text_width(&value.words, TICK, false) <= room);
        if fit { all } else { Vec::new() }
    }

    fn draw_lying(&self, canvas: &mut Canvas, rest: Area) {
        let label = label_with_unit(&self.label, &self.unit);
        let most = (rest.width() * 0.35).max(60.0);
        let names: Vec<Vec<String>> = self.categories.iter().map(|name| wrapped(name, most, TICK, false, 2)).collect();
        let widest = names.iter().flatten().map(|words| text_width(words, TICK, false)).fold(0.0, f64::max);
        let left = rest.left + widest + 10.0;
        let mut plot =
            Area { left, top: rest.top + 4.0, right: rest.right - 8.0, bottom: rest.bottom - TICK_ROW - ROW };
        plot.right -= self.axis((plot.left, plot.right), Direction::Across).right_overhang();
        let x = self.axis((plot.left, plot.right), Direction::Across);
        x.draw_grid(canvas, plot, AxisSide::Bottom);
        let height = plot.height() / self.categories.len().max(1) as f64;
        for (category, name) in names.iter().enumerate() {
            let down = |part: f64| plot.top + height * (category as f64 + part);
            for bar in self.bars(category) {
                let (a, b) = (x.at(bar.from), x.at(bar.to));
                let area = Area { left: a.min(b), right: a.max(b), top: down(bar.start), bottom: down(bar.end) };
                canvas.rectangle(area, Fill::opaque(bar.colour));
            }
            if self.has_net() {
                canvas.dot((x.at(self.net(category)), down(0.5)), 3.0, PAPER, Some(Stroke::solid(INK, 1.4)));
            }
            for value in self.value_labels(category) {
                let (shift, anchor) = if value.points_up { (5.0, Anchor::Start) } else { (-5.0, Anchor::End) };
                let at = (x.at(value.at) + shift, down(value.middle));
                canvas.text(Text::new(value.words, at, TICK).anchored(anchor).centred());
            }
            for (i, words) in name.iter().enumerate() {
                let at = (plot.left - 8.0, down(0.5) + 13.0 * (i as f64 - (name.len() - 1) as f64 / 2.0));
                canvas.text(Text::new(words.clone(), at, TICK).anchored(Anchor::End).centred());
            }
        }
        self.finish(canvas, plot, &x);
        x.draw_bottom(canvas, plot, true);
        let label = if x.shared.is_empty() { label } else { format!("{} {label}", x.shared) };
        canvas.text(Text::new(label, (plot.centre().0, rest.bottom - 3.0), LABEL).anchored(Anchor::Middle));
    }

    /// The line the bars start from, over their ends, or words where there are no bars.
    fn finish(&self, canvas: &mut Canvas, plot: Area, values: &Axis) {
        let zero = values.at(0.0);
        if values.ticks.is_empty() {
            crate::layout::no_data(canvas, plot);
        } else if self.lies_on(plot, values) {
            canvas.line(&[(zero, plot.top), (zero, plot.bottom)], Stroke::solid(INK, 1.0));
        } else {
            canvas.line(&[(plot.left, zero), (plot.right, zero)], Stroke::solid(INK, 1.0));
        }
    }

    /// Whether an axis of values runs across the plot.
    fn lies_on(&self, plot: Area, values: &Axis) -> bool {
        values.start == plot.left && values.end == plot.right
    }
}

impl Figure for Bars {
    fn size_for(&self, width: u32) -> Size {
        let width = width.min(760);
        let per_category =
            if self.arrangement == Arrangement::Grouped { 12 + 16 * self.series.len().max(1) } else { 34 };
        let lying = 100 + per_category.max(34) * self.categories.len().max(2);
        let height = if self.lies(f64::from(width) - 2.0 * MARGIN) { lying.min(4000) as u32 } else { 380 };
        Size { width, height: height.max(200) }
    }

    fn description(&self) -> String {
        let title = if self.title.is_empty() { "Bars" } else { &self.title };
        let mut parts = Vec::new();
        for (i, category) in self.categories.iter().enumerate() {
            let value = |series: &BarSeries| {
                let value = series.values.get(i).map_or("–".to_owned(), |v| significant(*v, DIGITS));
                if series.label.is_empty() { value } else { format!("{} {value}", series.label) }
            };
            let values: Vec<String> = self.series.iter().map(value).collect();
            parts.push(format!("{category}: {}", values.join(", ")));
        }
        format!("{title}, {}. {}", label_with_unit(&self.label, &self.unit), parts.join("; "))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) -> Result<()> {
        self.check()?;
        let rest = title(canvas, area.inset(MARGIN), &self.title);
        let rest = legend(canvas, rest, &self.entries());
        if self.lies(rest.width()) {
            self.draw_lying(canvas, rest);
        } else {
            self.draw_standing(canvas, rest);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fluxes(arrangement: Arrangement) -> Bars {
        let series = |label: &str, values: [f64; 2]| BarSeries { label: label.into(), values: values.to_vec() };
        Bars {
            categories: vec!["arable".into(), "forest".into()],
            series: vec![series("gain", [3.0, 4.0]), series("loss", [-1.0, f64::NAN]), series("more", [2.0, 1.0])],
            arrangement,
            value_labels: true,
            ..Bars::default()
        }
    }

    #[test]
    fn stacks_grow_away_from_zero() {
        let bars = fluxes(Arrangement::Stacked).bars(0);
        let ends: Vec<(f64, f64)> = bars.iter().map(|bar| (bar.from, bar.to)).collect();
        assert_eq!(ends, [(0.0, 3.0), (0.0, -1.0), (3.0, 5.0)]);
        assert_eq!(fluxes(Arrangement::Stacked).value_labels(0)[0].words, "net 4");
    }

    #[test]
    fn grouped_bars_do_not_overlap() {
        let bars = fluxes(Arrangement::Grouped).bars(0);
        assert!(bars.windows(2).all(|pair| pair[0].end < pair[1].start));
        assert_eq!(fluxes(Arrangement::Grouped).bars(1).len(), 2);
    }

    #[test]
    fn long_names_lay_the_bars_down() {
        let mut bars = fluxes(Arrangement::Grouped);
        assert!(!bars.lies(600.0));
        bars.categories[0] = "heterotrophic respiration of physically protected matter".into();
        assert!(bars.lies(300.0));
    }

    #[test]
    fn a_budget_prints_its_residual() -> Result<()> {
        let svg = Bars::budget("Carbon", "g C m-2", 512.0, 498.5, 13.5, 2.1e-13).render_svg(Size::new(600, 260))?;
        assert!(svg.contains(">2.1×10⁻¹³<") && svg.contains(">−498<"), "{svg}");
        Ok(())
    }

    #[test]
    fn a_missing_value_is_refused_by_name() {
        let mut bars = fluxes(Arrangement::Grouped);
        bars.series[1].values.pop();
        let message = bars.render_svg(bars.size()).unwrap_err().to_string();
        assert_eq!(message, "bars `loss`: 1 values where 2 were expected (the number of categories)");
    }
}
