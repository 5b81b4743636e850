//! Tables: named columns with units, whose every value has a place.

mod access;
mod check;
mod complete;
mod csv;
mod key;
mod netcdf;
#[cfg(feature = "parquet")]
mod parquet;
mod values;

use std::path::{Path, PathBuf};

pub use check::Check;
pub(crate) use check::in_words;
pub(crate) use complete::runs;
use edaphon_io::Faults;
pub use values::Values;

use crate::error::{Result, refused};

/// A column: its name, its unit and its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Name, without the unit.
    pub name: String,
    /// Unit as CF writes it (`kg m-2`); none where none is stated.
    pub unit: Option<String>,
    /// What it is, in words; empty where nothing is said.
    pub long_name: String,
    /// The values, one to a row.
    pub values: Values,
}

impl Column {
    /// A column without a unit.
    pub fn new(name: &str, values: impl Into<Values>) -> Self {
        Self { name: name.to_owned(), unit: None, long_name: String::new(), values: values.into() }
    }

    /// Sets the unit.
    #[must_use]
    pub fn unit(mut self, unit: &str) -> Self {
        self.unit = Some(unit.to_owned());
        self
    }

    /// Says in words what it is.
    #[must_use]
    pub fn long_name(mut self, words: &str) -> Self {
        self.long_name = words.to_owned();
        self
    }

    /// The name as a header has it: `clay [%]`.
    pub fn heading(&self) -> String {
        self.unit.as_ref().map_or_else(|| self.name.clone(), |unit| format!("{} [{unit}]", self.name))
    }

    /// A column from its heading, `name` or `name [unit]`.
    pub(crate) fn from_heading(heading: &str, values: Values) -> Self {
        let split = heading.trim().strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
        match split {
            Some((name, unit)) if !name.trim().is_empty() => Self::new(name.trim(), values).unit(unit.trim()),
            _ => Self::new(heading.trim(), values),
        }
    }
}

/// A table read from a file or made in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    path: PathBuf,
    /// Line of each row, of a file that has lines.
    lines: Option<Vec<usize>>,
    /// Number of each row in its file, from 1, where rows were left out of one without lines.
    numbers: Option<Vec<usize>>,
    rows: usize,
    columns: Vec<Column>,
}

impl Table {
    /// A table of columns; `name` stands for it in messages.
    ///
    /// # Errors
    /// If two columns have one name, one has none, or they differ in length.
    pub fn new(name: impl AsRef<Path>, columns: Vec<Column>) -> Result<Self> {
        Self::assembled(name.as_ref(), None, columns)
    }

    fn assembled(path: &Path, lines: Option<Vec<usize>>, columns: Vec<Column>) -> Result<Self> {
        let mut faults = Faults::new();
        let rows = columns.first().map_or(0, |column| column.values.len());
        for (at, column) in columns.iter().enumerate() {
            let place = at + 1;
            if column.name.is_empty() {
                let mend = "give it one (an index that pandas wrote goes away with `to_csv(…, index=False)`)";
                faults.add(path, format!("column {place} has no name; {mend}"));
            } else if let Some(first) = columns[..at].iter().position(|other| other.name == column.name) {
                let problem = format!("columns {} and {place} are both called `{}`", first + 1, column.name);
                faults.add(path, format!("{problem}; rename one or take it out"));
            }
            if column.values.len() != rows {
                let problem = format!("column {place} ({}) has {} values", column.heading(), column.values.len());
                faults.add(path, format!("{problem}, column 1 has {rows}; all must have one for each row"));
            }
        }
        if columns.is_empty() {
            faults.add(path, "there are no columns; accepted is at least one");
        }
        Ok(faults.or(Self { path: path.to_owned(), lines, numbers: None, rows, columns })?)
    }

    /// Reads a table, as the name of the file says: `.csv`, `.csv.gz`, `.parquet` (with the feature `parquet`) or `.nc`.
    ///
    /// # Errors
    /// If the file cannot be read or is no table, with every fault at its place.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        match Kind::of(path)? {
            Kind::Csv => Self::from_csv(path, &bytes_of(path)?),
            Kind::CsvGz => Self::from_csv(path, &csv::unpacked(path, &bytes_of(path)?)?),
            Kind::NetCdf => netcdf::read(path),
            #[cfg(feature = "parquet")]
            Kind::Parquet => parquet::read(path),
            #[cfg(not(feature = "parquet"))]
            Kind::Parquet => Err(without_parquet(path)),
        }
    }

    /// Reads the text of a CSV file; `path` stands for it in messages.
    ///
    /// # Errors
    /// If it is no table, with every fault at its line.
    pub fn from_csv(path: &Path, bytes: &[u8]) -> Result<Self> {
        csv::read(path, bytes)
    }

    /// Writes the table beside its place and moves it there, in the format that the name of the file says.
    ///
    /// # Errors
    /// If the name has another ending, the format does not take a name or the file cannot be written.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        match Kind::of(path)? {
            Kind::Csv => Ok(edaphon_io::write_whole(path, &csv::text(self, path)?)?),
            Kind::CsvGz => Ok(edaphon_io::write_whole(path, &csv::packed(path, &csv::text(self, path)?)?)?),
            Kind::NetCdf => netcdf::write(self, path),
            #[cfg(feature = "parquet")]
            Kind::Parquet => parquet::write(self, path),
            #[cfg(not(feature = "parquet"))]
            Kind::Parquet => Err(without_parquet(path)),
        }
    }

    /// The file it came from, or the name it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns, in the order of the file.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Begins a list of what must hold.
    pub fn check(&self) -> Check<'_> {
        Check::of(self)
    }

    /// Adds a fault of a row (from 0), at its line where there are lines.
    pub fn fault(&self, faults: &mut Faults, row: usize, problem: impl AsRef<str>) {
        match self.lines.as_ref().and_then(|lines| lines.get(row)) {
            Some(line) => faults.add_at(&self.path, *line, problem.as_ref()),
            None => faults.add(&self.path, format!("{}: {}", self.row_name(row), problem.as_ref())),
        }
    }

    /// A row (from 0) in words: `line 9`, or `row 8` where there are no lines.
    pub fn row_name(&self, row: usize) -> String {
        match self.lines.as_ref().and_then(|lines| lines.get(row)) {
            Some(line) => format!("line {line}"),
            None => {
                let number = self.numbers.as_ref().and_then(|numbers| numbers.get(row).copied());
                format!("row {}", number.unwrap_or(row + 1))
            }
        }
    }

    /// A column in words: `column 3 (clay [%])`.
    pub(crate) fn column_name(&self, column: &Column) -> String {
        let at = self.columns.iter().position(|other| other.name == column.name).unwrap_or(0);
        format!("column {} ({})", at + 1, column.heading())
    }
}

/// The format of a file, by its name.
enum Kind {
    Csv,
    CsvGz,
    Parquet,
    NetCdf,
}

impl Kind {
    fn of(path: &Path) -> Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        match name.rsplit('.').next() {
            _ if name.ends_with(".csv") => Ok(Self::Csv),
            _ if name.ends_with(".csv.gz") => Ok(Self::CsvGz),
            Some("parquet") => Ok(Self::Parquet),
            Some("nc" | "nc4" | "cdf") => Ok(Self::NetCdf),
            Some("xls" | "xlsx" | "ods") => {
                Err(refused(path, "a spreadsheet is not read; save the sheet as CSV (UTF-8, separated by commas)"))
            }
            _ => Err(refused(path, "the name does not say what it is; accepted are .csv, .csv.gz, .parquet and .nc")),
        }
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    let read = std::fs::read(path);
    Ok(read.map_err(|reason| edaphon_io::Error::File { path: path.to_owned(), action: "read", reason })?)
}

#[cfg(not(feature = "parquet"))]
fn without_parquet(path: &Path) -> crate::Error {
    refused(path, "Parquet is not built in: build with `--features parquet`, or use .csv, .csv.gz or .nc")
}
