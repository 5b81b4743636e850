//! The met file: daily weather on a map, read a year at a time.

mod calendar;
mod check;
mod dataset;
mod values;

use std::path::Path;

use edaphon_core::forcing::{DAYS, ForcingYear, LAYERS, Packing};
use edaphon_core::grid::Grid;
use edaphon_core::units::Conversion;

use super::TestbedGrid;
use crate::error::Result;
use crate::faults::Faults;
use crate::netcdf::File;
use calendar::Years;
pub use dataset::Dataset;

/// A sentence about a value that was supplied, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetNote {
    /// What was done, in words.
    pub text: String,
    /// How many cells it concerns.
    pub count: usize,
}

/// A variable of the met file.
#[derive(Debug, Clone, Copy)]
struct MetVariable {
    name: &'static str,
    /// The unit that the models take.
    unit: &'static str,
    /// The quantity and the units usual for it, for messages.
    quantity: &'static str,
    /// Values that can be, in the unit that the models take.
    accepted: (f32, f32),
    layered: bool,
    required: bool,
}

const TEMPERATURE: (f32, f32) = (150.0, 350.0);
const WATER: (f32, f32) = (-0.01, 1.5);

/// In the order of the drivers: production, air temperature, deposition; soil temperature, liquid and frozen water.
const VARIABLES: [MetVariable; 6] = [
    MetVariable {
        name: "xcgpp",
        unit: "gC m-2 d-1",
        quantity: "a carbon flux (gC m-2 d-1)",
        accepted: (-50.0, 200.0),
        layered: false,
        required: true,
    },
    MetVariable {
        name: "xtairk",
        unit: "K",
        quantity: "a temperature (K or degC)",
        accepted: TEMPERATURE,
        layered: false,
        required: true,
    },
    MetVariable {
        name: "ndep",
        unit: "gN m-2 d-1",
        quantity: "a nitrogen flux (gN m-2 d-1)",
        accepted: (-0.01, 10.0),
        layered: false,
        required: true,
    },
    MetVariable {
        name: "xtsoil",
        unit: "K",
        quantity: "a temperature (K or degC)",
        accepted: TEMPERATURE,
        layered: true,
        required: true,
    },
    MetVariable {
        name: "xmoist",
        unit: "m3 m-3",
        quantity: "a volumetric water content (m3 m-3)",
        accepted: WATER,
        layered: true,
        required: true,
    },
    MetVariable {
        name: "xfrznmoist",
        unit: "m3 m-3",
        quantity: "a volumetric water content (m3 m-3)",
        accepted: WATER,
        layered: true,
        required: false,
    },
];

/// A met file whose description has been checked; the weather stays on disk until asked for.
#[derive(Debug)]
pub struct Met {
    file: Box<dyn Dataset>,
    grid: Grid,
    /// Offset of each cell on the map.
    offsets: Vec<usize>,
    /// Conversion of each variable; none if it is absent.
    conversions: [Option<Conversion>; VARIABLES.len()],
    years: Years,
    cell_missing: Vec<i32>,
    cell_id: Vec<i32>,
    notes: Vec<MetNote>,
}

impl Met {
    /// Opens a met file and checks dimensions, variables, units and that its cells are those of the grid file.
    ///
    /// `units` gives units to variables that lack them or state wrong ones: (variable, unit).
    ///
    /// # Errors
    /// If the file cannot be read, or all faults of its description.
    pub fn open(path: &Path, grid: &TestbedGrid, units: &[(String, String)]) -> Result<Self> {
        Self::of(Box::new(File::open(path)?), grid, units)
    }

    /// The same of any dataset.
    ///
    /// # Errors
    /// If it cannot be read, or all faults of its description.
    pub fn of(file: Box<dyn Dataset>, grid: &TestbedGrid, units: &[(String, String)]) -> Result<Self> {
        let mut faults = Faults::new();
        let years = check::dimensions(&*file, &mut faults);
        check::variables(&*file, &mut faults);
        // Without these the values cannot be placed, and what follows would only repeat it.
        faults.or(())?;
        let (mut faults, mut notes) = (Faults::new(), Vec::new());
        let conversions = check::units(&*file, units, &mut faults, &mut notes)?;
        let maps = check::maps(&*file, grid, faults)?;
        notes.extend(maps.notes);
        let cells = 0..grid.cells.len();
        let offsets = maps.grid.layout().map_or_else(Vec::new, |map| cells.map(|cell| map.offset(cell)).collect());
        let (cell_missing, cell_id) = (maps.cell_missing, maps.cell_id);
        Ok(Self { file, grid: maps.grid, offsets, conversions, years, cell_missing, cell_id, notes })
    }

    /// Years of weather in the file.
    pub fn years(&self) -> usize {
        self.years.starts.len()
    }

    /// The calendar year of each, where the time axis of the file says.
    pub fn calendar(&self) -> Option<&[i64]> {
        self.years.calendar.as_deref()
    }

    /// The cells, on the map of this file.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The map of missing cells, row by row: 0 simulate, 1 no data.
    pub fn cell_missing(&self) -> &[i32] {
        &self.cell_missing
    }

    /// The map of cell numbers, row by row.
    pub fn cell_id(&self) -> &[i32] {
        &self.cell_id
    }

    /// What was supplied or converted on opening.
    pub fn notes(&self) -> &[MetNote] {
        &self.notes
    }

    /// The weather of one year, from 0, for the cells as packed; told apart from notes on opening, what was supplied.
    ///
    /// Missing values are refused at simulated cells and become 0 at the others. Memory is that of one year of the cells
    /// and of a slab of at most 64 MiB.
    ///
    /// # Errors
    /// If the file cannot be read, `year` is not in it, or all its faults: missing and impossible values by variable,
    /// first cell and day.
    pub fn read_year(&self, year: usize, packing: &Packing) -> Result<(ForcingYear, Vec<MetNote>)> {
        values::read_year(self, year, packing)
    }

    fn path(&self) -> &Path {
        self.file.path()
    }
}

/// Days that are read at once.
fn slab_days(map: usize, layered: bool) -> usize {
    const BUDGET: usize = 64 << 20;
    let day = map * size_of::<f32>() * if layered { LAYERS } else { 1 };
    (BUDGET / day.max(1)).clamp(1, DAYS)
}

#[cfg(test)]
mod tests;
