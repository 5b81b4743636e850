//! What a file to be written consists of, checked against what its format allows.

use std::io;

use super::value::{Attribute, AttributeValue, DataType, Element, Numbers};

/// Why a file cannot be laid out or written.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The format does not allow it; in words.
    Layout(String),
    /// The operating system refused.
    Io(io::Error),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The format of a file to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// NetCDF classic, CDF-1: read by everything; variables must begin within the first 2 GiB.
    Classic,
    /// NetCDF 64-bit offset, CDF-2: a variable, or one record of it, can have 4 GiB.
    Classic64,
    /// NetCDF-4 on HDF5: compression, chunks, strings, 64-bit and unsigned integers.
    NetCdf4,
}

/// A variable to be written.
///
/// ```
/// use edaphon_io::netcdf::{DataType, Define};
///
/// let rh = Define::new("rh", DataType::F32, &["time", "lat", "lon"])
///     .attribute("units", "kg m-2 s-1")
///     .fill(1e36_f32)
///     .chunks(&[12, 90, 180])
///     .deflate(4);
/// ```
#[derive(Debug, Clone)]
pub struct Define {
    pub(super) name: String,
    pub(super) data_type: DataType,
    pub(super) dimensions: Vec<String>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) fill: Option<Numbers>,
    pub(super) chunks: Option<Vec<usize>>,
    pub(super) deflate: Option<u8>,
    pub(super) shuffle: Option<bool>,
}

impl Define {
    /// A variable on the given dimensions, the slowest first; none for a single value.
    pub fn new(name: &str, data_type: DataType, dimensions: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            data_type,
            dimensions: dimensions.iter().map(|d| (*d).to_owned()).collect(),
            attributes: Vec::new(),
            fill: None,
            chunks: None,
            deflate: None,
            shuffle: None,
        }
    }

    /// Adds an attribute.
    #[must_use]
    pub fn attribute(mut self, name: &str, value: impl Into<AttributeValue>) -> Self {
        self.attributes.push(Attribute { name: name.to_owned(), value: value.into() });
        self
    }

    /// Sets `_FillValue`, of the variable's own type: it stands where nothing was written, and NaN is written as it.
    #[must_use]
    pub fn fill<T: Element>(mut self, value: T) -> Self {
        self.fill = Some(value.into());
        self
    }

    /// Sets the lengths of a chunk along each dimension (NetCDF-4).
    ///
    /// By default a chunk holds whole maps, and as many records of a small variable as make 64 Ki values.
    #[must_use]
    pub fn chunks(mut self, lengths: &[usize]) -> Self {
        self.chunks = Some(lengths.to_vec());
        self
    }

    /// Compresses with deflate, level 1 to 9, after a byte shuffle (NetCDF-4); level 0 stores as is.
    #[must_use]
    pub fn deflate(mut self, level: u8) -> Self {
        self.deflate = Some(level);
        self
    }

    /// Says whether bytes are shuffled before they are compressed, which is the default with [`deflate`](Self::deflate).
    #[must_use]
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = Some(shuffle);
        self
    }
}

/// A dimension of a file to be written; without a length it is the unlimited one.
#[derive(Debug, Clone)]
pub(super) struct Length {
    pub(super) name: String,
    pub(super) length: Option<usize>,
}

/// Everything that was defined so far, with dimensions by their position.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) dimensions: Vec<Length>,
    pub(super) variables: Vec<Define>,
    /// For each variable, the positions of its dimensions.
    pub(super) axes: Vec<Vec<usize>>,
    pub(super) attributes: Vec<Attribute>,
}

impl Layout {
    pub(super) fn add_dimension(&mut self, name: &str, length: Option<usize>) -> Result<(), String> {
        check_name("dimension", name)?;
        if self.dimensions.iter().any(|d| d.name == name) {
            return Err(format!("dimension `{name}` is defined twice"));
        }
        if length == Some(0) {
            return Err(format!("dimension `{name}` has length 0, at least 1 is accepted"));
        }
        if let (None, Some(other)) = (length, self.dimensions.iter().find(|d| d.length.is_none())) {
            return Err(format!("dimensions `{}` and `{name}` are both unlimited, one can be", other.name));
        }
        self.dimensions.push(Length { name: name.to_owned(), length });
        Ok(())
    }

    pub(super) fn add_attribute(&mut self, format: Format, name: &str, value: AttributeValue) -> Result<(), String> {
        if self.attributes.iter().any(|a| a.name == name) {
            return Err(format!("global attribute `{name}` is given twice"));
        }
        check_attribute(format, "global", name, &value)?;
        self.attributes.push(Attribute { name: name.to_owned(), value });
        Ok(())
    }

    pub(super) fn add_variable(&mut self, format: Format, variable: Define) -> Result<(), String> {
        let name = &variable.name;
        check_name("variable", name)?;
        if self.variables.iter().any(|v| v.name == *name) {
            return Err(format!("variable `{name}` is defined twice"));
        }
        let axes = self.axes_of(&variable)?;
        check_type(format, &variable)?;
        check_storage(format, &variable)?;
        for (at, attribute) in variable.attributes.iter().enumerate() {
            check_attribute(format, name, &attribute.name, &attribute.value)?;
            if variable.attributes[..at].iter().any(|a| a.name == attribute.name) {
                return Err(format!("variable `{name}`: attribute `{}` is given twice", attribute.name));
            }
        }
        self.axes.push(axes);
        self.variables.push(variable);
        Ok(())
    }

    fn axes_of(&self, variable: &Define) -> Result<Vec<usize>, String> {
        let name = &variable.name;
        let mut axes = Vec::new();
        for dimension in &variable.dimensions {
            let axis = self.dimensions.iter().position(|d| d.name == *dimension);
            let axis = axis.ok_or_else(|| format!("variable `{name}`: dimension `{dimension}` is not defined"))?;
            if self.dimensions[axis].length.is_none() && !axes.is_empty() {
                return Err(format!("variable `{name}`: the unlimited dimension `{dimension}` must come first"));
            }
            axes.push(axis);
        }
        if self.dimensions.iter().any(|d| d.name == *name) && variable.dimensions != [name.as_str()] {
            let message = "has the name of a dimension, so that dimension alone must be its own";
            return Err(format!("variable `{name}` {message}; found {:?}", variable.dimensions));
        }
        Ok(axes)
    }

    /// Position of the variable `name`.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.variables.iter().position(|v| v.name == name)
    }

    /// Whether the variable grows along the unlimited dimension.
    pub(super) fn is_record(&self, variable: usize) -> bool {
        self.axes[variable].first().is_some_and(|&axis| self.dimensions[axis].length.is_none())
    }

    /// Lengths of a variable's dimensions, without the unlimited one.
    pub(super) fn fixed_shape(&self, variable: usize) -> Vec<usize> {
        self.axes[variable].iter().filter_map(|&axis| self.dimensions[axis].length).collect()
    }

    /// The fill value of a variable, stated or the format's own; `None` for text.
    pub(super) fn fill(&self, variable: usize) -> Option<Numbers> {
        let variable = &self.variables[variable];
        variable.fill.clone().or_else(|| Numbers::default_fill(variable.data_type))
    }
}

fn check_name(what: &str, name: &str) -> Result<(), String> {
    let refused = |c: char| c == '/' || c.is_control();
    if name.is_empty() || name.contains(refused) || name.ends_with(' ') || name.starts_with([' ', '_']) {
        let accepted = "letters, digits and `_ . - + @` are accepted, a letter or digit first";
        return Err(format!("{what} name `{}`: {accepted}", name.escape_default()));
    }
    Ok(())
}

fn check_type(format: Format, variable: &Define) -> Result<(), String> {
    let name = &variable.name;
    let data_type = variable.data_type;
    let accepted = match format {
        Format::NetCdf4 => data_type != DataType::Other,
        Format::Classic | Format::Classic64 => data_type.classic_code().is_some(),
    };
    if !accepted {
        let mend = "classic files take byte, short, int, float, double and char; NetCDF-4 takes more";
        return Err(format!("variable `{name}` has type {data_type}; {mend}"));
    }
    if data_type == DataType::String
        && (variable.dimensions.len() != 1 || variable.chunks.is_some() || variable.deflate.is_some())
    {
        return Err(format!(
            "variable `{name}` has type string, which takes one dimension and neither chunks nor deflate"
        ));
    }
    match &variable.fill {
        Some(fill) if fill.data_type() != data_type => {
            Err(format!("variable `{name}` has type {data_type} and a fill value of type {}", fill.data_type()))
        }
        Some(_) if variable.dimensions == [name.as_str()] => {
            Err(format!("coordinate variable `{name}` has a fill value, but coordinates cannot be missing"))
        }
        _ => Ok(()),
    }
}

fn check_storage(format: Format, variable: &Define) -> Result<(), String> {
    let name = &variable.name;
    let asked = variable.chunks.is_some() || variable.deflate.is_some() || variable.shuffle.is_some();
    if format != Format::NetCdf4 && asked {
        return Err(format!("variable `{name}`: chunks, deflate and shuffle need NetCDF-4, this file is classic"));
    }
    if let Some(level @ 10..) = variable.deflate {
        return Err(format!("variable `{name}`: deflate level {level}, 0 to 9 are accepted"));
    }
    if asked && variable.dimensions.is_empty() {
        return Err(format!("variable `{name}` is a single value: chunks, deflate and shuffle do not apply"));
    }
    match &variable.chunks {
        Some(chunks) if chunks.len() != variable.dimensions.len() || chunks.contains(&0) => {
            let rank = variable.dimensions.len();
            Err(format!("variable `{name}`: chunks {chunks:?}, {rank} lengths of at least 1 are accepted"))
        }
        _ => Ok(()),
    }
}

fn check_attribute(format: Format, of: &str, name: &str, value: &AttributeValue) -> Result<(), String> {
    const RESERVED: [&str; 8] = [
        "_FillValue",
        "_NCProperties",
        "_Netcdf4Dimid",
        "_Netcdf4Coordinates",
        "CLASS",
        "NAME",
        "DIMENSION_LIST",
        "REFERENCE_LIST",
    ];
    let wrong = |problem: String| Err(format!("attribute `{of}:{name}` {problem}"));
    if RESERVED.contains(&name) {
        return wrong("has a reserved name; set the fill value with `Define::fill`".to_owned());
    }
    if name.is_empty() || name.contains('/') {
        return wrong("has an empty name or one with `/`".to_owned());
    }
    let classic = format != Format::NetCdf4;
    match value {
        AttributeValue::Numbers(numbers) if numbers.is_empty() => {
            wrong("has no numbers, at least one is accepted".to_owned())
        }
        AttributeValue::Numbers(numbers) if classic && numbers.data_type().classic_code().is_none() => {
            wrong(format!("has type {}; classic files take byte, short, int, float and double", numbers.data_type()))
        }
        AttributeValue::Texts(_) if classic => wrong("is a list of texts, which needs NetCDF-4".to_owned()),
        AttributeValue::Texts(texts) if texts.is_empty() => wrong("has no texts, at least one is accepted".to_owned()),
        AttributeValue::Other => wrong("has no value that can be written".to_owned()),
        _ => Ok(()),
    }
}
