//! Reports of small made-up runs: what they say, draw and refuse.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::f64::consts::TAU;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use edaphon_core::forcing::{DAYS, Driver, ForcingYear, LAYERS, Packing};
use edaphon_core::grid::{Cell, Grid, Layout};
use edaphon_core::provenance::Provenance;
use edaphon_jobs::Job;
use edaphon_jobs::cf::{CfOutput, Every, Settings};
use edaphon_jobs::forcing::Forcing;
use edaphon_jobs::job::{InMemory, Output};
use edaphon_jobs::report::{self, RunFile, quantity, subjects};
use edaphon_models::Profile;
use edaphon_models::casa::{LeafSeason, SoilTexture};
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model, Perturbation, Place, Schedule};

/// Evergreen forest on land, and water, which is not simulated.
const FOREST: usize = 1;
const WATER: usize = 17;

fn cell(id: usize, latitude: f64, longitude: f64, vegetation_type: usize) -> Cell {
    Cell { id: id as i64, latitude, longitude, vegetation_type, soil_type: 3, soil_order: 0, area_m2: 1e9 * id as f64 }
}

/// One site.
fn site() -> Grid {
    Grid::of_sites(vec![cell(1, 61.8, 24.3, FOREST)])
}

/// Invented continents on a map of 10°, of forest and, in the far north, of water.
fn map() -> Grid {
    let latitudes: Vec<f64> = (0..13).map(|row| -50.0 + 10.0 * f64::from(row)).collect();
    let longitudes: Vec<f64> = (0..36).map(|column| 5.0 + 10.0 * f64::from(column)).collect();
    let is_land = |lat: f64, lon: f64| (lon / 40.0).cos() + (lat / 25.0).sin() > 0.5;
    let all = (0..latitudes.len()).flat_map(|y| (0..longitudes.len()).map(move |x| (y, x)));
    let places: Vec<(usize, usize)> = all.filter(|(y, x)| is_land(latitudes[*y], longitudes[*x])).collect();
    let kind = |latitude: f64| if latitude > 65.0 { WATER } else { FOREST };
    let made =
        |(at, (y, x)): (usize, &(usize, usize))| cell(at + 1, latitudes[*y], longitudes[*x], kind(latitudes[*y]));
    let cells = places.iter().enumerate().map(made).collect();
    Grid::on_map(cells, Layout { latitudes: latitudes.clone(), longitudes: longitudes.clone(), places: places.clone() })
        .unwrap()
}

/// Cells of the map that are simulated, and those that are not.
fn counts() -> (usize, usize) {
    let all = map();
    let idle = all.cells().iter().filter(|cell| cell.vegetation_type == WATER).count();
    (all.len() - idle, idle)
}

fn weather(packing: &Packing, cells: usize) -> Vec<ForcingYear> {
    let mut year = ForcingYear::new(packing.clone());
    for cell in 0..cells {
        for day in 0..DAYS {
            let season = (TAU * (day as f64 - 100.0) / 365.0).sin();
            let celsius = 14.0 - 0.03 * cell as f64 + 10.0 * season;
            let mut set = |driver, value: f64| year.set(cell, day, driver, value as f32);
            set(Driver::Gpp, (3.0 + 2.5 * season).max(0.0) * (1.0 + 0.3 * (cell as f64 / 9.0).sin()));
            set(Driver::AirTemperature, 273.15 + celsius);
            set(Driver::NitrogenDeposition, 0.003);
            for layer in 0..LAYERS {
                set(Driver::SoilTemperature(layer), 273.15 + 0.8 * celsius);
                set(Driver::LiquidWater(layer), 0.24 - 0.05 * season);
                set(Driver::FrozenWater(layer), 0.0);
            }
        }
    }
    year.fill_spare_lanes();
    vec![year]
}

/// Runs a model over two years and returns its output.
fn output(folder: &Path, grid: Grid, model: Model, every: Every, variables: Option<&[&str]>) -> PathBuf {
    let soil =
        SoilTexture { sand: 0.4, clay: 0.2, silt: 0.4, wilting_point: 0.12, field_capacity: 0.28, saturation: 0.45 };
    let place = |c: &Cell| Place { vegetation_type: c.vegetation_type, soil, season: LeafSeason::EVERGREEN };
    let places: Vec<Place> = grid.cells().iter().map(place).collect();
    let land = Landscape::new(model, Profile::Edaphon, &Parameters::default(), &places).unwrap();
    let path = folder.join(format!("{}.nc", model.name()));
    let mut settings = Settings::new(&path, every, 2);
    settings.first_year = 2001;
    settings.variables = variables.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    settings.about = vec![("title".to_owned(), "A <Forest> & more: a test".to_owned())];
    let provenance =
        Provenance::new("edaphon", "0.0.0").configuration("model = \"it\"\n").note("29 February was left out (1 day)");
    let outputs: Vec<Box<dyn Output>> = vec![Box::new(CfOutput::new(settings, &land).unwrap())];
    let job = Job {
        forcing: Forcing::new(Box::new(InMemory(weather(land.packing(), grid.len()))), land.packing()),
        start: land.start().to_vec(),
        grid,
        land,
        mineral: Vec::new(),
        years_before: 0,
        spinup_years: 0,
        schedule: Schedule { forcing_years: 1, loops: 2 },
        perturbation: Perturbation::default(),
        outputs,
        restart: None,
        provenance,
        notes: Vec::new(),
    };
    job.run(&mut |_, _| {}, &AtomicBool::new(false)).unwrap();
    path
}

/// The page of some outputs; kept for a look in the folder `EDAPHON_KEEP_PAGES`, if that is set.
fn page(inputs: &[PathBuf]) -> String {
    let html = report::compose(inputs, "Trial & error").unwrap().html().unwrap();
    if let (Ok(folder), Some(test)) = (std::env::var("EDAPHON_KEEP_PAGES"), std::thread::current().name()) {
        std::fs::write(Path::new(&folder).join(format!("{test}.html")), &html).unwrap();
    }
    html
}

/// What every page must be: whole, without numbers that are none, and without anything to fetch.
fn assert_sound(html: &str) {
    assert!(html.starts_with("<!DOCTYPE html>") && html.trim_end().ends_with("</html>"));
    for tag in ["section", "figure", "table", "details", "svg", "p", "ul"] {
        let opened = html.matches(&format!("<{tag} ")).count() + html.matches(&format!("<{tag}>")).count();
        assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    let body = html.split("<script>").next().unwrap();
    assert!(!body.contains("NaN") && !body.contains(">inf"), "a number is none");
    assert!(!html.contains("src=\"http") && !html.contains("@import") && !html.contains("<link"));
    assert!(html.contains("Trial &amp; error"));
}

#[test]
fn four_models_at_a_site_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = Model::ALL.map(|model| output(folder.path(), site(), model, Every::Month, None));
    let html = page(&inputs);
    assert_sound(&html);
    assert!(
        html.contains("Four models (CASA-CN, MIMICS-CN, CASA-C, MIMICS-C) at A &lt;Forest&gt; &amp; more (2001–2002).")
    );
    for words in ["Pools", "Fluxes", "What nitrogen costs", "Microbes", "Budgets", "Numbers"] {
        assert!(html.contains(words), "{words}");
    }
    assert!(html.contains("The carbon budget closes") && html.contains("The nitrogen budget closes"));
    assert!(html.contains("29 February was left out (1 day)") && html.contains("model = &quot;it&quot;"));
    assert!(html.contains("https:&#x2f;&#x2f;doi.org&#x2f;10.5194&#x2f;gmd-13-4413-2020"), "a source to cite");
    assert!(!html.contains("<h3>Maps</h3>"));
}

#[test]
fn carbon_alone_by_year_leaves_out_what_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let html = page(&[output(folder.path(), site(), Model::CasaC, Every::Year, None)]);
    assert_sound(&html);
    for absent in ["Nitrogen fluxes", "Microbes", "The nitrogen budget", "Mean courses of the year", "–2002 to"] {
        assert!(!html.contains(absent), "{absent}");
    }
    assert!(html.contains("One model (CASA-C)") && html.contains("The carbon budget closes"));
}

#[test]
fn a_map_is_drawn_with_the_cells_that_are_simulated() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = [Model::CasaCn, Model::CasaC].map(|m| output(folder.path(), map(), m, Every::Month, None));
    let run = RunFile::open(&inputs[0]).unwrap();
    assert_eq!(run.spots.len(), counts().0);
    let drawn = report::maps::map(&run, &quantity::SOIL_C).unwrap().unwrap();
    assert_eq!((drawn.cells.len(), drawn.masked.len()), counts());
    let html = page(&inputs);
    assert_sound(&html);
    assert!(html.contains(&format!("on {} cells", counts().0)));
    for words in ["<h3>Maps</h3>", "Means along latitudes", "not simulated", "Sums over all cells"] {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn means_over_a_map_are_weighted_by_land() {
    let folder = tempfile::tempdir().unwrap();
    let path = output(folder.path(), map(), Model::CasaC, Every::Year, None);
    let subject = subjects(vec![RunFile::open(&path).unwrap()]).remove(0);
    let run = &subject.runs[0];
    let values = run.reduced(&quantity::RH).unwrap().unwrap();
    let area: f64 = run.spots.iter().map(|spot| spot.area).sum();
    let by_hand: f64 = run.spots.iter().zip(&values.by_spot).map(|(spot, value)| spot.area * value).sum::<f64>() / area;
    let mean = subject.mean(run, &quantity::RH).unwrap().unwrap();
    // The same sum in another order.
    assert!((mean / by_hand - 1.0).abs() < 1e-12, "{mean} against {by_hand}");
    let petagrams = report::maps::total(run, &quantity::RH).unwrap().unwrap();
    assert!((petagrams * 1e15 / (mean * area) - 1.0).abs() < 1e-12);
}

#[test]
fn a_file_of_few_variables_gives_a_short_report() {
    let folder = tempfile::tempdir().unwrap();
    let html = page(&[output(folder.path(), site(), Model::MimicsC, Every::Month, Some(&["cSoil", "rh"]))]);
    assert_sound(&html);
    assert!(html.contains("Carbon pools") && !html.contains("<h3>Microbes</h3>") && !html.contains("<h3>Budgets</h3>"));
}

#[test]
fn daily_values_give_daily_courses() {
    let folder = tempfile::tempdir().unwrap();
    let path = output(folder.path(), site(), Model::MimicsCn, Every::Day, None);
    let subject = subjects(vec![RunFile::open(&path).unwrap()]).remove(0);
    assert_eq!(subject.season(&subject.runs[0], &quantity::RH).unwrap().map(|days| days.len()), Some(365));
    assert_sound(&page(&[path]));
}

#[test]
fn two_runs_of_a_model_are_told_apart_by_their_files() {
    let folder = tempfile::tempdir().unwrap();
    let first = output(folder.path(), site(), Model::CasaC, Every::Month, None);
    let second = folder.path().join("warmer.nc");
    std::fs::copy(&first, &second).unwrap();
    let html = page(&[first.clone(), second, first]);
    assert!(html.contains("CASA-C (casa-c)") && html.contains("CASA-C (warmer)") && html.contains("Two models"));
}

#[test]
fn what_is_not_an_output_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.nc");
    let words = |inputs: &[PathBuf]| report::compose(inputs, "x").map(|_| ()).unwrap_err().to_string();
    std::fs::write(&path, "no NetCDF").unwrap();
    assert!(words(std::slice::from_ref(&path)).contains("other.nc: not a NetCDF file"));
    let mut writer = edaphon_io::netcdf::Writer::create(&path, edaphon_io::netcdf::Format::Classic).unwrap();
    writer.attribute("title", "something else").unwrap();
    writer.finish().unwrap();
    let refused = words(std::slice::from_ref(&path));
    assert!(refused.contains("other.nc: there is no attribute `edaphon_model`"), "{refused}");
    assert!(words(&[]).starts_with("a report needs at least one output file"));
    let inputs = [output(folder.path(), site(), Model::CasaC, Every::Year, None)];
    let refused = report::write(&folder.path().join("report.pdf"), &inputs, "x").unwrap_err().to_string();
    assert!(refused.contains("report.pdf") && refused.contains("`.html`"), "{refused}");
}
