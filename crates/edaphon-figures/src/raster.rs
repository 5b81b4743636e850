//! Draws a canvas into pixels: every edge is smoothed by the share of the pixel it covers.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use plotters::backend::BitMapBackend;
use plotters::prelude::DrawingBackend;

use crate::Size;
use crate::canvas::{Area, Canvas, Fill, Mark, Point, Stroke, Text};
use crate::error::{FigureError, Result};
use crate::font::weight;
use crate::style::PAPER;

/// Pixels of the image for each pixel of the layout: sharp in print and on dense screens.
const DENSITY: f64 = 2.0;

/// The picture as a PNG file in memory.
pub(crate) fn png(canvas: &Canvas, size: Size) -> Result<Vec<u8>> {
    let mut raster = Raster::new(size);
    for mark in &canvas.marks {
        raster.draw(mark);
    }
    raster.encode()
}

struct Raster {
    width: usize,
    height: usize,
    /// Red, green, blue of each pixel, row by row.
    pixels: Vec<u8>,
}

/// The share of each pixel (0–1) that a shape covers, inside a box of pixels.
struct Coverage {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
    share: Vec<f32>,
}

impl Raster {
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
        let path = std::env::temp_dir().join(format!("edaphon-figure.tmp-{}-{count}.png", std::process::id()));
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

impl Coverage {
    /// An empty coverage for the pixels within `margin` of the points; nothing if none is on the canvas.
    fn around<'a>(points: impl Iterator<Item = &'a Point>, margin: f64, width: usize, height: usize) -> Option<Self> {
        let (mut low, mut high) = ((f64::INFINITY, f64::INFINITY), (f64::NEG_INFINITY, f64::NEG_INFINITY));
        for (x, y) in points {
            low = (low.0.min(*x), low.1.min(*y));
            high = (high.0.max(*x), high.1.max(*y));
        }
        let first = |value: f64| (value - margin).floor().max(0.0) as usize;
        let last = |value: f64, most: usize| ((value + margin).ceil().max(0.0) as usize).min(most);
        let (left, top) = (first(low.0), first(low.1));
        let (right, bottom) = (last(high.0, width), last(high.1, height));
        if left >= right || top >= bottom {
            return None;
        }
        let (width, height) = (right - left, bottom - top);
        Some(Self { left, top, width, height, share: vec![0.0; width * height + 1] })
    }

    /// Adds the signed area between an edge and the right-hand side, as differences along each row.
    fn add_edge(&mut self, a: Point, b: Point) {
        if (a.1 - b.1).abs() < 1e-12 {
            return;
        }
        let shift = |p: Point| (p.0 - self.left as f64, p.1 - self.top as f64);
        let (a, b) = (shift(a), shift(b));
        let (sign, upper, lower) = if a.1 < b.1 { (1.0, a, b) } else { (-1.0, b, a) };
        let slope = (lower.0 - upper.0) / (lower.1 - upper.1);
        let first = upper.1.floor().max(0.0) as usize;
        let last = (lower.1.ceil().max(0.0) as usize).min(self.height);
        for row in first..last {
            let top = upper.1.max(row as f64);
            let bottom = lower.1.min(row as f64 + 1.0);
            if bottom > top {
                let (x0, x1) = (upper.0 + slope * (top - upper.1), upper.0 + slope * (bottom - upper.1));
                self.add_row(row, x0.min(x1), x0.max(x1), sign * (bottom - top));
            }
        }
    }

    /// Spreads `area` over the pixels of one row between `x0` and `x1`.
    fn add_row(&mut self, row: usize, x0: f64, x1: f64, area: f64) {
        let most = self.width as f64 - 1e-6;
        let (x0, x1) = (x0.clamp(0.0, most), x1.clamp(0.0, most));
        let start = row * self.width;
        let (first, last) = (x0.floor() as usize, x1.floor() as usize);
        // The share of the edge that lies left of each pixel's right side, minus what was given before.
        let mut given = 0.0;
        for column in first..=last {
            let right = column as f64 + 1.0;
            let crossed = if x1 - x0 < 1e-9 { 1.0 } else { ((right.min(x1) - x0) / (x1 - x0)).clamp(0.0, 1.0) };
            let inside = if x1 - x0 < 1e-9 {
                right - x0
            } else {
                let (from, to) = (x0.max(column as f64), x1.min(right));
                let crossed_before = ((from - x0) / (x1 - x0)).clamp(0.0, 1.0);
                crossed_before + (crossed - crossed_before) * (right - (from + to) / 2.0)
            };
            self.share[start + column] += (area * (inside - given)) as f32;
            given = inside;
        }
        if last + 1 < self.width {
            self.share[start + last + 1] += (area * (1.0 - given)) as f32;
        }
    }

    /// Turns the differences along rows into covered shares.
    fn sum_edges(&mut self) {
        for row in self.share.chunks_mut(self.width) {
            let mut sum = 0.0;
            for share in row {
                sum += *share;
                // Differences of rounded numbers leave specks of 1e-7.
                *share = if sum.abs() < 1e-4 { 0.0 } else { sum.abs().min(1.0) };
            }
        }
    }

    /// Covers the pixels within `half` of the segment, with round ends.
    fn add_segment(&mut self, a: Point, b: Point, half: f64) {
        let a = (a.0 - self.left as f64 - 0.5, a.1 - self.top as f64 - 0.5);
        let b = (b.0 - self.left as f64 - 0.5, b.1 - self.top as f64 - 0.5);
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length2 = dx * dx + dy * dy;
        let reach = half + 1.0;
        let span = |p: f64, q: f64, most: usize| {
            ((p.min(q) - reach).floor().max(0.0) as usize, ((p.max(q) + reach).ceil().max(0.0) as usize).min(most))
        };
        let (left, right) = span(a.0, b.0, self.width);
        let (top, bottom) = span(a.1, b.1, self.height);
        for y in top..bottom {
            for x in left..right {
                let (px, py) = (x as f64 - a.0, y as f64 - a.1);
                let t = if length2 > 0.0 { ((px * dx + py * dy) / length2).clamp(0.0, 1.0) } else { 0.0 };
                let distance = (px - t * dx).hypot(py - t * dy);
                let share = (half + 0.5 - distance).clamp(0.0, (2.0 * half).min(1.0)) as f32;
                let pixel = &mut self.share[y * self.width + x];
                *pixel = pixel.max(share);
            }
        }
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
