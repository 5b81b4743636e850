//! Control files of the testbed from end to end: the pool and flux tables that a run leaves are those of the reference.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::Read;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use edaphon_core::forcing::{DAYS, Driver, LAYERS};
use edaphon_io::netcdf::{DataType, Define, File, Format, Variable, Writer};
use edaphon_io::testbed::{MIMICS_PARAMETERS, PFT_TABLES, PHENOLOGY};
use edaphon_jobs::testbed::{TestbedOptions, open};
use edaphon_run::Model;
use edaphon_tests::testbed::stored_forcing;

const CELLS: usize = 24;
/// Relative tolerance of pools and fluxes.
const RELATIVE: f64 = 1e-9;

fn unpacked(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/tables").join(format!("{name}.gz"));
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
    bytes
}

fn table(name: &str) -> String {
    String::from_utf8(unpacked(name)).unwrap()
}

/// The stored forcing as the met file that it came from.
fn write_met(path: &Path) {
    let values = stored_forcing();
    let days = values.len() / Driver::COUNT / CELLS;
    let mut w = Writer::create(path, Format::NetCdf4).unwrap();
    for (name, length) in [("myear", days / DAYS), ("lat", 1), ("lon", CELLS), ("time", days), ("nsoilyrs", LAYERS)] {
        w.dimension(name, length).unwrap();
    }
    w.define(Define::new("lon", DataType::F32, &["lon"])).unwrap();
    w.define(Define::new("lat", DataType::F32, &["lat"])).unwrap();
    w.define(Define::new("cellMissing", DataType::I32, &["lat", "lon"])).unwrap();
    w.define(Define::new("cellid", DataType::I32, &["lat", "lon"])).unwrap();
    let flat = [("xcgpp", "gC m-2 day-1"), ("xtairk", "K"), ("ndep", "gN m-2 day-1")];
    let layered = [("xtsoil", "K"), ("xmoist", "m3 m-3"), ("xfrznmoist", "m3 m-3")];
    for (name, unit) in flat {
        w.define(Define::new(name, DataType::F32, &["time", "lat", "lon"]).attribute("units", unit)).unwrap();
    }
    for (name, unit) in layered {
        let dims = ["time", "nsoilyrs", "lat", "lon"];
        w.define(Define::new(name, DataType::F32, &dims).attribute("units", unit)).unwrap();
    }
    w.write("lon", &(0..CELLS).map(|x| x as f32).collect::<Vec<_>>()).unwrap();
    w.write("lat", &[0.0_f32]).unwrap();
    w.write("cellMissing", &[0_i32; CELLS]).unwrap();
    w.write("cellid", &(1..=CELLS as i32).collect::<Vec<_>>()).unwrap();
    let of = |day: usize, driver: usize| (0..CELLS).map(move |cell| (driver * CELLS + cell) * days + day);
    for (driver, (name, _)) in flat.iter().enumerate() {
        let all: Vec<f32> = (0..days).flat_map(|day| of(day, driver)).map(|at| values[at]).collect();
        w.write(name, &all).unwrap();
    }
    for (group, (name, _)) in layered.iter().enumerate() {
        let rows = (0..days).flat_map(|day| (0..LAYERS).map(move |k| (day, 3 + group * LAYERS + k)));
        let all: Vec<f32> = rows.flat_map(|(day, driver)| of(day, driver)).map(|at| values[at]).collect();
        w.write(name, &all).unwrap();
    }
    w.finish().unwrap();
}

/// Runs a model from its control file in a folder of its own.
fn run(folder: &Path, model: Model, case: &str) {
    run_loops(folder, model, case, "1", "1");
}

/// As [`run`], looping over the two years, with annual files every so many years.
fn run_loops(folder: &Path, model: Model, case: &str, loops: &str, interval: &str) {
    for (name, embedded) in
        [("pft.csv", &PFT_TABLES), ("mimics.csv", &MIMICS_PARAMETERS), ("phenology.txt", &PHENOLOGY)]
    {
        std::fs::write(folder.join(name), embedded.content().unwrap()).unwrap();
    }
    for name in ["grid.csv", "soil.csv"] {
        std::fs::write(folder.join(name), table(name)).unwrap();
    }
    std::fs::write(folder.join("control.txt"), "header\n360.0 0.0 0.0 10000 1.0\n").unwrap();
    write_met(&folder.join("met.nc"));
    let spun = case == "spun";
    if spun {
        let start = |kind: &str| table(&format!("spun-{}-{kind}-start.csv", model.name()));
        std::fs::write(folder.join("casa_in.csv"), start("casapool")).unwrap();
        if model.microbes() {
            std::fs::write(folder.join("mimics_in.csv"), start("mimicspool")).unwrap();
        }
    }
    let soil = if model.microbes() { "2" } else { "1" };
    let elements = if model.nitrogen() { "2" } else { "1" };
    let lines = [
        "24",
        "18",
        loops,
        "0",
        if spun { "1" } else { "0" },
        "1 1",
        soil,
        elements,
        "grid.csv",
        "pft.csv",
        "phenology.txt",
        "soil.csv",
        "met.nc",
        "casa_in.csv",
        "casapool.csv",
        "casaflux.csv",
        "casa_0000.nc",
        "mimics.csv",
        "mimics_in.csv",
        "mimicspool.csv",
        "mimics_0000.nc",
        "x",
        "x",
        "x",
        "x",
        "control.txt",
        "0",
        "./",
        interval,
    ];
    std::fs::write(folder.join("run.lst"), lines.join("\n")).unwrap();
    let job = open(&folder.join("run.lst"), &TestbedOptions::default()).unwrap();
    job.run(&mut |_, _| {}, &AtomicBool::new(false)).unwrap();
}

fn rows(text: &str) -> Vec<Vec<f64>> {
    let number = |field: &str| field.trim().parse::<f64>().ok();
    text.lines().skip(1).map(|line| line.split(',').filter_map(number).collect()).collect()
}

/// Columns of the pool table that hold sums of rounding, in which the reference agrees with nobody (g m⁻²).
fn is_balance(kind: &str, column: usize) -> bool {
    kind == "casapool" && column >= 43
}

fn compare(folder: &Path, model: Model, case: &str, kind: &str) {
    let reference = table(&format!("{case}-{}-{kind}-end.csv", model.name()));
    let ours = std::fs::read_to_string(folder.join(format!("{kind}.csv"))).unwrap();
    assert_eq!(ours.lines().next(), reference.lines().next(), "the header of {kind}");
    let (ours, reference) = (rows(&ours), rows(&reference));
    assert_eq!((ours.len(), ours[0].len()), (CELLS, reference[0].len()), "{kind}");
    for (cell, (a, b)) in ours.iter().zip(&reference).enumerate() {
        for (column, (a, b)) in a.iter().zip(b).enumerate() {
            let absolute = if is_balance(kind, column) { 1e-9 } else { 0.0 };
            let close = (a - b).abs() <= RELATIVE * b.abs() + absolute;
            assert!(close, "{case} {} {kind}, cell {}, column {}: {a:e} for {b:e}", model.name(), cell + 1, column + 1);
        }
    }
}

#[test]
fn tables_at_the_end_of_runs_are_those_of_the_reference() {
    for model in Model::ALL {
        for case in ["cold", "spun"] {
            let folder = tempfile::tempdir().unwrap();
            run(folder.path(), model, case);
            compare(folder.path(), model, case, "casapool");
            compare(folder.path(), model, case, "casaflux");
            if model.microbes() {
                compare(folder.path(), model, case, "mimicspool");
            }
        }
    }
}

/// Single precision, with a floor for what is next to nothing beside the largest value of its variable.
fn close_in_f32(a: f64, b: f64, largest: f64) -> bool {
    (a - b).abs() <= 1.2e-7 * b.abs() + 1e-13 * largest
}

#[test]
fn annual_files_after_a_hundred_years_are_those_of_the_reference() {
    let folder = tempfile::tempdir().unwrap();
    // DIN is never cleared between the years written, so that the years of output matter.
    run_loops(folder.path(), Model::MimicsCn, "cold", "50", "100");
    for kind in ["casa", "mimics"] {
        let stored = folder.path().join(format!("{kind}.reference.nc"));
        std::fs::write(&stored, unpacked(&format!("{kind}_year100.nc"))).unwrap();
        let (reference, ours) =
            (File::open(&stored).unwrap(), File::open(folder.path().join(format!("{kind}_0100.nc"))).unwrap());
        let names = |file: &File| file.variables().iter().map(|v| v.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&ours), names(&reference), "{kind}");
        for variable in reference.variables() {
            let name = &variable.name;
            let mine = ours.variable(name).unwrap();
            let form = |v: &Variable| (v.dimensions.clone(), v.shape.clone(), v.data_type);
            assert_eq!(form(mine), form(variable), "{kind}, {name}");
            for attribute in &variable.attributes {
                assert_eq!(mine.attribute(&attribute.name), Some(&attribute.value), "{kind}, {name}");
            }
            let (a, b) = (ours.read_f64(name).unwrap(), reference.read_f64(name).unwrap());
            let largest = b.iter().filter(|x| x.abs() < 1e35).fold(0.0_f64, |m, x| m.max(x.abs()));
            for (cell, (a, b)) in a.iter().zip(&b).enumerate() {
                assert!(close_in_f32(*a, *b, largest), "{kind}, {name}, cell {}: {a} for {b}", cell + 1);
            }
        }
    }
}
