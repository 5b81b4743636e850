//! Reading a restart, and everything that makes it unfit for a run.

use std::collections::HashMap;
use std::path::Path;

use edaphon_core::grid::{Cell, Grid, meridian_distance};
use edaphon_io::netcdf::{AttributeValue, File};
use edaphon_models::ecosystem::{STATE_VARIABLES, State};
use edaphon_models::nitrogen::Mineral;
use edaphon_run::{Landscape, Model};

use super::{KIND, VERSION};
use crate::coupled::POOLS;
use crate::error::{JobError, Result};

/// A state to go on from.
#[derive(Debug, Clone, PartialEq)]
pub struct Restart {
    /// One state per cell of the run, in the order of its grid.
    pub states: Vec<State<f64>>,
    /// Pools of mineral nitrogen of each cell (mg kg⁻¹), where soil nitrogen is coupled and the file has them.
    pub mineral: Vec<Mineral<f64>>,
    /// Years completed by the run that wrote it.
    pub years_done: u64,
    /// The model that wrote it.
    pub model: Model,
    /// Name of the profile it was written under.
    pub profile: String,
    /// What was left aside, in words.
    pub notes: Vec<String>,
}

/// Degrees by which two notations of one place may differ: coordinates in single precision agree within 3e-5.
const SAME_PLACE: f64 = 1e-4;

/// Numbers from here on are what NetCDF leaves where nothing was written (9.97e36), not masses.
const UNWRITTEN: f64 = 9e36;

/// Reads a restart for these cells and their model.
///
/// # Errors
/// If the file is damaged, is no restart, belongs to another model or to other cells, lacks a variable, or holds something
/// that is not a number.
pub fn read(path: &Path, grid: &Grid, land: &Landscape) -> Result<Restart> {
    let file = Source { path, file: File::open(path)? };
    file.check_kind()?;
    let model = file.model()?;
    file.check_model(model, land.model())?;
    let places = file.places(grid.cells())?;
    let columns = STATE_VARIABLES.iter().map(|v| file.column(v.name, v.long_name)).collect::<Result<Vec<_>>>()?;
    let mut states = Vec::with_capacity(grid.len());
    let mut stored = vec![0.0; columns.len()];
    for (cell, &place) in grid.cells().iter().zip(&places) {
        for ((value, column), variable) in stored.iter_mut().zip(&columns).zip(STATE_VARIABLES) {
            *value = column[place];
            file.check_number(*value, variable.name, cell)?;
        }
        states.push(State::load(&stored));
    }
    let mut notes = Vec::new();
    if model != land.model() {
        states = states.iter().zip(land.start()).map(|(state, start)| without_soil_nitrogen(state, start)).collect();
        let (of, to) = (model.name(), land.model().name());
        notes.push(format!("{}: a state of {of} starts {to}; its soil nitrogen is left aside", path.display()));
    }
    let mineral = file.mineral(grid.cells(), &places, land, &states)?;
    Ok(Restart {
        states,
        mineral,
        years_done: file.years_done()?,
        model,
        profile: file.text("edaphon_profile")?,
        notes,
    })
}

/// The state with the nitrogen of soil and litter that a run of carbon alone starts with.
fn without_soil_nitrogen(state: &State<f64>, start: &State<f64>) -> State<f64> {
    let mut kept = *state;
    kept.set_casa_n(start.litter_n(), start.soil_n());
    kept.set_mimics_n(&start.mimics_n());
    kept.mineral_n = start.mineral_n;
    kept
}

struct Source<'a> {
    path: &'a Path,
    file: File,
}

impl Source<'_> {
    fn refused(&self, problem: String) -> JobError {
        JobError::Restart { path: self.path.to_owned(), problem }
    }

    fn text(&self, name: &str) -> Result<String> {
        let text = self.file.attribute(name).and_then(AttributeValue::text);
        text.map(str::to_owned)
            .ok_or_else(|| self.refused(format!("has no attribute `{name}`: it was changed since it was written")))
    }

    fn check_kind(&self) -> Result<()> {
        if self.file.attribute("edaphon_file").and_then(AttributeValue::text) != Some(KIND) {
            let accepted = "accepted is what a run or a spin-up of edaphon wrote as its restart";
            return Err(self.refused(format!("is no restart of edaphon; {accepted}")));
        }
        match self.file.attribute("edaphon_restart_version").and_then(AttributeValue::number) {
            Some(version) if version <= VERSION as f64 => Ok(()),
            found => {
                let found = found.map_or_else(|| "no version".to_owned(), |v| format!("version {v}"));
                let problem = format!("is a restart of {found}; up to version {VERSION} is read: use a newer edaphon");
                Err(self.refused(problem))
            }
        }
    }

    fn model(&self) -> Result<Model> {
        let name = self.text("edaphon_model")?;
        let known = || Model::ALL.map(Model::name).join(", ");
        Model::named(&name).ok_or_else(|| self.refused(format!("is of the model `{name}`; known are {}", known())))
    }

    fn check_model(&self, found: Model, wanted: Model) -> Result<()> {
        let (of, to) = (found.name(), wanted.name());
        if found.microbes() != wanted.microbes() {
            let problem =
                format!("holds a state of {of}, whose soil pools {to} does not have; start {to} from its own");
            return Err(self.refused(problem));
        }
        if wanted.nitrogen() && !found.nitrogen() {
            let mend = format!("start from a restart of {to}, or spin {to} up");
            return Err(self.refused(format!("holds a state of {of}, without the nitrogen that {to} needs; {mend}")));
        }
        Ok(())
    }

    /// The pools of mineral nitrogen of each cell; none where they are not coupled, or the file is of a run without.
    fn mineral(
        &self,
        cells: &[Cell],
        places: &[usize],
        land: &Landscape,
        states: &[State<f64>],
    ) -> Result<Vec<Mineral<f64>>> {
        let Some(network) = land.network().filter(|_| self.file.has_variable(POOLS[0].0)) else {
            return Ok(Vec::new());
        };
        let columns = POOLS.iter().map(|(name, words)| self.column(name, words)).collect::<Result<Vec<_>>>()?;
        let mut all = Vec::with_capacity(cells.len());
        for (number, (cell, &place)) in cells.iter().zip(places).enumerate() {
            let mut stored = [0.0; POOLS.len()];
            for ((value, column), (name, _)) in stored.iter_mut().zip(&columns).zip(POOLS) {
                *value = column[place];
                self.check_number(*value, name, cell)?;
            }
            let [urea, nh4, no2, no3, n2o] = stored;
            let pools = Mineral { urea, nh4, no2, no3, n2o };
            let (sum, held) = (pools.dissolved() * network.area_density(number), states[number].mineral_n);
            if land.simulated()[number] && (sum - held).abs() > 1e-9 * held.abs().max(1e-6) {
                let problem = format!(
                    "cell {} has {held} g m-2 of mineral nitrogen in it, its pools {sum} in the layer of the run",
                    cell.id
                );
                let mend = "give the depth of [nitrogen] that the restart was written with";
                return Err(self.refused(format!("{problem}; {mend}")));
            }
            all.push(pools);
        }
        Ok(all)
    }

    fn years_done(&self) -> Result<u64> {
        let years = self.integers("years_done", "years completed")?;
        let years = years.first().and_then(|y| u64::try_from(*y).ok());
        years.ok_or_else(|| self.refused("variable `years_done` is negative; at least 0 is accepted".to_owned()))
    }

    /// For each cell of the run, its place in the file.
    fn places(&self, cells: &[Cell]) -> Result<Vec<usize>> {
        let ids = self.integers("cell_id", "numbers of the cells")?;
        let kinds = self.integers("vegetation_type", "vegetation types")?;
        let (latitudes, longitudes) = (self.column("lat", "latitudes")?, self.column("lon", "longitudes")?);
        if kinds.len() != ids.len() {
            return Err(self.refused(self.length("vegetation_type", kinds.len(), ids.len())));
        }
        let by_id: HashMap<i64, usize> = ids.iter().enumerate().rev().map(|(place, id)| (*id, place)).collect();
        let place_of = |(number, cell): (usize, &Cell)| {
            let same = ids.get(number) == Some(&cell.id);
            let place = if same { Some(number) } else { by_id.get(&cell.id).copied() };
            let place = place.ok_or_else(|| self.refused(not_there(cell, &ids)))?;
            let (latitude, longitude) = (latitudes[place], longitudes[place]);
            let apart = (latitude - cell.latitude).abs().max(meridian_distance(longitude, cell.longitude));
            // Written so that NaN counts as apart.
            if !matches!(apart.partial_cmp(&SAME_PLACE), Some(std::cmp::Ordering::Less)) {
                let there = format!("latitude {latitude}, longitude {longitude}");
                let here = format!("latitude {}, longitude {}", cell.latitude, cell.longitude);
                let problem = format!("cell {} is at {there} in it and at {here} in the run", cell.id);
                return Err(self.refused(format!("{problem}; a restart of the same cells is accepted")));
            }
            if kinds[place] != cell.vegetation_type as i64 {
                let (there, here) = (kinds[place], cell.vegetation_type);
                let problem = format!("cell {} has vegetation type {there} in it and {here} in the run", cell.id);
                return Err(self.refused(format!("{problem}; a restart of the same vegetation is accepted")));
            }
            Ok(place)
        };
        cells.iter().enumerate().map(place_of).collect()
    }

    fn column(&self, name: &str, what: &str) -> Result<Vec<f64>> {
        self.check_there(name, what)?;
        let values = self.file.read_f64(name)?;
        let cells = self.file.dimension("cell").map_or(0, |d| d.length);
        if values.len() != cells {
            return Err(self.refused(self.length(name, values.len(), cells)));
        }
        Ok(values)
    }

    fn integers(&self, name: &str, what: &str) -> Result<Vec<i64>> {
        self.check_there(name, what)?;
        Ok(self.file.read_i64(name)?)
    }

    fn check_there(&self, name: &str, what: &str) -> Result<()> {
        if self.file.has_variable(name) {
            return Ok(());
        }
        let mend = "it was changed since it was written, or another version of edaphon wrote it: make it again";
        Err(self.refused(format!("has no variable `{name}` ({what}); {mend}")))
    }

    fn length(&self, name: &str, found: usize, cells: usize) -> String {
        format!("variable `{name}` has {found} values for {cells} cells; one for each is accepted")
    }

    fn check_number(&self, value: f64, name: &str, cell: &Cell) -> Result<()> {
        if value.is_finite() && value.abs() < UNWRITTEN {
            return Ok(());
        }
        let found = if value.is_finite() { "was never written".to_owned() } else { format!("is {value}") };
        let at = format!("cell {} (latitude {}, longitude {})", cell.id, cell.latitude, cell.longitude);
        Err(self.refused(format!("`{name}` of {at} {found}; only numbers are accepted: go on from an earlier restart")))
    }
}

fn not_there(cell: &Cell, ids: &[i64]) -> String {
    let range = match (ids.iter().min(), ids.iter().max()) {
        (Some(least), Some(most)) => format!(", numbered {least} to {most}"),
        _ => String::new(),
    };
    let at = format!("cell {} (latitude {}, longitude {})", cell.id, cell.latitude, cell.longitude);
    format!("{at} is not among its {} cells{range}; a restart of the same cells is accepted", ids.len())
}
