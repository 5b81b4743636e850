//! Maps of a plane: coordinates in kilometres, equally long in both directions.

use super::MapCell;
use crate::axis::round_step;
use crate::canvas::{Anchor, Area, Canvas, Point, Stroke, Text};
use crate::font::text_width;
use crate::number::decimal;
use crate::style::TICK;

/// The part of the plane on the map (km).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Plane {
    pub(super) west: f64,
    pub(super) east: f64,
    pub(super) south: f64,
    pub(super) north: f64,
}

impl Plane {
    /// The part of the plane that holds the cells, with a little room; a square kilometre without cells.
    pub(super) fn around<'a>(cells: impl Iterator<Item = &'a MapCell>) -> Self {
        let nothing =
            Self { west: f64::INFINITY, east: f64::NEG_INFINITY, south: f64::INFINITY, north: f64::NEG_INFINITY };
        let held = cells.fold(nothing, |held, cell| Self {
            west: held.west.min(cell.lon - cell.width / 2.0),
            east: held.east.max(cell.lon + cell.width / 2.0),
            south: held.south.min(cell.lat - cell.height / 2.0),
            north: held.north.max(cell.lat + cell.height / 2.0),
        });
        if held == nothing {
            return Self { west: 0.0, east: 1.0, south: 0.0, north: 1.0 };
        }
        let room = 0.03 * (held.east - held.west).max(held.north - held.south);
        Self { west: held.west - room, east: held.east + room, south: held.south - room, north: held.north + room }
    }

    pub(super) fn width(&self) -> f64 {
        self.east - self.west
    }

    /// Height over width, kept within what a page can show.
    pub(super) fn shape(&self) -> f64 {
        (self.north - self.south) / self.width()
    }

    pub(super) fn point(&self, x: f64, y: f64, plot: Area) -> Point {
        let across = (x - self.west) / self.width();
        let down = (self.north - y) / (self.north - self.south);
        (plot.left + across * plot.width(), plot.top + down * plot.height())
    }

    pub(super) fn place(&self, cell: &MapCell, plot: Area) -> Vec<Area> {
        let (left, top) = self.point(cell.lon - cell.width / 2.0, cell.lat + cell.height / 2.0, plot);
        let (right, bottom) = self.point(cell.lon + cell.width / 2.0, cell.lat - cell.height / 2.0, plot);
        vec![Area { left, top, right, bottom }]
    }

    pub(super) fn draw_graticule(&self, canvas: &mut Canvas, plot: Area, stroke: Stroke) {
        for x in self.across(plot) {
            let x = self.point(x, self.north, plot).0;
            canvas.line(&[(x, plot.top), (x, plot.bottom)], stroke);
        }
        for y in self.down(plot) {
            let y = self.point(self.west, y, plot).1;
            canvas.line(&[(plot.left, y), (plot.right, y)], stroke);
        }
    }

    pub(super) fn draw_labels(&self, canvas: &mut Canvas, plot: Area) {
        for x in self.across(plot) {
            let at = (self.point(x, self.south, plot).0, plot.bottom + 15.0);
            canvas.text(Text::new(self.label(x), at, TICK).anchored(Anchor::Middle));
        }
        for y in self.down(plot) {
            let at = (plot.left - 6.0, self.point(self.west, y, plot).1);
            canvas.text(Text::new(self.label(y), at, TICK).anchored(Anchor::End).centred());
        }
    }

    /// Width of the widest label beside the map (px).
    pub(super) fn label_width(&self, plot: Area) -> f64 {
        self.down(plot).into_iter().map(|y| text_width(&self.label(y), TICK, false)).fold(0.0, f64::max)
    }

    fn label(&self, value: f64) -> String {
        let decimals = (0..6).find(|digits| self.step() * 10_f64.powi(*digits) >= 0.999).unwrap_or(6);
        format!("{} km", decimal(value, decimals as usize))
    }

    /// Lines from south to north that have room for their labels.
    fn across(&self, plot: Area) -> Vec<f64> {
        let widest =
            text_width(&self.label(self.west), TICK, false).max(text_width(&self.label(self.east), TICK, false));
        let room = (plot.width() / (widest + 18.0)).max(1.0);
        multiples(
            self.west,
            self.east,
            self.step().max(round_step(self.width() / room)),
            widest / plot.width().max(1.0),
        )
    }

    fn down(&self, plot: Area) -> Vec<f64> {
        let height = self.north - self.south;
        let step = self.step().max(round_step(height * 26.0 / plot.height().max(1.0)));
        multiples(self.south, self.north, step, 12.0 / plot.height().max(1.0))
    }

    /// The finest distance of lines (km): about five to the shorter side.
    fn step(&self) -> f64 {
        round_step(self.width().min(self.north - self.south) / 5.0)
    }
}

/// Multiples of a step between two ends, those out whose labels would reach over an end by more than half.
fn multiples(low: f64, high: f64, step: f64, label: f64) -> Vec<f64> {
    let edge = 0.5 * label.min(0.4) * (high - low) * 0.5;
    let (first, last) = (((low + edge) / step).ceil() as i64, ((high - edge) / step).floor() as i64);
    (first..=last).map(|i| i as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_their_shape_and_north_is_up() {
        let cell = |lon: f64, lat: f64| MapCell { lon, lat, width: 10.0, height: 10.0, value: 1.0 };
        let cells = [cell(505.0, 5205.0), cell(595.0, 5245.0)];
        let plane = Plane::around(cells.iter());
        assert_eq!(plane, Plane { west: 497.0, east: 603.0, south: 5197.0, north: 5253.0 });
        let plot = Area { left: 0.0, top: 0.0, right: 1060.0, bottom: 560.0 };
        assert_eq!(plane.place(&cells[0], plot), [Area { left: 30.0, top: 430.0, right: 130.0, bottom: 530.0 }]);
        assert!((plane.shape() - 56.0 / 106.0).abs() < 1e-12);
        assert_eq!(plane.label(5200.0), "5200 km");
        assert_eq!(Plane::around([].iter()).width(), 1.0);
    }
}
