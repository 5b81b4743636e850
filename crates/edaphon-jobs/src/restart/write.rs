//! Writing a restart.

use std::path::Path;

use edaphon_core::grid::{Cell, Grid};
use edaphon_core::provenance::Provenance;
use edaphon_io::netcdf::{DataType, Define, Format, Writer};
use edaphon_models::ecosystem::{STATE_VARIABLES, State};
use edaphon_run::Landscape;

use super::{KIND, VERSION, cells_checksum};
use crate::error::{JobError, Result};

/// Numbers of cells that are kept beside the state, such as the drift of a spin-up; reading leaves them aside.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// Name of the variable.
    pub name: &'a str,
    /// Unit, as CF writes it.
    pub unit: &'a str,
    /// What it is, in words.
    pub long_name: &'a str,
    /// One value per cell.
    pub values: &'a [f64],
}

/// Writes states, one per cell, after `years_done` years, with other numbers of the cells beside them: the end of a spin-up,
/// for instance, and its drift.
///
/// # Errors
/// If there are more or fewer states than cells, or the file cannot be written; what was at `path` is then still there.
pub fn write_states(
    path: &Path,
    grid: &Grid,
    land: &Landscape,
    states: &[State<f64>],
    years_done: u64,
    provenance: &Provenance,
    beside: &[Beside<'_>],
) -> Result<()> {
    let cells = grid.cells();
    if states.len() != cells.len() {
        let problem = format!("{} states were given for {} cells; one for each is accepted", states.len(), cells.len());
        return Err(JobError::Restart { path: path.to_owned(), problem });
    }
    let mut writer = Writer::create(path, Format::NetCdf4)?;
    define(&mut writer, cells, land, provenance, beside)?;
    let of = |value: fn(&Cell) -> f64| cells.iter().map(value).collect::<Vec<_>>();
    writer.write("cell_id", &cells.iter().map(|c| c.id).collect::<Vec<_>>())?;
    writer.write("lat", &of(|c| c.latitude))?;
    writer.write("lon", &of(|c| c.longitude))?;
    writer.write("vegetation_type", &cells.iter().map(|c| c.vegetation_type as i64).collect::<Vec<_>>())?;
    writer.write("years_done", &[years_done as i64])?;
    let mut stored = vec![0.0; STATE_VARIABLES.len()];
    let mut columns = vec![Vec::with_capacity(cells.len()); STATE_VARIABLES.len()];
    for state in states {
        state.store(&mut stored);
        columns.iter_mut().zip(&stored).for_each(|(column, value)| column.push(*value));
    }
    for (variable, column) in STATE_VARIABLES.iter().zip(&columns) {
        writer.write(variable.name, column)?;
    }
    for extra in beside {
        writer.write(extra.name, extra.values)?;
    }
    Ok(writer.finish()?)
}

fn define(
    writer: &mut Writer,
    cells: &[Cell],
    land: &Landscape,
    provenance: &Provenance,
    beside: &[Beside<'_>],
) -> Result<()> {
    writer.dimension("cell", cells.len())?;
    writer.attribute("Conventions", "CF-1.11")?;
    writer.attribute("title", format!("state of {}, to go on from", land.model().name()))?;
    writer.attribute("edaphon_file", KIND)?;
    writer.attribute("edaphon_restart_version", VERSION)?;
    let described = provenance.clone().with("edaphon_model", land.model().name());
    let described = described.with("edaphon_profile", land.profile().name());
    for (name, value) in described.with("edaphon_cells", &cells_checksum(cells)).attributes() {
        writer.attribute(name, value)?;
    }
    let about = |name: &str, kind, words: &str| Define::new(name, kind, &["cell"]).attribute("long_name", words);
    writer.define(about("cell_id", DataType::I64, "number of the cell in its grid"))?;
    let place = |name: &str, unit: &str, words: &str| {
        about(name, DataType::F64, words).attribute("units", unit).attribute("standard_name", words)
    };
    writer.define(place("lat", "degrees_north", "latitude"))?;
    writer.define(place("lon", "degrees_east", "longitude"))?;
    writer.define(about("vegetation_type", DataType::I64, "vegetation type, from 1"))?;
    let clock = Define::new("years_done", DataType::I64, &[]).attribute("long_name", "years of the run completed");
    writer.define(clock.attribute("units", "1"))?;
    let number = |name: &str, unit: &str, words: &str| about(name, DataType::F64, words).attribute("units", unit);
    for v in STATE_VARIABLES {
        let variable = number(v.name, v.unit, v.long_name).attribute("coordinates", "lat lon cell_id");
        // Not a fill value: the state does hold it, and it says that the run itself is to find a value.
        writer.define(match v.name {
            "npp_last_year" => {
                variable.attribute("comment", "-1e30 where not known: half the GPP of the next year stands in")
            }
            _ => variable,
        })?;
    }
    for b in beside {
        writer.define(number(b.name, b.unit, b.long_name).attribute("coordinates", "lat lon cell_id"))?;
    }
    Ok(())
}
