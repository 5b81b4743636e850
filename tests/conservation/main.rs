//! Change of storage = input − output, for carbon and nitrogen, in every model.
//!
//! `random` tries parameters, soils, states and weather of every kind in the `edaphon` profile; `departures` shows one by one what does
//! not close in `testbed-2.0`, and that it closes in `edaphon`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod any;
mod departures;
mod random;
