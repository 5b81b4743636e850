//! Monthly climate.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use edaphon_geo::Table;
use edaphon_io::Faults;

use super::sites::Sites;
use super::some_of;
use super::table::{Quantity, in_units, rows};
use crate::error::Result;

/// Weather of a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Month {
    /// Mean air temperature (°C).
    pub temperature: f64,
    /// Precipitation (mm).
    pub precipitation: f64,
    /// Potential evapotranspiration (mm).
    pub evapotranspiration: f64,
}

/// Monthly climate of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Climate {
    first_year: i32,
    cells: HashMap<String, usize>,
    /// `[cell][year][month]`.
    months: Vec<Vec<[Month; 12]>>,
}

impl Climate {
    /// Reads the table of climate. Cells that sites lie in come first, in their order.
    ///
    /// # Errors
    /// Missing columns, cells or months; months that are there twice; values out of range.
    pub(super) fn read(path: &Path, sites: &Sites, years: (i32, i32), notes: &mut Vec<String>) -> Result<Self> {
        let table = Table::read(path)?;
        table.check().required(&["clim_cell", "year", "month", "tmp_c", "pre_mm", "pet_mm"]).finish()?;
        let quantities = [
            Quantity::new("tmp_c", "degC", -80.0..=60.0),
            Quantity::new("pre_mm", "mm", 0.0..=5000.0),
            Quantity::new("pet_mm", "mm", 0.0..=1000.0),
        ];
        let table = in_units(table, &quantities)?;
        let mut faults = Faults::new();
        let mut cells = sites.climate_cells.clone();
        for row in rows(&table) {
            let next = cells.len();
            cells.entry(row.text("clim_cell").into_owned()).or_insert(next);
        }
        let count = (years.1 - years.0 + 1) as usize;
        let mut months: Vec<Vec<[Option<Month>; 12]>> = vec![vec![[None; 12]; count]; cells.len()];
        let mut other_years = BTreeSet::new();
        for row in rows(&table) {
            let Some(year) = row.integer("year", 0..=9999, &mut faults) else { continue };
            let Some(month) = row.integer("month", 1..=12, &mut faults) else { continue };
            let [Some(temperature), Some(precipitation), Some(evapotranspiration)] =
                quantities.each_ref().map(|quantity| row.number(quantity, &mut faults))
            else {
                continue;
            };
            if !(years.0..=years.1).contains(&year) {
                other_years.insert(year);
                continue;
            }
            let cell = row.text("clim_cell");
            let place = &mut months[cells[&*cell]][(year - years.0) as usize][month as usize - 1];
            if place.is_some() {
                row.fault(&mut faults, format!("cell `{cell}` has month {month} of {year} twice; accepted is once"));
            }
            *place = Some(Month { temperature, precipitation, evapotranspiration });
        }
        if !other_years.is_empty() {
            let all: Vec<String> = other_years.iter().map(i32::to_string).collect();
            let (years, file) = (some_of(&all), path.display());
            notes.push(format!("{file}: years {years} are neither of spin-up nor of samples and are not used"));
        }
        let names = by_number(&cells);
        let months =
            months.iter().zip(&names).map(|(of_cell, name)| complete(path, name, of_cell, years.0, &mut faults));
        let months = months.collect();
        Ok(faults.or(Self { first_year: years.0, cells, months })?)
    }

    /// Number of the cell with this name.
    pub fn cell(&self, name: &str) -> Option<usize> {
        self.cells.get(name).copied()
    }

    /// Cells by name.
    pub fn cells(&self) -> &HashMap<String, usize> {
        &self.cells
    }

    /// The months of a year.
    ///
    /// # Panics
    /// If the cell or the year is not there.
    pub fn year(&self, cell: usize, year: i32) -> &[Month; 12] {
        &self.months[cell][(year - self.first_year) as usize]
    }

    /// Means of each calendar month over years.
    ///
    /// # Panics
    /// If the cell or a year is not there.
    pub fn normals(&self, cell: usize, years: (i32, i32)) -> [Month; 12] {
        let count = f64::from(years.1 - years.0 + 1);
        std::array::from_fn(|month| {
            let mean = |of: fn(&Month) -> f64| {
                (years.0..=years.1).map(|year| of(&self.year(cell, year)[month])).sum::<f64>() / count
            };
            Month {
                temperature: mean(|m| m.temperature),
                precipitation: mean(|m| m.precipitation),
                evapotranspiration: mean(|m| m.evapotranspiration),
            }
        })
    }
}

/// The names in the order of their numbers.
pub(super) fn by_number(names: &HashMap<String, usize>) -> Vec<&str> {
    let mut sorted: Vec<(&str, usize)> = names.iter().map(|(name, at)| (name.as_str(), *at)).collect();
    sorted.sort_by_key(|(_, at)| *at);
    sorted.into_iter().map(|(name, _)| name).collect()
}

/// The months of a cell; those that are missing are faults, one for each year.
fn complete(
    path: &Path,
    cell: &str,
    years: &[[Option<Month>; 12]],
    first: i32,
    faults: &mut Faults,
) -> Vec<[Month; 12]> {
    let nothing = Month { temperature: f64::NAN, precipitation: f64::NAN, evapotranspiration: f64::NAN };
    let mut all = Vec::with_capacity(years.len());
    for (year, months) in (first..).zip(years) {
        let missing: Vec<String> =
            (1..=12).filter(|month| months[month - 1].is_none()).map(|month| month.to_string()).collect();
        if !missing.is_empty() {
            let which = missing.join(", ");
            faults.add(path, format!("cell `{cell}`, year {year}: month {which} is missing; every month is needed"));
        }
        all.push(months.map(|month| month.unwrap_or(nothing)));
    }
    all
}
