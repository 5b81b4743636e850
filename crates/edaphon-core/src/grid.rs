//! The cells of a run and, where they lie on a map, their places in it.

/// One place on land.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Number that its files know it by.
    pub id: i64,
    /// Latitude (degrees north).
    pub latitude: f64,
    /// Longitude (degrees east), in the convention of its file.
    pub longitude: f64,
    /// Vegetation type, from 1.
    pub vegetation_type: usize,
    /// Class of soil texture, as its file numbers them.
    pub soil_type: i64,
    /// Soil order, 1 to 12; 0 where unknown.
    pub soil_order: i64,
    /// Area of land (m²).
    pub area_m2: f64,
}

/// Texture and water retention of a soil.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SoilTexture {
    /// Mass fraction of sand (–).
    pub sand: f64,
    /// Mass fraction of clay (–).
    pub clay: f64,
    /// Mass fraction of silt (–).
    pub silt: f64,
    /// Water at wilting point (m³ m⁻³).
    pub wilting_point: f64,
    /// Water at field capacity (m³ m⁻³).
    pub field_capacity: f64,
    /// Water at saturation (m³ m⁻³).
    pub saturation: f64,
}

/// Where cells lie on a map of latitudes and longitudes.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Latitudes of the rows (degrees north), in the order of the file.
    pub latitudes: Vec<f64>,
    /// Longitudes of the columns (degrees east), in the order of the file.
    pub longitudes: Vec<f64>,
    /// Row and column of each cell, from 0.
    pub places: Vec<(usize, usize)>,
}

/// Why a grid was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GridError {
    /// Places for another number of cells.
    #[error("{places} places were given for {cells} cells; one for each is accepted")]
    Count {
        /// Places given.
        places: usize,
        /// Cells of the grid.
        cells: usize,
    },
    /// A place outside the map.
    #[error(
        "cell {id} is at row {row}, column {column} of a map of {rows} by {columns}; rows and columns count from 0"
    )]
    Outside {
        /// The cell.
        id: i64,
        /// Its row.
        row: usize,
        /// Its column.
        column: usize,
        /// Rows of the map.
        rows: usize,
        /// Columns of the map.
        columns: usize,
    },
    /// Two cells at one place.
    #[error("cells {first} and {second} are both at row {row}, column {column}; one cell to a place is accepted")]
    Shared {
        /// The cell met first.
        first: i64,
        /// The cell met second.
        second: i64,
        /// Their row.
        row: usize,
        /// Their column.
        column: usize,
    },
}

/// The cells of a run, in the order of their file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    cells: Vec<Cell>,
    layout: Option<Layout>,
}

impl Grid {
    /// Cells that lie on no map, such as sites.
    pub fn of_sites(cells: Vec<Cell>) -> Self {
        Self { cells, layout: None }
    }

    /// Cells that lie on a map.
    ///
    /// # Errors
    /// If places are missing, outside the map or shared by two cells.
    pub fn on_map(cells: Vec<Cell>, layout: Layout) -> Result<Self, GridError> {
        let (rows, columns) = (layout.latitudes.len(), layout.longitudes.len());
        if layout.places.len() != cells.len() {
            return Err(GridError::Count { places: layout.places.len(), cells: cells.len() });
        }
        let mut taken: Vec<Option<i64>> = vec![None; rows * columns];
        for (cell, &(row, column)) in cells.iter().zip(&layout.places) {
            if row >= rows || column >= columns {
                return Err(GridError::Outside { id: cell.id, row, column, rows, columns });
            }
            if let Some(first) = taken[row * columns + column].replace(cell.id) {
                return Err(GridError::Shared { first, second: cell.id, row, column });
            }
        }
        Ok(Self { cells, layout: Some(layout) })
    }

    /// The cells, in the order of their file.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there are no cells.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The map, where there is one.
    pub fn layout(&self) -> Option<&Layout> {
        self.layout.as_ref()
    }

    /// The position among the cells of the one called `id`.
    pub fn position(&self, id: i64) -> Option<usize> {
        self.cells.iter().position(|cell| cell.id == id)
    }
}

impl Layout {
    /// Number of places of the map.
    pub fn area(&self) -> usize {
        self.latitudes.len() * self.longitudes.len()
    }

    /// Position of a cell on the map, row by row.
    pub fn offset(&self, cell: usize) -> usize {
        let (row, column) = self.places[cell];
        row * self.longitudes.len() + column
    }

    /// Values of cells as a map, row by row, with `fill` where there is no cell.
    pub fn scatter<T: Copy>(&self, values: &[T], fill: T) -> Vec<T> {
        let mut map = vec![fill; self.area()];
        for (cell, &value) in values.iter().enumerate().take(self.places.len()) {
            map[self.offset(cell)] = value;
        }
        map
    }

    /// Values of a map, row by row, in the order of the cells.
    ///
    /// # Panics
    /// If `map` is shorter than [`area`](Self::area).
    pub fn gather<T: Copy>(&self, map: &[T]) -> Vec<T> {
        (0..self.places.len()).map(|cell| map[self.offset(cell)]).collect()
    }
}

/// How longitudes are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LongitudeRange {
    /// 0 up to 360.
    Positive,
    /// −180 up to 180.
    Centred,
}

impl LongitudeRange {
    /// The range that these longitudes keep to: [`Positive`](Self::Positive) unless one is negative.
    pub fn of(longitudes: &[f64]) -> Self {
        if longitudes.iter().any(|&x| x < 0.0) { Self::Centred } else { Self::Positive }
    }

    /// The same meridian within this range (degrees east); the upper end is left out.
    pub fn normalise(self, longitude: f64) -> f64 {
        let positive = longitude.rem_euclid(360.0);
        // The remainder of a tiny negative number rounds up to 360.
        let positive = if positive >= 360.0 { 0.0 } else { positive };
        match self {
            Self::Centred if positive >= 180.0 => positive - 360.0,
            _ => positive,
        }
    }
}

/// The smaller angle between two meridians (degrees), whatever way they are counted.
pub fn meridian_distance(a: f64, b: f64) -> f64 {
    LongitudeRange::Centred.normalise(a - b).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(id: i64) -> Cell {
        Cell { id, latitude: 0.0, longitude: 0.0, vegetation_type: 1, soil_type: 1, soil_order: 1, area_m2: 1.0 }
    }

    fn layout(places: &[(usize, usize)]) -> Layout {
        Layout { latitudes: vec![-10.0, 10.0], longitudes: vec![0.0, 120.0, 240.0], places: places.to_vec() }
    }

    #[test]
    fn values_go_to_their_places_and_back() {
        let grid = Grid::on_map(vec![cell(7), cell(4)], layout(&[(1, 2), (0, 1)])).unwrap();
        let map = grid.layout().unwrap().scatter(&[1.0, 2.0], -9.0);
        assert_eq!(map, [-9.0, 2.0, -9.0, -9.0, -9.0, 1.0]);
        assert_eq!(grid.layout().unwrap().gather(&map), [1.0, 2.0]);
        assert_eq!(grid.position(4), Some(1));
    }

    #[test]
    fn misplaced_cells_are_named() {
        let words =
            |places: &[(usize, usize)]| Grid::on_map(vec![cell(7), cell(4)], layout(places)).unwrap_err().to_string();
        assert_eq!(words(&[(0, 0)]), "1 places were given for 2 cells; one for each is accepted");
        assert_eq!(
            words(&[(0, 0), (2, 0)]),
            "cell 4 is at row 2, column 0 of a map of 2 by 3; rows and columns count from 0"
        );
        assert_eq!(
            words(&[(0, 1), (0, 1)]),
            "cells 7 and 4 are both at row 0, column 1; one cell to a place is accepted"
        );
    }

    #[test]
    fn longitudes_keep_their_meridian() {
        let centred = LongitudeRange::Centred;
        assert_eq!(
            [0.0, 179.0, 180.0, 357.5, -190.0, 360.0].map(|x| centred.normalise(x)),
            [0.0, 179.0, -180.0, -2.5, 170.0, 0.0]
        );
        assert_eq!([-0.5, 360.0, 725.0, -1e-20].map(|x| LongitudeRange::Positive.normalise(x)), [359.5, 0.0, 5.0, 0.0]);
        assert_eq!(LongitudeRange::of(&[0.0, 357.5]), LongitudeRange::Positive);
        assert_eq!(LongitudeRange::of(&[-2.5]), LongitudeRange::Centred);
        assert_eq!(meridian_distance(-2.5, 357.5), 0.0);
    }
}
