//! The phenology file: days of greenup and leaf fall by latitude and vegetation type.

use std::path::Path;

use super::reader;
use crate::faults::Faults;
use crate::text::Text;

/// Rows of the file: latitudes 79.75 down to −55.25 in steps of half a degree.
const ROWS: usize = 271;
/// Vegetation types with days of their own, in the order of the columns.
const TYPES: [usize; 11] = [3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 18];

/// The leaf calendar of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeafCalendar {
    /// Day of the year when leaves come out.
    pub greenup: i64,
    /// Day of the year when leaves begin to fall.
    pub fall: i64,
    /// Phase on the first day: 0 dormant, 1 flush, 2 steady, 3 senescence.
    pub phase: i64,
}

impl LeafCalendar {
    /// For types without days of their own: leaves all year.
    pub const EVERGREEN: Self = Self { greenup: -50, fall: 367, phase: 2 };
}

/// Leaf calendars by latitude and vegetation type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phenology {
    rows: Vec<[LeafCalendar; TYPES.len()]>,
}

impl Phenology {
    /// The calendar at a latitude (degrees north) for a vegetation type (from 1).
    ///
    /// The row is `trunc((79.75 − latitude + 0.25) / 0.5) + 1`, kept within 1 to 271.
    pub fn lookup(&self, latitude: f64, vegetation_type: usize) -> LeafCalendar {
        let Some(column) = TYPES.iter().position(|&t| t == vegetation_type) else { return LeafCalendar::EVERGREEN };
        let row = ((79.75 - latitude + 0.25) / 0.5).trunc() + 1.0;
        self.rows[row.clamp(1.0, ROWS as f64) as usize - 1][column]
    }
}

reader! {
    /// Reads a phenology file.
    read_phenology, parse_phenology => Phenology
}

/// The content of a phenology file; `path` is named in faults.
///
/// # Errors
/// All its faults.
pub fn parse_phenology(path: &Path, bytes: &[u8]) -> Result<Phenology, Faults> {
    let text = Text::new(path, bytes);
    if let Some(row) = text.row(2, TYPES.len(), "the line of vegetation types") {
        for (column, &vegetation_type) in TYPES.iter().enumerate() {
            let accepted = vegetation_type as i64;
            row.integer(column + 1, "vegetation type", accepted..=accepted);
        }
    }
    let mut rows = Vec::with_capacity(ROWS);
    for line in 3..3 + ROWS {
        let Some(row) = text.row(line, 1 + 3 * TYPES.len(), "the row of days") else {
            if line > text.len() {
                break;
            }
            continue;
        };
        let calendar = |column: usize| LeafCalendar {
            greenup: row.integer(2 + column, "greenup", -366..=732),
            fall: row.integer(2 + TYPES.len() + column, "leaf fall", -366..=732),
            phase: row.integer(2 + 2 * TYPES.len() + column, "phase", 0..=3),
        };
        rows.push(std::array::from_fn(calendar));
    }
    text.finish(Phenology { rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testbed::default_phenology;

    #[test]
    fn latitudes_find_their_row() {
        let table = default_phenology().unwrap();
        // First and last row of the published file, types 3 and 18.
        assert_eq!(table.lookup(90.0, 3), LeafCalendar { greenup: 167, fall: 231, phase: 0 });
        assert_eq!(table.lookup(79.75, 18), LeafCalendar { greenup: 184, fall: 229, phase: 0 });
        assert_eq!(table.lookup(-90.0, 18), LeafCalendar { greenup: 276, fall: 35, phase: 2 });
        assert_eq!(table.lookup(0.0, 1), LeafCalendar::EVERGREEN);
        // A row reaches a quarter of a degree to either side of its latitude.
        let row = |index: usize| table.rows[index - 1][0];
        assert_eq!(table.lookup(61.8475, 3), row(37));
        assert_eq!(table.lookup(79.51, 3), row(1));
        assert_eq!(table.lookup(79.49, 3), row(2));
    }

    #[test]
    fn a_short_file_and_a_wrong_header_are_told() {
        let text = "Lat\n\t3\t4\t5\t6\t7\t8\t9\t10\t12\t15\t18\n79.75 1 2\n";
        assert_eq!(
            parse_phenology(Path::new("p.txt"), text.as_bytes()).unwrap_err().to_string(),
            "p.txt:2: column 10 (vegetation type): found `15`; accepted is 14\n\
             p.txt:3: the row of days has 3 values, at least 34 are needed\n\
             p.txt:4: the row of days is missing: the file ends after 3 lines"
        );
    }
}
