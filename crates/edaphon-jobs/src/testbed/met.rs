//! Weather from the testbed's met files: one file with its years, or a file per calendar year.

use std::path::PathBuf;

use edaphon_core::forcing::{ForcingYear, Packing};
use edaphon_io::testbed::{Met, TestbedGrid};

use crate::error::Result;
use crate::forcing::ForcingSource;

/// One file that holds all years.
#[derive(Debug)]
pub(crate) struct OneFile(pub Met);

impl ForcingSource for OneFile {
    fn years(&self) -> usize {
        self.0.years()
    }

    fn calendar_year(&self, _index: usize) -> Option<i64> {
        None
    }

    fn read(&mut self, index: usize, packing: &Packing) -> Result<ForcingYear> {
        Ok(self.0.read_year(index, packing)?.0)
    }
}

/// One file for each calendar year, opened when its turn comes.
#[derive(Debug)]
pub(crate) struct FilePerYear {
    pub grid: TestbedGrid,
    pub first_year: i64,
    pub files: Vec<PathBuf>,
    pub units: Vec<(String, String)>,
}

impl ForcingSource for FilePerYear {
    fn years(&self) -> usize {
        self.files.len()
    }

    fn calendar_year(&self, index: usize) -> Option<i64> {
        Some(self.first_year + index as i64)
    }

    fn read(&mut self, index: usize, packing: &Packing) -> Result<ForcingYear> {
        let met = Met::open(&self.files[index], &self.grid, &self.units)?;
        Ok(met.read_year(0, packing)?.0)
    }
}
