//! Series on grids of latitude and longitude, and the grid that two of them share.

use crate::error::{EvaluateError, Result};

/// Radius of the Earth that ILAMB takes (m).
const EARTH: f64 = 6.371e6;
/// Edges closer than this (degrees) are one.
const SAME: f64 = 1e-9;

/// A series of maps: values by time, latitude and longitude, missing ones NaN.
#[derive(Debug, Clone, PartialEq)]
pub struct Gridded {
    /// Southern and northern edge of each row (degrees north).
    pub latitudes: Vec<[f64; 2]>,
    /// Western and eastern edge of each column (degrees east), in one convention of longitude.
    pub longitudes: Vec<[f64; 2]>,
    /// Start and end of each record (d).
    pub times: Vec<[f64; 2]>,
    /// Values, the longitude fastest.
    pub values: Vec<f64>,
}

/// Edges halfway between centres; outer ones as far out as in, latitudes not beyond the poles. One centre has edges half a degree away.
pub fn regular_bounds(centres: &[f64], furthest: f64) -> Vec<[f64; 2]> {
    let half = |a: usize, b: usize| (centres[b] - centres[a]).abs() / 2.0;
    let last = centres.len().saturating_sub(1);
    let edges = |at: usize| {
        if last == 0 {
            return [centres[at] - 0.5, centres[at] + 0.5];
        }
        let (before, after) = (at.saturating_sub(1), (at + 1).min(last));
        let [mut low, mut high] =
            [half(before.min(last - 1), before.min(last - 1) + 1), half(after.max(1) - 1, after.max(1))];
        // Rows may run from north to south.
        if centres[last] < centres[0] {
            (low, high) = (high, low);
        }
        [(centres[at] - low).max(-furthest), (centres[at] + high).min(furthest)]
    };
    (0..centres.len()).map(edges).collect()
}

impl Gridded {
    /// Number of cells of a map.
    pub fn cells(&self) -> usize {
        self.latitudes.len() * self.longitudes.len()
    }

    pub(super) fn check(&self) -> Result<()> {
        let (found, wanted) = (self.values.len(), self.times.len() * self.cells());
        if found != wanted || wanted == 0 {
            return Err(EvaluateError::refused(format!(
                "{found} values for {} records of {} by {} cells; accepted are {wanted}, at least one",
                self.times.len(),
                self.latitudes.len(),
                self.longitudes.len()
            )));
        }
        Ok(())
    }

    /// Mean over time of each cell, records weighing their length.
    pub fn time_mean(&self) -> Vec<f64> {
        self.weighted_mean(&self.lengths(), |_, value| value)
    }

    /// Length of each record (d).
    pub(super) fn lengths(&self) -> Vec<f64> {
        self.times.iter().map(|[from, to]| to - from).collect()
    }

    /// Mean over the records of what `of` (cell, value) makes of each value, missing ones left out.
    pub(super) fn weighted_mean(&self, weights: &[f64], of: impl Fn(usize, f64) -> f64) -> Vec<f64> {
        let cells = self.cells();
        let (mut sums, mut totals) = (vec![0.0; cells], vec![0.0; cells]);
        for (record, weight) in self.values.chunks_exact(cells).zip(weights) {
            for (cell, value) in record.iter().enumerate().filter(|(_, value)| value.is_finite()) {
                sums[cell] += weight * of(cell, *value);
                totals[cell] += weight;
            }
        }
        sums.iter().zip(&totals).map(|(sum, total)| sum / total).collect()
    }

    fn on(&self, rows: &[Option<usize>], columns: &[Option<usize>], edges: [&[f64]; 2]) -> Self {
        let width = self.longitudes.len();
        let value = |record: &[f64], row: Option<usize>, column: Option<usize>| match (row, column) {
            (Some(row), Some(column)) => record[row * width + column],
            _ => f64::NAN,
        };
        let mut values = Vec::with_capacity(self.times.len() * rows.len() * columns.len());
        for record in self.values.chunks_exact(self.cells()) {
            for row in rows {
                values.extend(columns.iter().map(|column| value(record, *row, *column)));
            }
        }
        let pairs = |edges: &[f64]| edges.windows(2).map(|e| [e[0], e[1]]).collect();
        Self { latitudes: pairs(edges[0]), longitudes: pairs(edges[1]), times: self.times.clone(), values }
    }
}

/// Two series on the cells that all their edges make.
#[derive(Debug)]
pub(super) struct Common {
    pub(super) reference: Gridded,
    pub(super) model: Gridded,
    /// Area of each cell (m²).
    pub(super) area: Vec<f64>,
}

impl Common {
    pub(super) fn of(reference: &Gridded, model: &Gridded) -> Result<Self> {
        reference.check()?;
        model.check()?;
        if reference.times.len() != model.times.len() {
            return Err(EvaluateError::refused(format!(
                "{} records of the reference and {} of the model; accepted are the same months of both",
                reference.times.len(),
                model.times.len()
            )));
        }
        let (rows, columns) =
            (all_edges(&reference.latitudes, &model.latitudes), all_edges(&reference.longitudes, &model.longitudes));
        let placed = |of: &Gridded| {
            let (lat, lon) = (holders(&of.latitudes, &rows), holders(&of.longitudes, &columns));
            of.on(&lat, &lon, [&rows, &columns])
        };
        let (reference, model) = (placed(reference), placed(model));
        let area = areas(&reference);
        Ok(Self { reference, model, area })
    }
}

/// a = R² Δλ (sin φ₂ − sin φ₁) (m²).
fn areas(grid: &Gridded) -> Vec<f64> {
    let height = |[south, north]: &[f64; 2]| north.to_radians().sin() - south.to_radians().sin();
    let width = |[west, east]: &[f64; 2]| (east - west).to_radians();
    let row = |lat: &[f64; 2]| {
        let height = height(lat);
        grid.longitudes.iter().map(move |lon| EARTH * EARTH * width(lon) * height).collect::<Vec<_>>()
    };
    grid.latitudes.iter().flat_map(row).collect()
}

fn all_edges(a: &[[f64; 2]], b: &[[f64; 2]]) -> Vec<f64> {
    let mut edges: Vec<f64> = a.iter().chain(b).flatten().copied().collect();
    edges.sort_by(f64::total_cmp);
    edges.dedup_by(|b, a| (*b - *a).abs() < SAME);
    edges
}

/// The cell that holds the middle of each piece.
fn holders(cells: &[[f64; 2]], edges: &[f64]) -> Vec<Option<usize>> {
    let holds = |middle: f64| cells.iter().position(|[low, high]| low.min(*high) <= middle && middle < low.max(*high));
    edges.windows(2).map(|pair| holds(0.5 * (pair[0] + pair[1]))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_lie_halfway_whatever_the_order() {
        assert_eq!(regular_bounds(&[-60.0, 0.0, 60.0], 90.0), [[-90.0, -30.0], [-30.0, 30.0], [30.0, 90.0]]);
        assert_eq!(regular_bounds(&[88.0, 80.0, 60.0], 90.0), [[84.0, 90.0], [70.0, 84.0], [50.0, 70.0]]);
        assert_eq!(regular_bounds(&[5.0], 90.0), [[4.5, 5.5]]);
    }

    #[test]
    fn a_finer_grid_keeps_the_values_of_both() {
        let grid = |edges: &[f64], values: &[f64]| Gridded {
            latitudes: vec![[0.0, 10.0]],
            longitudes: edges.windows(2).map(|e| [e[0], e[1]]).collect(),
            times: vec![[0.0, 1.0]],
            values: values.to_vec(),
        };
        let common = Common::of(&grid(&[0.0, 10.0, 20.0], &[1.0, 2.0]), &grid(&[5.0, 15.0], &[7.0])).unwrap();
        assert_eq!(common.reference.values, [1.0, 1.0, 2.0, 2.0]);
        assert!(common.model.values[0].is_nan() && common.model.values[1..3] == [7.0, 7.0]);
        let whole = 6.371e6_f64.powi(2) * 20.0_f64.to_radians() * 10.0_f64.to_radians().sin();
        assert!((common.area.iter().sum::<f64>() / whole - 1.0).abs() < 1e-14);
    }
}
