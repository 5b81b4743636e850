//! What a forest is asked to be.

use std::fmt::{self, Display};
use std::str::FromStr;

use crate::error::{ForestError, Result};

/// Settings of a forest; the default is 200 trees, √columns tried per split, rows drawn, fully grown.
///
/// | setting | default | range | meaning |
/// |---|---|---|---|
/// | `trees` | 200 | 1 to 2³² − 1 | number of trees |
/// | `max_features` | `sqrt` | 1 to all columns | columns tried per split |
/// | `min_samples_leaf` | 1 | ≥ 1 | different training rows in a leaf, at least |
/// | `max_depth` | none | ≥ 1 | splits from root to leaf, at most |
/// | `bootstrap` | `row` | `row`, `group`, `off` | what is drawn for each tree |
/// | `weight_mode` | `bootstrap` | `bootstrap`, `split` | what a weight does |
/// | `seed` | 0 | any | everything random follows from it |
#[derive(Debug, Clone, PartialEq)]
pub struct ForestSettings {
    /// Number of trees.
    pub trees: usize,
    /// Columns tried per split.
    pub max_features: MaxFeatures,
    /// Different training rows in a leaf, at least; a row drawn twice is one row.
    pub min_samples_leaf: usize,
    /// Splits between root and leaf, at most; `None` grows until a leaf is pure or cannot be divided.
    pub max_depth: Option<usize>,
    /// What is drawn for each tree.
    pub bootstrap: Bootstrap,
    /// What a weight does.
    pub weight_mode: WeightMode,
    /// Seed; the same seed, settings and rows give the same bits.
    pub seed: u64,
}

impl Default for ForestSettings {
    fn default() -> Self {
        Self {
            trees: 200,
            max_features: MaxFeatures::Sqrt,
            min_samples_leaf: 1,
            max_depth: None,
            bootstrap: Bootstrap::Row,
            weight_mode: WeightMode::Bootstrap,
            seed: 0,
        }
    }
}

impl ForestSettings {
    /// Checks every setting that does not depend on the table.
    ///
    /// # Errors
    ///
    /// [`ForestError::Setting`] with name, value and range.
    pub fn check(&self) -> Result<()> {
        let at_least_one = |name, found: usize| match found {
            0 => Err(setting(name, found, "1 or more")),
            _ => Ok(()),
        };
        at_least_one("trees", self.trees)?;
        at_least_one("min_samples_leaf", self.min_samples_leaf)?;
        self.max_depth.map_or(Ok(()), |depth| at_least_one("max_depth", depth))?;
        if u32::try_from(self.trees).is_err() {
            return Err(setting("trees", self.trees, "fewer than 2^32"));
        }
        Ok(())
    }
}

/// Columns tried per split. Columns that are constant in a node count as tried; if all tried ones are, further columns are tried
/// until one is not.
///
/// The square root is what is often published; for regression a third to all of the columns is often better. Tune it on held-out groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MaxFeatures {
    /// That many.
    Count(usize),
    /// The whole part of the square root of the number of columns.
    Sqrt,
    /// The whole part of this share of the columns, at least one.
    Share(f64),
    /// All.
    All,
}

impl MaxFeatures {
    /// Columns tried of a table with `columns`.
    ///
    /// # Errors
    ///
    /// [`ForestError::Setting`] for a count of 0 or above `columns`, or a share outside (0, 1].
    pub fn of(self, columns: usize) -> Result<usize> {
        let refused = |accepted: String| Err(setting("max_features", self, accepted));
        match self {
            Self::Count(count) if count == 0 || count > columns => {
                refused(format!("1 to {columns}, the number of columns"))
            }
            Self::Count(count) => Ok(count),
            Self::Share(share) if !(share > 0.0 && share <= 1.0) => refused("a share above 0, up to 1".to_owned()),
            Self::Share(share) => Ok(((share * columns as f64) as usize).max(1)),
            Self::Sqrt => Ok(columns.isqrt().max(1)),
            Self::All => Ok(columns),
        }
    }
}

/// What is drawn, with replacement, for each tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bootstrap {
    /// Rows.
    Row,
    /// Groups of rows, such as all years of a site: rows out of the bag are then of groups that the tree has not seen.
    Group,
    /// Nothing: every tree grows on all rows, and trees differ by the columns that they try.
    Off,
}

/// What a weight does. Rows of weight zero are left out in either mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeightMode {
    /// Rows are drawn with probability proportional to their weight, and counts are all that the tree sees
    /// (scikit-learn from 1.9 on). Without a bootstrap weights enter as in [`WeightMode::Split`].
    Bootstrap,
    /// Rows are drawn evenly; weights multiply counts in impurities and in the means of leaves (scikit-learn before 1.9).
    Split,
}

fn setting(name: &'static str, found: impl Display, accepted: impl Into<String>) -> ForestError {
    ForestError::Setting { name, found: found.to_string(), accepted: accepted.into() }
}

impl Display for MaxFeatures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => write!(f, "{count}"),
            Self::Sqrt => write!(f, "sqrt"),
            Self::Share(share) => write!(f, "{share:?}"),
            Self::All => write!(f, "all"),
        }
    }
}

/// `sqrt`, `all`, a whole number of columns, or a share with a decimal point (`0.5`, `1.0`).
impl FromStr for MaxFeatures {
    type Err = ForestError;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "sqrt" => Ok(Self::Sqrt),
            "all" => Ok(Self::All),
            _ => (text.parse().map(Self::Count).ok())
                .or_else(|| text.parse().map(Self::Share).ok())
                .ok_or_else(|| setting("max_features", text, "sqrt, all, a number of columns, or a share such as 0.5")),
        }
    }
}

/// Words of an enum, both ways.
macro_rules! words {
    ($type:ident, $name:literal, $accepted:literal, $($variant:ident = $word:literal),+) => {
        impl Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $word),+ })
            }
        }

        #[doc = $accepted]
        impl FromStr for $type {
            type Err = ForestError;

            fn from_str(text: &str) -> Result<Self> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(setting($name, text, $accepted)),
                }
            }
        }
    };
}

words!(Bootstrap, "bootstrap", "row, group or off", Row = "row", Group = "group", Off = "off");
words!(WeightMode, "weight_mode", "bootstrap or split", Bootstrap = "bootstrap", Split = "split");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_tried_are_counted_as_in_the_books() {
        let tried = |max_features: MaxFeatures| max_features.of(12).unwrap();
        assert_eq!(tried(MaxFeatures::Sqrt), 3);
        assert_eq!(tried(MaxFeatures::Share(0.5)), 6);
        assert_eq!(tried(MaxFeatures::Share(0.01)), 1);
        assert_eq!(tried(MaxFeatures::Count(12)), 12);
        assert_eq!(tried(MaxFeatures::All), 12);
        assert_eq!(MaxFeatures::Sqrt.of(1).unwrap(), 1);
    }

    #[test]
    fn what_is_out_of_range_is_refused_with_the_range() {
        let words = |max_features: MaxFeatures| max_features.of(12).unwrap_err().to_string();
        assert_eq!(words(MaxFeatures::Count(13)), "max_features = 13; accepted is 1 to 12, the number of columns");
        assert_eq!(words(MaxFeatures::Count(0)), "max_features = 0; accepted is 1 to 12, the number of columns");
        assert_eq!(words(MaxFeatures::Share(1.5)), "max_features = 1.5; accepted is a share above 0, up to 1");
        assert!(words(MaxFeatures::Share(f64::NAN)).contains("NaN"));
        let settings = ForestSettings { trees: 0, ..ForestSettings::default() };
        assert_eq!(settings.check().unwrap_err().to_string(), "trees = 0; accepted is 1 or more");
        let settings = ForestSettings { max_depth: Some(0), ..ForestSettings::default() };
        assert_eq!(settings.check().unwrap_err().to_string(), "max_depth = 0; accepted is 1 or more");
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        for max_features in [MaxFeatures::Count(3), MaxFeatures::Sqrt, MaxFeatures::Share(1.0), MaxFeatures::All] {
            assert_eq!(max_features.to_string().parse::<MaxFeatures>().unwrap(), max_features);
        }
        for bootstrap in [Bootstrap::Row, Bootstrap::Group, Bootstrap::Off] {
            assert_eq!(bootstrap.to_string().parse::<Bootstrap>().unwrap(), bootstrap);
        }
        for mode in [WeightMode::Bootstrap, WeightMode::Split] {
            assert_eq!(mode.to_string().parse::<WeightMode>().unwrap(), mode);
        }
        let words = "rows".parse::<Bootstrap>().unwrap_err().to_string();
        assert_eq!(words, "bootstrap = rows; accepted is row, group or off");
    }
}
