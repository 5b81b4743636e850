//! Which value has which colour, and the bar that says so.

use super::LEVELS;
use crate::axis::{Axis, Direction, is_drawable, widened};
use crate::canvas::{Anchor, Area, Canvas, Fill, Stroke, Text};
use crate::error::{FigureError, Result};
use crate::font::text_width;
use crate::number::significant;
use crate::style::{ColourMap, FAINT_INK, INK, LABEL, TICK};

/// Height of the colour bar with its ticks and label (px).
const BAR_BLOCK: f64 = 64.0;
/// Height of the row that says how far values go beyond the bar (px).
const NOTE_ROW: f64 = 15.0;

/// The values at the two ends of the colour bar.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum Limits {
    /// The 2nd and 98th percentile, so that a few extreme cells do not take all the colours.
    #[default]
    Robust,
    /// Two percentiles (0 to 100).
    Percentiles(f64, f64),
    /// The smallest and the largest value.
    Full,
    /// Two values.
    Fixed(f64, f64),
    /// Two values for several maps, and how far the values of all go: their colour bars are then one and the same.
    Shared {
        /// The value at the lower end of the colour bar.
        low: f64,
        /// The value at its upper end.
        high: f64,
        /// The smallest and the largest value of all maps.
        range: (f64, f64),
    },
}

impl Limits {
    /// These limits for several maps, from the values of all of them; themselves if there are none.
    #[must_use]
    pub fn shared(self, values: impl Iterator<Item = f64>, colours: ColourMap) -> Self {
        match Scale::of(values, self, colours) {
            Some(scale) => Self::Shared { low: scale.low, high: scale.high, range: scale.range },
            None => self,
        }
    }

    pub(crate) fn check(&self) -> Result<()> {
        match self {
            Limits::Fixed(low, high) | Limits::Shared { low, high, .. }
                if !(low < high && (high - low).is_finite()) =>
            {
                Err(FigureError::Unusable {
                    what: "limits of a map",
                    found: format!("{low} to {high}"),
                    accepted: "two numbers, the smaller first",
                })
            }
            Limits::Percentiles(low, high) if !(*low >= 0.0 && low < high && *high <= 100.0) => {
                Err(FigureError::Unusable {
                    what: "percentiles of a map",
                    found: format!("{low} to {high}"),
                    accepted: "two numbers from 0 to 100, the smaller first",
                })
            }
            _ => Ok(()),
        }
    }
}

/// The colour bar: its limits and whether values lie beyond.
pub(crate) struct Scale {
    low: f64,
    high: f64,
    is_cut_below: bool,
    is_cut_above: bool,
    /// The smallest and the largest value of all.
    range: (f64, f64),
    colours: ColourMap,
}

impl Scale {
    /// The limits that suit some values; nothing if there are none.
    pub(crate) fn of(values: impl Iterator<Item = f64>, limits: Limits, colours: ColourMap) -> Option<Self> {
        if let Limits::Shared { low, high, range } = limits {
            return Some(Self { low, high, is_cut_below: range.0 < low, is_cut_above: range.1 > high, range, colours });
        }
        let mut values: Vec<f64> = values.filter(|v| is_drawable(*v)).collect();
        values.sort_by(f64::total_cmp);
        let (least, most) = (*values.first()?, *values.last()?);
        let (mut low, mut high) = match limits {
            Limits::Robust => (percentile(&values, 2.0), percentile(&values, 98.0)),
            Limits::Percentiles(low, high) => (percentile(&values, low), percentile(&values, high)),
            Limits::Full => (least, most),
            Limits::Fixed(low, high) | Limits::Shared { low, high, .. } => (low, high),
        };
        if colours.is_diverging() && !matches!(limits, Limits::Fixed(..)) {
            high = low.abs().max(high.abs());
            low = -high;
        }
        let (low, high) = widened(Some((low, high)));
        Some(Self { low, high, is_cut_below: least < low, is_cut_above: most > high, range: (least, most), colours })
    }

    /// The number, from 0 to [`LEVELS`], of the colour of a value.
    pub(crate) fn level(&self, value: f64) -> usize {
        (self.part(value) * LEVELS).round() as usize
    }

    /// Where a value lies between the limits, 0 to 1.
    pub(crate) fn part(&self, value: f64) -> f64 {
        ((value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0)).clamp(0.0, 1.0)
    }

    /// Height of the bar with all that belongs to it (px).
    pub(crate) fn height(&self) -> f64 {
        BAR_BLOCK + if self.is_cut_below || self.is_cut_above { NOTE_ROW } else { 0.0 }
    }

    /// The colour bar inside `area`, around `middle`, with the quantity and, where values lie beyond, how far they go.
    pub(crate) fn draw(&self, canvas: &mut Canvas, area: Area, middle: f64, label: &str) {
        let half = (area.width() * 0.34).min(260.0);
        let top = area.top + 14.0;
        let bar = Area { left: middle - half, right: middle + half, top, bottom: top + 12.0 };
        self.draw_colours(canvas, bar, self.colours);
        let axis = Axis::numbers((self.low, self.high), (bar.left, bar.right), Direction::Across, true);
        axis.draw_bottom(canvas, bar, true);
        let label = [axis.shared.as_str(), label].join(" ");
        let label = crate::layout::shortened(label.trim(), area.width(), LABEL, false);
        let half = text_width(&label, LABEL, false) / 2.0;
        let at = (middle.min(area.right - half).max(area.left + half), area.top + BAR_BLOCK - 4.0);
        canvas.text(Text::new(label, at, LABEL).anchored(Anchor::Middle));
        if self.is_cut_below || self.is_cut_above {
            let (least, most) = self.range;
            let note = format!("all values: {} to {}", significant(least, 3), significant(most, 3));
            let at = (middle, area.top + BAR_BLOCK + NOTE_ROW - 4.0);
            canvas.text(Text::new(note, at, TICK).anchored(Anchor::Middle).coloured(FAINT_INK));
        }
    }

    /// The colours in a row, with arrows where values lie beyond the ends.
    fn draw_colours(&self, canvas: &mut Canvas, bar: Area, colours: ColourMap) {
        let step = bar.width() / (LEVELS + 1.0);
        for level in 0..=LEVELS as u32 {
            let left = bar.left + step * f64::from(level);
            canvas.tiles(vec![Area { left, right: left + step, ..bar }], colours.at(f64::from(level) / LEVELS));
        }
        let y = bar.centre().1;
        let arrow = |from: f64, tip: f64| vec![(from, bar.top), (tip, y), (from, bar.bottom)];
        let mut outline = vec![(bar.left, bar.top), (bar.right, bar.top)];
        if self.is_cut_above {
            canvas.surface(arrow(bar.right, bar.right + 11.0), Fill::opaque(colours.at(1.0)));
            outline.push((bar.right + 11.0, y));
        }
        outline.extend([(bar.right, bar.bottom), (bar.left, bar.bottom)]);
        if self.is_cut_below {
            canvas.surface(arrow(bar.left, bar.left - 11.0), Fill::opaque(colours.at(0.0)));
            outline.push((bar.left - 11.0, y));
        }
        outline.push((bar.left, bar.top));
        canvas.line(&outline, Stroke::solid(INK, 0.8));
    }
}

/// The value below which `percent` of the sorted values lie, interpolated.
fn percentile(sorted: &[f64], percent: f64) -> f64 {
    let place = percent / 100.0 * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Map;

    fn scale_of(map: &Map) -> Option<Scale> {
        Scale::of(map.cells.iter().map(|cell| cell.value), map.limits, map.colours)
    }

    fn map(values: &[f64]) -> Map {
        let lon: Vec<f64> = (0..values.len()).map(|i| i as f64).collect();
        Map { cells: Map::cells_of_grid(&[0.5], &lon, values).unwrap_or_default(), ..Map::default() }
    }

    #[test]
    fn percentiles_are_interpolated() {
        assert_eq!(percentile(&[0.0, 10.0], 25.0), 2.5);
        assert_eq!(percentile(&[7.0], 98.0), 7.0);
    }

    #[test]
    fn robust_limits_cut_extremes_and_say_so() {
        let mut values: Vec<f64> = (0..100).map(f64::from).collect();
        values[99] = 1e9;
        let scale = scale_of(&map(&values)).unwrap();
        assert!(scale.high < 100.0 && scale.is_cut_above && scale.is_cut_below);
        let full = scale_of(&Map { limits: Limits::Full, ..map(&values) }).unwrap();
        assert!(full.high == 1e9 && !full.is_cut_above);
    }

    #[test]
    fn shared_limits_are_those_of_all_maps() {
        let limits = Limits::Full.shared([1.0, 9.0, f64::NAN].into_iter(), ColourMap::Viridis);
        assert_eq!(limits, Limits::Shared { low: 1.0, high: 9.0, range: (1.0, 9.0) });
        for values in [&[2.0, 3.0][..], &[]] {
            let scale = scale_of(&Map { limits, ..map(values) }).unwrap();
            assert_eq!((scale.low, scale.high, scale.height()), (1.0, 9.0, BAR_BLOCK));
        }
        assert_eq!(Limits::Robust.shared(std::iter::empty(), ColourMap::Viridis), Limits::Robust);
    }

    #[test]
    fn diverging_colours_keep_zero_in_the_middle() {
        let scale = scale_of(&Map { colours: ColourMap::BlueRed, limits: Limits::Full, ..map(&[-1.0, 4.0]) }).unwrap();
        assert_eq!((scale.low, scale.high, scale.part(0.0)), (-4.0, 4.0, 0.5));
    }
}
