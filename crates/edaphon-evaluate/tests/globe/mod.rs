//! Outputs of the shape that `edaphon run` writes, with its names and units, on cells of the published grid: four models whose numbers
//! are invented functions of place and year; and products to compare them with.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use edaphon_core::calendar::month_bounds;
use edaphon_core::grid::Cell;
use edaphon_evaluate::Evaluation;
use edaphon_evaluate::tables::{Conventions, Targets};
use edaphon_io::netcdf::{DataType, Define, Format, Writer};
use edaphon_io::testbed::{PublishedGrid, published_grid};

pub(crate) const MODELS: [&str; 4] = ["mimics-cn", "mimics-c", "casa-cn", "casa-c"];
const FILL: f32 = 1e36;

/// A number that looks random, from 0 to 1, the same on every machine.
fn chance(a: u64, b: u64) -> f64 {
    let mut z = a.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ b.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Records of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Every {
    Year,
    Month,
    Day,
}

/// One cell in so many of the published grid, through these years.
#[derive(Debug, Clone, Copy)]
pub(crate) struct World {
    pub(crate) every: usize,
    pub(crate) first: i32,
    pub(crate) last: i32,
}

/// What a cell is like at a moment (decimal year).
struct Moment {
    temperature: f64,
    npp: f64,
    soil: f64,
    microbes: f64,
    season: f64,
}

fn moment(cell: &Cell, model: &str, year: f64, every: Every) -> Moment {
    let number = cell.id as u64;
    let nitrogen = if model.ends_with("cn") { 0.9 - 0.15 * chance(number, 1) } else { 1.0 };
    let casa = if model.starts_with("casa") { 1.0 } else { 0.0 };
    let sine = cell.latitude.to_radians().sin().abs();
    let warming = 0.012 * (year - 1901.0).max(0.0);
    let within = (std::f64::consts::TAU * (year - 0.55) * cell.latitude.signum()).cos();
    let season = if every == Every::Year { 0.0 } else { within };
    let shape = if every == Every::Year { 0.0 } else { 0.6 * sine.sqrt() };
    let temperature = 27.0 - 43.0 * sine.powi(3) + 4.0 * (chance(number, 2) - 0.5) + warming + 18.0 * sine * season;
    let mean = 27.0 - 43.0 * sine.powi(3);
    let lush = 0.15 + 0.85 * chance(number, 3);
    let weather = 1.0 + 0.08 * (chance(number, year as u64 + 10) - 0.5);
    let npp = 2.6
        * lush
        * (1.0 / (1.0 + (-(mean - 2.0) / 7.0).exp())).max(0.03)
        * nitrogen
        * weather
        * (1.0 + 0.0014 * (year - 1901.0));
    let slow = if casa > 0.0 { 9.0 * (-(mean - 15.0) / 26.0).exp() } else { 13.0 * (-(mean - 15.0) / 17.0).exp() };
    let tau =
        slow * (0.7 + 0.6 * chance(number, 4)) * if nitrogen < 1.0 { 1.02 + 0.1 * chance(number, 5) } else { 1.0 };
    let npp_now = npp * (1.0 + shape * season).max(0.02);
    let soil = npp * 365.0 * tau * (1.0 - 0.0001 * (year - 1901.0));
    Moment {
        temperature,
        npp: npp_now,
        soil,
        microbes: soil * (0.006 + 0.006 * chance(number, 6)),
        season: shape * season,
    }
}

/// Variables of a model with their units; values from what a cell is like.
type Variable = (&'static str, &'static str, fn(&Moment) -> f64);
const SECONDS: f64 = 86_400.0;
const ALL: [Variable; 19] = [
    ("tas", "K", |m| m.temperature + 273.15),
    ("gpp", "kg m-2 s-1", |m| 2.1e-3 * m.npp / SECONDS),
    ("npp", "kg m-2 s-1", |m| 1e-3 * m.npp / SECONDS),
    ("nep", "kg m-2 s-1", |m| 2e-5 * m.npp * (1.0 + m.season) / SECONDS),
    ("rh", "kg m-2 s-1", |m| 0.98e-3 * m.npp / SECONDS),
    ("cLitter", "kg m-2", |m| 0.1e-3 * m.soil),
    ("cSoil", "kg m-2", |m| 0.9e-3 * m.soil),
    ("cVeg", "kg m-2", |m| 3.0 * m.npp),
    ("cLand", "kg m-2", |m| 1.05e-3 * m.soil + 3.0 * m.npp),
    ("leaf_c", "g m-2", |m| 150.0 * m.npp),
    ("wood_c", "g m-2", |m| 2600.0 * m.npp),
    ("froot_c", "g m-2", |m| 250.0 * m.npp),
    ("metabolic_input_c", "g m-2 d-1", |m| 0.4 * m.npp),
    ("structural_input_c", "g m-2 d-1", |m| 0.6 * m.npp),
    ("microbial_respiration", "g m-2 d-1", |m| 0.95 * m.npp),
    ("mimics_mic_r_c", "g m-2", |m| m.microbes * (0.3 + 0.01 * m.temperature.clamp(-20.0, 30.0))),
    ("mimics_mic_k_c", "g m-2", |m| m.microbes * (0.7 - 0.01 * m.temperature.clamp(-20.0, 30.0))),
    ("mimics_mic_r_n", "g m-2", |m| m.microbes * (0.05 + 0.0005 * m.temperature.clamp(-20.0, 30.0))),
    ("mimics_mic_k_n", "g m-2", |m| m.microbes * 0.09),
];
const NITROGEN: [Variable; 6] = [
    ("fNnetmin", "kg m-2 s-1", |m| 2.3e-5 * m.npp / SECONDS * (1.0 + 0.2 * m.season)),
    ("nLitter", "kg m-2", |m| 0.1e-3 * m.soil / 30.0),
    ("nSoil", "kg m-2", |m| 0.9e-3 * m.soil / (10.0 + 3.0 * (m.npp / 2.6).min(1.0))),
    ("nMineral", "kg m-2", |m| 1e-3 * (1.0 + m.season)),
    ("metabolic_input_n", "g m-2 d-1", |m| 0.015 * m.npp),
    ("structural_input_n", "g m-2 d-1", |m| 0.004 * m.npp + 0.001),
];

fn variables(model: &str, every: Every) -> Vec<Variable> {
    let daily = ["tas", "npp", "rh", "microbial_respiration", "fNnetmin", "nMineral"];
    let fits = |(name, ..): &Variable| {
        let is_of = model.starts_with("mimics") || !(name.starts_with("mimics") || *name == "microbial_respiration");
        let nitrogen = model.ends_with("cn") || !name.ends_with("_n");
        is_of && nitrogen && (every == Every::Year || daily.contains(name))
    };
    let nitrogen = if model.ends_with("cn") { &NITROGEN[..] } else { &[] };
    ALL.iter().chain(nitrogen).filter(|variable| fits(variable)).copied().collect()
}

impl World {
    fn cells(&self, grid: &PublishedGrid) -> Vec<usize> {
        (0..grid.grid.cells.len()).step_by(self.every).collect()
    }

    /// Bounds of the records (d since the first day), and the decimal year of each.
    fn times(&self, every: Every) -> Vec<[f64; 2]> {
        let year = |year: i32| {
            let start = f64::from(year - self.first) * 365.0;
            let bounds: Vec<[f64; 2]> = match every {
                Every::Year => vec![[0.0, 365.0]],
                Every::Month => (0..12).map(month_bounds).map(|(a, b)| [f64::from(a) - 1.0, f64::from(b)]).collect(),
                Every::Day => (0..365).map(|day| [f64::from(day), f64::from(day) + 1.0]).collect(),
            };
            bounds.into_iter().map(move |pair| pair.map(|day| start + day))
        };
        (self.first..=self.last).flat_map(year).collect()
    }

    /// Writes an output: on the map of the published grid, or, by days, of the cells of the box of figure 7 alone.
    pub(crate) fn write(&self, path: &Path, model: &str, every: Every) {
        let grid = published_grid().unwrap();
        let in_box = |cell: &Cell| (60.0..=70.0).contains(&cell.latitude) && (0.0..=100.0).contains(&cell.longitude);
        let chosen: Vec<usize> =
            self.cells(&grid).into_iter().filter(|at| every != Every::Day || in_box(&grid.grid.cells[*at])).collect();
        let on_map = every != Every::Day;
        let width = grid.longitudes.len();
        let size = if on_map { grid.latitudes.len() * width } else { chosen.len() };
        let place = |at: usize| grid.grid.places[chosen[at]].0 * width + grid.grid.places[chosen[at]].1;
        let map = |fill: f64, of: &dyn Fn(usize) -> f64| {
            let mut values = vec![fill; size];
            (0..chosen.len()).for_each(|at| values[if on_map { place(at) } else { at }] = of(chosen[at]));
            values
        };
        let mut writer = Writer::create(path, Format::NetCdf4).unwrap();
        writer.attribute("edaphon_model", model).unwrap();
        writer.attribute("edaphon_cells", format!("one in {}", self.every)).unwrap();
        let dimensions: &[&str] = if on_map { &["lat", "lon"] } else { &["cell"] };
        writer.unlimited("time").unwrap();
        writer.dimension("bnds", 2).unwrap();
        if on_map {
            writer.dimension("lat", grid.latitudes.len()).unwrap();
            writer.dimension("lon", width).unwrap();
        } else {
            writer.dimension("cell", chosen.len()).unwrap();
        }
        for (name, unit) in [("lat", "degrees_north"), ("lon", "degrees_east")] {
            let along = if on_map { name } else { "cell" };
            writer.define(Define::new(name, DataType::F64, &[along]).attribute("units", unit)).unwrap();
        }
        let time = Define::new("time", DataType::F64, &["time"])
            .attribute("units", format!("days since {}-01-01", self.first));
        writer.define(time.attribute("calendar", "noleap").attribute("bounds", "time_bnds")).unwrap();
        writer.define(Define::new("time_bnds", DataType::F64, &["time", "bnds"])).unwrap();
        for name in ["cell_id", "area_land", "clay", "simulated"] {
            writer.define(Define::new(name, DataType::F64, dimensions).fill(1e36_f64)).unwrap();
        }
        let over_time = [&["time"][..], dimensions].concat();
        let variables = variables(model, every);
        for (name, unit, _) in &variables {
            writer
                .define(Define::new(name, DataType::F32, &over_time).fill(FILL).attribute("units", *unit).deflate(1))
                .unwrap();
        }
        let cells = &grid.grid.cells;
        let coordinate = |of: fn(&Cell) -> f64| chosen.iter().map(|at| of(&cells[*at])).collect::<Vec<f64>>();
        let (lat, lon) = if on_map {
            (grid.latitudes.clone(), grid.longitudes.clone())
        } else {
            (coordinate(|cell| cell.latitude), coordinate(|cell| cell.longitude))
        };
        writer.write("lat", &lat).unwrap();
        writer.write("lon", &lon).unwrap();
        writer.write("cell_id", &map(0.0, &|at| cells[at].id as f64)).unwrap();
        writer.write("area_land", &map(1e36, &|at| cells[at].area_m2)).unwrap();
        writer.write("clay", &map(1e36, &|at| grid.soils[at].clay)).unwrap();
        writer.write("simulated", &map(0.0, &|_| 1.0)).unwrap();
        for (record, bounds) in self.times(every).iter().enumerate() {
            let middle = 0.5 * (bounds[0] + bounds[1]);
            writer.write_slab("time", &[record], &[1], &[middle]).unwrap();
            writer.write_slab("time_bnds", &[record, 0], &[1, 2], bounds).unwrap();
            let year = f64::from(self.first) + middle / 365.0;
            let moments: Vec<Moment> = chosen.iter().map(|at| moment(&cells[*at], model, year, every)).collect();
            for (name, _, value) in &variables {
                let mut values = vec![FILL; size];
                moments
                    .iter()
                    .enumerate()
                    .for_each(|(at, m)| values[if on_map { place(at) } else { at }] = value(m) as f32);
                let (start, count): (Vec<usize>, Vec<usize>) = if on_map {
                    (vec![record, 0, 0], vec![1, grid.latitudes.len(), width])
                } else {
                    (vec![record, 0], vec![1, size])
                };
                writer.write_slab(name, &start, &count, &values).unwrap();
            }
        }
        writer.finish().unwrap();
    }
}

/// The outputs, made once for all tests of a file.
pub(crate) fn folder() -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    FOLDER
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let few = |first, last| World { every: 7, first, last };
            for model in MODELS {
                let path = |end: &str| folder.path().join(format!("{model}{end}"));
                few(1901, 1912).write(&path(".nc"), model, Every::Year);
                few(1909, 1912).write(&path(".month.nc"), model, Every::Month);
                few(1901, 1903).write(&path(".first.nc"), model, Every::Day);
                few(1910, 1912).write(&path(".last.nc"), model, Every::Day);
            }
            folder
        })
        .path()
}

pub(crate) fn output(name: &str) -> PathBuf {
    folder().join(name)
}

/// An evaluation of all four models.
pub(crate) fn evaluation(against: &[PathBuf]) -> Evaluation {
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
pub(crate) type Observation<'a> = (&'a str, &'a str, &'a dyn Fn(usize, f64, f64) -> f64);

/// A product on a grid of centres, in records of months from January 1909 on; none without a time axis.
pub(crate) struct Product<'a> {
    pub(crate) latitudes: Vec<f64>,
    pub(crate) longitudes: Vec<f64>,
    pub(crate) months: usize,
    pub(crate) transposed: bool,
    pub(crate) variables: Vec<Observation<'a>>,
}

/// Centres of `count` cells from `first` on.
pub(crate) fn even(first: f64, step: f64, count: usize) -> Vec<f64> {
    (0..count).map(|i| first + step * i as f64).collect()
}

impl Product<'_> {
    pub(crate) fn write(&self, path: &Path) {
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
