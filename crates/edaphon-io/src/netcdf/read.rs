//! Reading: what is in a file, and its numbers, whole or in slabs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use netcdf_reader::{FileStorage, NcFile, NcFormat, NcSliceInfo, NcSliceInfoElem};

use super::translate::{at_open, attribute, dimension, filter_problem, variable};
use super::unpack::Unpacking;
use super::value::{Attribute, AttributeValue, DataType, Numbers, with_element};
use crate::error::{Error, Result};

/// A named length that variables share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// Name, such as `time`.
    pub name: String,
    /// Length; of an unlimited dimension, the number of records written so far.
    pub length: usize,
    /// Whether records can be appended along it.
    pub unlimited: bool,
}

/// A named array of numbers or text.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Name, such as `cSoil`.
    pub name: String,
    /// Names of its dimensions, the slowest first.
    pub dimensions: Vec<String>,
    /// Lengths of its dimensions, in the same order.
    pub shape: Vec<usize>,
    /// Type of its elements.
    pub data_type: DataType,
    /// Attributes, in the file's order.
    pub attributes: Vec<Attribute>,
}

impl Variable {
    /// The value of the attribute `name`, if there is one.
    pub fn attribute(&self, name: &str) -> Option<&AttributeValue> {
        find(&self.attributes, name)
    }
}

/// A NetCDF file opened for reading: classic (CDF-1, CDF-2, CDF-5) or NetCDF-4.
///
/// Of a NetCDF-4 file with groups, the root group is seen.
pub struct File {
    path: PathBuf,
    file: NcFile,
    format: NcFormat,
    dimensions: Vec<Dimension>,
    variables: Vec<Variable>,
    attributes: Vec<Attribute>,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File").field("path", &self.path).field("format", &self.format()).finish_non_exhaustive()
    }
}

impl File {
    /// Opens a file and reads what describes it; the numbers stay on disk until asked for.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if the file cannot be opened, [`Error::NotNetcdf`] if it is of another kind, [`Error::Damaged`] if
    /// its description cannot be followed to the end.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref().to_owned();
        // Reads go through `read` calls rather than a memory map: a file cut short under us is then an error, not a signal.
        let storage = FileStorage::open(&path).map_err(|e| at_open(&path, e.into()))?;
        let file = NcFile::from_storage(Arc::new(storage)).map_err(|e| at_open(&path, e))?;
        let dimensions = file.dimensions().map_err(|e| at_open(&path, e))?.iter().map(dimension).collect();
        let variables = file.variables().map_err(|e| at_open(&path, e))?.iter().map(variable).collect();
        let attributes = file.global_attributes().map_err(|e| at_open(&path, e))?;
        let attributes = attributes.iter().map(|a| attribute(&a.name, &a.value)).collect();
        Ok(Self { format: file.format(), path, file, dimensions, variables, attributes })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file's format in words.
    pub fn format(&self) -> &'static str {
        match self.format {
            NcFormat::Classic => "NetCDF classic (CDF-1)",
            NcFormat::Offset64 => "NetCDF 64-bit offset (CDF-2)",
            NcFormat::Cdf5 => "NetCDF 64-bit data (CDF-5)",
            NcFormat::Nc4 => "NetCDF-4",
            NcFormat::Nc4Classic => "NetCDF-4 classic model",
        }
    }

    /// The dimensions, in the file's order.
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// The dimension `name`, if there is one.
    pub fn dimension(&self, name: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|d| d.name == name)
    }

    /// The variables, in the file's order.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// Whether there is a variable `name`.
    pub fn has_variable(&self, name: &str) -> bool {
        self.variables.iter().any(|v| v.name == name)
    }

    /// The variable `name`.
    ///
    /// # Errors
    ///
    /// [`Error::NoVariable`], which lists the variables there are.
    pub fn variable(&self, name: &str) -> Result<&Variable> {
        self.variables.iter().find(|v| v.name == name).ok_or_else(|| Error::NoVariable {
            path: self.path.clone(),
            variable: name.to_owned(),
            available: names(&self.variables),
        })
    }

    /// The global attributes, in the file's order.
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// The value of the global attribute `name`, if there is one.
    pub fn attribute(&self, name: &str) -> Option<&AttributeValue> {
        find(&self.attributes, name)
    }

    /// All values of `name` as they are stored, in the order of its dimensions, the last one fastest.
    ///
    /// # Errors
    ///
    /// [`Error::NoVariable`]; [`Error::Variable`] if it holds text or is compressed in a way that cannot be read;
    /// [`Error::Damaged`].
    pub fn read_f64(&self, name: &str) -> Result<Vec<f64>> {
        Ok(self.whole(name)?.into_f64())
    }

    /// As [`read_f64`](Self::read_f64), rounded to f32.
    ///
    /// # Errors
    ///
    /// As [`read_f64`](Self::read_f64).
    pub fn read_f32(&self, name: &str) -> Result<Vec<f32>> {
        Ok(self.whole(name)?.into_f32())
    }

    /// As [`read_f64`](Self::read_f64), as whole numbers.
    ///
    /// # Errors
    ///
    /// As [`read_f64`](Self::read_f64), and [`Error::Variable`] if a value is not whole or not within i64.
    pub fn read_i64(&self, name: &str) -> Result<Vec<i64>> {
        self.whole(name)?
            .into_i64()
            .map_err(|value| self.about(name, format!("{value} was found where only whole numbers are accepted")))
    }

    /// The `count` values from `start` along each dimension, as they are stored.
    ///
    /// # Errors
    ///
    /// As [`read_f64`](Self::read_f64), and [`Error::Variable`] if the slab does not fit into the variable.
    pub fn read_f64_slab(&self, name: &str, start: &[usize], count: &[usize]) -> Result<Vec<f64>> {
        Ok(self.slab(name, start, count)?.into_f64())
    }

    /// As [`read_f64_slab`](Self::read_f64_slab), rounded to f32.
    ///
    /// # Errors
    ///
    /// As [`read_f64_slab`](Self::read_f64_slab).
    pub fn read_f32_slab(&self, name: &str, start: &[usize], count: &[usize]) -> Result<Vec<f32>> {
        Ok(self.slab(name, start, count)?.into_f32())
    }

    /// All values of `name` in the unit its attributes state: missing ones as NaN, packed ones unpacked.
    ///
    /// Missing is what equals `_FillValue` or a `missing_value`, or, where there is no `_FillValue`, the value that the
    /// format leaves where nothing was written (not for bytes, as all their values are in use). The others become
    /// `stored × scale_factor + add_offset`, where given; integers marked `_Unsigned` are taken as such.
    ///
    /// # Errors
    ///
    /// As [`read_f64`](Self::read_f64).
    pub fn unpack_f64(&self, name: &str) -> Result<Vec<f64>> {
        Ok(Unpacking::of(self.variable(name)?).to_f64(self.whole(name)?))
    }

    /// As [`unpack_f64`](Self::unpack_f64), rounded to f32.
    ///
    /// # Errors
    ///
    /// As [`read_f64`](Self::read_f64).
    pub fn unpack_f32(&self, name: &str) -> Result<Vec<f32>> {
        Ok(Unpacking::of(self.variable(name)?).to_f32(self.whole(name)?))
    }

    /// As [`unpack_f64`](Self::unpack_f64), the `count` values from `start` along each dimension.
    ///
    /// # Errors
    ///
    /// As [`read_f64_slab`](Self::read_f64_slab).
    pub fn unpack_f64_slab(&self, name: &str, start: &[usize], count: &[usize]) -> Result<Vec<f64>> {
        Ok(Unpacking::of(self.variable(name)?).to_f64(self.slab(name, start, count)?))
    }

    /// As [`unpack_f64_slab`](Self::unpack_f64_slab), rounded to f32.
    ///
    /// # Errors
    ///
    /// As [`read_f64_slab`](Self::read_f64_slab).
    pub fn unpack_f32_slab(&self, name: &str, start: &[usize], count: &[usize]) -> Result<Vec<f32>> {
        Ok(Unpacking::of(self.variable(name)?).to_f32(self.slab(name, start, count)?))
    }

    /// The texts in `name`: one per element of type `string`, or one per row of `char`, whose last dimension is the
    /// length of the text; zero bytes and blanks at the end are dropped.
    ///
    /// # Errors
    ///
    /// [`Error::NoVariable`]; [`Error::Variable`] if it holds numbers; [`Error::Damaged`].
    pub fn read_strings(&self, name: &str) -> Result<Vec<String>> {
        let variable = self.variable(name)?;
        if !matches!(variable.data_type, DataType::Char | DataType::String) {
            return Err(self.about(name, format!("its type is {}, where text is accepted", variable.data_type)));
        }
        if variable.shape.contains(&0) {
            return Ok(Vec::new());
        }
        let mut texts = self.file.read_variable_as_strings(name).map_err(|e| self.failed(name, e))?;
        for text in &mut texts {
            text.truncate(text.trim_end_matches(['\0', ' ']).len());
        }
        Ok(texts)
    }

    fn whole(&self, name: &str) -> Result<Numbers> {
        let shape = self.variable(name)?.shape.clone();
        self.slab(name, &vec![0; shape.len()], &shape)
    }

    /// The numbers of a slab in the type they are stored in.
    fn slab(&self, name: &str, start: &[usize], count: &[usize]) -> Result<Numbers> {
        let variable = self.variable(name)?;
        let data_type = variable.data_type;
        if !fits(&variable.shape, start, count) {
            let shape = &variable.shape;
            let problem = format!("a slab from {start:?} of {count:?} was asked for; the shape is {shape:?}");
            return Err(self.about(name, problem));
        }
        if count.contains(&0) {
            let nothing = Numbers::empty(data_type);
            return nothing.ok_or_else(|| self.about(name, not_numbers(data_type)));
        }
        with_element!(
            data_type,
            |T| {
                let read = if variable.shape.is_empty() {
                    self.file.read_variable::<T>(name)
                } else {
                    self.file.read_variable_slice_parallel::<T>(name, &selection(start, count))
                };
                let array = read.map_err(|e| self.failed(name, e))?;
                if !array.is_standard_layout() {
                    return Ok(Numbers::from(array.into_iter().collect::<Vec<T>>()));
                }
                // Handing over the array's memory is many times faster than walking through it.
                let length = array.len();
                let (mut values, offset) = array.into_raw_vec_and_offset();
                values.drain(..offset.unwrap_or(0));
                values.truncate(length);
                Ok(Numbers::from(values))
            },
            Err(self.about(name, not_numbers(data_type)))
        )
    }

    fn about(&self, variable: &str, problem: String) -> Error {
        Error::Variable { path: self.path.clone(), variable: variable.to_owned(), problem }
    }

    /// What went wrong while reading `variable`.
    fn failed(&self, variable: &str, error: netcdf_reader::Error) -> Error {
        let words = error.to_string();
        match words.split_once("filter id ") {
            Some((_, id)) => self.about(variable, filter_problem(id, &self.path)),
            None => match at_open(&self.path, error) {
                Error::Damaged { path, problem } => {
                    Error::Damaged { path, problem: format!("variable `{variable}`: {problem}") }
                }
                Error::Unsupported { path, problem } => {
                    Error::Unsupported { path, problem: format!("variable `{variable}`: {problem}") }
                }
                other => other,
            },
        }
    }
}

fn find<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a AttributeValue> {
    attributes.iter().find(|a| a.name == name).map(|a| &a.value)
}

fn names(variables: &[Variable]) -> String {
    if variables.is_empty() {
        return "none".to_owned();
    }
    variables.iter().map(|v| v.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn not_numbers(data_type: DataType) -> String {
    format!("its type is {data_type}, where numbers are accepted")
}

/// Whether `count` values from `start` lie within `shape`.
pub(super) fn fits(shape: &[usize], start: &[usize], count: &[usize]) -> bool {
    let within = |((&length, &start), &count): ((&usize, &usize), &usize)| {
        start.checked_add(count).is_some_and(|end| end <= length)
    };
    start.len() == shape.len() && count.len() == shape.len() && shape.iter().zip(start).zip(count).all(within)
}

fn selection(start: &[usize], count: &[usize]) -> NcSliceInfo {
    let along = |(&start, &count): (&usize, &usize)| NcSliceInfoElem::Slice {
        start: start as u64,
        end: (start + count) as u64,
        step: 1,
    };
    NcSliceInfo { selections: start.iter().zip(count).map(along).collect() }
}
