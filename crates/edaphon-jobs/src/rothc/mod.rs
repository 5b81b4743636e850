//! Runs of RothC: from a published input or a description to monthly or annual results.
//!
//! ```toml
//! model = "rothc"
//!
//! [soil]
//! clay = 23.4              # %
//! depth = 23.0             # cm
//! inert = 3.0041           # t C ha-1
//!
//! [drivers]
//! file = "months.csv"      # the first twelve months are repeated until equilibrium
//!
//! [spinup]
//! method = "exact"         # or "official"
//!
//! [microbes]               # leave out for RothC as published
//! mu_max = 3.0
//! k_m = 0.6                # t C ha-1
//!
//! [output]
//! file = "out.csv"
//! every = "month"          # or "year"
//! ```

mod case;
mod description;
mod files;
mod results;
mod run;
mod start;

pub use case::{Case, Method, Microbial, Settings, Stock, StockPools};
pub use description::convert;
pub(crate) use description::months_beside;
pub use files::{RothCJob, RothCOptions, describes, open};
pub use run::{Finished, run};
