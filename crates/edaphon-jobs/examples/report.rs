//! Writes a report of outputs.
//!
//! ```text
//! cargo run --release -p edaphon-jobs --example report -- REPORT.html OUTPUT.nc...
//! ```

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut named = std::env::args().skip(1).map(PathBuf::from);
    let page = named.next().ok_or("name the page to write, then the outputs")?;
    let inputs: Vec<PathBuf> = named.collect();
    let stem = page.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    edaphon_jobs::report::write(&page, &inputs, &stem)?;
    Ok(())
}
