//! Numbers as NetCDF stores them: their types, blocks of them, and attributes.

use std::fmt;

/// Type of a variable's elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataType {
    /// Signed 8-bit integer (`byte`).
    I8,
    /// Signed 16-bit integer (`short`).
    I16,
    /// Signed 32-bit integer (`int`).
    I32,
    /// Signed 64-bit integer (`int64`); not in CDF-1 and CDF-2.
    I64,
    /// Unsigned 8-bit integer (`ubyte`); not in CDF-1 and CDF-2.
    U8,
    /// Unsigned 16-bit integer (`ushort`); not in CDF-1 and CDF-2.
    U16,
    /// Unsigned 32-bit integer (`uint`); not in CDF-1 and CDF-2.
    U32,
    /// Unsigned 64-bit integer (`uint64`); not in CDF-1 and CDF-2.
    U64,
    /// 32-bit floating point (`float`).
    F32,
    /// 64-bit floating point (`double`).
    F64,
    /// One byte of text (`char`); the last dimension is the length of the text.
    Char,
    /// Text of any length (`string`); NetCDF-4 only.
    String,
    /// A compound, enumerated, opaque or variable-length type: it is listed but cannot be read.
    Other,
}

impl DataType {
    /// Size of one element (bytes); 0 for `String` and `Other`.
    pub fn size(self) -> usize {
        match self {
            Self::I8 | Self::U8 | Self::Char => 1,
            Self::I16 | Self::U16 => 2,
            Self::I32 | Self::U32 | Self::F32 => 4,
            Self::I64 | Self::U64 | Self::F64 => 8,
            Self::String | Self::Other => 0,
        }
    }

    /// The number by which CDF-1 and CDF-2 files know this type, if they do.
    pub(super) fn classic_code(self) -> Option<u32> {
        match self {
            Self::I8 => Some(1),
            Self::Char => Some(2),
            Self::I16 => Some(3),
            Self::I32 => Some(4),
            Self::F32 => Some(5),
            Self::F64 => Some(6),
            _ => None,
        }
    }

    /// Name as `ncdump` prints it.
    pub fn name(self) -> &'static str {
        match self {
            Self::I8 => "byte",
            Self::I16 => "short",
            Self::I32 => "int",
            Self::I64 => "int64",
            Self::U8 => "ubyte",
            Self::U16 => "ushort",
            Self::U32 => "uint",
            Self::U64 => "uint64",
            Self::F32 => "float",
            Self::F64 => "double",
            Self::Char => "char",
            Self::String => "string",
            Self::Other => "a compound, enumerated, opaque or variable-length type",
        }
    }
}

impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

mod sealed {
    use super::Numbers;
    use std::io::{self, Write};

    /// What files need of a number; hidden so that no type of the crates underneath is public.
    pub trait Stored: rust_hdf5::H5Type + Send {
        /// What stands where nothing was written, unless the variable says otherwise.
        const DEFAULT_FILL: Self;
        fn many(values: Vec<Self>) -> Numbers;
        fn of(numbers: &Numbers) -> Option<&[Self]>;
        fn of_mut(numbers: &mut Numbers) -> Option<&mut Vec<Self>>;
        fn write_big_endian(values: &[Self], to: &mut dyn Write) -> io::Result<()>;
        fn to_f32(values: &[Self]) -> Vec<f32>;
        fn is_nan(self) -> bool;
    }
}
pub(super) use sealed::Stored;

/// A Rust number that a variable can hold.
pub trait Element: Stored + Copy + PartialEq + fmt::Debug + Into<Numbers> + 'static {
    /// The type of a variable that holds it.
    const TYPE: DataType;
}

/// Defines [`Numbers`] and what each element type contributes to it.
macro_rules! numbers {
    ($($variant:ident $rust:ty, $fill:expr, $is_nan:expr;)*) => {
        /// Numbers of one type.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Numbers {
            $(#[doc = concat!("Values of type `", stringify!($rust), "`.")]
            $variant(Vec<$rust>),)*
        }

        $(
            impl Element for $rust {
                const TYPE: DataType = DataType::$variant;
            }

            impl Stored for $rust {
                const DEFAULT_FILL: Self = $fill;

                fn many(values: Vec<Self>) -> Numbers {
                    Numbers::$variant(values)
                }

                fn of(numbers: &Numbers) -> Option<&[Self]> {
                    if let Numbers::$variant(values) = numbers { Some(values) } else { None }
                }

                fn of_mut(numbers: &mut Numbers) -> Option<&mut Vec<Self>> {
                    if let Numbers::$variant(values) = numbers { Some(values) } else { None }
                }

                fn write_big_endian(values: &[Self], to: &mut dyn std::io::Write) -> std::io::Result<()> {
                    const SIZE: usize = size_of::<$rust>();
                    let mut buffer = [0_u8; 8192];
                    for block in values.chunks(buffer.len() / SIZE) {
                        for (bytes, value) in buffer.chunks_exact_mut(SIZE).zip(block) {
                            bytes.copy_from_slice(&value.to_be_bytes());
                        }
                        to.write_all(&buffer[..block.len() * SIZE])?;
                    }
                    Ok(())
                }

                fn to_f32(values: &[Self]) -> Vec<f32> {
                    values.iter().map(|&v| v as f32).collect()
                }

                fn is_nan(self) -> bool {
                    $is_nan(self)
                }
            }

            impl From<Vec<$rust>> for Numbers {
                fn from(values: Vec<$rust>) -> Self {
                    Self::$variant(values)
                }
            }

            impl From<$rust> for Numbers {
                fn from(value: $rust) -> Self {
                    Self::$variant(vec![value])
                }
            }

            impl From<$rust> for AttributeValue {
                fn from(value: $rust) -> Self {
                    Self::Numbers(value.into())
                }
            }

            impl From<Vec<$rust>> for AttributeValue {
                fn from(values: Vec<$rust>) -> Self {
                    Self::Numbers(values.into())
                }
            }
        )*

        impl Numbers {
            /// Type of the values.
            pub fn data_type(&self) -> DataType {
                match self { $(Self::$variant(_) => DataType::$variant,)* }
            }

            /// How many there are.
            pub fn len(&self) -> usize {
                match self { $(Self::$variant(values) => values.len(),)* }
            }

            /// The values as f64; 64-bit integers beyond 2⁵³ are rounded.
            pub fn to_f64(&self) -> Vec<f64> {
                match self { $(Self::$variant(values) => values.iter().map(|&v| v as f64).collect(),)* }
            }

            /// The values as f64, without a copy where they already are.
            pub(super) fn into_f64(self) -> Vec<f64> {
                if let Self::F64(values) = self { values } else { self.to_f64() }
            }

            /// The values as f32, rounded to nearest, without a copy where they already are.
            pub(super) fn into_f32(self) -> Vec<f32> {
                match self {
                    Self::F32(values) => values,
                    $(#[allow(unreachable_patterns)]
                    Self::$variant(values) => values.into_iter().map(|v| v as f32).collect(),)*
                }
            }

            /// No values of `data_type`; `None` for text.
            pub(super) fn empty(data_type: DataType) -> Option<Self> {
                match data_type {
                    $(DataType::$variant => Some(Self::$variant(Vec::new())),)*
                    _ => None,
                }
            }

            /// What stands where nothing was written; `None` for text.
            pub(super) fn default_fill(data_type: DataType) -> Option<Self> {
                match data_type {
                    $(DataType::$variant => Some(<$rust>::DEFAULT_FILL.into()),)*
                    _ => None,
                }
            }

            /// Writes the values with the most significant byte first.
            pub(super) fn write_big_endian(&self, to: &mut dyn std::io::Write) -> std::io::Result<()> {
                match self { $(Self::$variant(values) => Stored::write_big_endian(values, to),)* }
            }
        }
    };
}

numbers! {
    I8 i8, -127, |_| false;
    I16 i16, -32_767, |_| false;
    I32 i32, -2_147_483_647, |_| false;
    I64 i64, -9_223_372_036_854_775_806, |_| false;
    U8 u8, 255, |_| false;
    U16 u16, 65_535, |_| false;
    U32 u32, 4_294_967_295, |_| false;
    U64 u64, 18_446_744_073_709_551_614, |_| false;
    F32 f32, 9.969_21e36, f32::is_nan;
    F64 f64, 9.969_209_968_386_869e36, f64::is_nan;
}

/// Runs `$body` with `$t` the Rust type that a [`DataType`] names, or `$otherwise` for text and other types.
#[rustfmt::skip]
macro_rules! with_element {
    ($data_type:expr, |$t:ident| $body:expr, $otherwise:expr) => {{
        use $crate::netcdf::DataType as Type;
        match $data_type {
            Type::I8 => { type $t = i8; $body }
            Type::I16 => { type $t = i16; $body }
            Type::I32 => { type $t = i32; $body }
            Type::I64 => { type $t = i64; $body }
            Type::U8 => { type $t = u8; $body }
            Type::U16 => { type $t = u16; $body }
            Type::U32 => { type $t = u32; $body }
            Type::U64 => { type $t = u64; $body }
            Type::F32 => { type $t = f32; $body }
            Type::F64 => { type $t = f64; $body }
            Type::Char | Type::String | Type::Other => $otherwise,
        }
    }};
}
pub(super) use with_element;

impl Numbers {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values as i64, or the first one that is not a whole number within reach of i64.
    pub(super) fn into_i64(self) -> Result<Vec<i64>, f64> {
        match self {
            Self::I64(values) => Ok(values),
            Self::U64(values) => values.into_iter().map(|v| i64::try_from(v).map_err(|_| v as f64)).collect(),
            other => other.into_f64().into_iter().map(whole).collect(),
        }
    }
}

/// The whole number that `value` is; 2⁶³ is the first that i64 cannot hold.
fn whole(value: f64) -> Result<i64, f64> {
    const END: f64 = 9_223_372_036_854_775_808.0;
    if value.fract() == 0.0 && (-END..END).contains(&value) { Ok(value as i64) } else { Err(value) }
}

/// What an attribute says.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum AttributeValue {
    /// Text.
    Text(String),
    /// Several texts; NetCDF-4 only.
    Texts(Vec<String>),
    /// One or more numbers.
    Numbers(Numbers),
    /// A value of a compound, enumerated, opaque or variable-length type, which is not read.
    Other,
}

impl AttributeValue {
    /// The text, if it is one text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Texts(texts) if texts.len() == 1 => Some(&texts[0]),
            _ => None,
        }
    }

    /// The first number, if there is one.
    pub fn number(&self) -> Option<f64> {
        self.numbers().and_then(|numbers| numbers.first().copied())
    }

    /// The numbers, if they are numbers.
    pub fn numbers(&self) -> Option<Vec<f64>> {
        if let Self::Numbers(numbers) = self { Some(numbers.to_f64()) } else { None }
    }
}

impl From<&str> for AttributeValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for AttributeValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<String>> for AttributeValue {
    fn from(texts: Vec<String>) -> Self {
        Self::Texts(texts)
    }
}

/// A named value that describes a file or a variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Name, such as `units`.
    pub name: String,
    /// What it says.
    pub value: AttributeValue,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_told_from_fractions() {
        assert_eq!(Numbers::F32(vec![0.0, -3.0, 16_777_216.0]).into_i64(), Ok(vec![0, -3, 16_777_216]));
        assert_eq!(Numbers::F64(vec![1.0, 1.5]).into_i64(), Err(1.5));
        assert_eq!(Numbers::F64(vec![-(2.0_f64.powi(63))]).into_i64(), Ok(vec![i64::MIN]));
        assert!(Numbers::F64(vec![2.0_f64.powi(63)]).into_i64().is_err());
        assert!(Numbers::F64(vec![f64::NAN]).into_i64().is_err());
        assert!(Numbers::U64(vec![u64::MAX]).into_i64().is_err());
    }

    #[test]
    fn the_default_fill_of_float_is_the_one_of_the_format() {
        // NC_FILL_FLOAT is 0x1.ep+122.
        assert_eq!(f32::DEFAULT_FILL.to_bits(), 0x7CF0_0000);
        assert_eq!(f64::DEFAULT_FILL, f64::from(f32::DEFAULT_FILL));
    }
}
