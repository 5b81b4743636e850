//! The soil file: texture and water limits of each cell.

use std::path::Path;

use edaphon_core::grid::SoilTexture;

use super::reader;
use crate::faults::Faults;
use crate::text::Text;

reader! {
    /// Reads a soil file; row i belongs to row i of the grid file.
    read_soil, parse_soil => Vec<SoilTexture>
}

/// The content of a soil file; `path` is named in faults.
///
/// # Errors
/// All its faults.
pub fn parse_soil(path: &Path, bytes: &[u8]) -> Result<Vec<SoilTexture>, Faults> {
    let text = Text::new(path, bytes);
    let mut cells = Vec::new();
    for row in text.rows(2, 9) {
        let fraction = |column, name| row.real(column, name, 0.0..=1.0);
        let soil = SoilTexture {
            sand: fraction(4, "sand"),
            clay: fraction(5, "clay"),
            silt: fraction(6, "silt"),
            wilting_point: fraction(7, "wilting point"),
            field_capacity: fraction(8, "field capacity"),
            saturation: fraction(9, "saturation"),
        };
        if soil.field_capacity <= soil.wilting_point || soil.saturation <= 0.0 {
            let SoilTexture { wilting_point, field_capacity, saturation, .. } = soil;
            let found =
                format!("wilting point {wilting_point}, field capacity {field_capacity}, saturation {saturation}");
            text.fault(
                row.number(),
                format!("{found}; accepted are wilting point < field capacity and saturation > 0"),
            );
        }
        cells.push(soil);
    }
    if cells.is_empty() {
        text.no_cells();
    }
    text.finish(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_by_position() {
        let text = b"head\n 10, -72.95, 0.00, 0.43, 0.18, 0.39, 0.13036, 0.24752, 0.43482,\n\n";
        let cells = parse_soil(Path::new("s.csv"), text).unwrap();
        assert_eq!(cells.len(), 1);
        assert_eq!((cells[0].sand, cells[0].clay, cells[0].silt), (0.43, 0.18, 0.39));
        assert_eq!((cells[0].wilting_point, cells[0].field_capacity, cells[0].saturation), (0.13036, 0.24752, 0.43482));
    }

    #[test]
    fn impossible_soils_are_refused() {
        let text = b"head\n1,0,0,43,0.18,0.39,0.13,0.24,0.43\n2,0,0,0.4,0.2,0.4,0.3,0.3,0.43\n";
        assert_eq!(
            parse_soil(Path::new("s.csv"), text).unwrap_err().to_string(),
            "s.csv:2: column 4 (sand): found `43`; accepted is a number from 0 to 1\n\
             s.csv:3: wilting point 0.3, field capacity 0.3, saturation 0.43; accepted are wilting point < field \
             capacity and saturation > 0"
        );
        assert_eq!(
            parse_soil(Path::new("s.csv"), b"head\n").unwrap_err().to_string(),
            "s.csv: no cells; accepted are a header line and one line per cell"
        );
    }
}
