//! Whether the words of a figure can be read: none overlap, none leave the picture.

use crate::canvas::{Area, Canvas, Mark};
use crate::error::Result;
use crate::{Figure, Size};

/// What cannot be read in a figure at a size, in words: texts that overlap or leave the picture, and marks at no place; empty if all is
/// well.
///
/// ```
/// use edaphon_figures::{Figure, Taylor, illegible};
///
/// let figure = Taylor { reference: "observed".into(), reference_sd: 1.0, ..Taylor::default() };
/// assert!(illegible(&figure, figure.size())?.is_empty());
/// # Ok::<(), edaphon_figures::FigureError>(())
/// ```
///
/// # Errors
/// If the data cannot be drawn.
pub fn illegible(figure: &dyn Figure, size: Size) -> Result<Vec<String>> {
    let mut canvas = Canvas::default();
    figure.draw(&mut canvas, size.area())?;
    let texts: Vec<_> = canvas.texts().map(|text| (text.words.as_str(), text.extent())).collect();
    let mut faults = Vec::new();
    for (i, (words, extent)) in texts.iter().enumerate() {
        if !inside(*extent, size) {
            faults.push(format!("{words:?} leaves the picture: {extent:?}"));
        }
        for (other, of_other) in texts[..i].iter().filter(|(_, of_other)| extent.overlaps(of_other)) {
            faults.push(format!("{words:?} and {other:?} overlap: {extent:?}, {of_other:?}"));
        }
    }
    let lost = |mark: &&Mark| match mark {
        Mark::Line { points, .. } | Mark::Surface { points, .. } => {
            points.iter().any(|(x, y)| !(x.is_finite() && y.is_finite()))
        }
        _ => false,
    };
    faults.extend(canvas.marks.iter().filter(lost).map(|mark| format!("a mark is nowhere: {mark:?}")));
    Ok(faults)
}

fn inside(extent: Area, size: Size) -> bool {
    extent.left >= 0.0
        && extent.top >= 0.0
        && extent.right <= f64::from(size.width)
        && extent.bottom <= f64::from(size.height)
}
