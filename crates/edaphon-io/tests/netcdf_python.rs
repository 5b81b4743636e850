//! Files exchanged with netCDF4-python, h5netcdf and xarray, both ways.
//!
//! `EDAPHON_TEST_PYTHON` names a Python that has them, as `make test` sets it up.
#![cfg(feature = "python-tests")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

use edaphon_io::netcdf::{AttributeValue, DataType, Define, File, Format, Writer};

/// Runs a command of `netcdf_interop.py` on a folder.
fn python(command: &str, folder: &Path) {
    let Some(python) = std::env::var_os("EDAPHON_TEST_PYTHON") else {
        panic!(
            "EDAPHON_TEST_PYTHON is not set: run `make test`, which makes a Python with netCDF4, h5netcdf and xarray"
        );
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/netcdf_interop.py");
    let output = Command::new(python).arg(script).arg(command).arg(folder).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "netcdf_interop.py {command} failed:\n{words}");
}

#[test]
fn files_from_python_are_read() {
    let folder = tempfile::tempdir().unwrap();
    python("make", folder.path());
    for name in ["cdf1", "cdf2", "cdf5", "nc4", "nc4classic"] {
        reads_the_common_part(&folder.path().join(format!("{name}.nc")));
    }
    for name in ["cdf5", "nc4"] {
        let file = File::open(folder.path().join(format!("{name}.nc"))).unwrap();
        assert_eq!(file.read_i64("wide").unwrap(), [-(1 << 60), 0, 1 << 60]);
        assert_eq!(file.read_i64("unsigned").unwrap(), [0, 40_000, 65_535]);
    }
    let file = File::open(folder.path().join("nc4.nc")).unwrap();
    assert_eq!(file.read_strings("pool").unwrap(), ["a", "größe", ""]);
    let list = AttributeValue::Texts(vec!["one".to_owned(), "zwei".to_owned()]);
    assert_eq!(file.attribute("list"), Some(&list));

    let file = File::open(folder.path().join("h5netcdf.nc")).unwrap();
    assert_eq!(file.read_f64("values").unwrap(), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
    assert!(file.dimension("time").unwrap().unlimited);

    let file = File::open(folder.path().join("xarray.nc")).unwrap();
    assert_eq!(file.read_f64("time").unwrap(), [57.0, 58.0, 59.0, 60.0]);
    let calendar = file.variable("time").unwrap().attribute("calendar").and_then(AttributeValue::text);
    assert_eq!(calendar, Some("noleap"));
}

fn reads_the_common_part(path: &Path) {
    let file = File::open(path).unwrap();
    let text = |name| file.attribute(name).and_then(AttributeValue::text);
    assert_eq!((text("title"), text("empty")), (Some("tést"), Some("")), "{}", file.format());
    assert_eq!(file.attribute("levels"), Some(&vec![1.5, 2.5].into()));
    let values = file.variable("values").unwrap();
    assert_eq!(
        (&values.dimensions[..], &values.shape[..]),
        (&["time", "y", "x"].map(String::from)[..], &[5, 3, 4][..])
    );

    let mut expected: Vec<f32> = (0..60_u8).map(f32::from).collect();
    expected[7] = 1e36;
    assert_eq!(file.read_f32("values").unwrap(), expected);
    assert!(file.unpack_f64("values").unwrap()[7].is_nan());
    let slab = file.read_f32_slab("values", &[1, 1, 2], &[2, 2, 2]).unwrap();
    assert_eq!(slab, [18.0, 19.0, 22.0, 23.0, 30.0, 31.0, 34.0, 35.0]);

    assert_eq!(file.read_i64("packed").unwrap()[..4], [-32_768, 0, 1, 2]);
    let packed = file.unpack_f64_slab("packed", &[2, 0], &[1, 4]).unwrap();
    assert!(packed[0].is_nan());
    assert_eq!(packed[1..], [273.15, 0.01 + 273.15, 0.02 + 273.15]);

    assert_eq!(file.read_strings("label").unwrap(), ["lit_m", "som", ""]);
    assert_eq!(file.read_i64("byte").unwrap(), [-128, -1, 0, 127]);
    assert_eq!(file.read_i64("single").unwrap(), [42]);
}

#[test]
fn a_filter_that_cannot_be_read_is_named_with_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    python("make", folder.path());
    for (name, filter) in [("zstd", "zstd (HDF5 filter 32015)"), ("blosc_zstd", "blosc (HDF5 filter 32001)")] {
        let file = File::open(folder.path().join(format!("{name}.nc"))).unwrap();
        assert_eq!(file.read_f64_slab("plain", &[0], &[1]).unwrap(), [1.0]);
        let message = file.read_f64("values").unwrap_err().to_string();
        for part in [name, "variable `values`", filter, "nccopy -d 4"] {
            assert!(message.contains(part), "`{part}` is missing in: {message}");
        }
    }
}

#[test]
fn python_reads_our_files_and_appends_to_them() {
    let folder = tempfile::tempdir().unwrap();
    let files = [("classic", Format::Classic), ("classic64", Format::Classic64), ("netcdf4", Format::NetCdf4)];
    for (name, format) in files {
        write_soil(&folder.path().join(format!("{name}.nc")), format).unwrap();
        for others in 0..3 {
            write_odd_records(&folder.path().join(format!("{name}-{others}.nc")), format, others).unwrap();
        }
    }
    python("check", folder.path());
    for (name, _) in files {
        let file = File::open(folder.path().join(format!("{name}.nc"))).unwrap();
        assert_eq!(file.dimension("time").unwrap().length, 4);
        assert_eq!(file.read_f64("time").unwrap(), [182.5, 547.5, 912.5, 1277.5], "{name}");
        assert_eq!(
            file.read_f32_slab("cSoil", &[2, 1, 0], &[2, 1, 4]).unwrap(),
            [20.0, 21.0, 22.0, 23.0, 99.0, 99.0, 99.0, 99.0]
        );
    }
}

fn write_soil(path: &Path, format: Format) -> edaphon_io::Result<()> {
    let netcdf4 = format == Format::NetCdf4;
    let mut w = Writer::create(path, format)?;
    w.unlimited("time")?;
    for (name, length) in [("lat", 2), ("lon", 4), ("bnds", 2), ("width", 5)] {
        w.dimension(name, length)?;
    }
    w.attribute("title", "soil")?;
    w.attribute("empty", "")?;
    w.attribute("note", "Böden, 20 °C")?;
    w.attribute("levels", vec![1.5, 2.5])?;
    let time = Define::new("time", DataType::F64, &["time"]).attribute("units", "days since 1901-01-01");
    w.define(time.attribute("calendar", "noleap").attribute("bounds", "time_bnds"))?;
    w.define(Define::new("time_bnds", DataType::F64, &["time", "bnds"]))?;
    w.define(Define::new("lat", DataType::F32, &["lat"]).attribute("units", "degrees_north"))?;
    w.define(Define::new("lon", DataType::F64, &["lon"]).attribute("units", "degrees_east"))?;
    let soil = Define::new("cSoil", DataType::F32, &["time", "lat", "lon"]).attribute("units", "kg m-2").fill(1e36_f32);
    w.define(if netcdf4 { soil.chunks(&[2, 2, 3]).deflate(4) } else { soil })?;
    let packed = Define::new("packed", DataType::I16, &["lon"]).fill(-1_i16);
    w.define(packed.attribute("scale_factor", 0.5).attribute("add_offset", 10.0))?;
    w.define(Define::new("label", DataType::Char, &["lat", "width"]))?;
    w.define(Define::new("byte", DataType::I8, &["lon"]))?;
    w.define(Define::new("count", DataType::I32, &[]))?;
    if netcdf4 {
        let names = vec!["one".to_owned(), "zwei".to_owned()];
        w.define(Define::new("site", DataType::String, &["lat"]).attribute("names", names))?;
        w.define(Define::new("wide", DataType::I64, &["lat"]))?;
        w.write_strings("site", &["Böden", ""])?;
        w.write("wide", &[-(1_i64 << 60), 1 << 60])?;
    }
    w.write("lat", &[-0.5, 0.5])?;
    w.write("lon", &[10.0, 20.0, 30.0, 40.0])?;
    w.write("packed", &[0_i16, 1, -1, 3])?;
    w.write_strings("label", &["lit_m", "öl"])?;
    w.write("byte", &[-128_i8, -1, 0, 127])?;
    w.write("count", &[42])?;
    for year in 0..3_usize {
        let start = 365.0 * year as f64;
        w.write_slab("time", &[year], &[1], &[start + 182.5])?;
        w.write_slab("time_bnds", &[year, 0], &[1, 2], &[start, start + 365.0])?;
        let map: Vec<f64> =
            (0..8).map(|i| (8 * year + i) as f64).map(|v| if v == 5.0 { f64::NAN } else { v }).collect();
        w.write_slab("cSoil", &[year, 0, 0], &[1, 2, 4], &map)?;
    }
    w.finish()
}

/// Records of 3 bytes, beside `others` record variables.
fn write_odd_records(path: &Path, format: Format, others: usize) -> edaphon_io::Result<()> {
    let mut w = Writer::create(path, format)?;
    w.unlimited("time")?;
    w.dimension("x", 3)?;
    w.define(Define::new("fixed", DataType::I16, &["x"]))?;
    w.define(Define::new("byte", DataType::I8, &["time", "x"]))?;
    for other in 0..others {
        w.define(Define::new(&format!("other{other}"), DataType::I16, &["time"]))?;
    }
    w.write("fixed", &[1_i16, 2, 3])?;
    for t in 0..5_u8 {
        w.write_slab("byte", &[t.into(), 0], &[1, 3], &[t as i8, 10, -20])?;
        for other in 0..others {
            w.write_slab(&format!("other{other}"), &[t.into()], &[1], &[100 * i16::from(t)])?;
        }
    }
    w.finish()
}
