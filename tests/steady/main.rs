//! Steady states of the reference's cells: methods agree, brute force ends there, certificates hold, and nothing is left out of
//! what is sought.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod methods;
mod oracle;
mod parameters;
mod state;
