//! Parameters: one table per model is the only place where a parameter is described.
//!
//! Documentation, `edaphon params show`, range checks, priors and file attributes are all made from it.

use std::collections::BTreeMap;

/// What is believed of a parameter before data are seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Prior {
    /// Any value of the range alike.
    Uniform,
    /// Normal in the logarithm; `spread` is the standard deviation of ln(value).
    LogNormal {
        /// Median of the parameter.
        median: f64,
        /// Standard deviation of its logarithm.
        spread: f64,
    },
    /// A constant of the model's form, not to be calibrated.
    Fixed,
}

/// The value used where nothing else is said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Defaults {
    /// One value for the model, whatever the vegetation.
    One(f64),
    /// The same value for each vegetation type, which may be set apart.
    EachType(f64),
    /// A value for each vegetation type, in the order of the types 1, 2, ….
    ByType(&'static [f64]),
}

/// Description of one parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParamInfo {
    /// Name in code and files.
    pub name: &'static str,
    /// Symbol in the equations.
    pub symbol: &'static str,
    /// Unit as CF writes it; `1` where there is none.
    pub unit: &'static str,
    /// Value where nothing else is said.
    pub defaults: Defaults,
    /// Lowest and highest accepted value.
    pub range: (f64, f64),
    /// Belief before data.
    pub prior: Prior,
    /// Where the default comes from.
    pub source: &'static str,
    /// What it is.
    pub about: &'static str,
}

/// The parameters of one model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParamTable {
    /// Name of the model or part of a model.
    pub model: &'static str,
    /// Its parameters.
    pub params: &'static [ParamInfo],
}

impl ParamTable {
    /// The parameter called `name`.
    pub fn find(&self, name: &str) -> Option<&'static ParamInfo> {
        self.params.iter().find(|p| p.name == name)
    }
}

/// Why a parameter value was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParamError {
    /// No such parameter.
    #[error("{model} has no parameter `{name}`{}", crate::did_you_mean(.nearest.as_deref()))]
    Unknown {
        /// The model asked.
        model: &'static str,
        /// The name given.
        name: String,
        /// The closest known name, if one is close.
        nearest: Option<String>,
    },
    /// Outside its range, or not a number.
    #[error("{name}{} = {value} {unit} is outside {low} to {high} {unit} ({about})", for_type(*.vegetation_type))]
    OutOfRange {
        /// The parameter.
        name: &'static str,
        /// The vegetation type (from 1), where it has one.
        vegetation_type: Option<usize>,
        /// The value given.
        value: f64,
        /// Its unit.
        unit: &'static str,
        /// Lowest accepted value.
        low: f64,
        /// Highest accepted value.
        high: f64,
        /// What the parameter is.
        about: &'static str,
    },
    /// A list of the wrong length.
    #[error("{name} was given {found} values; accepted are 1 value{}", or_types(*.types))]
    WrongLength {
        /// The parameter.
        name: &'static str,
        /// How many values were given.
        found: usize,
        /// How many vegetation types there are, for a parameter that differs between them.
        types: Option<usize>,
    },
}

fn for_type(vegetation_type: Option<usize>) -> String {
    vegetation_type.map_or_else(String::new, |v| format!(" of vegetation type {v}"))
}

fn or_types(types: Option<usize>) -> String {
    types.map_or_else(|| ", the same for all".to_owned(), |n| format!(" for all types or {n}, one for each"))
}

/// Values for the parameters of one table: the defaults, and whatever was set over them.
#[derive(Debug, Clone, PartialEq)]
pub struct ParamSet {
    table: &'static ParamTable,
    types: usize,
    values: BTreeMap<&'static str, Vec<f64>>,
    origins: BTreeMap<&'static str, String>,
}

impl ParamSet {
    /// The defaults of `table` for `types` vegetation types.
    pub fn defaults(table: &'static ParamTable, types: usize) -> Self {
        let spread = |p: &ParamInfo| match p.defaults {
            Defaults::One(x) => vec![x],
            Defaults::EachType(x) => vec![x; types],
            Defaults::ByType(list) => (0..types).map(|v| list[v.min(list.len() - 1)]).collect(),
        };
        let values = table.params.iter().map(|p| (p.name, spread(p))).collect();
        Self { table, types, values, origins: BTreeMap::new() }
    }

    /// The descriptions.
    pub fn table(&self) -> &'static ParamTable {
        self.table
    }

    /// How many vegetation types there are.
    pub fn types(&self) -> usize {
        self.types
    }

    /// The values of `name`: one, or one for each vegetation type.
    ///
    /// # Errors
    /// If the table has no such parameter.
    pub fn values(&self, name: &str) -> Result<&[f64], ParamError> {
        self.values.get(name).map(Vec::as_slice).ok_or_else(|| self.unknown(name))
    }

    /// The value of `name` for vegetation type `vegetation_type` (from 1).
    ///
    /// # Errors
    /// If the table has no such parameter.
    pub fn value(&self, name: &str, vegetation_type: usize) -> Result<f64, ParamError> {
        let list = self.values(name)?;
        Ok(list[(vegetation_type - 1).min(list.len() - 1)])
    }

    /// Sets `name` to one value, or to one for each vegetation type; `origin` says where they come from.
    ///
    /// # Errors
    /// If there is no such parameter, the list has the wrong length or a value is outside its range; nothing is then changed.
    pub fn set(&mut self, name: &str, values: &[f64], origin: &str) -> Result<(), ParamError> {
        let info = self.table.find(name).ok_or_else(|| self.unknown(name))?;
        let by_type = !matches!(info.defaults, Defaults::One(_));
        let count = if by_type { self.types } else { 1 };
        if values.len() != 1 && values.len() != count {
            let types = by_type.then_some(self.types);
            return Err(ParamError::WrongLength { name: info.name, found: values.len(), types });
        }
        let full: Vec<f64> = (0..count).map(|v| values[v.min(values.len() - 1)]).collect();
        check(info, &full)?;
        self.values.insert(info.name, full);
        self.origins.insert(info.name, origin.to_owned());
        Ok(())
    }

    /// Where the values of `name` come from: what was given to [`set`](Self::set), or the source of the default.
    pub fn origin(&self, name: &str) -> &str {
        match self.origins.get(name) {
            Some(origin) => origin,
            None => self.table.find(name).map_or("", |p| p.source),
        }
    }

    /// The parameters whose values differ between two sets of the same table.
    pub fn differences<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'static ParamInfo> + 'a {
        self.table.params.iter().filter(|p| self.values.get(p.name) != other.values.get(p.name))
    }

    fn unknown(&self, name: &str) -> ParamError {
        let nearest = crate::nearest(name, self.table.params.iter().map(|p| p.name));
        ParamError::Unknown { model: self.table.model, name: name.to_owned(), nearest }
    }
}

/// Refuses values outside the range, NaN among them.
fn check(info: &ParamInfo, values: &[f64]) -> Result<(), ParamError> {
    let (low, high) = info.range;
    match values.iter().position(|x| !(low..=high).contains(x)) {
        None => Ok(()),
        Some(at) => Err(ParamError::OutOfRange {
            name: info.name,
            vegetation_type: (values.len() > 1).then_some(at + 1),
            value: values[at],
            unit: info.unit,
            low,
            high,
            about: info.about,
        }),
    }
}

/// Declares the parameters of a model: the structure that equations read and the [`ParamTable`] that describes it.
///
/// Each line gives name, symbol, unit, default, range, prior, source and what it is. `read` takes the values for one vegetation type.
#[macro_export]
macro_rules! parameters {
    ($(#[$meta:meta])* $vis:vis struct $name:ident, $table:ident of $model:literal {
        $($field:ident: $symbol:literal, $unit:literal, $default:expr, $low:literal..=$high:literal, $prior:expr, $source:expr, $about:literal;)*
    }) => {
        $crate::record! {
            $(#[$meta])*
            $vis struct $name { $($field, $about;)* }
        }

        /// Descriptions of these parameters.
        $vis static $table: $crate::ParamTable = $crate::ParamTable {
            model: $model,
            params: &[$($crate::ParamInfo {
                name: stringify!($field), symbol: $symbol, unit: $unit, defaults: $default, range: ($low, $high),
                prior: $prior, source: $source, about: $about,
            }),*],
        };

        impl $name<f64> {
            /// The values of `set` for vegetation type `vegetation_type` (from 1).
            ///
            /// # Errors
            /// If `set` is of another table.
            $vis fn read(set: &$crate::ParamSet, vegetation_type: usize) -> Result<Self, $crate::ParamError> {
                Ok(Self { $($field: set.value(stringify!($field), vegetation_type)?),* })
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    parameters! {
        /// Two parameters.
        struct Decay, DECAY of "decay" {
            rate: "k", "d-1", Defaults::EachType(0.1), 0.0..=1.0, Prior::Uniform, "test", "decay rate";
            cue: "ε", "1", Defaults::One(0.4), 0.0..=1.0, Prior::Fixed, "test", "carbon use efficiency";
        }
    }

    #[test]
    fn values_are_read_by_type_and_refused_with_reasons() {
        let mut set = ParamSet::defaults(&DECAY, 3);
        set.set("rate", &[0.1, 0.2, 0.3], "here").unwrap();
        assert_eq!(Decay::read(&set, 2).unwrap(), Decay { rate: 0.2, cue: 0.4 });
        assert_eq!((set.origin("rate"), set.origin("cue")), ("here", "test"));
        let said = |r: Result<(), ParamError>| r.unwrap_err().to_string();
        assert_eq!(said(set.set("rat", &[0.1], "")), "decay has no parameter `rat`; did you mean `rate`?");
        assert_eq!(
            said(set.set("rate", &[0.1, 2.0, f64::NAN], "")),
            "rate of vegetation type 2 = 2 d-1 is outside 0 to 1 d-1 (decay rate)"
        );
        assert_eq!(
            said(set.set("rate", &[0.1, 0.2], "")),
            "rate was given 2 values; accepted are 1 value for all types or 3, one for each"
        );
        assert_eq!(
            said(set.set("cue", &[0.1, 0.2], "")),
            "cue was given 2 values; accepted are 1 value, the same for all"
        );
        assert_eq!(set.value("rate", 3).unwrap(), 0.3, "a refused value changes nothing");
    }
}
