//! Spin-up as the published code does it: the same twelve months again and again until a year changes little.

use super::{Microbes, RothCSite, Scheme, Standing, Supply, Weather};

/// Change of the active pools in a year at which the loop ends (t C ha⁻¹).
pub const CLOSE: f64 = 1e-6;

/// What the loop came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Looped {
    /// The state at its end.
    pub standing: Standing<f64>,
    /// Months it took.
    pub months: usize,
    /// Whether a year changed the active pools by less than [`CLOSE`] in the end.
    pub closed: bool,
}

/// Cycles `year` from no carbon until the active pools change by less than [`CLOSE`] in a year, at most `years` times.
///
/// It stops short of the [steady state](super::steady), always below it.
pub fn loop_to_equilibrium(
    site: &RothCSite<f64>,
    weather: &[Weather<f64>; 12],
    supply: &[Supply<f64>; 12],
    years: usize,
) -> Looped {
    let mut standing = Standing::empty();
    let mut before = 0.0;
    for year in 1..=years {
        for (weather, supply) in weather.iter().zip(supply) {
            standing = standing.after(site, weather, supply, &Microbes::Unlimited, Scheme::Exact);
        }
        let now = standing.pools.total();
        if (now - before).abs() < CLOSE {
            standing.respired = 0.0;
            return Looped { standing, months: 12 * year, closed: true };
        }
        before = now;
    }
    standing.respired = 0.0;
    Looped { standing, months: 12 * years, closed: false }
}
