//! The demonstration of soil carbon in space and time, with how long it takes: `cargo run --release --example carbon_map -- DIR`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints what it measures")]

use std::path::PathBuf;
use std::time::Instant;

fn main() -> edaphon_learn::Result<()> {
    let folder: PathBuf = std::env::args_os().nth(1).unwrap_or_else(|| "carbon-map".into()).into();
    let began = Instant::now();
    let tell = |progress: edaphon_learn::Progress| {
        eprintln!(
            "{:6.1} s  {} ({} of {})",
            began.elapsed().as_secs_f64(),
            progress.what,
            progress.done,
            progress.total
        );
    };
    let made = edaphon_learn::demo(&folder, true, &tell)?;
    println!("{:.1} s; open {}", began.elapsed().as_secs_f64(), made.report.display());
    Ok(())
}
