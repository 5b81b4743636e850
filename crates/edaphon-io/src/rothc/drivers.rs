//! Months of drivers as a CSV table with named columns.
//!
//! ```text
//! year,month,modern [%],temperature [degC],rain [mm],evaporation [mm],plant [t ha-1],manure [t ha-1],cover,dpm_rpm
//! ```
//!
//! Columns may come in any order, and a unit may be left out but not be another. In place of `evaporation`, which is that of an open pan, the table may
//! have `pet`, potential evapotranspiration: 0.75 of open-pan evaporation.

use std::path::Path;

use super::months::{CARBON, EVAPORATION, MODERN, RAIN, RATIO, RothCMonth, SPIN_UP, TEMPERATURE, YEAR, out_of_order};
use crate::error::Result;
use crate::faults::Faults;
use crate::text::{Row, Text, bytes_of};

/// Columns and their units, in the order in which they are written.
pub const DRIVER_COLUMNS: [(&str, &str); 10] = [
    ("year", ""),
    ("month", ""),
    ("modern", "%"),
    ("temperature", "degC"),
    ("rain", "mm"),
    ("evaporation", "mm"),
    ("plant", "t ha-1"),
    ("manure", "t ha-1"),
    ("cover", ""),
    ("dpm_rpm", ""),
];
/// What may stand in place of `evaporation`.
const PET: &str = "pet";
/// Potential evapotranspiration per open-pan evaporation.
const PER_PAN: f64 = 0.75;

/// Reads a table of drivers.
///
/// # Errors
/// If the file cannot be read, or all its faults by line and column.
pub fn read_drivers(path: &Path) -> Result<Vec<RothCMonth>> {
    Ok(parse_drivers(path, &bytes_of(path)?)?)
}

/// Reads the text of a table of drivers; `path` is for messages.
///
/// # Errors
/// All its faults by line and column.
pub fn parse_drivers(path: &Path, bytes: &[u8]) -> std::result::Result<Vec<RothCMonth>, Faults> {
    let text = Text::new(path, bytes);
    let header = header(&text);
    let Some(columns) = columns(&text, &header) else { return text.finish(Vec::new()) };
    let (mut months, mut lines) = (Vec::new(), Vec::new());
    for row in text.rows(2, header.len()) {
        lines.push(row.number());
        months.push(columns.month(&row));
    }
    for (at, problem) in out_of_order(&months) {
        text.fault(lines[at], format!("columns `year` and `month`: {problem}"));
    }
    if months.len() < SPIN_UP {
        let found = months.len();
        text.fault(
            lines.last().copied().unwrap_or(1),
            format!("found {found} months; needed are the 12 that are repeated until equilibrium"),
        );
    }
    text.finish(months)
}

/// Names and units of the first line; a unit holds blanks, so that only commas separate here.
fn header(text: &Text) -> Vec<(String, Option<String>)> {
    let line = text.line(1).unwrap_or_default().trim_matches(['\u{feff}', '\r', ' ']);
    let split = |title: &str| match title.split_once('[') {
        Some((name, unit)) => (name.trim().to_owned(), Some(unit.trim_end_matches([']', ' ', '"']).trim().to_owned())),
        None => (title.trim().to_owned(), None),
    };
    if line.is_empty() { Vec::new() } else { line.split(',').map(|t| split(t.trim_matches('"'))).collect() }
}

/// Where each of [`DRIVER_COLUMNS`] stands, from 1.
struct Columns {
    at: [usize; 10],
    /// Whether evaporation is potential evapotranspiration.
    is_pet: bool,
}

fn columns(text: &Text, header: &[(String, Option<String>)]) -> Option<Columns> {
    let before = text.faults();
    let known = || DRIVER_COLUMNS.into_iter().chain([(PET, "mm")]);
    for (at, (name, unit)) in header.iter().enumerate() {
        let Some((_, expected)) = known().find(|(known, _)| known == name) else {
            let hint = edaphon_core::did_you_mean(edaphon_core::nearest(name, known().map(|(n, _)| n)).as_deref());
            text.fault(1, format!("column {}: unknown name `{name}`{hint}", at + 1));
            continue;
        };
        if let Some(unit) = unit.as_ref().filter(|unit| *unit != expected) {
            let accepted = if expected.is_empty() { "none".to_owned() } else { format!("[{expected}]") };
            text.fault(1, format!("column {} ({name}): the unit is `{unit}`; accepted is {accepted}", at + 1));
        }
        if header[..at].iter().any(|(earlier, _)| earlier == name) {
            text.fault(1, format!("column {}: `{name}` is there twice", at + 1));
        }
    }
    let place = |name: &str| header.iter().position(|(n, _)| n == name).map(|at| at + 1);
    let is_pet = place(PET).is_some();
    if is_pet && place("evaporation").is_some() {
        text.fault(1, "both `evaporation` and `pet` are there; accepted is one of them");
    }
    let mut at = [0; 10];
    for ((name, _), at) in DRIVER_COLUMNS.iter().zip(&mut at) {
        let column = place(name).or_else(|| place(PET).filter(|_| *name == "evaporation"));
        match column {
            Some(column) => *at = column,
            None => text.fault(1, format!("column `{name}` is missing")),
        }
    }
    (text.faults() == before).then_some(Columns { at, is_pet })
}

impl Columns {
    fn month(&self, row: &Row<'_>) -> RothCMonth {
        let [year, month, modern, temperature, rain, evaporation, plant, manure, cover, dpm_rpm] = self.at;
        let water = row.real(evaporation, if self.is_pet { PET } else { "evaporation" }, EVAPORATION);
        RothCMonth {
            year: row.integer(year, "year", YEAR),
            month: row.integer(month, "month", 1..=12),
            modern: row.real(modern, "modern", MODERN),
            temperature: row.real(temperature, "temperature", TEMPERATURE),
            rain: row.real(rain, "rain", RAIN),
            evaporation: if self.is_pet { water / PER_PAN } else { water },
            plant: row.real(plant, "plant", CARBON),
            manure: row.real(manure, "manure", CARBON),
            cover: row.integer(cover, "cover", 0..=1) == 1,
            dpm_rpm: row.real(dpm_rpm, "dpm_rpm", RATIO),
        }
    }
}

/// The text of a table of drivers, from which the same numbers are read again.
pub fn drivers_text(months: &[RothCMonth]) -> String {
    let titles =
        DRIVER_COLUMNS.map(|(name, unit)| if unit.is_empty() { name.to_owned() } else { format!("{name} [{unit}]") });
    let mut text = titles.join(",") + "\n";
    for m in months {
        let RothCMonth { year, month, modern, temperature, rain, evaporation, plant, manure, cover, dpm_rpm } = *m;
        let cover = u8::from(cover);
        text.push_str(&format!(
            "{year},{month},{modern},{temperature},{rain},{evaporation},{plant},{manure},{cover},{dpm_rpm}\n"
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months() -> Vec<RothCMonth> {
        let month = |m: i64| RothCMonth {
            year: 1900 + m / 12,
            month: m % 12 + 1,
            modern: 100.0,
            temperature: 0.1 + m as f64 / 3.0,
            rain: 61.7,
            evaporation: 8.0,
            plant: 1.0 / 7.0,
            manure: 0.0,
            cover: m % 2 == 0,
            dpm_rpm: 1.44,
        };
        (0..30).map(month).collect()
    }

    fn read(text: &str) -> std::result::Result<Vec<RothCMonth>, Faults> {
        parse_drivers(Path::new("d.csv"), text.as_bytes())
    }

    #[test]
    fn what_was_written_is_read_to_the_bit() {
        assert_eq!(read(&drivers_text(&months())).unwrap(), months());
    }

    #[test]
    fn potential_evapotranspiration_is_three_quarters_of_a_pan() {
        let text = drivers_text(&months()).replace("evaporation [mm]", "pet");
        assert_eq!(read(&text).unwrap()[3].evaporation, 8.0 / 0.75);
    }

    #[test]
    fn faults_of_the_header_are_told_together() {
        let text = drivers_text(&months()).replace("rain [mm]", "rian").replace("plant [t ha-1]", "plant [kg m-2]");
        assert_eq!(
            read(&text).unwrap_err().to_string(),
            "d.csv:1: column 5: unknown name `rian`; did you mean `rain`?\n\
             d.csv:1: column 7 (plant): the unit is `kg m-2`; accepted is [t ha-1]\n\
             d.csv:1: column `rain` is missing"
        );
        assert!(read("").unwrap_err().to_string().contains("column `year` is missing"));
    }

    #[test]
    fn faults_of_rows_name_line_and_column() {
        let text = drivers_text(&months()).replacen(",61.7,", ",-1,", 1);
        let said = read(&text).unwrap_err().to_string();
        assert_eq!(said, "d.csv:2: column 5 (rain): found `-1`; accepted is a number from 0 to 10000");
        let text = drivers_text(&months()[..7]);
        assert!(read(&text).unwrap_err().to_string().contains("d.csv:8: found 7 months"));
    }
}
