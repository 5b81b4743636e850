//! How places come onto the picture: plate carrée around the cells, or Robinson around the globe.

use super::extent::Extent;
use super::plane::Plane;
use super::robinson::Robinson;
use super::{Map, MapCell};
use crate::axis::is_drawable;
use crate::canvas::{Anchor, Area, Canvas, Fill, Point, Stroke, Text};
use crate::style::{Colour, TICK};

/// How the round Earth comes onto the flat picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Projection {
    /// Degrees of latitude and longitude are equally long.
    #[default]
    PlateCarree,
    /// Robinson's: the whole round, areas nearly true.
    Robinson,
    /// None: coordinates of cells are kilometres on a plane, x for the longitude and y for the latitude.
    Plane,
}

/// A projection and the part of the world that it shows.
#[derive(Debug, Clone, Copy)]
pub(super) enum View {
    Flat(Extent),
    Round(Robinson),
    Plane(Plane),
}

impl View {
    pub(super) fn of(map: &Map) -> Self {
        let (south, north) = map.latitudes.unwrap_or((-90.0, 90.0));
        match map.projection {
            Projection::Robinson => Self::Round(Robinson { south, north }),
            Projection::Plane => {
                Self::Plane(Plane::around(map.cells.iter().filter(|cell| is_drawable(cell.value)).chain(&map.masked)))
            }
            Projection::PlateCarree => {
                let mut extent =
                    Extent::around(map.cells.iter().filter(|cell| is_drawable(cell.value)).chain(&map.masked));
                if map.latitudes.is_some() {
                    (extent.south, extent.north) = (south, north);
                }
                Self::Flat(extent)
            }
        }
    }

    /// Height over width.
    pub(super) fn height_per_width(&self) -> f64 {
        match self {
            Self::Flat(extent) => extent.height() / extent.width(),
            Self::Round(robinson) => 1.0 / robinson.aspect(),
            Self::Plane(plane) => plane.shape(),
        }
    }

    /// The largest area inside `area`, centred across, that keeps the shape.
    pub(super) fn fitted(&self, area: Area) -> Area {
        let shape = self.height_per_width();
        let width = area.width().min(area.height() / shape);
        let middle = area.centre().0;
        Area {
            left: middle - width / 2.0,
            right: middle + width / 2.0,
            top: area.top,
            bottom: area.top + width * shape,
        }
    }

    pub(super) fn place(&self, cell: &MapCell, plot: Area) -> Vec<Area> {
        match self {
            Self::Flat(extent) => extent.place(cell, plot),
            Self::Round(robinson) => robinson.place(cell, plot),
            Self::Plane(plane) => plane.place(cell, plot),
        }
    }

    pub(super) fn draw_ground(&self, canvas: &mut Canvas, plot: Area, sea: Colour) {
        match self {
            Self::Flat(_) | Self::Plane(_) => canvas.rectangle(plot, Fill::opaque(sea)),
            Self::Round(robinson) => canvas.surface(robinson.frame(plot), Fill::opaque(sea)),
        }
    }

    pub(super) fn draw_graticule(&self, canvas: &mut Canvas, plot: Area, stroke: Stroke) {
        match self {
            Self::Flat(extent) => extent.draw_graticule(canvas, plot, stroke),
            Self::Plane(plane) => plane.draw_graticule(canvas, plot, stroke),
            Self::Round(robinson) => {
                MERIDIANS.iter().for_each(|lon| canvas.line(&robinson.meridian(*lon, plot), stroke));
                for lat in parallels(robinson) {
                    canvas.line(&[robinson.point(-180.0, lat, plot), robinson.point(180.0, lat, plot)], stroke);
                }
            }
        }
    }

    pub(super) fn draw_frame(&self, canvas: &mut Canvas, plot: Area, stroke: Stroke) {
        match self {
            Self::Flat(_) | Self::Plane(_) => canvas.frame(plot, stroke),
            Self::Round(robinson) => canvas.line(&robinson.frame(plot), stroke),
        }
    }

    pub(super) fn draw_labels(&self, canvas: &mut Canvas, plot: Area) {
        match self {
            Self::Flat(extent) => extent.draw_labels(canvas, plot, TICK),
            Self::Plane(plane) => plane.draw_labels(canvas, plot),
            Self::Round(robinson) => {
                // Parallels shorten towards the poles, so that every other meridian has room.
                for lon in MERIDIANS.iter().filter(|lon| plot.width() > 420.0 || *lon % 120.0 == 0.0) {
                    let at = (robinson.point(*lon, robinson.south, plot).0, plot.bottom + 15.0);
                    canvas.text(Text::new(super::extent::longitude(*lon), at, TICK).anchored(Anchor::Middle));
                }
                for lat in parallels(robinson) {
                    let (x, y) = robinson.point(-180.0, lat, plot);
                    let text = Text::new(super::extent::latitude(lat), (x - 6.0, y), TICK);
                    canvas.text(text.anchored(Anchor::End).centred());
                }
            }
        }
    }

    /// Width of the widest label beside the map (px).
    pub(super) fn latitude_width(&self, plot: Area) -> f64 {
        match self {
            Self::Flat(extent) => extent.latitude_width(plot, TICK),
            Self::Round(_) => 40.0,
            Self::Plane(plane) => plane.label_width(plot),
        }
    }

    /// How many kilometres a pixel is from west to east, and where that holds, in words; empty where it holds everywhere.
    pub(super) fn kilometres(&self, plot: Area) -> (f64, String) {
        let at = |latitude: f64, degrees: f64| degrees * KM_PER_DEGREE * latitude.to_radians().cos() / plot.width();
        match self {
            Self::Plane(plane) => (plane.width() / plot.width(), String::new()),
            Self::Round(_) => (at(0.0, 360.0), "at the equator".to_owned()),
            Self::Flat(extent) => {
                // Beyond 85° a degree is too short to measure anything by.
                let middle = ((extent.south + extent.north) / 2.0).clamp(-85.0, 85.0).round();
                let middle = if extent.height() < 2.0 { (extent.south + extent.north) / 2.0 } else { middle };
                let place = if extent.height() < 2.0 {
                    String::new()
                } else if middle == 0.0 {
                    "at the equator".to_owned()
                } else {
                    format!("at {}", super::extent::latitude(middle))
                };
                (at(middle, extent.width()), place)
            }
        }
    }

    /// Whether north is up wherever one looks.
    pub(super) fn is_north_up(&self) -> bool {
        !matches!(self, Self::Round(_))
    }

    /// A line of longitudes and latitudes, in the pieces that are on the map.
    pub(super) fn pieces(&self, line: &[(f64, f64)], plot: Area) -> Vec<Vec<Point>> {
        let mut pieces: Vec<Vec<Point>> = vec![Vec::new()];
        let mut before: Option<f64> = None;
        for &(lon, lat) in line {
            let (point, lon, seen) = match self {
                Self::Flat(extent) => {
                    let turned =
                        if extent.width() >= 360.0 { lon } else { extent.west + (lon - extent.west).rem_euclid(360.0) };
                    let seen = (extent.south..=extent.north).contains(&lat) && turned <= extent.east + 1e-9;
                    (extent.point(turned, lat, plot), turned, seen)
                }
                Self::Round(robinson) => {
                    (robinson.point(lon, lat, plot), lon, (robinson.south..=robinson.north).contains(&lat))
                }
                Self::Plane(plane) => (plane.point(lon, lat, plot), lon, true),
            };
            let jumps = before.is_some_and(|before| (lon - before).abs() > 180.0);
            if jumps || !seen {
                pieces.push(Vec::new());
            }
            before = seen.then_some(lon);
            if let Some(piece) = pieces.last_mut().filter(|_| seen) {
                piece.push(point);
            }
        }
        pieces.retain(|piece| piece.len() > 1);
        pieces
    }
}

/// Length of a degree of the equator (km), on a sphere of the Earth's mean radius.
const KM_PER_DEGREE: f64 = 111.195;

/// Meridians of the graticule of Robinson's projection (degrees).
const MERIDIANS: [f64; 7] = [-180.0, -120.0, -60.0, 0.0, 60.0, 120.0, 180.0];

fn parallels(robinson: &Robinson) -> Vec<f64> {
    [-60.0, -30.0, 0.0, 30.0, 60.0].into_iter().filter(|lat| (robinson.south..=robinson.north).contains(lat)).collect()
}
