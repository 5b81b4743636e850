//! Several figures in one picture.

use crate::Figure;
use crate::Size;
use crate::canvas::{Area, Canvas};
use crate::error::Result;
use crate::layout::{MARGIN, title};

/// Figures in a grid, filled row by row.
pub struct Panels {
    /// Words above the grid; may be empty.
    pub title: String,
    /// Number of columns; 0 counts as 1. Narrow pictures have a single column.
    pub columns: usize,
    /// The figures.
    pub figures: Vec<Box<dyn Figure>>,
    /// Whether the figures are marked (a), (b), (c) …
    pub letters: bool,
}

/// Narrower than this (px), a figure is not divided further.
const NARROWEST: f64 = 300.0;

impl Panels {
    fn columns_in(&self, width: f64) -> usize {
        self.columns.clamp(1, self.figures.len().max(1)).min((width / NARROWEST) as usize).max(1)
    }

    /// Height of each row: the tallest of its figures (px).
    fn row_heights(&self, width: f64) -> Vec<f64> {
        let columns = self.columns_in(width);
        let each = (width / columns as f64).max(1.0) as u32;
        let height = |figure: &dyn Figure| f64::from(figure.size_for(each).height);
        self.figures.chunks(columns).map(|row| row.iter().map(|f| height(f.as_ref())).fold(0.0, f64::max)).collect()
    }

    fn title_height(&self) -> f64 {
        if self.title.is_empty() { 0.0 } else { MARGIN + 24.0 }
    }
}

impl Figure for Panels {
    fn size_for(&self, width: u32) -> Size {
        let height = self.row_heights(f64::from(width)).iter().sum::<f64>() + self.title_height();
        Size { width, height: (height as u32).clamp(200, 8000) }
    }

    fn description(&self) -> String {
        let parts: Vec<String> = self.figures.iter().map(|figure| figure.description()).collect();
        format!("{}{}{}", self.title, if self.title.is_empty() { "" } else { ". " }, parts.join(" "))
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) -> Result<()> {
        let columns = self.columns_in(area.width());
        let inner = Area { left: area.left + MARGIN, top: area.top + MARGIN, ..area };
        title(canvas, inner, &self.title);
        let heights = self.row_heights(area.width());
        let stretch = (area.height() - self.title_height()) / heights.iter().sum::<f64>();
        let mut top = area.top + self.title_height();
        let width = area.width() / columns as f64;
        for (row, (figures, height)) in self.figures.chunks(columns).zip(&heights).enumerate() {
            for (column, figure) in figures.iter().enumerate() {
                let left = area.left + width * column as f64;
                let cell = Area { left, top, right: left + width, bottom: top + height * stretch };
                if self.letters {
                    canvas.letter = letter(row * columns + column);
                }
                figure.draw(canvas, cell)?;
            }
            top += height * stretch;
        }
        Ok(())
    }
}

/// `(a)` to `(z)`, then `(aa)`.
pub(crate) fn letter(index: usize) -> String {
    let last = char::from(b'a' + (index % 26) as u8);
    match index / 26 {
        0 => format!("({last})"),
        before => format!("({}{last})", char::from(b'a' + ((before - 1) % 26) as u8)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TimeSeries;

    fn four() -> Panels {
        let figures = (0..4).map(|_| Box::new(TimeSeries::default()) as Box<dyn Figure>).collect();
        Panels { title: "Four".into(), columns: 2, figures, letters: true }
    }

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!(
            (letter(0), letter(25), letter(26), letter(27)),
            ("(a)".into(), "(z)".into(), "(aa)".into(), "(ab)".into())
        );
    }

    #[test]
    fn every_figure_is_drawn() -> Result<()> {
        let svg = four().render_svg(four().size())?;
        assert_eq!(svg.matches(">no data<").count(), 4);
        assert!(svg.contains(">(d)<"));
        Ok(())
    }

    #[test]
    fn a_narrow_picture_has_one_column() {
        assert!(four().size_for(400).height > 3 * four().size_for(900).height / 2);
    }
}
