//! Runs the demonstration into a folder and prints its table.
//!
//! ```text
//! cargo run --release -p edaphon-jobs --example demo -- FOLDER
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]

use std::error::Error;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map(PathBuf::from).ok_or("name the folder to write into")?;
    let began = Instant::now();
    let mut last = -1.0;
    let mut progress = |words: &str, share: f64| {
        if share - last >= 0.05 || share >= 1.0 {
            eprintln!("{:3.0} %  {words}", 100.0 * share);
            last = share;
        }
    };
    let result = edaphon_jobs::demo::run(&folder, true, &mut progress, &AtomicBool::new(false))?;
    println!(
        "site   model      plantC litterC soilC soilN minN   GPP  NPP   Rh   NEP  allows  drift/100yr  residual C, N"
    );
    for row in &result.rows {
        println!(
            "{} {:9} {:6.2} {:6.2} {:6.2} {:6.0} {:5.2} {:5.0} {:4.0} {:4.0} {:5.1} {:6.3} {:8.2} {:8.3} {:9.1e} {:9.1e}",
            row.site,
            row.model.name(),
            row.plant_c,
            row.litter_c,
            row.soil_c,
            row.soil_n.unwrap_or(f64::NAN),
            row.mineral_n.unwrap_or(f64::NAN),
            row.gpp,
            row.npp,
            row.rh,
            row.nep,
            row.growth_allowed.unwrap_or(f64::NAN),
            row.drift_c,
            row.drift_n.unwrap_or(f64::NAN),
            row.residual_c,
            row.residual_n.unwrap_or(f64::NAN),
        );
    }
    println!("{} in {:.1} s", result.report.display(), began.elapsed().as_secs_f64());
    Ok(())
}
