//! Calibration of models: what measurements tell of parameters.
//!
//! ```text
//! Free             a parameter, a common factor of several, or a product with shares that are held
//! FreeParameters   their priors, from the tables of parameters, as coordinates without bounds
//! Predictor        a model that gives what was measured, with exact derivatives
//! Observations     measurements in series, on a scale of their own
//! Noise            spread, tails and memory of what is between the two
//! Posterior        −ln of the probability of the coordinates, with its gradient
//! fit              its maximum, and the Gaussian there (Laplace)
//! sample           draws by Hamiltonian Monte Carlo in the metric of this Gaussian
//! ```
//!
//! Nothing depends on the number of threads: sums are taken in one order, and each chain has random numbers of its own.
//!
//! ```
//! use edaphon_infer::{Free, FreeParameters};
//! use edaphon_core::ParamSet;
//! use edaphon_models::nitrogen::NITROGEN_PARAMETERS;
//!
//! let product = Free { label: "V_nos r_nosZ", moves: &["v_nos"], times: &["r_nosz"] };
//! let base = ParamSet::defaults(&NITROGEN_PARAMETERS, 1);
//! let free = FreeParameters::new(&base, &[product])?;
//! // The median of the prior: 12 g N g⁻¹ C d⁻¹ by 0.01.
//! let [low, median, high] = free.of_prior(0);
//! assert!((median - 0.12).abs() < 1e-12 && low < median && median < high);
//! # Ok::<(), edaphon_infer::InferError>(())
//! ```

pub mod coordinate;
mod error;
mod estimate;
mod free;
mod hamiltonian;
mod laplace;
pub mod lbfgs;
mod likelihood;
mod linear;
pub mod nitrogen;
mod posterior;
mod random;

pub use coordinate::Coordinate;
pub use error::{InferError, Result};
pub use estimate::{ALIKE, Estimate, Findings, UNLEARNT, findings};
pub use free::{Free, FreeParameters};
pub use hamiltonian::{Draws, Sampling, sample};
pub use laplace::{Fit, fit, maximum};
pub use likelihood::{Noise, Observations, Scale, Series, Spread};
pub use linear::Symmetric;
pub use posterior::{Posterior, Predictor, Slopes, WIDTH};
pub use random::Random;
