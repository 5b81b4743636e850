//! A year of weather from the file into the packs of the models.

use edaphon_core::calendar::Date;
use edaphon_core::forcing::{DAYS, Driver, ForcingYear, LAYERS, Packing};
use edaphon_core::units::Conversion;

use super::{Met, MetNote, MetVariable, VARIABLES, slab_days};
use crate::error::{Error, Result};
use crate::faults::Faults;

/// Values from here on are fill values that the file does not declare.
const UNDECLARED_FILL: f32 = 1e30;

pub(super) fn read_year(met: &Met, year: usize, packing: &Packing) -> Result<(ForcingYear, Vec<MetNote>)> {
    check_request(met, year, packing)?;
    let mut forcing = ForcingYear::new(packing.clone());
    let (mut faults, mut notes) = (Faults::new(), Vec::new());
    for (at, variable) in VARIABLES.iter().enumerate() {
        let Some(conversion) = met.conversions[at] else { continue };
        let mut seen = Seen::new(met.offsets.len());
        read_variable(met, year, variable, at, conversion, &mut forcing, &mut seen)?;
        seen.tell(met, year, variable, &mut faults, &mut notes);
    }
    forcing.fill_spare_lanes();
    Ok(faults.or((forcing, notes))?)
}

fn check_request(met: &Met, year: usize, packing: &Packing) -> Result<()> {
    let refuse =
        |problem: String| Error::Variable { path: met.path().to_owned(), variable: "time".to_owned(), problem };
    if year >= met.years() {
        return Err(refuse(format!("year {} was asked for; the file has {} years", year + 1, met.years())));
    }
    if packing.cells() != met.offsets.len() {
        let (asked, has) = (packing.cells(), met.offsets.len());
        return Err(refuse(format!("weather for {asked} cells was asked for; the file has {has}")));
    }
    Ok(())
}

fn read_variable(
    met: &Met,
    year: usize,
    variable: &MetVariable,
    at: usize,
    conversion: Conversion,
    forcing: &mut ForcingYear,
    seen: &mut Seen,
) -> Result<()> {
    let (rows, columns) = met.grid.layout().map_or((0, 0), |map| (map.latitudes.len(), map.longitudes.len()));
    let area = rows * columns;
    let layers = if variable.layered { LAYERS } else { 1 };
    let step = slab_days(area, variable.layered);
    for first in (0..DAYS).step_by(step) {
        let days = step.min(DAYS - first);
        let from = met.years.starts[year] + first;
        let values = if variable.layered {
            met.file.unpack_f32_slab(variable.name, &[from, 0, 0, 0], &[days, layers, rows, columns])?
        } else {
            met.file.unpack_f32_slab(variable.name, &[from, 0, 0], &[days, rows, columns])?
        };
        for (record, map) in values.chunks_exact(area).enumerate() {
            let (day, layer) = (first + record / layers, record % layers);
            place(met, map, (day, driver(at, layer)), variable, conversion, forcing, seen);
        }
    }
    Ok(())
}

/// Puts one map into the packs.
fn place(
    met: &Met,
    map: &[f32],
    (day, driver): (usize, Driver),
    variable: &MetVariable,
    conversion: Conversion,
    forcing: &mut ForcingYear,
    seen: &mut Seen,
) {
    let (low, high) = variable.accepted;
    for (cell, &offset) in met.offsets.iter().enumerate() {
        let stored = map[offset];
        let value = if conversion.is_identity() { stored } else { conversion.apply(f64::from(stored)) as f32 };
        let simulated = forcing.packing().place(cell).0 < forcing.packing().simulated_packs();
        if !stored.is_finite() || stored.abs() >= UNDECLARED_FILL {
            seen.missing(cell, day, simulated);
        } else if simulated && !(low..=high).contains(&value) {
            seen.impossible(cell, day, value);
        } else {
            forcing.set(cell, day, driver, value);
        }
    }
}

fn driver(variable: usize, layer: usize) -> Driver {
    match variable {
        0 => Driver::Gpp,
        1 => Driver::AirTemperature,
        2 => Driver::NitrogenDeposition,
        3 => Driver::SoilTemperature(layer),
        4 => Driver::LiquidWater(layer),
        _ => Driver::FrozenWater(layer),
    }
}

/// What was wrong with the values of a variable: per cell, whether, and the first place.
struct Seen {
    missing: Vec<bool>,
    supplied: Vec<bool>,
    impossible: Vec<bool>,
    first_missing: Option<(usize, usize)>,
    first_impossible: Option<(usize, usize, f32)>,
}

impl Seen {
    fn new(cells: usize) -> Self {
        let none = vec![false; cells];
        Self {
            missing: none.clone(),
            supplied: none.clone(),
            impossible: none,
            first_missing: None,
            first_impossible: None,
        }
    }

    fn missing(&mut self, cell: usize, day: usize, simulated: bool) {
        if simulated {
            self.missing[cell] = true;
            self.first_missing.get_or_insert((cell, day));
        } else {
            self.supplied[cell] = true;
        }
    }

    fn impossible(&mut self, cell: usize, day: usize, value: f32) {
        self.impossible[cell] = true;
        self.first_impossible.get_or_insert((cell, day, value));
    }

    fn tell(&self, met: &Met, year: usize, variable: &MetVariable, faults: &mut Faults, notes: &mut Vec<MetNote>) {
        let count = |cells: &[bool]| cells.iter().filter(|c| **c).count();
        let name = variable.name;
        if let Some((cell, day)) = self.first_missing {
            let (cells, at) = (cells(count(&self.missing)), place_and_day(met, cell, year, day));
            let accepted = "accepted is a value on every day at every simulated cell";
            faults.add(met.path(), format!("`{name}` is missing at {cells}, first {at}; {accepted}"));
        }
        if let Some((cell, day, value)) = self.first_impossible {
            let (cells, at) = (cells(count(&self.impossible)), place_and_day(met, cell, year, day));
            let (unit, (low, high)) = (variable.unit, variable.accepted);
            let found = format!("`{name}` is {value} {unit} {at}, and out of reach at {cells}");
            faults.add(
                met.path(),
                format!("{found}; accepted is {low} to {high} {unit}: do the values have the unit they state?"),
            );
        }
        let supplied = count(&self.supplied);
        if supplied > 0 {
            let ids: Vec<String> = (0..self.supplied.len())
                .filter(|&cell| self.supplied[cell])
                .take(10)
                .map(|cell| met.grid.cells()[cell].id.to_string())
                .collect();
            let more = if supplied > ids.len() { ", …" } else { "" };
            let text =
                format!("{name} is missing at cells that are not simulated ({}{more}): 0 was used", ids.join(", "));
            notes.push(MetNote { text, count: supplied });
        }
    }
}

fn cells(count: usize) -> String {
    if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") }
}

/// `at cell 12 (lat 1, lon 2) on day 34 of year 2 (02-03)`.
fn place_and_day(met: &Met, cell: usize, year: usize, day: usize) -> String {
    let cell = &met.grid.cells()[cell];
    let date = Date::from_day_of_year(1, day as u32 + 1).map_or_else(|_| String::new(), |d| d.to_string());
    let month_and_day = date.get(5..).unwrap_or_default();
    let (id, latitude, longitude) = (cell.id, cell.latitude, cell.longitude);
    let year = met.calendar().map_or(year as i64 + 1, |years| years[year]);
    format!("at cell {id} (lat {latitude}, lon {longitude}) on day {} of year {year} ({month_and_day})", day + 1)
}
