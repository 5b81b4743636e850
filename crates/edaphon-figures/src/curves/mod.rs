//! Several small panels of curves in a grid with one legend: along latitudes, through years, through the year.

mod draw;

use crate::Figure;
use crate::Size;
use crate::axis::{finite_range, is_drawable};
use crate::canvas::{Area, Canvas};
use crate::chart::Points;
use crate::error::{FigureError, Result};
use crate::layout::{Entry, MARGIN, legend, legend_height, title};
use crate::number::{label_with_unit, significant};

/// What the horizontal axis counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Along {
    /// Decimal years.
    #[default]
    Years,
    /// Days of a year of 365 days, 1.0 at the start of 1 January; labelled by months.
    Days,
    /// Degrees north; labelled `30° N`.
    Latitudes,
    /// A quantity with its unit.
    Numbers {
        /// The quantity, without its unit.
        label: String,
        /// Its unit, as in CF or typeset.
        unit: String,
    },
}

/// A curve; NaN leaves a gap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curve {
    /// Words in the legend.
    pub label: String,
    /// Places along the horizontal axis.
    pub x: Vec<f64>,
    /// Values.
    pub y: Vec<f64>,
    /// Half the height of a shaded band around the curve, as long as `y`; empty for none.
    pub spread: Vec<f64>,
    /// Number of its colour: 0 is blue, 1 vermilion, 2 green …
    pub colour: usize,
    /// Whether it is dashed.
    pub dashed: bool,
}

/// A panel of curves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CurvePanel {
    /// Words above the panel; may be empty.
    pub title: String,
    /// The quantity, without its unit.
    pub label: String,
    /// Its unit, as in CF or typeset.
    pub unit: String,
    /// The curves.
    pub curves: Vec<Curve>,
    /// Measurements, drawn above the curves as open dots.
    pub points: Vec<Points>,
    /// Whether the vertical axis must reach zero.
    pub from_zero: bool,
}

/// Panels of curves in a grid, filled row by row, with one legend for all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curves {
    /// Words above the figure; may be empty.
    pub title: String,
    /// What the horizontal axes count.
    pub along: Along,
    /// Number of columns; 0 counts as 1. Narrow pictures have fewer.
    pub columns: usize,
    /// The panels.
    pub panels: Vec<CurvePanel>,
    /// Whether the panels are marked (a), (b), (c) …
    pub letters: bool,
}

/// Narrower than this (px), a panel is not drawn beside another.
const NARROWEST: f64 = 250.0;
/// Height of a panel with its title and axis (px).
const PANEL: f64 = 232.0;

impl CurvePanel {
    fn check(&self) -> Result<()> {
        let same = |what, label: &str, found: usize, expected: usize, why| {
            if found == expected {
                return Ok(());
            }
            Err(FigureError::Length { what, label: label.to_owned(), found, expected: expected.to_string(), why })
        };
        for curve in &self.curves {
            same("curve", &curve.label, curve.y.len(), curve.x.len(), "the length of `x`")?;
            if !curve.spread.is_empty() {
                same("spread of curve", &curve.label, curve.spread.len(), curve.x.len(), "the length of `x`")?;
            }
        }
        for points in &self.points {
            same("points", &points.label, points.y.len(), points.x.len(), "the length of `x`")?;
            if !points.error.is_empty() {
                same("error bars of points", &points.label, points.error.len(), points.x.len(), "the length of `x`")?;
            }
        }
        Ok(())
    }

    /// The smallest and largest place that has a value.
    fn x_range(&self) -> Option<(f64, f64)> {
        let curves = self.curves.iter().map(|curve| (&curve.x, &curve.y));
        let points = self.points.iter().map(|points| (&points.x, &points.y));
        let pairs = curves.chain(points).flat_map(|(x, y)| x.iter().zip(y));
        finite_range(pairs.filter(|(_, y)| is_drawable(**y)).map(|(x, _)| x))
    }

    /// The smallest and largest value, bands and error bars included.
    fn y_range(&self) -> Option<(f64, f64)> {
        let mut values: Vec<f64> = self.curves.iter().flat_map(|curve| curve.y.iter().copied()).collect();
        for (y, spread) in self.curves.iter().flat_map(|curve| curve.y.iter().zip(&curve.spread)) {
            values.extend([y - spread, y + spread]);
        }
        for points in &self.points {
            values.extend(&points.y);
            values.extend(points.y.iter().zip(&points.error).flat_map(|(y, error)| [y - error, y + error]));
        }
        finite_range(&values)?;
        finite_range(values.iter().chain(&self.from_zero.then_some(0.0)))
    }

    fn label_with_unit(&self) -> String {
        label_with_unit(&self.label, &self.unit)
    }

    fn description(&self) -> String {
        let curves = self.curves.iter().map(|curve| match finite_range(&curve.y) {
            Some((low, high)) => format!("{} from {} to {}", curve.label, significant(low, 4), significant(high, 4)),
            None => format!("{} without data", curve.label),
        });
        let parts: Vec<String> = curves.chain(self.points.iter().map(|p| format!("{} as points", p.label))).collect();
        format!(
            "{}: {}",
            self.label_with_unit(),
            if parts.is_empty() { "no data".to_owned() } else { parts.join(", ") }
        )
    }
}

impl Curves {
    fn columns_in(&self, width: f64) -> usize {
        self.columns.clamp(1, self.panels.len().max(1)).min((width / NARROWEST) as usize).max(1)
    }

    /// What all panels' curves and points are, each once.
    fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        let all = self.panels.iter().flat_map(draw::entries);
        for entry in all.filter(|entry| !entry.label.is_empty()) {
            if !entries.iter().any(|known| known.same_as(&entry)) {
                entries.push(entry);
            }
        }
        entries
    }
}

impl Figure for Curves {
    fn size_for(&self, width: u32) -> Size {
        let across = f64::from(width) - 2.0 * MARGIN;
        let rows = self.panels.len().max(1).div_ceil(self.columns_in(across)) as f64;
        let head = if self.title.is_empty() { 0.0 } else { 24.0 } + legend_height(&self.entries(), across);
        Size { width, height: (rows * PANEL + head + 2.0 * MARGIN).clamp(200.0, 4000.0) as u32 }
    }

    fn description(&self) -> String {
        let title = if self.title.is_empty() { "Curves" } else { &self.title };
        let along = match &self.along {
            Along::Years => "through years".to_owned(),
            Along::Days => "from January to December".to_owned(),
            Along::Latitudes => "along latitudes".to_owned(),
            Along::Numbers { label, .. } => format!("against {}", label.to_lowercase()),
        };
        let panels: Vec<String> = self.panels.iter().map(CurvePanel::description).collect();
        format!("{title}, {along}. {}", panels.join(". "))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) -> Result<()> {
        self.panels.iter().try_for_each(CurvePanel::check)?;
        let rest = title(canvas, area.inset(MARGIN), &self.title);
        let rest = legend(canvas, rest, &self.entries());
        let columns = self.columns_in(area.inset(MARGIN).width());
        let rows = self.panels.len().max(1).div_ceil(columns);
        let (width, height) = (rest.width() / columns as f64, rest.height() / rows as f64);
        let empty = [CurvePanel::default()];
        let panels = if self.panels.is_empty() { &empty[..] } else { &self.panels };
        for (at, panel) in panels.iter().enumerate() {
            let (row, column) = ((at / columns) as f64, (at % columns) as f64);
            let left = rest.left + width * column;
            let top = rest.top + height * row;
            let cell =
                Area { left, top, right: left + width - if columns > 1 { 14.0 } else { 0.0 }, bottom: top + height };
            let letter = if self.letters { crate::panels::letter(at) } else { String::new() };
            panel.draw(canvas, cell, &letter, &self.along);
        }
        Ok(())
    }
}
