//! `mimics_diagnostic.csv`: the quality of litter on the last day.

use std::path::Path;

use super::MimicsPools;
use super::pools::{Line, MIMICS_CELL};
use crate::text::write_whole;

/// Quality of the litter that fell on the last day.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LitterQuality {
    /// Mean lignin to nitrogen ratio (g lignin g N⁻¹).
    pub lignin_to_n: f64,
    /// Metabolic fraction (–).
    pub metabolic_fraction: f64,
}

/// Writes the diagnostic file; `cells` says where each row is.
///
/// # Errors
/// If the file cannot be written.
pub fn write_litter_quality(path: &Path, cells: &[MimicsPools], quality: &[LitterQuality]) -> crate::Result<()> {
    let mut text = format!("{MIMICS_CELL},mimicsbiome%ligninNratioAvg,mimicsbiome%fmet\n");
    for (cell, quality) in cells.iter().zip(quality) {
        let mut line = Line::new(27);
        line.integers(&[cell.year_count, cell.cell, cell.vegetation_type]);
        line.reals(&[cell.latitude, cell.longitude, cell.area, quality.lignin_to_n, quality.metabolic_fraction]);
        text.push_str(&line.end());
    }
    write_whole(path, text.as_bytes())
}
