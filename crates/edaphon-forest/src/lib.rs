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
//! | to | use |
//! |---|---|
//! | predict | [`Forest::predict`]; each tree by itself: [`Forest::predict_trees`] |
//! | score without other rows | [`Forest::out_of_bag`], with [`Bootstrap::Group`] where rows come in groups |
//! | know the spread | [`Forest::voters`], then [`Voters::quantiles`] |
//! | see what matters | [`Forest::permutation_importance`], [`Forest::impurity_importance`], [`Forest::contributions`] |
//! | keep it | [`Forest::save`], [`Forest::load`] |
//!
//! ```
//! # use edaphon_forest::{Forest, ForestSettings, Table, Training, Votes};
//! # let features = Table::from_columns(&[(0..40).map(f64::from).collect::<Vec<_>>()])?;
//! # let stocks: Vec<f64> = (0..40).map(|place| f64::from(place) / 10.0 + f64::from(place % 3)).collect();
//! # let training = Training::new(&features, &stocks)?;
//! let settings = ForestSettings { min_samples_leaf: 5, ..ForestSettings::default() };
//! let forest = Forest::fit(&training, &settings)?;
//! let voters = forest.voters(&training, Votes::All, None)?;
//! let quantiles = voters.quantiles(&features, &[0.05, 0.5, 0.95])?;
//! assert!(quantiles.row(0).is_sorted());
//! # Ok::<(), edaphon_forest::ForestError>(())
//! ```
//!
//! Splits minimise the squared error, exactly: every threshold between two values is tried, however many rows there are. A row goes left
//! if its feature is at most the threshold, which lies halfway. Each tree has random numbers of its own, made of seed and tree, so that
//! threads change nothing. Theory: `docs/theory/forest.md`.

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
mod walk;

pub use error::{ForestError, Result};
pub use forest::Forest;
pub use importance::{Permuted, PermutedScores};
pub use out_of_bag::OutOfBag;
pub use predict::PerRow;
pub use settings::{Bootstrap, ForestSettings, MaxFeatures, WeightMode};
pub use table::{Table, Training};
pub use voters::{Voters, Votes};
