//! Tables in NetCDF: one-dimensional variables over one dimension.

use std::path::Path;

use edaphon_io::Faults;
use edaphon_io::netcdf::{AttributeValue, DataType, Define, File, Format, Variable, Writer};

use super::{Column, Table, Values};
use crate::error::{Result, refused};

/// Reads every variable of a file as a column.
pub(super) fn read(path: &Path) -> Result<Table> {
    let file = File::open(path)?;
    let mut faults = Faults::new();
    let mut dimension: Option<&str> = None;
    for variable in file.variables() {
        let rank = variable.dimensions.len()
            - usize::from(variable.data_type == DataType::Char && !variable.dimensions.is_empty());
        let over = variable.dimensions.first().map(String::as_str);
        let what = format!("variable `{}` ({})", variable.name, variable.dimensions.join(", "));
        if rank != 1 {
            let mend = "take it out with `ncks -C -x -v`, or read the file as a map";
            faults.add(path, format!("{what}: a table takes variables over one dimension; {mend}"));
        } else if dimension.is_some_and(|first| Some(first) != over) {
            let first = dimension.unwrap_or_default();
            faults.add(
                path,
                format!("{what}: the other variables are over `{first}`, and a table has rows of one kind only"),
            );
        } else {
            dimension = over;
        }
    }
    if file.variables().is_empty() {
        faults.add(path, "there are no variables; accepted are one-dimensional ones over one dimension");
    }
    faults.or(())?;
    let columns = file.variables().iter().map(|variable| column(&file, variable)).collect::<Result<Vec<_>>>()?;
    Table::assembled(path, None, columns)
}

fn column(file: &File, variable: &Variable) -> Result<Column> {
    let name = variable.name.as_str();
    let text = |attribute| variable.attribute(attribute).and_then(AttributeValue::text);
    let packed = ["scale_factor", "add_offset"].iter().any(|name| variable.attribute(name).is_some());
    let values = match variable.data_type {
        DataType::Char | DataType::String => Values::Text(file.read_strings(name)?),
        DataType::F32 | DataType::F64 => Values::Real(file.unpack_f64(name)?),
        _ => {
            let numbers = file.unpack_f64(name)?;
            let unsigned = text("_Unsigned") == Some("true");
            if packed || unsigned || numbers.iter().any(|value| value.is_nan()) {
                Values::Real(numbers)
            } else {
                Values::Whole(file.read_i64(name)?)
            }
        }
    };
    let mut column = Column::new(name, values).long_name(text("long_name").unwrap_or_default());
    column.unit = text("units").map(str::to_owned);
    Ok(column)
}

/// Writes every column as a variable over one dimension.
pub(super) fn write(table: &Table, path: &Path) -> Result<()> {
    if table.rows == 0 {
        return Err(refused(path, "the table has no rows, and a NetCDF dimension has at least one; write it as .csv"));
    }
    let mut writer = Writer::create(path, Format::NetCdf4)?;
    let names = ["row", "record", "entry", "row_number"];
    let dimension = names.into_iter().find(|name| !table.has(name)).unwrap_or("row_of_table");
    writer.dimension(dimension, table.rows)?;
    writer.attribute("Conventions", "CF-1.11")?;
    for column in &table.columns {
        let define = match column.values {
            Values::Real(_) => Define::new(&column.name, DataType::F64, &[dimension]).fill(f64::NAN),
            Values::Whole(_) => Define::new(&column.name, DataType::I64, &[dimension]),
            Values::Text(_) => Define::new(&column.name, DataType::String, &[dimension]),
        };
        let define = column.unit.iter().fold(define, |define, unit| define.attribute("units", unit.as_str()));
        let words = Some(&column.long_name).filter(|words| !words.is_empty());
        writer.define(words.into_iter().fold(define, |define, words| define.attribute("long_name", words.as_str())))?;
    }
    for column in &table.columns {
        match &column.values {
            Values::Real(values) => writer.write(&column.name, values)?,
            Values::Whole(values) => writer.write(&column.name, values)?,
            Values::Text(values) => {
                let texts: Vec<&str> = values.iter().map(String::as_str).collect();
                writer.write_strings(&column.name, &texts)?;
            }
        }
    }
    Ok(writer.finish()?)
}
