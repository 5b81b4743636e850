//! Writing NetCDF-4: HDF5 with the conventions by which NetCDF finds its dimensions.
//!
//! ```text
//! dimension with a variable of its name   that dataset is a dimension scale, NAME = its name
//! dimension without one                   an unwritten dataset is the scale, NAME = NO_VARIABLE + length
//! every scale                             _Netcdf4Dimid = position of the dimension
//! every other variable                    its scales attached, _Netcdf4Coordinates = positions of its dimensions
//! every object                            creation order kept; no times, so that the same calls give the same bytes
//! ```
//!
//! The conventions are those of the *NetCDF-4 file format specification* (Unidata, NetCDF Users Guide, appendix C).

use std::path::Path;

use rust_hdf5::{DatatypeMessage, H5Dataset, H5File, H5Type, Hdf5Error};

use super::define::{Define, Layout, Refusal};
use super::value::{AttributeValue, DataType, Element, Numbers, Stored as _, with_element};

/// How the NAME of a dimension without a variable begins; its length follows in 10 columns.
const NO_VARIABLE: &str = "This is a netCDF dimension but not a netCDF variable.";

/// Values in a chunk of a small variable, and in the largest chunk made without being asked.
const SMALL_CHUNK: usize = 1 << 16;
const LARGE_CHUNK: usize = 1 << 20;

impl From<Hdf5Error> for Refusal {
    fn from(error: Hdf5Error) -> Self {
        match error {
            Hdf5Error::Io(reason) => Self::Io(reason),
            other => Self::Io(std::io::Error::other(other.to_string())),
        }
    }
}

/// A variable being written, and the records that wait for their chunk to be complete.
struct Target {
    dataset: H5Dataset,
    /// Lengths of its dimensions, without the unlimited one.
    shape: Vec<usize>,
    record: bool,
    /// Records in a chunk.
    chunk: usize,
    /// Records the dataset has room for.
    extent: usize,
    /// First record that waits.
    waiting_from: usize,
    waiting: Option<Numbers>,
}

/// A NetCDF-4 file being written.
pub(super) struct Netcdf4File {
    file: H5File,
    /// In the order they were defined.
    variables: Vec<Target>,
    /// Scale of the unlimited dimension, where it has no variable.
    open_scale: Option<H5Dataset>,
    records: usize,
}

impl Netcdf4File {
    /// Creates all datasets and writes all attributes.
    pub(super) fn create(path: &Path, layout: &Layout) -> Result<Self, Refusal> {
        let file = H5File::options().best_effort_locking().track_order(true).track_times(false).create(path)?;
        let properties = concat!("version=2,edaphon=", env!("CARGO_PKG_VERSION"));
        put_text(properties, |kind, bytes| file.set_attr_typed("_NCProperties", kind, bytes))?;
        for attribute in &layout.attributes {
            put_global(&file, &attribute.name, &attribute.value)?;
        }
        // Every dimension's scale first, in order, as the other variables refer to them.
        let mut variables: Vec<Option<Target>> = layout.variables.iter().map(|_| None).collect();
        let mut pure_scales = Vec::new();
        for (id, dimension) in layout.dimensions.iter().enumerate() {
            let (scale, name) = match layout.position(&dimension.name) {
                Some(variable) => {
                    let target = variables[variable].insert(create_variable(&file, layout, variable)?);
                    (&target.dataset, dimension.name.clone())
                }
                None => {
                    pure_scales.push((id, create_scale(&file, &dimension.name, dimension.length)?));
                    let length = dimension.length.unwrap_or(0);
                    (&pure_scales[pure_scales.len() - 1].1, format!("{NO_VARIABLE}{length:10}"))
                }
            };
            scale.set_scale(Some(&name))?;
            put_array(scale, "_Netcdf4Dimid", &[], &[id as i32])?;
        }
        for (variable, axes) in layout.axes.iter().enumerate() {
            if variables[variable].is_some() {
                continue;
            }
            let target = create_variable(&file, layout, variable)?;
            let ids: Vec<i32> = axes.iter().map(|&axis| axis as i32).collect();
            if !ids.is_empty() {
                put_array(&target.dataset, "_Netcdf4Coordinates", &[ids.len()], &ids)?;
            }
            for (axis, &id) in axes.iter().enumerate() {
                let of_variable = layout.position(&layout.dimensions[id].name).and_then(|v| variables[v].as_ref());
                let pure = || pure_scales.iter().find(|(of, _)| *of == id).map(|(_, scale)| scale);
                if let Some(scale) = of_variable.map(|v| &v.dataset).or_else(pure) {
                    target.dataset.attach_scale(axis, scale)?;
                }
            }
            variables[variable] = Some(target);
        }
        let open = pure_scales.into_iter().find(|(id, _)| layout.dimensions[*id].length.is_none());
        let open_scale = open.map(|(_, scale)| scale);
        Ok(Self { file, variables: variables.into_iter().flatten().collect(), open_scale, records: 0 })
    }

    /// Writes a slab whose extent and type have been checked.
    pub(super) fn write<T: Element>(
        &mut self,
        variable: usize,
        start: &[usize],
        count: &[usize],
        data: &[T],
    ) -> Result<(), Refusal> {
        let variable = &mut self.variables[variable];
        if data.is_empty() {
            return Ok(());
        }
        if !variable.record {
            return variable.put(start, count, data);
        }
        self.records = self.records.max(start[0] + count[0]);
        if count[1..] == variable.shape[..] {
            variable.append(start[0], data)
        } else {
            variable.flush()?;
            variable.put(start, count, data)
        }
    }

    /// Replaces all texts of a string variable.
    pub(super) fn write_strings(&mut self, variable: usize, texts: &[&str]) -> Result<(), Refusal> {
        Ok(self.variables[variable].dataset.write_vlen_strings_slice(0, texts)?)
    }

    /// Writes what waits, gives every variable all its records, and hands the bytes to the disk.
    pub(super) fn finish(mut self) -> Result<(), Refusal> {
        for variable in self.variables.iter_mut().filter(|v| v.record) {
            variable.flush()?;
            variable.reserve(self.records)?;
        }
        if let Some(scale) = &self.open_scale {
            scale.extend(&[self.records])?;
        }
        Ok(self.file.close()?)
    }
}

impl Target {
    /// Takes whole records: those that complete a chunk are written, the others wait, so that no chunk is compressed twice.
    fn append<T: Element>(&mut self, mut first: usize, mut data: &[T]) -> Result<(), Refusal> {
        let row: usize = self.shape.iter().product();
        let waiting = self.waiting.as_ref().map_or(0, |w| w.len() / row);
        if waiting > 0 && first != self.waiting_from + waiting {
            self.flush()?;
        }
        while !data.is_empty() {
            let records = data.len() / row;
            let to_chunk_end = self.chunk - first % self.chunk;
            let now = if first.is_multiple_of(self.chunk) && records >= self.chunk {
                let whole = records - records % self.chunk;
                self.put_records(first, &data[..whole * row])?;
                whole
            } else {
                let some = records.min(to_chunk_end);
                self.wait(first, &data[..some * row]);
                if some == to_chunk_end {
                    self.flush()?;
                }
                some
            };
            first += now;
            data = &data[now * row..];
        }
        Ok(())
    }

    fn wait<T: Element>(&mut self, first: usize, data: &[T]) {
        match self.waiting.as_mut().and_then(T::of_mut) {
            Some(waiting) if !waiting.is_empty() => waiting.extend_from_slice(data),
            _ => {
                self.waiting_from = first;
                self.waiting = Some(T::many(data.to_vec()));
            }
        }
    }

    /// Writes the records that wait.
    fn flush(&mut self) -> Result<(), Refusal> {
        match self.waiting.take() {
            Some(numbers) => with_element!(
                numbers.data_type(),
                |T| self.put_records(self.waiting_from, T::of(&numbers).unwrap_or_default()),
                Ok(())
            ),
            None => Ok(()),
        }
    }

    fn put_records<T: Element>(&mut self, first: usize, data: &[T]) -> Result<(), Refusal> {
        let row: usize = self.shape.iter().product();
        let (mut start, mut count) = (vec![0; self.shape.len() + 1], vec![data.len() / row]);
        start[0] = first;
        count.extend(&self.shape);
        self.put(&start, &count, data)
    }

    fn put<T: Element>(&mut self, start: &[usize], count: &[usize], data: &[T]) -> Result<(), Refusal> {
        if self.record {
            self.reserve(start[0] + count[0])?;
        }
        match start {
            [] => Ok(self.dataset.write_raw(data)?),
            _ => Ok(self.dataset.write_slice(start, count, data)?),
        }
    }

    /// Makes room for `records`.
    fn reserve(&mut self, records: usize) -> Result<(), Refusal> {
        if records > self.extent {
            let mut shape = vec![records];
            shape.extend(&self.shape);
            self.dataset.extend(&shape)?;
            self.extent = records;
        }
        Ok(())
    }
}

fn create_variable(file: &H5File, layout: &Layout, variable: usize) -> Result<Target, Refusal> {
    let define = &layout.variables[variable];
    let shape = layout.fixed_shape(variable);
    let record = layout.is_record(variable);
    let chunks = chunks(define, &shape, record);
    let dataset = with_element!(
        define.data_type,
        |T| {
            let fill = layout.fill(variable);
            let fill = fill.as_ref().and_then(T::of).map(|f| f[0]);
            create_dataset::<T>(file, define, &shape, record, chunks.as_deref(), fill, None)?
        },
        match define.data_type {
            DataType::Char => {
                let kind = DatatypeMessage::FixedString { size: 1, padding: 0, charset: 0 };
                create_dataset::<u8>(file, define, &shape, record, chunks.as_deref(), None, Some(kind))?
            }
            _ => file.write_vlen_strings(&define.name, &vec![""; shape[0]])?,
        }
    );
    if let Some(fill) = &define.fill {
        put_attribute(&dataset, "_FillValue", &AttributeValue::Numbers(fill.clone()))?;
    }
    for attribute in &define.attributes {
        put_attribute(&dataset, &attribute.name, &attribute.value)?;
    }
    let chunk = chunks.map_or(1, |c| c[0]);
    Ok(Target { dataset, shape, record, chunk, extent: 0, waiting_from: 0, waiting: None })
}

fn create_dataset<T: H5Type>(
    file: &H5File,
    define: &Define,
    fixed: &[usize],
    record: bool,
    chunks: Option<&[usize]>,
    fill: Option<T>,
    kind: Option<DatatypeMessage>,
) -> Result<H5Dataset, Refusal> {
    let mut shape = fixed.to_vec();
    let mut most: Vec<Option<usize>> = fixed.iter().map(|&length| Some(length)).collect();
    if record {
        shape.insert(0, 0);
        most.insert(0, None);
    }
    let mut builder = file.new_dataset::<T>().shape(&shape);
    if let Some(kind) = kind {
        builder = builder.datatype(kind);
    }
    if let Some(fill) = fill {
        builder = builder.fill_value(fill);
    }
    if let Some(chunks) = chunks {
        builder = builder.chunk(chunks).max_shape(&most);
        let level = define.deflate.unwrap_or(0);
        if define.shuffle.unwrap_or(level > 0) {
            builder = builder.shuffle();
        }
        if level > 0 {
            builder = builder.deflate(u32::from(level));
        }
    }
    Ok(if shape.is_empty() { builder.scalar() } else { builder }.create(&define.name)?)
}

/// The dataset that stands for a dimension without a variable; nothing is ever written to it.
fn create_scale(file: &H5File, name: &str, length: Option<usize>) -> Result<H5Dataset, Refusal> {
    let builder = file.new_dataset::<f32>().shape([length.unwrap_or(0)]).max_shape(&[length]);
    Ok(builder.chunk(&[length.unwrap_or(1024).min(1024)]).create(name)?)
}

/// Lengths of a chunk: those asked for, cut to the variable, or a choice; none where the values can lie in one piece.
fn chunks(define: &Define, fixed: &[usize], record: bool) -> Option<Vec<usize>> {
    let asked_inner = |chunks: &[usize]| -> Vec<usize> {
        chunks[usize::from(record)..].iter().zip(fixed).map(|(&chunk, &length)| chunk.min(length)).collect()
    };
    if define.data_type == DataType::String || define.dimensions.is_empty() {
        return None;
    }
    let mut chunks = match &define.chunks {
        Some(chunks) => asked_inner(chunks),
        None if !record && define.deflate.is_none() && define.shuffle.is_none() => return None,
        None => inner_chunk(fixed),
    };
    if record {
        let row: usize = chunks.iter().product();
        chunks.insert(0, define.chunks.as_ref().map_or((SMALL_CHUNK / row).clamp(1, 1024), |c| c[0]));
    }
    Some(chunks)
}

/// The whole array, halved along its slowest dimensions until it is at most a large chunk.
fn inner_chunk(fixed: &[usize]) -> Vec<usize> {
    let mut chunk = fixed.to_vec();
    while chunk.iter().product::<usize>() > LARGE_CHUNK {
        if let Some(slowest) = chunk.iter_mut().find(|length| **length > 1) {
            *slowest = slowest.div_ceil(2);
        }
    }
    chunk
}

fn put_global(file: &H5File, name: &str, value: &AttributeValue) -> Result<(), Refusal> {
    match value {
        AttributeValue::Text(text) => put_text(text, |kind, bytes| file.set_attr_typed(name, kind, bytes)),
        AttributeValue::Texts(texts) => {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            Ok(file.set_attr_string_array(name, &texts)?)
        }
        AttributeValue::Numbers(numbers) => with_element!(
            numbers.data_type(),
            |T| Ok(file.set_attr_array_numeric(name, T::of(numbers).unwrap_or_default())?),
            Ok(())
        ),
        AttributeValue::Other => Ok(()),
    }
}

fn put_attribute(dataset: &H5Dataset, name: &str, value: &AttributeValue) -> Result<(), Refusal> {
    match value {
        AttributeValue::Text(text) => put_text(text, |kind, bytes| dataset.set_attr_typed(name, kind, bytes)),
        AttributeValue::Texts(texts) => {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let attribute = dataset.new_attr::<rust_hdf5::VarLenUnicode>().shape([texts.len()]).create(name)?;
            Ok(attribute.write_string_array(&texts)?)
        }
        AttributeValue::Numbers(numbers) => with_element!(
            numbers.data_type(),
            |T| {
                let values = T::of(numbers).unwrap_or_default();
                put_array(dataset, name, &[values.len()], values)
            },
            Ok(())
        ),
        AttributeValue::Other => Ok(()),
    }
}

fn put_array<T: H5Type>(dataset: &H5Dataset, name: &str, shape: &[usize], values: &[T]) -> Result<(), Refusal> {
    Ok(dataset.new_attr::<T>().shape(shape).create(name)?.write_array(values)?)
}

/// Text as NetCDF's `char` attributes are: of fixed length; an empty one is a single zero byte.
fn put_text(text: &str, put: impl FnOnce(DatatypeMessage, Vec<u8>) -> rust_hdf5::Result<()>) -> Result<(), Refusal> {
    let bytes = if text.is_empty() { vec![0] } else { text.as_bytes().to_vec() };
    let kind =
        DatatypeMessage::FixedString { size: bytes.len() as u32, padding: 0, charset: u8::from(!text.is_ascii()) };
    Ok(put(kind, bytes)?)
}
