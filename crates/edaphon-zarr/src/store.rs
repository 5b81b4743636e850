//! A store: its arrays, and their numbers in slabs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use edaphon_io::netcdf::{Attribute, AttributeValue, DataType, Dimension, Numbers, Variable};
use edaphon_io::testbed::Dataset;
use edaphon_io::{Error, Result};
use serde_json::{Map, Value};
use zarrs::array::{Array, ArraySubset, ElementOwned};
use zarrs::filesystem::FilesystemStore;
use zarrs::group::Group;

use crate::missing::Unpacking;

type Stored = Array<FilesystemStore>;

/// A Zarr store on a file system, opened for reading.
pub struct Store {
    path: PathBuf,
    arrays: BTreeMap<String, (Stored, Unpacking)>,
    dimensions: Vec<Dimension>,
    variables: Vec<Variable>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens a store and reads what describes its arrays; the numbers stay on disk until asked for.
    ///
    /// # Errors
    /// If there is no store, or an array is of a kind or packed in a way that is not read.
    pub fn open(path: &Path) -> Result<Self> {
        let refuse = |problem: String| Error::Layout { path: path.to_owned(), problem };
        if !path.is_dir() {
            let reason = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(Error::File { path: path.to_owned(), action: "open", reason });
        }
        let files = FilesystemStore::new(path).map_err(|e| refuse(e.to_string()))?;
        let group = Group::open(Arc::new(files), "/").map_err(|e| {
            let accepted = "accepted is a folder that xarray's `to_zarr` wrote, with zarr.json or .zgroup in it";
            refuse(format!("is no Zarr store ({e}); {accepted}"))
        })?;
        let arrays = group.child_arrays().map_err(|e| refuse(of_codec(&e.to_string())))?;
        let mut store =
            Self { path: path.to_owned(), arrays: BTreeMap::new(), dimensions: Vec::new(), variables: Vec::new() };
        for array in arrays {
            store.add(array)?;
        }
        Ok(store)
    }

    /// The file of the store that describes it, for a checksum.
    pub fn description(path: &Path) -> PathBuf {
        let names = ["zarr.json", ".zmetadata", ".zgroup"].map(|name| path.join(name));
        names.iter().find(|file| file.exists()).unwrap_or(&names[0]).clone()
    }

    fn add(&mut self, array: Stored) -> Result<()> {
        let name = array.path().as_str().trim_start_matches('/').to_owned();
        let shape: Vec<usize> = array.shape().iter().map(|&n| n as usize).collect();
        let described = serde_json::to_value(array.metadata()).unwrap_or_default();
        let dimensions = dimensions_of(&array).filter(|names| names.len() == shape.len());
        let Some(dimensions) = dimensions else {
            let mend = "accepted are arrays with `dimension_names` or `_ARRAY_DIMENSIONS`, as xarray writes them";
            return Err(self.wrong(&name, format!("its dimensions have no names; {mend}")));
        };
        for (dimension, &length) in dimensions.iter().zip(&shape) {
            match self.dimensions.iter().find(|d| d.name == *dimension) {
                Some(known) if known.length != length => {
                    let (other, accepted) = (known.length, "accepted is one length for all arrays");
                    let problem =
                        format!("dimension `{dimension}` is {length} in it and {other} elsewhere; {accepted}");
                    return Err(self.wrong(&name, problem));
                }
                Some(_) => {}
                None => {
                    self.dimensions.push(Dimension { name: dimension.clone(), length, unlimited: false });
                }
            }
        }
        // Version 2 takes the fill value for missing; version 3 only what an attribute says.
        let fill = described.get("zarr_format").filter(|v| **v == 2).and_then(|_| described.get("fill_value"));
        let unpacking = Unpacking::of(array.attributes(), fill.filter(|fill| !fill.is_null()));
        let attributes = attributes_of(array.attributes());
        let data_type = data_type_of(&described);
        self.variables.push(Variable { name: name.clone(), dimensions, shape, data_type, attributes });
        self.arrays.insert(name, (array, unpacking));
        Ok(())
    }

    fn wrong(&self, variable: &str, problem: String) -> Error {
        Error::Variable { path: self.path.clone(), variable: variable.to_owned(), problem }
    }

    /// Numbers of a slab as they are stored.
    fn slab(&self, name: &str, start: &[usize], count: &[usize]) -> Result<Numbers> {
        let variable = self.variable(name)?;
        let inside = |at: usize| start[at] + count[at] <= variable.shape[at];
        let rank = variable.shape.len();
        if start.len() != rank || count.len() != rank || !(0..rank).all(inside) {
            let problem = format!("its shape is {:?}; start {start:?}, count {count:?} is not inside", variable.shape);
            return Err(self.wrong(name, problem));
        }
        let wide = |numbers: &[usize]| numbers.iter().map(|&n| n as u64).collect::<Vec<_>>();
        let subset =
            ArraySubset::new_with_start_shape(wide(start), wide(count)).map_err(|e| self.wrong(name, e.to_string()))?;
        let Some((array, _)) = self.arrays.get(name) else { return Err(self.no_variable(name)) };
        let read = match variable.data_type {
            DataType::I8 => numbers(array, &subset).map(Numbers::I8),
            DataType::I16 => numbers(array, &subset).map(Numbers::I16),
            DataType::I32 => numbers(array, &subset).map(Numbers::I32),
            DataType::I64 => numbers(array, &subset).map(Numbers::I64),
            DataType::U8 => numbers(array, &subset).map(Numbers::U8),
            DataType::U16 => numbers(array, &subset).map(Numbers::U16),
            DataType::U32 => numbers(array, &subset).map(Numbers::U32),
            DataType::U64 => numbers(array, &subset).map(Numbers::U64),
            DataType::F32 => numbers(array, &subset).map(Numbers::F32),
            DataType::F64 => numbers(array, &subset).map(Numbers::F64),
            _ => Err("it holds no numbers; accepted are whole numbers, float32 and float64".to_owned()),
        };
        read.map_err(|problem| self.wrong(name, of_codec(&problem)))
    }

    fn whole(&self, name: &str) -> Result<Numbers> {
        let shape = self.variable(name)?.shape.clone();
        self.slab(name, &vec![0; shape.len()], &shape)
    }

    fn no_variable(&self, name: &str) -> Error {
        let names: Vec<&str> = self.variables.iter().map(|v| v.name.as_str()).collect();
        Error::NoVariable { path: self.path.clone(), variable: name.to_owned(), available: names.join(", ") }
    }
}

impl Dataset for Store {
    fn path(&self) -> &Path {
        &self.path
    }

    fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    fn variables(&self) -> &[Variable] {
        &self.variables
    }

    fn variable(&self, name: &str) -> Result<&Variable> {
        self.variables.iter().find(|v| v.name == name).ok_or_else(|| self.no_variable(name))
    }

    fn read_i64(&self, name: &str) -> Result<Vec<i64>> {
        let values = self.whole(name)?.to_f64();
        match values.iter().find(|value| value.fract() != 0.0 || !value.is_finite()) {
            Some(other) => Err(self.wrong(name, format!("{other} is in it; accepted are whole numbers"))),
            None => Ok(values.into_iter().map(|value| value as i64).collect()),
        }
    }

    fn read_f64(&self, name: &str) -> Result<Vec<f64>> {
        Ok(self.whole(name)?.to_f64())
    }

    fn unpack_f32_slab(&self, name: &str, start: &[usize], count: &[usize]) -> Result<Vec<f32>> {
        let stored = self.slab(name, start, count)?;
        let Some((_, unpacking)) = self.arrays.get(name) else { return Err(self.no_variable(name)) };
        let value = |stored: f64| unpacking.value(stored) as f32;
        Ok(match stored {
            Numbers::F32(values) => values.into_iter().map(|stored| value(f64::from(stored))).collect(),
            other => other.to_f64().into_iter().map(value).collect(),
        })
    }
}

fn numbers<T: ElementOwned>(array: &Stored, subset: &ArraySubset) -> std::result::Result<Vec<T>, String> {
    array.retrieve_array_subset::<Vec<T>>(subset).map_err(|e| e.to_string())
}

/// What to do about a codec that is not read.
fn of_codec(problem: &str) -> String {
    if problem.contains("blosc") {
        let mend = "write the store again with zstd (zarr_format=3, or `compressors` in its encoding), or build edaphon with \
                    the feature `zarr-blosc` and a C++ compiler";
        return format!("it is compressed with blosc, which is not read here: {mend}");
    }
    problem.to_owned()
}

fn dimensions_of(array: &Stored) -> Option<Vec<String>> {
    if let Some(names) = array.dimension_names() {
        return names.iter().cloned().collect();
    }
    let names = array.attributes().get("_ARRAY_DIMENSIONS")?.as_array()?;
    names.iter().map(|name| name.as_str().map(str::to_owned)).collect()
}

/// Texts and numbers; what else an attribute may hold says nothing to us.
fn attributes_of(attributes: &Map<String, Value>) -> Vec<Attribute> {
    let value = |value: &Value| match value {
        Value::String(text) => Some(AttributeValue::Text(text.clone())),
        Value::Number(number) => number.as_f64().map(|number| AttributeValue::Numbers(Numbers::F64(vec![number]))),
        _ => None,
    };
    let attribute = |(name, given): (&String, &Value)| Some(Attribute { name: name.clone(), value: value(given)? });
    attributes.iter().filter_map(attribute).collect()
}

/// `float32` of version 3, `<f4` of version 2.
fn data_type_of(described: &Value) -> DataType {
    let name =
        described.get("data_type").or_else(|| described.get("dtype")).and_then(Value::as_str).unwrap_or_default();
    match name.trim_start_matches(['<', '>', '|', '=']) {
        "int8" | "i1" => DataType::I8,
        "int16" | "i2" => DataType::I16,
        "int32" | "i4" => DataType::I32,
        "int64" | "i8" => DataType::I64,
        "uint8" | "u1" => DataType::U8,
        "uint16" | "u2" => DataType::U16,
        "uint32" | "u4" => DataType::U32,
        "uint64" | "u8" => DataType::U64,
        "float32" | "f4" => DataType::F32,
        "float64" | "f8" => DataType::F64,
        _ => DataType::Other,
    }
}
