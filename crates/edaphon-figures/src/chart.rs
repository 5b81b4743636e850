//! Panels with lines, bands and points, shared by time series and seasonal cycles.

use crate::axis::{Axis, Direction, finite_range, is_drawable, padded};
use crate::canvas::{Anchor, Area, Canvas, Readout, Stroke};
use crate::error::{FigureError, Result};
use crate::layout::{AxisSide, Entry, Key};
use crate::number::{label_with_unit, significant};
use crate::style::{Colour, GRID, INK, series_colour, series_dashes};
use crate::trace::{draw_band, draw_line, draw_points};

/// A line: values `y` at places `x`; NaN leaves a gap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Words in the legend. Lines, bands and points with the same label share a colour.
    pub label: String,
    /// Places along the horizontal axis.
    pub x: Vec<f64>,
    /// Values.
    pub y: Vec<f64>,
}

impl Line {
    /// A line through the points (`x`, `y`).
    pub fn new(label: impl Into<String>, x: Vec<f64>, y: Vec<f64>) -> Self {
        Self { label: label.into(), x, y }
    }
}

/// A shaded band from `low` to `high`, such as the range of an ensemble.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Band {
    /// Words in the legend; the label of a line shades around that line.
    pub label: String,
    /// Places along the horizontal axis.
    pub x: Vec<f64>,
    /// Lower edge.
    pub low: Vec<f64>,
    /// Upper edge.
    pub high: Vec<f64>,
}

/// Points, such as measurements.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Points {
    /// Words in the legend.
    pub label: String,
    /// Places along the horizontal axis.
    pub x: Vec<f64>,
    /// Values.
    pub y: Vec<f64>,
    /// Half the length of each error bar; empty for none.
    pub error: Vec<f64>,
}

/// One quantity against the horizontal axis.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Panel {
    /// Words above the panel; may be empty.
    pub title: String,
    /// The quantity, without its unit.
    pub label: String,
    /// Its unit, as in CF (`kg C m-2`) or typeset.
    pub unit: String,
    /// Lines.
    pub lines: Vec<Line>,
    /// Shaded bands, drawn beneath the lines.
    pub bands: Vec<Band>,
    /// Points, drawn above the lines.
    pub points: Vec<Points>,
    /// Whether the vertical axis must reach zero.
    pub from_zero: bool,
}

/// The order in which labels first appear, which decides their colours.
#[derive(Debug, Default)]
pub(crate) struct Looks(Vec<String>);

impl Looks {
    /// The labels of `order` come first, whether or not they appear.
    pub(crate) fn of<'a>(panels: impl IntoIterator<Item = &'a Panel>, order: &[String]) -> Self {
        let mut labels: Vec<String> = order.to_vec();
        for panel in panels {
            let lines = panel.lines.iter().map(|line| &line.label);
            for label in lines.chain(panel.bands.iter().map(|band| &band.label)) {
                if !labels.contains(label) {
                    labels.push(label.clone());
                }
            }
        }
        Self(labels)
    }

    fn index(&self, label: &str) -> Option<usize> {
        self.0.iter().position(|known| known == label)
    }

    fn colour(&self, label: &str) -> Colour {
        self.index(label).map_or(INK, series_colour)
    }

    fn stroke(&self, label: &str) -> Stroke {
        let index = self.index(label).unwrap_or(0);
        Stroke { colour: series_colour(index), width: 1.8, dashes: series_dashes(index) }
    }
}

impl Panel {
    /// Checks that columns that belong together are equally long.
    pub(crate) fn check(&self) -> Result<()> {
        let same = |what, label: &str, found: usize, x: &[f64], why| {
            let (label, expected) = (label.to_owned(), x.len().to_string());
            if found == x.len() { Ok(()) } else { Err(FigureError::Length { what, label, found, expected, why }) }
        };
        for line in &self.lines {
            same("line", &line.label, line.y.len(), &line.x, "the length of `x`")?;
        }
        for band in &self.bands {
            same("lower edge of band", &band.label, band.low.len(), &band.x, "the length of `x`")?;
            same("upper edge of band", &band.label, band.high.len(), &band.x, "the length of `x`")?;
        }
        for points in &self.points {
            same("points", &points.label, points.y.len(), &points.x, "the length of `x`")?;
            if !points.error.is_empty() {
                same("error bars of points", &points.label, points.error.len(), &points.x, "the length of `x`")?;
            }
        }
        Ok(())
    }

    /// The smallest and largest place that has a value.
    pub(crate) fn x_range(&self) -> Option<(f64, f64)> {
        let lines = self.lines.iter().map(|line| (&line.x, &line.y));
        let bands = self.bands.iter().map(|band| (&band.x, &band.low));
        let points = self.points.iter().map(|points| (&points.x, &points.y));
        let pairs = lines.chain(bands).chain(points).flat_map(|(x, y)| x.iter().zip(y));
        finite_range(pairs.filter(|(_, y)| is_drawable(**y)).map(|(x, _)| x))
    }

    fn y_range(&self) -> Option<(f64, f64)> {
        let lines = self.lines.iter().flat_map(|line| line.y.iter().copied());
        let bands = self.bands.iter().flat_map(|band| band.low.iter().chain(&band.high).copied());
        let points = self.points.iter().flat_map(|points| points.y.iter().copied());
        let bars = self
            .points
            .iter()
            .flat_map(|points| points.y.iter().zip(&points.error).flat_map(|(y, error)| [y - error, y + error]));
        let zero = self.from_zero.then_some(0.0);
        let values: Vec<f64> = lines.chain(bands).chain(points).chain(bars).collect();
        finite_range(&values)?;
        finite_range(values.iter().chain(&zero))
    }

    /// The vertical axis between two pixels.
    pub(crate) fn y_axis(&self, top: f64, bottom: f64) -> Axis {
        let range = self.y_range();
        Axis::numbers(padded(range, 0.06), (bottom, top), Direction::Up, range.is_some())
    }

    pub(crate) fn label_with_unit(&self) -> String {
        label_with_unit(&self.label, &self.unit)
    }

    /// What the legend must explain; nothing where the axis label already says it all.
    pub(crate) fn entries(&self, looks: &Looks) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for line in &self.lines {
            let band = self.bands.iter().any(|band| band.label == line.label).then(|| looks.colour(&line.label));
            entries.push(Entry { label: line.label.clone(), key: Key::Line(looks.stroke(&line.label), band) });
        }
        for band in &self.bands {
            if !self.lines.iter().any(|line| line.label == band.label) {
                entries.push(Entry { label: band.label.clone(), key: Key::Band(looks.colour(&band.label)) });
            }
        }
        for points in &self.points {
            entries.push(Entry { label: points.label.clone(), key: Key::Dot(looks.colour(&points.label)) });
        }
        let mut kept: Vec<Entry> = Vec::new();
        for entry in entries.into_iter().filter(|entry| !entry.label.is_empty()) {
            if !kept.iter().any(|known| known.same_as(&entry)) {
                kept.push(entry);
            }
        }
        let is_said = kept.len() == 1 && kept[0].label == self.label;
        if is_said { Vec::new() } else { kept }
    }

    /// The quantity, its lines and their ranges, in words.
    pub(crate) fn description(&self) -> String {
        let lines = self.lines.iter().map(|line| match finite_range(&line.y) {
            Some((low, high)) => format!("{} from {} to {}", line.label, significant(low, 4), significant(high, 4)),
            None => format!("{} without data", line.label),
        });
        let parts: Vec<String> = lines.chain(self.points.iter().map(|p| format!("{} as points", p.label))).collect();
        let parts = if parts.is_empty() { "no data".to_owned() } else { parts.join(", ") };
        format!("{}: {parts}", self.label_with_unit())
    }

    /// Draws grid, bands, lines and points inside `plot`.
    pub(crate) fn draw(&self, canvas: &mut Canvas, plot: Area, x: &Axis, y: &Axis, looks: &Looks, kind: &'static str) {
        y.draw_grid(canvas, plot, AxisSide::Left);
        for tick in &x.ticks {
            let at = x.at(tick.value);
            canvas.line(&[(at, plot.top), (at, plot.bottom)], Stroke::solid(GRID, 0.6));
        }
        if y.ticks.is_empty() {
            crate::layout::no_data(canvas, plot);
        }
        let readout = Readout {
            area: plot,
            x: (x.low, x.high),
            y: (y.low, y.high),
            x_kind: kind,
            unit: crate::number::typeset_unit(&self.unit),
        };
        canvas.panel(readout, |canvas| {
            for band in &self.bands {
                draw_band(canvas, band, x, y, looks.colour(&band.label));
            }
            for line in &self.lines {
                draw_line(canvas, line, x, y, looks.stroke(&line.label));
            }
            for points in &self.points {
                draw_points(canvas, points, x, y, looks.colour(&points.label));
            }
        });
    }
}

/// Draws the label of a vertical axis in lines that fit beside it, right-most line nearest to the axis.
pub(crate) fn vertical_label(canvas: &mut Canvas, label: &str, plot: Area, left: f64) {
    for (i, words) in
        crate::layout::wrapped(label, plot.height(), crate::style::LABEL, false, 2).into_iter().enumerate()
    {
        let at = (left + 8.0 + 15.0 * i as f64, plot.centre().1);
        let text = crate::canvas::Text::new(words, at, crate::style::LABEL);
        canvas.text(text.anchored(Anchor::Middle).upright().centred());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_labels_share_a_colour_across_panels() {
        let panel = |labels: &[&str]| Panel {
            lines: labels.iter().map(|l| Line::new(*l, vec![], vec![])).collect(),
            ..Panel::default()
        };
        let panels = [panel(&["a", "b"]), panel(&["b", "c"])];
        let looks = Looks::of(&panels, &["z".to_owned()]);
        assert_eq!((looks.index("b"), looks.index("c")), (Some(2), Some(3)));
    }
}
