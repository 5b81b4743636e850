//! The NetCDF files of the testbed's layout, read back.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use edaphon_core::grid::{Cell, Grid, Layout};
use edaphon_io::netcdf::{AttributeValue, DataType, File};
use edaphon_io::testbed::{
    CASA_VARIABLES, MIMICS_VARIABLES, OutputHeader, OutputVariable, StaticMaps, Step, YearWriter,
};

/// Two cells on a map of two by three, the second of which is not simulated.
fn maps() -> StaticMaps {
    let cell = |id, vegetation_type, area_m2| Cell {
        id,
        latitude: 0.0,
        longitude: 0.0,
        vegetation_type,
        soil_type: 1,
        soil_order: 1,
        area_m2,
    };
    let layout =
        Layout { latitudes: vec![-10.0, 10.0], longitudes: vec![0.0, 120.0, 240.0], places: vec![(1, 0), (0, 2)] };
    let grid = Grid::on_map(vec![cell(2, 8, 5e9), cell(5, 17, 7e9)], layout).unwrap();
    StaticMaps::new(&grid, &[true, false], vec![1, 1, 0, 0, 1, 1], vec![1, 3, 5, 2, 4, 6]).unwrap()
}

fn write(path: &Path, variables: &[OutputVariable], step: Step) {
    let header = OutputHeader {
        title: "CASACNP model output".to_owned(),
        source: "CASACNP Model".to_owned(),
        others: vec![("edaphon_version".to_owned(), "0".to_owned())],
        ..OutputHeader::default()
    };
    let mut writer = YearWriter::create(path, variables, &header, &maps(), step, 1901).unwrap();
    let records = if step == Step::Annual { 1 } else { 365 };
    for record in 0..records {
        for (at, variable) in variables.iter().enumerate().skip(1) {
            writer.write(variable.name, record, &[at as f64 + record as f64 / 512.0, 0.25]).unwrap();
        }
    }
    writer.finish().unwrap();
}

fn text(value: Option<&AttributeValue>) -> &str {
    value.and_then(AttributeValue::text).unwrap()
}

#[test]
fn annual_files_have_the_layout_of_the_reference() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casa_1901.nc");
    write(&path, CASA_VARIABLES, Step::Annual);
    let file = File::open(&path).unwrap();
    assert_eq!(file.format(), "NetCDF classic (CDF-1)");
    let dimensions: Vec<_> = file.dimensions().iter().map(|d| (d.name.as_str(), d.length, d.unlimited)).collect();
    assert_eq!(dimensions, [("lon", 3, false), ("lat", 2, false), ("time", 1, true)]);
    let names: Vec<_> = file.variables().iter().map(|v| v.name.as_str()).collect();
    assert_eq!(names[..8], ["lon", "lat", "time", "IGBP_PFT", "landarea", "cellMissing", "cellid", "cresp"]);
    assert_eq!(names.len(), 7 + CASA_VARIABLES.len());
    assert_eq!(file.read_f32("time").unwrap(), [1901.0]);
    assert_eq!(file.read_i64("IGBP_PFT").unwrap(), [-9999, -9999, 17, 8, -9999, -9999]);
    assert_eq!(file.read_f32("landarea").unwrap(), [1e36, 1e36, 0.0, 5000.0, 1e36, 1e36]);
    assert_eq!(file.read_i64("cellid").unwrap(), [1, 3, 5, 2, 4, 6]);
    // What was not written is missing, and so are places without a cell.
    assert_eq!(file.read_f32("cresp").unwrap(), [1e36; 6]);
    assert_eq!(file.read_f32("cnpp").unwrap(), [1e36, 1e36, 0.25, 1.0, 1e36, 1e36]);
    let npp = file.variable("cnpp").unwrap();
    assert_eq!((npp.data_type, npp.dimensions.join(",")), (DataType::F32, "time,lat,lon".to_owned()));
    assert_eq!(text(npp.attribute("units")), "gC m-2 year-1");
    assert_eq!(npp.attribute("missing_value").unwrap().number(), Some(f64::from(1e36_f32)));
    assert_eq!(text(file.attribute("edaphon_version")), "0");
}

#[test]
fn daily_files_have_days_and_units_per_day() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mimics_1901_daily.nc");
    write(&path, MIMICS_VARIABLES, Step::Daily);
    let file = File::open(&path).unwrap();
    assert_eq!(file.dimension("time").unwrap().length, 365);
    let time = file.read_f32("time").unwrap();
    assert_eq!((time[0], time[364]), ((1901.0 + 1.0 / 365.0) as f32, 1902.0));
    assert_eq!(file.read_i64("day").unwrap(), (1..=365).collect::<Vec<i64>>());
    assert_eq!(file.read_f32_slab("cLITs", &[364, 1, 0], &[1, 1, 1]).unwrap(), [1.0 + 364.0 / 512.0]);
    assert_eq!(text(file.variable("cHresp").unwrap().attribute("units")), "gC m-2 day-1");
}

#[test]
fn unknown_variables_and_abandoned_files_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.nc");
    let header = OutputHeader::default();
    let mut writer = YearWriter::create(&path, CASA_VARIABLES, &header, &maps(), Step::Annual, 1).unwrap();
    assert!(writer.write("cSoil", 0, &[1.0, 2.0]).unwrap_err().to_string().contains("cSoil"));
    drop(writer);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
}
