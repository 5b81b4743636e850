//! A synthetic landscape with known truth, which comes with the program: 428 sites sampled in 1980 and 2000.
//!
//! See `benchmark/README.md` for how it was made and tuned.

use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;

use crate::error::{LearnError, Result};

/// A table of the benchmark, compressed by gzip.
#[derive(Debug, Clone, Copy)]
pub struct BenchmarkTable {
    /// Name of the file.
    pub name: &'static str,
    gz: &'static [u8],
}

macro_rules! tables {
    ($($name:literal),+ $(,)?) => {
        [$(BenchmarkTable { name: concat!($name, ".csv"), gz: include_bytes!(concat!("../benchmark/", $name, ".csv.gz")) }),+]
    };
}

/// All tables of the benchmark.
pub const BENCHMARK: [BenchmarkTable; 8] = tables![
    "sites",
    "climate_monthly",
    "ndvi_monthly",
    "fertiliser",
    "folds",
    "truth_annual",
    "grid",
    "grid_ndvi_seasonal",
];

impl BenchmarkTable {
    /// Its text.
    ///
    /// # Errors
    /// If the program itself is damaged.
    pub fn text(&self) -> Result<String> {
        let mut text = String::new();
        let read = GzDecoder::new(self.gz).read_to_string(&mut text);
        read.map(|_| text).map_err(LearnError::file(Path::new(self.name), "unpack"))
    }
}

/// Writes the tables into a folder: the small ones as text, the others compressed.
///
/// # Errors
/// If the folder cannot be made or a file cannot be written.
pub fn write_benchmark(folder: &Path) -> Result<()> {
    /// Compressed size (bytes) up to which a table is written as text.
    const SMALL: usize = 20_000;
    std::fs::create_dir_all(folder).map_err(LearnError::file(folder, "create"))?;
    for table in BENCHMARK {
        let (path, bytes) = match table.gz.len() {
            0..SMALL => (folder.join(table.name), table.text()?.into_bytes()),
            _ => (folder.join(format!("{}.gz", table.name)), table.gz.to_vec()),
        };
        edaphon_io::write_whole(&path, &bytes)?;
    }
    Ok(())
}
