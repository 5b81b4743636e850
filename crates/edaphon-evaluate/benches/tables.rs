//! How long the published tables and figures take from annual files of 114 years, and how much memory.
//!
//! `cargo bench -p edaphon-evaluate --bench tables` writes annual files of 1901 to 2014 on all 4263 cells of the published grid, and daily files of
//! the box of figure 7, as `edaphon run` writes them: same names, units, chunks and compression; the numbers are invented. `-- FOLDER` takes
//! the files of a folder, such as those of `edaphon demo --global`. Only the evaluation is timed, the best of seven for the tables, of
//! three for the rest.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints and fails by panicking")]

use std::path::{Path, PathBuf};
use std::time::Instant;

use edaphon_evaluate::annual::AnnualRun;
use edaphon_evaluate::figures::{DailyRun, figures};
use edaphon_evaluate::tables::{Conventions, Targets, tables};
use edaphon_evaluate::{Evaluation, Result};
use globe::{Every, MODELS, World};

#[path = "../tests/case/mod.rs"]
mod case;
#[allow(dead_code, reason = "tests use the rest")]
#[path = "../tests/globe/mod.rs"]
mod globe;

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

/// Writes the files that are not there yet.
fn make(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    let kinds =
        [("", Every::Year, [1901, 2014]), (".first", Every::Day, [1901, 1905]), (".last", Every::Day, [2010, 2014])];
    for model in MODELS {
        for (end, every, [first, last]) in kinds {
            let path = folder.join(format!("{model}{end}.nc"));
            if !path.exists() {
                World { every: 1, first, last }.write(&path, model, every);
            }
        }
    }
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
