//! The experiments: models compared on sites that they have not seen.

mod evaluation;
mod findings;
mod first_year;
mod fold;
mod folds;
mod intervals;
mod learner;
mod model;
mod revisits;
mod score;
mod training;
mod tuning;

pub use evaluation::{Aggregate, Evaluation, ModelResult, evaluate};
pub use findings::{Comparison, Findings, Measure, name};
pub use first_year::FirstYear;
pub use folds::folds_of;
pub use intervals::{IntervalKind, IntervalResult};
pub use model::Model;
pub use revisits::Revisits;
pub use score::ModelScores;
pub use tuning::{Choice, Tuned};

pub(crate) use fold::{Fold, fold_set};
pub(crate) use intervals::{Spread, spread_factor, trees};
pub(crate) use learner::{Features, Growth, Prepared, table};
pub(crate) use model::Setting;
pub(crate) use score::{trend, trend_distance};
pub(crate) use training::{Samples, mixed, observed};

/// How far an experiment has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// What has just been done.
    pub what: String,
    /// Parts done.
    pub done: usize,
    /// Parts in all.
    pub total: usize,
}

/// Who is told of progress.
pub type Listener<'a> = &'a (dyn Fn(Progress) + Sync);
