//! Time series, one panel above the other.

use crate::Figure;
use crate::Size;
use crate::axis::{Axis, widened};
use crate::canvas::{Anchor, Area, Canvas, Text};
use crate::chart::{Looks, Panel, vertical_label};
use crate::error::Result;
use crate::layout::{Entry, MARGIN, ROW, TICK_ROW, legend, title};
use crate::number::decimal;
use crate::style::LABEL;

/// Quantities through time, in panels that share the axis of time.
///
/// Times are decimal years of 365 days: see [`decimal_year`](crate::decimal_year). The axis is labelled by years,
/// months or days, whichever suits the span.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TimeSeries {
    /// Words above the figure; may be empty.
    pub title: String,
    /// The panels, from top to bottom.
    pub panels: Vec<Panel>,
    /// Words under the axis of time; may be empty, since years explain themselves.
    pub x_label: String,
    /// Labels that take the first colours, in this order, so that several figures agree; may be empty.
    pub colour_order: Vec<String>,
}

/// Where everything of a figure with stacked panels goes.
struct Plan {
    x: Axis,
    plots: Vec<(Area, Axis)>,
    legends: Vec<Vec<Entry>>,
}

impl Figure for TimeSeries {
    fn size_for(&self, width: u32) -> Size {
        let panel = if width < 600 { 190 } else { 210 };
        let panels = self.panels.len().max(1) as u32;
        let height = if panels == 1 { panel + 170 } else { panels * panel + 80 };
        Size { width, height: height.min(4000) }
    }

    fn description(&self) -> String {
        let span = self.x_range().map_or(String::new(), |(low, high)| {
            format!(", {} to {}", decimal(low.floor(), 0), decimal((high - 1e-9).floor(), 0))
        });
        let title = if self.title.is_empty() { "Time series" } else { &self.title };
        let panels: Vec<String> = self.panels.iter().map(Panel::description).collect();
        format!("{title}{span}. {}", panels.join(". "))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) -> Result<()> {
        self.panels.iter().try_for_each(Panel::check)?;
        let empty = [Panel::default()];
        let panels = if self.panels.is_empty() { &empty[..] } else { &self.panels };
        let looks = Looks::of(panels, &self.colour_order);
        let rest = title(canvas, area.inset(MARGIN), &self.title);
        let (shared, own) = shared_legend(panels, &looks);
        let rest = legend(canvas, rest, &shared);
        let plan = self.plan(panels, rest, own);
        for (i, (panel, (plot, y))) in panels.iter().zip(&plan.plots).enumerate() {
            let above = Area { top: plot.top - header_height(panel, y, &plan.legends[i], rest.width()), ..rest };
            let above = crate::layout::panel_title(canvas, above, &panel.title);
            legend(canvas, above, &plan.legends[i]);
            panel.draw(canvas, *plot, &plan.x, y, &looks, "year");
            y.draw_left(canvas, *plot);
            plan.x.draw_bottom(canvas, *plot, i + 1 == panels.len());
            vertical_label(canvas, &panel.label_with_unit(), *plot, rest.left);
        }
        let below = (plan.x.start / 2.0 + plan.x.end / 2.0, rest.bottom - 3.0);
        canvas.text(Text::new(self.x_label.clone(), below, LABEL).anchored(Anchor::Middle));
        Ok(())
    }
}

impl TimeSeries {
    fn x_range(&self) -> Option<(f64, f64)> {
        let ranges = self.panels.iter().filter_map(Panel::x_range);
        ranges.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    fn plan(&self, panels: &[Panel], rest: Area, legends: Vec<Vec<Entry>>) -> Plan {
        let label_row = if self.x_label.is_empty() { 0.0 } else { ROW };
        let headers: Vec<f64> = panels
            .iter()
            .zip(&legends)
            .map(|(panel, legend)| header_height(panel, &panel.y_axis(0.0, 150.0), legend, rest.width()))
            .collect();
        let gap = 12.0;
        let taken = headers.iter().sum::<f64>() + gap * (panels.len() - 1) as f64 + TICK_ROW + label_row;
        let height = ((rest.height() - taken) / panels.len() as f64).max(20.0);
        let mut plots = Vec::with_capacity(panels.len());
        let mut top = rest.top;
        for (panel, header) in panels.iter().zip(&headers) {
            top += header;
            let plot = Area { top, bottom: top + height, ..rest };
            plots.push((plot, panel.y_axis(plot.top, plot.bottom)));
            top += height + gap;
        }
        let label_lines = panels.iter().map(|panel| label_lines(panel, height)).max().unwrap_or(1);
        let left =
            rest.left + label_lines as f64 * 15.0 + 8.0 + plots.iter().map(|(_, y)| y.left_width()).fold(0.0, f64::max);
        let x = self.x_axis(left, rest.right);
        for (plot, _) in &mut plots {
            (plot.left, plot.right) = (left, x.end);
        }
        Plan { x, plots, legends }
    }

    /// The axis of time; its end leaves room for the last label.
    fn x_axis(&self, left: f64, right: f64) -> Axis {
        let range = self.x_range();
        let limits = match range {
            Some((low, high)) if low == high => (low - 1.0, low + 1.0),
            // Points at the ends would be cut in half by the edge.
            Some((low, high)) if self.panels.iter().any(|panel| !panel.points.is_empty()) => {
                let room = 0.012 * (high - low);
                (low - room, high + room)
            }
            range => widened(range),
        };
        let first = Axis::years(limits, (left, right - 8.0), range.is_some());
        let overhang = first.right_overhang();
        Axis::years(limits, (left, right - overhang.max(8.0)), range.is_some())
    }
}

/// How many lines the label of the vertical axis takes.
fn label_lines(panel: &Panel, height: f64) -> usize {
    crate::layout::wrapped(&panel.label_with_unit(), height, LABEL, false, 2).len()
}

/// One legend at the top if all panels need the same; otherwise one for each.
fn shared_legend(panels: &[Panel], looks: &Looks) -> (Vec<Entry>, Vec<Vec<Entry>>) {
    let each: Vec<Vec<Entry>> = panels.iter().map(|panel| panel.entries(looks)).collect();
    let all_same = each
        .windows(2)
        .all(|pair| pair[0].len() == pair[1].len() && pair[0].iter().zip(&pair[1]).all(|(a, b)| a.same_as(b)));
    if all_same && !panels.is_empty() {
        return (each[0].clone(), vec![Vec::new(); panels.len()]);
    }
    (Vec::new(), each)
}

/// Height above a plot for its title, legend and the power of ten of its axis (px).
fn header_height(panel: &Panel, y: &Axis, entries: &[Entry], width: f64) -> f64 {
    let title = if panel.title.is_empty() { 0.0 } else { crate::layout::PANEL_TITLE };
    let shared = if y.shared.is_empty() { 0.0 } else { 16.0 };
    title + crate::layout::legend_height(entries, width) + shared + if entries.is_empty() { 6.0 } else { 2.0 }
}
