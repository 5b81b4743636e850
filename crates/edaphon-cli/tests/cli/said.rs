//! Running the program, and files for it to read.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use edaphon_io::netcdf::{DataType, Define, Format, Writer};
use tempfile::TempDir;

/// What the program said and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    /// Exit code.
    pub(crate) code: Option<i32>,
    /// What went to stdout.
    pub(crate) out: String,
    /// What went to stderr.
    pub(crate) err: String,
}

impl Said {
    /// Asserts the exit code, showing what was said if it is another.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        assert!(!self.err.contains("panicked") && !self.err.contains("RUST_BACKTRACE"), "{}", self.err);
        self
    }

    /// What went to stdout, as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }
}

/// A folder to work in.
pub(crate) struct Room(TempDir);

impl Room {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a text file.
    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// Reads a text file.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, to be started in the folder without a terminal.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_edaphon"));
        command.args(words).current_dir(self.0.path()).stdin(Stdio::null());
        command.env("COLUMNS", "100").env_remove("NO_COLOR").env("SOURCE_DATE_EPOCH", "0");
        command
    }

    /// Runs the program.
    pub(crate) fn run(&self, words: &[&str]) -> Said {
        let output = self.command(words).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// How a sample file departs from the usual one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    /// Added to the carbon of the second cell of the second month.
    pub(crate) change: f32,
    /// Unit of carbon.
    pub(crate) unit: &'static str,
    /// Whether there is respiration.
    pub(crate) respiration: bool,
    /// Largest residual of carbon (g m-2).
    pub(crate) residual: f64,
    /// Months.
    pub(crate) months: usize,
}

impl Default for Sample {
    fn default() -> Self {
        Self { change: 0.0, unit: "kg m-2", respiration: true, residual: 2e-10, months: 24 }
    }
}

/// Writes an output as a run writes it: two by three cells, one of them sea, monthly from 1901.
pub(crate) fn sample(path: &Path, sample: Sample) {
    let mut file = Writer::create(path, Format::NetCdf4).unwrap();
    let (months, years) = (sample.months, sample.months / 12);
    file.unlimited("time").unwrap();
    for (name, length) in [("year", years), ("lat", 2), ("lon", 3)] {
        file.dimension(name, length).unwrap();
    }
    file.attribute("title", "a small world").unwrap();
    file.attribute("source", "edaphon 0.1.0").unwrap();
    file.attribute("edaphon_command_line", "edaphon run run.toml").unwrap();
    let time = Define::new("time", DataType::F64, &["time"]).attribute("units", "days since 1901-01-01");
    file.define(time.attribute("calendar", "noleap")).unwrap();
    file.define(Define::new("year", DataType::I32, &["year"])).unwrap();
    file.define(Define::new("lat", DataType::F64, &["lat"]).attribute("units", "degrees_north")).unwrap();
    file.define(Define::new("lon", DataType::F64, &["lon"]).attribute("units", "degrees_east")).unwrap();
    file.define(Define::new("area_land", DataType::F64, &["lat", "lon"]).attribute("units", "m2").fill(1e20)).unwrap();
    let map = |name: &str, unit: &str, words: &str| {
        let define = Define::new(name, DataType::F32, &["time", "lat", "lon"]).fill(1e20_f32);
        define.attribute("units", unit).attribute("long_name", words)
    };
    file.define(map("cSoil", sample.unit, "carbon in soil")).unwrap();
    for (name, words) in fluxes(sample) {
        file.define(map(name, "kg m-2 s-1", words)).unwrap();
    }
    let residual = Define::new("carbon_budget_residual", DataType::F64, &["year", "lat", "lon"]).fill(1e20);
    file.define(residual.attribute("units", "g m-2")).unwrap();
    fill(&mut file, sample, months, years);
    file.finish().unwrap();
}

fn fluxes(sample: Sample) -> Vec<(&'static str, &'static str)> {
    let all = [("nep", "net ecosystem production"), ("ra", "plant respiration"), ("rh", "soil respiration")];
    all.into_iter().filter(|(name, _)| sample.respiration || *name != "rh").collect()
}

fn fill(file: &mut Writer, sample: Sample, months: usize, years: usize) {
    let sea = 5;
    file.write("lat", &[50.25, 50.75]).unwrap();
    file.write("lon", &[5.25, 5.75, 6.25]).unwrap();
    file.write("area_land", &[1e9, 1e9, 2e9, 1e9, 1e9, f64::NAN]).unwrap();
    file.write("year", &(0..years).map(|y| 1901 + y as i32).collect::<Vec<_>>()).unwrap();
    let times: Vec<f64> = (0..months).map(|m| (m as f64 + 0.5) * 365.0 / 12.0).collect();
    file.write_slab("time", &[0], &[months], &times).unwrap();
    let value = |start: f32, month: usize, cell: usize| {
        if cell == sea { f32::NAN } else { start * (1.0 + cell as f32 + month as f32 / 100.0) }
    };
    for (name, start) in [("cSoil", 8.0), ("nep", 1e-9), ("ra", 2e-8), ("rh", 1.9e-8)] {
        if name == "rh" && !sample.respiration {
            continue;
        }
        let mut values: Vec<f32> = (0..months * 6).map(|at| value(start, at / 6, at % 6)).collect();
        if name == "cSoil" {
            values[6 + 1] += sample.change;
        }
        file.write_slab(name, &[0, 0, 0], &[months, 2, 3], &values).unwrap();
    }
    let mut residual: Vec<f64> = (0..years * 6).map(|at| if at % 6 == sea { f64::NAN } else { 1e-12 }).collect();
    residual[4] = -sample.residual;
    file.write("carbon_budget_residual", &residual).unwrap();
}
