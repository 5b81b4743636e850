//! One file for each command: its arguments, one call into a library, its words and its outcome.

pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod convert;
pub(crate) mod demo;
pub(crate) mod evaluate;
pub(crate) mod info;
mod job;
pub(crate) mod learn;
pub(crate) mod models;
pub(crate) mod nitrogen;
pub(crate) mod params;
mod phases;
pub(crate) mod plot;
pub(crate) mod rothc;
pub(crate) mod run;
pub(crate) mod spinup;
