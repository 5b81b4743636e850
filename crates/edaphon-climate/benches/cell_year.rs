//! Time of a cell-year of invented climate: `cargo bench -p edaphon-climate`.

// A benchmark prints its table.
#![allow(clippy::print_stdout)]

use std::time::Instant;

use edaphon_climate::{Climate, ClimateCell, Scenario};
use edaphon_core::forcing::{ForcingYear, Packing};
use edaphon_core::grid::SoilTexture;

/// Cells, years per measurement and measurements; the best is printed.
const CELLS: usize = 512;
const YEARS: i32 = 10;
const REPEATS: usize = 9;

fn main() {
    let cells: Vec<ClimateCell> = (0..CELLS).map(cell).collect();
    let packing = Packing::new(&[true; CELLS]);
    let packs = Climate::new(1, Scenario::History).packs(&packing, &cells);
    let mut year = ForcingYear::new(packing);
    let mut once = || {
        let began = Instant::now();
        for calendar_year in 1901..1901 + YEARS {
            for (pack, values) in packs.iter().zip(year.packs_mut()) {
                pack.fill(calendar_year, values);
            }
        }
        began.elapsed().as_secs_f64() / (f64::from(YEARS) * CELLS as f64)
    };
    let best = std::iter::repeat_with(&mut once).take(REPEATS).fold(f64::INFINITY, f64::min);
    println!("µs per cell-year  CPU-seconds per year of 4263 cells");
    println!("{:>16.2}  {:>34.3}", best * 1e6, best * 4263.0);
}

fn cell(index: usize) -> ClimateCell {
    let soil =
        SoilTexture { sand: 0.4, clay: 0.2, silt: 0.4, wilting_point: 0.13, field_capacity: 0.28, saturation: 0.45 };
    let (latitude, longitude) = (-55.0 + 135.0 * index as f64 / CELLS as f64, (index * 37 % 360) as f64);
    ClimateCell { id: index as i64, latitude, longitude, vegetation_type: index % 18 + 1, soil }
}
