//! Results as a CSV table.

use std::path::Path;

use crate::error::Result;
use crate::text::write_whole;

/// Columns of results: mm (`smd`), t C ha⁻¹ (pools, `soc`, `co2_cum` since the end of spin-up), years (`age_…`), ‰ (`delta14c_soc`).
pub const RESULT_COLUMNS: [&str; 21] = [
    "phase",
    "row",
    "year",
    "month",
    "smd",
    "rm_tmp",
    "rm_moist",
    "rm_pc",
    "dpm",
    "rpm",
    "bio",
    "hum",
    "iom",
    "soc",
    "co2_cum",
    "age_dpm",
    "age_rpm",
    "age_bio",
    "age_hum",
    "age_soc",
    "delta14c_soc",
];

/// A row of results.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RothCRow {
    /// Whether this is the state after spin-up, before the first month that is run.
    pub is_start: bool,
    /// The month it is the end of, by its place in the input from 1; for the state after spin-up, the months that it took.
    pub row: usize,
    /// Year and month of the input.
    pub date: (i64, i64),
    /// The numbers, in the order of [`RESULT_COLUMNS`] from `smd` on.
    pub values: [f64; 17],
}

/// Writes results, beside their place first. Numbers are the shortest text that reads back to the same.
///
/// # Errors
/// If the file cannot be written.
pub fn write_results(path: &Path, rows: &[RothCRow]) -> Result<()> {
    let mut text = RESULT_COLUMNS.join(",") + "\n";
    for RothCRow { is_start, row, date: (year, month), values } in rows {
        let phase = if *is_start { "eq" } else { "fw" };
        text.push_str(&format!("{phase},{row},{year},{month}"));
        for value in values {
            // `0.0` for the negative zero of an empty deficit; exponents for very small numbers.
            text.push_str(&format!(",{:?}", value + 0.0));
        }
        text.push('\n');
    }
    write_whole(path, text.as_bytes())
}
