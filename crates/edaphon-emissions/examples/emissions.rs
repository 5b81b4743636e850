//! The demonstration of N2O, with how long it takes: `cargo run --release -p edaphon-emissions --example emissions -- DIR`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints what it measures")]

use std::path::PathBuf;
use std::time::Instant;

fn main() -> edaphon_emissions::Result<()> {
    let folder: PathBuf = std::env::args_os().nth(1).unwrap_or_else(|| "nitrogen".into()).into();
    let began = Instant::now();
    let mut tell = |words: &str, share: f64| {
        eprintln!("{:6.1} s  {words} ({:.0} %)", began.elapsed().as_secs_f64(), 100.0 * share)
    };
    let made = edaphon_emissions::demo(&folder, true, &mut tell)?;
    made.words.iter().for_each(|words| println!("{words}"));
    println!("{:.1} s; open {}", began.elapsed().as_secs_f64(), made.report.display());
    Ok(())
}
