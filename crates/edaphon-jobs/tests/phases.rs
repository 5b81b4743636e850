//! Phases pass states on bit by bit, and several models run as each would alone.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use edaphon_io::netcdf::{AttributeValue, File};
use edaphon_jobs::description::Options;
use edaphon_jobs::phases::Done;
use edaphon_jobs::{JobError, PhasedRun, Task, open_task};

const SITE: &str = "site = { latitude = 61.85, longitude = 24.30, vegetation_type = \"ENF\", clay = 0.07, sand = 0.65 }\n\
                    [forcing]\nembedded = \"FI-Hyy\"\nnitrogen_deposition = 0.35\n";

/// A room to run descriptions in.
struct Room(tempfile::TempDir);

impl Room {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn open(&self, models: &str, text: &str, options: Options) -> Result<Task, JobError> {
        std::fs::write(self.path("run.toml"), format!("model = {models}\n{SITE}{text}")).unwrap();
        open_task(&self.path("run.toml"), &options)
    }

    fn phased(&self, models: &str, text: &str, options: Options) -> PhasedRun {
        match self.open(models, text, options).unwrap() {
            Task::Phased(run) => *run,
            Task::Plain(job) => panic!("{job:?}"),
        }
    }

    fn run(&self, models: &str, text: &str) -> Done {
        self.phased(models, text, Options::default()).run(&mut |_, _| {}, &AtomicBool::new(false)).unwrap()
    }

    fn file(&self, name: &str) -> File {
        File::open(self.path(name)).unwrap()
    }
}

fn attribute(file: &File, name: &str) -> String {
    file.attribute(name).and_then(AttributeValue::text).unwrap().to_owned()
}

/// The state in a restart: every variable.
fn state(file: &File) -> Vec<Vec<u64>> {
    let skipped = ["years_done", "carbon_drift", "nitrogen_drift"];
    let names = file.variables().iter().map(|v| v.name.clone()).filter(|name| !skipped.contains(&name.as_str()));
    names.map(|name| file.read_f64(&name).unwrap().into_iter().map(f64::to_bits).collect()).collect()
}

fn record(file: &File, variable: &str) -> Vec<u32> {
    file.read_f32(variable).unwrap().into_iter().map(f32::to_bits).collect()
}

#[test]
fn two_phases_are_one_run_of_all_years() {
    let room = Room::new();
    let output = "output = { file = \"{phase}.nc\", every = \"month\" }\n";
    room.run("\"mimics-cn\"", &format!("[[phase]]\nname = \"all\"\nyears = [1999, 2004]\n{output}"));
    let parts =
        "[[phase]]\nname = \"first\"\nyears = [1999, 2001]\n@[[phase]]\nname = \"second\"\nyears = [2002, 2004]\n@";
    let done = room.run("\"mimics-cn\"", &parts.replace('@', output));
    assert_eq!((done.years, done.phases.len()), (6, 2));
    assert_eq!(state(&room.file("second.restart.nc")), state(&room.file("all.restart.nc")));
    assert_ne!(state(&room.file("first.restart.nc")), state(&room.file("all.restart.nc")));
    let [first, second, all] = ["first.nc", "second.nc", "all.nc"].map(|name| room.file(name));
    for variable in ["cSoil", "rh", "nMineral", "mimics_som_p_c"] {
        assert_eq!(
            [record(&first, variable), record(&second, variable)].concat(),
            record(&all, variable),
            "{variable}"
        );
    }
    assert_eq!(attribute(&second, "time_coverage_start"), "2002-01-01");
    assert_eq!(attribute(&second, "time_coverage_end"), "2004-12-31");
    assert_eq!(second.variable("time").unwrap().attribute("units").unwrap().text(), Some("days since 2002-01-01"));
    assert_eq!(second.read_i64("year").unwrap(), [2002, 2003, 2004]);
    assert_eq!(second.read_f64_slab("time_bnds", &[0, 0], &[1, 2]).unwrap(), [0.0, 31.0]);
    assert_eq!(attribute(&second, "edaphon_phase"), "second");
}

#[test]
fn phases_without_record_are_the_spin_up_of_a_plain_run() {
    let room = Room::new();
    let Task::Plain(job) = room
        .open(
            "\"casa-cn\"",
            "years = [1999, 2000]\n[spinup]\nyears = 6\n[output]\nfile = \"plain.nc\"\n",
            Options::default(),
        )
        .unwrap()
    else {
        panic!("it has no phases")
    };
    job.run(&mut |_, _| {}, &AtomicBool::new(false)).unwrap();
    let phases = "[[phase]]\nname = \"spin\"\nyears = [1999, 2000]\nloops = 3\nspinup = true\n\
                  [[phase]]\nname = \"after\"\nyears = [1999, 2000]\noutput = { file = \"phased.nc\" }\n";
    room.run("\"casa-cn\"", phases);
    assert_eq!(record(&room.file("phased.nc"), "cSoil"), record(&room.file("plain.nc"), "cSoil"));
}

#[test]
fn several_models_run_as_each_would_alone() {
    let room = Room::new();
    let phases = "[[phase]]\nname = \"spin\"\nyears = [1999, 2000]\nspinup = { loops = 3, drift = 1e-3 }\n\
                  [[phase]]\nname = \"now\"\nyears = [2001, 2002]\noutput = { file = \"OUT.nc\", every = \"year\", variables = [\"cSoil\", VARIABLES] }\n";
    let models = ["mimics-cn", "mimics-c", "casa-cn", "casa-c"];
    for model in models {
        let alone = phases.replace("OUT", &format!("{model}/alone")).replace("VARIABLES", "\"rh\"");
        room.run(&format!("\"{model}\""), &alone);
    }
    let done =
        room.run(&format!("{models:?}"), &phases.replace("OUT", "all").replace("VARIABLES", "\"mimics_som_p_c\""));
    assert!(room.file("all.mimics-c.nc").has_variable("mimics_som_p_c"));
    assert!(!room.file("all.casa-c.nc").has_variable("mimics_som_p_c"), "each file has what its model has");
    assert_eq!(done.phases[0].spun.len(), 4);
    for model in models {
        let (all, alone) = (room.file(&format!("all.{model}.nc")), room.file(&format!("{model}/alone.nc")));
        assert_eq!(record(&all, "cSoil"), record(&alone, "cSoil"), "{model}");
        let restarts = (format!("now.{model}.restart.nc"), format!("{model}/now.restart.nc"));
        assert_eq!(state(&room.file(&restarts.0)), state(&room.file(&restarts.1)), "{model}");
    }
}

#[test]
fn several_models_need_no_phases() {
    let room = Room::new();
    let text = "years = [1999, 2000]\n[spinup]\nyears = 3\n[output]\nfile = \"OUT\"\nevery = \"year\"\n";
    room.run("[\"casa-c\", \"casa-cn\"]", &text.replace("OUT", "{model}/both.nc"));
    let Task::Plain(job) = room.open("\"casa-cn\"", &text.replace("OUT", "one.nc"), Options::default()).unwrap() else {
        panic!("one model")
    };
    job.run(&mut |_, _| {}, &AtomicBool::new(false)).unwrap();
    assert_eq!(record(&room.file("casa-cn/both.nc"), "cSoil"), record(&room.file("one.nc"), "cSoil"));
    assert!(room.path("casa-c/both.restart.nc").exists());
}

const THREE: &str = "[[phase]]\nname = \"spin\"\nyears = [1999, 2000]\nspinup = { loops = 4, drift = 1e-6 }\n\
    [[phase]]\nname = \"past\"\nyears = [1999, 2003]\n[[phase.output]]\nfile = \"FOLDER/{phase}.nc\"\nevery = \"year\"\n\
    [[phase.output]]\nfile = \"FOLDER/{phase}-daily.nc\"\nevery = \"day\"\nvariables = [\"rh\"]\nyears = [2000, 2001]\n\
    [[phase]]\nname = \"future\"\nyears = [2004, 2005]\nperturbation = { soil_warming = 2 }\n\
    output = { file = \"FOLDER/{phase}.nc\", every = \"month\", chunks = \"series\" }\n";

/// Interrupted after any number of years and resumed, a run leaves the same states and records as one that was not.
#[test]
fn a_resumed_run_ends_as_if_it_had_not_been_interrupted() {
    let room = Room::new();
    let models = "[\"mimics-cn\", \"casa-c\"]";
    room.run(models, &THREE.replace("FOLDER", "whole"));
    for after in [1, 9, 20, 25, 28] {
        let text = THREE.replace("FOLDER", &format!("parted{after}"));
        let stop = AtomicBool::new(false);
        let mut watch = |done: u64, _: u64| stop.store(done >= after, Ordering::Relaxed);
        let ended = room.phased(models, &text, Options::default()).run(&mut watch, &stop);
        assert!(matches!(ended, Err(JobError::Interrupted { .. })), "{after}: {ended:?}");
        let resume = Options { resume: true, ..Options::default() };
        room.phased(models, &text, resume).run(&mut |_, _| {}, &AtomicBool::new(false)).unwrap();
        for name in ["past.mimics-cn.restart.nc", "future.mimics-cn.restart.nc", "future.casa-c.restart.nc"] {
            let (whole, parted) = (room.file(&format!("whole/{name}")), room.file(&format!("parted{after}/{name}")));
            assert_eq!(state(&parted), state(&whole), "{after} {name}");
        }
        for (name, variable) in [("past.casa-c", "cSoil"), ("past-daily.casa-c", "rh"), ("future.mimics-cn", "rh")] {
            let (whole, parted) = (format!("whole/{name}.nc"), format!("parted{after}/{name}.nc"));
            let (whole, parted) = (room.file(&whole), room.file(&parted));
            assert_eq!(record(&parted, variable), record(&whole, variable), "{after} {name}");
            assert_eq!(attribute(&parted, "time_coverage_start"), attribute(&whole, "time_coverage_start"));
            assert_eq!(parted.read_f64("time").unwrap(), whole.read_f64("time").unwrap());
        }
    }
    let daily = room.file("whole/past-daily.casa-c.nc");
    assert_eq!((daily.read_i64("year").unwrap(), daily.dimension("time").unwrap().length), (vec![2000, 2001], 730));
    assert_eq!(attribute(&daily, "time_coverage_start"), "2000-01-01");
}

#[test]
fn a_run_begins_with_a_phase_from_the_state_before_it() {
    let room = Room::new();
    let text = THREE.replace("FOLDER", ".");
    room.run("\"casa-cn\"", &text);
    let before = state(&room.file("future.restart.nc"));
    let from = |name: &str, force| Options { from_phase: Some(name.to_owned()), force, ..Options::default() };
    assert!(matches!(room.open("\"casa-cn\"", &text, from("future", false)), Err(JobError::Faults(_))));
    let run = room.phased("\"casa-cn\"", &text, from("future", true));
    assert!(!room.path("future.restart.nc").exists(), "the old end cannot be taken for the new one");
    assert_eq!(run.run(&mut |_, _| {}, &AtomicBool::new(false)).unwrap().years, 2);
    assert_eq!(state(&room.file("future.restart.nc")), before);
    let words = room.open("\"casa-cn\"", &text, from("futur", true)).unwrap_err().to_string();
    assert!(words.contains("accepted are spin, past, future; did you mean `future`?"), "{words}");
    let nothing = Options { resume: true, ..Options::default() };
    let words = room.open("\"casa-cn\"", &text, nothing).unwrap_err().to_string();
    assert!(words.ends_with("all 3 phases are run already; nothing is left to resume"), "{words}");
}

/// What is foretold of disk is what is written, but for the head of the file and compression.
#[test]
fn the_estimate_counts_what_is_written() {
    let room = Room::new();
    let text = "[[phase]]\nname = \"now\"\nyears = [1999, 2002]\n\
                output = { file = \"now.nc\", every = \"day\", format = \"classic\" }\n";
    let run = room.phased("\"casa-cn\"", text, Options::default());
    let estimate = run.estimate(1).unwrap();
    assert_eq!(estimate.model_years, 4);
    run.run(&mut |_, _| {}, &AtomicBool::new(false)).unwrap();
    let size = std::fs::metadata(room.path("now.nc")).unwrap().len();
    assert!((0.7..1.05).contains(&(estimate.disk as f64 / size as f64)), "{} foretold, {size} written", estimate.disk);
    assert!(Path::new(&room.path("now.restart.nc")).exists());
}
