//! The nitrogen model against an independent program, closed forms, its budget, its packs and derivatives, and what soils are known to do.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod budget;
mod cases;
mod closed_forms;
#[allow(dead_code, reason = "each model's tests use their part")]
#[path = "../common/mod.rs"]
mod common;
mod guilds;
mod hosted;
mod known;
mod midwest;
mod scalars;
mod scenarios;
mod schemes;
mod sources;
mod steady;
mod tables;
mod tracer;
