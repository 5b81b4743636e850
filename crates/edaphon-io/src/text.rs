//! Text tables as the testbed reads them: values by position, separated by commas, blanks or tabs.

use std::cell::RefCell;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::faults::Faults;

/// The bytes of a file.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|reason| Error::File { path: path.to_owned(), action: "read", reason })
}

/// Writes a whole file beside its place and moves it there, so that nobody meets half of it.
///
/// # Errors
/// If it cannot be written.
pub fn write_whole(path: &Path, content: &[u8]) -> Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".tmp-{}", std::process::id()));
    let beside = path.with_file_name(name);
    let failed = |action, reason| Error::File { path: path.to_owned(), action, reason };
    let written = std::fs::write(&beside, content).map_err(|reason| failed("write", reason));
    let moved = written.and_then(|()| std::fs::rename(&beside, path).map_err(|reason| failed("replace", reason)));
    if moved.is_err() {
        // What could not be finished is of no use to anybody; the first error is the one to tell.
        let _ = std::fs::remove_file(&beside);
    }
    moved
}

/// The lines of a file, and what was found wrong with them.
///
/// Bytes that are not UTF-8 stand in comments only and are replaced.
pub(crate) struct Text {
    path: PathBuf,
    lines: Vec<String>,
    faults: RefCell<Faults>,
}

impl Text {
    pub(crate) fn new(path: &Path, bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let lines = text.lines().map(str::to_owned).collect();
        Self { path: path.to_owned(), lines, faults: RefCell::default() }
    }

    /// Number of lines.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The text of a line, from 1.
    pub(crate) fn line(&self, number: usize) -> Option<&str> {
        self.lines.get(number.checked_sub(1)?).map(String::as_str)
    }

    /// The last part of the path, for the origin of values.
    pub(crate) fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }

    pub(crate) fn fault(&self, line: usize, problem: impl Into<String>) {
        self.faults.borrow_mut().add_at(&self.path, line, problem);
    }

    /// The fault of a table without rows, unless its rows were told to be faulty.
    pub(crate) fn no_cells(&self) {
        if self.faults.borrow().is_empty() {
            let problem = "no cells; accepted are a header line and one line per cell";
            self.faults.borrow_mut().add(&self.path, problem);
        }
    }

    /// A line with at least `needed` values; `what` names it for the fault if there is no such line or it is too short.
    pub(crate) fn row(&self, number: usize, needed: usize, what: &str) -> Option<Row<'_>> {
        let Some(line) = self.line(number) else {
            self.fault(number, format!("{what} is missing: the file ends after {} lines", self.len()));
            return None;
        };
        let fields = fields(line);
        if fields.len() < needed {
            let found = fields.len();
            self.fault(number, format!("{what} has {found} values, at least {needed} are needed"));
            return None;
        }
        Some(Row { text: self, number, fields })
    }

    /// The rows with something in them from line `first` on; each needs at least `needed` values.
    pub(crate) fn rows(&self, first: usize, needed: usize) -> impl Iterator<Item = Row<'_>> {
        let filled = (first..=self.len()).filter(|&n| self.line(n).is_some_and(|line| !line.trim().is_empty()));
        filled.filter_map(move |n| self.row(n, needed, "the row"))
    }

    /// How many faults were told so far.
    pub(crate) fn faults(&self) -> usize {
        self.faults.borrow().list().len()
    }

    /// `value` if nothing was wrong.
    pub(crate) fn finish<T>(self, value: T) -> std::result::Result<T, Faults> {
        self.faults.into_inner().or(value)
    }
}

/// The values of a line; columns count from 1.
pub(crate) struct Row<'t> {
    text: &'t Text,
    number: usize,
    fields: Vec<&'t str>,
}

impl Row<'_> {
    /// Number of the line, from 1.
    pub(crate) fn number(&self) -> usize {
        self.number
    }

    /// How many values there are.
    pub(crate) fn count(&self) -> usize {
        self.fields.len()
    }

    /// Notes a fault of the row.
    pub(crate) fn fault(&self, problem: &str) {
        self.text.fault(self.number, problem);
    }

    /// The number in a column; 0 if there is none, which is then a fault.
    pub(crate) fn real(&self, column: usize, name: &str, accepted: RangeInclusive<f64>) -> f64 {
        let found = self.fields.get(column - 1).copied().unwrap_or_default();
        match real(found).filter(|x| accepted.contains(x)) {
            Some(value) => value,
            None => {
                self.refuse(column, name, found, &format!("a number{}", bounds(&accepted)));
                0.0
            }
        }
    }

    /// The whole number in a column; the lowest accepted if there is none, which is then a fault.
    pub(crate) fn integer(&self, column: usize, name: &str, accepted: RangeInclusive<i64>) -> i64 {
        let found = self.fields.get(column - 1).copied().unwrap_or_default();
        match found.parse().ok().filter(|x| accepted.contains(x)) {
            Some(value) => value,
            None => {
                let (low, high) = (accepted.start(), accepted.end());
                let accepted = match (*low, *high) {
                    (i64::MIN, i64::MAX) => "a whole number".to_owned(),
                    (_, i64::MAX) => format!("a whole number of at least {low}"),
                    _ if low == high => low.to_string(),
                    _ => format!("a whole number from {low} to {high}"),
                };
                self.refuse(column, name, found, &accepted);
                *low
            }
        }
    }

    fn refuse(&self, column: usize, name: &str, found: &str, accepted: &str) {
        let found = if found.is_empty() { "nothing".to_owned() } else { format!("`{}`", shown(found)) };
        self.text.fault(self.number, format!("column {column} ({name}): found {found}; accepted is {accepted}"));
    }
}

/// Any finite number.
pub(crate) const ANY: RangeInclusive<f64> = f64::MIN..=f64::MAX;
/// Zero and above.
pub(crate) const NOT_NEGATIVE: RangeInclusive<f64> = 0.0..=f64::MAX;

fn bounds(accepted: &RangeInclusive<f64>) -> String {
    match (*accepted.start(), *accepted.end()) {
        (f64::MIN, f64::MAX) => String::new(),
        (f64::MIN_POSITIVE, f64::MAX) => " above 0".to_owned(),
        (low, f64::MAX) => format!(" of at least {low}"),
        (low, high) => format!(" from {low} to {high}"),
    }
}

/// Text from a file as a message may show it: short and printable.
pub(crate) fn shown(text: &str) -> String {
    let short: String = text.chars().take(40).flat_map(char::escape_default).collect();
    if text.chars().nth(40).is_some() { short + "…" } else { short }
}

/// A number as Fortran writes it: `1.5`, `-.5`, `1.D-03`, `5.2766078186680311E+001`.
pub(crate) fn real(text: &str) -> Option<f64> {
    let numeric = |b: u8| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E' | b'd' | b'D');
    if !text.bytes().all(numeric) {
        return None;
    }
    text.replace(['d', 'D'], "e").parse().ok().filter(|x: &f64| x.is_finite())
}

/// Splits a line at commas, blanks and tabs; two commas have an empty value between them, and quotes hold a value together.
pub(crate) fn fields(line: &str) -> Vec<&str> {
    let mut fields = Vec::new();
    let mut rest = line.trim_matches(BLANK);
    while !rest.is_empty() {
        let (field, after) = match rest.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
            Some(pair) => pair,
            None => rest.split_at(rest.find([',', ' ', '\t']).unwrap_or(rest.len())),
        };
        fields.push(field);
        rest = after.trim_start_matches(BLANK);
        rest = rest.strip_prefix(',').unwrap_or(rest).trim_start_matches(BLANK);
    }
    fields
}

const BLANK: [char; 4] = [' ', '\t', '\r', '\u{feff}'];

/// A number in Fortran's `E` form with 17 significant digits and three digits of exponent, right-aligned in `width`.
pub(crate) fn exponential(value: f64, width: usize) -> String {
    let text = format!("{value:.16e}");
    let Some((mantissa, exponent)) = text.split_once('e') else { return format!("{text:>width$}") };
    let (sign, digits) = exponent.strip_prefix('-').map_or(('+', exponent), |digits| ('-', digits));
    format!("{:>width$}", format!("{mantissa}E{sign}{digits:0>3}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_separated_as_in_list_directed_input() {
        assert_eq!(fields(" 1, 2.5\t3 , x,\r"), ["1", "2.5", "3", "x"]);
        assert_eq!(fields("1,,3,"), ["1", "", "3"]);
        assert_eq!(fields("\"a, b\",2"), ["a, b", "2"]);
        assert_eq!(fields("\"open,2"), ["\"open", "2"]);
        assert!(fields("  \t").is_empty());
    }

    #[test]
    fn numbers_are_read_as_fortran_writes_them() {
        let read = |text| real(text);
        assert_eq!(read("5.2766156184380684E+001"), Some(52.766_156_184_380_684));
        assert_eq!(
            [read("1.d-3"), read("-.5"), read("+2."), read("1.25E-08")],
            [Some(1e-3), Some(-0.5), Some(2.0), Some(1.25e-8)]
        );
        assert_eq!([read("nan"), read("inf"), read("1e999"), read(""), read("**"), read("1_0")], [None; 6]);
    }

    #[test]
    fn written_numbers_have_the_width_and_digits_of_the_reference() {
        assert_eq!(exponential(58.177_298_432, 27), "    5.8177298432000001E+001");
        assert_eq!(exponential(-0.000_976_562_5, 24), "-9.7656250000000000E-004");
        assert_eq!(exponential(0.0, 24), " 0.0000000000000000E+000");
    }

    #[test]
    fn faults_name_line_column_and_what_is_accepted() {
        let text = Text::new(Path::new("t.csv"), b"head\n1,abc,9\n2,,1.5\n3\n");
        let rows: Vec<_> = text.rows(2, 3).collect();
        assert_eq!(rows.len(), 2);
        rows[0].real(2, "latitude", -90.0..=90.0);
        rows[0].integer(3, "type", 1..=8);
        rows[1].real(2, "area", NOT_NEGATIVE);
        rows[1].integer(3, "id", i64::MIN..=i64::MAX);
        assert_eq!(
            text.finish(()).unwrap_err().to_string(),
            "t.csv:4: the row has 1 values, at least 3 are needed\n\
             t.csv:2: column 2 (latitude): found `abc`; accepted is a number from -90 to 90\n\
             t.csv:2: column 3 (type): found `9`; accepted is a whole number from 1 to 8\n\
             t.csv:3: column 2 (area): found nothing; accepted is a number of at least 0\n\
             t.csv:3: column 3 (id): found `1.5`; accepted is a whole number"
        );
    }
}
