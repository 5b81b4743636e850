//! Why something could not be calibrated.

use edaphon_core::ParamError;

/// A result whose error is [`InferError`].
pub type Result<T> = std::result::Result<T, InferError>;

/// Why something could not be calibrated.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InferError {
    /// A parameter is not there, or a value is outside its range.
    #[error(transparent)]
    Parameter(#[from] ParamError),

    /// A parameter that is a constant of the model.
    #[error("{name} ({about}) is a constant of the model; free may be parameters with a prior")]
    Fixed {
        /// Its name.
        name: &'static str,
        /// What it is.
        about: &'static str,
    },

    /// A product or a common factor of parameters whose prior is no lognormal one.
    #[error(
        "{label} combines {name}, whose prior is uniform; products and common factors take parameters with lognormal priors"
    )]
    Product {
        /// What was asked for.
        label: &'static str,
        /// The parameter.
        name: &'static str,
    },

    /// Too few measurements.
    #[error("{found} measurements for {free} free parameters; more than that are needed")]
    Few {
        /// How many there are.
        found: usize,
        /// How many are to be found.
        free: usize,
    },

    /// Columns that belong together are not equally long, or an index is outside.
    #[error("series {series}: {what}")]
    Series {
        /// Its place, from 0.
        series: usize,
        /// What is wrong and what is accepted.
        what: String,
    },

    /// A model that gives no number where the search starts.
    #[error("the model gives no finite prediction where the search starts; start elsewhere")]
    Start,

    /// A curvature that no Gaussian has.
    #[error("the posterior is not curved upwards at its maximum; the search may have ended early: give it more steps")]
    Curvature,
}
