//! Regular grids: rows from north to south, columns from west to east.

use std::fmt;

use super::crs::Crs;

/// Part of a cell by which two grids, or a coordinate and its place in a grid, may differ: files round coordinates.
const TOLERANCE: f64 = 0.01;

/// A regular grid, its first row the northernmost, its first column the westernmost.
///
/// Coordinates are in degrees or metres, as the CRS has them; a value stands for the whole of its cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    /// Coordinate reference system.
    pub crs: Crs,
    /// Western edge of the first column (degree or m).
    pub west: f64,
    /// Northern edge of the first row (degree or m).
    pub north: f64,
    /// Width of a cell from west to east (degree or m).
    pub width: f64,
    /// Height of a cell from north to south (degree or m).
    pub height: f64,
    /// Number of columns.
    pub columns: usize,
    /// Number of rows.
    pub rows: usize,
}

/// Why coordinates make no grid.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct GridError(pub(crate) String);

impl Grid {
    /// A grid from the centres of its columns (from west to east) and rows (either way), equally spaced.
    ///
    /// # Errors
    /// If they are not equally spaced to a hundredth of a cell, or there is a single one, whose size nobody knows.
    pub fn from_centres(crs: Crs, x: &[f64], y: &[f64]) -> Result<Self, GridError> {
        let (first_x, width) = spacing("x", x)?;
        let (first_y, step) = spacing("y", y)?;
        if width < 0.0 {
            return Err(GridError("the x coordinates run from east to west; accepted is from west to east".to_owned()));
        }
        let northernmost = if step < 0.0 { first_y } else { y[y.len() - 1] };
        let height = step.abs();
        let grid = Self {
            crs,
            west: first_x - width / 2.0,
            north: northernmost + height / 2.0,
            width,
            height,
            columns: x.len(),
            rows: y.len(),
        };
        grid.checked()
    }

    /// The smallest grid on which all places are centres of cells, and the cell of each.
    ///
    /// A table of a region has a row for each cell, in any order, and none for the sea.
    ///
    /// # Errors
    /// If places are not on a regular grid, or two are in one cell.
    pub fn of_points(crs: Crs, x: &[f64], y: &[f64]) -> Result<(Self, Vec<usize>), GridError> {
        let grid = Self::from_centres(crs, &lattice("x", x)?, &lattice("y", y)?)?;
        let mut taken: Vec<Option<usize>> = vec![None; grid.cells()];
        let mut cells = Vec::with_capacity(x.len());
        for (place, (&x, &y)) in x.iter().zip(y).enumerate() {
            let cell = grid
                .cell_at(x, y)
                .ok_or_else(|| GridError(format!("place {} (x {x}, y {y}) is in no cell", place + 1)))?;
            if let Some(first) = taken[cell].replace(place) {
                let problem = format!("places {} and {} are both at x {x}, y {y}", first + 1, place + 1);
                return Err(GridError(format!("{problem}; one place to a cell is accepted")));
            }
            cells.push(cell);
        }
        Ok((grid, cells))
    }

    /// Values of places as a map, row by row from the north-west, NaN where there is no place.
    ///
    /// # Panics
    /// If a cell is outside the grid.
    pub fn scatter(&self, cells: &[usize], values: &[f64]) -> Vec<f64> {
        let mut map = vec![f64::NAN; self.cells()];
        for (&cell, &value) in cells.iter().zip(values) {
            map[cell] = value;
        }
        map
    }

    /// The same grid, if it is one that can be used.
    ///
    /// # Errors
    /// If it has no cells, its coordinates are not finite, or it goes beyond the poles.
    pub fn checked(self) -> Result<Self, GridError> {
        let sized = self.width > 0.0 && self.height > 0.0;
        let finite = [self.west, self.north, self.east(), self.south()].iter().all(|x| x.is_finite());
        if self.columns == 0 || self.rows == 0 || !finite || !sized {
            return Err(GridError(format!(
                "{self} is no grid; accepted are at least one cell, sizes above 0 and finite edges"
            )));
        }
        let slack = TOLERANCE * self.height;
        if self.crs.is_geographic() && (self.north > 90.0 + slack || self.south() < -90.0 - slack) {
            let found = format!("latitudes run from {} to {}", tidy(self.south()), tidy(self.north));
            return Err(GridError(format!(
                "{found}; accepted is -90 to 90: are x and y swapped, or the coordinates metres of another CRS?"
            )));
        }
        Ok(self)
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.columns * self.rows
    }

    /// Eastern edge (degree or m).
    pub fn east(&self) -> f64 {
        self.west + self.width * self.columns as f64
    }

    /// Southern edge (degree or m).
    pub fn south(&self) -> f64 {
        self.north - self.height * self.rows as f64
    }

    /// Centres of the columns, from west to east (degree or m).
    pub fn x(&self) -> Vec<f64> {
        (0..self.columns).map(|column| self.west + self.width * (column as f64 + 0.5)).collect()
    }

    /// Centres of the rows, from north to south (degree or m).
    pub fn y(&self) -> Vec<f64> {
        (0..self.rows).map(|row| self.north - self.height * (row as f64 + 0.5)).collect()
    }

    /// The cell, row by row from the north-west, that a place falls into; none outside.
    pub fn cell_at(&self, x: f64, y: f64) -> Option<usize> {
        let column = ((x - self.west) / self.width).floor();
        let row = ((self.north - y) / self.height).floor();
        let within = |at: f64, count: usize| at >= 0.0 && at < count as f64;
        (within(column, self.columns) && within(row, self.rows)).then(|| row as usize * self.columns + column as usize)
    }

    /// Area of the cells of a row (m²), on a sphere of the Earth's mean radius where coordinates are degrees.
    pub fn cell_area(&self, row: usize) -> f64 {
        if !self.crs.is_geographic() {
            return self.width * self.height;
        }
        let north = self.north - self.height * row as f64;
        let span = north.to_radians().sin() - (north - self.height).to_radians().sin();
        EARTH_RADIUS * EARTH_RADIUS * self.width.to_radians() * span
    }

    /// What tells another grid from this one, in words; none if they are the same to a hundredth of a cell.
    pub fn difference(&self, other: &Self) -> Option<&'static str> {
        let near = |a: f64, b: f64, cell: f64| (a - b).abs() <= TOLERANCE * cell;
        if self.crs != other.crs {
            return Some("CRS");
        }
        let far_edges = near(self.east(), other.east(), self.width) && near(self.south(), other.south(), self.height);
        let edges = near(self.west, other.west, self.width) && near(self.north, other.north, self.height) && far_edges;
        match (self.columns, self.rows) == (other.columns, other.rows) {
            false if edges => Some("size of cells"),
            true if edges => None,
            _ => Some("extent"),
        }
    }

    /// The command that brings a file onto this grid.
    pub(crate) fn warp(&self, file: &str) -> String {
        let target = self.crs.epsg().map_or_else(String::new, |code| format!(" -t_srs EPSG:{code}"));
        let edges = [self.west, self.south(), self.east(), self.north].map(|x| tidy(x).to_string()).join(" ");
        let (columns, rows) = (self.columns, self.rows);
        format!("gdalwarp{target} -te {edges} -ts {columns} {rows} -r bilinear {file} on-the-grid.tif")
    }
}

/// Mean radius of the Earth (m).
pub(crate) const EARTH_RADIUS: f64 = 6_371_007.2;

impl fmt::Display for Grid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if self.crs.is_geographic() { "°" } else { " m" };
        let (width, height) = (tidy(self.width), tidy(self.height));
        let (west, east) = (tidy(self.west), tidy(self.east()));
        let (south, north) = (tidy(self.south()), tidy(self.north));
        write!(f, "{}, {} × {} cells of {width} × {height}{unit}", self.crs, self.columns, self.rows)?;
        write!(f, ", x {west} to {east}, y {south} to {north}")
    }
}

/// Equally spaced centres from the first to the last coordinate, at the smallest distance between two.
fn lattice(axis: &str, coordinates: &[f64]) -> Result<Vec<f64>, GridError> {
    if let Some(at) = coordinates.iter().position(|x| !x.is_finite()) {
        return Err(GridError(format!("place {} has no {axis}; accepted are finite coordinates", at + 1)));
    }
    let mut sorted = coordinates.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (Some(&first), Some(&last)) = (sorted.first(), sorted.last()) else {
        return Err(GridError("there are no places; accepted are at least two rows and two columns".to_owned()));
    };
    // Coordinates that differ by rounding alone are one.
    let dust = 1e-9 * first.abs().max(last.abs());
    let step = sorted.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > dust).fold(f64::INFINITY, f64::min);
    if !step.is_finite() {
        return Err(GridError(format!(
            "all places have the {axis} {first}; accepted are at least two rows and two columns"
        )));
    }
    let steps = |x: f64| (x - first) / step;
    let off = |x: &&f64| (steps(**x) - steps(**x).round()).abs() > TOLERANCE * steps(last).clamp(1.0, 10.0);
    if let Some(x) = sorted.iter().find(off) {
        let problem = format!("the {axis} {x} is not a whole number of steps of {} from {first}", tidy(step));
        return Err(GridError(format!("{problem}; accepted are the centres of a regular grid")));
    }
    let count = steps(last).round();
    if count > MOST_LINES {
        let problem = format!("{axis} from {first} to {last} in steps of {} would be {count} lines", tidy(step));
        return Err(GridError(format!("{problem}; are these sites rather than the centres of a regular grid?")));
    }
    Ok((0..=count as usize).map(|i| first + (last - first) * i as f64 / count).collect())
}

/// Most rows or columns of a grid made from places.
const MOST_LINES: f64 = 20_000.0;

/// First coordinate and mean step of equally spaced ones.
pub(crate) fn spacing(axis: &str, centres: &[f64]) -> Result<(f64, f64), GridError> {
    let [first, .., last] = centres else {
        let problem = format!("the {axis} coordinate has {} value", centres.len());
        return Err(GridError(format!("{problem}, and at least two are needed to know the size of a cell")));
    };
    let step = (last - first) / (centres.len() - 1) as f64;
    let allowed = TOLERANCE * step.abs().max(f64::MIN_POSITIVE);
    let is_off = |at: usize, x: f64| x.is_nan() || step.is_nan() || (x - (first + step * at as f64)).abs() > allowed;
    if let Some((at, x)) = centres.iter().enumerate().find(|(at, x)| is_off(*at, **x)) {
        let expected = tidy(first + step * at as f64);
        return Err(GridError(format!(
            "the {axis} coordinates are not equally spaced: number {} is {x}, {expected} was expected; accepted are regular \
             grids: regrid with `gdalwarp` or `cdo remapbil`",
            at + 1
        )));
    }
    Ok((*first, step))
}

/// A coordinate without the dust of rounding.
pub(crate) fn tidy(x: f64) -> f64 {
    let rounded = (x * 1e9).round() / 1e9;
    if rounded.is_finite() { rounded } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        Grid {
            crs: Crs::Projected(32633),
            west: 500_000.0,
            north: 5_300_000.0,
            width: 1000.0,
            height: 500.0,
            columns: 4,
            rows: 3,
        }
    }

    #[test]
    fn centres_make_the_grid_again() {
        let grid = grid();
        assert_eq!(Grid::from_centres(grid.crs, &grid.x(), &grid.y()), Ok(grid));
        let upwards: Vec<f64> = grid.y().into_iter().rev().collect();
        assert_eq!(Grid::from_centres(grid.crs, &grid.x(), &upwards), Ok(grid));
        assert_eq!(grid.cell_at(500_001.0, 5_299_999.0), Some(0));
        assert_eq!(grid.cell_at(503_999.0, 5_298_501.0), Some(11));
        assert_eq!((grid.cell_at(499_999.0, 5_299_000.0), grid.cell_at(504_000.0, 5_299_000.0)), (None, None));
    }

    #[test]
    fn places_in_any_order_make_a_grid_with_gaps() {
        let (x, y) = ([3.5, 0.5, 1.5], [0.5, 2.5, 0.5]);
        let (grid, cells) = Grid::of_points(Crs::Local, &x, &y).unwrap();
        assert_eq!(
            (grid.columns, grid.rows, grid.west, grid.north, grid.width, grid.height),
            (4, 2, 0.0, 3.5, 1.0, 2.0)
        );
        assert_eq!(cells, [7, 0, 5]);
        let map = grid.scatter(&cells, &[1.0, 2.0, 3.0]);
        assert_eq!((map[7], map[0], map[5]), (1.0, 2.0, 3.0));
        assert_eq!(map.iter().filter(|value| value.is_nan()).count(), 5);
        let words = |x: &[f64], y: &[f64]| Grid::of_points(Crs::Local, x, y).unwrap_err().to_string();
        assert!(
            words(&[0.0, 1.0, 2.4], &[0.0, 1.0, 0.0]).contains("the x 2.4 is not a whole number of steps of 1 from 0")
        );
        assert!(words(&[0.0, 1.0, 1.0], &[0.0, 1.0, 1.0]).contains("places 2 and 3 are both at x 1, y 1"));
        assert!(words(&[0.0, 1.0], &[2.0, 2.0]).contains("all places have the y 2"));
        assert!(words(&[0.0, 1.0, 1e6], &[0.0, 1.0, 0.0]).contains("are these sites"));
        assert!(words(&[], &[]).contains("there are no places"));
    }

    #[test]
    fn uneven_and_impossible_coordinates_are_refused() {
        let words = |x: &[f64], y: &[f64]| Grid::from_centres(Crs::WGS84, x, y).unwrap_err().to_string();
        assert!(words(&[0.0, 1.0, 2.5], &[0.0, 1.0]).contains("number 2 is 1, 1.25 was expected"));
        assert!(words(&[0.0], &[0.0, 1.0]).contains("x coordinate has 1 value"));
        assert!(words(&[1.0, 0.0], &[0.0, 1.0]).contains("from east to west"));
        assert!(words(&[0.0, 1.0], &[5_000_000.0, 5_000_100.0]).contains("are x and y swapped"));
        assert!(words(&[0.0, f64::NAN], &[0.0, 1.0]).contains("not equally spaced"));
    }

    #[test]
    fn grids_are_compared_to_a_hundredth_of_a_cell() {
        let grid = grid();
        assert_eq!(grid.difference(&Grid { west: 500_009.0, ..grid }), None);
        assert_eq!(grid.difference(&Grid { west: 500_011.0, ..grid }), Some("extent"));
        assert_eq!(grid.difference(&Grid { crs: Crs::Projected(32632), ..grid }), Some("CRS"));
        assert_eq!(grid.difference(&Grid { width: 500.0, columns: 8, ..grid }), Some("size of cells"));
        assert_eq!(
            grid.warp("clay.tif"),
            "gdalwarp -t_srs EPSG:32633 -te 500000 5298500 504000 5300000 -ts 4 3 -r bilinear clay.tif on-the-grid.tif"
        );
    }

    #[test]
    fn cells_of_the_globe_make_up_its_surface() {
        let globe =
            Grid { crs: Crs::WGS84, west: -180.0, north: 90.0, width: 10.0, height: 10.0, columns: 36, rows: 18 };
        let sum: f64 = (0..18).map(|row| 36.0 * globe.cell_area(row)).sum();
        let sphere = 4.0 * std::f64::consts::PI * EARTH_RADIUS * EARTH_RADIUS;
        assert!((sum / sphere - 1.0).abs() < 1e-12);
    }
}
