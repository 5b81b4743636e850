//! A bar that says how long kilometres are on the map, and where north is.

use super::view::View;
use crate::canvas::{Anchor, Area, Canvas, Fill, Stroke, Text};
use crate::font::text_width;
use crate::number::decimal;
use crate::style::{INK, TICK};

/// Height of the row under the map that holds the bar (px).
pub(super) const ROW: f64 = 26.0;
/// Longest bar (px).
const LONGEST: f64 = 150.0;
/// Width of the arrow with its letter and the space before it (px).
const ARROW: f64 = 34.0;

/// Draws the bar at the left and, where north is up everywhere, the arrow at the right of a row under the map.
pub(super) fn draw(canvas: &mut Canvas, view: &View, plot: Area, row: Area) {
    let (km_per_px, place) = view.kilometres(plot);
    let Some(length) = round_length(km_per_px * LONGEST.min(0.35 * row.width())) else { return };
    let width = length / km_per_px;
    let words = [kilometres(length), place].join(" ");
    let words = words.trim_end();
    let needed = width + 8.0 + text_width(words, TICK, false) + ARROW;
    // A narrow map has a row that is wider than itself.
    let left = if needed <= plot.width() { plot.left } else { (row.centre().0 - needed / 2.0).max(row.left) };
    let right = plot.right.max(left + needed).min(row.right);
    let y = row.top + ROW / 2.0;
    for (from, to) in [
        ((left, y), (left + width, y)),
        ((left, y - 4.0), (left, y + 4.0)),
        ((left + width, y - 4.0), (left + width, y + 4.0)),
    ] {
        canvas.line(&[from, to], Stroke::solid(INK, 1.6));
    }
    canvas.text(Text::new(words, (left + width + 8.0, y), TICK).centred());
    if view.is_north_up() {
        arrow(canvas, (right - 8.0, y));
    }
}

fn arrow(canvas: &mut Canvas, (x, y): (f64, f64)) {
    canvas.surface(vec![(x, y - 9.0), (x + 5.0, y + 8.0), (x, y + 4.5), (x - 5.0, y + 8.0)], Fill::opaque(INK));
    canvas.text(Text::new("N", (x - 9.0, y), TICK).bold().anchored(Anchor::End).centred());
}

/// The largest of 1, 2, 5, 10 … that is not above `most`.
fn round_length(most: f64) -> Option<f64> {
    let power = 10_f64.powf(most.log10().floor());
    let found = [5.0, 2.0, 1.0].into_iter().map(|m| m * power).find(|length| *length <= most * (1.0 + 1e-9));
    found.filter(|length| length.is_finite() && *length > 0.0)
}

/// A length in the unit that needs no decimals: `200 m`, `5 km`.
fn kilometres(length: f64) -> String {
    if length < 0.999 { format!("{} m", decimal(1000.0 * length, 0)) } else { format!("{} km", decimal(length, 0)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_round_and_named() {
        assert_eq!([round_length(7.0), round_length(2.0), round_length(999.0)], [Some(5.0), Some(2.0), Some(500.0)]);
        assert_eq!([round_length(0.0), round_length(f64::NAN)], [None, None]);
        assert_eq!((kilometres(0.2), kilometres(20_000.0)), ("200 m".into(), "20\u{202f}000 km".into()));
    }
}
