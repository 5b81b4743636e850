//! Process model and machine learning together: soil carbon in space and time.
//!
//! A random forest learns stocks from terrain, climate, vegetation and management; RothC with a microbial factor, calibrated on the same samples,
//! simulates the years between them; the hybrid is a forest of both (Zhang et al. 2024, doi 10.1016/j.scitotenv.2024.170778). All three
//! are judged on sites that they have not seen, beside baselines that tell what the process model itself brings.
//!
//! ```no_run
//! use edaphon_learn::{Data, evaluate, read, write_evaluation};
//!
//! let described = read("LEARN.toml".as_ref())?;
//! let data = Data::read(&described.files, described.process.spin_up)?;
//! let evaluation = evaluate(&data, &described, &|progress| eprintln!("{}", progress.what))?;
//! write_evaluation(&data, &described, &evaluation, "out".as_ref())?;
//! # Ok::<(), edaphon_learn::LearnError>(())
//! ```
//!
//! Everything random follows from the seeds of the description, and no result depends on the number of threads.

pub mod applicability;
pub mod benchmark;
pub mod data;
mod demo;
mod description;
mod error;
pub mod experiment;
pub mod maps;
pub mod metrics;
pub mod process;
mod random;
mod report;
mod write;

pub use data::{Data, Files};
pub use demo::{Demo, demo};
pub use description::{
    CALIBRATED, Experiments, ForestChoices, FreeParameter, Grouping, HybridSettings, LearnDescription, ProcessSettings,
    Validation, read,
};
pub use error::{LearnError, Result};
pub use experiment::{Evaluation, Model, Progress, evaluate};
pub use maps::{Fitted, Maps, fit};
pub use report::{PAGE, write_report};
pub use write::{
    FILES, FITTED, MAP_FILES, MAPS, metrics_json, refuse_existing, write_evaluation, write_fitted, write_maps,
};
