//! What the crate underneath says of a file, in our own types and words.

use std::path::{Path, PathBuf};

use netcdf_reader::{NcAttrValue, NcType, NcVariable};

use super::read::{Dimension, Variable};
use super::value::{Attribute, AttributeValue, DataType};
use crate::error::Error;

/// Filters that NetCDF-4 files in circulation use, by their registered numbers.
pub(super) fn filter_problem(id: &str, path: &Path) -> String {
    let filter = match id {
        "307" => "bzip2",
        "32000" => "lzf",
        "32001" => "blosc",
        "32004" => "lz4",
        "32008" => "bitshuffle",
        "32013" => "zfp",
        "32015" => "zstd",
        "32022" => "granular bit rounding",
        "32023" => "bit grooming",
        _ => "an unknown filter",
    };
    let path = path.display();
    format!(
        "it is compressed with {filter} (HDF5 filter {id}), which cannot be read; deflate, shuffle, fletcher32 and szip can: \
         `nccopy -F none {path} plain.nc` and then `nccopy -d 4 -s plain.nc deflated.nc` make such a file"
    )
}

/// What went wrong while opening `path`, in our words.
pub(super) fn at_open(path: &Path, error: netcdf_reader::Error) -> Error {
    use netcdf_reader::Error as Theirs;
    let path = path.to_owned();
    let words = error.to_string();
    match error {
        Theirs::Io(reason) => io_or_damage(path, reason),
        Theirs::Hdf5(e) => match std::error::Error::source(&e).and_then(|s| s.downcast_ref::<std::io::Error>()) {
            Some(reason) => io_or_damage(path, std::io::Error::new(reason.kind(), reason.to_string())),
            None => unsupported_or_damage(path, e.to_string()),
        },
        Theirs::InvalidMagic => Error::NotNetcdf { found: first_bytes(&path), path },
        Theirs::UnsupportedVersion(version) => {
            Error::NotNetcdf { path, found: format!("it says CDF version {version}") }
        }
        _ => unsupported_or_damage(path, words),
    }
}

fn unsupported_or_damage(path: PathBuf, problem: String) -> Error {
    if problem.contains("unsupported") {
        Error::Unsupported { path, problem }
    } else {
        Error::Damaged { path, problem }
    }
}

fn io_or_damage(path: PathBuf, reason: std::io::Error) -> Error {
    if reason.kind() == std::io::ErrorKind::UnexpectedEof {
        return Error::Damaged { path, problem: "it ends before its content does".to_owned() };
    }
    Error::File { path, action: "read", reason }
}

/// How a file begins, for a message.
fn first_bytes(path: &Path) -> String {
    use std::io::Read;
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(8).read_to_end(&mut bytes));
    match read {
        Ok(0) => "it is empty".to_owned(),
        Ok(_) => format!("it begins with \"{}\"", bytes.escape_ascii()),
        Err(_) => "its first bytes cannot be read".to_owned(),
    }
}

pub(super) fn dimension(theirs: &netcdf_reader::NcDimension) -> Dimension {
    Dimension { name: theirs.name.clone(), length: theirs.size as usize, unlimited: theirs.is_unlimited }
}

pub(super) fn variable(theirs: &NcVariable) -> Variable {
    Variable {
        name: theirs.name.clone(),
        dimensions: theirs.dimensions.iter().map(|d| d.name.clone()).collect(),
        shape: theirs.dimensions.iter().map(|d| d.size as usize).collect(),
        data_type: data_type(&theirs.dtype),
        attributes: theirs.attributes.iter().map(|a| attribute(&a.name, &a.value)).collect(),
    }
}

fn data_type(theirs: &NcType) -> DataType {
    match theirs {
        NcType::Byte => DataType::I8,
        NcType::Short => DataType::I16,
        NcType::Int => DataType::I32,
        NcType::Int64 => DataType::I64,
        NcType::UByte => DataType::U8,
        NcType::UShort => DataType::U16,
        NcType::UInt => DataType::U32,
        NcType::UInt64 => DataType::U64,
        NcType::Float => DataType::F32,
        NcType::Double => DataType::F64,
        NcType::Char => DataType::Char,
        NcType::String => DataType::String,
        _ => DataType::Other,
    }
}

pub(super) fn attribute(name: &str, theirs: &NcAttrValue) -> Attribute {
    let value = match theirs.clone() {
        NcAttrValue::Chars(text) => AttributeValue::Text(text.trim_end_matches('\0').to_owned()),
        NcAttrValue::Strings(texts) => match <[String; 1]>::try_from(texts) {
            Ok([text]) => AttributeValue::Text(text),
            Err(texts) => AttributeValue::Texts(texts),
        },
        NcAttrValue::Bytes(values) => values.into(),
        NcAttrValue::Shorts(values) => values.into(),
        NcAttrValue::Ints(values) => values.into(),
        NcAttrValue::Floats(values) => values.into(),
        NcAttrValue::Doubles(values) => values.into(),
        NcAttrValue::UBytes(values) => values.into(),
        NcAttrValue::UShorts(values) => values.into(),
        NcAttrValue::UInts(values) => values.into(),
        NcAttrValue::Int64s(values) => values.into(),
        NcAttrValue::UInt64s(values) => values.into(),
        NcAttrValue::UserDefined { .. } => AttributeValue::Other,
    };
    Attribute { name: name.to_owned(), value }
}
