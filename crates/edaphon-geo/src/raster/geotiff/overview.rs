//! Smaller copies of a map: means of two by two cells.

/// Pixels of all bands together, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pixels {
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) bands: usize,
    /// Band by band within a pixel; NaN where there is no value.
    pub(super) values: Vec<f32>,
}

impl Pixels {
    /// The map at half the size: means of those of four cells that have a value.
    pub(super) fn halved(&self) -> Self {
        let (columns, rows) = (self.columns.div_ceil(2), self.rows.div_ceil(2));
        let mut values = Vec::with_capacity(columns * rows * self.bands);
        for row in 0..rows {
            for column in 0..columns {
                values.extend((0..self.bands).map(|band| self.mean(2 * row, 2 * column, band)));
            }
        }
        Self { columns, rows, bands: self.bands, values }
    }

    fn mean(&self, row: usize, column: usize, band: usize) -> f32 {
        let (mut sum, mut count) = (0.0, 0.0);
        for row in row..(row + 2).min(self.rows) {
            for column in column..(column + 2).min(self.columns) {
                let value = self.values[(row * self.columns + column) * self.bands + band];
                if !value.is_nan() {
                    sum += f64::from(value);
                    count += 1.0;
                }
            }
        }
        // Nothing over nothing is NaN, as it should be.
        (sum / count) as f32
    }

    /// The values of a tile, filled up with NaN beyond the edges.
    pub(super) fn tile(&self, (row, column): (usize, usize), side: usize) -> Vec<f32> {
        let mut values = vec![f32::NAN; side * side * self.bands];
        let length = (self.columns - column).min(side) * self.bands;
        for line in 0..(self.rows - row).min(side) {
            let from = ((row + line) * self.columns + column) * self.bands;
            values[line * side * self.bands..][..length].copy_from_slice(&self.values[from..from + length]);
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::Pixels;

    #[test]
    fn means_leave_gaps_out() {
        let nan = f32::NAN;
        let map = Pixels { columns: 3, rows: 2, bands: 1, values: vec![1.0, 3.0, nan, nan, 5.0, nan] };
        let half = map.halved();
        assert_eq!((half.columns, half.rows, half.values[0]), (2, 1, 3.0));
        assert!(half.values[1].is_nan());
        let tile = map.tile((0, 1), 2);
        assert_eq!((tile[0], tile[2]), (3.0, 5.0));
        assert!(map.tile((0, 2), 2)[1].is_nan());
    }
}
