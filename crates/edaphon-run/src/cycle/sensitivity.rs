//! How a steady state answers to a parameter.
//!
//! ```text
//! x* = G(x*, p)        (I − J) dx*/dp = ∂G/∂p
//! ```
//!
//! J is exact, ∂G/∂p a central difference of single passes from x*: no derivative goes through the centuries of a spin-up.

use std::convert::Infallible;

use edaphon_cycle::{Answer, Question, Respond};
use edaphon_models::ecosystem::State;

use super::{Derivatives, LoopForcing, Loops};
use crate::landscape::Landscape;

/// A landscape with a parameter below and above its value, `step` apart from it in its own unit.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// The parameter is smaller by `step`.
    pub below: &'a Landscape,
    /// It is larger by `step`.
    pub above: &'a Landscape,
    /// Half the difference of the two.
    pub step: f64,
}

/// dx*/dp of the unknowns of some cells at their steady states `x` (unit of the unknown per unit of the parameter); nothing where
/// I − J has no inverse.
///
/// `base` are states of a first of January, as [`Loops::new`] takes them.
pub fn sensitivities(
    land: &Landscape,
    beside: Beside<'_>,
    forcing: &LoopForcing,
    cells: &[usize],
    base: &[State<f64>],
    x: &[Vec<f64>],
) -> Vec<Option<Vec<f64>>> {
    let ask = |land: &Landscape, question: fn(Vec<f64>) -> Question| {
        let questions: Vec<_> = x.iter().cloned().map(question).enumerate().collect();
        let answered: Result<_, Infallible> =
            Loops::new(land, forcing, cells, base, Derivatives::Exact).respond(&questions);
        answered.unwrap_or_else(|never| match never {})
    };
    let jacobians = ask(land, Question::PassJacobian);
    let (below, above) = (ask(beside.below, Question::Pass), ask(beside.above, Question::Pass));
    let of = |((here, less), more): ((&Answer, &Answer), &Answer)| {
        let change: Vec<f64> = more.x.iter().zip(&less.x).map(|(a, b)| (a - b) / (2.0 * beside.step)).collect();
        let inverse = here.jacobian.as_ref().and_then(|jacobian| jacobian.from_identity().inverse());
        inverse.map(|inverse| inverse.times(&change))
    };
    jacobians.iter().zip(&below).zip(&above).map(of).collect()
}
