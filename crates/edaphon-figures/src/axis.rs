//! Axes: limits, round ticks that do not touch, and their labels.

use crate::font::text_width;
use crate::number::{compact, decimal, raised};
use crate::style::TICK;

/// A labelled place on an axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tick {
    pub(crate) value: f64,
    pub(crate) label: String,
}

/// An axis: data limits, the pixels they fall on, ticks.
#[derive(Debug, Clone)]
pub(crate) struct Axis {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) start: f64,
    pub(crate) end: f64,
    pub(crate) ticks: Vec<Tick>,
    /// What all tick labels share, such as `×10⁻¹³`; printed once beside the axis.
    pub(crate) shared: String,
    /// Whether equal distances are equal ratios.
    pub(crate) is_log: bool,
}

/// Which way an axis runs, which decides how close its labels may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Across,
    Up,
}

/// Whether a value can be placed on an axis; NaN, infinities and what would overflow count as missing.
pub(crate) fn is_drawable(value: f64) -> bool {
    value.abs() <= 1e290
}

/// The smallest and largest value that can be drawn, if there is one.
pub(crate) fn finite_range<'a>(values: impl IntoIterator<Item = &'a f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|v| is_drawable(**v)).fold(None, |range, v| match range {
        None => Some((*v, *v)),
        Some((low, high)) => Some((low.min(*v), high.max(*v))),
    })
}

/// Limits a little wider than the data; a constant gets room on both sides.
pub(crate) fn padded(range: Option<(f64, f64)>, share: f64) -> (f64, f64) {
    let (low, high) = widened(range);
    let room = (high - low) * share;
    // Amounts that cannot be negative should not seem to be.
    let low_padded = if low >= 0.0 && low - room < 0.0 { 0.0 } else { low - room };
    let high_padded = if high <= 0.0 && high + room > 0.0 { 0.0 } else { high + room };
    (low_padded, high_padded)
}

/// Makes room where the range is empty or so small that its ends are the same number in print.
pub(crate) fn widened(range: Option<(f64, f64)>) -> (f64, f64) {
    let Some((low, high)) = range else { return (0.0, 1.0) };
    // Beyond this, sums and differences of limits would overflow.
    const LARGEST: f64 = 1e300;
    let (low, high) = (low.clamp(-LARGEST, LARGEST), high.clamp(-LARGEST, LARGEST));
    let middle = low / 2.0 + high / 2.0;
    let magnitude = low.abs().max(high.abs());
    if high / 2.0 - low / 2.0 > 1e-13 * magnitude {
        return (low, high);
    }
    match middle {
        0.0 => (-1.0, 1.0),
        m => (m - 0.1 * m.abs(), m + 0.1 * m.abs()),
    }
}

impl Axis {
    /// An axis of numbers from `start` to `end` (px); `has_data` false leaves out the ticks.
    pub(crate) fn numbers(limits: (f64, f64), (start, end): (f64, f64), direction: Direction, has_data: bool) -> Self {
        let (low, high) = limits;
        let mut axis = Self { low, high, start, end, ticks: Vec::new(), shared: String::new(), is_log: false };
        if !has_data {
            return axis;
        }
        let spacing = if direction == Direction::Up { 38.0 } else { 55.0 };
        let mut wanted = ((end - start).abs() / spacing).clamp(2.0, 10.0);
        loop {
            (axis.ticks, axis.shared) = labelled(low, high, round_step((high - low) / wanted));
            if wanted <= 1.0 || direction == Direction::Up || axis.labels_fit(8.0) {
                return axis;
            }
            wanted -= 1.0;
        }
    }

    /// An axis of decimal years of 365 days, labelled by years, months or days.
    pub(crate) fn years(limits: (f64, f64), (start, end): (f64, f64), has_data: bool) -> Self {
        let (low, high) = limits;
        let mut axis = Self { low, high, start, end, ticks: Vec::new(), shared: String::new(), is_log: false };
        if !has_data {
            return axis;
        }
        let most = (end - start).abs() / 45.0;
        for step in crate::date::STEPS {
            if step.about_years() * most < (high - low) {
                continue;
            }
            axis.ticks = step.ticks(low, high);
            if axis.labels_fit(10.0) {
                return axis;
            }
        }
        axis.ticks = crate::date::centuries(low, high);
        axis
    }

    /// An axis of numbers above 0 on which equal distances are equal ratios.
    pub(crate) fn logarithmic((low, high): (f64, f64), (start, end): (f64, f64), direction: Direction) -> Self {
        let mut axis = Self { low, high, start, end, ticks: Vec::new(), shared: String::new(), is_log: true };
        for kept in [&[1.0, 2.0, 5.0][..], &[1.0, 3.0], &[1.0]] {
            axis.ticks = log_ticks(low, high, kept);
            let apart = |pair: &[Tick]| (axis.at(pair[1].value) - axis.at(pair[0].value)).abs() >= 26.0;
            let fits = if direction == Direction::Up { axis.ticks.windows(2).all(apart) } else { axis.labels_fit(8.0) };
            if fits {
                return axis;
            }
        }
        // Powers of ten still touch: every second, third … is labelled.
        let all = std::mem::take(&mut axis.ticks);
        let most = ((end - start).abs() / 60.0).max(1.0);
        let step = (all.len() as f64 / most).ceil().max(1.0) as usize;
        axis.ticks = all.into_iter().step_by(step).collect();
        axis
    }

    /// The pixel of a data value.
    pub(crate) fn at(&self, value: f64) -> f64 {
        if self.is_log {
            let part = (value.log10() - self.low.log10()) / (self.high.log10() - self.low.log10());
            return self.start + part * (self.end - self.start);
        }
        // Divided first, so that the widest limits do not overflow.
        let part = (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0);
        self.start + part * (self.end - self.start)
    }

    /// Width of the widest tick label (px).
    pub(crate) fn label_width(&self) -> f64 {
        self.ticks.iter().map(|tick| text_width(&tick.label, TICK, false)).fold(0.0, f64::max)
    }

    /// Whether labels centred on the ticks of a horizontal axis keep `gap` pixels apart.
    fn labels_fit(&self, gap: f64) -> bool {
        let half = |tick: &Tick| text_width(&tick.label, TICK, false) / 2.0;
        self.ticks
            .windows(2)
            .all(|pair| self.at(pair[1].value) - half(&pair[1]) - (self.at(pair[0].value) + half(&pair[0])) >= gap)
    }
}

/// Ticks at some multiples of powers of ten.
fn log_ticks(low: f64, high: f64, kept: &[f64]) -> Vec<Tick> {
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let powers = (first..=last).flat_map(|power| kept.iter().map(move |m| m * 10f64.powi(power)));
    let within = powers.filter(|value| (low * (1.0 - 1e-9)..=high * (1.0 + 1e-9)).contains(value));
    within.map(|value| Tick { value, label: compact(value, 1) }).collect()
}

/// Limits of a logarithmic axis around values, a little wider; whole powers of ten where there are none.
pub(crate) fn log_limits<'a>(values: impl IntoIterator<Item = &'a f64>) -> (f64, f64) {
    let (low, high) = finite_range(values.into_iter().filter(|v| **v > 1e-290)).unwrap_or((1.0, 10.0));
    // By logarithms, as the ratio of the widest limits overflows.
    let room = 10_f64.powf(0.04 * (high.log10() - low.log10())).max(1.15);
    ((low / room).max(f64::MIN_POSITIVE), (high * room).min(f64::MAX))
}

/// The smallest of 1, 2, 5 times a power of ten that is not below `step`.
pub(crate) fn round_step(step: f64) -> f64 {
    let power = 10f64.powf(step.abs().max(f64::MIN_POSITIVE).log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= step * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

/// Ticks at the multiples of `step`, and what their labels have in common.
fn labelled(low: f64, high: f64, step: f64) -> (Vec<Tick>, String) {
    let magnitude = low.abs().max(high.abs());
    if step < 1e-5 * magnitude {
        return from_a_base(low, high, step);
    }
    let values = multiples(low, high, step);
    let exponent = magnitude.log10().floor() as i32;
    let power = if (-3..6).contains(&exponent) { 0 } else { exponent };
    (
        labels(&values, 0.0, step, power),
        if power == 0 { String::new() } else { format!("×10{}", raised(&power.to_string())) },
    )
}

/// Labels for a range that is narrow compared with its values: differences from a round number.
fn from_a_base(low: f64, high: f64, step: f64) -> (Vec<Tick>, String) {
    let coarse = 10.0 * round_step(high - low);
    let base = (low / coarse).round() * coarse;
    let values = multiples(low, high, step);
    let power = step.log10().floor() as i32;
    let digits =
        (base.abs().max(f64::MIN_POSITIVE).log10().floor() as i32 - coarse.log10().floor() as i32 + 1).clamp(1, 17);
    let shared = format!("{} + … ×10{}", compact(base, digits as usize), raised(&power.to_string()));
    (labels(&values, base, step, power), shared)
}

fn labels(values: &[f64], base: f64, step: f64, power: i32) -> Vec<Tick> {
    let unit = 10f64.powi(power);
    // The tiny share keeps a step of 0.2 from counting as 0.19999.
    let decimals = (-(step / unit).log10() - 1e-9).ceil().clamp(0.0, 15.0) as usize;
    values.iter().map(|value| Tick { value: *value, label: decimal((value - base) / unit, decimals) }).collect()
}

fn multiples(low: f64, high: f64, step: f64) -> Vec<f64> {
    let slack = 1e-6;
    let (first, last) = ((low / step - slack).ceil(), (high / step + slack).floor());
    let count = (last - first).clamp(0.0, 100.0) as u32;
    // The sum with 0 turns −0 into 0.
    (0..=count).map(|i| (first + f64::from(i)) * step + 0.0).filter(|v| *v <= high + slack * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(low: f64, high: f64) -> (Vec<String>, String) {
        let axis = Axis::numbers((low, high), (200.0, 0.0), Direction::Up, true);
        (axis.ticks.into_iter().map(|t| t.label).collect(), axis.shared)
    }

    #[test]
    fn round_numbers() {
        assert_eq!(
            words(0.0, 10.0),
            (vec!["0".into(), "2".into(), "4".into(), "6".into(), "8".into(), "10".into()], String::new())
        );
        assert_eq!(words(-0.3, 0.31).0, ["−0.2", "0.0", "0.2"]);
    }

    #[test]
    fn small_and_large_values_share_a_power_of_ten() {
        assert_eq!(words(-2e-13, 4e-13), (vec!["−2".into(), "0".into(), "2".into(), "4".into()], "×10⁻¹³".into()));
        assert_eq!(words(0.0, 3e9).1, "×10⁹");
        assert_eq!(words(0.0, 40000.0).0[1], "10\u{202f}000");
    }

    #[test]
    fn a_narrow_range_counts_from_a_base() {
        let (labels, shared) = words(12.3456789, 12.3456794);
        assert!(shared.starts_with("12.3456"), "{shared}");
        assert!(labels.len() >= 2 && labels.iter().all(|l| l.chars().count() < 6), "{labels:?}");
    }

    #[test]
    fn extremes_do_not_break_an_axis() {
        for (low, high) in [(0.0, 0.0), (5.0, 5.0), (-3.0, -3.0), (1e300, 1e300), (-1e308, 1e308), (1e-310, 2e-310)] {
            let limits = padded(Some((low, high)), 0.05);
            let axis = Axis::numbers(limits, (200.0, 0.0), Direction::Up, true);
            assert!(axis.low < axis.high && axis.ticks.len() < 100, "{low} {high}: {axis:?}");
            assert!(axis.at(low).is_finite(), "{low} {high}");
        }
    }

    #[test]
    fn ratios_are_distances_on_a_logarithmic_axis() {
        let axis = Axis::logarithmic((1.0, 1000.0), (0.0, 300.0), Direction::Across);
        assert!((axis.at(10.0) - 100.0).abs() < 1e-9);
        let labels: Vec<&str> = axis.ticks.iter().map(|t| t.label.as_str()).collect();
        assert_eq!(labels, ["1", "3", "10", "30", "100", "300", "1000"]);
        let wide = Axis::logarithmic((1.0, 1000.0), (0.0, 600.0), Direction::Across);
        let labels: Vec<&str> = wide.ticks.iter().map(|t| t.label.as_str()).collect();
        assert_eq!(labels, ["1", "2", "5", "10", "20", "50", "100", "200", "500", "1000"]);
        for (low, high) in [(1e-12, 1e12), (3.0, 3.4), (1e-280, 1e280)] {
            let axis = Axis::logarithmic(log_limits(&[low, high]), (0.0, 200.0), Direction::Up);
            assert!(axis.ticks.len() < 12 && axis.at(low).is_finite(), "{low} {high}: {axis:?}");
        }
    }

    #[test]
    fn limits_of_positive_amounts_stay_positive() {
        assert_eq!(padded(Some((0.0, 10.0)), 0.05), (0.0, 10.5));
        assert_eq!(padded(None, 0.05).0, 0.0);
    }
}
