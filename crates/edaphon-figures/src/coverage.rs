//! How much of each pixel a shape covers.

use crate::canvas::Point;

/// The share of each pixel (0–1) that a shape covers, inside a box of pixels.
pub(crate) struct Coverage {
    pub(crate) left: usize,
    pub(crate) top: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) share: Vec<f32>,
}

impl Coverage {
    /// An empty coverage for the pixels within `margin` of the points; nothing if none is on the canvas.
    pub(crate) fn around<'a>(
        points: impl Iterator<Item = &'a Point>,
        margin: f64,
        width: usize,
        height: usize,
    ) -> Option<Self> {
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
    pub(crate) fn add_edge(&mut self, a: Point, b: Point) {
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
    pub(crate) fn sum_edges(&mut self) {
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
    pub(crate) fn add_segment(&mut self, a: Point, b: Point, half: f64) {
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
