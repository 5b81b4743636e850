//! Symmetric positive matrices of a handful of rows.

/// A symmetric positive definite matrix with its Cholesky factor, A = L Lᵀ.
#[derive(Debug, Clone, PartialEq)]
pub struct Symmetric {
    /// A.
    pub matrix: Vec<Vec<f64>>,
    lower: Vec<Vec<f64>>,
}

impl Symmetric {
    /// Factors a matrix; none where it is not positive definite to rounding.
    pub fn new(matrix: Vec<Vec<f64>>) -> Option<Self> {
        let count = matrix.len();
        let mut lower = vec![vec![0.0; count]; count];
        for row in 0..count {
            for column in 0..=row {
                let taken: f64 = (0..column).map(|k| lower[row][k] * lower[column][k]).sum();
                let rest = matrix[row][column] - taken;
                if row == column {
                    // NaN ends here as well.
                    let positive = rest > 1e-14 * matrix[row][row].abs();
                    if !positive {
                        return None;
                    }
                    lower[row][row] = rest.sqrt();
                } else {
                    lower[row][column] = rest / lower[column][column];
                }
            }
        }
        Some(Self { matrix, lower })
    }

    /// A⁻¹.
    pub fn inverse(&self) -> Vec<Vec<f64>> {
        let count = self.matrix.len();
        let unit = |at: usize| (0..count).map(|row| f64::from(u8::from(row == at))).collect::<Vec<_>>();
        let columns: Vec<Vec<f64>> = (0..count).map(|at| self.upper_solve(&self.lower_solve(&unit(at)))).collect();
        // Both triangles, to the bit.
        (0..count)
            .map(|row| (0..count).map(|column| 0.5 * (columns[column][row] + columns[row][column])).collect())
            .collect()
    }

    /// L⁻¹ b.
    pub fn lower_solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = vec![0.0; b.len()];
        for row in 0..b.len() {
            let taken: f64 = (0..row).map(|k| self.lower[row][k] * x[k]).sum();
            x[row] = (b[row] - taken) / self.lower[row][row];
        }
        x
    }

    /// L⁻ᵀ b.
    pub fn upper_solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = vec![0.0; b.len()];
        for row in (0..b.len()).rev() {
            let taken: f64 = (row + 1..b.len()).map(|k| self.lower[k][row] * x[k]).sum();
            x[row] = (b[row] - taken) / self.lower[row][row];
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_by_its_inverse_is_one() {
        let a = vec![vec![4.0, 1.0, -0.5], vec![1.0, 3.0, 0.2], vec![-0.5, 0.2, 2.0]];
        let inverse = Symmetric::new(a.clone()).unwrap().inverse();
        for row in 0..3 {
            for column in 0..3 {
                let product: f64 = (0..3).map(|k| a[row][k] * inverse[k][column]).sum();
                assert!((product - f64::from(u8::from(row == column))).abs() < 1e-14);
            }
        }
        assert!(Symmetric::new(vec![vec![1.0, 2.0], vec![2.0, 1.0]]).is_none());
        assert!(Symmetric::new(vec![vec![f64::NAN]]).is_none());
    }
}
