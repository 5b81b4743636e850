//! The published global grid (Wieder et al. 2024), compressed into the program.
//!
//! 4263 cells of the 1.9 by 2.5 degree grid of CLM5. Cell ids run over latitude within longitude, so an id gives the place;
//! fractions and water contents are whole numbers of 10⁻⁵, which gives back the very numbers of the published files.

use edaphon_core::grid::{Cell, SoilTexture};

use super::{TestbedGrid, VEGETATION_TYPES};
use crate::embedded::Embedded;
use crate::error::Result;
use crate::faults::Faults;
use crate::text::{Row, Text};

/// Cells, vegetation and soils of the published grid.
pub static PUBLISHED_GRID: Embedded = Embedded::new(
    "clm5-gswp3.csv",
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/testbed/clm5-gswp3.csv.gz")),
);

/// Rows and columns of its map.
const ROWS: usize = 96;
const COLUMNS: usize = 144;

/// The published grid as reading its files gives it, and the axes of its map.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedGrid {
    /// The cells.
    pub grid: TestbedGrid,
    /// Soil of each.
    pub soils: Vec<SoilTexture>,
    /// Latitudes of the rows, pole to pole (degrees north).
    pub latitudes: Vec<f64>,
    /// Longitudes of the columns (degrees east).
    pub longitudes: Vec<f64>,
}

/// The published grid, `clm5-gswp3`.
///
/// # Errors
/// If the program itself is damaged.
pub fn published_grid() -> Result<PublishedGrid> {
    let text = Text::new(PUBLISHED_GRID.path(), &PUBLISHED_GRID.content()?);
    let (latitudes, longitudes) = axes();
    let mut grid = TestbedGrid { cells: Vec::new(), places: Vec::new(), lines: Vec::new() };
    let mut soils = Vec::new();
    for row in text.rows(2, 9) {
        let id = row.integer(1, "cell id", 1..=(ROWS * COLUMNS) as i64);
        let place = ((id - 1) as usize % ROWS, (id - 1) as usize / ROWS);
        grid.cells.push(cell(&row, id, latitudes[place.0], longitudes[place.1]));
        grid.places.push(place);
        grid.lines.push(row.number());
        soils.push(soil(&row));
    }
    let made: std::result::Result<_, Faults> = text.finish(PublishedGrid { grid, soils, latitudes, longitudes });
    Ok(made?)
}

fn axes() -> (Vec<f64>, Vec<f64>) {
    let latitude = |row| -90.0 + 180.0 * row as f64 / (ROWS - 1) as f64;
    let longitude = |column| 360.0 * column as f64 / COLUMNS as f64;
    ((0..ROWS).map(latitude).collect(), (0..COLUMNS).map(longitude).collect())
}

fn cell(row: &Row<'_>, id: i64, latitude: f64, longitude: f64) -> Cell {
    Cell {
        id,
        // The published file rounds to hundredths of a degree.
        latitude: (latitude * 100.0).round() / 100.0,
        longitude,
        vegetation_type: row.integer(2, "vegetation type", 1..=VEGETATION_TYPES as i64) as usize,
        soil_type: 1,
        soil_order: 1,
        area_m2: row.integer(3, "land area", 1..=1_000_000_000_000) as f64,
    }
}

fn soil(row: &Row<'_>) -> SoilTexture {
    let fraction = |column, name| row.integer(column, name, 0..=100_000) as f64 / 1e5;
    SoilTexture {
        sand: fraction(4, "sand"),
        clay: fraction(5, "clay"),
        silt: fraction(6, "silt"),
        wilting_point: fraction(7, "wilting point"),
        field_capacity: fraction(8, "field capacity"),
        saturation: fraction(9, "saturation"),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::testbed::{parse_grid, parse_soil};

    #[test]
    fn the_whole_grid_is_there() {
        let PublishedGrid { grid, soils, latitudes, longitudes } = published_grid().unwrap();
        assert_eq!((grid.cells.len(), soils.len()), (4263, 4263));
        let area: f64 = grid.cells.iter().map(|cell| cell.area_m2).sum();
        assert!((area / 136_348_787_471_652.0 - 1.0).abs() < 1e-12, "{area}");
        let of_type = |v| grid.cells.iter().filter(|cell| cell.vegetation_type == v).count();
        let counts: Vec<usize> = (1..=VEGETATION_TYPES).map(of_type).collect();
        assert_eq!(
            counts,
            [193, 202, 60, 72, 219, 45, 471, 259, 170, 253, 30, 233, 0, 359, 290, 300, 973, 134],
            "urban ground (13) covers no cell"
        );
        assert!(soils.iter().all(|s| (s.sand + s.clay + s.silt - 1.0).abs() < 2e-5));
        let map = grid.on_map(latitudes, longitudes).unwrap();
        assert_eq!(map.layout().unwrap().area(), 96 * 144);
    }

    /// Rows 0, 88 and 2198 of the published files, as they stand there.
    #[test]
    fn rows_are_those_of_the_published_files() {
        const GRID: &str = "head\n\
            10, -72.95,   0.00, 15,  1,  1,    17175409664.0000, 0.00178, 0.1, 0., 0., -99, -99, -99, -99, -99, -99,  10,   1,\n\
            339,   4.74,   7.50,  8,  1,  1,    36030693376.0000, 0.69941, 0.1, 0., 0., -99, -99, -99, -99, -99, -99,  51,   4,\n\
            5127, -18.00, 132.50,  7,  1,  1,    55702589440.0000, 0.24144, 0.1, 0., 0., -99, -99, -99, -99, -99, -99,  39,  54,\n";
        const SOIL: &str = "head\n\
            10, -72.95,   0.00, 0.43000, 0.18000, 0.39000, 0.13036, 0.24752, 0.43482,\n\
            339,   4.74,   7.50, 0.40566, 0.43369, 0.16065, 0.22263, 0.30952, 0.44381,\n\
            5127, -18.00, 132.50, 0.75365, 0.13234, 0.11401, 0.08384, 0.19507, 0.39808,\n";
        let published = published_grid().unwrap();
        let grid = parse_grid(Path::new("g.csv"), GRID.as_bytes()).unwrap();
        let soil = parse_soil(Path::new("s.csv"), SOIL.as_bytes()).unwrap();
        for (of_file, row) in [0, 88, 2198].into_iter().enumerate() {
            assert_eq!(published.grid.cells[row], grid.cells[of_file]);
            assert_eq!(published.grid.places[row], grid.places[of_file]);
            assert_eq!(published.soils[row], soil[of_file]);
        }
    }
}
