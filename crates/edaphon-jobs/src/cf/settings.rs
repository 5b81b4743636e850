//! What a user may choose about an output file.

use std::path::PathBuf;

use edaphon_core::calendar::month_bounds;
pub use edaphon_io::netcdf::Format;

use super::region::Region;

/// The interval over which values are averaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Every {
    /// All intervals.
    pub const ALL: [Self; 3] = [Self::Day, Self::Month, Self::Year];

    /// Name in descriptions of runs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Records of a year.
    pub fn per_year(self) -> usize {
        match self {
            Self::Day => 365,
            Self::Month => 12,
            Self::Year => 1,
        }
    }

    /// ISO 8601 duration.
    pub(super) fn iso(self) -> &'static str {
        match self {
            Self::Day => "P1D",
            Self::Month => "P1M",
            Self::Year => "P1Y",
        }
    }

    /// First day and day after the last (days since the start of the year) of record `record` (from 0) of a year.
    pub(super) fn bounds(self, record: usize) -> [f64; 2] {
        match self {
            Self::Day => [record as f64, record as f64 + 1.0],
            Self::Month => {
                let (first, last) = month_bounds(record);
                [f64::from(first) - 1.0, f64::from(last)]
            }
            Self::Year => [0.0, 365.0],
        }
    }

    /// How many records of a year are written at a time: a month of days, else one.
    pub(super) fn blocks(self) -> Vec<usize> {
        match self {
            Self::Day => edaphon_core::calendar::MONTH_LENGTHS.iter().map(|&days| usize::from(days)).collect(),
            other => vec![1; other.per_year()],
        }
    }
}

/// What a NetCDF-4 file is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chunks {
    /// Reading whole maps.
    Map,
    /// Reading the series of a few cells.
    Series,
}

/// What a user may choose about an output file.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The file.
    pub path: PathBuf,
    /// The interval over which values are averaged.
    pub every: Every,
    /// Names of variables and groups (`cmip`, `pools`, `fluxes`, `factors`, `kinetics`, `all`); without any, all but
    /// `kinetics`.
    pub variables: Option<Vec<String>>,
    /// The format; classic files are neither compressed nor chunked.
    pub format: Format,
    /// What a NetCDF-4 file is laid out for.
    pub chunks: Chunks,
    /// The part of the map that is written; all of it without.
    pub region: Option<Region>,
    /// Calendar year of the first year of the run, 1 to 9999.
    pub first_year: i64,
    /// Years that this run is going to write.
    pub years: u64,
    /// Who made the file and what for: names of ACDD-1.3, of [`ABOUT`](super::ABOUT), and values.
    pub about: Vec<(String, String)>,
}

impl Settings {
    /// A file of `years` years in NetCDF-4 with the usual variables, counting years from 1.
    pub fn new(path: impl Into<PathBuf>, every: Every, years: u64) -> Self {
        Self {
            path: path.into(),
            every,
            variables: None,
            format: Format::NetCdf4,
            chunks: Chunks::Map,
            region: None,
            first_year: 1,
            years,
            about: Vec::new(),
        }
    }
}
