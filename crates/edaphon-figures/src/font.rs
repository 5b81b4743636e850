//! The embedded typeface: widths of text and outlines of glyphs.
//!
//! Two subsets of DejaVu Sans travel with the library so that a PNG looks the same on every machine.
//! The reader knows the tables these two files have (`cmap` format 4, `glyf` without composite glyphs)
//! and treats anything out of bounds as an empty glyph. Lengths are in units of the font size.

use std::sync::LazyLock;

static REGULAR: LazyLock<Font> = LazyLock::new(|| Font::read(include_bytes!("../fonts/DejaVuSans-subset.ttf")));
static BOLD: LazyLock<Font> = LazyLock::new(|| Font::read(include_bytes!("../fonts/DejaVuSans-Bold-subset.ttf")));

/// Families tried by whoever displays an SVG; the first is the embedded one.
pub(crate) const FAMILY: &str = "DejaVu Sans, Bitstream Vera Sans, Verdana, Segoe UI, Helvetica, Arial, sans-serif";

/// Height of capitals and digits, as a fraction of the font size.
pub(crate) const CAPITAL_HEIGHT: f64 = 0.73;

/// A closed curve, flattened to points (x right, y up).
pub(crate) type Contour = Vec<(f64, f64)>;

/// One weight of the typeface.
pub(crate) struct Font {
    bytes: &'static [u8],
    units_per_em: f64,
    long_offsets: bool,
    horizontal_metrics: usize,
    cmap: usize,
    glyf: usize,
    hmtx: usize,
    loca: usize,
}

/// The regular or the bold weight.
pub(crate) fn weight(bold: bool) -> &'static Font {
    if bold { &BOLD } else { &REGULAR }
}

/// Width of `text` at `size` (same unit as `size`).
pub(crate) fn text_width(text: &str, size: f64, bold: bool) -> f64 {
    let font = weight(bold);
    size * text.chars().map(|c| font.advance(font.glyph(c))).sum::<f64>()
}

impl Font {
    fn read(bytes: &'static [u8]) -> Self {
        let mut font = Self {
            bytes,
            units_per_em: 0.0,
            long_offsets: false,
            horizontal_metrics: 0,
            cmap: 0,
            glyf: 0,
            hmtx: 0,
            loca: 0,
        };
        let head = font.table(b"head");
        font.units_per_em = f64::from(font.u16_at(head + 18).max(1));
        font.long_offsets = font.u16_at(head + 50) == 1;
        font.horizontal_metrics = usize::from(font.u16_at(font.table(b"hhea") + 34));
        font.cmap = font.character_map();
        font.glyf = font.table(b"glyf");
        font.hmtx = font.table(b"hmtx");
        font.loca = font.table(b"loca");
        font
    }

    /// Number of the glyph that draws `c`; 0, an empty box, where there is none.
    pub(crate) fn glyph(&self, c: char) -> usize {
        let Ok(code) = u16::try_from(u32::from(c)) else { return 0 };
        let segments = usize::from(self.u16_at(self.cmap + 6)) / 2;
        let ends = self.cmap + 14;
        let starts = ends + 2 * segments + 2;
        let Some(segment) = (0..segments).find(|s| self.u16_at(ends + 2 * s) >= code) else { return 0 };
        let start = self.u16_at(starts + 2 * segment);
        if start > code {
            return 0;
        }
        let delta = self.u16_at(starts + 2 * (segments + segment));
        let offset_at = starts + 2 * (2 * segments + segment);
        let offset = usize::from(self.u16_at(offset_at));
        if offset == 0 {
            return usize::from(code.wrapping_add(delta));
        }
        match self.u16_at(offset_at + offset + 2 * usize::from(code - start)) {
            0 => 0,
            glyph => usize::from(glyph.wrapping_add(delta)),
        }
    }

    /// Distance from this glyph's origin to the next one's, as a fraction of the font size.
    pub(crate) fn advance(&self, glyph: usize) -> f64 {
        let entry = glyph.min(self.horizontal_metrics.saturating_sub(1));
        f64::from(self.u16_at(self.hmtx + 4 * entry)) / self.units_per_em
    }

    /// The curves that bound a glyph, as a fraction of the font size.
    pub(crate) fn outline(&self, glyph: usize) -> Vec<Contour> {
        let (start, end) = (self.glyph_offset(glyph), self.glyph_offset(glyph + 1));
        let contours = usize::from(self.u16_at(self.glyf + start));
        if end <= start || contours > 0x7fff {
            return Vec::new();
        }
        let ends_at = self.glyf + start + 10;
        let ends: Vec<usize> = (0..contours).map(|i| usize::from(self.u16_at(ends_at + 2 * i))).collect();
        let points = self.points(ends_at + 2 * contours, ends.last().map_or(0, |last| last + 1));
        let mut first = 0;
        let mut curves = Vec::with_capacity(contours);
        for end in ends {
            curves.push(flatten(points.get(first..=end).unwrap_or_default()));
            first = end + 1;
        }
        curves
    }

    /// Reads `count` points (x, y, on the curve) from the glyph data after its list of contour ends.
    fn points(&self, at: usize, count: usize) -> Vec<(f64, f64, bool)> {
        let mut at = at + 2 + usize::from(self.u16_at(at));
        let mut flags = Vec::with_capacity(count);
        while flags.len() < count && at < self.bytes.len() {
            let flag = self.u8_at(at);
            at += 1;
            let mut repeats = 1;
            if flag & 8 != 0 {
                repeats += usize::from(self.u8_at(at));
                at += 1;
            }
            flags.extend(std::iter::repeat_n(flag, repeats));
        }
        let (xs, at) = self.coordinates(at, &flags, 2, 16);
        let (ys, _) = self.coordinates(at, &flags, 4, 32);
        flags.iter().zip(xs.iter().zip(&ys)).map(|(flag, (x, y))| (*x, *y, flag & 1 != 0)).collect()
    }

    /// Reads one coordinate of every point, given the flag bits for "one byte" and "same, or positive".
    fn coordinates(&self, mut at: usize, flags: &[u8], short: u8, same: u8) -> (Vec<f64>, usize) {
        let mut value = 0.0;
        let mut values = Vec::with_capacity(flags.len());
        for flag in flags {
            if flag & short != 0 {
                let step = f64::from(self.u8_at(at));
                value += if flag & same != 0 { step } else { -step };
                at += 1;
            } else if flag & same == 0 {
                value += f64::from(self.u16_at(at).cast_signed());
                at += 2;
            }
            values.push(value / self.units_per_em);
        }
        (values, at)
    }

    fn glyph_offset(&self, glyph: usize) -> usize {
        if self.long_offsets {
            self.u32_at(self.loca + 4 * glyph)
        } else {
            2 * usize::from(self.u16_at(self.loca + 2 * glyph))
        }
    }

    fn table(&self, name: &[u8; 4]) -> usize {
        let tables = usize::from(self.u16_at(4));
        let mut entries = (0..tables).map(|i| 12 + 16 * i);
        entries.find(|at| self.bytes.get(*at..at + 4) == Some(name)).map_or(self.bytes.len(), |at| self.u32_at(at + 8))
    }

    fn character_map(&self) -> usize {
        let cmap = self.table(b"cmap");
        let mut entries = (0..usize::from(self.u16_at(cmap + 2))).map(|i| cmap + self.u32_at(cmap + 4 + 8 * i + 4));
        entries.find(|at| self.u16_at(*at) == 4).unwrap_or(self.bytes.len())
    }

    fn u8_at(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn u16_at(&self, at: usize) -> u16 {
        u16::from_be_bytes([self.u8_at(at), self.u8_at(at + 1)])
    }

    fn u32_at(&self, at: usize) -> usize {
        usize::from(self.u16_at(at)) << 16 | usize::from(self.u16_at(at + 2))
    }
}

/// Turns one contour of quadratic curves into straight pieces.
fn flatten(points: &[(f64, f64, bool)]) -> Contour {
    const PIECES: u32 = 5;
    let between = |a: (f64, f64, bool), b: (f64, f64, bool)| ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
    let Some(&last) = points.last() else { return Vec::new() };
    let mut curve = Contour::new();
    let mut before = last;
    let mut pen = if last.2 { (last.0, last.1) } else { between(last, points[0]) };
    for (i, &point) in points.iter().enumerate() {
        if point.2 {
            pen = (point.0, point.1);
            curve.push(pen);
        } else {
            let next = points[(i + 1) % points.len()];
            let end = if next.2 { (next.0, next.1) } else { between(point, next) };
            let start = if before.2 { (before.0, before.1) } else { pen };
            for piece in 1..=PIECES {
                let t = f64::from(piece) / f64::from(PIECES);
                let blend = |a: f64, b: f64, c: f64| (1.0 - t).powi(2) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
                curve.push((blend(start.0, point.0, end.0), blend(start.1, point.1, end.1)));
            }
            pen = end;
        }
        before = point;
    }
    curve
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_the_signs_that_units_need() {
        for bold in [false, true] {
            for c in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄µΔ·−°‰×–→≥≤±αξτéß".chars() {
                let font = weight(bold);
                assert_ne!(font.glyph(c), 0, "no glyph for {c:?}");
                assert!(!font.outline(font.glyph(c)).is_empty(), "{c:?} is blank");
            }
            for space in [' ', '\u{a0}', '\u{2009}', '\u{202f}'] {
                assert_ne!(weight(bold).glyph(space), 0, "no glyph for {space:?}");
            }
        }
    }

    #[test]
    fn a_zero_has_a_hole_and_the_height_of_a_capital() {
        let font = weight(false);
        let zero = font.outline(font.glyph('0'));
        let top = zero.iter().flatten().map(|p| p.1).fold(0.0, f64::max);
        assert_eq!(zero.len(), 2);
        assert!((top - CAPITAL_HEIGHT).abs() < 0.03, "digits are {top} high");
    }

    #[test]
    fn width_adds_up() {
        let both = text_width("0.5", 12.0, false);
        let apart = text_width("0", 12.0, false) + text_width(".", 12.0, false) + text_width("5", 12.0, false);
        assert!((both - apart).abs() < 1e-9 && both > 12.0);
    }
}
