//! What the invented climate looks like: `cargo run -p edaphon-climate --example climate_atlas -- FOLDER`.
//!
//! Draws maps of mean temperature, production and wetness over the published grid and the seasons of some cells into FOLDER, and prints
//! what each vegetation type produces beside what it should.

// An example prints its table and stops at what it cannot write.
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::path::{Path, PathBuf};

use edaphon_climate::normals::production::{BEST, TARGET};
use edaphon_climate::{Climate, ClimateCell, Scenario};
use edaphon_core::forcing::{DAYS, Driver, ForcingYear, Packing};
use edaphon_figures::{ColourMap, Figure, Map, Size};
use edaphon_io::testbed::{PublishedGrid, published_grid};

/// Covers no cell.
const URBAN: usize = 13;
const YEARS: std::ops::RangeInclusive<i32> = 1901..=1920;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "climate-atlas".to_owned()));
    std::fs::create_dir_all(&folder).expect("a folder to write to");
    let published = published_grid().expect("the published grid");
    let scenario = if std::env::args().any(|a| a == "history") { Scenario::History } else { Scenario::Steady };
    let steady = means(&published, scenario, YEARS);
    by_type(&published, &steady);
    for (name, label, unit, values) in [
        ("air", "Air temperature", "degC", &steady.air),
        ("summer", "Highest daily soil temperature at 0.44 m", "degC", &steady.thaw),
        ("gpp", "Gross primary production", "g m-2 yr-1", &steady.gpp),
        ("water", "Water at 0.44 m", "m3 m-3", &steady.water),
        ("deposition", "Nitrogen deposition", "g m-2 yr-1", &steady.deposition),
    ] {
        draw(&folder, name, label, unit, &published, values);
    }
    let late = means(&published, Scenario::History, 1995..=2014);
    let early = means(&published, Scenario::History, YEARS);
    draw(&folder, "deposition-2014", "Nitrogen deposition", "g m-2 yr-1", &published, &late.deposition);
    let global = |m: &Means| sum(&published, |cell| m.gpp[cell]) * 1e-15;
    println!(
        "production {:.2} → {:.2} Pg C yr⁻¹ (+{:.2})",
        global(&early),
        global(&late),
        global(&late) - global(&early)
    );
    let last = means(&published, Scenario::History, 2014..=2014);
    let first = means(&published, Scenario::Steady, 2014..=2014);
    let area = published.grid.cells.iter().map(|c| c.area_m2).sum::<f64>();
    let land = |m: &Means| published.grid.cells.iter().zip(&m.air).map(|(c, t)| c.area_m2 * t).sum::<f64>() / area;
    println!("warming of land by 2014: {:.3} K", land(&last) - land(&first));
}

/// Means over years of each cell.
struct Means {
    air: Vec<f64>,
    thaw: Vec<f64>,
    gpp: Vec<f64>,
    water: Vec<f64>,
    deposition: Vec<f64>,
}

fn means(published: &PublishedGrid, scenario: Scenario, years: std::ops::RangeInclusive<i32>) -> Means {
    let cells: Vec<ClimateCell> = published
        .grid
        .cells
        .iter()
        .zip(&published.soils)
        .map(|(c, soil)| ClimateCell {
            id: c.id,
            latitude: c.latitude,
            longitude: c.longitude,
            vegetation_type: c.vegetation_type,
            soil: *soil,
        })
        .collect();
    let n = cells.len();
    let packing = Packing::new(&vec![true; n]);
    let packs = Climate::new(1, scenario).packs(&packing, &cells);
    let zero = vec![0.0; n];
    let mut all =
        Means { air: zero.clone(), thaw: zero.clone(), gpp: zero.clone(), water: zero.clone(), deposition: zero };
    let count = years.clone().count() as f64;
    let mut year = ForcingYear::new(packing);
    for calendar_year in years {
        packs.iter().zip(year.packs_mut()).for_each(|(pack, values)| pack.fill(calendar_year, values));
        for cell in 0..n {
            let of = |driver| (0..DAYS).map(move |day| (day, driver));
            let sum = |driver| of(driver).map(|(day, d)| f64::from(year.get(cell, day, d))).sum::<f64>();
            let highest =
                |driver| of(driver).map(|(day, d)| f64::from(year.get(cell, day, d))).fold(f64::MIN, f64::max);
            let days = DAYS as f64 * count;
            all.air[cell] += sum(Driver::AirTemperature) / days - 273.15 / count;
            all.thaw[cell] += (highest(Driver::SoilTemperature(3)) - 273.15) / count;
            all.gpp[cell] += sum(Driver::Gpp) / count;
            all.water[cell] += (sum(Driver::LiquidWater(3)) + sum(Driver::FrozenWater(3))) / days;
            all.deposition[cell] += sum(Driver::NitrogenDeposition) / count;
        }
    }
    all
}

/// Sum over the cells that are simulated: not wetland, urban ground, ice or water.
fn sum(published: &PublishedGrid, value: impl Fn(usize) -> f64) -> f64 {
    let cells = published.grid.cells.iter().enumerate();
    let simulated = cells.filter(|(_, cell)| ![11, 13, 15, 17].contains(&cell.vegetation_type));
    simulated.map(|(number, cell)| value(number) * cell.area_m2).sum()
}

/// Production by vegetation type, and what the constant of each should be to meet its target.
fn by_type(published: &PublishedGrid, means: &Means) {
    println!("type  GPP: mean, target, lowest, highest; air: lowest, highest; constant, better");
    for v in (1..=18).filter(|&v| v != URBAN) {
        let cells: Vec<_> = published.grid.cells.iter().enumerate().filter(|(_, c)| c.vegetation_type == v).collect();
        let area: f64 = cells.iter().map(|(_, c)| c.area_m2).sum();
        let mean = cells.iter().map(|(i, c)| means.gpp[*i] * c.area_m2).sum::<f64>() / area;
        let range =
            |of: &[f64]| cells.iter().fold((f64::MAX, f64::MIN), |(a, b), (i, _)| (a.min(of[*i]), b.max(of[*i])));
        let (low, high) = range(&means.gpp);
        let (cold, warm) = range(&means.air);
        let (best, target) = (BEST[v - 1], TARGET[v - 1]);
        let thaw = range(&means.thaw).0;
        println!(
            "{v:>4}  {mean:>7.1} {target:>7.1} {low:>7.1} {high:>7.1}  {cold:>6.1} {warm:>6.1}  {best:>6.3} {:>6.3}  thaw {thaw:.1}",
            best * target / mean
        );
    }
    println!("production of simulated cells: {:.2} Pg C yr⁻¹", sum(published, |cell| means.gpp[cell]) * 1e-15);
    let targets = sum(published, |cell| TARGET[published.grid.cells[cell].vegetation_type - 1]) * 1e-15;
    println!("production aimed at:           {targets:.2} Pg C yr⁻¹");
}

fn draw(folder: &Path, name: &str, label: &str, unit: &str, published: &PublishedGrid, values: &[f64]) {
    let grid = published.grid.on_map(published.latitudes.clone(), published.longitudes.clone()).expect("a map");
    let shown: Vec<f64> = values.iter().map(|&value| if value == 0.0 { f64::NAN } else { value }).collect();
    let map = grid.layout().expect("a layout").scatter(&shown, f64::NAN);
    let cells =
        Map::cells_of_grid(&published.latitudes, &published.longitudes, &map).expect("as many values as places");
    let figure = Map {
        title: format!("{label}, invented climate"),
        label: label.to_owned(),
        unit: unit.to_owned(),
        cells,
        colours: ColourMap::default(),
        ..Map::default()
    };
    let bytes = figure.render_png(Size { width: 1100, height: 640 }).expect("a figure");
    std::fs::write(folder.join(format!("{name}.png")), bytes).expect("a file");
}
