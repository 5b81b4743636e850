//! How the testbed names files by year.

use std::path::{Path, PathBuf};

/// The met file of one calendar year: the nine characters before `.nc` become `YYYY_YYYY`.
///
/// `None` if the name has no such place.
pub fn met_of_year(template: &Path, year: i64) -> Option<PathBuf> {
    replaced(template, 9, &format!("{year:04}_{year:04}.nc"))
}

/// The output file of one year: the four characters before `.nc` become the year, and `_daily` follows in daily files.
///
/// `None` if the name has no such place.
pub fn output_name(template: &Path, year: i64, daily: bool) -> Option<PathBuf> {
    let end = if daily { "_daily.nc" } else { ".nc" };
    replaced(template, 4, &format!("{year:04}{end}"))
}

fn replaced(template: &Path, characters: usize, end: &str) -> Option<PathBuf> {
    let stem = template.file_name()?.to_str()?.strip_suffix(".nc")?;
    let (cut, _) = stem.char_indices().rev().nth(characters.checked_sub(1)?)?;
    Some(template.with_file_name(format!("{}{end}", &stem[..cut])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_take_the_place_before_the_ending() {
        let named = |made: Option<PathBuf>| made.map(|p| p.to_string_lossy().into_owned());
        let met = Path::new("in/met_clm5_1901_1901.nc");
        assert_eq!(named(met_of_year(met, 1987)).as_deref(), Some("in/met_clm5_1987_1987.nc"));
        let out = Path::new("out/casa_yyyy.nc");
        assert_eq!(named(output_name(out, 7, false)).as_deref(), Some("out/casa_0007.nc"));
        assert_eq!(named(output_name(out, 2014, true)).as_deref(), Some("out/casa_2014_daily.nc"));
        assert_eq!(met_of_year(Path::new("met.nc"), 1), None);
        assert_eq!(met_of_year(Path::new("in/x_1901_1901.txt"), 1), None);
        assert_eq!(output_name(Path::new("yyyy.nc"), 1, false), Some("0001.nc".into()));
    }
}
