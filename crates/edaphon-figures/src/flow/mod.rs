//! Flow diagrams: how much of something goes from where to where, as ribbons between boxes.

mod draw;
mod layout;

use crate::canvas::{Area, Canvas};
use crate::error::{FigureError, Result};
use crate::layout::{MARGIN, title};
use crate::number::{label_with_unit, significant};
use crate::{Figure, Size};

/// A box of a flow diagram.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FlowNode {
    /// Its name, short.
    pub label: String,
    /// Its column, from 0 at the left.
    pub column: usize,
    /// Number of its colour, which its ribbons have too: 0 is blue, 1 vermilion, 2 green …
    pub colour: usize,
}

impl FlowNode {
    /// A box in a column, in a colour.
    pub fn new(label: impl Into<String>, column: usize, colour: usize) -> Self {
        Self { label: label.into(), column, colour }
    }
}

/// A ribbon of a flow diagram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FlowLink {
    /// The box that it leaves, by its place in the list.
    pub from: usize,
    /// The box that it enters.
    pub to: usize,
    /// How much flows; 0 is not drawn.
    pub amount: f64,
}

/// Ribbons between boxes in columns, as wide as what flows in them (a Sankey diagram).
///
/// A box is as tall as the larger of what enters and what leaves. Ribbons that lead back to an earlier column run below the boxes. Boxes
/// in which nothing flows are left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Flow {
    /// Words above the figure; may be empty.
    pub title: String,
    /// The quantity that flows, without its unit.
    pub label: String,
    /// Its unit, as in CF or typeset.
    pub unit: String,
    /// The boxes, from top to bottom in each column.
    pub nodes: Vec<FlowNode>,
    /// The ribbons.
    pub links: Vec<FlowLink>,
}

impl Flow {
    fn check(&self) -> Result<()> {
        for link in &self.links {
            if link.from >= self.nodes.len() || link.to >= self.nodes.len() {
                return Err(FigureError::Unusable {
                    what: "end of a ribbon of a flow diagram",
                    found: format!("box {} to box {} of {}", link.from, link.to, self.nodes.len()),
                    accepted: "boxes of the list, counted from 0",
                });
            }
            if !(link.amount >= 0.0 && link.amount.is_finite()) {
                return Err(FigureError::Unusable {
                    what: "width of a ribbon of a flow diagram",
                    found: link.amount.to_string(),
                    accepted: "a number of at least 0",
                });
            }
        }
        Ok(())
    }

    /// What enters and what leaves a box.
    fn through(&self, node: usize) -> [f64; 2] {
        let sum =
            |is_of: &dyn Fn(&FlowLink) -> bool| self.links.iter().filter(|link| is_of(link)).map(|l| l.amount).sum();
        [sum(&|link| link.to == node), sum(&|link| link.from == node)]
    }

    /// The larger of what enters and what leaves a box.
    fn size_of(&self, node: usize) -> f64 {
        let [enters, leaves] = self.through(node);
        enters.max(leaves)
    }
}

impl Figure for Flow {
    fn size_for(&self, width: u32) -> Size {
        let head = if self.title.is_empty() && self.label.is_empty() { 0 } else { 30 };
        Size { width, height: if width < 600 { 430 } else { 460 } + head }
    }

    fn description(&self) -> String {
        let title = if self.title.is_empty() { "Flow diagram" } else { &self.title };
        let flows: Vec<String> = self
            .links
            .iter()
            .filter(|link| link.amount > 0.0 && link.from < self.nodes.len() && link.to < self.nodes.len())
            .map(|link| {
                let (from, to) = (&self.nodes[link.from].label, &self.nodes[link.to].label);
                format!("{from} to {to} {}", significant(link.amount, 3))
            })
            .collect();
        let flows = if flows.is_empty() { "nothing flows".to_owned() } else { flows.join(", ") };
        format!("{title}. {}: {flows}", label_with_unit(&self.label, &self.unit))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) -> Result<()> {
        self.check()?;
        let rest = title(canvas, area.inset(MARGIN), &self.title);
        self.draw_in(canvas, rest);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::illegible;

    /// A cycle with a small loss, and amounts of all sizes.
    fn nitrogen(scale: f64) -> Flow {
        let node = FlowNode::new;
        let link = |from, to, amount: f64| FlowLink { from, to, amount: amount * scale };
        Flow {
            title: "Nitrogen in a year".into(),
            label: "Nitrogen".into(),
            unit: "kg ha-1 yr-1".into(),
            nodes: vec![
                node("litter and residues", 0, 2),
                node("fertiliser", 0, 1),
                node("fixation", 0, 3),
                node("organic matter", 1, 2),
                node("ammonium", 2, 0),
                node("nitrate", 3, 5),
                node("plants", 4, 2),
                node("N₂O emitted", 4, 1),
                node("leached", 4, 4),
                node("nothing", 4, 4),
            ],
            links: vec![
                link(0, 3, 200.0),
                link(1, 4, 150.0),
                link(2, 4, 3.0),
                link(3, 4, 310.0),
                link(4, 3, 90.0),
                link(5, 3, 20.0),
                link(4, 5, 340.0),
                link(4, 6, 40.0),
                link(5, 6, 170.0),
                link(5, 7, 0.8),
                link(5, 8, 60.0),
                link(5, 9, 0.0),
            ],
        }
    }

    #[test]
    fn words_are_legible_at_every_width_and_scale() {
        for scale in [1e-12, 1.0, 1e9] {
            let flow = nitrogen(scale);
            for width in [380, 400, 500, 700, 820, 1200] {
                assert_eq!(
                    illegible(&flow, flow.size_for(width)).unwrap(),
                    Vec::<String>::new(),
                    "{scale} at {width} px"
                );
            }
        }
        let nothing = nitrogen(0.0);
        assert_eq!(illegible(&nothing, nothing.size()).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn boxes_say_what_flows_through_them_and_empty_ones_are_left_out() {
        let svg = nitrogen(1.0).render_svg(Size::new(820, 460)).unwrap();
        assert!(svg.contains(">ammonium 470<") && !svg.contains(">nothing"), "{svg}");
        assert!(svg.contains("organic matter to ammonium 310"), "the description names every flow");
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        let refused = |link: FlowLink| {
            let flow = Flow { links: vec![link], ..nitrogen(1.0) };
            flow.render_svg(flow.size()).unwrap_err().to_string()
        };
        let words = refused(FlowLink { from: 0, to: 10, amount: 1.0 });
        assert_eq!(
            words,
            "end of a ribbon of a flow diagram: found box 0 to box 10 of 10, accepted is boxes of the list, counted from 0"
        );
        let words = refused(FlowLink { from: 0, to: 1, amount: -1.0 });
        assert_eq!(words, "width of a ribbon of a flow diagram: found -1, accepted is a number of at least 0");
    }
}
