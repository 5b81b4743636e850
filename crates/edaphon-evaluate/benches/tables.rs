//! How long the published tables and figures take from annual files of 114 years, and how much memory.
//!
//! `cargo bench -p edaphon-evaluate --bench tables` runs the four models through 1901 to 2014 on all 4263 cells of the published grid under the
//! invented climate, without spin-up, and keeps their annual and daily files (some minutes, once); `-- FOLDER` takes those of a folder.
//! Then it times the evaluation alone, the best of seven for the tables, of three for the rest.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints and fails by panicking")]

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use edaphon_evaluate::annual::AnnualRun;
use edaphon_evaluate::figures::{DailyRun, figures};
use edaphon_evaluate::tables::{Conventions, Targets, tables};
use edaphon_evaluate::{Evaluation, Result};
use edaphon_jobs::description::Options;
use edaphon_jobs::{Task, open_task};

#[path = "../tests/case/mod.rs"]
mod case;

const MODELS: [&str; 4] = ["mimics-cn", "mimics-c", "casa-cn", "casa-c"];

const DESCRIPTION: &str = r#"
model = ["mimics-cn", "mimics-c", "casa-cn", "casa-c"]
[grid]
embedded = "clm5-gswp3"
[forcing]
synthetic = { seed = 1, scenario = "history" }
[[phase]]
name = "history"
years = [1901, 2014]
[[phase.output]]
file = "{model}.nc"
every = "year"
variables = ["cmip", "pools", "microbial_respiration", "metabolic_input_c", "structural_input_c", "metabolic_input_n", "structural_input_n"]
[[phase.output]]
file = "{model}.first.nc"
every = "day"
years = [1901, 1905]
box = { lat = [60, 70], lon = [0, 100] }
variables = ["tas", "npp", "rh", "microbial_respiration", "nep", "fNnetmin", "nMineral"]
[[phase.output]]
file = "{model}.last.nc"
every = "day"
years = [2010, 2014]
box = { lat = [60, 70], lon = [0, 100] }
variables = ["tas", "npp", "rh", "microbial_respiration", "nep", "fNnetmin", "nMineral"]
"#;

fn main() {
    let given = std::env::args().skip(1).find(|word| !word.starts_with('-')).map(PathBuf::from);
    let folder = given.unwrap_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("globe"));
    make(&folder);
    // What making the files took is forgotten.
    std::fs::write("/proc/self/clear_refs", "5").ok();
    let runs: Vec<PathBuf> = MODELS.iter().map(|model| folder.join(format!("{model}.nc"))).collect();
    let size = runs.iter().map(|path| std::fs::metadata(path).unwrap().len() as f64).sum::<f64>() / 1e6;
    let open = || -> Result<Vec<AnnualRun>> { runs.iter().map(|path| AnnualRun::open(path)).collect() };
    let first = open().unwrap();
    let (cells, years) = (first[0].spots().len(), first[0].years.len());
    println!("four files of {cells} cells and {years} years, {size:.0} MB; {} threads", rayon::current_num_threads());

    best("open the four files", 7, || drop(open().unwrap()));
    best("tables 1 and 2, files opened within", 7, || drop(tables(&open().unwrap(), Conventions::default()).unwrap()));
    println!("peak of memory: {:.0} MB", peak());

    let daily: Vec<PathBuf> =
        MODELS.iter().flat_map(|m| [format!("{m}.first.nc"), format!("{m}.last.nc")].map(|f| folder.join(f))).collect();
    let made = || {
        let days: Vec<DailyRun> = daily.iter().map(|path| DailyRun::open(path).unwrap()).collect();
        figures(&open().unwrap(), &days, &[]).unwrap().0
    };
    best("figures 2 to 7, their numbers", 3, || drop(made()));
    let drawn = made();
    best("figures 2 to 7 as PNG", 3, || drawn.iter().for_each(|d| drop(d.figure.render_png(d.figure.size()).unwrap())));
    best("figures 2 to 7 as SVG", 3, || drawn.iter().for_each(|d| drop(d.figure.render_svg(d.figure.size()).unwrap())));
    drop(drawn);

    let out = tempfile::tempdir().unwrap();
    let evaluation = Evaluation {
        runs: runs.clone(),
        daily,
        monthly: Vec::new(),
        against: Vec::new(),
        targets: Targets::published().unwrap(),
        conventions: Conventions::default(),
        title: "Bench".into(),
        notes: Vec::new(),
    };
    best("all of `edaphon evaluate`, checksums and files included", 3, || {
        drop(evaluation.write(out.path(), true).unwrap());
    });
    println!("peak of memory: {:.0} MB", peak());

    let (reference, model) = case::case();
    best("scores of ILAMB's small case", 7, || {
        edaphon_evaluate::ilamb::scores(&reference, &model, edaphon_evaluate::ilamb::Weighting::Area).unwrap();
    });
}

/// Runs the models where their files are not there yet.
fn make(folder: &Path) {
    if MODELS.iter().all(|model| folder.join(format!("{model}.last.nc")).exists()) {
        return;
    }
    std::fs::create_dir_all(folder).unwrap();
    let path = folder.join("run.toml");
    std::fs::write(&path, DESCRIPTION).unwrap();
    let began = Instant::now();
    let options = Options { force: true, ..Options::default() };
    match open_task(&path, &options).unwrap() {
        Task::Phased(run) => drop(run.run(&mut |_, _| {}, &AtomicBool::new(false)).unwrap()),
        Task::Plain(job) => drop(job.run(&mut |_, _| {}, &AtomicBool::new(false)).unwrap()),
    }
    println!("four models run in {:.0} s", began.elapsed().as_secs_f64());
}

fn best(what: &str, times: usize, run: impl Fn()) {
    let once = || {
        let began = Instant::now();
        run();
        began.elapsed().as_secs_f64()
    };
    let least = (0..times).map(|_| once()).fold(f64::INFINITY, f64::min);
    println!("{what}: {least:.4} s");
}

/// Most memory that was in use (MB), where the system says.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap_or(f64::NAN) / 1000.0
}
