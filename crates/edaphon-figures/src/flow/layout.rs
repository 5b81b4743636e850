//! Where boxes and ribbons go.

use super::{Flow, FlowLink};
use crate::canvas::Area;
use crate::font::text_width;
use crate::layout::wrapped;
use crate::number::significant;
use crate::style::TICK;

/// Width of a box (px).
pub(super) const BOX: f64 = 13.0;
/// Smallest height of a box, and smallest width of a ribbon (px).
const THIN: f64 = 1.2;
/// Height of a line of words (px).
pub(super) const LINE: f64 = 13.0;
/// Space between boxes of a column, and between ribbons that lead back (px).
const GAP: f64 = 11.0;
const LANE_GAP: f64 = 5.0;

/// A box with its place and its words.
#[derive(Debug, Clone)]
pub(super) struct PlacedBox {
    pub(super) node: usize,
    pub(super) area: Area,
    pub(super) lines: Vec<String>,
}

/// A ribbon: its width, its ends, and the height at which it leads back, if it does.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlacedRibbon {
    pub(super) link: FlowLink,
    pub(super) width: f64,
    pub(super) start: (f64, f64),
    pub(super) end: (f64, f64),
    pub(super) lane: Option<f64>,
}

/// Everything of a flow diagram, placed.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    pub(super) boxes: Vec<PlacedBox>,
    pub(super) ribbons: Vec<PlacedRibbon>,
    /// The last column; its words stand at its right.
    pub(super) last: usize,
}

impl Flow {
    pub(super) fn plan(&self, rest: Area) -> Plan {
        let drawn: Vec<usize> = (0..self.nodes.len()).filter(|node| self.size_of(*node) > 0.0).collect();
        let last = drawn.iter().map(|node| self.nodes[*node].column).max().unwrap_or(0);
        let side = rest.width() * 0.22;
        let words = |node: &usize, most: f64| {
            let mut lines = wrapped(&self.nodes[*node].label, most, TICK, false, 3);
            let amount = significant(self.size_of(*node), 3);
            match lines.last_mut() {
                Some(line) if text_width(&format!("{line} {amount}"), TICK, false) <= most => {
                    *line = format!("{line} {amount}")
                }
                _ => lines.push(amount),
            }
            lines
        };
        let room = |column: usize| {
            let of = drawn.iter().filter(|node| self.nodes[**node].column == column);
            of.flat_map(|node| words(node, side)).map(|line| text_width(&line, TICK, false)).fold(0.0, f64::max) + 6.0
        };
        let (left, right) = (rest.left + room(0), rest.right - if last > 0 { room(last) } else { 0.0 } - BOX);
        let step = if last > 0 { (right - left) / last as f64 } else { 0.0 };
        let inner = (step - 10.0).max(20.0);
        let lines: Vec<Vec<String>> = (0..self.nodes.len())
            .map(|node| {
                let is_edge = self.nodes[node].column == 0 || self.nodes[node].column == last;
                words(&node, if is_edge { side } else { inner })
            })
            .collect();
        let fit = Fit { flow: self, drawn: &drawn, lines: &lines, last };
        let scale = fit.scale(rest.height());
        let lanes = fit.lanes(scale);
        let columns = Area { bottom: rest.bottom - lanes, ..rest };
        let boxes = fit.boxes(columns, left, step, scale);
        Plan { ribbons: fit.ribbons(&boxes, columns.bottom, scale), boxes, last }
    }

    fn leads_back(&self, link: &FlowLink) -> bool {
        self.nodes[link.to].column <= self.nodes[link.from].column
    }
}

struct Fit<'f> {
    flow: &'f Flow,
    drawn: &'f [usize],
    lines: &'f [Vec<String>],
    last: usize,
}

impl Fit<'_> {
    fn is_edge(&self, node: usize) -> bool {
        let column = self.flow.nodes[node].column;
        column == 0 || column == self.last
    }

    fn height(&self, node: usize, scale: f64) -> f64 {
        (self.flow.size_of(node) * scale).max(THIN)
    }

    /// Height of a box with its words: beside it at the edges, above it elsewhere (px).
    fn slot(&self, node: usize, scale: f64) -> f64 {
        let words = LINE * self.lines[node].len() as f64;
        let height = self.height(node, scale);
        GAP + if self.is_edge(node) { height.max(words) } else { height + words + 4.0 }
    }

    fn column(&self, column: usize) -> impl Iterator<Item = usize> + '_ {
        self.drawn.iter().copied().filter(move |node| self.flow.nodes[*node].column == column)
    }

    /// Height of the ribbons that lead back, below the boxes (px).
    fn lanes(&self, scale: f64) -> f64 {
        let back = self.flow.links.iter().filter(|link| link.amount > 0.0 && self.flow.leads_back(link));
        back.map(|link| (link.amount * scale).max(THIN) + LANE_GAP).sum()
    }

    /// The largest scale (px per amount) at which every column fits into `height`.
    fn scale(&self, height: f64) -> f64 {
        let largest = self.drawn.iter().map(|node| self.flow.size_of(*node)).fold(0.0, f64::max);
        if largest <= 0.0 {
            return 0.0;
        }
        let needed = |scale: f64| {
            let column = |column| self.column(column).map(|node| self.slot(node, scale)).sum::<f64>();
            (0..=self.last).map(column).fold(0.0, f64::max) + self.lanes(scale)
        };
        let (mut low, mut high) = (0.0, height / largest);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if needed(middle) <= height { low = middle } else { high = middle }
        }
        low
    }

    fn boxes(&self, area: Area, left: f64, step: f64, scale: f64) -> Vec<PlacedBox> {
        let mut boxes = Vec::with_capacity(self.drawn.len());
        for column in 0..=self.last {
            let total: f64 = self.column(column).map(|node| self.slot(node, scale)).sum();
            let mut top = area.top + (area.height() - total).max(0.0) / 2.0;
            for node in self.column(column) {
                let (slot, height) = (self.slot(node, scale), self.height(node, scale));
                // Words beside a small box are taller than it; words above one come first.
                let above = if self.is_edge(node) { (slot - GAP - height) / 2.0 } else { slot - GAP - height };
                let x = left + step * column as f64;
                let at = Area { left: x, right: x + BOX, top: top + above, bottom: top + above + height };
                boxes.push(PlacedBox { node, area: at, lines: self.lines[node].clone() });
                top += slot;
            }
        }
        boxes
    }

    /// Ribbons, which leave and enter boxes in the order of their other ends; those that lead back are the lowest.
    fn ribbons(&self, boxes: &[PlacedBox], bottom: f64, scale: f64) -> Vec<PlacedRibbon> {
        let area = |node: usize| boxes.iter().find(|placed| placed.node == node).map(|placed| placed.area);
        let middle = |node: usize| area(node).map_or(0.0, |area| area.centre().1);
        let width = |link: &FlowLink| (link.amount * scale).max(THIN);
        let mut links: Vec<FlowLink> = self.flow.links.iter().filter(|link| link.amount > 0.0).copied().collect();
        // Small ones are drawn last, above the others.
        links.sort_by(|a, b| b.amount.total_cmp(&a.amount));
        let port = |link: &FlowLink, leaves: bool| {
            let node = if leaves { link.from } else { link.to };
            let key = |l: &FlowLink| (self.flow.leads_back(l), middle(if leaves { l.to } else { l.from }));
            let own = key(link);
            let shares = |l: &&FlowLink| (if leaves { l.from } else { l.to }) == node && !std::ptr::eq(*l, link);
            let is_before = |l: &&FlowLink| {
                let other = key(l);
                other.0.cmp(&own.0).then(other.1.total_cmp(&own.1)).is_lt()
            };
            let before: f64 = links.iter().filter(shares).filter(is_before).map(|l| l.amount * scale).sum();
            area(node).map_or((0.0, 0.0), |area| {
                let x = if leaves { area.right } else { area.left };
                (x, area.top + before + 0.5 * (link.amount * scale).max(THIN.min(area.height())))
            })
        };
        let mut lane = bottom;
        let mut placed = Vec::with_capacity(links.len());
        for link in &links {
            let lane = self.flow.leads_back(link).then(|| {
                lane += LANE_GAP + width(link);
                lane - 0.5 * width(link)
            });
            placed.push(PlacedRibbon {
                link: *link,
                width: width(link),
                start: port(link, true),
                end: port(link, false),
                lane,
            });
        }
        placed
    }
}
