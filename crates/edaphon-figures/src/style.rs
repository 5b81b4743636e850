//! Colours, line styles and sizes of text.

/// A colour of the screen (sRGB, 0–255).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Colour {
    /// A colour from its usual notation: `Colour::hex(0x0072b2)`.
    #[must_use]
    pub const fn hex(code: u32) -> Self {
        let [_, red, green, blue] = code.to_be_bytes();
        Self { red, green, blue }
    }

    /// `#0072b2`.
    pub(crate) fn css(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// The colour `part` (0–1) of the way to `other`.
    pub(crate) fn towards(self, other: Self, part: f64) -> Self {
        let mix = |a: u8, b: u8| (f64::from(a) + part * (f64::from(b) - f64::from(a))).round() as u8;
        Self { red: mix(self.red, other.red), green: mix(self.green, other.green), blue: mix(self.blue, other.blue) }
    }
}

/// Black text and axes, softened.
pub(crate) const INK: Colour = Colour::hex(0x222222);
/// Ticks, secondary words.
pub(crate) const FAINT_INK: Colour = Colour::hex(0x555555);
/// Grid lines.
pub(crate) const GRID: Colour = Colour::hex(0xe4e4e4);
/// Background.
pub(crate) const PAPER: Colour = Colour::hex(0xffffff);
/// Cells that are there but were not simulated.
pub(crate) const MASKED: Colour = Colour::hex(0xd0d0d0);

/// Size of a figure's title (px).
pub(crate) const TITLE: f64 = 14.0;
/// Size of axis labels and legends (px).
pub(crate) const LABEL: f64 = 12.0;
/// Size of tick labels (px).
pub(crate) const TICK: f64 = 11.0;

/// Okabe and Ito's colours, told apart by colour-blind readers, ordered so that the first few differ most.
const OKABE_ITO: [u32; 8] = [0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x222222, 0x999999];

/// Dash patterns (px drawn, px left out …); the first is a full line.
const DASHES: [&[f64]; 5] = [&[], &[7.0, 3.0], &[2.0, 2.5], &[9.0, 3.0, 2.0, 3.0], &[4.0, 2.0]];

/// The colour of the `index`th line or series of bars.
pub(crate) fn series_colour(index: usize) -> Colour {
    Colour::hex(OKABE_ITO[index % OKABE_ITO.len()])
}

/// The dash pattern of the `index`th line. With more lines than colours, the pairs still differ.
pub(crate) fn series_dashes(index: usize) -> &'static [f64] {
    DASHES[index % DASHES.len()]
}

/// Colours for the values of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ColourMap {
    /// Dark blue to yellow, for amounts.
    #[default]
    Viridis,
    /// Blue to yellow, made for colour-blind readers, for amounts.
    Cividis,
    /// Blue, white, red, for differences: red is more.
    BlueRed,
    /// Brown, white, green, for losses and gains of carbon.
    BrownGreen,
}

/// Seventeen evenly spaced colours of matplotlib's viridis (CC0).
const VIRIDIS: [u32; 17] = [
    0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d, 0x2c728e, 0x26828e, 0x21918c, 0x1fa088, 0x28ae80,
    0x3fbc73, 0x5ec962, 0x84d44b, 0xaddc30, 0xd8e219, 0xfde725,
];
/// Seventeen evenly spaced colours of matplotlib's cividis (CC0).
const CIVIDIS: [u32; 17] = [
    0x00224e, 0x002e6a, 0x1a386f, 0x32436d, 0x434e6c, 0x535a6d, 0x61656f, 0x6f7073, 0x7d7c78, 0x8c8878, 0x9b9476,
    0xaba072, 0xbcae6c, 0xcdbb63, 0xdec958, 0xf0d846, 0xfee838,
];
/// ColorBrewer's RdBu in eleven classes, reversed (C. Brewer, colorbrewer2.org, Apache-2.0).
const BLUE_RED: [u32; 11] =
    [0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b, 0x67001f];
/// ColorBrewer's BrBG in eleven classes (C. Brewer, colorbrewer2.org, Apache-2.0).
const BROWN_GREEN: [u32; 11] =
    [0x543005, 0x8c510a, 0xbf812d, 0xdfc27d, 0xf6e8c3, 0xf5f5f5, 0xc7eae5, 0x80cdc1, 0x35978f, 0x01665e, 0x003c30];

impl ColourMap {
    /// Whether the middle colour stands for zero.
    #[must_use]
    pub fn is_diverging(self) -> bool {
        matches!(self, Self::BlueRed | Self::BrownGreen)
    }

    /// The colour at `part` of the way (0–1; beyond, the end colours).
    #[must_use]
    pub fn at(self, part: f64) -> Colour {
        let stops: &[u32] = match self {
            Self::Viridis => &VIRIDIS,
            Self::Cividis => &CIVIDIS,
            Self::BlueRed => &BLUE_RED,
            Self::BrownGreen => &BROWN_GREEN,
        };
        let place = part.clamp(0.0, 1.0) * (stops.len() - 1) as f64;
        let below = (place.floor() as usize).min(stops.len() - 2);
        Colour::hex(stops[below]).towards(Colour::hex(stops[below + 1]), place - below as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_maps_run_from_end_to_end() {
        assert_eq!(ColourMap::Viridis.at(0.0), Colour::hex(0x440154));
        assert_eq!(ColourMap::Viridis.at(1.0), Colour::hex(0xfde725));
        assert_eq!(ColourMap::BlueRed.at(0.5), Colour::hex(0xf7f7f7));
        assert_eq!(ColourMap::BrownGreen.at(7.0), Colour::hex(0x003c30));
    }

    #[test]
    fn forty_lines_are_all_different() {
        let looks: Vec<_> = (0..40).map(|i| (series_colour(i).css(), series_dashes(i))).collect();
        for (i, look) in looks.iter().enumerate() {
            assert!(!looks[..i].contains(look), "line {i} looks like an earlier one");
        }
    }
}
