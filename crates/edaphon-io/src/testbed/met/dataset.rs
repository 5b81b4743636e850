//! Whatever holds weather on a map as a met file does: a NetCDF file, or a store of another format.

use std::path::Path;

use crate::error::Result;
use crate::netcdf::{Dimension, File, Variable};

/// Named arrays over shared dimensions, read in slabs.
pub trait Dataset: std::fmt::Debug + Send {
    /// Where it is.
    fn path(&self) -> &Path;

    /// Its dimensions.
    fn dimensions(&self) -> &[Dimension];

    /// Its variables.
    fn variables(&self) -> &[Variable];

    /// The variable `name`.
    ///
    /// # Errors
    /// If there is none; the names there are, are told.
    fn variable(&self, name: &str) -> Result<&Variable>;

    /// All values of a variable, as whole numbers.
    ///
    /// # Errors
    /// If it cannot be read, or holds other numbers.
    fn read_i64(&self, name: &str) -> Result<Vec<i64>>;

    /// All values of a variable as they are stored.
    ///
    /// # Errors
    /// If it cannot be read, or holds no numbers.
    fn read_f64(&self, name: &str) -> Result<Vec<f64>>;

    /// A slab of a variable with packing undone; missing values are NaN.
    ///
    /// # Errors
    /// If it cannot be read, or the slab is not inside the variable.
    fn unpack_f32_slab(&self, name: &str, start: &[usize], count: &[usize]) -> Result<Vec<f32>>;

    /// The length of the dimension `name`, if there is one.
    fn length(&self, name: &str) -> Option<usize> {
        self.dimensions().iter().find(|d| d.name == name).map(|d| d.length)
    }
}

impl Dataset for File {
    fn path(&self) -> &Path {
        Self::path(self)
    }

    fn dimensions(&self) -> &[Dimension] {
        Self::dimensions(self)
    }

    fn variables(&self) -> &[Variable] {
        Self::variables(self)
    }

    fn variable(&self, name: &str) -> Result<&Variable> {
        Self::variable(self, name)
    }

    fn read_i64(&self, name: &str) -> Result<Vec<i64>> {
        Self::read_i64(self, name)
    }

    fn read_f64(&self, name: &str) -> Result<Vec<f64>> {
        Self::read_f64(self, name)
    }

    fn unpack_f32_slab(&self, name: &str, start: &[usize], count: &[usize]) -> Result<Vec<f32>> {
        Self::unpack_f32_slab(self, name, start, count)
    }
}
