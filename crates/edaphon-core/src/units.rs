//! Units as CF and UDUNITS write them: parsed, compared and converted; never free text.
//!
//! ```
//! use edaphon_core::units::Unit;
//!
//! let flux: Unit = "kg m^-2 s^-1".parse()?;
//! assert_eq!(flux.to(&"gC m-2 day-1".parse()?)?.factor, 86_400_000.0);
//! let air: Unit = "degC".parse()?;
//! assert_eq!(air.to(&"K".parse()?)?.apply(10.0), 283.15);
//! assert!("gC m-2".parse::<Unit>()?.to(&"gN m-2".parse()?).is_err());
//! # Ok::<(), edaphon_core::units::UnitError>(())
//! ```
//!
//! A year is 365 days, as in the models. The element of a mass (`gC`, `g N`) is kept: grams of carbon are never turned
//! into grams of nitrogen, whereas a plain `g` may be either.

mod parse;
mod symbols;

use std::fmt;
use std::str::FromStr;

/// Why a unit was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnitError {
    /// Not a unit.
    #[error("`{text}` is not a unit: {problem}")]
    NotAUnit {
        /// What was given.
        text: String,
        /// Where it goes wrong and what is accepted.
        problem: String,
    },
    /// A unit of another quantity.
    #[error("`{found}` ({found_quantity}) cannot be converted to `{wanted}` ({wanted_quantity})")]
    OtherQuantity {
        /// The unit given.
        found: String,
        /// Its dimension, in base units.
        found_quantity: String,
        /// The unit needed.
        wanted: String,
        /// Its dimension, in base units.
        wanted_quantity: String,
    },
}

/// Exponents of metre, kilogram, second, kelvin, mole and degree of angle.
type Dimension = [i8; 6];
const BASE_NAMES: [&str; 6] = ["m", "kg", "s", "K", "mol", "degree"];
/// Exponents of the elements that a mass or amount counts.
type Elements = [i8; 3];
const ELEMENT_NAMES: [&str; 3] = ["C", "N", "P"];

/// A unit: a size in base units, a zero, a dimension and the elements that it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    text: String,
    scale: Scale,
    zero: f64,
    dimension: Dimension,
    elements: Elements,
}

/// A size as a fraction of whole numbers and a power of ten, so that the usual conversions are exact.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Scale {
    numerator: f64,
    denominator: f64,
    ten: i32,
}

impl Scale {
    const ONE: Self = Self { numerator: 1.0, denominator: 1.0, ten: 0 };

    fn times(self, other: Self) -> Self {
        Self {
            numerator: self.numerator * other.numerator,
            denominator: self.denominator * other.denominator,
            ten: self.ten.saturating_add(other.ten),
        }
    }

    fn inverse(self) -> Self {
        Self { numerator: self.denominator, denominator: self.numerator, ten: self.ten.saturating_neg() }
    }

    fn power(self, exponent: i8) -> Self {
        let base = if exponent < 0 { self.inverse() } else { self };
        (0..exponent.unsigned_abs()).fold(Self::ONE, |product, _| product.times(base))
    }

    fn value(self) -> f64 {
        let ten = 10_f64.powi(self.ten.abs());
        if self.ten >= 0 { self.numerator * ten / self.denominator } else { self.numerator / (self.denominator * ten) }
    }
}

/// How values of one unit become values of another: `factor · x + offset`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conversion {
    /// Multiplier.
    pub factor: f64,
    /// What is added after multiplying.
    pub offset: f64,
}

impl Conversion {
    /// No change.
    pub const IDENTITY: Self = Self { factor: 1.0, offset: 0.0 };

    /// The converted value.
    pub fn apply(self, value: f64) -> f64 {
        self.factor * value + self.offset
    }

    /// Whether values stay as they are.
    pub fn is_identity(self) -> bool {
        self == Self::IDENTITY
    }
}

impl Unit {
    /// The conversion of values in this unit to values in `wanted`.
    ///
    /// # Errors
    /// If the two measure different quantities or count different elements.
    pub fn to(&self, wanted: &Self) -> Result<Conversion, UnitError> {
        if self.dimension != wanted.dimension || !self.elements_fit(wanted) {
            return Err(UnitError::OtherQuantity {
                found: self.text.clone(),
                found_quantity: self.quantity(),
                wanted: wanted.text.clone(),
                wanted_quantity: wanted.quantity(),
            });
        }
        let factor = self.scale.times(wanted.scale.inverse()).value();
        Ok(Conversion { factor, offset: (self.zero - wanted.zero) / wanted.scale.value() })
    }

    /// Whether values of this unit can be converted to `wanted`.
    pub fn fits(&self, wanted: &Self) -> bool {
        self.to(wanted).is_ok()
    }

    /// The dimension in base units, with the element counted: `kg C m-2 s-1`; `1` where there is none.
    pub fn quantity(&self) -> String {
        let power = |name: &str, exponent: i8| match exponent {
            0 => None,
            1 => Some(name.to_owned()),
            n => Some(format!("{name}{n}")),
        };
        // Mass is written first, as in `kg m-2 s-1`.
        let base = [1, 0, 2, 3, 4, 5].into_iter().filter_map(|at| power(BASE_NAMES[at], self.dimension[at]));
        let counted = ELEMENT_NAMES.iter().zip(self.elements).filter_map(|(name, n)| power(name, n));
        let elements: Vec<String> = counted.collect();
        let mut words: Vec<String> = base.collect();
        if !elements.is_empty() {
            words.push(format!("of {}", elements.join(" ")));
        }
        if words.is_empty() { "1".to_owned() } else { words.join(" ") }
    }

    /// A unit that counts no element fits any.
    fn elements_fit(&self, other: &Self) -> bool {
        let unsaid = |u: &Self| u.elements == [0; 3];
        unsaid(self) || unsaid(other) || self.elements == other.elements
    }
}

impl FromStr for Unit {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        parse::parse(text)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The conversion between two units given as text.
///
/// # Errors
/// If either is not a unit, or they measure different quantities or count different elements.
pub fn conversion(from: &str, to: &str) -> Result<Conversion, UnitError> {
    from.parse::<Unit>()?.to(&to.parse()?)
}

#[cfg(test)]
mod tests;
