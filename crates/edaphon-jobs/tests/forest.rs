//! The forest of the demonstration of nitrogen.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::atomic::AtomicBool;

use edaphon_jobs::demo::Forest;
use edaphon_jobs::description::Options;

#[test]
fn a_forest_runs_with_its_soil_nitrogen() {
    let folder = tempfile::tempdir().unwrap();
    let run = || Forest::run(folder.path(), &Options::default(), &mut |_: u64, _: u64| {}, &AtomicBool::new(false));
    let forest = run().unwrap();
    assert!(Forest::files(folder.path()).iter().all(|path| path.exists()));
    assert_eq!(forest.lost.unit, "kg N ha-1 yr-1");
    // Boreal forests emit some tenths of a kilogram of N2O, and hardly lose what they get: 3.7 kg by deposition, more by fixation.
    let of = |wanted: &str| forest.lost.ways.iter().find(|(way, _)| *way == wanted).unwrap().1;
    let all: f64 = forest.lost.ways.iter().map(|(_, amount)| amount).sum();
    assert!(of("N2O") > 0.0 && of("N2O") < 3.0 && all > 0.5 && all < 40.0, "{:?}", forest.lost);
    let page = std::fs::read_to_string(&forest.report).unwrap();
    assert!(page.contains("A boreal forest with its soil nitrogen"));
    assert!(run().unwrap_err().to_string().contains("hyytiala.toml"));
}
