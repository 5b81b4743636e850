//! Runs from their description to their files: what is to be run, its checks, the loop, outputs and restarts.
//!
//! The rooms below do not know of one another: `run` moves cells and `io` moves files. Here they meet.

pub mod cf;
pub mod convert;
mod coupled;
pub mod demo;
pub mod description;
pub mod error;
pub mod forcing;
pub mod job;
pub mod nitrogen;
mod open;
pub mod parameters;
pub mod phases;
pub mod report;
pub mod restart;
pub mod rothc;
pub mod soc;
pub mod spinup;
pub mod steady;
pub mod synthetic;
pub mod testbed;

pub use coupled::NitrogenLost;
pub use edaphon_io::checksum;
pub use error::{JobError, Result};
pub use job::{Finished, Job, Output, Progress};
pub use open::{Task, open, open_task};
pub use phases::PhasedRun;
