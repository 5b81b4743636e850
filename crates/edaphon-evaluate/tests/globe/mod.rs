//! A few cells of the published grid under the invented climate, run by four models; and products to compare them with.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use edaphon_evaluate::Evaluation;
use edaphon_evaluate::tables::{Conventions, Targets};
use edaphon_io::netcdf::{DataType, Define, Format, Writer};
use edaphon_jobs::description::Options;
use edaphon_jobs::{Task, open_task};

pub const MODELS: [&str; 4] = ["mimics-cn", "mimics-c", "casa-cn", "casa-c"];

const DESCRIPTION: &str = r#"
model = ["mimics-cn", "mimics-c", "casa-cn", "casa-c"]
grid = { embedded = "clm5-gswp3", every = 30 }
forcing = { synthetic = { seed = 1, scenario = "history" } }
[[phase]]
name = "history"
years = [1901, 1912]
[[phase.output]]
file = "{model}.nc"
every = "year"
variables = ["cmip", "pools", "microbial_respiration", "metabolic_input_c", "structural_input_c", "metabolic_input_n", "structural_input_n"]
[[phase.output]]
file = "{model}.month.nc"
every = "month"
years = [1909, 1912]
variables = ["npp", "rh", "microbial_respiration"]
[[phase.output]]
file = "{model}.first.nc"
every = "day"
years = [1901, 1903]
box = { lat = [60, 70], lon = [0, 100] }
variables = ["tas", "npp", "rh", "microbial_respiration", "fNnetmin", "nMineral"]
[[phase.output]]
file = "{model}.last.nc"
every = "day"
years = [1910, 1912]
box = { lat = [60, 70], lon = [0, 100] }
variables = ["tas", "npp", "rh", "microbial_respiration", "fNnetmin", "nMineral"]
"#;

/// The outputs, made once for all tests of a file.
pub fn folder() -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    FOLDER
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("run.toml");
            std::fs::write(&path, DESCRIPTION).unwrap();
            let Task::Phased(run) = open_task(&path, &Options::default()).unwrap() else { panic!("phases are phased") };
            run.run(&mut |_, _| {}, &AtomicBool::new(false)).unwrap();
            folder
        })
        .path()
}

pub fn output(name: &str) -> PathBuf {
    folder().join(name)
}

/// An evaluation of all four models.
pub fn evaluation(against: &[PathBuf]) -> Evaluation {
    let of = |end: &str| MODELS.iter().map(|model| output(&format!("{model}{end}"))).collect::<Vec<_>>();
    Evaluation {
        runs: of(".nc"),
        daily: [of(".first.nc"), of(".last.nc")].concat(),
        monthly: of(".month.nc"),
        against: against.to_vec(),
        targets: Targets::published().unwrap(),
        conventions: Conventions::default(),
        title: "A few cells".into(),
        notes: vec!["The climate is invented.".into()],
    }
}

/// A variable of a product: name, unit and value at (record, latitude, longitude).
pub type Variable<'a> = (&'a str, &'a str, &'a dyn Fn(usize, f64, f64) -> f64);

/// A product on a grid of centres, in records of months from January 1909 on; none without a time axis.
pub struct Product<'a> {
    pub latitudes: Vec<f64>,
    pub longitudes: Vec<f64>,
    pub months: usize,
    pub transposed: bool,
    pub variables: Vec<Variable<'a>>,
}

/// Centres of `count` cells from `first` on.
pub fn even(first: f64, step: f64, count: usize) -> Vec<f64> {
    (0..count).map(|i| first + step * i as f64).collect()
}

impl Product<'_> {
    pub fn write(&self, path: &Path) {
        let mut writer = Writer::create(path, Format::NetCdf4).unwrap();
        let place = if self.transposed { ["longitude", "latitude"] } else { ["latitude", "longitude"] };
        let dimensions: Vec<&str> = if self.months > 0 { [&["time"][..], &place[..]].concat() } else { place.to_vec() };
        writer.dimension("latitude", self.latitudes.len()).unwrap();
        writer.dimension("longitude", self.longitudes.len()).unwrap();
        writer
            .define(Define::new("latitude", DataType::F64, &["latitude"]).attribute("units", "degrees_north"))
            .unwrap();
        writer
            .define(Define::new("longitude", DataType::F64, &["longitude"]).attribute("units", "degrees_east"))
            .unwrap();
        if self.months > 0 {
            writer.dimension("time", self.months).unwrap();
            let time = Define::new("time", DataType::F64, &["time"]).attribute("units", "days since 1909-01-01");
            writer.define(time.attribute("calendar", "standard")).unwrap();
        }
        for (name, unit, _) in &self.variables {
            let variable = Define::new(name, DataType::F64, &dimensions).fill(1e36_f64);
            writer.define(if unit.is_empty() { variable } else { variable.attribute("units", *unit) }).unwrap();
        }
        writer.write("latitude", &self.latitudes).unwrap();
        writer.write("longitude", &self.longitudes).unwrap();
        if self.months > 0 {
            // The middle of each month; 1912 has a leap day.
            let time: Vec<f64> = (0..self.months).map(|month| 15.0 + 30.4375 * month as f64).collect();
            writer.write("time", &time).unwrap();
        }
        for (name, _, value) in &self.variables {
            let mut values = Vec::new();
            for record in 0..self.months.max(1) {
                if self.transposed {
                    values.extend(
                        self.longitudes.iter().flat_map(|x| self.latitudes.iter().map(move |y| value(record, *y, *x))),
                    );
                } else {
                    values.extend(
                        self.latitudes.iter().flat_map(|y| self.longitudes.iter().map(move |x| value(record, *y, *x))),
                    );
                }
            }
            writer.write(name, &values).unwrap();
        }
        writer.finish().unwrap();
    }
}
