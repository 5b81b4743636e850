//! Bars: fluxes, budgets, comparisons between sites or models.

mod draw;

use crate::Figure;
use crate::Size;
use crate::axis::is_drawable;
use crate::canvas::{Area, Canvas};
use crate::error::{FigureError, Result};
use crate::font::text_width;
use crate::layout::{Entry, Key, MARGIN, legend, title, wrapped};
use crate::number::{compact, label_with_unit, significant};
use crate::style::{Colour, INK, TICK, series_colour};

/// How several series share a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Arrangement {
    /// Beside one another.
    #[default]
    Grouped,
    /// On top of one another, gains above zero and losses below.
    Stacked,
}

/// A value for each category.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BarSeries {
    /// Words in the legend.
    pub label: String,
    /// One value for each category; NaN draws nothing.
    pub values: Vec<f64>,
}

/// Bars from zero, one group or stack for each category.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bars {
    /// Words above the figure; may be empty.
    pub title: String,
    /// The quantity, without its unit.
    pub label: String,
    /// Its unit, as in CF or typeset.
    pub unit: String,
    /// Names of the categories.
    pub categories: Vec<String>,
    /// The series.
    pub series: Vec<BarSeries>,
    /// How several series share a category.
    pub arrangement: Arrangement,
    /// Whether the bars lie. Standing bars lie down when the names of their categories do not fit.
    pub horizontal: bool,
    /// Whether the values are printed at the ends of the bars, stacks with their sum.
    pub value_labels: bool,
}

/// A bar before it has a place on the canvas.
struct Bar {
    from: f64,
    to: f64,
    /// Its place within the category, 0 to 1.
    start: f64,
    end: f64,
    colour: Colour,
}

/// A printed value, beyond the end of a bar.
struct ValueLabel {
    at: f64,
    middle: f64,
    words: String,
    points_up: bool,
}

/// Share of a category's width that is left empty.
const EMPTY: f64 = 0.3;
/// Digits of printed values.
const DIGITS: usize = 3;

impl Bars {
    /// The usual picture of a budget: input, output, change of storage and what is left over, as lying bars with values.
    ///
    /// All four in the same unit; output is a loss and is drawn to the left.
    pub fn budget(
        title: impl Into<String>,
        unit: impl Into<String>,
        input: f64,
        output: f64,
        storage: f64,
        residual: f64,
    ) -> Self {
        Self {
            title: title.into(),
            unit: unit.into(),
            categories: ["Input", "Output", "Change of storage", "Residual"].map(str::to_owned).to_vec(),
            series: vec![BarSeries { label: String::new(), values: vec![input, -output, storage, residual] }],
            horizontal: true,
            value_labels: true,
            ..Self::default()
        }
    }

    fn check(&self) -> Result<()> {
        for series in &self.series {
            if series.values.len() != self.categories.len() {
                return Err(FigureError::Length {
                    what: "bars",
                    label: series.label.clone(),
                    found: series.values.len(),
                    expected: self.categories.len().to_string(),
                    why: "the number of categories",
                });
            }
        }
        Ok(())
    }

    fn entries(&self) -> Vec<Entry> {
        if self.series.len() < 2 {
            return Vec::new();
        }
        let named = self.series.iter().enumerate().filter(|(_, series)| !series.label.is_empty());
        let net = self.has_net().then(|| Entry { label: "net".to_owned(), key: Key::Dot(INK) });
        named
            .map(|(i, series)| Entry { label: series.label.clone(), key: Key::Patch(series_colour(i)) })
            .chain(net)
            .collect()
    }

    /// Whether stacks hold gains and losses, so that their sum is not their height.
    fn has_net(&self) -> bool {
        let values = || self.series.iter().flat_map(|series| &series.values);
        self.arrangement == Arrangement::Stacked && values().any(|v| *v > 0.0) && values().any(|v| *v < 0.0)
    }

    /// The sum of one stack.
    fn net(&self, category: usize) -> f64 {
        self.series.iter().map(|series| series.values[category]).filter(|v| is_drawable(*v)).sum()
    }

    /// The bars of one category.
    fn bars(&self, category: usize) -> Vec<Bar> {
        let values =
            self.series.iter().map(|series| series.values[category]).enumerate().filter(|(_, v)| is_drawable(*v));
        let (mut above, mut below) = (0.0, 0.0);
        let slots = self.series.len() as f64;
        let slot = (1.0 - EMPTY) / slots;
        values
            .map(|(i, value)| match self.arrangement {
                Arrangement::Grouped => {
                    let start = EMPTY / 2.0 + slot * (i as f64 + 0.03);
                    Bar { from: 0.0, to: value, start, end: start + slot * 0.94, colour: series_colour(i) }
                }
                Arrangement::Stacked => {
                    let end = if value >= 0.0 { &mut above } else { &mut below };
                    let from = *end;
                    *end += value;
                    Bar { from, to: *end, start: EMPTY / 2.0, end: 1.0 - EMPTY / 2.0, colour: series_colour(i) }
                }
            })
            .collect()
    }

    fn value_labels(&self, category: usize) -> Vec<ValueLabel> {
        if !self.value_labels {
            return Vec::new();
        }
        let bars = self.bars(category);
        if self.arrangement == Arrangement::Grouped {
            let label = |bar: &Bar| ValueLabel {
                at: bar.to,
                middle: (bar.start + bar.end) / 2.0,
                words: compact(bar.to, DIGITS),
                points_up: bar.to >= 0.0,
            };
            return bars.iter().map(label).collect();
        }
        if bars.is_empty() {
            return Vec::new();
        }
        let sum = compact(self.net(category), DIGITS);
        let words = if self.has_net() { format!("net {sum}") } else { sum };
        let top = bars.iter().map(|bar| bar.to).fold(0.0, f64::max);
        let only_losses = top == 0.0 && !self.has_net();
        let end = if only_losses { bars.iter().map(|bar| bar.to).fold(0.0, f64::min) } else { top };
        vec![ValueLabel { at: end, middle: 0.5, words, points_up: !only_losses }]
    }

    fn names_fit(&self, width: f64) -> bool {
        let room = width / self.categories.len().max(1) as f64 - 8.0;
        let words_fit = |name: &String| {
            name.split_whitespace().all(|word| text_width(word, TICK, false) <= room)
                && wrapped(name, room, TICK, false, 9).len() <= 2
        };
        self.categories.iter().all(words_fit)
    }

    fn lies(&self, width: f64) -> bool {
        self.horizontal || !self.names_fit(width - 100.0)
    }
}

impl Figure for Bars {
    fn size_for(&self, width: u32) -> Size {
        let width = width.min(760);
        let per_category =
            if self.arrangement == Arrangement::Grouped { 12 + 16 * self.series.len().max(1) } else { 34 };
        let lying = 100 + per_category.max(34) * self.categories.len().max(2);
        let height = if self.lies(f64::from(width) - 2.0 * MARGIN) { lying.min(4000) as u32 } else { 380 };
        Size { width, height: height.max(200) }
    }

    fn description(&self) -> String {
        let title = if self.title.is_empty() { "Bars" } else { &self.title };
        let mut parts = Vec::new();
        for (i, category) in self.categories.iter().enumerate() {
            let value = |series: &BarSeries| {
                let value = series.values.get(i).map_or("–".to_owned(), |v| significant(*v, DIGITS));
                if series.label.is_empty() { value } else { format!("{} {value}", series.label) }
            };
            let values: Vec<String> = self.series.iter().map(value).collect();
            parts.push(format!("{category}: {}", values.join(", ")));
        }
        format!("{title}, {}. {}", label_with_unit(&self.label, &self.unit), parts.join("; "))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) -> Result<()> {
        self.check()?;
        let rest = title(canvas, area.inset(MARGIN), &self.title);
        let rest = legend(canvas, rest, &self.entries());
        if self.lies(rest.width()) {
            self.draw_lying(canvas, rest);
        } else {
            self.draw_standing(canvas, rest);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fluxes(arrangement: Arrangement) -> Bars {
        let series = |label: &str, values: [f64; 2]| BarSeries { label: label.into(), values: values.to_vec() };
        Bars {
            categories: vec!["arable".into(), "forest".into()],
            series: vec![series("gain", [3.0, 4.0]), series("loss", [-1.0, f64::NAN]), series("more", [2.0, 1.0])],
            arrangement,
            value_labels: true,
            ..Bars::default()
        }
    }

    #[test]
    fn stacks_grow_away_from_zero() {
        let bars = fluxes(Arrangement::Stacked).bars(0);
        let ends: Vec<(f64, f64)> = bars.iter().map(|bar| (bar.from, bar.to)).collect();
        assert_eq!(ends, [(0.0, 3.0), (0.0, -1.0), (3.0, 5.0)]);
        assert_eq!(fluxes(Arrangement::Stacked).value_labels(0)[0].words, "net 4");
    }

    #[test]
    fn grouped_bars_do_not_overlap() {
        let bars = fluxes(Arrangement::Grouped).bars(0);
        assert!(bars.windows(2).all(|pair| pair[0].end < pair[1].start));
        assert_eq!(fluxes(Arrangement::Grouped).bars(1).len(), 2);
    }

    #[test]
    fn long_names_lay_the_bars_down() {
        let mut bars = fluxes(Arrangement::Grouped);
        assert!(!bars.lies(600.0));
        bars.categories[0] = "heterotrophic respiration of physically protected matter".into();
        assert!(bars.lies(300.0));
    }

    #[test]
    fn a_budget_prints_its_residual() -> Result<()> {
        let svg = Bars::budget("Carbon", "g C m-2", 512.0, 498.5, 13.5, 2.1e-13).render_svg(Size::new(600, 260))?;
        assert!(svg.contains(">2.1×10⁻¹³<") && svg.contains(">−498<"), "{svg}");
        Ok(())
    }

    #[test]
    fn a_missing_value_is_refused_by_name() {
        let mut bars = fluxes(Arrangement::Grouped);
        bars.series[1].values.pop();
        let message = bars.render_svg(bars.size()).unwrap_err().to_string();
        assert_eq!(message, "bars `loss`: 1 values where 2 were expected (the number of categories)");
    }
}
