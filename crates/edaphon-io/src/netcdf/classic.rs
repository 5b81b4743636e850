//! Writing classic files (CDF-1 and CDF-2), a slab at a time.
//!
//! ```text
//! file    = "CDF" version  number of records  dimensions  global attributes  variables  data
//! data    = each fixed variable, padded to 4 bytes; then the records one after the other
//! record  = one record of each record variable, each padded to 4 bytes;
//!           a single record variable of bytes, chars or shorts is not padded
//! ```
//!
//! All numbers have their most significant byte first. The layout follows the *NetCDF Classic Format Specification*
//! (Unidata, NetCDF Users Guide, appendix B). The number of records is written at the end.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};

use super::define::{Format, Layout, Refusal};
use super::value::{Attribute, AttributeValue, DataType, Element, Numbers};

const DIMENSIONS: u32 = 10;
const VARIABLES: u32 = 11;
const ATTRIBUTES: u32 = 12;

/// Largest number of records: the next one up means "unknown".
const MOST_RECORDS: u64 = u32::MAX as u64 - 1;

/// Where a variable lies in the file, and how far it has been filled.
struct Place {
    /// Offset of its first value (byte).
    begin: u64,
    /// Lengths of its dimensions, without the unlimited one.
    shape: Vec<usize>,
    /// Values in one record, or in a fixed variable.
    length: usize,
    /// Size of a value (byte).
    size: u64,
    record: bool,
    /// Records before this one hold written values or fill values; a fixed variable counts as one record.
    filled: u64,
    fill: Numbers,
}

impl Place {
    /// Size of one record, or of a fixed variable, without padding (byte).
    fn bytes(&self) -> u64 {
        self.length as u64 * self.size
    }
}

/// A classic file being written.
pub(super) struct ClassicFile {
    out: BufWriter<File>,
    /// Where the next byte goes, to spare the seeks that change nothing.
    position: u64,
    places: Vec<Place>,
    /// Distance from one record to the next (byte).
    stride: u64,
    /// End of the fixed variables and start of the records (byte).
    records_begin: u64,
    records: u64,
}

impl ClassicFile {
    /// Lays the variables out and writes the header.
    pub(super) fn create(file: File, format: Format, layout: &Layout) -> Result<Self, Refusal> {
        let mut places: Vec<Place> = (0..layout.variables.len()).map(|v| place(layout, v)).collect();
        let begins = vec![0; places.len()];
        let mut end = header(format, layout, &places, &begins).len() as u64;
        for place in places.iter_mut().filter(|p| !p.record) {
            place.begin = end;
            end += padded(place.bytes());
        }
        let records_begin = end;
        for place in places.iter_mut().filter(|p| p.record) {
            place.begin = end;
            end += padded(place.bytes());
        }
        check_sizes(format, layout, &places)?;

        let record_bytes: Vec<u64> = places.iter().filter(|p| p.record).map(Place::bytes).collect();
        let stride = match record_bytes[..] {
            [alone] => alone,
            _ => end - records_begin,
        };
        let begins: Vec<u64> = places.iter().map(|p| p.begin).collect();
        let header = header(format, layout, &places, &begins);
        let mut out = BufWriter::with_capacity(1 << 18, file);
        out.write_all(&header)?;
        Ok(Self { out, position: header.len() as u64, places, stride, records_begin, records: 0 })
    }

    /// Writes a slab whose extent and type have been checked.
    pub(super) fn write<T: Element>(
        &mut self,
        variable: usize,
        start: &[usize],
        count: &[usize],
        data: &[T],
    ) -> Result<(), Refusal> {
        let place = &self.places[variable];
        let (first, records, start, count) = match (place.record, start, count) {
            (true, [first, start @ ..], [records, count @ ..]) => (*first as u64, *records as u64, start, count),
            _ => (0, 1, start, count),
        };
        let end = first + records;
        if data.is_empty() {
            return Ok(());
        }
        if end > MOST_RECORDS {
            return Err(Refusal::Layout(format!("{end} records, classic files take {MOST_RECORDS}; use NetCDF-4")));
        }
        let whole = count == place.shape;
        // What lies before the slab, or around it, must hold fill values first.
        self.fill_to(variable, if whole { first } else { end })?;
        let place = &self.places[variable];
        if whole && (!place.record || place.bytes() == self.stride) {
            self.put(variable, first, 0, data)?;
        } else {
            for (record, data) in (first..end).zip(data.chunks_exact(data.len() / records as usize)) {
                let mut data = data;
                for (offset, length) in runs(&self.places[variable].shape, start, count) {
                    let (run, rest) = data.split_at(length);
                    self.put(variable, record, offset, run)?;
                    data = rest;
                }
            }
        }
        let place = &mut self.places[variable];
        place.filled = place.filled.max(end);
        if place.record {
            self.records = self.records.max(end);
        }
        Ok(())
    }

    /// Gives every variable all its records, says how many there are, and hands the bytes to the disk.
    pub(super) fn finish(mut self) -> Result<(), Refusal> {
        for variable in 0..self.places.len() {
            let records = if self.places[variable].record { self.records } else { 1 };
            self.fill_to(variable, records)?;
        }
        self.out.seek(SeekFrom::Start(4))?;
        self.out.write_all(&(self.records as u32).to_be_bytes())?;
        self.out.flush()?;
        let file = self.out.get_ref();
        file.set_len(padded(self.records_begin + self.records * self.stride))?;
        Ok(file.sync_all()?)
    }

    /// Writes fill values into the records before `end` that hold nothing yet.
    fn fill_to(&mut self, variable: usize, end: u64) -> Result<(), Refusal> {
        let place = &self.places[variable];
        if place.filled >= end {
            return Ok(());
        }
        let (first, begin, length) = (place.filled, place.begin, place.length);
        let mut value = Vec::new();
        place.fill.write_big_endian(&mut value)?;
        for record in first..end {
            self.seek(begin + record * self.stride)?;
            for _ in 0..length {
                self.out.write_all(&value)?;
            }
            self.position += (length * value.len()) as u64;
        }
        self.places[variable].filled = end;
        Ok(())
    }

    /// Writes values that lie one after the other, from the `offset`-th of a record on.
    fn put<T: Element>(&mut self, variable: usize, record: u64, offset: usize, data: &[T]) -> io::Result<()> {
        let place = &self.places[variable];
        self.seek(place.begin + record * self.stride + offset as u64 * place.size)?;
        T::write_big_endian(data, &mut self.out)?;
        self.position += size_of_val(data) as u64;
        Ok(())
    }

    fn seek(&mut self, position: u64) -> io::Result<()> {
        if position != self.position {
            self.out.seek(SeekFrom::Start(position))?;
            self.position = position;
        }
        Ok(())
    }
}

fn place(layout: &Layout, variable: usize) -> Place {
    let data_type = layout.variables[variable].data_type;
    let shape = layout.fixed_shape(variable);
    Place {
        begin: 0,
        length: shape.iter().product(),
        shape,
        size: data_type.size() as u64,
        record: layout.is_record(variable),
        filled: 0,
        fill: layout.fill(variable).unwrap_or(Numbers::U8(vec![0])),
    }
}

/// Refuses what the offsets and sizes of the format cannot express.
fn check_sizes(format: Format, layout: &Layout, places: &[Place]) -> Result<(), Refusal> {
    let (offset_limit, size_limit) = match format {
        Format::Classic => (i32::MAX as u64, i32::MAX as u64 - 3),
        _ => (i64::MAX as u64, u32::MAX as u64 - 3),
    };
    let mend = match format {
        Format::Classic => "use the 64-bit offset format (CDF-2) or NetCDF-4",
        _ => "use NetCDF-4",
    };
    for (variable, place) in layout.variables.iter().zip(places) {
        let name = &variable.name;
        let what = if place.record { "a record of variable" } else { "variable" };
        if place.bytes() > size_limit {
            let bytes = place.bytes();
            return Err(Refusal::Layout(format!(
                "{what} `{name}` has {bytes} bytes, this format takes {size_limit}; {mend}"
            )));
        }
        if place.begin > offset_limit {
            let begin = place.begin;
            let message =
                format!("variable `{name}` would begin at byte {begin}, this format reaches {offset_limit}; {mend}");
            return Err(Refusal::Layout(message));
        }
    }
    Ok(())
}

/// The header, with the number of records still at 0.
fn header(format: Format, layout: &Layout, places: &[Place], begins: &[u64]) -> Vec<u8> {
    let mut out = b"CDF".to_vec();
    out.push(if format == Format::Classic { 1 } else { 2 });
    put_u32(&mut out, 0);
    put_list(&mut out, DIMENSIONS, layout.dimensions.len());
    for dimension in &layout.dimensions {
        put_text(&mut out, &dimension.name);
        put_u32(&mut out, dimension.length.unwrap_or(0));
    }
    put_attributes(&mut out, None, &layout.attributes);
    put_list(&mut out, VARIABLES, layout.variables.len());
    for (((variable, axes), place), &begin) in layout.variables.iter().zip(&layout.axes).zip(places).zip(begins) {
        put_text(&mut out, &variable.name);
        put_u32(&mut out, axes.len());
        axes.iter().for_each(|&axis| put_u32(&mut out, axis));
        put_attributes(&mut out, variable.fill.as_ref(), &variable.attributes);
        put_u32(&mut out, variable.data_type.classic_code().unwrap_or_default() as usize);
        put_u32(&mut out, padded(place.bytes()) as usize);
        match format {
            Format::Classic => put_u32(&mut out, begin as usize),
            _ => out.extend(begin.to_be_bytes()),
        }
    }
    out
}

fn put_u32(out: &mut Vec<u8>, value: usize) {
    out.extend((value as u32).to_be_bytes());
}

/// The head of a list, which is all zero where there is none.
fn put_list(out: &mut Vec<u8>, tag: u32, length: usize) {
    put_u32(out, if length == 0 { 0 } else { tag as usize });
    put_u32(out, length);
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_u32(out, text.len());
    out.extend(text.as_bytes());
    pad(out);
}

fn put_attributes(out: &mut Vec<u8>, fill: Option<&Numbers>, attributes: &[Attribute]) {
    put_list(out, ATTRIBUTES, attributes.len() + usize::from(fill.is_some()));
    if let Some(fill) = fill {
        put_text(out, "_FillValue");
        put_numbers(out, fill);
    }
    for attribute in attributes {
        put_text(out, &attribute.name);
        match &attribute.value {
            AttributeValue::Text(text) => {
                put_u32(out, DataType::Char.classic_code().unwrap_or_default() as usize);
                put_text(out, text);
            }
            AttributeValue::Numbers(numbers) => put_numbers(out, numbers),
            AttributeValue::Texts(_) | AttributeValue::Other => unreachable!("refused when the attribute was defined"),
        }
    }
}

fn put_numbers(out: &mut Vec<u8>, numbers: &Numbers) {
    put_u32(out, numbers.data_type().classic_code().unwrap_or_default() as usize);
    put_u32(out, numbers.len());
    // Writing into memory cannot fail.
    let _ = numbers.write_big_endian(out);
    pad(out);
}

fn pad(out: &mut Vec<u8>) {
    out.resize(padded(out.len() as u64) as usize, 0);
}

/// The next multiple of 4.
fn padded(bytes: u64) -> u64 {
    bytes.next_multiple_of(4)
}

/// Where the values of a slab lie in an array of the given shape: runs of (offset, length), in order.
fn runs(shape: &[usize], start: &[usize], count: &[usize]) -> Vec<(usize, usize)> {
    // Dimensions from `split` on are taken whole, so that they and the one before make one run.
    let split = (0..shape.len()).rev().find(|&d| count[d] != shape[d]).unwrap_or(0);
    let length = count[split.min(count.len())..].iter().product();
    let mut offsets = vec![0];
    for (d, &extent) in shape.iter().enumerate() {
        let taken = if d < split { count[d] } else { 1 };
        let steps = |&at: &usize| (0..taken).map(move |i| at * extent + start[d] + i);
        offsets = offsets.iter().flat_map(steps).collect();
    }
    offsets.into_iter().map(|offset| (offset, length)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_join_what_lies_together() {
        assert_eq!(runs(&[], &[], &[]), [(0, 1)]);
        assert_eq!(runs(&[3, 4], &[0, 0], &[3, 4]), [(0, 12)]);
        assert_eq!(runs(&[3, 4], &[1, 0], &[2, 4]), [(4, 8)]);
        assert_eq!(runs(&[3, 4], &[1, 1], &[2, 2]), [(5, 2), (9, 2)]);
        assert_eq!(runs(&[2, 3, 4], &[0, 1, 0], &[2, 2, 4]), [(4, 8), (16, 8)]);
    }
}
