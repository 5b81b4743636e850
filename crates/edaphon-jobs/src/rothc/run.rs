//! The months of a case.

use std::path::Path;

use edaphon_io::rothc::RothCRow;
use edaphon_models::rothc::{Microbes, Scheme};

use super::case::{Case, Settings};
use super::results::row;
use super::start::start;
use crate::error::{JobError, Result};

/// What a run came to.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The start, and every month.
    pub rows: Vec<RothCRow>,
    /// What was done besides, in words.
    pub notes: Vec<String>,
}

/// Finds the start of a case and runs all its months; `path` is for messages.
///
/// # Errors
/// If there is no equilibrium, no input that keeps the measured stock, or an Euler step would turn a pool negative.
pub fn run(path: &Path, case: &Case, settings: &Settings) -> Result<Finished> {
    case.check(path)?;
    let begun = start(path, case, settings)?;
    let microbes = match settings.microbial {
        None => Microbes::Unlimited,
        Some(m) => Microbes::MichaelisMenten { mu_max: m.mu_max, k_m: m.k_m },
    };
    let (site, mut standing) = (begun.site, begun.standing);
    let last = &case.months[11];
    let mut rows = vec![row(&site, &standing, true, begun.months, (last.year, last.month))];
    for (at, month) in case.months.iter().enumerate().skip(12) {
        let (weather, supply) = case.month(at, begun.scale);
        let bio = standing.pools.bio;
        standing = standing.after(&site, &weather, &supply, &microbes, settings.scheme);
        let rate = microbes.limited(standing.modifiers.combined(), bio);
        let bound = Scheme::euler_bound(&site);
        if settings.scheme == Scheme::Euler && rate > bound {
            return Err(JobError::refused(format!(
                "{}: an Euler step in month {} of year {} would take more than the fastest pool holds (m = {rate:.3}, accepted is at most \
                 {bound:.3}); run with the exact scheme",
                path.display(),
                month.month,
                month.year
            )));
        }
        rows.push(row(&site, &standing, false, at + 1, (month.year, month.month)));
    }
    Ok(Finished { rows, notes: begun.notes })
}
