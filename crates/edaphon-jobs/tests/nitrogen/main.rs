//! Point runs of the nitrogen model from files.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod outputs;
mod refusals;
mod room;
mod scenario;
mod sets;
