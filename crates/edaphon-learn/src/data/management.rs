//! Fertiliser of counties, which stands for how carbon input changes.

use std::path::Path;

use edaphon_geo::Table;
use edaphon_io::Faults;

use super::climate::by_number;
use super::sites::Sites;
use super::some_of;
use super::table::{Quantity, in_units, rows};
use crate::error::Result;

/// Reads `[county][year]` (kg ha⁻¹) for the counties of sites.
///
/// # Errors
/// Missing columns, counties or years; years that are there twice; values that are not above 0.
pub(super) fn read(path: &Path, sites: &Sites, years: (i32, i32)) -> Result<Vec<Vec<f64>>> {
    let table = Table::read(path)?;
    table.check().required(&["county", "year", "fer_kg_ha"]).finish()?;
    // The input of a year is relative to that of the first: nothing cannot be a base.
    let quantity = Quantity::new("fer_kg_ha", "kg ha-1", f64::MIN_POSITIVE..=10_000.0);
    let table = in_units(table, [&quantity])?;
    let mut faults = Faults::new();
    let count = (years.1 - years.0 + 1) as usize;
    let mut found = vec![vec![None; count]; sites.counties.len()];
    for row in rows(&table) {
        let year = row.integer("year", 0..=9999, &mut faults);
        let (Some(year), Some(value)) = (year, row.number(&quantity, &mut faults)) else { continue };
        let name = row.text("county");
        // Counties without sites may serve the map.
        let Some(county) = sites.counties.get(&*name).filter(|_| (years.0..=years.1).contains(&year)) else { continue };
        let place = &mut found[*county][(year - years.0) as usize];
        if place.is_some() {
            row.fault(&mut faults, format!("county `{name}` has year {year} twice; accepted is once"));
        }
        *place = Some(value);
    }
    let mut all = Vec::with_capacity(found.len());
    for (name, of_county) in by_number(&sites.counties).into_iter().zip(&found) {
        let missing: Vec<String> =
            (years.0..).zip(of_county).filter(|(_, year)| year.is_none()).map(|(year, _)| year.to_string()).collect();
        if !missing.is_empty() {
            faults.add(path, format!("county `{name}`: year {} is missing; every year is needed", some_of(&missing)));
        }
        all.push(of_county.iter().map(|year| year.unwrap_or(f64::NAN)).collect());
    }
    Ok(faults.or(all)?)
}
