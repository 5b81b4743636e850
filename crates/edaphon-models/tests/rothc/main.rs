//! RothC against the published code, its budget, its packs and derivatives, and its edges.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod budget;
mod cases;
#[allow(dead_code, reason = "each model's tests use their part")]
#[path = "../common/mod.rs"]
mod common;
mod edges;
mod reference;
mod scalars;
mod steady;
