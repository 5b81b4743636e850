//! Writes a canvas as SVG. There are no ids, so several pictures can share a page.

use std::fmt::Write;

use crate::Size;
use crate::canvas::{Anchor, Area, Canvas, Mark, Point, Readout, Stroke, Text};
use crate::font::FAMILY;
use crate::style::PAPER;

/// The whole picture; `description` is read to those who cannot see it.
pub(crate) fn write(canvas: &Canvas, size: Size, description: &str) -> String {
    let Size { width, height } = size;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-label=\"{}\" font-family=\"{FAMILY}\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
        escaped(description),
        PAPER.css()
    );
    for mark in &canvas.marks {
        out.push_str(&written(mark));
        out.push('\n');
    }
    out.push_str("</svg>\n");
    out
}

fn written(mark: &Mark) -> String {
    match mark {
        Mark::Line { points, stroke, label } => line(points, stroke, label.as_deref()),
        Mark::Surface { points, fill } => {
            let opacity =
                if fill.opacity < 1.0 { format!(" fill-opacity=\"{}\"", fill.opacity) } else { String::new() };
            format!("<path d=\"{}z\" fill=\"{}\"{opacity}/>", path(points), fill.colour.css())
        }
        Mark::Tiles { areas, colour } => {
            format!("<path d=\"{}\" fill=\"{}\" shape-rendering=\"crispEdges\"/>", tiles(areas), colour.css())
        }
        Mark::Dot { centre, radius, fill, edge } => format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"{}/>",
            short(centre.0),
            short(centre.1),
            short(*radius),
            fill.css(),
            edge.as_ref().map(stroked).unwrap_or_default()
        ),
        Mark::Text(words) => text(words),
        Mark::PanelStart(readout) => panel(readout),
        Mark::PanelEnd => "</g>".to_owned(),
    }
}

fn line(points: &[Point], stroke: &Stroke, label: Option<&str>) -> String {
    let label = label.map(|label| format!(" class=\"data\" data-label=\"{}\"", escaped(label))).unwrap_or_default();
    format!("<path d=\"{}\" fill=\"none\"{}{label}/>", path(points), stroked(stroke))
}

fn stroked(stroke: &Stroke) -> String {
    let mut out = format!(
        " stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"",
        stroke.colour.css(),
        short(stroke.width)
    );
    if !stroke.dashes.is_empty() {
        let dashes: Vec<String> = stroke.dashes.iter().map(|d| short(*d)).collect();
        let _ = write!(out, " stroke-dasharray=\"{}\"", dashes.join(" "));
    }
    out
}

fn path(points: &[Point]) -> String {
    let mut out = String::with_capacity(12 * points.len());
    for (i, (x, y)) in points.iter().enumerate() {
        let _ = write!(out, "{}{} {}", if i == 0 { "M" } else { "L" }, short(*x), short(*y));
    }
    out
}

fn tiles(areas: &[Area]) -> String {
    let mut out = String::with_capacity(24 * areas.len());
    for area in areas {
        let (left, top) = (short(area.left), short(area.top));
        let (right, bottom) = (short(area.right), short(area.bottom));
        let _ = write!(out, "M{left} {top}H{right}V{bottom}H{left}z");
    }
    out
}

fn text(text: &Text) -> String {
    let (x, y) = (short(text.at.0), short(text.at.1));
    let mut out =
        format!("<text x=\"{x}\" y=\"{y}\" font-size=\"{}\" fill=\"{}\"", short(text.size), text.colour.css());
    match text.anchor {
        Anchor::Start => {}
        Anchor::Middle => out.push_str(" text-anchor=\"middle\""),
        Anchor::End => out.push_str(" text-anchor=\"end\""),
    }
    if text.bold {
        out.push_str(" font-weight=\"bold\"");
    }
    if text.upright {
        let _ = write!(out, " transform=\"rotate(-90 {x} {y})\"");
    }
    let _ = write!(out, ">{}</text>", escaped(&text.words));
    out
}

fn panel(readout: &Readout) -> String {
    let Readout { area, x, y, x_kind, unit } = readout;
    format!(
        "<g class=\"panel\" data-area=\"{} {} {} {}\" data-x=\"{} {}\" data-y=\"{} {}\" data-kind=\"{x_kind}\" data-unit=\"{}\">",
        short(area.left),
        short(area.top),
        short(area.right),
        short(area.bottom),
        x.0,
        x.1,
        y.0,
        y.1,
        escaped(unit)
    )
}

/// Two decimals at most: a hundredth of a pixel.
fn short(value: f64) -> String {
    let mut text = format!("{value:.2}");
    while text.ends_with('0') {
        text.pop();
    }
    if text.ends_with('.') {
        text.pop();
    }
    if text == "-0" { "0".to_owned() } else { text }
}

/// Text that is safe inside an element or an attribute; control characters, which XML forbids, are left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short() {
        assert_eq!(
            (short(1.0), short(0.125), short(-0.001), short(100.0)),
            ("1".into(), "0.12".into(), "0".into(), "100".into())
        );
    }

    #[test]
    fn user_text_cannot_leave_its_element() {
        assert_eq!(escaped("a<b>&\"'\u{1}"), "a&lt;b&gt;&amp;&quot;&#39; ");
    }
}
