//! Robinson's projection of the whole round, between two parallels.

use super::MapCell;
use crate::canvas::{Area, Point};

/// Length of each parallel and its distance from the equator, every five degrees, as shares of their largest (A. H. Robinson, 1974).
const TABLE: [(f64, f64); 19] = [
    (1.0000, 0.0000),
    (0.9986, 0.0620),
    (0.9954, 0.1240),
    (0.9900, 0.1860),
    (0.9822, 0.2480),
    (0.9730, 0.3100),
    (0.9600, 0.3720),
    (0.9427, 0.4340),
    (0.9216, 0.4958),
    (0.8962, 0.5571),
    (0.8679, 0.6176),
    (0.8350, 0.6769),
    (0.7986, 0.7346),
    (0.7597, 0.7903),
    (0.7186, 0.8435),
    (0.6732, 0.8936),
    (0.6213, 0.9394),
    (0.5722, 0.9761),
    (0.5322, 1.0000),
];

/// Half the length of the equator and the distance of a pole from it, in radii of the globe.
const HALF_EQUATOR: f64 = 0.8487 * std::f64::consts::PI;
const POLE: f64 = 1.3523;
/// Height of the slices that cells are drawn in (px): sides are slanted.
const SLICE: f64 = 1.6;

/// The part of the world between two parallels (degrees).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Robinson {
    pub(super) south: f64,
    pub(super) north: f64,
}

impl Robinson {
    /// Width over height.
    pub(super) fn aspect(&self) -> f64 {
        2.0 * HALF_EQUATOR / (POLE * (distance(self.north) - distance(self.south)))
    }

    pub(super) fn point(&self, lon: f64, lat: f64, plot: Area) -> Point {
        let (top, bottom) = (distance(self.north), distance(self.south));
        let x = plot.centre().0 + plot.width() / 2.0 * length(lat) * lon / 180.0;
        (x, plot.top + (top - distance(lat)) / (top - bottom) * plot.height())
    }

    /// Slices of a cell; a cell across the date line has some at both ends.
    pub(super) fn place(&self, cell: &MapCell, plot: Area) -> Vec<Area> {
        let (south, north) =
            ((cell.lat - cell.height / 2.0).max(self.south), (cell.lat + cell.height / 2.0).min(self.north));
        if south >= north {
            return Vec::new();
        }
        let centre = (cell.lon + 180.0).rem_euclid(360.0) - 180.0;
        let spans = [-360.0, 0.0, 360.0].map(|turn| {
            let (west, east) = (centre + turn - cell.width / 2.0, centre + turn + cell.width / 2.0);
            (west.max(-180.0), east.min(180.0))
        });
        let height = self.point(0.0, south, plot).1 - self.point(0.0, north, plot).1;
        let slices = (height / SLICE).ceil().max(1.0);
        let lat = |slice: f64| north + (south - north) * slice / slices;
        let slice = |number: f64, (west, east): (f64, f64)| {
            let middle = lat(number + 0.5);
            let (left, right) = (self.point(west, middle, plot).0, self.point(east, middle, plot).0);
            Area {
                left,
                right,
                top: self.point(0.0, lat(number), plot).1,
                bottom: self.point(0.0, lat(number + 1.0), plot).1,
            }
        };
        let seen = spans.into_iter().filter(|(west, east)| east - west > 1e-9);
        seen.flat_map(|span| (0..slices as u32).map(move |number| slice(f64::from(number), span))).collect()
    }

    /// The edge of the map, along both outer meridians.
    pub(super) fn frame(&self, plot: Area) -> Vec<Point> {
        let steps = 60;
        let lat = |step: u32| self.south + (self.north - self.south) * f64::from(step) / f64::from(steps);
        let east = (0..=steps).map(|step| self.point(180.0, lat(step), plot));
        let west = (0..=steps).rev().map(|step| self.point(-180.0, lat(step), plot));
        let mut frame: Vec<Point> = east.chain(west).collect();
        frame.push(frame[0]);
        frame
    }

    /// A meridian from parallel to parallel.
    pub(super) fn meridian(&self, lon: f64, plot: Area) -> Vec<Point> {
        (0..=30)
            .map(|step| self.point(lon, self.south + (self.north - self.south) * f64::from(step) / 30.0, plot))
            .collect()
    }
}

/// Length of a parallel as a share of the equator.
fn length(lat: f64) -> f64 {
    interpolated(lat, |entry| entry.0)
}

/// Distance of a parallel from the equator, north positive, as a share of that of the pole.
fn distance(lat: f64) -> f64 {
    lat.signum() * interpolated(lat, |entry| entry.1)
}

fn interpolated(lat: f64, part: fn(&(f64, f64)) -> f64) -> f64 {
    let place = (lat.abs() / 5.0).min(18.0);
    let below = (place.floor() as usize).min(17);
    let (a, b) = (part(&TABLE[below]), part(&TABLE[below + 1]));
    a + (b - a) * (place - below as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORLD: Robinson = Robinson { south: -90.0, north: 90.0 };
    const PLOT: Area = Area { left: 0.0, top: 0.0, right: 360.0, bottom: 180.0 };

    #[test]
    fn the_equator_is_straight_and_the_poles_are_lines() {
        assert_eq!(WORLD.point(0.0, 0.0, PLOT), (180.0, 90.0));
        assert_eq!(WORLD.point(180.0, 0.0, PLOT), (360.0, 90.0));
        let pole = WORLD.point(180.0, 90.0, PLOT);
        assert!((pole.0 - 180.0 - 180.0 * 0.5322).abs() < 1e-9 && pole.1.abs() < 1e-9);
        assert!((WORLD.aspect() - 1.9716).abs() < 1e-3);
    }

    #[test]
    fn a_cell_across_the_date_line_is_at_both_ends() {
        let cell = MapCell { lon: 180.0, lat: 10.0, width: 4.0, height: 2.0, value: 1.0 };
        let slices = WORLD.place(&cell, PLOT);
        assert!(slices.iter().any(|s| s.right > 350.0) && slices.iter().any(|s| s.left < 10.0));
        assert!(WORLD.place(&MapCell { lat: 85.0, ..cell }, PLOT).len() > 1);
        let window = Robinson { south: -65.0, north: 80.0 };
        assert!(window.place(&MapCell { lat: -80.0, ..cell }, PLOT).is_empty());
    }
}
