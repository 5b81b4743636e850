//! Clouds of many points: one quantity against another, coloured by a label or by a third.

use crate::Figure;
use crate::Size;
use crate::axis::{Axis, Direction, finite_range, is_drawable, log_limits, padded};
use crate::canvas::{Anchor, Area, Canvas, Stroke, Text};
use crate::error::{FigureError, Result};
use crate::font::text_width;
use crate::layout::{AxisSide, Entry, Key, MARGIN, ROW, TICK_ROW, legend, legend_height, no_data, title, wrapped};
use crate::map::scale::Scale;
use crate::map::{LEVELS, Limits};
use crate::number::{label_with_unit, significant};
use crate::style::{ColourMap, GRID, INK, LABEL, PAPER, TICK, series_colour};

/// What an axis shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quantity {
    /// The quantity, without its unit.
    pub label: String,
    /// Its unit, as in CF or typeset.
    pub unit: String,
    /// Whether equal distances are equal ratios; values of 0 and below are left out then.
    pub log: bool,
    /// The two ends of the axis; without them, those of the points.
    pub limits: Option<(f64, f64)>,
}

impl Quantity {
    /// A quantity on an even axis.
    pub fn new(label: impl Into<String>, unit: impl Into<String>) -> Self {
        Self { label: label.into(), unit: unit.into(), ..Self::default() }
    }

    /// The same on a logarithmic axis.
    #[must_use]
    pub fn log(self) -> Self {
        Self { log: true, ..self }
    }

    fn shows(&self, value: f64) -> bool {
        is_drawable(value) && !(self.log && value <= 0.0)
    }

    fn axis(&self, values: &[f64], pixels: (f64, f64), direction: Direction) -> Axis {
        let shown = values.iter().filter(|v| self.shows(**v));
        let range = finite_range(shown.clone());
        let limits = self.limits.filter(|(low, high)| low < high && !(self.log && *low <= 0.0));
        if self.log && range.is_some() {
            return Axis::logarithmic(limits.unwrap_or_else(|| log_limits(shown)), pixels, direction);
        }
        Axis::numbers(limits.unwrap_or_else(|| padded(range, 0.04)), pixels, direction, range.is_some())
    }

    fn words(&self) -> String {
        label_with_unit(&self.label, &self.unit)
    }
}

/// Points with one label.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cloud {
    /// Words in the legend.
    pub label: String,
    /// Values along the horizontal axis.
    pub x: Vec<f64>,
    /// Values along the vertical axis.
    pub y: Vec<f64>,
    /// Number of their colour: 0 is blue, 1 vermilion, 2 green …
    pub colour: usize,
}

/// A third quantity that colours points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ColourBy {
    /// The quantity, without its unit.
    pub label: String,
    /// Its unit, as in CF or typeset.
    pub unit: String,
    /// Values of each cloud's points.
    pub values: Vec<Vec<f64>>,
    /// The colours.
    pub colours: ColourMap,
    /// The values at the two ends of the colour bar.
    pub limits: Limits,
}

/// Clouds of points on a pair of axes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scatter {
    /// Words above the figure; may be empty.
    pub title: String,
    /// The horizontal axis.
    pub x: Quantity,
    /// The vertical axis.
    pub y: Quantity,
    /// The points.
    pub clouds: Vec<Cloud>,
    /// What colours them instead of their label.
    pub colour_by: Option<ColourBy>,
    /// Words inside the plot, such as a correlation: a line each.
    pub notes: Vec<String>,
    /// A line where both axes have the same value.
    pub diagonal: bool,
    /// A level line at this value of the vertical axis.
    pub level: Option<f64>,
}

/// Width of a point (px).
const POINT: f64 = 2.4;

impl Scatter {
    fn check(&self) -> Result<()> {
        for (at, cloud) in self.clouds.iter().enumerate() {
            let coloured = self.colour_by.as_ref().map(|by| by.values.get(at).map_or(0, Vec::len));
            for (what, found) in [("points", Some(cloud.y.len())), ("colours of points", coloured)] {
                if let Some(found) = found.filter(|found| *found != cloud.x.len()) {
                    let expected = cloud.x.len().to_string();
                    return Err(FigureError::Length {
                        what,
                        label: cloud.label.clone(),
                        found,
                        expected,
                        why: "the length of `x`",
                    });
                }
            }
        }
        self.colour_by.as_ref().map_or(Ok(()), |by| by.limits.check())
    }

    fn scale(&self) -> Option<Scale> {
        let by = self.colour_by.as_ref()?;
        Scale::of(by.values.iter().flatten().copied(), by.limits, by.colours)
    }

    fn entries(&self) -> Vec<Entry> {
        let is_told =
            self.colour_by.is_none() && (self.clouds.len() > 1 || self.clouds.iter().any(|c| !c.label.is_empty()));
        let entry = |cloud: &Cloud| Entry { label: cloud.label.clone(), key: Key::Patch(series_colour(cloud.colour)) };
        if is_told { self.clouds.iter().filter(|c| !c.label.is_empty()).map(entry).collect() } else { Vec::new() }
    }

    fn values(&self, of: fn(&Cloud) -> &Vec<f64>) -> Vec<f64> {
        self.clouds.iter().flat_map(|cloud| of(cloud).iter().copied()).collect()
    }

    /// The points as squares of one colour after the other.
    fn draw_points(&self, canvas: &mut Canvas, plot: Area, x: &Axis, y: &Axis, scale: Option<&Scale>) {
        let inside = |(a, b): (f64, f64)| {
            let half = POINT / 2.0;
            let fits = a >= plot.left && a <= plot.right && b >= plot.top && b <= plot.bottom;
            fits.then_some(Area { left: a - half, right: a + half, top: b - half, bottom: b + half })
        };
        for (at, cloud) in self.clouds.iter().enumerate() {
            let mut levels: Vec<Vec<Area>> = vec![Vec::new(); LEVELS as usize + 1];
            for (i, (a, b)) in
                cloud.x.iter().zip(&cloud.y).enumerate().filter(|(_, (a, b))| self.x.shows(**a) && self.y.shows(**b))
            {
                let Some(area) = inside((x.at(*a), y.at(*b))) else { continue };
                match (scale, &self.colour_by) {
                    (Some(scale), Some(by)) if is_drawable(by.values[at][i]) => {
                        levels[scale.level(by.values[at][i])].push(area)
                    }
                    (None, None) => levels[0].push(area),
                    _ => {}
                }
            }
            for (level, areas) in levels.into_iter().enumerate().filter(|(_, areas)| !areas.is_empty()) {
                let colour = match &self.colour_by {
                    Some(by) => by.colours.at(level as f64 / LEVELS),
                    None => series_colour(cloud.colour),
                };
                canvas.tiles(areas, colour);
            }
        }
    }

    /// Words in the upper left corner, on paper so that points do not hide them.
    fn draw_notes(&self, canvas: &mut Canvas, plot: Area) {
        let width = self.notes.iter().map(|note| text_width(note, TICK, false)).fold(0.0, f64::max);
        if width == 0.0 {
            return;
        }
        let (left, top) = (plot.left + 8.0, plot.top + 6.0);
        let area = Area {
            left: left - 3.0,
            right: left + width + 3.0,
            top,
            bottom: top + 15.0 * self.notes.len() as f64 + 3.0,
        };
        canvas.rectangle(area, crate::canvas::Fill { colour: PAPER, opacity: 0.85 });
        for (at, note) in self.notes.iter().enumerate() {
            canvas.text(Text::new(note.clone(), (left, top + 13.0 + 15.0 * at as f64), TICK));
        }
    }
}

impl Figure for Scatter {
    fn size_for(&self, width: u32) -> Size {
        let width = width.min(720);
        let bar = self.scale().map_or(0.0, |scale| scale.height());
        let legend = legend_height(&self.entries(), f64::from(width) - 2.0 * MARGIN);
        Size { width, height: (0.62 * f64::from(width).max(420.0) + 40.0 + bar + legend) as u32 }
    }

    fn description(&self) -> String {
        let title = if self.title.is_empty() { "Scatter" } else { &self.title };
        let range = |of: &Quantity, values: &[f64]| match finite_range(values.iter().filter(|v| of.shows(**v))) {
            Some((low, high)) => format!("{} from {} to {}", of.words(), significant(low, 3), significant(high, 3)),
            None => format!("{} without data", of.words()),
        };
        let (x, y) = (self.values(|c| &c.x), self.values(|c| &c.y));
        let notes = if self.notes.is_empty() { String::new() } else { format!(" {}.", self.notes.join("; ")) };
        format!("{title}. {} points: {} against {}.{notes}", x.len(), range(&self.y, &y), range(&self.x, &x))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) -> Result<()> {
        self.check()?;
        let rest = title(canvas, area.inset(MARGIN), &self.title);
        let rest = legend(canvas, rest, &self.entries());
        let scale = self.scale();
        let bar = scale.as_ref().map_or(0.0, Scale::height);
        let (xs, ys) = (self.values(|c| &c.x), self.values(|c| &c.y));
        let bottom = rest.bottom - bar - TICK_ROW - ROW;
        let first = self.y.axis(&ys, (bottom, rest.top + 6.0), Direction::Up);
        let top = rest.top + if first.shared.is_empty() { 6.0 } else { 20.0 };
        let y = self.y.axis(&ys, (bottom, top), Direction::Up);
        let lines = wrapped(&self.y.words(), bottom - top, LABEL, false, 2).len();
        let left = rest.left + 15.0 * lines as f64 + 8.0 + y.left_width();
        let overhang = self.x.axis(&xs, (left, rest.right - 6.0), Direction::Across).right_overhang();
        let x = self.x.axis(&xs, (left, rest.right - overhang.max(6.0)), Direction::Across);
        let plot = Area { left, top, right: x.end, bottom };
        y.draw_grid(canvas, plot, AxisSide::Left);
        for tick in &x.ticks {
            canvas.line(&[(x.at(tick.value), plot.top), (x.at(tick.value), plot.bottom)], Stroke::solid(GRID, 0.6));
        }
        if x.ticks.is_empty() || y.ticks.is_empty() {
            no_data(canvas, plot);
        }
        self.draw_points(canvas, plot, &x, &y, scale.as_ref());
        self.draw_lines(canvas, plot, &x, &y);
        y.draw_left(canvas, plot);
        x.draw_bottom(canvas, plot, true);
        let words = [x.shared.as_str(), &self.x.words()].join(" ");
        let words = crate::layout::shortened(words.trim(), rest.width(), LABEL, false);
        let half = text_width(&words, LABEL, false) / 2.0;
        let middle = plot.centre().0.min(rest.right - half).max(rest.left + half);
        canvas.text(Text::new(words, (middle, bottom + TICK_ROW + 13.0), LABEL).anchored(Anchor::Middle));
        crate::chart::vertical_label(canvas, &self.y.words(), plot, rest.left);
        self.draw_notes(canvas, plot);
        if let (Some(scale), Some(by)) = (scale, &self.colour_by) {
            let below = Area { top: bottom + TICK_ROW + ROW, ..rest };
            scale.draw(canvas, below, plot.centre().0, &label_with_unit(&by.label, &by.unit));
        }
        Ok(())
    }
}

impl Scatter {
    fn draw_lines(&self, canvas: &mut Canvas, plot: Area, x: &Axis, y: &Axis) {
        let (low, high) = (x.low.max(y.low), x.high.min(y.high));
        if self.diagonal && low < high {
            canvas.line(&[(x.at(low), y.at(low)), (x.at(high), y.at(high))], Stroke::solid(INK, 0.9));
        }
        if let Some(level) = self.level.filter(|level| (y.low..=y.high).contains(level)) {
            canvas.line(&[(plot.left, y.at(level)), (plot.right, y.at(level))], Stroke::solid(INK, 0.9));
        }
    }
}
