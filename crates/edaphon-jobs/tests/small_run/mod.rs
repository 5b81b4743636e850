//! Runs of a few cells with made-up weather.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::f64::consts::TAU;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use edaphon_core::forcing::{DAYS, Driver, ForcingYear, LAYERS, Packing};
use edaphon_core::grid::{Cell, Grid, Layout};
use edaphon_core::provenance::Provenance;
use edaphon_jobs::forcing::Forcing;
use edaphon_jobs::job::{InMemory, Job, Output};
use edaphon_jobs::{Finished, Result};
use edaphon_models::Profile;
use edaphon_models::casa::{LeafSeason, SoilTexture};
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model, Perturbation, Place, Schedule};

/// Vegetation of the cells: evergreen forest, water (not simulated), grassland.
pub(crate) const TYPES: [usize; 3] = [1, 17, 10];

fn cells() -> Vec<Cell> {
    let cell = |number: usize| Cell {
        id: 11 + 2 * number as i64,
        latitude: [45.0, 15.0, -15.0][number],
        longitude: [10.0, 130.0, 250.0][number],
        vegetation_type: TYPES[number],
        soil_type: 3,
        soil_order: 0,
        area_m2: 1e9 * (number + 1) as f64,
    };
    (0..3).map(cell).collect()
}

/// The cells one after the other.
pub(crate) fn sites() -> Grid {
    Grid::of_sites(cells())
}

/// The cells on a map of three rows and three columns.
pub(crate) fn map() -> Grid {
    let layout = Layout {
        latitudes: vec![-15.0, 15.0, 45.0],
        longitudes: vec![10.0, 130.0, 250.0],
        places: vec![(2, 0), (1, 1), (0, 2)],
    };
    Grid::on_map(cells(), layout).unwrap()
}

/// Constants of the cells.
pub(crate) fn land(model: Model, profile: Profile) -> Landscape {
    let soil =
        SoilTexture { sand: 0.4, clay: 0.2, silt: 0.4, wilting_point: 0.12, field_capacity: 0.28, saturation: 0.45 };
    let season =
        |v: usize| if v == 10 { LeafSeason { greenup: 100, fall: 280, first_phase: 0 } } else { LeafSeason::EVERGREEN };
    let places = TYPES.map(|vegetation_type| Place { vegetation_type, soil, season: season(vegetation_type) });
    Landscape::new(model, profile, &Parameters::default(), &places).unwrap()
}

/// Two years of weather, the second warmer.
fn weather(packing: &Packing) -> Vec<ForcingYear> {
    let year = |warmer: f64| {
        let mut year = ForcingYear::new(packing.clone());
        for cell in 0..3 {
            for day in 0..DAYS {
                let season = (TAU * (day as f64 - 100.0) / 365.0).sin();
                let celsius = 12.0 + warmer + 3.0 * cell as f64 + 10.0 * season;
                let mut set = |driver, value: f64| year.set(cell, day, driver, value as f32);
                set(Driver::Gpp, (3.0 + 2.5 * season).max(0.0));
                set(Driver::AirTemperature, 273.15 + celsius);
                set(Driver::NitrogenDeposition, 0.003);
                for layer in 0..LAYERS {
                    set(Driver::SoilTemperature(layer), 273.15 + 0.8 * celsius + 0.3 * layer as f64);
                    set(Driver::LiquidWater(layer), 0.24 - 0.05 * season);
                    set(Driver::FrozenWater(layer), 0.0);
                }
            }
        }
        year.fill_spare_lanes();
        year
    };
    vec![year(0.0), year(2.0)]
}

/// What made the files: the same in every test, so that files can be compared.
pub(crate) fn provenance() -> Provenance {
    Provenance::new("edaphon", "0.0.0").created(std::time::UNIX_EPOCH).command_line(&[
        "edaphon",
        "run",
        "small run.toml",
    ])
}

/// A run of `years` years, a multiple of 2, from the start of its cells.
pub(crate) fn job(grid: Grid, land: Landscape, years: u64, outputs: Vec<Box<dyn Output>>) -> Job {
    let forcing = Forcing::new(Box::new(InMemory(weather(land.packing()))), land.packing());
    Job {
        grid,
        start: land.start().to_vec(),
        mineral: Vec::new(),
        land,
        years_before: 0,
        forcing,
        spinup_years: 0,
        schedule: Schedule { forcing_years: 2, loops: years / 2 },
        perturbation: Perturbation::default(),
        outputs,
        restart: None,
        provenance: provenance(),
        notes: Vec::new(),
    }
}

/// Runs to the end.
pub(crate) fn finish(job: Job) -> Finished {
    job.run(&mut |_, _| {}, &AtomicBool::new(false)).unwrap()
}

/// Runs until `years` are done and is interrupted then.
pub(crate) fn interrupt(job: Job, years: u64) -> Result<Finished> {
    let stop = AtomicBool::new(false);
    let mut watch = |done, _| stop.store(done >= years, std::sync::atomic::Ordering::Relaxed);
    job.run(&mut watch, &stop)
}

/// A file of that name in a folder.
pub(crate) fn file(folder: &tempfile::TempDir, name: &str) -> PathBuf {
    Path::new(folder.path()).join(name)
}
