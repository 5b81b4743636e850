//! The vocabulary of Edaphon: numbers that models are written in, parameters, units, calendars, grids, budgets and provenance.
//!
//! There is no science here and no file is opened. Everything else in the project speaks in these words.

pub mod budget;
pub mod calendar;
pub mod dual;
pub mod forcing;
pub mod grid;
pub mod lanes;
mod math;
pub mod params;
pub mod provenance;
pub mod real;
pub mod record;
pub mod tangent;
pub mod units;
pub mod variable;
mod words;

pub use budget::Balance;
pub use dual::Dual;
pub use lanes::Lanes;
pub use params::{Defaults, ParamError, ParamInfo, ParamSet, ParamTable, Prior};
pub use real::Real;
pub use tangent::Tangent;
pub use variable::{CellMethod, Variable};
pub use words::{did_you_mean, nearest};
