//! CSV: a header line, fields separated by commas, quotes where a field holds a comma.

use std::io::{Read, Write};
use std::path::Path;

use ::csv::{ByteRecord, QuoteStyle, ReaderBuilder, Terminator, WriterBuilder};
use edaphon_io::Faults;
use flate2::read::MultiGzDecoder;
use flate2::{Compression, GzBuilder};

use super::values::{Values, quoted};
use super::{Column, Table};
use crate::error::{Result, refused};

/// What stands for no value, apart from an empty field.
const MISSING: [&str; 4] = ["NA", "NaN", "nan", "N/A"];

/// Reads the text of a table.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<Table> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut faults = Faults::new();
    let mut header: Option<Vec<String>> = None;
    let (mut fields, mut lines): (Vec<Vec<String>>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut record = ByteRecord::new();
    let read = |e: ::csv::Error| refused(path, format!("cannot be read as CSV: {e}"));
    while reader.read_byte_record(&mut record).map_err(read)? {
        let line = record.position().map_or(0, |at| line_of(bytes, at));
        let row: Vec<String> =
            match record.iter().map(|f| std::str::from_utf8(f).map(|f| f.trim().to_owned())).collect() {
                Ok(row) => row,
                Err(_) => {
                    faults.add_at(path, line, "holds letters that are not UTF-8; save the file as UTF-8");
                    continue;
                }
            };
        match &header {
            None => {
                check_header(path, line, &row, &mut faults);
                fields = row.iter().map(|_| Vec::new()).collect();
                header = Some(row);
            }
            Some(header) if header.len() != row.len() => {
                faults.add_at(path, line, wrong_length(header.len(), &row));
            }
            Some(_) => {
                fields.iter_mut().zip(row).for_each(|(column, field)| column.push(field));
                lines.push(line);
            }
        }
    }
    let Some(header) = header else {
        return Err(refused(path, "is empty; accepted are a header line and one line for each row"));
    };
    if faults.is_empty() && lines.is_empty() {
        faults.add(path, "has a header and no rows; accepted is at least one");
    }
    faults.or(())?;
    let columns = header.iter().zip(fields).map(|(name, fields)| Column::from_heading(name, typed(fields)));
    Table::assembled(path, Some(lines), columns.collect())
}

/// The line of a record; its position is that of the empty lines before it.
fn line_of(bytes: &[u8], at: &::csv::Position) -> usize {
    let rest = bytes.get(at.byte() as usize..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| **byte == b'\n').count();
    at.line() as usize + empty
}

fn check_header(path: &Path, line: usize, header: &[String], faults: &mut Faults) {
    for separator in [';', '\t'] {
        if header.len() == 1 && header[0].contains(separator) {
            let shown = if separator == ';' { "`;`" } else { "tabs" };
            let mend = "save the file as CSV with commas, and with points in decimal numbers";
            faults.add_at(path, line, format!("fields are separated by {shown}; accepted are commas: {mend}"));
        }
    }
    if header.iter().all(|name| name.parse::<f64>().is_ok()) {
        faults.add_at(path, line, "holds numbers where the names of the columns are expected; put a header line first");
    }
}

fn wrong_length(expected: usize, row: &[String]) -> String {
    let found = row.len();
    let why = if found > expected {
        "quote fields that hold a comma, and write decimal numbers with a point"
    } else {
        "write the missing fields, empty where there is no value"
    };
    format!("has {found} fields where the header has {expected}; {why}")
}

/// The values that fields hold: whole numbers, else numbers, else text.
///
/// Digits with zeros before them (`007`), or more of them than a number can hold, are names and stay as they are.
fn typed(fields: Vec<String>) -> Values {
    let is_name = |field: &String| {
        field.bytes().all(|b| b.is_ascii_digit()) && (field.len() > 1 && field.starts_with('0') || field.len() > 18)
    };
    if fields.iter().any(is_name) {
        return Values::Text(fields);
    }
    if let Ok(whole) = fields.iter().map(|field| field.parse()).collect::<std::result::Result<Vec<i64>, _>>() {
        return Values::Whole(whole);
    }
    let real = |field: &String| if is_missing(field) { Some(f64::NAN) } else { number(field) };
    match fields.iter().map(real).collect() {
        Some(numbers) => Values::Real(numbers),
        None => Values::Text(fields),
    }
}

/// A finite number as people write it.
pub(super) fn number(text: &str) -> Option<f64> {
    let numeric = |b: u8| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E');
    if !text.bytes().all(numeric) {
        return None;
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Whether a field of text stands for no value.
pub(super) fn is_missing(text: &str) -> bool {
    text.is_empty() || MISSING.contains(&text)
}

/// The text of a table; the same table gives the same bytes.
pub(super) fn text(table: &Table, path: &Path) -> Result<Vec<u8>> {
    let failed = |e: ::csv::Error| refused(path, format!("cannot be written as CSV: {e}"));
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::Any(b'\n'))
        .quote_style(QuoteStyle::Necessary)
        .from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(Column::heading)).map_err(failed)?;
    for row in 0..table.rows {
        writer.write_record(table.columns.iter().map(|column| field(&column.values, row))).map_err(failed)?;
    }
    writer.into_inner().map_err(|e| refused(path, format!("cannot be written as CSV: {e}")))
}

/// A value with all its digits; a number that is not whole by type keeps its point, and reads back as one.
fn field(values: &Values, row: usize) -> String {
    match values {
        Values::Real(values) if values[row].is_nan() => String::new(),
        Values::Real(values) => format!("{:?}", values[row]),
        Values::Whole(values) => values[row].to_string(),
        Values::Text(values) => values[row].clone(),
    }
}

/// The text inside a `.gz`.
pub(super) fn unpacked(path: &Path, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    let read = MultiGzDecoder::new(bytes).read_to_end(&mut text);
    let begins = || quoted(&String::from_utf8_lossy(&bytes[..bytes.len().min(12)]));
    read.map_err(|reason| {
        refused(path, format!("cannot be unpacked as gzip ({reason}); it begins with {}", begins()))
    })?;
    Ok(text)
}

/// Packs text, without the time of packing.
pub(super) fn packed(path: &Path, text: &[u8]) -> Result<Vec<u8>> {
    let mut writer = GzBuilder::new().mtime(0).write(Vec::new(), Compression::default());
    let written = writer.write_all(text).and_then(|()| writer.finish());
    Ok(written.map_err(|reason| edaphon_io::Error::File { path: path.to_owned(), action: "pack", reason })?)
}
