//! First-order conservative regridding between grids of latitude and longitude.
//!
//! ```text
//! x̄ = Σ x a / Σ a      a: area that a cell of the source shares with the target's, missing ones left out
//! a = R² Δλ (sin φ₂ − sin φ₁)
//! ```
//!
//! What is over a surface (g m⁻², g m⁻² d⁻¹) keeps its amount: Σ x̄ Σa is the sum of the source over all that is covered. Rows may run
//! from south to north or back, longitudes be counted in any convention.

use std::f64::consts::PI;

/// Radius of the Earth (m).
const EARTH: f64 = 6.371e6;
/// Areas (m²) smaller than this are round-off of edges that meet.
const NOTHING: f64 = 1e-3;

/// A cell on the sphere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tile {
    /// Southern and northern edge, or the other way round (degrees north).
    pub latitudes: [f64; 2],
    /// Western and eastern edge, or the other way round (degrees east, any convention).
    pub longitudes: [f64; 2],
}

impl Tile {
    /// Its area (m²).
    pub fn area(&self) -> f64 {
        strip(self.latitudes) * (self.longitudes[1] - self.longitudes[0]).abs() * PI / 180.0
    }
}

/// R² (sin φ₂ − sin φ₁) of a strip of latitudes (m²).
fn strip(latitudes: [f64; 2]) -> f64 {
    EARTH * EARTH * (latitudes[1].to_radians().sin() - latitudes[0].to_radians().sin()).abs()
}

/// The mean of a source in a cell, and how much of the cell it is known of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// Mean over the area that is covered; NaN where that is none.
    pub value: f64,
    /// The area that is covered (m²).
    pub covered: f64,
}

/// What the cells of a source share with those of a target.
#[derive(Debug, Clone)]
pub struct Regridding {
    /// For each target: rows of the source, with the strip (m²) that they share.
    rows: Vec<Vec<(usize, f64)>>,
    /// For each target: columns of the source, with the angle (rad) that they share.
    columns: Vec<Vec<(usize, f64)>>,
    width: usize,
}

impl Regridding {
    /// Finds what rows and columns of a source share with each target.
    pub fn new(rows: &[[f64; 2]], columns: &[[f64; 2]], targets: &[Tile]) -> Self {
        let of_rows = |target: &Tile| {
            let shared = rows.iter().map(|row| overlap(*row, target.latitudes));
            shared.enumerate().filter_map(|(at, part)| part.map(|part| (at, strip(part)))).collect()
        };
        let of_columns = |target: &Tile| {
            let shared = columns.iter().map(|column| around(*column, target.longitudes));
            shared.enumerate().filter(|(_, angle)| *angle > 0.0).collect()
        };
        Self {
            rows: targets.iter().map(of_rows).collect(),
            columns: targets.iter().map(of_columns).collect(),
            width: columns.len(),
        }
    }

    /// The mean of a map of the source (the longitude fastest) in each target; values that are not finite are missing.
    pub fn apply(&self, values: &[f64]) -> Vec<Mean> {
        self.rows.iter().zip(&self.columns).map(|(rows, columns)| self.mean(values, rows, columns)).collect()
    }

    fn mean(&self, values: &[f64], rows: &[(usize, f64)], columns: &[(usize, f64)]) -> Mean {
        let (mut sum, mut covered) = (0.0, 0.0);
        for (row, strip) in rows {
            for (column, angle) in columns {
                let value = values[row * self.width + column];
                if value.is_finite() {
                    let area = strip * angle;
                    sum += value * area;
                    covered += area;
                }
            }
        }
        if covered > NOTHING { Mean { value: sum / covered, covered } } else { Mean { value: f64::NAN, covered: 0.0 } }
    }
}

/// What two intervals share; none if nothing.
fn overlap(a: [f64; 2], b: [f64; 2]) -> Option<[f64; 2]> {
    let low = a[0].min(a[1]).max(b[0].min(b[1]));
    let high = a[0].max(a[1]).min(b[0].max(b[1]));
    (high > low).then_some([low, high])
}

/// The angle (rad) that two intervals of longitude share, whole turns apart or not.
fn around(a: [f64; 2], b: [f64; 2]) -> f64 {
    let turns = ((b[0] + b[1] - a[0] - a[1]) / 720.0).round();
    let shifted = |turn: f64| a.map(|edge| edge + 360.0 * (turns + turn));
    [-1.0, 0.0, 1.0].into_iter().filter_map(|turn| overlap(shifted(turn), b)).map(|[from, to]| to - from).sum::<f64>()
        * PI
        / 180.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn even(first: f64, step: f64, count: usize) -> Vec<[f64; 2]> {
        (0..count).map(|i| [first + step * i as f64, first + step * (i + 1) as f64]).collect()
    }

    fn tiles(rows: &[[f64; 2]], columns: &[[f64; 2]]) -> Vec<Tile> {
        let row = |latitudes: &[f64; 2]| {
            let latitudes = *latitudes;
            columns.iter().map(move |longitudes| Tile { latitudes, longitudes: *longitudes }).collect::<Vec<_>>()
        };
        rows.iter().flat_map(row).collect()
    }

    #[test]
    fn halves_of_a_row_weigh_by_their_area() {
        let source = Regridding::new(
            &[[0.0, 30.0], [30.0, 90.0]],
            &[[0.0, 360.0]],
            &[Tile { latitudes: [0.0, 90.0], longitudes: [10.0, 12.0] }],
        );
        // Half of the hemisphere lies below 30 degrees.
        let found = source.apply(&[1.0, 3.0])[0];
        assert!((found.value - 2.0).abs() < 1e-12, "{found:?}");
        let hemisphere = 2.0 * PI * EARTH * EARTH;
        assert!((found.covered / (hemisphere * 2.0 / 360.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn any_orientation_and_convention_of_longitude_is_the_same() {
        let (rows, columns) = (even(-90.0, 10.0, 18), even(-180.0, 15.0, 24));
        let value = |row: usize, column: usize| (row * 24 + column) as f64;
        let values: Vec<f64> = (0..18 * 24).map(|at| value(at / 24, at % 24)).collect();
        let target = tiles(&even(-60.0, 7.0, 20), &even(3.0, 11.0, 30));
        let wanted = Regridding::new(&rows, &columns, &target).apply(&values);
        let (north, turned): (Vec<[f64; 2]>, Vec<[f64; 2]>) = (
            rows.iter().rev().map(|[south, north]| [*north, *south]).collect(),
            columns.iter().map(|edges| if edges[0] < 0.0 { edges.map(|e| e + 360.0) } else { *edges }).collect(),
        );
        let order: Vec<usize> = (12..24).chain(0..12).collect();
        let columns: Vec<[f64; 2]> = order.iter().map(|&at| turned[at]).collect();
        let values: Vec<f64> = (0..18 * 24).map(|at| value(17 - at / 24, order[at % 24])).collect();
        for (found, wanted) in Regridding::new(&north, &columns, &target).apply(&values).iter().zip(&wanted) {
            assert!((found.value - wanted.value).abs() < 1e-9 && (found.covered / wanted.covered - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn what_is_not_known_is_not_covered() {
        let target = tiles(&even(0.0, 20.0, 2), &[[350.0, 370.0]]);
        let found = Regridding::new(&even(0.0, 10.0, 2), &even(0.0, 10.0, 36), &target)
            .apply(&(0..72).map(|at| if at == 0 { 5.0 } else { f64::NAN }).collect::<Vec<_>>());
        let lower = Tile { latitudes: [0.0, 10.0], longitudes: [0.0, 10.0] }.area();
        assert!(found[0].value == 5.0 && (found[0].covered / lower - 1.0).abs() < 1e-12, "{found:?}");
        assert!(found[1].value.is_nan() && found[1].covered == 0.0);
    }

    proptest! {
        /// The amount of a source is that of the target, wherever edges fall and whatever is missing.
        #[test]
        fn amounts_are_kept(
            step in 1.7..40.0_f64, shift in -400.0..400.0_f64, height in 2.0..60.0_f64,
            values in prop::collection::vec(prop::option::weighted(0.8, -5.0..50.0_f64), 18 * 24),
        ) {
            let (rows, columns) = (even(-90.0, 10.0, 18), even(shift, 15.0, 24));
            let values: Vec<f64> = values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect();
            // Cells of any size that cover the sphere once.
            let cut = |low: f64, high: f64, step: f64| {
                let mut edges: Vec<f64> = std::iter::successors(Some(low), |edge| Some(edge + step)).take_while(|edge| *edge < high).collect();
                edges.push(high);
                edges.windows(2).map(|pair| [pair[0], pair[1]]).collect::<Vec<_>>()
            };
            let target = tiles(&cut(-90.0, 90.0, height), &cut(0.0, 360.0, step));
            let found = Regridding::new(&rows, &columns, &target).apply(&values);
            let made: f64 = found.iter().filter(|mean| mean.covered > 0.0).map(|mean| mean.value * mean.covered).sum();
            let source = tiles(&rows, &columns);
            let wanted: f64 = source.iter().zip(&values).filter(|(_, value)| value.is_finite()).map(|(tile, value)| tile.area() * value).sum();
            let size: f64 = source.iter().zip(&values).filter(|(_, value)| value.is_finite()).map(|(tile, value)| tile.area() * value.abs()).sum();
            prop_assert!((made - wanted).abs() <= 1e-9 * size, "{made} and {wanted}");
        }
    }
}
