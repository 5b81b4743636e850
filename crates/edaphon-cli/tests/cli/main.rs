//! The program from outside: its words, its exit codes, its streams.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod compare;
mod evaluate;
mod help;
mod look;
mod nitrogen;
mod params;
mod phases;
mod rothc;
mod run;
mod said;
mod streams;
mod synthetic;
mod testbed;
