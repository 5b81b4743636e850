//! Tests across crates live in the folders beside this one; here is what several of them need.

// Everything here serves tests, where a failed expectation is a failed test.
#![allow(clippy::unwrap_used, clippy::expect_used)]

pub mod bits;
pub mod cell;
pub mod steady;
pub mod testbed;
