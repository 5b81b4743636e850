//! What surrounds a plot: titles, legends, axes with their labels.

use crate::axis::Axis;
use crate::canvas::{Anchor, Area, Canvas, Fill, Stroke, Text};
use crate::font::text_width;
use crate::style::{Colour, FAINT_INK, GRID, INK, LABEL, PAPER, TICK, TITLE};

/// Space left free at the edges of a figure (px).
pub(crate) const MARGIN: f64 = 12.0;
/// Length of tick marks (px).
pub(crate) const TICK_LENGTH: f64 = 4.0;
/// Height of the row of tick labels under a horizontal axis, with the tick marks (px).
pub(crate) const TICK_ROW: f64 = 22.0;
/// Height of a row of text (px).
pub(crate) const ROW: f64 = 18.0;

/// Height of the title of a panel (px).
pub(crate) const PANEL_TITLE: f64 = 19.0;
/// Distance between two entries of a legend (px).
const LEGEND_GAP: f64 = 22.0;

/// The side of the plot an axis stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AxisSide {
    Left,
    Bottom,
}

/// What stands before the words of a legend entry.
#[derive(Debug, Clone)]
pub(crate) enum Key {
    /// A line, with a band of a colour around it.
    Line(Stroke, Option<Colour>),
    /// A shaded band.
    Band(Colour),
    /// A filled square.
    Patch(Colour),
    /// An open dot.
    Dot(Colour),
}

/// A row of the legend.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) label: String,
    pub(crate) key: Key,
}

impl Entry {
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        self.label == other.label && std::mem::discriminant(&self.key) == std::mem::discriminant(&other.key)
    }

    fn key_width(&self) -> f64 {
        match self.key {
            Key::Line(..) => 30.0,
            Key::Band(_) => 22.0,
            Key::Patch(_) | Key::Dot(_) => 13.0,
        }
    }

    fn draw(&self, canvas: &mut Canvas, left: f64, middle: f64, most: f64) {
        let right = left + self.key_width();
        let square = Area { left, right, top: middle - 6.0, bottom: middle + 6.0 };
        match self.key {
            Key::Line(stroke, band) => {
                if let Some(colour) = band {
                    canvas.rectangle(square, Fill { colour, opacity: 0.22 });
                }
                canvas.line(&[(left, middle), (right, middle)], stroke);
            }
            Key::Band(colour) => canvas.rectangle(square, Fill { colour, opacity: 0.3 }),
            Key::Patch(colour) => canvas.rectangle(square, Fill::opaque(colour)),
            Key::Dot(colour) => canvas.dot((left + 6.0, middle), 3.0, PAPER, Some(Stroke::solid(colour, 1.4))),
        }
        let words = shortened(&self.label, most - self.key_width() - 6.0, LABEL, false);
        canvas.text(Text::new(words, (right + 6.0, middle), LABEL).centred());
    }

    fn width(&self) -> f64 {
        self.key_width() + 6.0 + text_width(&self.label, LABEL, false)
    }
}

/// Draws the title at the top of `area` and returns what is left.
pub(crate) fn title(canvas: &mut Canvas, area: Area, words: &str) -> Area {
    let letter = std::mem::take(&mut canvas.letter);
    let words = format!("{letter} {words}");
    let words = words.trim();
    let mut rest = area;
    for line in wrapped(words, area.width(), TITLE, true, 3) {
        canvas.text(Text::new(line, (area.left, rest.top + 13.0), TITLE).bold());
        rest.top += 20.0;
    }
    if !words.is_empty() {
        rest.top += 4.0;
    }
    rest
}

/// Draws the title of a panel at the top of `area` and returns what is left.
pub(crate) fn panel_title(canvas: &mut Canvas, area: Area, words: &str) -> Area {
    if words.is_empty() {
        return area;
    }
    let words = shortened(words, area.width(), LABEL, true);
    canvas.text(Text::new(words, (area.left, area.top + 12.0), LABEL).bold());
    Area { top: area.top + PANEL_TITLE, ..area }
}

/// Draws the legend in rows at the top of `area` and returns what is left.
pub(crate) fn legend(canvas: &mut Canvas, area: Area, entries: &[Entry]) -> Area {
    for (entry, (left, row)) in entries.iter().zip(legend_places(entries, area.width())) {
        let middle = area.top + ROW * (row as f64 + 0.5);
        entry.draw(canvas, area.left + left, middle, area.width() - left);
    }
    Area { top: area.top + legend_height(entries, area.width()), ..area }
}

/// Height of a legend that is `width` wide (px).
pub(crate) fn legend_height(entries: &[Entry], width: f64) -> f64 {
    legend_places(entries, width).last().map_or(0.0, |(_, row)| ROW * (*row as f64 + 1.0) + 6.0)
}

/// Left edge and row of each entry.
fn legend_places(entries: &[Entry], width: f64) -> Vec<(f64, usize)> {
    let (mut left, mut row) = (0.0, 0);
    let mut places = Vec::with_capacity(entries.len());
    for entry in entries {
        if left > 0.0 && left + entry.width() > width {
            (left, row) = (0.0, row + 1);
        }
        places.push((left, row));
        left += entry.width() + LEGEND_GAP;
    }
    places
}

/// Breaks words into lines no wider than `width`, at most `most` of them; what is left over is cut.
pub(crate) fn wrapped(words: &str, width: f64, size: f64, bold: bool, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let fits = |line: &str| text_width(line, size, bold) <= width;
    // A unit in brackets stays together if it can.
    let (before, bracket) = match words.rfind(" (") {
        Some(at) if words.ends_with(')') && fits(&words[at + 1..]) => (&words[..at], Some(&words[at + 1..])),
        _ => (words, None),
    };
    for word in before.split_whitespace().chain(bracket) {
        match lines.last_mut() {
            Some(line) if fits(&format!("{line} {word}")) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(rest);
    }
    lines.iter().map(|line| shortened(line, width, size, bold)).collect()
}

/// The text itself if it fits into `width`, otherwise its beginning and `…`.
pub(crate) fn shortened(text: &str, width: f64, size: f64, bold: bool) -> String {
    if text_width(text, size, bold) <= width {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    loop {
        kept.pop();
        let short: String = kept.iter().collect::<String>().trim_end().to_owned() + "…";
        if kept.is_empty() || text_width(&short, size, bold) <= width {
            return short;
        }
    }
}

/// Says in the middle of a plot that there is nothing to see.
pub(crate) fn no_data(canvas: &mut Canvas, plot: Area) {
    let text = Text::new("no data", plot.centre(), LABEL).coloured(FAINT_INK);
    canvas.text(text.anchored(Anchor::Middle).centred());
}

impl Axis {
    /// Lines across the plot at each tick; the one at zero is darker where values of both signs occur.
    pub(crate) fn draw_grid(&self, canvas: &mut Canvas, plot: Area, side: AxisSide) {
        let line = |canvas: &mut Canvas, value: f64, stroke| {
            let at = self.at(value);
            match side {
                AxisSide::Left => canvas.line(&[(plot.left, at), (plot.right, at)], stroke),
                AxisSide::Bottom => canvas.line(&[(at, plot.top), (at, plot.bottom)], stroke),
            }
        };
        for tick in &self.ticks {
            line(canvas, tick.value, Stroke::solid(GRID, 0.8));
        }
        if self.low < 0.0 && self.high > 0.0 && !self.ticks.is_empty() {
            line(canvas, 0.0, Stroke::solid(FAINT_INK, 0.9));
        }
    }

    /// The axis line on the left of the plot, its ticks and their labels.
    pub(crate) fn draw_left(&self, canvas: &mut Canvas, plot: Area) {
        canvas.line(&[(plot.left, plot.top), (plot.left, plot.bottom)], Stroke::solid(INK, 1.0));
        for tick in &self.ticks {
            let y = self.at(tick.value);
            canvas.line(&[(plot.left - TICK_LENGTH, y), (plot.left, y)], Stroke::solid(INK, 1.0));
            let text = Text::new(tick.label.clone(), (plot.left - TICK_LENGTH - 4.0, y), TICK);
            canvas.text(text.anchored(Anchor::End).centred());
        }
        if !self.shared.is_empty() {
            let left = plot.left - TICK_LENGTH - 4.0 - self.label_width();
            canvas.text(Text::new(self.shared.clone(), (left, plot.top - 8.0), TICK).coloured(FAINT_INK));
        }
    }

    /// The axis line under the plot, its ticks and, if asked for, their labels.
    pub(crate) fn draw_bottom(&self, canvas: &mut Canvas, plot: Area, with_labels: bool) {
        canvas.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], Stroke::solid(INK, 1.0));
        for tick in &self.ticks {
            let x = self.at(tick.value);
            canvas.line(&[(x, plot.bottom), (x, plot.bottom + TICK_LENGTH)], Stroke::solid(INK, 1.0));
            if with_labels {
                let text = Text::new(tick.label.clone(), (x, plot.bottom + TICK_LENGTH + 13.0), TICK);
                canvas.text(text.anchored(Anchor::Middle));
            }
        }
    }

    /// Width to the left of a plot for tick marks and their labels (px).
    pub(crate) fn left_width(&self) -> f64 {
        TICK_LENGTH + 4.0 + self.label_width()
    }

    /// How far the last label of a horizontal axis reaches beyond the end of the axis (px).
    pub(crate) fn right_overhang(&self) -> f64 {
        self.ticks.last().map_or(0.0, |tick| {
            (self.at(tick.value) + text_width(&tick.label, TICK, false) / 2.0 - self.start.max(self.end)).max(0.0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_keeps_the_unit_together() {
        assert_eq!(
            wrapped("Soil organic carbon (kg C m⁻²)", 130.0, 12.0, false, 2),
            ["Soil organic carbon", "(kg C m⁻²)"]
        );
        assert_eq!(wrapped("", 130.0, 12.0, false, 2), Vec::<String>::new());
    }

    #[test]
    fn what_does_not_fit_is_cut() {
        assert!(shortened("Heterotrophic respiration", 60.0, 12.0, false).ends_with('…'));
        for line in wrapped("a very long label that cannot be squeezed into two short lines", 90.0, 12.0, false, 2) {
            assert!(text_width(&line, 12.0, false) <= 90.0, "{line}");
        }
    }
}
