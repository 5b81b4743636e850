//! How long 114 years of annual output of a globe take, and how much memory; and what reading ahead saves.
//!
//! `cargo bench -p edaphon-jobs --bench annual_output` makes a map of 96 × 144 with 4263 cells. With a folder as argument it
//! also writes four years of met files there (1.7 GB), and runs from them.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints and fails by panicking")]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use edaphon_core::forcing::{DAYS, Driver, ForcingYear, LAYERS, Packing};
use edaphon_core::grid::{Cell, Grid, Layout};
use edaphon_core::provenance::Provenance;
use edaphon_io::netcdf::{DataType, Define, Format, Writer};
use edaphon_io::testbed::{Met, TestbedGrid};
use edaphon_jobs::cf::{CfOutput, Every, Settings};
use edaphon_jobs::forcing::{Forcing, ForcingSource};
use edaphon_jobs::job::{InMemory, Output, View, YearLabel};
use edaphon_models::Profile;
use edaphon_models::casa::{LeafSeason, SoilTexture};
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model, Place, Simulation};

const ROWS: usize = 96;
const COLUMNS: usize = 144;
const CELLS: usize = 4263;
const YEARS: u64 = 114;

fn main() {
    let table = cells();
    let layout = Layout { latitudes: latitudes(), longitudes: longitudes(), places: table.places.clone() };
    let grid = Grid::on_map(table.cells.clone(), layout).unwrap();
    let soil =
        SoilTexture { sand: 0.4, clay: 0.2, silt: 0.4, wilting_point: 0.12, field_capacity: 0.28, saturation: 0.45 };
    let place = |cell: &Cell| Place { vegetation_type: cell.vegetation_type, soil, season: LeafSeason::EVERGREEN };
    let places: Vec<Place> = table.cells.iter().map(place).collect();
    for model in Model::ALL {
        let land = Landscape::new(model, Profile::Edaphon, &Parameters::default(), &places).unwrap();
        outputs(&grid, &land);
    }
    if let Some(folder) = std::env::args().skip(1).find(|word| !word.starts_with('-')) {
        let land = Landscape::new(Model::MimicsCn, Profile::Edaphon, &Parameters::default(), &places).unwrap();
        read_ahead(Path::new(&folder), &table, &land);
    }
}

/// The output alone: the same year is recorded again and again.
fn outputs(grid: &Grid, land: &Landscape) {
    let folder = tempfile::tempdir().unwrap();
    let forcing = weather(land.packing(), 0.0);
    let mut simulation = Simulation::new(land, land.start());
    let began = Instant::now();
    let summary = simulation.year(&forcing);
    let year = began.elapsed().as_secs_f64();
    drop(forcing);
    let path = folder.path().join("annual.nc");
    let mut output = CfOutput::new(Settings::new(&path, Every::Year, YEARS), land).unwrap();
    let provenance = Provenance::new("edaphon", "0");
    let (began, before) = (Instant::now(), memory());
    for count in 1..=YEARS {
        let label = YearLabel { count, calendar: None, last: count == YEARS };
        let view = View { grid, land, provenance: &provenance, year: label };
        output.year(&view, &summary, &mut simulation).unwrap();
    }
    output.finish(grid, land).unwrap();
    let taken = began.elapsed().as_secs_f64();
    let size = std::fs::metadata(&path).unwrap().len() as f64 / 1e6;
    let (name, grown) = (land.model().name(), memory() - before);
    println!(
        "{name}: {YEARS} years of output {taken:.1} s, {size:.0} MB, memory {grown:+.0} MB; a year runs in {year:.2} s"
    );
}

/// Reading, computing, and both at once.
fn read_ahead(folder: &Path, table: &TestbedGrid, land: &Landscape) {
    let files: Vec<_> = (0..4).map(|year| folder.join(format!("met_{0}_{0}.nc", 1901 + year))).collect();
    for file in files.iter().filter(|file| !file.exists()) {
        write_met(file, table);
    }
    let source = || Box::new(Files { files: files.clone(), table: table.clone() });
    let mut simulation = Simulation::new(land, land.start());
    let mut time = |name: &str, forcing: &mut Forcing, run: bool, turns: usize| {
        let began = Instant::now();
        for index in 0..turns {
            let year: Arc<ForcingYear> = forcing.year(index % forcing.years(), land.packing()).unwrap();
            if run {
                simulation.year(&year);
            }
        }
        println!("{name}: {turns} years in {:.2} s", began.elapsed().as_secs_f64());
    };
    // Once through, so that all find the files in the same cache.
    time("first reading", &mut Forcing::once(source(), land.packing()), false, 4);
    time("reading", &mut Forcing::once(source(), land.packing()), false, 4);
    let kept = InMemory(vec![weather(land.packing(), 0.0)]);
    time("computing", &mut Forcing::new(Box::new(kept), land.packing()), true, 4);
    time("both, a year ahead", &mut Forcing::once(source(), land.packing()), true, 4);
    println!("peak of memory: {:.0} MB", peak());
}

struct Files {
    files: Vec<std::path::PathBuf>,
    table: TestbedGrid,
}

impl ForcingSource for Files {
    fn years(&self) -> usize {
        self.files.len()
    }
    fn calendar_year(&self, index: usize) -> Option<i64> {
        Some(1901 + index as i64)
    }
    fn read(&mut self, index: usize, packing: &Packing) -> edaphon_jobs::Result<ForcingYear> {
        Ok(Met::open(&self.files[index], &self.table, &[])?.read_year(0, packing)?.0)
    }
}

fn latitudes() -> Vec<f64> {
    (0..ROWS).map(|row| -90.0 + 180.0 * row as f64 / (ROWS - 1) as f64).collect()
}

fn longitudes() -> Vec<f64> {
    (0..COLUMNS).map(|column| 360.0 * column as f64 / COLUMNS as f64).collect()
}

/// About every third place of the map, column by column.
fn cells() -> TestbedGrid {
    let places: Vec<(usize, usize)> =
        (0..CELLS).map(|at| at * ROWS * COLUMNS / CELLS).map(|at| (at % ROWS, at / ROWS)).collect();
    let (latitudes, longitudes) = (latitudes(), longitudes());
    let cell = |&(row, column): &(usize, usize)| Cell {
        id: (column * ROWS + row + 1) as i64,
        latitude: latitudes[row],
        longitude: longitudes[column],
        vegetation_type: [1, 2, 4, 10, 15, 7][(row + column) % 6],
        soil_type: 1,
        soil_order: 1,
        area_m2: 1e10,
    };
    let cells: Vec<Cell> = places.iter().map(cell).collect();
    TestbedGrid { lines: (2..CELLS + 2).collect(), cells, places }
}

fn value(driver: Driver, day: usize, cell: usize) -> f32 {
    let season = (std::f32::consts::TAU * (day as f32 - 100.0) / 365.0).sin();
    let celsius = 10.0 + 12.0 * season + (cell % 97) as f32 / 10.0;
    match driver {
        Driver::Gpp => (3.0 + 2.5 * season).max(0.0),
        Driver::AirTemperature => 273.15 + celsius,
        Driver::NitrogenDeposition => 0.003,
        Driver::SoilTemperature(layer) => 273.15 + 0.8 * celsius + 0.1 * layer as f32,
        Driver::LiquidWater(_) => 0.24 - 0.05 * season,
        Driver::FrozenWater(_) => 0.0,
    }
}

fn drivers() -> Vec<(&'static str, &'static str, Vec<Driver>)> {
    let layers = |of: fn(usize) -> Driver| (0..LAYERS).map(of).collect();
    vec![
        ("xcgpp", "gC m-2 day-1", vec![Driver::Gpp]),
        ("xtairk", "K", vec![Driver::AirTemperature]),
        ("ndep", "gN m-2 day-1", vec![Driver::NitrogenDeposition]),
        ("xtsoil", "K", layers(Driver::SoilTemperature)),
        ("xmoist", "m3 m-3", layers(Driver::LiquidWater)),
        ("xfrznmoist", "m3 m-3", layers(Driver::FrozenWater)),
    ]
}

fn weather(packing: &Packing, _warmer: f32) -> ForcingYear {
    let mut year = ForcingYear::new(packing.clone());
    for driver in drivers().into_iter().flat_map(|(_, _, drivers)| drivers) {
        for day in 0..DAYS {
            (0..packing.cells()).for_each(|cell| year.set(cell, day, driver, value(driver, day, cell)));
        }
    }
    year.fill_spare_lanes();
    year
}

fn write_met(path: &Path, table: &TestbedGrid) {
    let mut w = Writer::create(path, Format::Classic64).unwrap();
    for (name, length) in [("myear", 1), ("lat", ROWS), ("lon", COLUMNS), ("time", DAYS), ("nsoilyrs", LAYERS)] {
        w.dimension(name, length).unwrap();
    }
    for name in ["lat", "lon"] {
        w.define(Define::new(name, DataType::F32, &[name])).unwrap();
    }
    for name in ["cellMissing", "cellid"] {
        w.define(Define::new(name, DataType::I32, &["lat", "lon"])).unwrap();
    }
    for (name, unit, of) in drivers() {
        let axes: &[&str] = if of.len() > 1 { &["time", "nsoilyrs", "lat", "lon"] } else { &["time", "lat", "lon"] };
        w.define(Define::new(name, DataType::F32, axes).attribute("units", unit)).unwrap();
    }
    let singles = |values: Vec<f64>| values.into_iter().map(|x| x as f32).collect::<Vec<_>>();
    w.write("lat", &singles(latitudes())).unwrap();
    w.write("lon", &singles(longitudes())).unwrap();
    let mut missing = vec![1; ROWS * COLUMNS];
    table.places.iter().for_each(|(row, column)| missing[row * COLUMNS + column] = 0);
    w.write("cellMissing", &missing).unwrap();
    let id = |at: usize| (at % COLUMNS * ROWS + at / COLUMNS + 1) as i32;
    w.write("cellid", &(0..ROWS * COLUMNS).map(id).collect::<Vec<_>>()).unwrap();
    for (name, _, of) in drivers() {
        for day in 0..DAYS {
            let place = |driver: &Driver| (0..ROWS * COLUMNS).map(|at| value(*driver, day, at)).collect::<Vec<f32>>();
            let values: Vec<f32> = of.iter().flat_map(place).collect();
            match of.len() {
                1 => w.write_slab(name, &[day, 0, 0], &[1, ROWS, COLUMNS], &values).unwrap(),
                layers => w.write_slab(name, &[day, 0, 0, 0], &[1, layers, ROWS, COLUMNS], &values).unwrap(),
            }
        }
    }
    w.finish().unwrap();
}

/// Megabytes that the program holds.
fn memory() -> f64 {
    status("VmRSS:")
}

fn peak() -> f64 {
    status("VmHWM:")
}

fn status(name: &str) -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1000.0
}
