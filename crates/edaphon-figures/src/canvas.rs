//! A picture as a list of marks, written out by `svg` and `raster` alike.
//!
//! Coordinates are pixels from the upper left corner, y downwards.

use crate::font::{CAPITAL_HEIGHT, text_width};
use crate::style::{Colour, INK};

/// A place on the canvas (px).
pub(crate) type Point = (f64, f64);

/// A rectangle on the canvas (px).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Area {
    /// Distance between the left and right edges (px), never below 0.
    #[must_use]
    pub fn width(&self) -> f64 {
        (self.right - self.left).max(0.0)
    }

    /// Distance between the upper and lower edges (px), never below 0.
    #[must_use]
    pub fn height(&self) -> f64 {
        (self.bottom - self.top).max(0.0)
    }

    pub(crate) fn centre(&self) -> Point {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    pub(crate) fn inset(self, by: f64) -> Self {
        Self { left: self.left + by, top: self.top + by, right: self.right - by, bottom: self.bottom - by }
    }

    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stroke {
    pub(crate) colour: Colour,
    pub(crate) width: f64,
    pub(crate) dashes: &'static [f64],
}

impl Stroke {
    pub(crate) fn solid(colour: Colour, width: f64) -> Self {
        Self { colour, width, dashes: &[] }
    }
}

/// How a surface is filled; `opacity` from 0 to 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fill {
    pub(crate) colour: Colour,
    pub(crate) opacity: f64,
}

impl Fill {
    pub(crate) fn opaque(colour: Colour) -> Self {
        Self { colour, opacity: 1.0 }
    }
}

/// Which point of a text its position names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of text; `at` is on its baseline.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) at: Point,
    pub(crate) words: String,
    pub(crate) size: f64,
    pub(crate) bold: bool,
    pub(crate) colour: Colour,
    pub(crate) anchor: Anchor,
    /// Read from bottom to top.
    pub(crate) upright: bool,
}

impl Text {
    /// Regular dark text with its baseline at `at`.
    pub(crate) fn new(words: impl Into<String>, at: Point, size: f64) -> Self {
        let words = words.into();
        Self { at, words, size, bold: false, colour: INK, anchor: Anchor::Start, upright: false }
    }

    pub(crate) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(crate) fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    pub(crate) fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// Turns the text a quarter to the left.
    pub(crate) fn upright(self) -> Self {
        Self { upright: true, ..self }
    }

    /// Moves the baseline so that `at` is half-way up the capitals.
    pub(crate) fn centred(mut self) -> Self {
        let shift = self.size * CAPITAL_HEIGHT / 2.0;
        if self.upright {
            self.at.0 += shift;
        } else {
            self.at.1 += shift;
        }
        self
    }

    /// Distance from the start to `at` along the line of text (px).
    pub(crate) fn lead(&self) -> f64 {
        let width = text_width(&self.words, self.size, self.bold);
        match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        }
    }

    /// The rectangle the letters take up, from the depth of descenders to the height of capitals.
    pub(crate) fn extent(&self) -> Area {
        let (x, y) = self.at;
        let (lead, width) = (self.lead(), text_width(&self.words, self.size, self.bold));
        let (rise, fall) = (self.size * CAPITAL_HEIGHT, self.size * 0.2);
        if self.upright {
            Area { left: x - rise, right: x + fall, top: y + lead - width, bottom: y + lead }
        } else {
            Area { left: x - lead, right: x - lead + width, top: y - rise, bottom: y + fall }
        }
    }
}

/// What a reader's pointer can read off a plot: the straight axes of one panel.
#[derive(Debug, Clone)]
pub(crate) struct Readout {
    pub(crate) area: Area,
    /// Data values at the left and right edge.
    pub(crate) x: (f64, f64),
    /// Data values at the lower and upper edge.
    pub(crate) y: (f64, f64),
    /// `year`, `day` or `number`.
    pub(crate) x_kind: &'static str,
    pub(crate) unit: String,
}

/// One thing drawn.
#[derive(Debug, Clone)]
pub(crate) enum Mark {
    /// A line through points; `label` is set on lines that stand for data.
    Line { points: Vec<Point>, stroke: Stroke, label: Option<String> },
    /// A surface inside points.
    Surface { points: Vec<Point>, fill: Fill },
    /// Rectangles of one colour with sharp edges that meet without a seam.
    Tiles { areas: Vec<Area>, colour: Colour },
    /// A round dot.
    Dot { centre: Point, radius: f64, fill: Colour, edge: Option<Stroke> },
    /// Words.
    Text(Text),
    /// Start of a panel that can be read with the pointer.
    PanelStart(Readout),
    /// End of that panel.
    PanelEnd,
}

/// A picture being drawn.
#[derive(Debug, Default)]
pub struct Canvas {
    pub(crate) marks: Vec<Mark>,
    /// A letter to print before the next title.
    pub(crate) letter: String,
}

impl Canvas {
    pub(crate) fn line(&mut self, points: &[Point], stroke: Stroke) {
        self.marks.push(Mark::Line { points: points.to_vec(), stroke, label: None });
    }

    pub(crate) fn data_line(&mut self, points: Vec<Point>, stroke: Stroke, label: &str) {
        self.marks.push(Mark::Line { points, stroke, label: Some(label.to_owned()) });
    }

    pub(crate) fn surface(&mut self, points: Vec<Point>, fill: Fill) {
        self.marks.push(Mark::Surface { points, fill });
    }

    pub(crate) fn rectangle(&mut self, area: Area, fill: Fill) {
        let Area { left, top, right, bottom } = area;
        self.surface(vec![(left, top), (right, top), (right, bottom), (left, bottom)], fill);
    }

    pub(crate) fn frame(&mut self, area: Area, stroke: Stroke) {
        let Area { left, top, right, bottom } = area;
        self.line(&[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], stroke);
    }

    pub(crate) fn tiles(&mut self, areas: Vec<Area>, colour: Colour) {
        self.marks.push(Mark::Tiles { areas, colour });
    }

    pub(crate) fn dot(&mut self, centre: Point, radius: f64, fill: Colour, edge: Option<Stroke>) {
        self.marks.push(Mark::Dot { centre, radius, fill, edge });
    }

    pub(crate) fn text(&mut self, text: Text) {
        if !text.words.is_empty() {
            self.marks.push(Mark::Text(text));
        }
    }

    pub(crate) fn panel(&mut self, readout: Readout, draw: impl FnOnce(&mut Self)) {
        self.marks.push(Mark::PanelStart(readout));
        draw(self);
        self.marks.push(Mark::PanelEnd);
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = &Text> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Text(text) => Some(text),
            _ => None,
        })
    }
}
