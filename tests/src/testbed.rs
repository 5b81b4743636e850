//! The runs of the reference testbed kept in `data/testbed`, and the cells and weather that they share.

use std::io::Read;
use std::path::PathBuf;

use edaphon_core::forcing::{DAYS, Driver, ForcingYear, LAYERS, Packing};
use edaphon_models::casa::{LeafSeason, PlantTraits, SoilTexture};
use edaphon_models::ecosystem::{NPP_UNKNOWN, State};
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model, Place};
use flate2::read::GzDecoder;
use serde_json::Value;

/// Smallest nitrogen of a pool read from a restart where nitrogen is simulated (g m⁻²).
const N_FLOOR: f64 = 1e-6;

/// From where a reference run started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// The pools of the parameter tables.
    Cold,
    /// Restart files after a hundred years.
    Spun,
}

impl Case {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Cold, Self::Spun];

    /// Name in the data folder.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cold => "cold",
            Self::Spun => "spun",
        }
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/testbed")
}

/// Numbers of `N` bytes from a compressed file of byte planes.
fn numbers<const N: usize>(name: &str) -> Vec<[u8; N]> {
    let file = std::fs::File::open(folder().join(name)).expect(name);
    let mut planes = Vec::new();
    GzDecoder::new(file).read_to_end(&mut planes).expect(name);
    let count = planes.len() / N;
    (0..count).map(|i| std::array::from_fn(|byte| planes[byte * count + i])).collect()
}

fn index() -> Value {
    serde_json::from_slice(&std::fs::read(folder().join("index.json")).expect("index.json")).expect("index.json")
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
}

/// The 24 cells: vegetation type, soil and leaf season.
pub fn places() -> Vec<Place> {
    let table = std::fs::read_to_string(folder().join("places.csv")).expect("places.csv");
    table.lines().skip(1).map(place).collect()
}

fn place(row: &str) -> Place {
    let x: Vec<f64> = row.split(',').map(|cell| cell.parse().expect("a number")).collect();
    let [kind, sand, clay, silt, wilting_point, field_capacity, saturation, greenup, fall, first_phase] = x[..] else {
        panic!("ten columns in `{row}`");
    };
    Place {
        vegetation_type: kind as usize,
        soil: SoilTexture { sand, clay, silt, wilting_point, field_capacity, saturation },
        season: LeafSeason { greenup: greenup as i32, fall: fall as i32, first_phase: first_phase as i32 },
    }
}

/// The stored forcing: `[driver][cell][day]`, drivers in the order of their index.
pub fn stored_forcing() -> Vec<f32> {
    numbers::<4>("forcing.f32.gz").into_iter().map(f32::from_le_bytes).collect()
}

/// Two years of weather for cells of the data folder: `cells[i]` is the one that stands in place `i`.
pub fn forcing(packing: &Packing, cells: &[usize]) -> Vec<ForcingYear> {
    let values = stored_forcing();
    let days = values.len() / Driver::COUNT / places().len();
    let stored = values.len() / days / Driver::COUNT;
    let value = |driver: usize, cell: usize, day: usize| values[(driver * stored + cell) * days + day];
    (0..days / DAYS)
        .map(|year| {
            let mut forcing = ForcingYear::new(packing.clone());
            for (place, &cell) in cells.iter().enumerate() {
                for day in 0..DAYS {
                    for driver in drivers() {
                        forcing.set(place, day, driver, value(driver.index(), cell, year * DAYS + day));
                    }
                }
            }
            forcing.fill_spare_lanes();
            forcing
        })
        .collect()
}

/// Every driver.
pub fn drivers() -> impl Iterator<Item = Driver> {
    let layers = |of: fn(usize) -> Driver| (0..LAYERS).map(of);
    [Driver::Gpp, Driver::AirTemperature, Driver::NitrogenDeposition]
        .into_iter()
        .chain(layers(Driver::SoilTemperature))
        .chain(layers(Driver::LiquidWater))
        .chain(layers(Driver::FrozenWater))
}

/// What the reference computed on some days.
#[derive(Debug, Clone)]
pub struct Reference {
    /// Days of the run that are kept, from 1.
    pub days: Vec<usize>,
    /// Names of the variables, as the reference has them.
    pub names: Vec<String>,
    start_names: Vec<String>,
    values: Vec<f64>,
    cells: usize,
}

impl Reference {
    /// Reads the run of a model.
    pub fn read(case: Case, model: Model) -> Self {
        let index = index();
        let run = format!("{}-{}", case.name(), model.name());
        let about = &index["runs"][&run];
        let values = numbers::<8>(&format!("{run}.f64.gz")).into_iter().map(f64::from_le_bytes).collect();
        let days = index["days"].as_array().expect("days").iter().map(|d| d.as_u64().expect("a day") as usize);
        Self {
            days: days.collect(),
            names: texts(&about["daily"]),
            start_names: texts(&about["start"]),
            values,
            cells: index["cells"].as_u64().expect("cells") as usize,
        }
    }

    /// A variable on the kept day number `day` (from 0) in a cell; NaN where the reference has none.
    pub fn value(&self, variable: usize, day: usize, cell: usize) -> f64 {
        let before = self.start_names.len();
        self.values[(before + variable * self.days.len() + day) * self.cells + cell]
    }

    /// The states that the run started from: those of the tables, overwritten by what the restart files hold.
    ///
    /// Pools keep their floors, labile carbon is emptied, and leaf phosphorus and the NPP of the year before are those of a cold start.
    pub fn start(&self, land: &Landscape) -> Vec<State<f64>> {
        let mut states = land.start().to_vec();
        for (row, name) in self.start_names.iter().enumerate() {
            let field = State::<f64>::NAMES.iter().position(|n| n == name).expect("a field of the state");
            for (cell, state) in states.iter_mut().enumerate() {
                if let Some(value) = restarted(name, self.values[row * self.cells + cell], land.model()) {
                    set(state, field, value);
                }
            }
        }
        for (state, place) in states.iter_mut().zip(places()) {
            state.labile_c = 0.0;
            state.npp_last_year = NPP_UNKNOWN;
            if !land.model().nitrogen() {
                follow_carbon(state, place.vegetation_type);
            }
        }
        states
    }
}

/// Nitrogen where it is not simulated: in fixed proportion to the carbon of plants and soil.
fn follow_carbon(state: &mut State<f64>, vegetation_type: usize) {
    let traits = PlantTraits::read(&Parameters::default().plants, vegetation_type).expect("plant traits");
    state.leaf_n = state.leaf_c * (1.0 / traits.leaf_c_to_n);
    state.wood_n = state.wood_c * (1.0 / traits.wood_c_to_n);
    state.froot_n = state.froot_c * (1.0 / traits.froot_c_to_n);
    state.microbial_n = state.microbial_c / traits.microbial_c_to_n;
    state.slow_n = state.slow_c / traits.slow_c_to_n;
    state.passive_n = state.passive_c / traits.passive_c_to_n;
}

/// What a run takes of a value in a restart file.
fn restarted(name: &str, value: f64, model: Model) -> Option<f64> {
    if ["lai", "leaf_phase"].contains(&name) {
        return Some(value);
    }
    let of_mimics = ["lit_", "mic_", "som_"].iter().any(|prefix| name.starts_with(prefix));
    let nitrogen = name.ends_with("_n");
    match (of_mimics, nitrogen) {
        (false, true) => model.nitrogen().then(|| value.max(N_FLOOR)),
        _ => Some(value.max(0.0)),
    }
}

/// Sets field number `field` of a state.
pub fn set(state: &mut State<f64>, field: usize, value: f64) {
    let mut fields = [0.0; State::<f64>::NAMES.len()];
    state.store(&mut fields);
    fields[field] = value;
    *state = State::load(&fields);
}
