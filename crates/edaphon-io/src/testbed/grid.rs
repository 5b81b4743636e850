//! The grid file: cells, their vegetation and their places on the map.

use std::path::Path;

use edaphon_core::grid::{Cell, Grid, GridError, Layout};

use super::{VEGETATION_TYPES, reader};
use crate::faults::Faults;
use crate::text::{ANY, NOT_NEGATIVE, Text};

/// Vegetation type given to cells of type 0: permanent snow and ice.
const ICE: i64 = 15;

/// Cells of a grid file, in its order.
#[derive(Debug, Clone, PartialEq)]
pub struct TestbedGrid {
    /// The cells.
    pub cells: Vec<Cell>,
    /// Row (`ilat`) and column (`ilon`) of each on the map, from 0.
    pub places: Vec<(usize, usize)>,
    /// Line of the file that each came from, from 1.
    pub lines: Vec<usize>,
}

impl TestbedGrid {
    /// The cells on a map with these latitudes and longitudes (degrees), which the met file holds.
    ///
    /// # Errors
    /// If a cell is outside the map or shares its place with another.
    pub fn on_map(&self, latitudes: Vec<f64>, longitudes: Vec<f64>) -> Result<Grid, GridError> {
        Grid::on_map(self.cells.clone(), Layout { latitudes, longitudes, places: self.places.clone() })
    }
}

reader! {
    /// Reads a grid file.
    read_grid, parse_grid => TestbedGrid
}

/// The content of a grid file; `path` is named in faults.
///
/// # Errors
/// All its faults.
pub fn parse_grid(path: &Path, bytes: &[u8]) -> Result<TestbedGrid, Faults> {
    let text = Text::new(path, bytes);
    let (mut cells, mut places, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    for row in text.rows(2, 19) {
        let vegetation_type = match row.integer(4, "vegetation type", 0..=VEGETATION_TYPES as i64) {
            0 => ICE,
            v => v,
        };
        cells.push(Cell {
            id: row.integer(1, "cell id", i64::MIN..=i64::MAX),
            latitude: row.real(2, "latitude", -90.0..=90.0),
            longitude: row.real(3, "longitude", -360.0..=360.0),
            vegetation_type: vegetation_type as usize,
            soil_type: row.integer(5, "soil type", i64::MIN..=i64::MAX),
            soil_order: row.integer(6, "soil order", 0..=12),
            area_m2: row.real(7, "land area", NOT_NEGATIVE),
        });
        for (column, name) in (8..=11).zip(["N deposition", "N fixation", "P weathering", "P dust"]) {
            row.real(column, name, ANY);
        }
        let place = |column, name| row.integer(column, name, 1..=1_000_000) as usize - 1;
        places.push((place(18, "ilat"), place(19, "ilon")));
        lines.push(row.number());
    }
    if cells.is_empty() {
        text.no_cells();
    }
    text.finish(TestbedGrid { cells, places, lines })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "ijcam,lat,lon,ivt_igbp,ist,iso,landarea,Ndep,Nfix,Pwea,Pdust,d1,d2,d3,d4,Phase(1),ivcasa,ilat,ilon\n";
    const ROW: &str = "    10, -72.95,   0.00, 0,  1,  1,    17175409664.0, 0.1, 0.1, 0., 0., -99, -99, -99, -99, -99, -99,  10,   1,\r\n";

    #[test]
    fn cells_and_places_are_read_and_type_0_is_ice() {
        let grid = parse_grid(Path::new("g.csv"), format!("{HEAD}{ROW}").as_bytes()).unwrap();
        let cell = &grid.cells[0];
        assert_eq!((cell.id, cell.latitude, cell.vegetation_type, cell.area_m2), (10, -72.95, 15, 17_175_409_664.0));
        assert_eq!((grid.places[0], grid.lines[0]), ((9, 0), 2));
        assert!(grid.on_map(vec![0.0; 10], vec![0.0]).is_ok());
    }

    #[test]
    fn all_faults_of_a_row_are_told() {
        let row = ROW.replace("-72.95", "-172.95").replace("  10,   1,", " 0, 1").replace(" 0,  1,", " 19, 1,");
        assert_eq!(
            parse_grid(Path::new("g.csv"), format!("{HEAD}{row}").as_bytes()).unwrap_err().to_string(),
            "g.csv:2: column 4 (vegetation type): found `19`; accepted is a whole number from 0 to 18\n\
             g.csv:2: column 2 (latitude): found `-172.95`; accepted is a number from -90 to 90\n\
             g.csv:2: column 18 (ilat): found `0`; accepted is a whole number from 1 to 1000000"
        );
    }
}
