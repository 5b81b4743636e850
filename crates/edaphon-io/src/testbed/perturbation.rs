//! The perturbation file: warming and a multiplier of production from some year on.

use std::path::Path;

use super::reader;
use crate::faults::Faults;
use crate::text::{ANY, NOT_NEGATIVE, Text};

/// A change of the forcing from a simulated year on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Perturbation {
    /// Atmospheric CO₂ (ppm); it has no effect on the testbed.
    pub co2: f64,
    /// Warming of the soil (K).
    pub soil_warming: f64,
    /// Warming of the air (K).
    pub air_warming: f64,
    /// First simulated year that is changed, counted from 1 across repeats and files.
    pub first_year: i64,
    /// Multiplier of net primary production (–).
    pub npp_multiplier: f64,
}

impl Perturbation {
    /// No change at all.
    pub const NONE: Self =
        Self { co2: 360.0, soil_warming: 0.0, air_warming: 0.0, first_year: 10_000, npp_multiplier: 1.0 };
}

reader! {
    /// Reads a perturbation file.
    read_perturbation, parse_perturbation => Perturbation
}

/// The content of a perturbation file; `path` is named in faults.
///
/// # Errors
/// All its faults.
pub fn parse_perturbation(path: &Path, bytes: &[u8]) -> Result<Perturbation, Faults> {
    let text = Text::new(path, bytes);
    let what = "the line of values (CO2, soil warming, air warming, first year, NPP multiplier)";
    let perturbation = text.row(2, 5, what).map_or(Perturbation::NONE, |row| Perturbation {
        co2: row.real(1, "CO2", NOT_NEGATIVE),
        soil_warming: row.real(2, "soil warming", ANY),
        air_warming: row.real(3, "air warming", ANY),
        first_year: row.integer(4, "first year", i64::MIN..=i64::MAX),
        npp_multiplier: row.real(5, "NPP multiplier", NOT_NEGATIVE),
    });
    text.finish(perturbation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_control_changes_nothing() {
        let text = b"CO2 ppm, dtSoil, dtAir, year to start, NPP_mult\n360.0   0.0   0.0   10000  1.0";
        assert_eq!(parse_perturbation(Path::new("c.txt"), text), Ok(Perturbation::NONE));
    }

    #[test]
    fn faults_are_told() {
        assert_eq!(
            parse_perturbation(Path::new("c.txt"), b"head\n360 x 0 1.5 1\n").unwrap_err().to_string(),
            "c.txt:2: column 2 (soil warming): found `x`; accepted is a number\n\
             c.txt:2: column 4 (first year): found `1.5`; accepted is a whole number"
        );
        assert_eq!(
            parse_perturbation(Path::new("c.txt"), b"head\n").unwrap_err().to_string(),
            "c.txt:2: the line of values (CO2, soil warming, air warming, first year, NPP multiplier) is missing: the \
             file ends after 1 lines"
        );
    }
}
