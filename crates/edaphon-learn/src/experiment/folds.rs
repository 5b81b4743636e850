//! Which sites are held out together.

use std::collections::BTreeMap;

use crate::data::Data;
use crate::description::{Grouping, Validation};
use crate::error::{LearnError, Result};
use crate::random::{Random, Stream};

/// The fold of every site for a seed: that of the table of folds where it has the seed, else drawn.
///
/// Drawn folds are a random order of groups: group j of that order goes to fold j modulo their number. A group is a site, a county or a square.
///
/// # Errors
/// Fewer groups than folds.
pub fn folds_of(data: &Data, validation: &Validation, seed: u64) -> Result<Vec<usize>> {
    let from_table = data.folds.as_ref().and_then(|folds| folds.of_seed(seed));
    match (validation.grouping, from_table) {
        (Grouping::Sites, Some(folds)) => Ok(folds.to_vec()),
        _ => drawn(data, validation.grouping, validation.folds, seed),
    }
}

/// Folds of groups, drawn.
pub(super) fn drawn(data: &Data, grouping: Grouping, count: usize, seed: u64) -> Result<Vec<usize>> {
    let groups = groups(data, grouping);
    let number = groups.iter().max().map_or(0, |last| last + 1);
    if number < count {
        return Err(LearnError::refused(format!(
            "{count} folds of {number} groups: every fold needs one or more; give fewer folds or smaller groups"
        )));
    }
    let order = Random::new(seed, Stream::Folds, 0).permutation(number);
    let mut fold = vec![0; number];
    order.iter().enumerate().for_each(|(place, group)| fold[*group] = place % count);
    Ok(groups.iter().map(|group| fold[*group]).collect())
}

/// The group of every site, numbered from 0 without gaps.
fn groups(data: &Data, grouping: Grouping) -> Vec<usize> {
    let sites = &data.sites.all;
    match grouping {
        Grouping::Sites => (0..sites.len()).collect(),
        Grouping::Counties => sites.iter().map(|site| site.county).collect(),
        Grouping::Blocks(side) => {
            let square = |(x, y): (f64, f64)| ((x / side).floor() as i64, (y / side).floor() as i64);
            let mut known = BTreeMap::new();
            sites.iter().for_each(|site| {
                known.insert(square(site.place), 0);
            });
            known.values_mut().enumerate().for_each(|(number, value)| *value = number);
            sites.iter().map(|site| known[&square(site.place)]).collect()
        }
    }
}
