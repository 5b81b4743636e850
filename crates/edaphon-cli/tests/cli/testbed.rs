//! Control files of the testbed, good and bad, and what the program says of them.

use edaphon_io::netcdf::{DataType, Define, Format, Writer};
use edaphon_io::testbed::{MIMICS_PARAMETERS, PFT_TABLES, PHENOLOGY};

use crate::said::{Room, Said};

const CONTROL: &[&str] = &[
    "3",
    "18",
    "1",
    "0",
    "0",
    "1 1",
    "2",
    "2",
    "grid.csv",
    "pft.csv",
    "phenology.txt",
    "soil.csv",
    "met.nc",
    "none.csv",
    "pools.csv",
    "fluxes.csv",
    "casa_0000.nc",
    "mimics.csv",
    "none.csv",
    "mpools.csv",
    "mimics_0000.nc",
    "x",
    "x",
    "x",
    "x",
    "control.txt",
    "0",
    "./",
    "1",
];

/// A met file of three cells in a row and one year, and how it is spoilt.
struct Weather {
    cells: usize,
    air_unit: &'static str,
    swapped: bool,
    /// Cell (from 0) and day (from 0) whose air temperature is not a number.
    hole: Option<(usize, usize)>,
}

const GOOD: Weather = Weather { cells: 3, air_unit: "K", swapped: false, hole: None };

fn write_met(room: &Room, weather: &Weather) {
    let n = weather.cells;
    let mut w = Writer::create(room.path("met.nc"), Format::Classic64).unwrap();
    for (name, length) in [("myear", 1), ("lat", 1), ("lon", n), ("time", 365), ("nsoilyrs", 6)] {
        w.dimension(name, length).unwrap();
    }
    let flat: &[&str] = if weather.swapped { &["lat", "lon", "time"] } else { &["time", "lat", "lon"] };
    w.define(Define::new("lon", DataType::F32, &["lon"])).unwrap();
    w.define(Define::new("lat", DataType::F32, &["lat"])).unwrap();
    w.define(Define::new("cellMissing", DataType::I32, &["lat", "lon"])).unwrap();
    w.define(Define::new("cellid", DataType::I32, &["lat", "lon"])).unwrap();
    for (name, unit) in [("xcgpp", "gC m-2 day-1"), ("xtairk", weather.air_unit), ("ndep", "gN m-2 day-1")] {
        w.define(Define::new(name, DataType::F32, flat).attribute("units", unit)).unwrap();
    }
    for (name, unit) in [("xtsoil", "K"), ("xmoist", "m3 m-3"), ("xfrznmoist", "m3 m-3")] {
        w.define(Define::new(name, DataType::F32, &["time", "nsoilyrs", "lat", "lon"]).attribute("units", unit))
            .unwrap();
    }
    w.write("lon", &(0..n).map(|x| x as f32).collect::<Vec<_>>()).unwrap();
    w.write("lat", &[50.0_f32]).unwrap();
    w.write("cellMissing", &vec![0_i32; n]).unwrap();
    w.write("cellid", &(1..=n as i32).collect::<Vec<_>>()).unwrap();
    let mut air = vec![285.0_f32; 365 * n];
    if let Some((cell, day)) = weather.hole {
        air[day * n + cell] = f32::NAN;
    }
    w.write("xcgpp", &vec![3.0_f32; 365 * n]).unwrap();
    w.write("xtairk", &air).unwrap();
    w.write("ndep", &vec![0.001_f32; 365 * n]).unwrap();
    w.write("xtsoil", &vec![284.0_f32; 365 * 6 * n]).unwrap();
    w.write("xmoist", &vec![0.25_f32; 365 * 6 * n]).unwrap();
    w.write("xfrznmoist", &vec![0.0_f32; 365 * 6 * n]).unwrap();
    w.finish().unwrap();
}

/// A folder with a control file and all it names: a forest, ice and a grassland.
fn project(weather: &Weather) -> Room {
    let room = Room::new();
    room.write("run.lst", &CONTROL.join("\n"));
    for (name, embedded) in
        [("pft.csv", &PFT_TABLES), ("mimics.csv", &MIMICS_PARAMETERS), ("phenology.txt", &PHENOLOGY)]
    {
        std::fs::write(room.path(name), embedded.content().unwrap()).unwrap();
    }
    let row = |cell: usize, v: usize| {
        format!("{cell},50.0,{}.0,{v},1,1,1.0e9,0,0,0,0,-99,-99,-99,-99,-99,-99,1,{cell},\n", cell - 1)
    };
    let rows: String = [(1, 1), (2, 15), (3, 10)].iter().map(|&(cell, v)| row(cell, v)).collect();
    room.write("grid.csv", &format!("header\n{rows}"));
    let soil: String = (1..=3).map(|c| format!("{c},50.0,0.0,0.43,0.18,0.39,0.13,0.25,0.43,\n")).collect();
    room.write("soil.csv", &format!("header\n{soil}"));
    room.write("control.txt", "CO2, dtSoil, dtAir, year, NPP\n360.0 0.0 0.0 10000 1.0\n");
    write_met(&room, weather);
    room
}

#[track_caller]
fn says(said: &Said, words: &[&str]) {
    words.iter().for_each(|w| assert!(said.err.contains(w), "`{w}` is not in\n{}", said.err));
}

#[test]
fn a_control_file_is_run_and_its_outputs_are_not_replaced() {
    let room = project(&GOOD);
    room.run(&["check", "run.lst"]).exits(0);
    assert!(!room.path("pools.csv").exists(), "a check writes nothing");
    room.run(&["run", "run.lst", "--trace", "trace.nc"]).exits(0);
    for file in
        ["pools.csv", "fluxes.csv", "mpools.csv", "casa_0001.nc", "mimics_0001.nc", "mimics_diagnostic.csv", "trace.nc"]
    {
        assert!(room.path(file).exists(), "{file}");
    }
    let before = room.read("pools.csv");
    let said = room.run(&["run", "run.lst"]).exits(2);
    says(&said, &["pools.csv exists already", "--force"]);
    room.run(&["run", "run.lst", "--force"]).exits(0);
    assert_eq!(room.read("pools.csv"), before);
}

#[test]
fn a_converted_control_file_gives_the_same_pools() {
    let room = project(&GOOD);
    room.run(&["run", "run.lst", "--trace", "a.nc"]).exits(0);
    room.run(&["convert", "run.lst"]).exits(0);
    room.run(&["check", "run.toml"]).exits(0);
    room.run(&["run", "run.toml", "--trace", "b.nc"]).exits(0);
    room.run(&["compare", "a.nc", "b.nc", "--tolerance", "0"]).exits(0);
}

#[test]
fn holes_in_the_weather_are_found_by_cell_and_date() {
    let room = project(&Weather { hole: Some((2, 59)), ..GOOD });
    let said = room.run(&["check", "run.lst"]).exits(1);
    says(
        &said,
        &["`xtairk` is missing at 1 cell, first at cell 3 (lat 50, lon 2) on day 60 of year 1 (03-01)", "--> met.nc"],
    );
    let said = room.run(&["run", "run.lst"]).exits(2);
    says(&said, &["xtairk"]);
    assert!(!room.path("pools.csv").exists() && !room.path("casa_0001.nc").exists(), "no output is touched");
    // Where nothing is simulated, a hole harms nobody.
    room.run(&["run", "run.lst", "-q"]).exits(2);
    room.run(&["check", "run.lst"]).exits(1);
    project(&Weather { hole: Some((1, 59)), ..GOOD }).run(&["check", "run.lst"]).exits(0);
}

#[test]
fn a_met_file_of_another_shape_or_unit_is_refused() {
    let said = project(&Weather { swapped: true, ..GOOD }).run(&["run", "run.lst"]).exits(2);
    says(&said, &["xcgpp", "time, lat, lon"]);
    let said = project(&Weather { air_unit: "hPa", ..GOOD }).run(&["run", "run.lst"]).exits(2);
    says(&said, &["xtairk", "hPa", "K"]);
    let said = project(&Weather { cells: 4, ..GOOD }).run(&["run", "run.lst"]).exits(2);
    says(&said, &["met.nc", "4", "3"]);
}

#[test]
fn faults_of_several_files_are_told_together() {
    let room = project(&GOOD);
    room.write("soil.csv", &room.read("soil.csv").replacen("0.43,0.18", "0.43,x", 1));
    room.write("pft.csv", &room.read("pft.csv").replacen(",1.72,", ",-1.72,", 1));
    let said = room.run(&["check", "run.lst"]).exits(1);
    says(&said, &["soil.csv:2", "found `x`", "pft.csv", "q10 of vegetation type 1 = -1.72 1 is outside 0.5 to 6 1"]);
    room.write("soil.csv", "header\n1,50.0,0.0,0.43,0.18,0.39,0.13,0.25,0.43,\n");
    says(&room.run(&["check", "run.lst"]).exits(1), &["soil.csv", "1 cells; the control file says 3 (line 1)"]);
    std::fs::remove_file(room.path("grid.csv")).unwrap();
    says(&room.run(&["run", "run.lst"]).exits(2), &["run.lst:9", "grid.csv"]);
}

#[test]
fn states_that_do_not_fit_are_refused() {
    let room = project(&GOOD);
    room.run(&["convert", "run.lst"]).exits(0);
    // Steady or not, the state is written.
    room.run(&["spinup", "run.toml", "--method", "native", "--loops", "1", "-o", "state.nc"]);
    let said = room.run(&["run", "run.toml", "--start", "state.nc", "--set", "model=casa-cn"]).exits(2);
    says(&said, &["state.nc", "mimics-cn", "casa-cn"]);
    let whole = std::fs::read(room.path("state.nc")).unwrap();
    std::fs::write(room.path("cut.nc"), &whole[..whole.len() / 2]).unwrap();
    let said = room.run(&["run", "run.toml", "--start", "cut.nc"]).exits(2);
    says(&said, &["cut.nc"]);
    assert!(!room.path("run.nc").exists(), "no output is touched");
}

#[test]
fn a_full_disk_is_said_and_leaves_nothing() {
    let room = project(&GOOD);
    // A limit on the size of files stands for a full disk.
    let script = format!("ulimit -f 20; exec '{}' run run.lst --trace trace.nc", env!("CARGO_BIN_EXE_edaphon"));
    let mut command = std::process::Command::new("bash");
    // SIGXFSZ is ignored, so that the write fails as it would on a full disk.
    command.args(["-c", &format!("trap '' XFSZ; {script}")]).current_dir(room.path(""));
    let output = command.output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("error: ") && err.contains("cannot write"), "{err}");
    let left: Vec<_> = std::fs::read_dir(room.path("")).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("tmp")), "{left:?}");
}
