//! A report: one HTML file with words, tables and figures, complete in itself.

mod encode;
mod table;

use std::path::Path;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, context};

use crate::error::{FigureError, Result};
use crate::{Figure, Size, file};
pub use table::{Cell, Column, Table};

/// A report, from top to bottom.
#[derive(Default)]
pub struct Report {
    /// Title of the page.
    pub title: String,
    /// What was done and what came out, in a paragraph.
    pub summary: String,
    /// The numbers to see first.
    pub facts: Vec<Fact>,
    /// The sections, which the table of contents lists.
    pub sections: Vec<Section>,
    /// A line at the very end, such as what made the report; may be empty.
    pub footer: String,
}

/// A number to see first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The number or word, ready to print: see [`significant`](crate::significant).
    pub value: String,
    /// Its unit, as in CF or typeset; may be empty.
    pub unit: String,
}

/// A section of a report.
#[derive(Default)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoticeKind {
    /// Something is as it should be.
    Good,
    /// Something to know.
    Note,
    /// Something to look into.
    Warning,
}

/// A piece of a section. All words are plain text; what looks like markup is printed as it is.
#[non_exhaustive]
pub enum Block {
    /// A heading within the section.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// A list of points.
    List(Vec<String>),
    /// A paragraph set off from the rest.
    Notice(NoticeKind, String),
    /// A table.
    Table(Table),
    /// A figure with its caption.
    Figure {
        /// What is drawn.
        figure: Box<dyn Figure>,
        /// What the reader should see in it; numbered by the report.
        caption: String,
    },
    /// Text in the letters of a typewriter, line by line: a configuration, an attribute.
    Verbatim(String),
    /// Blocks that the reader opens at will: provenance, the resolved configuration.
    Details {
        /// The words to click on.
        summary: String,
        /// What they hide.
        blocks: Vec<Block>,
    },
}

/// Width of figures on a desk and on a telephone (px).
const WIDE: u32 = 820;
const NARROW: u32 = 400;
/// Longer SVG (bytes) is replaced by a PNG: maps with many cells.
const LONGEST_SVG: usize = 600_000;

const PAGE: &str = include_str!("../../templates/report.html");
const STYLE: &str = include_str!("../../templates/report.css");
const SCRIPT: &str = include_str!("../../templates/report.js");

impl Report {
    /// The page.
    ///
    /// # Errors
    /// If a figure cannot be drawn.
    pub fn html(&self) -> Result<String> {
        let mut numbers = Numbers::default();
        let sections = self.sections.iter().enumerate().map(|(i, section)| {
            let blocks = numbers.blocks(&section.blocks)?;
            Ok(context! { id => format!("section-{}", i + 1), heading => &section.heading, blocks => blocks })
        });
        let sections: Vec<Value> = sections.collect::<Result<_>>()?;
        let facts: Vec<Value> = self
            .facts
            .iter()
            .map(
                |fact| context! { label => &fact.label, value => &fact.value, unit => crate::typeset_unit(&fact.unit) },
            )
            .collect();
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        environment.add_template("report.html", PAGE)?;
        Ok(environment.get_template("report.html")?.render(context! {
            title => &self.title,
            summary => &self.summary,
            facts => facts,
            sections => sections,
            footer => &self.footer,
            style => Value::from_safe_string(STYLE.to_owned()),
            script => Value::from_safe_string(SCRIPT.to_owned()),
        })?)
    }

    /// Writes the page to `path`, which ends in `.html` or `.htm`.
    ///
    /// # Errors
    /// If the extension is another one, a figure cannot be drawn or the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        match file::extension(path).as_deref() {
            Some("html" | "htm") => file::write(path, self.html()?.as_bytes()),
            _ => Err(FigureError::Extension { path: path.to_owned(), accepted: "`.html`" }),
        }
    }
}

/// Numbers of figures and tables, counted through the report.
#[derive(Default)]
struct Numbers {
    figures: usize,
    tables: usize,
}

impl Numbers {
    fn blocks(&mut self, blocks: &[Block]) -> Result<Vec<Value>> {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &Block) -> Result<Value> {
        Ok(match block {
            Block::Heading(words) => context! { kind => "heading", words => words },
            Block::Paragraph(words) => context! { kind => "paragraph", words => words },
            Block::List(points) => context! { kind => "list", points => points },
            Block::Verbatim(words) => context! { kind => "verbatim", words => words },
            Block::Notice(notice, words) => {
                let (class, sign) = match notice {
                    NoticeKind::Good => ("good", "✓"),
                    NoticeKind::Note => ("note", "i"),
                    NoticeKind::Warning => ("warning", "!"),
                };
                context! { kind => "notice", class => class, sign => sign, words => words }
            }
            Block::Table(table) => {
                self.tables += 1;
                context! { kind => "table", number => self.tables, table => table.value()? }
            }
            Block::Figure { figure, caption } => {
                self.figures += 1;
                let picture = picture(figure.as_ref())?;
                context! { kind => "figure", number => self.figures, caption => caption, picture => picture }
            }
            Block::Details { summary, blocks } => {
                context! { kind => "details", summary => summary, blocks => self.blocks(blocks)? }
            }
        })
    }
}

/// The figure at both widths as SVG, or as a PNG where that is smaller.
fn picture(figure: &dyn Figure) -> Result<Value> {
    let wide = figure.size_for(WIDE);
    let svg = figure.render_svg(wide)?;
    if svg.len() > LONGEST_SVG {
        let png = encode::base64(&figure.render_png(wide)?);
        let Size { width, height } = wide;
        return Ok(context! { png => png, width => width, height => height, description => figure.description() });
    }
    let narrow = figure.render_svg(figure.size_for(NARROW))?;
    Ok(context! { wide => Value::from_safe_string(svg), narrow => Value::from_safe_string(narrow) })
}
