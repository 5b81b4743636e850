//! The nitrogen model against an independent program, closed forms, its budget, its packs and derivatives, and what soils are known to do.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cases;
mod scenarios;
mod steady;
mod tables;
mod tracer;
