//! One CF-NetCDF file for a whole run: means over days, months or years.
//!
//! ```text
//! map     time, lat, lon     cells without land, or not simulated, are missing
//! sites   time, cell         lat(cell), lon(cell), cell_id(cell)
//! ```
//!
//! Pools are means over the interval of their values at the end of each day, fluxes are rates averaged over it; the calendar
//! is `noleap`, time stands in the middle of the interval and `time_bnds` has its ends. Beside the variables of [`variables`]
//! stand the budgets, per year: `carbon_budget_residual(year, …)` is what appeared (or, negative, vanished) without a flux,
//! `carbon_budget_relative_residual` the largest residual of a day over all that was held or moved; both for nitrogen too,
//! where it is simulated.
//!
//! Values are written as they come: memory follows a month of the fields that are needed, and with [`Chunks::Series`] also
//! 2 MiB for each variable.

mod about;
mod coupled;
mod earlier;
mod output;
mod own;
mod region;
mod select;
mod settings;
mod sheet;
mod size;
mod space;
mod table;

pub use about::{ABOUT, RECOMMENDED, missing_about};
#[cfg(test)]
pub(crate) use coupled::coupled;
pub use coupled::variables_of;
pub use output::CfOutput;
pub use region::Region;
pub use settings::{Chunks, Every, Format, Settings};
pub use size::Size;
pub use table::{CfVariable, Group, Term, variables};
