//! Time of a cell-year: `cargo bench -p edaphon-jobs --bench cell_year [-- CONTROL.lst]`.
//!
//! Without a control file the cells are every tenth row of the published grid under an invented climate; with one, they and
//! their forcing are those that it names. Forcing is in memory, annual sums of every pool and flux are kept and
//! budgets are checked each day, as in any run.

// A benchmark prints its table and stops at what it cannot read.
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::io::Read;
use std::path::Path;
use std::time::Instant;

use edaphon_core::forcing::{DAYS, Driver, ForcingYear, LAYERS, Packing};
use edaphon_jobs::testbed::{TestbedOptions, job};
use edaphon_models::Profile;
use edaphon_models::casa::{LeafSeason, SoilTexture};
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model, Place, Simulation};

/// Years per measurement and measurements; the best is printed.
const YEARS: usize = 10;
const REPEATS: usize = 7;

fn main() {
    let control = std::env::args().skip(1).find(|a| a.ends_with(".lst"));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    println!("model      threads  µs per cell-year  cell-years per second");
    for model in Model::ALL {
        let (land, forcing) = match &control {
            Some(path) => from_control(Path::new(path), model),
            None => invented(model),
        };
        let mut counts = vec![1, threads];
        counts.dedup();
        for count in counts {
            let time = measure(&land, &forcing, count);
            println!("{:<10} {count:>7}  {:>16.2}  {:>21.0}", model.name(), time * 1e6, 1.0 / time);
        }
    }
}

/// Seconds per cell and year, the best of some measurements.
fn measure(land: &Landscape, forcing: &ForcingYear, threads: usize) -> f64 {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
    pool.install(|| {
        let mut simulation = Simulation::new(land, land.start());
        simulation.year(forcing);
        let once = || {
            let began = Instant::now();
            for _ in 0..YEARS {
                simulation.year(forcing);
            }
            began.elapsed().as_secs_f64() / (YEARS * land.packing().cells()) as f64
        };
        std::iter::repeat_with(once).take(REPEATS).fold(f64::INFINITY, f64::min)
    })
}

fn from_control(path: &Path, model: Model) -> (Landscape, ForcingYear) {
    let options = TestbedOptions { force: true, ..TestbedOptions::default() };
    let (land, mut forcing) = job::landscape_of(path, model, &options).expect("a readable control file");
    let year = forcing.year(0, land.packing()).expect("a year of forcing");
    (land, (*year).clone())
}

/// The published cells under an invented climate.
fn invented(model: Model) -> (Landscape, ForcingYear) {
    let packed: &[u8] = include_bytes!("every_tenth_cell.csv.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("the packed table");
    let rows: Vec<Vec<f64>> =
        text.lines().skip(1).map(|line| line.split(',').map(|x| x.parse().expect("a number")).collect()).collect();
    let place = |x: &Vec<f64>| Place {
        vegetation_type: x[1] as usize,
        soil: SoilTexture {
            sand: x[2],
            clay: x[3],
            silt: x[4],
            wilting_point: x[5],
            field_capacity: x[6],
            saturation: x[7],
        },
        season: LeafSeason { greenup: x[8] as i32, fall: x[9] as i32, first_phase: x[10] as i32 },
    };
    let places: Vec<Place> = rows.iter().map(place).collect();
    let land = Landscape::new(model, Profile::Edaphon, &Parameters::default(), &places).expect("known parameters");
    let latitudes: Vec<f64> = rows.iter().map(|x| x[0]).collect();
    let forcing = climate(land.packing(), &latitudes, &places);
    (land, forcing)
}

/// Warm summers, cold winters, wet and dry spells by latitude; plausible and no more.
fn climate(packing: &Packing, latitudes: &[f64], places: &[Place]) -> ForcingYear {
    let mut year = ForcingYear::new(packing.clone());
    for (cell, (latitude, place)) in latitudes.iter().zip(places).enumerate() {
        for day in 0..DAYS {
            let phase = std::f64::consts::TAU * (day as f64 - 200.0) / 365.0;
            let season = phase.cos() * latitude.signum();
            let spell = ((day * 7919 + cell * 104_729) % 97) as f64 / 97.0;
            let celsius =
                27.0 - 0.0085 * latitude * latitude + (1.0 + 0.26 * latitude.abs()) * season + 6.0 * (spell - 0.5);
            let soil = &place.soil;
            let water = soil.wilting_point + (soil.saturation - soil.wilting_point) * (0.2 + 0.6 * spell);
            let frozen = (-celsius / 8.0).clamp(0.0, 0.85);
            let gpp = (8.0 * (0.4 + 0.6 * season) * (celsius / 15.0).clamp(0.0, 1.2)).max(0.0);
            let mut set = |driver, value: f64| year.set(cell, day, driver, value as f32);
            set(Driver::Gpp, gpp);
            set(Driver::AirTemperature, celsius + 273.15);
            set(Driver::NitrogenDeposition, 0.5 / 365.0);
            for layer in 0..LAYERS {
                set(Driver::SoilTemperature(layer), 273.15 + celsius * (1.0 - 0.12 * layer as f64));
                set(Driver::LiquidWater(layer), water * (1.0 - frozen));
                set(Driver::FrozenWater(layer), water * frozen);
            }
        }
    }
    year.fill_spare_lanes();
    year
}
