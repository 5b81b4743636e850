//! Taylor's diagram: spread, correlation and centred error of several models in one picture.

use crate::Figure;
use crate::Size;
use crate::axis::{Axis, Direction, is_drawable};
use crate::canvas::{Anchor, Area, Canvas, Fill, Point, Stroke, Text};
use crate::error::Result;
use crate::font::text_width;
use crate::layout::{Entry, Key, MARGIN, ROW, TICK_ROW, legend, legend_height, no_data, title};
use crate::number::{compact, label_with_unit, significant};
use crate::style::{FAINT_INK, GRID, INK, LABEL, PAPER, TICK, series_colour};

/// A model, or another reference, in the diagram.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TaylorPoint {
    /// Words in the legend.
    pub label: String,
    /// Its standard deviation (unit of the diagram).
    pub sd: f64,
    /// Its correlation with the reference (−1 to 1).
    pub r: f64,
}

/// A Taylor diagram. The distance from the reference is the centred root mean square error.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Taylor {
    /// Words above the figure; may be empty.
    pub title: String,
    /// The quantity, without its unit.
    pub label: String,
    /// Unit of standard deviations, as in CF or typeset.
    pub unit: String,
    /// Words for the reference.
    pub reference: String,
    /// Standard deviation of the reference.
    pub reference_sd: f64,
    /// Radius of a disc around the reference: what observations leave open.
    pub uncertainty: Option<f64>,
    /// The models.
    pub points: Vec<TaylorPoint>,
}

/// Correlations with a ray of their own.
const RAYS: [f64; 10] = [0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0];

/// Where polar places come onto the canvas.
struct Polar {
    origin: Point,
    /// Pixels of a unit of standard deviation.
    scale: f64,
    largest: f64,
    half: bool,
}

impl Polar {
    fn at(&self, sd: f64, r: f64) -> Point {
        let angle = r.clamp(-1.0, 1.0).acos();
        (self.origin.0 + self.scale * sd * angle.cos(), self.origin.1 - self.scale * sd * angle.sin())
    }

    fn lowest(&self) -> f64 {
        if self.half { -1.0 } else { 0.0 }
    }

    /// Distance between two circles of centred error (unit of the diagram).
    fn step(&self) -> f64 {
        crate::axis::round_step(self.largest / 4.0)
    }

    fn arc(&self, sd: f64) -> Vec<Point> {
        let most = self.lowest().acos();
        (0..=72).map(|i| (most * f64::from(i) / 72.0).cos()).map(|r| self.at(sd, r)).collect()
    }

    /// The part of a circle around the reference that is inside the diagram, in pieces.
    fn circle(&self, around: f64, radius: f64) -> Vec<Vec<Point>> {
        let mut pieces = vec![Vec::new()];
        for i in 0..=120 {
            let turn = std::f64::consts::PI * f64::from(i) / 120.0;
            let (a, b) = (around + radius * turn.cos(), radius * turn.sin());
            let inside = a.hypot(b) <= self.largest && (self.half || a >= 0.0);
            match (inside, pieces.last_mut()) {
                (true, Some(piece)) => piece.push((self.origin.0 + self.scale * a, self.origin.1 - self.scale * b)),
                _ => pieces.push(Vec::new()),
            }
        }
        pieces.retain(|piece| piece.len() > 1);
        pieces
    }
}

impl Taylor {
    fn shown(&self) -> impl Iterator<Item = &TaylorPoint> {
        self.points.iter().filter(|p| is_drawable(p.sd) && p.sd >= 0.0 && (-1.0..=1.0).contains(&p.r))
    }

    fn is_half(&self) -> bool {
        self.shown().any(|point| point.r < 0.0)
    }

    fn entries(&self) -> Vec<Entry> {
        let point = |(at, point): (usize, &TaylorPoint)| Entry {
            label: point.label.clone(),
            key: Key::Patch(series_colour(at)),
        };
        let reference = Entry { label: self.reference.clone(), key: Key::Dot(INK) };
        [reference]
            .into_iter()
            .filter(|e| !e.label.is_empty())
            .chain(self.points.iter().enumerate().map(point))
            .collect()
    }

    fn polar(&self, plot: Area) -> Polar {
        let largest = 1.15 * self.shown().map(|p| p.sd).fold(self.reference_sd, f64::max);
        let half = self.is_half();
        let width = plot.width() / if half { 2.0 } else { 1.0 };
        let radius = width.min(plot.height()).max(10.0);
        let left = plot.left + (plot.width() - radius * if half { 2.0 } else { 1.0 }) / 2.0;
        let origin = (if half { left + radius } else { left }, plot.top + (plot.height() + radius) / 2.0);
        Polar { origin, scale: radius / largest, largest, half }
    }

    fn draw_frame(&self, canvas: &mut Canvas, polar: &Polar) {
        let mirrored = RAYS.iter().filter(|r| polar.half && **r > 0.0).map(|r| -r);
        let mut named: Vec<Point> = Vec::new();
        for r in RAYS.into_iter().chain(mirrored) {
            canvas.line(&[polar.origin, polar.at(polar.largest, r)], Stroke::solid(GRID, 0.8));
            let (x, y) = polar.at(polar.largest * (1.0 + 7.0 / (polar.scale * polar.largest)), r);
            let anchor = if r.abs() < 1e-9 && !polar.half {
                Anchor::Middle
            } else if r < -1e-9 {
                Anchor::End
            } else {
                Anchor::Start
            };
            let y = if r.abs() < 1e-9 { y - 4.0 } else { y };
            let room = (text_width("0.95", TICK, false) + 2.0, 1.3 * TICK);
            if named.iter().any(|(beside, above)| (beside - x).abs() < room.0 && (above - y).abs() < room.1) {
                continue;
            }
            named.push((x, y));
            let text = Text::new(compact(r, 2), (x, y), TICK).anchored(anchor);
            canvas.text(if r.abs() < 1e-9 { text } else { text.centred() });
        }
        let step = polar.step();
        let errors = (1..=8).map(|i| f64::from(i) * step).filter(|e| *e < 1.6 * polar.largest);
        for piece in errors.flat_map(|error| polar.circle(self.reference_sd, error)) {
            canvas.line(&piece, Stroke { colour: FAINT_INK, width: 0.7, dashes: &[2.0, 3.0] });
        }
        canvas.line(&polar.arc(polar.largest), Stroke::solid(INK, 1.0));
        canvas.line(&polar.arc(self.reference_sd), Stroke::solid(FAINT_INK, 1.0));
    }
}

impl Figure for Taylor {
    fn size_for(&self, width: u32) -> Size {
        let width = width.min(560);
        let across = f64::from(width) - 2.0 * MARGIN;
        let head = legend_height(&self.entries(), across) + if self.title.is_empty() { 0.0 } else { 24.0 };
        let shape = if self.is_half() { 0.5 } else { 0.86 };
        Size { width, height: (across * shape + head + 104.0) as u32 }
    }

    fn description(&self) -> String {
        let title = if self.title.is_empty() { "Taylor diagram" } else { &self.title };
        let point =
            |p: &TaylorPoint| format!("{}: sd {}, correlation {}", p.label, significant(p.sd, 3), significant(p.r, 2));
        let points: Vec<String> = self.points.iter().map(point).collect();
        let words = label_with_unit(&self.label, &self.unit);
        format!("{title}. {words}, reference sd {}. {}.", significant(self.reference_sd, 3), points.join("; "))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) -> Result<()> {
        let rest = title(canvas, area.inset(MARGIN), &self.title);
        let rest = legend(canvas, rest, &self.entries());
        let label = text_width("0.95", TICK, false) + 12.0;
        let left = rest.left + if self.is_half() { label } else { 24.0 };
        let plot = Area { left, top: rest.top + 30.0, right: rest.right - label, bottom: rest.bottom - TICK_ROW - ROW };
        if !(is_drawable(self.reference_sd) && self.reference_sd > 0.0) {
            no_data(canvas, plot);
            return Ok(());
        }
        let polar = self.polar(plot);
        let reference = polar.at(self.reference_sd, 1.0);
        for piece in self
            .uncertainty
            .iter()
            .filter(|u| is_drawable(**u) && **u > 0.0)
            .flat_map(|u| polar.circle(self.reference_sd, *u))
        {
            let mut disc = piece;
            disc.push((reference.0, reference.1));
            canvas.surface(disc, Fill { colour: FAINT_INK, opacity: 0.18 });
        }
        self.draw_frame(canvas, &polar);
        let from = if polar.half { -polar.largest } else { 0.0 };
        let x_of = |sd: f64| polar.origin.0 + polar.scale * sd;
        let axis = Axis::numbers((from, polar.largest), (x_of(from), x_of(polar.largest)), Direction::Across, true);
        let base = Area { left: x_of(from), right: x_of(polar.largest), top: plot.top, bottom: polar.origin.1 };
        axis.draw_bottom(canvas, base, true);
        let parts = [axis.shared.clone(), label_with_unit(&self.label, &self.unit)];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let words = format!("Standard deviation: {}", parts.join(" "));
        let words = crate::layout::shortened(&words, rest.width(), LABEL, false);
        canvas.text(
            Text::new(words, (area.centre().0, polar.origin.1 + TICK_ROW + 14.0), LABEL).anchored(Anchor::Middle),
        );
        let head = (area.centre().0, plot.top - 20.0);
        let words = format!("Rays: correlation; dotted: centred error, every {}", significant(polar.step(), 2));
        let words = crate::layout::shortened(&words, rest.width(), TICK, false);
        canvas.text(Text::new(words, head, TICK).coloured(FAINT_INK).anchored(Anchor::Middle));
        canvas.dot(reference, 4.5, PAPER, Some(Stroke::solid(INK, 1.6)));
        for (at, point) in self.points.iter().enumerate().filter(|(_, p)| self.shown().any(|shown| shown == *p)) {
            canvas.dot(polar.at(point.sd, point.r), 5.0, series_colour(at), Some(Stroke::solid(PAPER, 1.0)));
        }
        Ok(())
    }
}
