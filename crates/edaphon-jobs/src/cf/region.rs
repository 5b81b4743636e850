//! A part of the map, or of the sites, that a file holds.

use edaphon_core::grid::{Cell, Grid, Layout};

/// Ranges of latitude and longitude (degrees), ends included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region {
    /// Least and most degrees north.
    pub latitudes: [f64; 2],
    /// Least and most degrees east, counted either from −180 or from 0.
    pub longitudes: [f64; 2],
}

/// What a file holds of a grid.
#[derive(Debug, Clone)]
pub(super) struct Cut {
    /// The cells of the file.
    pub grid: Grid,
    /// Their numbers (from 0) in the whole grid.
    pub cells: Vec<usize>,
}

impl Region {
    /// Whether a place is inside.
    fn holds_latitude(&self, latitude: f64) -> bool {
        (self.latitudes[0]..=self.latitudes[1]).contains(&latitude)
    }

    fn holds_longitude(&self, longitude: f64) -> bool {
        let range = self.longitudes[0]..=self.longitudes[1];
        [longitude - 360.0, longitude, longitude + 360.0].iter().any(|x| range.contains(x))
    }

    /// A sentence if no cell is inside, or the map has to be cut in two.
    pub(super) fn check(&self, grid: &Grid) -> Result<(), String> {
        let ([south, north], [west, east]) = (self.latitudes, self.longitudes);
        let words = format!("box of lat {south} to {north}, lon {west} to {east}");
        if cut(Some(*self), grid).cells.is_empty() {
            return Err(format!("no cell is in the {words}; accepted is a box with a cell in it"));
        }
        let inside = |map: &Layout| map.longitudes.iter().map(|x| self.holds_longitude(*x)).collect::<Vec<_>>();
        let columns = grid.layout().map(inside).unwrap_or_default();
        let parts = columns.chunk_by(|a, b| a == b).filter(|part| part[0]).count();
        if parts > 1 {
            return Err(format!("the {words} lies on both ends of the map's longitudes; give an output for each end"));
        }
        Ok(())
    }
}

/// What a file of `region`, or of everything, holds.
pub(super) fn cut(region: Option<Region>, grid: &Grid) -> Cut {
    let all = 0..grid.len();
    let Some(region) = region else { return Cut { grid: grid.clone(), cells: all.collect() } };
    let inside = |cell: &Cell| region.holds_latitude(cell.latitude) && region.holds_longitude(cell.longitude);
    let Some(map) = grid.layout() else {
        let cells: Vec<usize> = all.filter(|&cell| inside(&grid.cells()[cell])).collect();
        let grid = Grid::of_sites(cells.iter().map(|&cell| grid.cells()[cell].clone()).collect());
        return Cut { grid, cells };
    };
    let rows: Vec<usize> = (0..map.latitudes.len()).filter(|&r| region.holds_latitude(map.latitudes[r])).collect();
    let columns: Vec<usize> =
        (0..map.longitudes.len()).filter(|&c| region.holds_longitude(map.longitudes[c])).collect();
    let place = |cell: usize| {
        let (row, column) = map.places[cell];
        Some((rows.binary_search(&row).ok()?, columns.binary_search(&column).ok()?))
    };
    let placed: Vec<(usize, (usize, usize))> = all.filter_map(|cell| Some((cell, place(cell)?))).collect();
    let layout = Layout {
        latitudes: rows.iter().map(|&row| map.latitudes[row]).collect(),
        longitudes: columns.iter().map(|&column| map.longitudes[column]).collect(),
        places: placed.iter().map(|(_, place)| *place).collect(),
    };
    let cells: Vec<usize> = placed.iter().map(|(cell, _)| *cell).collect();
    let of_file: Vec<Cell> = cells.iter().map(|&cell| grid.cells()[cell].clone()).collect();
    // Places of a map are inside it and differ, and so do those of its part.
    let grid = Grid::on_map(of_file.clone(), layout).unwrap_or_else(|_| Grid::of_sites(of_file));
    Cut { grid, cells }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> Grid {
        let places = vec![(0, 0), (1, 1), (1, 2), (2, 3)];
        let (latitudes, longitudes) = (vec![-30.0, 0.0, 30.0], vec![0.0, 90.0, 180.0, 270.0]);
        let cell = |(id, &(row, column)): (usize, &(usize, usize))| Cell {
            id: id as i64,
            latitude: latitudes[row],
            longitude: longitudes[column],
            vegetation_type: 1,
            soil_type: 1,
            soil_order: 1,
            area_m2: 1.0,
        };
        let cells = places.iter().enumerate().map(cell).collect();
        Grid::on_map(cells, Layout { latitudes: latitudes.clone(), longitudes: longitudes.clone(), places }).unwrap()
    }

    #[test]
    fn a_box_keeps_its_rows_and_columns() {
        let region = Region { latitudes: [-5.0, 40.0], longitudes: [-180.0, -80.0] };
        let part = cut(Some(region), &map());
        let layout = part.grid.layout().unwrap();
        assert_eq!(
            (part.cells, &layout.latitudes[..], &layout.longitudes[..]),
            (vec![2, 3], &[0.0, 30.0][..], &[180.0, 270.0][..])
        );
        assert_eq!(layout.places, [(0, 0), (1, 1)]);
        assert_eq!(cut(None, &map()).cells.len(), 4);
    }

    #[test]
    fn an_empty_box_and_one_across_the_seam_are_refused() {
        let check = |longitudes| Region { latitudes: [-90.0, 90.0], longitudes }.check(&map());
        assert!(check([10.0, 20.0]).unwrap_err().starts_with("no cell is in the box of lat -90 to 90, lon 10 to 20"));
        assert!(check([-100.0, 100.0]).unwrap_err().contains("both ends of the map's longitudes"));
        assert_eq!(check([0.0, 100.0]), Ok(()));
    }
}
