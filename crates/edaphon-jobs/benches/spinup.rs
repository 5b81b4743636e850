//! What a spin-up costs: `cargo bench -p edaphon-jobs --bench spinup [-- interannual|native|globe|history] [--figure FILE.svg]`.
//!
//! | part | what |
//! |---|---|
//! | `interannual` | the published grid, MIMICS-CN, a loop of twenty years that differ: the distribution of what cells cost, and of their drift |
//! | `native` | every fortieth cell of it: two-level against plain loops to the same drift, in the same run |
//! | `globe` | the published grid, MIMICS-CN, one year repeated: wall time with certificates, and peak memory |
//! | `history` | 114 years of one model on that grid with annual output: wall time and peak memory |
//!
//! Without a word all are measured. Cost is in passes of the loop, a Jacobian at the price that it has in the same run. The climate is
//! the invented one, seed 1.

// A benchmark prints its table and stops at what it cannot read.
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use edaphon_cycle::{Method, Status};
use edaphon_figures::{BarSeries, Bars, Figure};
use edaphon_jobs::Job;
use edaphon_jobs::description::Options;
use edaphon_jobs::steady::{Steady, Wanted};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let parts = ["interannual", "native", "globe", "history"];
    let all = !words.iter().any(|word| parts.contains(&word.as_str()));
    let wants = |part: &str| all || words.iter().any(|word| word == part);
    let figure = words.iter().position(|w| w == "--figure").and_then(|at| words.get(at + 1)).map(PathBuf::from);
    let folder = std::env::temp_dir().join(format!("edaphon-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for outputs");
    if wants("interannual") {
        interannual(&folder, figure.as_deref());
    }
    if wants("native") {
        native(&folder);
    }
    if wants("globe") {
        globe(&folder);
    }
    if wants("history") {
        history(&folder);
    }
    let _ = std::fs::remove_dir_all(&folder);
}

/// A run of the published grid, or of every so many of its cells, in the invented climate.
fn job(folder: &Path, model: &str, scenario: &str, [first, last]: [i32; 2], every: usize) -> Job {
    let description = folder.join("run.toml");
    let grid = if every > 1 {
        format!("embedded = \"clm5-gswp3\"\nevery = {every}")
    } else {
        "embedded = \"clm5-gswp3\"".to_owned()
    };
    let text = format!(
        "model = \"{model}\"\n[grid]\n{grid}\n[forcing]\nsynthetic = {{ seed = 1, scenario = \"{scenario}\" }}\n\
         years = [{first}, {last}]\n[output]\nfile = \"out.nc\"\nevery = \"year\"\nvariables = [\"cmip\", \"pools\"]\n"
    );
    std::fs::write(&description, text).expect("a description");
    let options = Options { force: true, ..Options::default() };
    edaphon_jobs::open(&description, &options).expect("a job")
}

fn seek(job: Job, wanted: &Wanted) -> (Steady, f64) {
    let began = Instant::now();
    let steady = job.seek_steady(wanted, &mut |_| {}, &AtomicBool::new(false)).expect("a spin-up");
    (steady, began.elapsed().as_secs_f64())
}

fn at(sorted: &[f64], share: f64) -> f64 {
    sorted.get(((sorted.len() - 1) as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
}

fn print_costs(steady: &Steady, seconds: f64) {
    let cells = steady.cells();
    println!("{} cells, a loop of {} years: {seconds:.1} s, certificates included", cells, steady.loop_years);
    for (which, name) in ["to solve", "to certify"].into_iter().enumerate() {
        let costs = steady.costs(which);
        let [least, half, ninety, worst, most] = [0.0, 0.5, 0.9, 0.99, 1.0].map(|share| at(&costs, share));
        println!(
            "loops {name:<10}  least {least:.1}  median {half:.1}  90 % {ninety:.1}  99 % {worst:.1}  most {most:.1}"
        );
    }
    println!("price of a year with its Jacobian: {:.1} years", steady.spent.price());
    let [solving, certifying] = [0, 1].map(|which| steady.costs(which).iter().sum::<f64>());
    let spent = &steady.spent;
    println!("loops in all: {solving:.0} to solve, {certifying:.0} to certify");
    println!(
        "processor time: {:.1} s of passes ({:.0} µs a cell-year), {:.1} s of Jacobians",
        spent.passes.as_secs_f64(),
        1e6 * spent.passes.as_secs_f64() / spent.cell_years.max(1) as f64,
        spent.jacobians.as_secs_f64(),
    );
    let certificates = || steady.certificates.iter().flatten();
    let mut drifts: Vec<f64> = certificates().map(|c| c.max_drift).collect();
    drifts.sort_by(f64::total_cmp);
    let within = certificates().filter(|c| c.max_drift < 0.01).count();
    println!(
        "largest drift of a pool (g m-2 in 100 years): median {:.1e}, 99 % {:.1e}, most {:.1e}; below 0.01 in {:.2} % of cells",
        at(&drifts, 0.5),
        at(&drifts, 0.99),
        at(&drifts, 1.0),
        100.0 * within as f64 / cells as f64,
    );
    let bound = certificates().filter(|c| c.within_bound()).count();
    println!("within the error bound: {bound} of {cells}");
    for status in Status::ALL {
        println!("{:<18} {}", status.words(), steady.count(status));
    }
    let others = steady.certificates.iter().enumerate().filter_map(|(cell, c)| c.as_ref().map(|c| (cell, c)));
    for (cell, c) in others.filter(|(_, c)| c.status != Status::Steady || !c.within_bound()).take(30) {
        println!(
            "  cell {cell}: {}, drift {:.1e}, spectral radius {:.5}, moved {:.1e} of a bound of {:.1e}, {:?}",
            c.status.words(),
            c.max_drift,
            c.spectral_radius,
            c.moved,
            c.error_bound,
            c.fallbacks
        );
    }
    for criterion in &steady.criteria {
        println!(
            "{}  {}: {}: {}",
            if criterion.holds { "PASS" } else { "FAIL" },
            criterion.by,
            criterion.asked,
            criterion.found
        );
    }
}

fn interannual(folder: &Path, figure: Option<&Path>) {
    println!("\ninterannual: mimics-cn, the published grid");
    let (steady, seconds) = seek(job(folder, "mimics-cn", "steady", [1901, 1920], 1), &Wanted::default());
    print_costs(&steady, seconds);
    memory();
    if let Some(path) = figure {
        histogram(&steady).write(path).expect("a figure");
    }
}

/// Cells by what they cost.
fn histogram(steady: &Steady) -> Bars {
    let edges = [0.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 15.0, 20.0, 30.0, 40.0, f64::INFINITY];
    let (costs, cells) = (steady.costs(0), steady.cells() as f64);
    let share = |pair: &[f64]| 100.0 * costs.iter().filter(|c| **c >= pair[0] && **c < pair[1]).count() as f64 / cells;
    let label = |pair: &[f64]| {
        if pair[1].is_finite() { format!("{}–{}", pair[0], pair[1]) } else { format!("> {}", pair[0]) }
    };
    Bars {
        title: format!("Loops of {} years to a steady state, {} cells, MIMICS-CN", steady.loop_years, cells),
        label: "Cells that take so many loops".into(),
        unit: "%".into(),
        categories: edges.windows(2).map(label).collect(),
        series: vec![BarSeries { label: String::new(), values: edges.windows(2).map(share).collect() }],
        value_labels: true,
        ..Bars::default()
    }
}

fn native(folder: &Path) {
    println!("\nnative: mimics-cn, every fortieth cell");
    let of = |method: Method| {
        let wanted = Wanted { method, passes: 20_000, ..Wanted::default() };
        let (steady, seconds) = seek(job(folder, "mimics-cn", "steady", [1901, 1920], 40), &wanted);
        let costs = steady.costs(0);
        let total: f64 = costs.iter().sum();
        println!(
            "{:<10} {seconds:>7.1} s  loops: median {:.1}, all {total:.0}; steady {} of {}",
            method.name(),
            at(&costs, 0.5),
            steady.count(Status::Steady),
            steady.cells(),
        );
        (total, at(&costs, 0.5))
    };
    let (fast, plain) = (of(Method::TwoLevel), of(Method::Native));
    println!("computing saved: {:.1} times in all, {:.1} times in the median", plain.0 / fast.0, plain.1 / fast.1);
}

fn globe(folder: &Path) {
    println!("\nglobe: mimics-cn, the published grid, the year 1901 repeated");
    let (steady, seconds) = seek(job(folder, "mimics-cn", "steady", [1901, 1901], 1), &Wanted::default());
    print_costs(&steady, seconds);
    memory();
}

fn history(folder: &Path) {
    println!("\nhistory: mimics-cn, the published grid, 1901 to 2014, annual output of pools and CMIP variables");
    let began = Instant::now();
    let job = job(folder, "mimics-cn", "history", [1901, 2014], 1);
    let finished = job.run(&mut |_, _| {}, &AtomicBool::new(false)).expect("a run");
    println!("{:.1} s for {} years", began.elapsed().as_secs_f64(), finished.years);
    memory();
}

/// The most memory that this process has had.
fn memory() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("peak memory so far: {}", peak.map_or("not told by this system", str::trim));
}
