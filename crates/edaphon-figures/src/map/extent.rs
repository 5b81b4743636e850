//! Which part of the world a map shows, and where its cells and graticule fall.

use super::MapCell;
use crate::axis::round_step;
use crate::canvas::{Anchor, Area, Canvas, Point, Stroke, Text};
use crate::font::text_width;
use crate::number::decimal;

/// The part of the world on the map (degrees); `east` may exceed 180 where the map crosses the date line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) west: f64,
    pub(super) east: f64,
    pub(super) south: f64,
    pub(super) north: f64,
}

/// Maps that leave out less than this (degrees of longitude) show the whole round.
const SMALLEST_GAP: f64 = 90.0;

/// Distances from edge to edge of cells around the given centres (degrees); a single one counts as 1.
pub(super) fn cell_sizes(centres: &[f64]) -> Vec<f64> {
    let gap = |i: usize| (centres[i + 1] - centres[i]).abs();
    let last = centres.len().saturating_sub(1);
    let around = |i: usize| match i {
        _ if last == 0 => 1.0,
        0 => gap(0),
        i if i == last => gap(last - 1),
        // Twice the smaller half keeps the cells of an uneven grid from overlapping.
        i => gap(i - 1).min(gap(i)),
    };
    (0..centres.len()).map(around).collect()
}

impl Extent {
    /// The part of the world that holds the cells, with a little room; the whole round without cells.
    pub(super) fn around<'a>(cells: impl Iterator<Item = &'a MapCell>) -> Self {
        let cells: Vec<&MapCell> = cells.collect();
        let world = Self { west: -180.0, east: 180.0, south: -90.0, north: 90.0 };
        if cells.is_empty() {
            return world;
        }
        let south = cells.iter().map(|cell| cell.lat - cell.height / 2.0).fold(f64::INFINITY, f64::min);
        let north = cells.iter().map(|cell| cell.lat + cell.height / 2.0).fold(f64::NEG_INFINITY, f64::max);
        let (west, east) = east_west(&cells);
        if 360.0 - (east - west) < SMALLEST_GAP {
            let (south, north) = (((south - 3.0) / 10.0).floor() * 10.0, ((north + 3.0) / 10.0).ceil() * 10.0);
            return Self { south: south.max(-90.0), north: north.min(90.0), ..world };
        }
        let room = (0.06 * (east - west).max(north - south)).max(0.25 * cells[0].width);
        Self { west: west - room, east: east + room, south: (south - room).max(-90.0), north: (north + room).min(90.0) }
    }

    pub(super) fn width(&self) -> f64 {
        self.east - self.west
    }

    pub(super) fn height(&self) -> f64 {
        self.north - self.south
    }

    /// The pixel of a place; the longitude counts as the extent does.
    pub(super) fn point(&self, lon: f64, lat: f64, plot: Area) -> Point {
        (self.x(lon, plot), self.y(lat, plot))
    }

    fn x(&self, lon: f64, plot: Area) -> f64 {
        plot.left + (lon - self.west) / self.width() * plot.width()
    }

    fn y(&self, lat: f64, plot: Area) -> f64 {
        plot.top + (self.north - lat) / self.height() * plot.height()
    }

    /// Where a cell falls: one area, or two if the edge of the map cuts it.
    pub(super) fn place(&self, cell: &MapCell, plot: Area) -> Vec<Area> {
        let centre = self.west + (cell.lon - self.west).rem_euclid(360.0);
        let half = cell.width / 2.0;
        if cell.lat - cell.height / 2.0 >= self.north || cell.lat + cell.height / 2.0 <= self.south {
            return Vec::new();
        }
        let top = self.y((cell.lat + cell.height / 2.0).min(self.north), plot);
        let bottom = self.y((cell.lat - cell.height / 2.0).max(self.south), plot);
        let spans = [-360.0, 0.0, 360.0]
            .map(|turn| ((centre + turn - half).max(self.west), (centre + turn + half).min(self.east)));
        let seen = spans.into_iter().filter(|(west, east)| east - west > 1e-9);
        seen.map(|(west, east)| Area { left: self.x(west, plot), right: self.x(east, plot), top, bottom }).collect()
    }

    pub(super) fn draw_graticule(&self, canvas: &mut Canvas, plot: Area, stroke: Stroke) {
        for lon in self.meridians(plot) {
            let x = self.x(lon, plot);
            canvas.line(&[(x, plot.top), (x, plot.bottom)], stroke);
        }
        for lat in self.parallels(plot) {
            let y = self.y(lat, plot);
            canvas.line(&[(plot.left, y), (plot.right, y)], stroke);
        }
    }

    pub(super) fn draw_labels(&self, canvas: &mut Canvas, plot: Area, size: f64) {
        for lon in self.meridians(plot) {
            let text = Text::new(longitude(lon), (self.x(lon, plot), plot.bottom + 15.0), size);
            canvas.text(text.anchored(Anchor::Middle));
        }
        for lat in self.parallels(plot) {
            let text = Text::new(latitude(lat), (plot.left - 6.0, self.y(lat, plot)), size);
            canvas.text(text.anchored(Anchor::End).centred());
        }
    }

    /// Width of the widest label beside the map (px).
    pub(super) fn latitude_width(&self, plot: Area, size: f64) -> f64 {
        let widths = self.parallels(plot).into_iter().map(|lat| text_width(&latitude(lat), size, false));
        widths.fold(0.0, f64::max)
    }

    fn meridians(&self, plot: Area) -> Vec<f64> {
        multiples(self.west, self.east, self.step(plot))
    }

    fn parallels(&self, plot: Area) -> Vec<f64> {
        multiples(self.south, self.north, self.step(plot).min(30.0))
    }

    /// Distance between the lines of the graticule (degrees), such that labels along the lower edge do not touch.
    fn step(&self, plot: Area) -> f64 {
        let widest = text_width("150.5° W", crate::style::TICK, false) + 14.0;
        degree_step(self.width() / (plot.width() / widest).max(1.0))
    }
}

/// The western and eastern edge of the cells, on the side of the globe where they lie closest together.
fn east_west(cells: &[&MapCell]) -> (f64, f64) {
    let mut spans: Vec<(f64, f64)> = cells
        .iter()
        .map(|cell| (cell.lon + 180.0).rem_euclid(360.0) - 180.0)
        .zip(cells)
        .map(|(lon, cell)| (lon - cell.width / 2.0, lon + cell.width / 2.0))
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let round_trip = (spans[0].0 + 360.0, spans[0].1 + 360.0);
    let (mut reach, mut best) = (spans[0].1, (f64::NEG_INFINITY, spans[0].0));
    for next in spans.iter().skip(1).chain([&round_trip]) {
        if next.0 - reach > best.0 {
            best = (next.0 - reach, next.0);
        }
        reach = reach.max(next.1);
    }
    let west = if best.1 >= 180.0 { best.1 - 360.0 } else { best.1 };
    (west, west + 360.0 - best.0.max(0.0))
}

/// A step of the graticule that divides the circle well.
fn degree_step(step: f64) -> f64 {
    let wide = [10.0, 15.0, 20.0, 30.0, 60.0, 90.0, 180.0];
    if step <= 5.0 { round_step(step) } else { wide.into_iter().find(|s| *s >= step).unwrap_or(180.0) }
}

fn multiples(low: f64, high: f64, step: f64) -> Vec<f64> {
    let (first, last) = ((low / step - 1e-9).ceil() as i64, (high / step + 1e-9).floor() as i64);
    (first..=last).map(|i| i as f64 * step).collect()
}

pub(super) fn longitude(lon: f64) -> String {
    match (lon + 180.0).rem_euclid(360.0) - 180.0 {
        -180.0 => "180°".to_owned(),
        lon => degrees(lon, "W", "E"),
    }
}

/// `30° N`.
pub(super) fn latitude(lat: f64) -> String {
    degrees(lat, "S", "N")
}

fn degrees(value: f64, below: &str, above: &str) -> String {
    let mut number = decimal(value.abs(), 3);
    while number.contains('.') && number.ends_with(['0', '.']) {
        let was_point = number.pop() == Some('.');
        if was_point {
            break;
        }
    }
    match value {
        v if v.abs() < 1e-9 => "0°".to_owned(),
        v if v < 0.0 => format!("{number}° {below}"),
        _ => format!("{number}° {above}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(lon: f64, lat: f64) -> MapCell {
        MapCell { lon, lat, width: 2.0, height: 2.0, value: 1.0 }
    }

    #[test]
    fn both_conventions_of_longitude_give_the_same_map() {
        let east: Vec<MapCell> = (0..180).map(|i| cell(1.0 + 2.0 * f64::from(i), 10.0)).collect();
        let west: Vec<MapCell> =
            east.iter().map(|c| MapCell { lon: if c.lon > 180.0 { c.lon - 360.0 } else { c.lon }, ..*c }).collect();
        assert_eq!(Extent::around(east.iter()), Extent::around(west.iter()));
        assert_eq!(Extent::around(east.iter()).west, -180.0);
        let plot = Area { left: 0.0, top: 0.0, right: 360.0, bottom: 180.0 };
        let extent = Extent::around(east.iter());
        assert_eq!(extent.place(&east[100], plot), extent.place(&west[100], plot));
    }

    #[test]
    fn a_region_across_the_date_line_stays_together() {
        let cells = [cell(177.0, 0.0), cell(179.0, 0.0), cell(-179.0, 0.0), cell(-177.0, 0.0)];
        let extent = Extent::around(cells.iter());
        assert!(extent.width() < 12.0 && extent.west > 170.0, "{extent:?}");
        assert_eq!(longitude(184.0), "176° W");
    }

    #[test]
    fn a_cell_cut_by_the_edge_of_the_world_appears_on_both_sides() {
        let world = Extent { west: -180.0, east: 180.0, south: -90.0, north: 90.0 };
        let plot = Area { left: 0.0, top: 0.0, right: 360.0, bottom: 180.0 };
        let places = world.place(&cell(180.0, 0.0), plot);
        assert_eq!(places.len(), 2);
        assert_eq!(places.iter().map(Area::width).sum::<f64>(), 2.0);
    }

    #[test]
    fn sizes_reach_half_way_to_the_neighbours() {
        assert_eq!(cell_sizes(&[-1.0, 0.0, 1.0]), [1.0, 1.0, 1.0]);
        assert_eq!(cell_sizes(&[5.0]), [1.0]);
        assert_eq!(cell_sizes(&[]), Vec::<f64>::new());
    }

    #[test]
    fn degrees_are_short() {
        assert_eq!(
            (degrees(-30.0, "S", "N"), degrees(2.5, "S", "N"), longitude(180.0)),
            ("30° S".into(), "2.5° N".into(), "180°".into())
        );
        assert_eq!(degrees(10.0, "S", "N"), "10° N");
    }
}
