//! What the invented climate looks like: `cargo run -p edaphon-climate --example climate_atlas -- FOLDER`.
//!
//! Draws maps of the mean climate over the published grid and two years of some cells into FOLDER, and prints what each vegetation type
//! produces beside what it should, and how much the history changes.

// An example prints its table.
#![allow(clippy::print_stdout)]

mod maps;
mod means;
mod seasons;

use std::error::Error;
use std::path::PathBuf;

use edaphon_climate::Scenario;
use edaphon_climate::normals::production::{BEST, TARGET};
use edaphon_io::testbed::{PublishedGrid, published_grid};
use means::Means;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map(PathBuf::from).ok_or("name the folder to write into")?;
    std::fs::create_dir_all(&folder)?;
    let published = published_grid()?;
    let steady = Means::over(&published, Scenario::Steady, 1901..=1920);
    by_type(&published, &steady);
    history(&published);
    maps::draw(&folder, &published, &steady)?;
    seasons::draw(&folder)
}

/// Production by vegetation type, and what the constant of each should be to meet its target.
fn by_type(published: &PublishedGrid, means: &Means) {
    println!(
        "type   GPP: mean  target  lowest highest   air: low   high   constant  better (g m⁻² yr⁻¹, °C, g m⁻² d⁻¹)"
    );
    for v in 1..=18 {
        let cells: Vec<_> = published.grid.cells.iter().enumerate().filter(|(_, c)| c.vegetation_type == v).collect();
        let area: f64 = cells.iter().map(|(_, c)| c.area_m2).sum();
        if area == 0.0 {
            continue;
        }
        let mean = cells.iter().map(|(i, c)| means.gpp[*i] * c.area_m2).sum::<f64>() / area;
        let low = |of: &[f64]| cells.iter().map(|(i, _)| of[*i]).fold(f64::INFINITY, f64::min);
        let high = |of: &[f64]| cells.iter().map(|(i, _)| of[*i]).fold(f64::NEG_INFINITY, f64::max);
        let (best, target) = (BEST[v - 1], TARGET[v - 1]);
        println!(
            "{v:>4}  {mean:>9.1} {target:>7.1} {:>7.1} {:>7.1}  {:>8.1} {:>6.1} {best:>10.3} {:>7.3}",
            low(&means.gpp),
            high(&means.gpp),
            low(&means.air),
            high(&means.air),
            best * target / mean
        );
    }
    println!("production of simulated cells: {:.2} Pg C yr⁻¹", means::sum(published, &means.gpp) * 1e-15);
}

/// The changes that the history was tuned for.
fn history(published: &PublishedGrid) {
    let production = |years| means::sum(published, &Means::over(published, Scenario::History, years).gpp) * 1e-15;
    let (early, late) = (production(1901..=1920), production(1995..=2014));
    println!("history: {early:.2} → {late:.2} Pg C yr⁻¹ ({:+.2})", late - early);
    let air = |scenario| Means::over(published, scenario, 2014..=2014).air;
    let (steady, warm) = (air(Scenario::Steady), air(Scenario::History));
    let area: f64 = published.grid.cells.iter().map(|cell| cell.area_m2).sum();
    let cells = published.grid.cells.iter().zip(steady.iter().zip(&warm));
    let warming = cells.map(|(cell, (before, after))| cell.area_m2 * (after - before)).sum::<f64>() / area;
    println!("warming of land by 2014: {warming:+.2} K");
}
