//! A random forest for regression with weights, reproducible to the bit (Breiman 2001, doi 10.1023/A:1010933404324).
//!
//! ```
//! use edaphon_forest::{Forest, ForestSettings, Table, Training};
//!
//! // Clay (%) and slope (°) of six places, and what was measured there.
//! let features = Table::from_columns(&[[8.0, 12.0, 20.0, 25.0, 31.0, 40.0], [1.0, 5.0, 2.0, 9.0, 3.0, 1.0]])?;
//! let stocks = [2.1, 2.4, 3.9, 3.6, 4.8, 5.5];
//! let training = Training::new(&features, &stocks)?.with_weights(&[1.0, 1.0, 1.0, 0.5, 1.0, 1.0])?;
//!
//! let forest = Forest::fit(&training, &ForestSettings { trees: 50, seed: 1, ..ForestSettings::default() })?;
//! let stock = forest.predict(&Table::from_columns(&[[30.0], [3.0]])?)?[0];
//! assert!((3.9..=5.5).contains(&stock));
//! # Ok::<(), edaphon_forest::ForestError>(())
//! ```
//!
//! Splits minimise the squared error, exactly: every threshold between two values is tried. A row goes left if its feature is at most the
//! threshold, which lies halfway. Each tree has random numbers of its own, made of seed and tree, so that threads change nothing.

mod bag;
mod columns;
mod contributions;
mod error;
mod file;
mod forest;
mod grow;
mod importance;
mod out_of_bag;
mod predict;
mod random;
mod settings;
mod table;
mod tree;
mod voters;

pub use error::{ForestError, Result};
pub use forest::Forest;
pub use importance::{Permuted, PermutedScores};
pub use out_of_bag::OutOfBag;
pub use predict::PerRow;
pub use settings::{Bootstrap, ForestSettings, MaxFeatures, WeightMode};
pub use table::{Table, Training};
pub use voters::{Voters, Votes};
