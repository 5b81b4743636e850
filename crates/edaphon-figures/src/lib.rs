//! Figures a soil scientist would show, and a report that holds them.
//!
//! A figure is plain data: fill in a [`TimeSeries`], [`SeasonalCycle`], [`Curves`], [`Scatter`], [`Taylor`], [`Bars`], [`Flow`], [`Map`] or [`Panels`] and
//! [`write`](Figure::write) it as PNG or SVG, or put it into a [`Report`], one HTML file that needs nothing else.
//! The crate knows nothing of models and files of data: it draws what it is given.
//!
//! ```
//! use edaphon_figures::{Figure, Line, Panel, TimeSeries};
//!
//! let years: Vec<f64> = (1901..=2010).map(f64::from).collect();
//! let carbon: Vec<f64> = years.iter().map(|year| 8.0 + 0.01 * (year - 1901.0)).collect();
//! let figure = TimeSeries {
//!     title: "Rothamsted".into(),
//!     panels: vec![Panel {
//!         label: "Soil carbon".into(),
//!         unit: "kg C m-2".into(),
//!         lines: vec![Line::new("RothC", years, carbon)],
//!         ..Panel::default()
//!     }],
//!     ..TimeSeries::default()
//! };
//! let svg = figure.render_svg(figure.size())?;
//! assert!(svg.contains("Soil carbon (kg C m⁻²)"));
//! # Ok::<(), edaphon_figures::FigureError>(())
//! ```
//!
//! Missing values (NaN, infinities) leave gaps. Units may be written as in CF (`g C m-2 yr-1`); they are typeset.
//! The same data give the same bytes, on every machine.

mod animation;
mod axis;
mod bars;
mod canvas;
mod chart;
mod coverage;
mod curves;
mod date;
mod error;
mod file;
mod flow;
mod font;
mod layout;
#[cfg(test)]
mod legibility;
mod legible;
mod map;
mod number;
mod panels;
mod raster;
mod report;
mod scatter;
mod seasonal;
mod series;
mod style;
mod svg;
mod taylor;
mod trace;

pub use animation::Animation;
pub use bars::{Arrangement, BarSeries, Bars};
pub use canvas::{Area, Canvas};
pub use chart::{Band, Line, Panel, Points};
pub use curves::{Along, Curve, CurvePanel, Curves};
pub use date::decimal_year;
pub use error::{FigureError, Result};
pub use flow::{Flow, FlowLink, FlowNode};
pub use legible::illegible;
pub use map::{Limits, Map, MapCell, Projection};
pub use number::{decimal, significant, typeset_unit};
pub use panels::Panels;
pub use report::{Block, Cell, Column, Fact, NoticeKind, Report, Section, Table};
pub use scatter::{Cloud, ColourBy, Quantity, Scatter};
pub use seasonal::{Cycle, SeasonalCycle};
pub use series::TimeSeries;
pub use style::{Colour, ColourMap};
pub use taylor::{Taylor, TaylorPoint};

use std::path::Path;

/// Width and height of a picture (px of the layout; a PNG has twice as many in each direction).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Width (px).
    pub width: u32,
    /// Height (px).
    pub height: u32,
}

impl Size {
    const SMALLEST: u32 = 120;
    const LARGEST: u32 = 8000;

    /// A size of `width` by `height` (px).
    #[must_use]
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    fn checked(self) -> Result<Self> {
        let fits = |length: u32| (Self::SMALLEST..=Self::LARGEST).contains(&length);
        if fits(self.width) && fits(self.height) {
            return Ok(self);
        }
        Err(FigureError::Unusable {
            what: "size of the picture",
            found: format!("{} × {} px", self.width, self.height),
            accepted: "120 to 8000 px in each direction",
        })
    }

    fn area(self) -> Area {
        Area { left: 0.0, top: 0.0, right: f64::from(self.width), bottom: f64::from(self.height) }
    }
}

/// Something that can be drawn.
pub trait Figure {
    /// The size that suits the content at `width` (px).
    fn size_for(&self, width: u32) -> Size;

    /// What the figure shows, in a sentence or two, for those who cannot see it.
    fn description(&self) -> String;

    /// Draws the figure into an area of the canvas.
    ///
    /// # Errors
    /// If the data cannot be drawn, for instance columns of different length.
    fn draw(&self, canvas: &mut Canvas, area: Area) -> Result<()>;

    /// The size used unless another is asked for.
    fn size(&self) -> Size {
        self.size_for(900)
    }

    /// The figure as an SVG document. Text stays text.
    ///
    /// # Errors
    /// If the data cannot be drawn or the size is outside 120 to 8000 px.
    fn render_svg(&self, size: Size) -> Result<String> {
        Ok(svg::write(&drawn(self, size)?, size, &self.description()))
    }

    /// The figure as a PNG file in memory, with two pixels for each pixel of `size`.
    ///
    /// # Errors
    /// If the data cannot be drawn, the size is outside 120 to 8000 px, or the picture cannot be encoded.
    fn render_png(&self, size: Size) -> Result<Vec<u8>> {
        raster::png(&drawn(self, size)?, size)
    }

    /// Writes the figure to `path`, as PNG or SVG by its extension, at its usual size.
    ///
    /// # Errors
    /// If the extension is another one, the data cannot be drawn or the file cannot be written.
    fn write(&self, path: &Path) -> Result<()> {
        self.write_sized(path, self.size())
    }

    /// Writes the figure to `path` at a given size.
    ///
    /// # Errors
    /// As for [`write`](Figure::write), and if the size is outside 120 to 8000 px.
    fn write_sized(&self, path: &Path, size: Size) -> Result<()> {
        match file::extension(path).as_deref() {
            Some("svg") => file::write(path, self.render_svg(size)?.as_bytes()),
            Some("png") => file::write(path, &self.render_png(size)?),
            _ => Err(FigureError::Extension { path: path.to_owned(), accepted: "`.png` or `.svg`" }),
        }
    }
}

fn drawn(figure: &(impl Figure + ?Sized), size: Size) -> Result<Canvas> {
    let area = size.checked()?.area();
    let mut canvas = Canvas::default();
    figure.draw(&mut canvas, area)?;
    Ok(canvas)
}
