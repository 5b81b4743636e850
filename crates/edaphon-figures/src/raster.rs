//! Draws a canvas into pixels: every edge is smoothed by the share of the pixel it covers.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use plotters::backend::BitMapBackend;
use plotters::prelude::DrawingBackend;

use crate::Size;
use crate::canvas::{Area, Canvas, Fill, Mark, Point, Stroke, Text};
use crate::coverage::Coverage;
use crate::error::{FigureError, Result};
use crate::font::weight;
use crate::style::PAPER;

/// Pixels of the image for each pixel of the layout: sharp in print and on dense screens.
const DENSITY: f64 = 2.0;

/// The picture as a PNG file in memory.
pub(crate) fn png(canvas: &Canvas, size: Size) -> Result<Vec<u8>> {
    Raster::of(canvas, size).encode()
}

/// The picture as pixels.
pub(crate) fn pixels(canvas: &Canvas, size: Size) -> Pixels {
    let Raster { width, height, pixels } = Raster::of(canvas, size);
    Pixels { width, height, rgb: pixels }
}

/// A picture as red, green and blue of each pixel, row by row.
pub(crate) struct Pixels {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) rgb: Vec<u8>,
}

/// A rectangle of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) left: usize,
    pub(crate) top: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Pixels {
    pub(crate) fn whole(&self) -> Part {
        Part { left: 0, top: 0, width: self.width, height: self.height }
    }

    /// The smallest rectangle that holds all that differs from a picture of the same size; one pixel if nothing does.
    pub(crate) fn changed(&self, before: &Self) -> Part {
        let (mut left, mut right, mut top, mut bottom) = (self.width, 0, self.height, 0);
        for (at, (a, b)) in self.rgb.as_chunks::<3>().0.iter().zip(before.rgb.as_chunks::<3>().0).enumerate() {
            if a != b {
                let (x, y) = (at % self.width, at / self.width);
                (left, right) = (left.min(x), right.max(x + 1));
                (top, bottom) = (top.min(y), bottom.max(y + 1));
            }
        }
        if right == 0 {
            return Part { left: 0, top: 0, width: 1, height: 1 };
        }
        Part { left, top, width: right - left, height: bottom - top }
    }

    pub(crate) fn cut(&self, part: &Part) -> Vec<u8> {
        let row = |y: usize| &self.rgb[3 * (y * self.width + part.left)..][..3 * part.width];
        (part.top..part.top + part.height).flat_map(row).copied().collect()
    }
}

struct Raster {
    width: usize,
    height: usize,
    /// Red, green, blue of each pixel, row by row.
    pixels: Vec<u8>,
}

impl Raster {
    fn of(canvas: &Canvas, size: Size) -> Self {
        let mut raster = Self::new(size);
        for mark in &canvas.marks {
            raster.draw(mark);
        }
        raster
    }

    fn new(size: Size) -> Self {
        let (width, height) = (size.width as usize * DENSITY as usize, size.height as usize * DENSITY as usize);
        let paper = [PAPER.red, PAPER.green, PAPER.blue];
        Self { width, height, pixels: paper.repeat(width * height) }
    }

    fn draw(&mut self, mark: &Mark) {
        match mark {
            Mark::Line { points, stroke, .. } => self.stroke(&scaled(points), stroke),
            Mark::Surface { points, fill } => self.fill(&[scaled(points)], *fill),
            Mark::Tiles { areas, colour } => {
                for area in areas {
                    self.tile(area, [colour.red, colour.green, colour.blue]);
                }
            }
            Mark::Dot { centre, radius, fill, edge } => self.dot(*centre, *radius, *fill, edge.as_ref()),
            Mark::Text(text) => self.text(text),
            Mark::PanelStart(_) | Mark::PanelEnd => {}
        }
    }

    fn dot(&mut self, centre: Point, radius: f64, fill: crate::style::Colour, edge: Option<&Stroke>) {
        let circle: Vec<Point> = (0..=32)
            .map(|i| std::f64::consts::TAU * f64::from(i) / 32.0)
            .map(|turn| (centre.0 + radius * turn.cos(), centre.1 + radius * turn.sin()))
            .collect();
        self.fill(&[scaled(&circle)], Fill::opaque(fill));
        if let Some(edge) = edge {
            self.stroke(&scaled(&circle), edge);
        }
    }

    /// Fills whole pixels only, so that neighbours neither overlap nor leave a seam.
    fn tile(&mut self, area: &Area, colour: [u8; 3]) {
        let pixel = |value: f64, most: usize| ((value * DENSITY).round().max(0.0) as usize).min(most);
        let (left, right) = (pixel(area.left, self.width), pixel(area.right, self.width));
        for y in pixel(area.top, self.height)..pixel(area.bottom, self.height) {
            for x in left..right {
                self.pixels[3 * (y * self.width + x)..][..3].copy_from_slice(&colour);
            }
        }
    }

    fn text(&mut self, text: &Text) {
        let font = weight(text.bold);
        let mut pen = -text.lead();
        for c in text.words.chars() {
            let glyph = font.glyph(c);
            let place = |(x, y): Point| {
                let (along, up) = (pen + text.size * x, text.size * y);
                let (x, y) = if text.upright {
                    (text.at.0 - up, text.at.1 - along)
                } else {
                    (text.at.0 + along, text.at.1 - up)
                };
                (x * DENSITY, y * DENSITY)
            };
            let curves: Vec<Vec<Point>> =
                font.outline(glyph).into_iter().map(|c| c.into_iter().map(place).collect()).collect();
            self.fill(&curves, Fill::opaque(text.colour));
            pen += text.size * font.advance(glyph);
        }
    }

    fn fill(&mut self, curves: &[Vec<Point>], fill: Fill) {
        let Some(mut coverage) = Coverage::around(curves.iter().flatten(), 1.0, self.width, self.height) else {
            return;
        };
        for curve in curves {
            let ends = curve.iter().skip(1).chain(curve.first());
            for (a, b) in curve.iter().zip(ends) {
                coverage.add_edge(*a, *b);
            }
        }
        coverage.sum_edges();
        self.blend(&coverage, fill);
    }

    fn stroke(&mut self, points: &[Point], stroke: &Stroke) {
        let half = stroke.width * DENSITY / 2.0;
        let Some(mut coverage) = Coverage::around(points.iter(), half + 1.0, self.width, self.height) else { return };
        for (a, b) in pieces(points, stroke.dashes, half) {
            coverage.add_segment(a, b, half);
        }
        self.blend(&coverage, Fill::opaque(stroke.colour));
    }

    fn blend(&mut self, coverage: &Coverage, fill: Fill) {
        let colour = [fill.colour.red, fill.colour.green, fill.colour.blue];
        for row in 0..coverage.height {
            for column in 0..coverage.width {
                let share = f64::from(coverage.share[row * coverage.width + column]).min(1.0) * fill.opacity;
                if share <= 0.0 {
                    continue;
                }
                let at = 3 * ((coverage.top + row) * self.width + coverage.left + column);
                for (pixel, value) in self.pixels[at..at + 3].iter_mut().zip(colour) {
                    *pixel = (f64::from(*pixel) + share * (f64::from(value) - f64::from(*pixel))).round() as u8;
                }
            }
        }
    }

    /// The encoder writes files only, so the bytes pass through one in the folder for temporary files.
    fn encode(&self) -> Result<Vec<u8>> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        // Containers may share the folder and the process number, hardly the nanosecond.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let name = format!("edaphon-figure.tmp-{}-{now}-{count}.png", std::process::id());
        let path = std::env::temp_dir().join(name);
        let bytes = self.encode_into(&path);
        // A leftover in the temporary folder harms nobody: the picture itself is what counts.
        let _ = std::fs::remove_file(&path);
        bytes
    }

    fn encode_into(&self, path: &Path) -> Result<Vec<u8>> {
        let size = (self.width as u32, self.height as u32);
        let failed = |reason: String| FigureError::Encode { path: path.to_owned(), reason };
        let mut backend: BitMapBackend<'_> = BitMapBackend::new(path, size);
        backend.blit_bitmap((0, 0), size, &self.pixels).map_err(|e| failed(e.to_string()))?;
        backend.present().map_err(|e| failed(e.to_string()))?;
        drop(backend);
        std::fs::read(path).map_err(|source| FigureError::Write { path: path.to_owned(), source })
    }
}

fn scaled(points: &[Point]) -> Vec<Point> {
    points.iter().map(|(x, y)| (x * DENSITY, y * DENSITY)).collect()
}

/// The segments of a line, cut into dashes; each dash is shortened by its round ends.
fn pieces(points: &[Point], dashes: &[f64], half: f64) -> Vec<(Point, Point)> {
    let segments = points.windows(2).map(|pair| (pair[0], pair[1]));
    if dashes.is_empty() {
        return segments.collect();
    }
    let length = |index: usize| {
        let dash = dashes[index % dashes.len()] * DENSITY;
        (if index.is_multiple_of(2) { dash - 2.0 * half } else { dash + 2.0 * half }).max(0.5)
    };
    let (mut index, mut left) = (0, length(0));
    let mut out = Vec::new();
    for (a, b) in segments {
        let whole = (b.0 - a.0).hypot(b.1 - a.1);
        let mut done = 0.0;
        while whole - done > 1e-9 {
            let step = left.min(whole - done);
            if index % 2 == 0 {
                let at = |along: f64| (a.0 + (b.0 - a.0) * along / whole, a.1 + (b.1 - a.1) * along / whole);
                out.push((at(done), at(done + step)));
            }
            done += step;
            left -= step;
            if left <= 1e-9 {
                index += 1;
                left = length(index);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Colour;

    fn painted(mark: Mark) -> Raster {
        let mut raster = Raster::new(Size { width: 20, height: 20 });
        raster.draw(&mark);
        raster
    }

    fn darkness(raster: &Raster) -> f64 {
        raster.pixels.iter().step_by(3).map(|red| 1.0 - f64::from(*red) / 255.0).sum()
    }

    const BLACK: Colour = Colour::hex(0);

    #[test]
    fn a_surface_covers_its_area() {
        let points = vec![(2.25, 3.0), (12.75, 3.5), (10.0, 17.3)];
        let fill = Fill::opaque(BLACK);
        let area = 0.5 * ((12.75 - 2.25) * (17.3 - 3.0) - (10.0 - 2.25) * (3.5 - 3.0)) * DENSITY * DENSITY;
        let found = darkness(&painted(Mark::Surface { points, fill }));
        // Each edge pixel is rounded to 1/255.
        assert!((found - area).abs() < 0.5, "{found} instead of {area}");
    }

    #[test]
    fn a_surface_that_leaves_the_canvas_is_cut() {
        let points = vec![(-5.0, -5.0), (30.0, -5.0), (30.0, 10.0), (-5.0, 10.0)];
        let found = darkness(&painted(Mark::Surface { points, fill: Fill::opaque(BLACK) }));
        assert!((found - 800.0).abs() < 45.0, "{found}");
    }

    #[test]
    fn half_of_a_dashed_line_is_missing() {
        let line = |dashes| {
            painted(Mark::Line {
                points: vec![(0.0, 10.0), (20.0, 10.0)],
                stroke: Stroke { colour: BLACK, width: 1.0, dashes },
                label: None,
            })
        };
        let (full, dashed) = (darkness(&line(&[])), darkness(&line(&[2.0, 2.0])));
        assert!(dashed > 0.35 * full && dashed < 0.65 * full, "{dashed} of {full}");
    }
}
