//! Small dense square matrices.

/// A square matrix, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    n: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// Zeros.
    pub fn zero(n: usize) -> Self {
        Self { n, values: vec![0.0; n * n] }
    }

    /// The unit matrix.
    pub fn identity(n: usize) -> Self {
        Self::from_fn(n, |row, column| if row == column { 1.0 } else { 0.0 })
    }

    /// A matrix of `f(row, column)`.
    pub fn from_fn(n: usize, mut f: impl FnMut(usize, usize) -> f64) -> Self {
        let values = (0..n * n).map(|i| f(i / n, i % n)).collect();
        Self { n, values }
    }

    /// Number of rows.
    pub fn order(&self) -> usize {
        self.n
    }

    /// One number.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.n + column]
    }

    /// Sets one number.
    pub fn set(&mut self, row: usize, column: usize, value: f64) {
        self.values[row * self.n + column] = value;
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.n..(row + 1) * self.n]
    }

    /// A v.
    pub fn times(&self, v: &[f64]) -> Vec<f64> {
        (0..self.n).map(|row| dot(self.row(row), v)).collect()
    }

    /// vᵀ A.
    pub fn transposed_times(&self, v: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; self.n];
        for (row, factor) in v.iter().enumerate() {
            for (sum, value) in out.iter_mut().zip(self.row(row)) {
                *sum += factor * value;
            }
        }
        out
    }

    /// A B.
    pub fn product(&self, other: &Self) -> Self {
        let mut out = Self::zero(self.n);
        for row in 0..self.n {
            for k in 0..self.n {
                let factor = self.at(row, k);
                for column in 0..self.n {
                    out.values[row * self.n + column] += factor * other.at(k, column);
                }
            }
        }
        out
    }

    /// Aᵏ.
    pub fn power(&self, mut k: u32) -> Self {
        let (mut out, mut base) = (Self::identity(self.n), self.clone());
        while k > 0 {
            if k & 1 == 1 {
                out = out.product(&base);
            }
            k >>= 1;
            if k > 0 {
                base = base.product(&base);
            }
        }
        out
    }

    /// I − A.
    pub fn from_identity(&self) -> Self {
        Self::from_fn(self.n, |r, c| if r == c { 1.0 - self.at(r, c) } else { -self.at(r, c) })
    }

    /// A + u vᵀ.
    pub fn add_outer(&mut self, u: &[f64], v: &[f64]) {
        for (row, factor) in u.iter().enumerate() {
            for (column, value) in v.iter().enumerate() {
                self.values[row * self.n + column] += factor * value;
            }
        }
    }

    /// A⁻¹ by elimination with row exchange; nothing if a pivot is too small to divide by.
    pub fn inverse(&self) -> Option<Self> {
        let n = self.n;
        let (mut a, mut b) = (self.clone(), Self::identity(n));
        for k in 0..n {
            let pivot = (k..n).max_by(|&i, &j| a.at(i, k).abs().total_cmp(&a.at(j, k).abs()))?;
            let size = a.at(pivot, k).abs();
            if !(size.is_finite() && size > 1e-300) {
                return None;
            }
            for column in 0..n {
                a.values.swap(k * n + column, pivot * n + column);
                b.values.swap(k * n + column, pivot * n + column);
            }
            let scale = 1.0 / a.at(k, k);
            for row in (0..n).filter(|&row| row != k) {
                let factor = a.at(row, k) * scale;
                if factor != 0.0 {
                    a.subtract_row(row, k, factor);
                    b.subtract_row(row, k, factor);
                }
            }
        }
        let inverse = Self::from_fn(n, |row, column| b.at(row, column) / a.at(row, row));
        inverse.values.iter().all(|v| v.is_finite()).then_some(inverse)
    }

    fn subtract_row(&mut self, row: usize, other: usize, factor: f64) {
        for column in 0..self.n {
            let value = self.at(other, column);
            self.values[row * self.n + column] -= factor * value;
        }
    }

    /// The largest modulus of an eigenvalue, by squaring: ‖A^(2ᵏ)‖^(1/2ᵏ), to about 10⁻³ of itself.
    pub fn spectral_radius(&self) -> f64 {
        let mut power = self.clone();
        let (mut log_scale, mut exponent) = (0.0, 1.0);
        for _ in 0..13 {
            let size = power.norm();
            if size == 0.0 || !size.is_finite() {
                return size;
            }
            power.values.iter_mut().for_each(|v| *v /= size);
            log_scale += size.ln() / exponent;
            power = power.product(&power);
            exponent *= 2.0;
        }
        (log_scale + power.norm().ln() / exponent).exp()
    }

    /// The direction that repeated multiplication turns everything into, of length 1.
    pub fn dominant_direction(&self) -> Vec<f64> {
        let mut power = self.clone();
        for _ in 0..13 {
            let size = power.norm();
            if size == 0.0 || !size.is_finite() {
                break;
            }
            power.values.iter_mut().for_each(|v| *v /= size);
            power = power.product(&power);
        }
        let column = |c: usize| (0..self.n).map(|r| power.at(r, c)).collect::<Vec<_>>();
        let largest = (0..self.n).map(column).max_by(|a, b| norm(a).total_cmp(&norm(b))).unwrap_or_default();
        let size = norm(&largest);
        if size > 0.0 && size.is_finite() {
            largest.iter().map(|v| v / size).collect()
        } else {
            vec![1.0 / (self.n.max(1) as f64).sqrt(); self.n]
        }
    }

    fn norm(&self) -> f64 {
        norm(&self.values)
    }
}

/// u · v.
pub(crate) fn dot(u: &[f64], v: &[f64]) -> f64 {
    u.iter().zip(v).map(|(a, b)| a * b).sum()
}

/// The Euclidean length.
pub(crate) fn norm(v: &[f64]) -> f64 {
    dot(v, v).sqrt()
}

/// The largest modulus.
pub(crate) fn largest(v: &[f64]) -> f64 {
    // Written so that NaN counts as largest.
    v.iter().fold(0.0, |most: f64, x| if x.abs() <= most { most } else { x.abs() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(n: usize) -> Matrix {
        Matrix::from_fn(n, |r, c| ((r * 7 + c * 13) % 11) as f64 / 11.0 + if r == c { 2.0 } else { 0.0 })
    }

    #[test]
    fn an_inverse_undoes_its_matrix() {
        let a = sample(9);
        let unit = a.product(&a.inverse().unwrap());
        for r in 0..9 {
            for c in 0..9 {
                assert!((unit.at(r, c) - f64::from(u8::from(r == c))).abs() < 1e-13);
            }
        }
        assert!(Matrix::zero(3).inverse().is_none());
        assert!(Matrix::from_fn(2, |_, _| f64::NAN).inverse().is_none());
    }

    #[test]
    fn powers_and_radii_are_those_of_the_eigenvalues() {
        // A rotation by 30° that shrinks by 0.9, beside 0.5: the radius is that of a complex pair.
        let (s, c) = (0.9 * 0.5, 0.9 * 0.75_f64.sqrt());
        let a = Matrix::from_fn(3, |r, k| [[c, -s, 3.0], [s, c, 0.0], [0.0, 0.0, 0.5]][r][k]);
        assert!((a.spectral_radius() - 0.9).abs() < 2e-3, "{}", a.spectral_radius());
        assert!((a.power(20).spectral_radius() - 0.9_f64.powi(20)).abs() < 2e-3);
        let slow = Matrix::from_fn(2, |r, k| [[0.99, 0.0], [0.3, 0.2]][r][k]);
        let v = slow.dominant_direction();
        let image = slow.times(&v);
        assert!((image[0] / v[0] - 0.99).abs() < 1e-9 && (image[1] / v[1] - 0.99).abs() < 1e-9);
    }
}
