//! Lines, bands and points on a pair of axes.

use crate::axis::{Axis, is_drawable};
use crate::canvas::{Canvas, Fill, Point, Stroke};
use crate::chart::{Band, Line, Points};
use crate::style::{Colour, PAPER};

pub(crate) fn draw_line(canvas: &mut Canvas, line: &Line, x: &Axis, y: &Axis, stroke: Stroke) {
    let pixels =
        line.x.iter().zip(&line.y).map(|(a, b)| (is_drawable(*a) && is_drawable(*b)).then(|| (x.at(*a), y.at(*b))));
    for run in runs(pixels) {
        match run.as_slice() {
            [point] => canvas.dot(*point, 3.0, stroke.colour, None),
            _ => canvas.data_line(thinned(run), stroke, &line.label),
        }
    }
}

pub(crate) fn draw_band(canvas: &mut Canvas, band: &Band, x: &Axis, y: &Axis, colour: Colour) {
    let edges = band.low.iter().zip(&band.high);
    let pixels = band.x.iter().zip(edges).map(|(a, (low, high))| {
        (is_drawable(*a) && is_drawable(*low) && is_drawable(*high)).then(|| (x.at(*a), y.at(*low), y.at(*high)))
    });
    for run in runs(pixels) {
        let lower = thinned(run.iter().map(|(a, low, _)| (*a, *low)).collect());
        let upper = thinned(run.iter().map(|(a, _, high)| (*a, *high)).collect());
        let around: Vec<Point> = match run.as_slice() {
            [(a, low, high)] => vec![(a - 1.0, *low), (a + 1.0, *low), (a + 1.0, *high), (a - 1.0, *high)],
            _ => lower.into_iter().chain(upper.into_iter().rev()).collect(),
        };
        canvas.surface(around, Fill { colour, opacity: 0.22 });
    }
}

pub(crate) fn draw_points(canvas: &mut Canvas, points: &Points, x: &Axis, y: &Axis, colour: Colour) {
    for (i, (a, b)) in points.x.iter().zip(&points.y).enumerate() {
        if !(is_drawable(*a) && is_drawable(*b)) {
            continue;
        }
        let at = (x.at(*a), y.at(*b));
        if let Some(error) = points.error.get(i).filter(|error| is_drawable(b - **error) && is_drawable(b + **error)) {
            canvas.line(&[(at.0, y.at(b - error)), (at.0, y.at(b + error))], Stroke::solid(colour, 1.0));
        }
        canvas.dot(at, 3.0, PAPER, Some(Stroke::solid(colour, 1.4)));
    }
}

/// Splits at the gaps.
fn runs<T>(values: impl Iterator<Item = Option<T>>) -> Vec<Vec<T>> {
    let mut runs = vec![Vec::new()];
    for value in values {
        match (value, runs.last_mut()) {
            (Some(value), Some(run)) => run.push(value),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// Where points crowd, keeps the first, lowest, highest and last of each half pixel: the picture stays the same.
fn thinned(points: Vec<Point>) -> Vec<Point> {
    let span = points.first().zip(points.last()).map_or(0.0, |(a, b)| (b.0 - a.0).abs());
    if (points.len() as f64) < 8.0 * span + 16.0 {
        return points;
    }
    let column = |point: &Point| (point.0 * 2.0).floor();
    let mut kept = Vec::new();
    for group in points.chunk_by(|a, b| column(a) == column(b)) {
        let extreme = |pick: fn(f64, f64) -> bool| {
            (1..group.len()).fold(0, |best, i| if pick(group[i].1, group[best].1) { i } else { best })
        };
        let mut wanted = [0, extreme(|a, b| a < b), extreme(|a, b| a > b), group.len() - 1];
        wanted.sort_unstable();
        kept.extend(
            wanted.iter().enumerate().filter(|(i, at)| *i == 0 || wanted[i - 1] != **at).map(|(_, at)| group[*at]),
        );
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_extremes_and_ends() {
        let points: Vec<Point> =
            (0..100_000).map(|i| (f64::from(i) / 200.0, if i == 54_321 { 99.0 } else { 0.0 })).collect();
        let (first, last) = (points[0], points[99_999]);
        let kept = thinned(points);
        assert!(kept.len() < 4100);
        assert!(kept.contains(&(54_321.0 / 200.0, 99.0)));
        assert_eq!((kept[0], kept[kept.len() - 1]), (first, last));
    }

    #[test]
    fn gaps_split_a_line() {
        assert_eq!(runs([Some(1), None, None, Some(2), Some(3)].into_iter()), [vec![1], vec![2, 3]]);
    }
}
