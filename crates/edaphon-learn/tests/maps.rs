//! Maps come from tables or from maps of covariates, and go out as NetCDF, GeoTIFF and pictures.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::path::Path;

use edaphon_geo::{Crs, Grid, Layer, Raster};
use edaphon_learn::data::{CovariateMap, Covariates, STATIC};
use edaphon_learn::{Data, LearnDescription, benchmark, fit, write_maps};

const YEARS: [i32; 2] = [1984, 2000];

/// The benchmark in a folder, described with as little work as there can be.
fn described(folder: &Path) -> LearnDescription {
    benchmark::write_benchmark(folder).unwrap();
    let mut described = LearnDescription::of_folder(folder);
    described.forest.trees = 4;
    described.experiments.interval_members = 2;
    described.map_years = Some(YEARS.to_vec());
    described
}

fn data(described: &LearnDescription) -> Data {
    Data::read(&described.files, described.process.spin_up).unwrap()
}

fn refusal(described: &LearnDescription, folder: &Path) -> String {
    let words = Data::read(&described.files, described.process.spin_up).unwrap_err().to_string();
    words.replace(&format!("{}/", folder.display()), "")
}

/// Names of covariates in a description, and their units.
const NAMES: [(&str, &str); 12] = [
    ("elevation", "m"),
    ("slope", "degrees"),
    ("stream_power", "1"),
    ("clay", "%"),
    ("temperature", "degC"),
    ("precipitation", "mm yr-1"),
    ("evapotranspiration", "mm yr-1"),
    ("ndvi_winter", "1"),
    ("ndvi_spring", "1"),
    ("ndvi_summer", "1"),
    ("ndvi_autumn", "1"),
    ("fertiliser", "kg ha-1"),
];

/// A map of a covariate of the benchmark's grid.
fn raster(data: &Data, at: usize) -> Raster {
    let grid = data.grid.as_ref().unwrap();
    let lattice = grid.lattice.as_ref().unwrap();
    let layer = |year: i32| {
        let rows: Vec<Covariates> = grid.covariates(data, year).unwrap();
        lattice.grid.scatter(&lattice.cells, &rows.iter().map(|row| row[at]).collect::<Vec<_>>())
    };
    let (name, unit) = NAMES[at];
    let (layers, values) = match STATIC.contains(&at) {
        true => (vec![Layer::Single], layer(YEARS[0])),
        false => (YEARS.map(Layer::Year).to_vec(), YEARS.into_iter().flat_map(layer).collect()),
    };
    Raster::new(name, lattice.grid, layers, values).unwrap().with_unit(unit)
}

/// The maps of all covariates in a folder: temperature as GeoTIFF, the others as NetCDF.
///
/// GeoTIFF holds 32-bit numbers; a value with few digits, such as clay, could come to lie on the other side of a split.
fn covariates(data: &Data, folder: &Path) -> Vec<CovariateMap> {
    let write = |(at, (name, _)): (usize, &(&str, &str))| {
        let file = folder.join(format!("{name}.{}", if *name == "temperature" { "tif" } else { "nc" }));
        raster(data, at).write(&file, &[]).unwrap();
        CovariateMap { file, variable: None, unit: None }
    };
    NAMES.iter().enumerate().map(write).collect()
}

#[test]
fn maps_of_tables_and_of_maps_agree_and_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut described = described(folder.path());
    described.files.crs = Some(Crs::Projected(32650));
    let of_tables = data(&described);
    let fitted = fit(&of_tables, &described, &|_| {}).unwrap();
    let maps = fitted.predict(&of_tables, &described, &|_| {}).unwrap();

    described.files.covariates = Some(covariates(&of_tables, folder.path()));
    let of_maps = data(&described);
    let grid = of_maps.grid.as_ref().unwrap();
    assert_eq!((grid.years(), grid.cells.len(), of_maps.notes.len()), (YEARS.to_vec(), 7500, 0));
    let again = fitted.predict(&of_maps, &described, &|_| {}).unwrap();
    // Cells come from the north-west here and from the south-west there.
    let (one, other) = (maps.rasters().unwrap(), again.rasters().unwrap());
    let stocks = one.raster("stock").unwrap().values().iter().zip(other.raster("stock").unwrap().values());
    let apart = stocks.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(apart < 1e-9, "{apart}");

    let out = folder.path().join("out");
    let written = write_maps(&maps, &out).unwrap();
    assert!(written.iter().all(|path| path.metadata().unwrap().len() > 500), "{written:?}");
    assert_eq!(written.len(), 2 + 2 * 4 * 2 + 1);
    let all = edaphon_geo::Stack::read(out.join("maps.nc"), None).unwrap();
    let names: Vec<&str> = all.rasters().iter().map(|raster| raster.name.as_str()).collect();
    assert_eq!(names, ["stock", "low", "high", "forest", "dissimilarity", "applicable"]);
    assert_eq!((all.grid().crs, all.rasters()[0].years()), (Crs::Projected(32650), YEARS.to_vec()));
    let tif = Raster::read(out.join("maps/stock-2000.tif")).unwrap();
    assert_eq!((tif.unit.as_deref(), tif.years()), (Some("kg m-2"), vec![2000]));
    let near = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-6 * b.abs();
    assert!(tif.layer(0).iter().zip(all.rasters()[0].at_year(2000).unwrap()).all(near));
}

#[test]
fn places_off_a_grid_are_a_table_alone() {
    let folder = tempfile::tempdir().unwrap();
    let described = described(folder.path());
    let table = benchmark::BENCHMARK.iter().find(|table| table.name == "grid.csv").unwrap();
    let text = table.text().unwrap().replacen("\n1,0.5,0.5,", "\n1,0.57,0.5,", 1);
    std::fs::write(folder.path().join("grid.csv"), text).unwrap();
    let described = LearnDescription { files: LearnDescription::of_folder(folder.path()).files, ..described };
    let data = data(&described);
    let why = data.grid.as_ref().unwrap().lattice.clone().unwrap_err();
    assert!(why.contains("grid.csv") && why.contains("accepted are the centres of a regular grid"), "{why}");
}

#[test]
fn kilometres_are_no_degrees() {
    let folder = tempfile::tempdir().unwrap();
    let mut described = described(folder.path());
    described.files.crs = Some(Crs::WGS84);
    let why = data(&described).grid.unwrap().lattice.unwrap_err();
    assert!(why.contains("`x_km` and `y_km` are kilometres, and EPSG:4326 has degrees"), "{why}");
}

#[test]
fn maps_of_covariates_that_do_not_fit_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut described = described(folder.path());
    described.files.crs = Some(Crs::Projected(32650));
    let of_tables = data(&described);
    let files = covariates(&of_tables, folder.path());
    described.files.covariates = Some(files.clone());
    described.files.crs = None;

    // Another CRS: both files are named.
    let slope = raster(&of_tables, 1);
    let elsewhere = Grid { crs: Crs::Projected(32651), ..*slope.grid() };
    let moved = Raster::new("slope", elsewhere, vec![Layer::Single], slope.values().to_vec()).unwrap();
    moved.with_unit("degrees").write(&files[1].file, &[]).unwrap();
    let words = refusal(&described, folder.path());
    assert!(words.starts_with("slope.nc: `slope` has another CRS than `elevation` in elevation.nc"), "{words}");
    assert!(words.contains("gdalwarp -t_srs EPSG:32650"), "{words}");
    slope.write(&files[1].file, &[]).unwrap();

    // A year that one of the maps lacks.
    let rain = raster(&of_tables, 5);
    let part = Raster::of_years("precipitation", vec![(1984, rain.only(0))]).unwrap();
    part.write(&files[5].file, &[]).unwrap();
    let read = data(&described);
    let words = read.grid.unwrap().check_years(&YEARS).unwrap_err().to_string();
    assert!(words.contains("precipitation.nc: `precipitation` has no 2000; there are 1984"), "{words}");
    rain.write(&files[5].file, &[]).unwrap();

    // Out of range, without a unit, without years: all at once.
    let clay = raster(&of_tables, 3);
    let beyond: Vec<f64> = clay.values().iter().map(|value| 10.0 * value).collect();
    let beyond = Raster::new("clay", *clay.grid(), vec![Layer::Single], beyond).unwrap().with_unit("%");
    beyond.write(&files[3].file, &[]).unwrap();
    let bare = Raster::new("elevation", *clay.grid(), vec![Layer::Single], clay.values().to_vec()).unwrap();
    bare.write(&files[0].file, &[]).unwrap();
    let still = Raster::new("temperature", *clay.grid(), vec![Layer::Single], clay.values().to_vec()).unwrap();
    still.with_unit("degC").write(&files[4].file, &[]).unwrap();
    let words = refusal(&described, folder.path());
    assert!(words.contains("clay.nc: `clay`: found ") && words.contains("accepted is 0 to 100 %"), "{words}");
    let unit = "elevation.nc: `elevation`: no unit is stated; write `elevation = { file = \"…\", unit = \"m\" }`";
    assert!(words.contains(unit), "{words}");
    assert!(words.contains("temperature.tif: `temperature`: its layers are not of years"), "{words}");
}

#[test]
fn gaps_in_maps_are_left_out_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut described = described(folder.path());
    let of_tables = data(&described);
    let files = covariates(&of_tables, folder.path());
    let slope = raster(&of_tables, 1);
    let with_gaps = slope.values().iter().enumerate().map(|(at, value)| if at < 3 { f64::NAN } else { *value });
    let with_gaps = Raster::new("slope", *slope.grid(), vec![Layer::Single], with_gaps.collect()).unwrap();
    with_gaps.with_unit("degrees").write(&files[1].file, &[]).unwrap();
    described.files.covariates = Some(files);
    described.files.crs = Some(Crs::Local);
    let read = data(&described);
    assert_eq!(read.grid.unwrap().cells.len(), 7497);
    assert_eq!(read.notes.len(), 1);
    assert!(read.notes[0].contains("slope.nc: `slope` has gaps in 3 cells"), "{:?}", read.notes);
}
