//! Fixed points of maps that are a loop of forcing long: x* = G(x*), one small map for each cell, many cells at once.
//!
//! Nothing here knows of soil. A cell is a list of [`Unknown`]s and a map that somebody else evaluates; a method is written as it
//! reads in a book, one cell at a time, and asks for what it needs over a [`Line`]. [`converse`] lets thousands of cells ask
//! together and hands their questions over in batches, so that a respondent can answer eight at a time in vector registers, on all
//! cores. What a cell asks depends on its own answers alone: the result is the same for any number of threads and any order.
//!
//! ```text
//! F(z) = z(G(x)) − z         z = ln(x + floor) for pools, x/scale for what may be negative
//! ```
//!
//! | method | idea |
//! |---|---|
//! | [`Method::TwoLevel`] | Newton on the mean year, then quasi-Newton on the loop with (I − J₁ᴾ)⁻¹ of the mean year, Broyden updates |
//! | [`Method::Newton`] | Newton on the loop with its exact Jacobian |
//! | [`Method::Anderson`] | Anderson acceleration of the loop |
//! | [`Method::Accelerated`] | slow pools move ten times faster, then plain passes |
//! | [`Method::Native`] | plain passes |
//!
//! Whatever the method, a [`Certificate`] comes of plain passes from the answer.

mod certificate;
mod converse;
mod line;
mod matrix;
mod methods;
mod unknown;

pub use certificate::{Certificate, Status, certify};
pub use converse::{Interrupted, Round, converse};
pub use line::{Answer, Cost, Line, Question, Respond};
pub use matrix::Matrix;
pub use methods::{Found, Method, Settings, Start, solve};
pub use unknown::{Element, Role, Unknown};
