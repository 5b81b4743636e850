//! The map of a cell from one first of January to that a loop of forcing later, and its fixed point.
//!
//! ```text
//! x        what a cell remembers over the first of January: pools, NPP of the year before
//! G(x)     x after one loop of forcing
//! g(x)     x after one year of mean forcing: each driver averaged by day of the year
//! ```
//!
//! Leaf area follows leaf carbon, leaf phase follows the date; what else a state holds is not remembered by its model. A method of
//! [`edaphon_cycle`] asks, [`Loops`] answers: plain passes in packs of cells, Jacobians with their columns in lanes.

mod forcing;
mod pass;
mod respond;
mod sensitivity;
mod unknowns;

pub use forcing::LoopForcing;
pub use respond::{Derivatives, Loops, Spent};
pub use sensitivity::{Beside, sensitivities};
pub use unknowns::{state_of, unknowns, vector_of};
