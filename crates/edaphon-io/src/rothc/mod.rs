//! Files of RothC: the published inputs (versions 1 and 2), months of drivers as a table, and results.
//!
//! Every reader tells all faults of its file at once, by line and column; see [`Faults`](crate::Faults).

mod drivers;
mod input;
mod months;
mod results;

pub use drivers::{DRIVER_COLUMNS, drivers_text, parse_drivers, read_drivers};
pub use input::{DrylandLine, RothCInput, SoilLine, parse_input, read_input};
pub use months::RothCMonth;
pub use results::{RESULT_COLUMNS, RothCRow, write_results};
