//! The demonstration, with a spin-up of a few years.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use edaphon_io::netcdf::File;
use edaphon_jobs::JobError;
use edaphon_jobs::demo::{self, DemoResult, SITES};
use edaphon_jobs::description::{self, Options};

/// One loop at either site.
const YEARS: u64 = 1;

fn demonstrate(dir: &Path, force: bool) -> Result<DemoResult, JobError> {
    demo::run_years(dir, force, YEARS, &mut |_, _| {}, &AtomicBool::new(false))
}

#[test]
fn a_project_is_written_run_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("demo");
    let (mut last, mut heard) = (0.0, Vec::new());
    let mut progress = |words: &str, share: f64| {
        assert!((last..=1.0).contains(&share), "{share} after {last}");
        last = share;
        heard.push(words.to_owned());
    };
    let result = demo::run_years(&dir, false, YEARS, &mut progress, &AtomicBool::new(false)).unwrap();
    assert_eq!((last, result.rows.len()), (1.0, 8));
    assert!(heard.iter().any(|words| words.contains("spin-up of")), "{heard:?}");
    assert!(result.files.iter().all(|file| file.exists()), "{:?}", result.files);
    for row in &result.rows {
        let nitrogen = [row.soil_n, row.mineral_n, row.growth_allowed, row.drift_n, row.residual_n];
        assert_eq!(nitrogen.map(|v| v.is_some()), [row.model.nitrogen(); 5], "{row:?}");
        assert!(row.npp > 100.0 && row.npp < row.gpp && row.soil_c > 1.0, "{row:?}");
        assert!(row.residual_c < 1e-6, "rounding of what a forest holds (some 1e4 g): {row:?}");
        assert!((row.npp - row.rh - row.nep).abs() < 1e-3, "sums of single-precision means: {row:?}");
    }
    // Means of the towers' production, as forcing has it.
    assert!((result.rows[0].gpp - 1119.0).abs() < 5.0 && (result.rows[4].gpp - 1884.0).abs() < 5.0);
    let html = std::fs::read_to_string(&result.report).unwrap();
    for words in ["nothing was calibrated", "What to type next", "Hyytiälä, Finland", "drifts by up to"] {
        assert!(html.contains(words), "{words}");
    }
    let readme = std::fs::read_to_string(dir.join("README.md")).unwrap();
    assert!(result.next.iter().all(|next| readme.contains(&next.command)));
}

#[test]
fn a_description_run_by_itself_gives_the_same_file() {
    let folder = tempfile::tempdir().unwrap();
    demonstrate(folder.path(), false).unwrap();
    let of = |name: &str| folder.path().join("CH-Lae").join(name);
    let options = Options { output: Some(of("again.nc")), ..Options::default() };
    let job = description::open(&of("mimics-cn.toml"), &options).unwrap();
    assert_eq!((job.spinup_years, job.schedule.years()), (0, SITES[1].years()));
    job.run(&mut |_, _| {}, &AtomicBool::new(false)).unwrap();
    let (made, again) = (File::open(of("mimics-cn.nc")).unwrap(), File::open(of("again.nc")).unwrap());
    for name in ["cSoil", "nMineral", "rh", "time", "carbon_budget_residual"] {
        assert_eq!(made.read_f64(name).unwrap(), again.read_f64(name).unwrap(), "{name}");
    }
}

#[test]
fn a_used_folder_is_refused_without_force() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine.txt");
    std::fs::write(&mine, "precious").unwrap();
    let refused = demonstrate(folder.path(), false).unwrap_err();
    assert!(matches!(&refused, JobError::Exists { path } if path == folder.path()), "{refused}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is written");
    demonstrate(folder.path(), true).unwrap();
    assert_eq!(std::fs::read_to_string(mine).unwrap(), "precious");
    let refused = demonstrate(&folder.path().join("mine.txt"), false).unwrap_err();
    assert!(matches!(refused, JobError::Exists { .. }), "{refused}");
}

#[test]
fn an_interrupt_ends_all_runs_and_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let stop = AtomicBool::new(false);
    let mut progress = |words: &str, _: f64| {
        if words.contains("spin-up of") {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let ended = demo::run_years(folder.path(), false, 100_000, &mut progress, &stop).unwrap_err();
    assert!(matches!(ended, JobError::Interrupted { restart: None, .. }), "{ended}");
    for site in &SITES {
        for entry in std::fs::read_dir(folder.path().join(site.id)).unwrap() {
            let path = entry.unwrap().path();
            assert!(path.extension().is_some_and(|e| e == "toml"), "{}", path.display());
        }
    }
    assert!(!folder.path().join("report.html").exists());
}
