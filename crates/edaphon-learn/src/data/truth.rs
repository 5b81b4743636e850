//! True stocks, which synthetic data alone have; models never see them.

use std::path::Path;

use edaphon_geo::Table;
use edaphon_io::Faults;

use super::sites::Sites;
use super::table::{Quantity, in_units, rows};
use crate::error::Result;

/// Reads `[site][year]` (kg m⁻²).
///
/// # Errors
/// Missing columns or sites; values that are not numbers.
pub(super) fn read(path: &Path, sites: &Sites, years: (i32, i32)) -> Result<Vec<Vec<f64>>> {
    let table = Table::read(path)?;
    let columns: Vec<String> = (years.0..=years.1).map(|year| format!("y{year}")).collect();
    let names: Vec<&str> = ["site"].into_iter().chain(columns.iter().map(String::as_str)).collect();
    table.check().required(&names).finish()?;
    let quantities: Vec<Quantity> = columns.into_iter().map(|name| Quantity::new(name, "kg m-2", -1e3..=1e3)).collect();
    let table = in_units(table, &quantities)?;
    let mut faults = Faults::new();
    let mut all: Vec<Vec<f64>> = vec![Vec::new(); sites.len()];
    for row in rows(&table) {
        if let Some(site) = row.index("site", &sites.by_name, "the table of sites", &mut faults) {
            all[site] = quantities.iter().map(|of| row.number(of, &mut faults).unwrap_or(f64::NAN)).collect();
        }
    }
    for (site, _) in sites.all.iter().zip(&all).filter(|(_, values)| values.is_empty()) {
        faults.add(path, format!("site `{}` is missing", site.name));
    }
    Ok(faults.or(all)?)
}
