//! Runs from their description to their files: what is to be run, its checks, the loop, outputs and restarts.
//!
//! The rooms below do not know of one another: `run` moves cells and `io` moves files. Here they meet.

pub mod cf;
pub mod error;
pub mod forcing;
pub mod job;
pub mod parameters;
pub mod restart;
pub mod testbed;

pub use error::{JobError, Result};
pub use job::{Finished, Job, Output, Progress};
