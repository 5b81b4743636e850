//! Weather from the testbed's met files: one file with its years, or a file per calendar year.

use std::path::{Path, PathBuf};

use edaphon_core::forcing::{ForcingYear, Packing};
use edaphon_io::Faults;
use edaphon_io::testbed::{Met, TestbedGrid};

use crate::error::Result;
use crate::forcing::ForcingSource;

/// One file or store that holds all years.
#[derive(Debug)]
pub(crate) struct OneFile {
    met: Met,
    /// Place of each year in it, and its calendar year where that is known.
    years: Vec<(usize, Option<i64>)>,
}

impl OneFile {
    /// All its years, in order, without a calendar.
    pub(crate) fn counted(met: Met) -> Self {
        let years = (0..met.years()).map(|year| (year, None)).collect();
        Self { met, years }
    }

    /// The calendar years `wanted`, first and last, or all; `path` is the file's.
    ///
    /// # Errors
    /// If some are not there; all that are missing are told.
    pub(crate) fn of_calendar(met: Met, wanted: Option<[i64; 2]>, path: &Path) -> Result<Self> {
        let refuse = |problem: String| {
            let mut faults = Faults::new();
            faults.add(path, problem);
            Err(faults.into())
        };
        let Some(there) = met.calendar().map(<[i64]>::to_vec) else {
            let Some([first, last]) = wanted else { return Ok(Self::counted(met)) };
            let (asked, has) = (last - first + 1, met.years());
            if asked != has as i64 {
                let mend = "give it a CF time axis (noleap), or ask for as many years as it has";
                return refuse(format!(
                    "has {has} years and does not say which; {first} to {last} are {asked}: {mend}"
                ));
            }
            let years = (0..has).map(|year| (year, Some(first + year as i64))).collect();
            return Ok(Self { met, years });
        };
        let (Some(&from), Some(&to)) = (there.first(), there.last()) else {
            return refuse("has no whole year; accepted are years of 365 days, from 1 January on".to_owned());
        };
        let [first, last] = wanted.unwrap_or([from, to]);
        let find = |year: i64| there.iter().position(|there| *there == year).map(|at| (at, Some(year)));
        let missing: Vec<i64> = (first..=last).filter(|year| find(*year).is_none()).collect();
        if !missing.is_empty() {
            let (missing, has) = (in_ranges(&missing), in_ranges(&there));
            return refuse(format!("years {missing} are missing, or lack days; it has {has}"));
        }
        Ok(Self { years: (first..=last).filter_map(find).collect(), met })
    }
}

/// `1901 to 1903, 1905`.
pub(crate) fn in_ranges(years: &[i64]) -> String {
    let ranges = years.chunk_by(|a, b| a + 1 == *b).map(|range| match range {
        [first, .., last] => format!("{first} to {last}"),
        one => one.iter().map(ToString::to_string).collect(),
    });
    ranges.collect::<Vec<_>>().join(", ")
}

impl ForcingSource for OneFile {
    fn years(&self) -> usize {
        self.years.len()
    }

    fn calendar_year(&self, index: usize) -> Option<i64> {
        self.years.get(index).and_then(|(_, calendar)| *calendar)
    }

    fn read(&mut self, index: usize, packing: &Packing) -> Result<ForcingYear> {
        Ok(self.met.read_year(self.years[index].0, packing)?.0)
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

    fn look(&mut self, index: usize) -> Result<()> {
        Ok(Met::open(&self.files[index], &self.grid, &self.units).map(|_| ())?)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn years_are_told_in_ranges() {
        assert_eq!(super::in_ranges(&[1901, 1902, 1903, 1905, 1907, 1908]), "1901 to 1903, 1905, 1907 to 1908");
    }
}
