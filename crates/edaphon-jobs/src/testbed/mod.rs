//! The testbed's own files: a run from its control file to its outputs, every quirk included.

pub mod bookkeeping;
pub mod fields;
pub mod job;
mod met;
pub mod outputs;
pub mod restarts;
pub mod start;
pub mod trace;

pub(crate) use job::resumed;
pub use job::{TestbedOptions, open};
pub(crate) use met::{FilePerYear, OneFile};
