//! The published text input.
//!
//! Version 2 (Fortran, 2025) has four lines of words, the two options, two lines of words, the soil, two lines of words, and then a line a
//! month. Version 1 (Python, 2024) has no options: the soil is on line 5 and months begin on line 8. Values are separated by blanks or tabs;
//! which version it is is told from line 5.

use std::ops::RangeInclusive;
use std::path::Path;

use super::months::{CARBON, EVAPORATION, MODERN, RAIN, RATIO, RothCMonth, SPIN_UP, TEMPERATURE, YEAR, out_of_order};
use crate::error::Result;
use crate::faults::Faults;
use crate::text::{Row, Text, bytes_of};

/// An input as its file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct RothCInput {
    /// `opt_RMmoist`, 1 to 3; 1 in version 1.
    pub moisture_option: i64,
    /// `opt_SMDbare`, 1 or 2; 1 in version 1.
    pub bare_option: i64,
    /// The soil.
    pub soil: SoilLine,
    /// The months, the first twelve of which are repeated until equilibrium.
    pub months: Vec<RothCMonth>,
}

/// The line of the soil.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SoilLine {
    /// Clay (%).
    pub clay: f64,
    /// Thickness of the layer (cm).
    pub depth: f64,
    /// Inert carbon (t C ha⁻¹).
    pub inert: f64,
    /// What the dryland options need, where the line has it.
    pub dryland: Option<DrylandLine>,
}

/// What the dryland options need of a soil.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrylandLine {
    /// Silt (%).
    pub silt: f64,
    /// Bulk density (g cm⁻³).
    pub bulk_density: f64,
    /// Organic carbon (%).
    pub organic_carbon: f64,
    /// Moisture modifier of very dry soil (–).
    pub lowest_modifier: f64,
}

const PERCENT: RangeInclusive<f64> = 0.0..=100.0;

/// Reads an input of version 1 or 2.
///
/// # Errors
/// If the file cannot be read, or all its faults by line and column.
pub fn read_input(path: &Path) -> Result<RothCInput> {
    Ok(parse_input(path, &bytes_of(path)?)?)
}

/// Reads the text of an input; `path` is for messages.
///
/// # Errors
/// All its faults by line and column.
pub fn parse_input(path: &Path, bytes: &[u8]) -> std::result::Result<RothCInput, Faults> {
    let text = Text::new(path, bytes);
    let nothing = SoilLine { clay: 0.0, depth: 0.0, inert: 0.0, dryland: None };
    let Some(layout) = Layout::of(&text) else {
        return text.finish(RothCInput { moisture_option: 1, bare_option: 1, soil: nothing, months: Vec::new() });
    };
    let [moisture_option, bare_option] = layout.options(&text);
    let (soil, count) = layout.soil(&text, moisture_option);
    let months = months(&text, layout.first_month, count);
    text.finish(RothCInput { moisture_option, bare_option, soil: soil.unwrap_or(nothing), months })
}

/// Where things stand, by line from 1.
struct Layout {
    options: Option<usize>,
    soil: usize,
    first_month: usize,
}

impl Layout {
    fn of(text: &Text) -> Option<Self> {
        const LINE: usize = 5;
        let found = text.row(LINE, 1, "the line of options (version 2) or of the soil (version 1)")?.count();
        match found {
            2 | 3 => Some(Self { options: Some(LINE), soil: 8, first_month: 11 }),
            4.. => Some(Self { options: None, soil: LINE, first_month: 8 }),
            _ => {
                let accepted = "two options in an input of version 2, clay, depth, iom and nsteps in one of version 1";
                text.fault(LINE, format!("found {found} values; accepted are {accepted}"));
                None
            }
        }
    }

    fn options(&self, text: &Text) -> [i64; 2] {
        let row = self.options.and_then(|line| text.row(line, 2, "the line of options"));
        row.map_or([1, 1], |row| [row.integer(1, "opt_RMmoist", 1..=3), row.integer(2, "opt_SMDbare", 1..=2)])
    }

    /// The soil, and how many months are said to follow.
    fn soil(&self, text: &Text, moisture_option: i64) -> (Option<SoilLine>, Option<usize>) {
        let needed = if moisture_option == 1 { 4 } else { 8 };
        let what = if needed == 4 { "the line of the soil" } else { "the line of the soil, for opt_RMmoist above 1," };
        let Some(row) = text.row(self.soil, needed, what) else { return (None, None) };
        let clay = row.real(1, "clay, %", PERCENT);
        let soil = SoilLine {
            clay,
            depth: row.real(2, "depth, cm", 1.0..=300.0),
            inert: row.real(3, "iom, t C/ha", 0.0..=10_000.0),
            dryland: (row.count() >= 8).then(|| dryland(&row, clay, moisture_option)),
        };
        (Some(soil), Some(row.integer(4, "nsteps", SPIN_UP as i64..=10_000_000) as usize))
    }
}

fn dryland(row: &Row<'_>, clay: f64, moisture_option: i64) -> DrylandLine {
    let silt = row.real(5, "silt, %", PERCENT);
    // Standard RothC reads no silt: the published inputs carry any.
    if moisture_option > 1 && clay + silt > 100.0 {
        row.fault(&format!("clay and silt are {} % together; accepted is at most 100 %", clay + silt));
    }
    if moisture_option > 1 && (clay == 0.0 || silt == 0.0) {
        row.fault("clay and silt of 0 % have no retention curve; accepted with opt_RMmoist above 1 are values above 0");
    }
    DrylandLine {
        silt,
        bulk_density: row.real(6, "BD, g/cm3", 0.1..=2.65),
        organic_carbon: row.real(7, "OC, %", 0.01..=60.0),
        lowest_modifier: row.real(8, "minRM_Moist", 0.0..=1.0),
    }
}

fn months(text: &Text, first: usize, count: Option<usize>) -> Vec<RothCMonth> {
    let mut lines = Vec::new();
    let mut months = Vec::new();
    for row in text.rows(first, 10) {
        lines.push(row.number());
        months.push(month(&row));
    }
    for (at, problem) in out_of_order(&months) {
        text.fault(lines[at], format!("columns 1 and 2 (year, month): {problem}"));
    }
    let end = lines.last().copied().unwrap_or(first);
    if months.len() < SPIN_UP {
        text.fault(
            end,
            format!("found {} months; needed are the 12 that are repeated until equilibrium", months.len()),
        );
    } else if let Some(count) = count.filter(|count| *count != months.len()) {
        let found = months.len();
        text.fault(end, format!("found {found} months, but nsteps is {count}; mend nsteps or complete the table"));
    }
    months
}

fn month(row: &Row<'_>) -> RothCMonth {
    RothCMonth {
        year: row.integer(1, "year", YEAR),
        month: row.integer(2, "month", 1..=12),
        modern: row.real(3, "modern, %", MODERN),
        temperature: row.real(4, "Tmp, C", TEMPERATURE),
        rain: row.real(5, "Rain, mm", RAIN),
        evaporation: row.real(6, "Evap, mm", EVAPORATION),
        plant: row.real(7, "C_inp, t C/ha", CARBON),
        manure: row.real(8, "FYM, t C/ha", CARBON),
        cover: row.integer(9, "PC, plant cover", 0..=1) == 1,
        dpm_rpm: row.real(10, "DPM_RPM", RATIO),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "words\nwords\n\nopt_RMmoist opt_SMDbare\n";
    const MONTHS: &str = "units\nyear month modern Tmp Rain Evap C_inp FYM PC DPM_RPM\n";

    fn table(count: i64) -> String {
        (0..count).map(|m| format!("{} {} 100 9.5 60.0 40 0.1 0 1 1.44\n", 1 + m / 12, m % 12 + 1)).collect()
    }

    fn read(text: &str) -> std::result::Result<RothCInput, Faults> {
        parse_input(Path::new("c.dat"), text.as_bytes())
    }

    #[test]
    fn both_versions_are_read() {
        let second = format!("{HEAD}2\t1\nunits\nclay depth\n23.4 23 3.0 24 58.6 1.27 0.94 0.2\n{MONTHS}{}", table(24));
        let second = read(&second).unwrap();
        assert_eq!((second.moisture_option, second.bare_option, second.months.len()), (2, 1, 24));
        assert_eq!(second.soil.dryland.map(|d| d.silt), Some(58.6));
        let first = format!("words\nwords\n(%)\nclay depth iom nsteps\n13.0 25.0 3.0041 12\n{MONTHS}{}", table(12));
        let first = read(&first).unwrap();
        assert_eq!((first.soil.depth, first.soil.dryland, first.months[11].month), (25.0, None, 12));
        assert!(first.months[0].cover);
    }

    #[test]
    fn faults_are_told_by_line_and_column() {
        let table = table(24).replace("1 3 100 9.5 60.0 40 0.1 0 1 1.44", "1 3 100 9.5 -6 40 0.1 0 2 1.44");
        let lines: Vec<&str> = table.lines().enumerate().filter(|(at, _)| *at != 17).map(|(_, line)| line).collect();
        let text = format!("{HEAD}1 1\nunits\nclay depth\n300 23 -1 24\n{MONTHS}{}", lines.join("\n"));
        assert_eq!(
            read(&text).unwrap_err().to_string(),
            "c.dat:8: column 1 (clay, %): found `300`; accepted is a number from 0 to 100\n\
             c.dat:8: column 3 (iom, t C/ha): found `-1`; accepted is a number from 0 to 10000\n\
             c.dat:13: column 5 (Rain, mm): found `-6`; accepted is a number from 0 to 10000\n\
             c.dat:13: column 9 (PC, plant cover): found `2`; accepted is a whole number from 0 to 1\n\
             c.dat:28: columns 1 and 2 (year, month): found month 7 of year 2; expected is month 6 of year 2: months are missing, \
             twice, or out of order\n\
             c.dat:33: found 23 months, but nsteps is 24; mend nsteps or complete the table"
        );
    }

    #[test]
    fn dryland_options_need_their_values() {
        let with = |soil: &str| read(&format!("{HEAD}3 2\nunits\nclay depth\n{soil}\n{MONTHS}{}", table(12)));
        let said = |soil: &str| with(soil).unwrap_err().to_string();
        assert_eq!(
            said("20 23 1 12"),
            "c.dat:8: the line of the soil, for opt_RMmoist above 1, has 4 values, at least 8 are needed"
        );
        assert!(said("0 23 1 12 50 1.3 1 0.2").contains("clay and silt of 0 % have no retention curve"));
        assert!(said("60 23 1 12 50 1.3 1 0.2").contains("110 % together"));
        assert!(with("20 23 1 12 50 1.3 1 0.2").is_ok());
    }

    #[test]
    fn other_files_are_refused() {
        assert!(read("").unwrap_err().to_string().contains("is missing: the file ends after 0 lines"));
        assert!(read("a\nb\nc\nd\ne\n").unwrap_err().to_string().contains("found 1 values"));
        let short = format!("{HEAD}1 1\nu\nc\n20 23 1 12\n{MONTHS}{}", table(5));
        assert!(read(&short).unwrap_err().to_string().contains("found 5 months; needed are the 12"));
    }
}
