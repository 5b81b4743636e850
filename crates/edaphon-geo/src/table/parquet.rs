//! Tables in Parquet: flat columns, whose names carry units as a CSV header does (`clay [%]`).

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::record::Field;
use ::parquet::schema::types::Type;
use edaphon_io::Faults;

use super::{Column, Table, Values};
use crate::error::{Result, refused};

/// Reads every column of a file.
pub(super) fn read(path: &Path) -> Result<Table> {
    let file = File::open(path);
    let file = file.map_err(|reason| edaphon_io::Error::File { path: path.to_owned(), action: "read", reason })?;
    let wrong = |e: ParquetError| refused(path, format!("cannot be read as Parquet: {e}; write the file again"));
    let reader = SerializedFileReader::new(file).map_err(wrong)?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let mut faults = Faults::new();
    for column in schema.columns().iter().filter(|column| column.path().parts().len() > 1 || column.max_rep_level() > 0)
    {
        let mend = "a table takes flat columns: unnest it first (pandas `explode`, polars `unnest`)";
        faults.add(path, format!("column `{}` is nested; {mend}", column.path().string()));
    }
    faults.or(())?;
    let names: Vec<String> = schema.columns().iter().map(|column| column.name().to_owned()).collect();
    let mut fields: Vec<Vec<Field>> = names.iter().map(|_| Vec::new()).collect();
    for row in reader.get_row_iter(None).map_err(wrong)? {
        let row = row.map_err(wrong)?;
        fields.iter_mut().zip(row.into_columns()).for_each(|(column, (_, field))| column.push(field));
    }
    if fields.first().is_none_or(Vec::is_empty) {
        return Err(refused(path, "has no rows; accepted is at least one"));
    }
    let mut faults = Faults::new();
    let mut columns = Vec::new();
    for (name, fields) in names.iter().zip(fields) {
        match values(&fields) {
            Ok(values) => columns.push(Column::from_heading(name, values)),
            Err(problem) => faults.add(path, format!("column `{name}`: {problem}")),
        }
    }
    faults.or(())?;
    Table::assembled(path, None, columns)
}

/// A field as one of the types of a table.
enum Cell {
    None,
    Whole(i64),
    Real(f64),
    Text(String),
}

fn cell(field: &Field) -> std::result::Result<Cell, &'static str> {
    Ok(match field {
        Field::Null => Cell::None,
        Field::Byte(value) => Cell::Whole((*value).into()),
        Field::Short(value) => Cell::Whole((*value).into()),
        Field::Int(value) => Cell::Whole((*value).into()),
        Field::Long(value) => Cell::Whole(*value),
        Field::UByte(value) => Cell::Whole((*value).into()),
        Field::UShort(value) => Cell::Whole((*value).into()),
        Field::UInt(value) => Cell::Whole((*value).into()),
        Field::ULong(value) => Cell::Whole(i64::try_from(*value).map_err(|_| "a number beyond 2⁶³")?),
        Field::Float(value) => Cell::Real((*value).into()),
        Field::Double(value) => Cell::Real(*value),
        Field::Bool(value) => Cell::Text(value.to_string()),
        Field::Str(text) => Cell::Text(text.clone()),
        Field::Date(_) | Field::TimestampMillis(_) | Field::TimestampMicros(_) => {
            return Err("a date; accepted are numbers and text: write years and months as numbers");
        }
        _ => return Err("a value of a type that is not read; accepted are numbers and text"),
    })
}

/// The values of a column, or what they are instead.
fn values(fields: &[Field]) -> std::result::Result<Values, String> {
    let cells: std::result::Result<Vec<Cell>, &str> = fields.iter().map(cell).collect();
    let cells = cells.map_err(|found| format!("found {found}"))?;
    if cells.iter().any(|cell| matches!(cell, Cell::Text(_))) {
        let text = |cell: Cell| if let Cell::Text(text) = cell { text } else { String::new() };
        return Ok(Values::Text(cells.into_iter().map(text).collect()));
    }
    if cells.iter().all(|cell| matches!(cell, Cell::Whole(_))) {
        let whole = |cell: &Cell| if let Cell::Whole(value) = cell { *value } else { 0 };
        return Ok(Values::Whole(cells.iter().map(whole).collect()));
    }
    let real = |(row, cell): (usize, &Cell)| match cell {
        Cell::Real(value) if value.is_infinite() => {
            Err(format!("row {}: found {value}; accepted is a finite number", row + 1))
        }
        Cell::Real(value) => Ok(*value),
        Cell::Whole(value) if value.unsigned_abs() <= 1 << 53 => Ok(*value as f64),
        Cell::Whole(value) => {
            Err(format!("row {}: found {value} in a column with gaps; at most 2⁵³ is accepted there", row + 1))
        }
        Cell::None | Cell::Text(_) => Ok(f64::NAN),
    };
    Ok(Values::Real(cells.iter().enumerate().map(real).collect::<std::result::Result<_, String>>()?))
}

/// Writes every column, compressed with Snappy; the same table gives the same bytes.
pub(super) fn write(table: &Table, path: &Path) -> Result<()> {
    let bytes = bytes(table).map_err(|e| refused(path, format!("cannot be written as Parquet: {e}")))?;
    Ok(edaphon_io::write_whole(path, &bytes)?)
}

fn bytes(table: &Table) -> std::result::Result<Vec<u8>, ParquetError> {
    let fields = table.columns.iter().map(|column| field(column).map(Arc::new));
    let fields = fields.collect::<std::result::Result<Vec<_>, _>>()?;
    let schema = Arc::new(Type::group_type_builder("table").with_fields(fields).build()?);
    let program = concat!("edaphon ", env!("CARGO_PKG_VERSION")).to_owned();
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by(program).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    let mut rows = writer.next_row_group()?;
    for column in &table.columns {
        if let Some(mut to) = rows.next_column()? {
            put(&column.values, &mut to)?;
            to.close()?;
        }
    }
    rows.close()?;
    writer.into_inner()
}

fn field(column: &Column) -> std::result::Result<Type, ParquetError> {
    let name = column.heading();
    match column.values {
        Values::Real(_) => Type::primitive_type_builder(&name, Physical::DOUBLE).with_repetition(Repetition::OPTIONAL),
        Values::Whole(_) => Type::primitive_type_builder(&name, Physical::INT64).with_repetition(Repetition::REQUIRED),
        Values::Text(_) => Type::primitive_type_builder(&name, Physical::BYTE_ARRAY)
            .with_logical_type(Some(LogicalType::String))
            .with_repetition(Repetition::OPTIONAL),
    }
    .build()
}

/// Writes the values of a column; missing ones are null.
fn put(values: &Values, to: &mut SerializedColumnWriter<'_>) -> std::result::Result<(), ParquetError> {
    let there: Vec<i16> = (0..values.len()).map(|row| i16::from(!values.is_missing(row))).collect();
    match values {
        Values::Real(values) => {
            let values: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
            to.typed::<DoubleType>().write_batch(&values, Some(&there), None)?;
        }
        Values::Whole(values) => {
            to.typed::<Int64Type>().write_batch(values, None, None)?;
        }
        Values::Text(values) => {
            let texts: Vec<ByteArray> =
                values.iter().filter(|text| !text.is_empty()).map(|text| ByteArray::from(text.as_str())).collect();
            to.typed::<ByteArrayType>().write_batch(&texts, Some(&there), None)?;
        }
    }
    Ok(())
}
