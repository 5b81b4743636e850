//! Compressed files of references, as every model's tests read them.

use std::io::Read;
use std::path::PathBuf;

use flate2::read::GzDecoder;

/// The text of a compressed file in a folder of `tests/data`.
pub(crate) fn text(folder: &str, name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(folder).join(format!("{name}.gz"));
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(&path).unwrap()).read_to_string(&mut text).unwrap();
    text
}

/// A table with a header, by column name.
pub(crate) struct Table {
    names: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn read(folder: &str, name: &str) -> Self {
        let text = text(folder, name);
        let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        Self { names: lines.next().unwrap(), rows: lines.collect() }
    }

    pub(crate) fn text(&self, row: usize, name: &str) -> &str {
        let column = self.names.iter().position(|n| n == name).unwrap_or_else(|| panic!("no column {name}"));
        &self.rows[row][column]
    }

    pub(crate) fn number(&self, row: usize, name: &str) -> f64 {
        self.text(row, name).parse().unwrap()
    }

    /// NaN where blank.
    pub(crate) fn number_or_gap(&self, row: usize, name: &str) -> f64 {
        self.text(row, name).parse().unwrap_or(f64::NAN)
    }

    /// Rows of one case of a table of several.
    pub(crate) fn of_case(&self, case: &str) -> Vec<usize> {
        (0..self.rows.len()).filter(|row| self.text(*row, "case") == case).collect()
    }
}
