//! Tables and maps exchanged with pandas, pyarrow, xarray and rasterio, both ways.
//!
//! `EDAPHON_TEST_PYTHON` names a Python that has them, as `make test` sets it up.
#![cfg(feature = "python-tests")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

use edaphon_geo::{Column, Crs, Grid, Layer, Raster, Table, Values};

/// Runs a command of `geo_interop.py` on a folder.
fn python(command: &str, folder: &Path) {
    let Some(python) = std::env::var_os("EDAPHON_TEST_PYTHON") else {
        panic!(
            "EDAPHON_TEST_PYTHON is not set: run `make test`, which makes a Python with pyarrow, rasterio and xarray"
        );
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/geo_interop.py");
    let output = Command::new(python).arg(script).arg(command).arg(folder).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "geo_interop.py {command} failed:\n{words}");
}

#[test]
fn files_from_python_are_read() {
    let folder = tempfile::tempdir().unwrap();
    python("make", folder.path());
    let mut names = vec!["pandas.csv"];
    if cfg!(feature = "parquet") {
        names.extend(["snappy.parquet", "zstd.parquet", "gzip.parquet"]);
    }
    for name in names {
        let table = Table::read(folder.path().join(name)).unwrap();
        let column = |name| table.column(name).unwrap();
        assert_eq!(column("site").values, Values::Whole(vec![1, 2, 3]), "{name}");
        assert_eq!(column("name").values, Values::Text(vec!["a".into(), String::new(), "größe".into()]), "{name}");
        assert_eq!(
            (column("clay").unit.as_deref(), &column("clay").values),
            (Some("%"), &vec![23.4, f64::NAN, 12.0].into())
        );
        assert_eq!(table.reals_in("stock", "kg m-2").unwrap(), [4.0, 5.5, 6.25]);
        assert_eq!(column("year").values, Values::Real(vec![1980.0, f64::NAN, 2000.0]), "{name}");
    }
    if cfg!(feature = "parquet") {
        let words = |name: &str| Table::read(folder.path().join(name)).unwrap_err().to_string();
        assert!(words("dates.parquet").contains("column `day`: found a date; accepted are numbers and text"));
        assert!(words("nested.parquet").contains("is nested; a table takes flat columns"));
    }
    let table = Table::read(folder.path().join("xarray.nc")).unwrap();
    assert_eq!(table.column("site").unwrap().values, Values::Whole(vec![1, 2]));
    assert_eq!(table.column("clay").unwrap().values, Values::Real(vec![20.0, f64::NAN]));
    let ndvi = Raster::read(folder.path().join("ndvi.nc")).unwrap();
    assert_eq!((ndvi.years(), ndvi.grid().crs, ndvi.grid().west), (vec![1980, 1981, 1982], Crs::WGS84, -180.0));
    assert_eq!(ndvi.layer(1)[..4], [14.0, 15.0, 12.0, 13.0]);
}

fn soc(crs: Crs, columns: usize, rows: usize) -> Raster {
    let grid = if crs.is_geographic() {
        let (width, height) = (360.0 / columns as f64, 180.0 / rows as f64);
        Grid { crs, west: -180.0, north: 90.0, width, height, columns, rows }
    } else {
        Grid { crs, west: 500_000.0, north: 5_300_000.0, width: 1000.0, height: 500.0, columns, rows }
    };
    let value = |i: usize| if i == 3 { f64::NAN } else { (0.37 * i as f64).sin() };
    let values = (0..2 * columns * rows).map(value).collect();
    let raster = Raster::new("soc", grid, vec![Layer::Year(1980), Layer::Year(2000)], values).unwrap();
    raster.with_unit("kg m-2").with_long_name("soil carbon stock")
}

#[test]
fn files_are_read_by_python() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let columns = vec![
        Column::new("site", vec![1_i64, 2]),
        Column::new("code", vec!["", "007"]),
        Column::new("clay", vec![0.1 + 0.2, f64::NAN]).unit("%"),
    ];
    let table = Table::new("made", columns).unwrap();
    for name in ["table.csv", "table.csv.gz", "table.nc", "table.parquet"] {
        if cfg!(feature = "parquet") || !name.ends_with("parquet") {
            table.write(at(name)).unwrap();
        }
    }
    let title = [("title", "a map")];
    soc(Crs::Projected(32633), 300, 520).write(at("plane.tif"), &title).unwrap();
    soc(Crs::Projected(32633), 30, 20).write(at("plane.nc"), &title).unwrap();
    soc(Crs::WGS84, 36, 18).write(at("globe.tif"), &title).unwrap();
    soc(Crs::WGS84, 36, 18).write(at("globe.nc"), &title).unwrap();
    soc(Crs::Local, 30, 20).write(at("local.tif"), &title).unwrap();
    soc(Crs::Projected(3035), 30, 20).write(at("europe.nc"), &title).unwrap();
    soc(Crs::Projected(27700), 30, 20).write(at("britain.nc"), &title).unwrap();
    python("check", folder.path());
}
