//! Folds of sites: read, or drawn.

use std::path::Path;

use edaphon_geo::Table;
use edaphon_io::Faults;

use super::sites::Sites;
use super::table::rows;
use crate::error::Result;

/// How the columns of draws begin; a number follows.
const COLUMN: &str = "seed";

/// The fold of every site, for one draw or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folds {
    /// The seed of each draw and the fold of each site.
    draws: Vec<(u64, Vec<usize>)>,
}

impl Folds {
    /// Reads a table of folds.
    ///
    /// # Errors
    /// Missing columns or sites; sites that are there twice; folds that are not 0, 1, 2 … or that hold no sample.
    pub(super) fn read(path: &Path, sites: &Sites) -> Result<Self> {
        let table = Table::read(path)?;
        let mut faults = Faults::new();
        if let Err(edaphon_geo::Error::Faults(missing)) = table.column("site") {
            faults.append(missing);
        }
        let seeds: Vec<(String, u64)> = table
            .columns()
            .iter()
            .filter_map(|column| Some((column.name.clone(), column.name.strip_prefix(COLUMN)?.parse().ok()?)))
            .collect();
        if seeds.is_empty() {
            faults.add(path, "no column `seed0`, `seed1` … with the fold of each site");
        }
        faults.or(())?;
        let mut faults = Faults::new();
        let mut found = vec![vec![None; sites.len()]; seeds.len()];
        for row in rows(&table) {
            let Some(site) = row.index("site", &sites.by_name, "the table of sites", &mut faults) else { continue };
            for ((name, _), folds) in seeds.iter().zip(&mut found) {
                let fold = row.integer(name, 0..=999, &mut faults);
                if folds[site].is_some() {
                    row.fault(&mut faults, format!("site `{}` is there twice; accepted is once", row.text("site")));
                }
                folds[site] = fold;
            }
        }
        for (site, at) in sites.all.iter().zip(0..) {
            if faults.is_empty() && found.first().is_some_and(|folds| folds[at].is_none()) {
                faults.add(path, format!("site `{}` has no fold; every site needs one", site.name));
            }
        }
        let mut draws = Vec::with_capacity(seeds.len());
        for ((name, seed), folds) in seeds.into_iter().zip(found) {
            let folds: Vec<usize> = folds.into_iter().map(|fold| fold.unwrap_or(0) as usize).collect();
            if faults.is_empty() {
                check(path, &name, &folds, &mut faults);
            }
            draws.push((seed, folds));
        }
        Ok(faults.or(Self { draws })?)
    }

    /// The fold of each site for a seed, if the table has it.
    pub fn of_seed(&self, seed: u64) -> Option<&[usize]> {
        self.draws.iter().find(|(known, _)| *known == seed).map(|(_, folds)| &folds[..])
    }

    /// The seeds of the table.
    pub fn seeds(&self) -> Vec<u64> {
        self.draws.iter().map(|(seed, _)| *seed).collect()
    }
}

/// Folds are numbered from 0 without gaps; there are two or more.
fn check(path: &Path, column: &str, folds: &[usize], faults: &mut Faults) {
    let count = folds.iter().max().map_or(0, |last| last + 1);
    if count < 2 {
        faults.add(path, format!("column `{column}`: all sites are in one fold; two or more are needed"));
    }
    for empty in (0..count).filter(|fold| !folds.contains(fold)) {
        let problem = format!(
            "column `{column}`: fold {empty} of 0 to {} holds no site, so there is nothing to score",
            count - 1
        );
        faults.add(path, problem);
    }
}
