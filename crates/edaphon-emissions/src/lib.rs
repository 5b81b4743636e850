//! Measured emissions of nitrous oxide beside three models, before and after calibration, judged on site-years that they have not seen.
//!
//! The nitrogen model, DAYCENT and NOE are calibrated with the same number of parameters against the same likelihood; the mean of the site-years that they were
//! calibrated on is the baseline that all have to beat. Random splits are no test: days of one plot know one another.
//!
//! ```no_run
//! let made = edaphon_emissions::demo("n2o".as_ref(), false, &mut |words, share| eprintln!("{words}: {share:.2}"))?;
//! made.words.iter().for_each(|words| eprintln!("{words}"));
//! # Ok::<(), edaphon_emissions::EmissionError>(())
//! ```

mod calibration;
mod demo;
mod error;
mod experiment;
mod figures;
mod findings;
mod measurements;
mod report;
mod scores;
mod tables;
mod write;

pub use calibration::{Calibrated, Predictions, calibrate};
pub use demo::{Summary, demo};
pub use error::{EmissionError, Result};
pub use experiment::{Choices, Experiment, Judged, ModelResult, experiment};
pub use measurements::{Biomass, Measurement, Measurements};
pub use scores::{Peaks, Scores};
