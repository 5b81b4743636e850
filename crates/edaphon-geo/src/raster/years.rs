//! A map of years from files of one year each.

use std::path::Path;

use edaphon_io::Faults;

use super::Raster;
use super::crs::Crs;
use crate::error::{Result, refused};

/// Where the year stands in the name of a file.
const YEAR: &str = "{year}";

impl Raster {
    /// Whether a name stands for files of one year each: `ndvi_{year}.tif`.
    pub fn is_of_years(pattern: &Path) -> bool {
        pattern.file_name().is_some_and(|name| name.to_string_lossy().contains(YEAR))
    }

    /// Reads files of one year each as one map: all in the folder whose name has four digits where the pattern has `{year}`.
    ///
    /// # Errors
    /// If there is no such file, one has several layers, or grids or units differ; and as for [`read_with`](Self::read_with).
    pub fn read_years(pattern: &Path, name: Option<&str>, crs: Option<Crs>) -> Result<Self> {
        let words = pattern.file_name().unwrap_or_default().to_string_lossy();
        let Some((before, after)) = words.split_once(YEAR) else {
            return Err(refused(pattern, format!("has no `{YEAR}` in its name, which stands for the year")));
        };
        let folder = pattern.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let entries = std::fs::read_dir(folder);
        let entries =
            entries.map_err(|reason| edaphon_io::Error::File { path: folder.to_owned(), action: "read", reason })?;
        let mut years: Vec<i32> = entries
            .flatten()
            .filter_map(|entry| year_of(&entry.file_name().to_string_lossy(), before, after))
            .collect();
        years.sort_unstable();
        if years.is_empty() {
            let problem = format!("no file of that name is there, with a year such as 1980 for `{YEAR}`");
            return Err(refused(pattern, problem));
        }
        let mut faults = Faults::new();
        let mut parts = Vec::with_capacity(years.len());
        for year in years {
            let path = folder.join(format!("{before}{year:04}{after}"));
            match Self::read_with(&path, name, crs) {
                Ok(part) => parts.push((year, part)),
                Err(error) => faults.add(&path, error.to_string()),
            }
        }
        faults.or(())?;
        let name = name.unwrap_or(before.trim_end_matches(['_', '-', '.'])).to_owned();
        Ok(Self { path: pattern.to_owned(), ..Self::of_years(&name, parts)? })
    }
}

/// The year in the name of a file: four digits between the two parts.
fn year_of(name: &str, before: &str, after: &str) -> Option<i32> {
    let digits = name.strip_prefix(before)?.strip_suffix(after)?;
    let is_year = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_year.then(|| digits.parse().ok()).flatten()
}
