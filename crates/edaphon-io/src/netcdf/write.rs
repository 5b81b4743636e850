//! Writing: first what the file consists of, then its numbers, slab by slab.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::classic::ClassicFile;
use super::define::{Define, Format, Layout, Refusal};
use super::hdf5::Netcdf4File;
use super::read::fits;
use super::value::{AttributeValue, DataType, Element};
use crate::error::{Error, Result};

/// A NetCDF file being written.
///
/// Dimensions, variables and attributes are defined first; the first numbers written end that. Slabs go to disk as they
/// come (NetCDF-4 keeps at most one chunk of each variable), in any order; what is never written holds the fill value.
/// The bytes gather in a file beside the target, which takes the target's name in [`finish`](Self::finish); a writer
/// dropped before that leaves nothing behind. The same calls give the same bytes.
pub struct Writer {
    path: PathBuf,
    format: Format,
    layout: Layout,
    out: Out,
    // Dropped after `out`, so that no open file stands in the way of its removal.
    temporary: Temporary,
}

/// How far writing has come.
enum Out {
    Defining,
    Classic(ClassicFile),
    Netcdf4(Netcdf4File),
    /// A write failed; the error was given out.
    Failed,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("path", &self.path).field("format", &self.format).finish_non_exhaustive()
    }
}

impl Writer {
    /// Begins a file that will be at `path`, replacing what is there only when it is finished.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if nothing can be written into the folder.
    pub fn create(path: impl AsRef<Path>, format: Format) -> Result<Self> {
        let path = path.as_ref().to_owned();
        if path.is_dir() {
            let reason = io::Error::from(io::ErrorKind::IsADirectory);
            return Err(Error::File { path, action: "create", reason });
        }
        let temporary = Temporary::beside(&path).map_err(|reason| failed(&path, "create", reason))?;
        Ok(Self { path, format, layout: Layout::default(), out: Out::Defining, temporary })
    }

    /// Defines a dimension of fixed length.
    ///
    /// # Errors
    ///
    /// [`Error::Layout`] if the name is taken or not allowed, or the length is 0.
    pub fn dimension(&mut self, name: &str, length: usize) -> Result<()> {
        self.defining(|layout, _| layout.add_dimension(name, Some(length)))
    }

    /// Defines the dimension along which records are appended; it must come first in the variables that have it.
    ///
    /// # Errors
    ///
    /// [`Error::Layout`] if the name is taken or not allowed, or there is such a dimension already.
    pub fn unlimited(&mut self, name: &str) -> Result<()> {
        self.defining(|layout, _| layout.add_dimension(name, None))
    }

    /// Defines a global attribute.
    ///
    /// # Errors
    ///
    /// [`Error::Layout`] if the name is taken or the format does not allow the value.
    pub fn attribute(&mut self, name: &str, value: impl Into<AttributeValue>) -> Result<()> {
        let value = value.into();
        self.defining(|layout, format| layout.add_attribute(format, name, value))
    }

    /// Defines a variable, whose dimensions must be defined.
    ///
    /// # Errors
    ///
    /// [`Error::Layout`] if the format does not allow it, with the remedy.
    pub fn define(&mut self, variable: Define) -> Result<()> {
        self.defining(|layout, format| layout.add_variable(format, variable))
    }

    /// Writes a whole variable, or its first records.
    ///
    /// # Errors
    ///
    /// As [`write_slab`](Self::write_slab).
    pub fn write<T: Element>(&mut self, name: &str, data: &[T]) -> Result<()> {
        let variable = self.position(name)?;
        let mut count = self.layout.fixed_shape(variable);
        if self.layout.is_record(variable) {
            count.insert(0, data.len().div_ceil(count.iter().product()));
        }
        self.write_slab(name, &vec![0; count.len()], &count, data)
    }

    /// Writes the `count` values from `start` along each dimension, the last dimension fastest.
    ///
    /// The numbers must have the variable's type, with two exceptions: f64 is rounded into an f32 variable, and u8 goes
    /// into a char variable. NaN is written as the fill value, where one was given.
    ///
    /// # Errors
    ///
    /// [`Error::Variable`] if the slab does not fit the variable or the numbers have another type; [`Error::Layout`] if
    /// the format cannot hold what was defined; [`Error::File`] if the disk is full or the like.
    pub fn write_slab<T: Element>(&mut self, name: &str, start: &[usize], count: &[usize], data: &[T]) -> Result<()> {
        self.begin()?;
        let variable = self.position(name)?;
        self.check_slab(variable, start, count, data.len())?;
        let declared = self.layout.variables[variable].data_type;
        match (T::TYPE, declared) {
            (given, declared) if given == declared => self.put(variable, start, count, data),
            (DataType::F64, DataType::F32) => self.put(variable, start, count, &T::to_f32(data)),
            (DataType::U8, DataType::Char) => self.put(variable, start, count, data),
            (given, declared) => Err(self.about(variable, format!("has type {declared}, {given} was given to write"))),
        }
    }

    /// Writes all texts of a variable: of type string on one dimension, or of type char on two, the second of which is
    /// the length of the longest text (byte).
    ///
    /// # Errors
    ///
    /// [`Error::Variable`] if the variable is of another kind or the texts do not fit; [`Error::File`].
    pub fn write_strings(&mut self, name: &str, texts: &[&str]) -> Result<()> {
        self.begin()?;
        let variable = self.position(name)?;
        let shape = self.layout.fixed_shape(variable);
        let data_type = self.layout.variables[variable].data_type;
        match (data_type, &shape[..], self.layout.is_record(variable)) {
            (DataType::String, &[length], false) if texts.len() == length => self.attempt(|out| match out {
                Out::Netcdf4(file) => file.write_strings(variable, texts),
                _ => Ok(()),
            }),
            (DataType::Char, &[length, width], false) if texts.len() == length => {
                if let Some(text) = texts.iter().find(|t| t.len() > width) {
                    return Err(
                        self.about(variable, format!("takes {width} bytes of text, `{text}` has {}", text.len()))
                    );
                }
                let bytes: Vec<u8> =
                    texts.iter().flat_map(|t| t.bytes().chain(std::iter::repeat(0)).take(width)).collect();
                self.put(variable, &[0, 0], &[length, width], &bytes)
            }
            _ => {
                let accepted = "string variables on one fixed dimension and char variables on two take as many as the first is long";
                Err(self.about(
                    variable,
                    format!("has type {data_type} and shape {shape:?}, {} texts were given; {accepted}", texts.len()),
                ))
            }
        }
    }

    /// Completes the file and gives it its name.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if the disk is full or the like; nothing is left behind then, and a file that had the name is
    /// still there.
    pub fn finish(mut self) -> Result<()> {
        self.begin()?;
        let finished = match std::mem::replace(&mut self.out, Out::Failed) {
            Out::Classic(file) => file.finish(),
            Out::Netcdf4(file) => file.finish(),
            Out::Defining | Out::Failed => Err(Refusal::Layout("an earlier write failed".to_owned())),
        };
        finished.map_err(|refusal| refused(&self.path, refusal))?;
        self.temporary.rename_to(&self.path).map_err(|reason| failed(&self.path, "rename the finished file to", reason))
    }

    fn defining(&mut self, define: impl FnOnce(&mut Layout, Format) -> std::result::Result<(), String>) -> Result<()> {
        let defined = match self.out {
            Out::Defining => define(&mut self.layout, self.format),
            _ => Err("nothing can be defined once numbers have been written".to_owned()),
        };
        defined.map_err(|problem| Error::Layout { path: self.path.clone(), problem })
    }

    /// Ends the definitions, if that has not been done.
    fn begin(&mut self) -> Result<()> {
        if !matches!(self.out, Out::Defining) {
            return Ok(());
        }
        self.out = Out::Failed;
        let temporary = &self.temporary.path;
        let created = match self.format {
            Format::Classic | Format::Classic64 => fs::File::create(temporary)
                .map_err(Refusal::Io)
                .and_then(|file| ClassicFile::create(file, self.format, &self.layout))
                .map(Out::Classic),
            Format::NetCdf4 => Netcdf4File::create(temporary, &self.layout).map(Out::Netcdf4),
        };
        self.out = created.map_err(|refusal| refused(&self.path, refusal))?;
        Ok(())
    }

    fn put<T: Element>(&mut self, variable: usize, start: &[usize], count: &[usize], data: &[T]) -> Result<()> {
        let fill = self.layout.variables[variable].fill.as_ref().and_then(T::of).map(|fill| fill[0]);
        let data = match fill {
            Some(fill) => without_nan(data, fill),
            None => Cow::Borrowed(data),
        };
        self.attempt(|out| match out {
            Out::Classic(file) => file.write(variable, start, count, &data),
            Out::Netcdf4(file) => file.write(variable, start, count, &data),
            Out::Defining | Out::Failed => Err(Refusal::Layout("an earlier write failed".to_owned())),
        })
    }

    /// Does a write, after which there are no others if it fails.
    fn attempt(&mut self, write: impl FnOnce(&mut Out) -> std::result::Result<(), Refusal>) -> Result<()> {
        write(&mut self.out).map_err(|refusal| {
            self.out = Out::Failed;
            refused(&self.path, refusal)
        })
    }

    fn position(&self, name: &str) -> Result<usize> {
        self.layout.position(name).ok_or_else(|| Error::NoVariable {
            path: self.path.clone(),
            variable: name.to_owned(),
            available: self.layout.variables.iter().map(|v| v.name.as_str()).collect::<Vec<_>>().join(", "),
        })
    }

    fn check_slab(&self, variable: usize, start: &[usize], count: &[usize], values: usize) -> Result<()> {
        let mut shape = self.layout.fixed_shape(variable);
        if self.layout.is_record(variable) {
            shape.insert(0, usize::MAX);
        }
        if !fits(&shape, start, count) {
            let shape = format!("{shape:?}").replace(&usize::MAX.to_string(), "unlimited");
            return Err(
                self.about(variable, format!("has shape {shape}, a slab from {start:?} of {count:?} was given"))
            );
        }
        let expected = count.iter().product::<usize>();
        if values != expected {
            return Err(
                self.about(variable, format!("takes {expected} values for a slab of {count:?}, {values} were given"))
            );
        }
        Ok(())
    }

    fn about(&self, variable: usize, problem: String) -> Error {
        Error::Variable { path: self.path.clone(), variable: self.layout.variables[variable].name.clone(), problem }
    }
}

fn without_nan<T: Element>(data: &[T], fill: T) -> Cow<'_, [T]> {
    if data.iter().any(|v| v.is_nan()) {
        Cow::Owned(data.iter().map(|&v| if v.is_nan() { fill } else { v }).collect())
    } else {
        Cow::Borrowed(data)
    }
}

fn refused(path: &Path, refusal: Refusal) -> Error {
    match refusal {
        Refusal::Layout(problem) => Error::Layout { path: path.to_owned(), problem },
        Refusal::Io(reason) => failed(path, "write", reason),
    }
}

fn failed(path: &Path, action: &'static str, reason: io::Error) -> Error {
    Error::File { path: path.to_owned(), action, reason }
}

/// A file beside the target, which is removed unless it is renamed.
struct Temporary {
    path: PathBuf,
    kept: bool,
}

impl Temporary {
    fn beside(target: &Path) -> io::Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = target.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
        let mut name = name.to_owned();
        name.push(format!(".tmp-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
        let path = target.with_file_name(name);
        fs::File::create(&path)?;
        Ok(Self { path, kept: false })
    }

    fn rename_to(mut self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.kept {
            // There is nobody left to tell if this fails.
            let _ = fs::remove_file(&self.path);
        }
    }
}
