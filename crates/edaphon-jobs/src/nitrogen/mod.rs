//! Point runs of the nitrogen model: from a description and a table of days to daily tables, budgets and a report.
//!
//! ```toml
//! model = "nitrogen"
//! parameters = "revised"       # default, revised, or a file
//!
//! [soil]
//! ph = 6.3
//! clay = 0.22                  # or "22 %"
//! bulk_density = 1.3           # Mg m-3
//! depth = 0.2                  # m
//! organic_carbon = 15.9        # g kg-1
//! total_nitrogen = 1.32        # g kg-1
//! microbial_carbon = 300.0     # mg kg-1
//!
//! [input]
//! litter_carbon = 5000.0       # kg C ha-1 yr-1
//!
//! [start]
//! nh4 = 3.0                    # mg N kg-1
//! no3 = 8.0
//!
//! [drivers]
//! file = "weather.csv"         # date, soil_temperature, wfps, drainage, uptake_capacity
//!
//! [[event]]
//! date = 2020-05-10
//! kind = "urea"
//! nitrogen = 120.0             # kg N ha-1
//! ```
//!
//! ```text
//! description → soil, genes, events, drivers, sets     what is to be run, with all its faults at once
//! simulate                                             days: states, and what moved
//! budget, summary                                      fluxes between compartments, emission factor, shares of processes
//! columns, write, report                               files
//! ```

mod budget;
mod case;
mod columns;
mod description;
mod drivers;
mod events;
mod genes;
mod job;
mod netcdf;
mod quantity;
pub mod report;
pub mod sets;
mod simulate;
mod soil;
mod summary;
mod tables;

/// What `model` says in a description.
pub const MODEL: &str = "nitrogen";

pub use budget::{Budget, Compartment, Flux, Stock};
pub use case::{Case, Chosen, Method, Place, Schemes};
pub use columns::{DAILY, Daily, Quantity};
pub use description::changed;
pub use drivers::{DriverDay, Drivers};
pub use events::{Event, Inhibitor, Kind};
pub use job::{FILES, NitrogenJob, NitrogenOptions, describes, open};
pub use simulate::{Day, DayMoved, Sources, simulate};
pub use soil::per_hectare;
pub use summary::{EmissionFactor, Finished, finish};
