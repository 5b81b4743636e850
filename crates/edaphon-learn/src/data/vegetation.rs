//! Monthly vegetation index (NDVI) of sites.

use std::collections::BTreeSet;
use std::path::Path;

use edaphon_geo::Table;
use edaphon_io::Faults;

use super::sites::Sites;
use super::some_of;
use super::table::{Quantity, in_units, rows};
use crate::error::Result;

/// Lowest and highest index (–).
const RANGE: std::ops::RangeInclusive<f64> = -1.0..=1.0;

/// Reads `[site][year][month]`.
///
/// # Errors
/// Missing columns, sites or years; years that are there twice; values out of range.
pub(super) fn read(
    path: &Path,
    sites: &Sites,
    years: (i32, i32),
    notes: &mut Vec<String>,
) -> Result<Vec<Vec<[f64; 12]>>> {
    let table = Table::read(path)?;
    let columns: [String; 12] = std::array::from_fn(|month| format!("m{:02}", month + 1));
    let names: Vec<&str> = ["site", "year"].into_iter().chain(columns.iter().map(String::as_str)).collect();
    table.check().required(&names).finish()?;
    let quantities = columns.map(|name| Quantity::new(name, "", RANGE));
    let table = in_units(table, &quantities)?;
    let mut faults = Faults::new();
    let count = (years.1 - years.0 + 1) as usize;
    let mut found: Vec<Vec<Option<[f64; 12]>>> = vec![vec![None; count]; sites.len()];
    let (mut strangers, mut other_years) = (BTreeSet::new(), BTreeSet::new());
    for row in rows(&table) {
        let Some(year) = row.integer("year", 0..=9999, &mut faults) else { continue };
        let values = quantities.each_ref().map(|quantity| row.number(quantity, &mut faults));
        let name = row.text("site");
        let Some(site) = sites.by_name.get(&*name) else {
            strangers.insert(name.into_owned());
            continue;
        };
        if !(years.0..=years.1).contains(&year) {
            other_years.insert(year.to_string());
            continue;
        }
        let place = &mut found[*site][(year - years.0) as usize];
        if place.is_some() {
            row.fault(&mut faults, format!("site `{name}` has year {year} twice; accepted is once"));
        }
        *place = Some(values.map(|value| value.unwrap_or(f64::NAN)));
    }
    let unused = [
        ("sites", strangers, "are not in the table of sites"),
        ("years", other_years, "have no samples after or before them"),
    ];
    for (what, names, why) in unused.into_iter().filter(|(_, names, _)| !names.is_empty()) {
        let names: Vec<String> = names.into_iter().collect();
        notes.push(format!("{}: {what} {} {why} and are not used", path.display(), some_of(&names)));
    }
    let mut all = Vec::with_capacity(sites.len());
    for (site, of_site) in sites.all.iter().zip(&found) {
        let missing: Vec<String> =
            (years.0..).zip(of_site).filter(|(_, year)| year.is_none()).map(|(year, _)| year.to_string()).collect();
        if !missing.is_empty() {
            let (name, which) = (&site.name, some_of(&missing));
            let mend = format!("every year from {} to {} is needed", years.0, years.1);
            faults.add(path, format!("site `{name}`: year {which} is missing; {mend}"));
        }
        all.push(of_site.iter().map(|year| year.unwrap_or([f64::NAN; 12])).collect());
    }
    Ok(faults.or(all)?)
}
