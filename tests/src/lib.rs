//! Tests across crates live in the folders beside this one.
