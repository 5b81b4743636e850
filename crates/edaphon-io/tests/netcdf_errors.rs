//! What users can get wrong is refused in words that help, and nothing half-written is left.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use edaphon_io::netcdf::{AttributeValue, DataType, Define, File, Format, Writer};
use edaphon_io::{Error, Result};

const FORMATS: [Format; 3] = [Format::Classic, Format::Classic64, Format::NetCdf4];

/// The error's message, which must contain `parts`.
#[track_caller]
fn says<T>(result: Result<T>, parts: &[&str]) {
    let Err(error) = result else { panic!("expected an error that says {parts:?}") };
    let message = error.to_string();
    for part in parts {
        assert!(message.contains(part), "`{part}` is missing in: {message}");
    }
    assert!(!message.ends_with('.'), "{message}");
}

/// A small file with a fixed, a record and a text variable.
fn sample(path: &Path, format: Format) -> Result<()> {
    let mut w = Writer::create(path, format)?;
    w.unlimited("time")?;
    w.dimension("x", 100)?;
    w.define(Define::new("time", DataType::F64, &["time"]))?;
    w.define(Define::new("values", DataType::F32, &["time", "x"]))?;
    w.define(Define::new("label", DataType::Char, &["x"]))?;
    w.write("time", &[0.5, 1.5, 2.5])?;
    w.write("values", &vec![1.0_f32; 300])?;
    w.finish()
}

#[test]
fn files_that_are_not_netcdf_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.nc");
    says(File::open(&path), &["in.nc", "cannot read", "No such file"]);
    for (bytes, found) in [
        (&b""[..], "it is empty"),
        (b"year,npp\n", "it begins with \"year,npp\""),
        (b"CDF\x09\0\0\0\0\0\0\0\0", "CDF version 9"),
    ] {
        fs::write(&path, bytes).unwrap();
        says(File::open(&path), &["in.nc", "not a NetCDF file", found, "NetCDF-4 (HDF5) are read"]);
    }
}

#[test]
fn files_cut_short_are_errors_wherever_the_cut_is() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, cut) = (folder.path().join("whole.nc"), folder.path().join("cut.nc"));
    for format in FORMATS {
        sample(&whole, format).unwrap();
        let bytes = fs::read(&whole).unwrap();
        for length in (8..bytes.len() - 8).step_by(bytes.len() / 60) {
            fs::write(&cut, &bytes[..length]).unwrap();
            let read_all = || -> Result<()> {
                let file = File::open(&cut)?;
                for name in ["time", "values"] {
                    assert_eq!(file.read_f64(name)?.len(), file.variable(name)?.shape.iter().product::<usize>());
                }
                file.read_strings("label").map(|_| ())
            };
            let Err(error) = read_all() else { panic!("{format:?} cut at {length} of {} was read", bytes.len()) };
            assert!(matches!(error, Error::Damaged { .. }), "{format:?} cut at {length}: {error}");
            says(Err::<(), _>(error), &["cut.nc", "cut short"]);
        }
    }
}

#[test]
fn wrong_requests_name_the_variable_and_what_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.nc");
    for format in FORMATS {
        sample(&path, format).unwrap();
        let file = File::open(&path).unwrap();
        says(file.read_f64("valeus"), &["in.nc", "no variable `valeus`", "time, values, label"]);
        says(file.read_f64("label"), &["in.nc", "variable `label`", "char", "numbers are accepted"]);
        says(file.read_strings("time"), &["variable `time`", "double", "text is accepted"]);
        says(file.read_i64("time"), &["variable `time`", "0.5", "whole numbers"]);
        let beyond = file.read_f32_slab("values", &[1, 0], &[3, 100]);
        says(beyond, &["variable `values`", "[1, 0]", "[3, 100]", "the shape is [3, 100]"]);
        says(file.read_f32_slab("values", &[1], &[1]), &["the shape is [3, 100]"]);
        says(file.read_f32_slab("values", &[usize::MAX, 0], &[2, 1]), &["the shape is [3, 100]"]);
    }
}

#[test]
fn definitions_that_a_format_does_not_allow_are_refused_with_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |format, define: &dyn Fn(&mut Writer) -> Result<()>, parts: &[&str]| {
        let mut w = Writer::create(folder.path().join("out.nc"), format).unwrap();
        w.unlimited("t").unwrap();
        w.dimension("x", 3).unwrap();
        says(define(&mut w), parts);
    };
    for format in FORMATS {
        refused(format, &|w| w.unlimited("u"), &["out.nc", "`t` and `u` are both unlimited"]);
        refused(format, &|w| w.dimension("x", 3), &["`x` is defined twice"]);
        refused(format, &|w| w.dimension("y", 0), &["`y` has length 0, at least 1"]);
        refused(format, &|w| w.dimension("a/b", 1), &["dimension name `a/b`"]);
        let v = |dims: &[&str]| Define::new("v", DataType::F32, dims);
        refused(format, &|w| w.define(v(&["z"])), &["`v`", "dimension `z` is not defined"]);
        refused(format, &|w| w.define(v(&["x", "t"])), &["unlimited dimension `t` must come first"]);
        refused(format, &|w| w.define(v(&["x"]).fill(1.0_f64)), &["type float", "fill value of type double"]);
        refused(format, &|w| w.define(v(&["x"]).attribute("_FillValue", 1.0)), &["`v:_FillValue`", "Define::fill"]);
        let twice = |w: &mut Writer| w.define(v(&["x"]).attribute("a", 1.0).attribute("a", 2.0));
        refused(format, &twice, &["attribute `a` is given twice"]);
        let coordinate = |w: &mut Writer| w.define(Define::new("x", DataType::F32, &["x"]).fill(0.0_f32));
        refused(format, &coordinate, &["coordinate variable `x` has a fill value"]);
        refused(format, &|w| w.define(Define::new("x", DataType::F32, &["t"])), &["`x` has the name of a dimension"]);
        let none = AttributeValue::Numbers(Vec::<f64>::new().into());
        refused(format, &|w| w.attribute("none", none.clone()), &["`global:none` has no numbers"]);
        let late = |w: &mut Writer| {
            w.define(v(&["x"]))?;
            w.write("v", &[1.0_f32, 2.0, 3.0])?;
            w.dimension("late", 1)
        };
        refused(format, &late, &["nothing can be defined once numbers have been written"]);
    }
    for format in [Format::Classic, Format::Classic64] {
        let variable = |w: &mut Writer| w.define(Define::new("n", DataType::I64, &["x"]));
        refused(format, &variable, &["`n` has type int64", "NetCDF-4 takes more"]);
        refused(format, &|w| w.define(Define::new("s", DataType::String, &["x"])), &["type string", "NetCDF-4"]);
        refused(format, &|w| w.attribute("seed", 1_u64), &["`global:seed` has type uint64"]);
        let deflate = |w: &mut Writer| w.define(Define::new("d", DataType::F32, &["x"]).deflate(4));
        refused(format, &deflate, &["`d`", "deflate", "need NetCDF-4"]);
    }
    let level = |w: &mut Writer| w.define(Define::new("d", DataType::F32, &["x"]).deflate(12));
    refused(Format::NetCdf4, &level, &["deflate level 12, 0 to 9 are accepted"]);
    let chunks = |w: &mut Writer| w.define(Define::new("d", DataType::F32, &["x"]).chunks(&[1, 2]));
    refused(Format::NetCdf4, &chunks, &["chunks [1, 2], 1 lengths"]);
}

#[test]
fn numbers_that_do_not_fit_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for format in FORMATS {
        let mut w = Writer::create(folder.path().join("out.nc"), format).unwrap();
        w.unlimited("t").unwrap();
        w.dimension("x", 3).unwrap();
        w.define(Define::new("v", DataType::F32, &["t", "x"])).unwrap();
        w.define(Define::new("label", DataType::Char, &["x", "x"])).unwrap();
        says(w.write("w", &[1.0]), &["no variable `w`", "v, label"]);
        says(w.write("v", &[1_i32, 2, 3]), &["`v`", "has type float, int was given"]);
        says(w.write("v", &[1.0, 2.0]), &["`v`", "takes 3 values for a slab of [1, 3]", "2 were given"]);
        says(w.write_slab("v", &[0, 1], &[1, 3], &[0.0; 3]), &["shape [unlimited, 3]", "[0, 1] of [1, 3]"]);
        says(w.write_strings("label", &["a", "b"]), &["`label`", "2 texts were given"]);
        says(w.write_strings("label", &["a", "b", "long"]), &["takes 3 bytes of text, `long` has 4"]);
        // Refused requests leave the writer usable.
        w.write("v", &[1.0, 2.0, 3.0]).unwrap();
        w.finish().unwrap();
    }
}

#[test]
fn sizes_beyond_a_classic_format_name_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let attempt = |format, variables: usize, length| {
        let mut w = Writer::create(folder.path().join("large.nc"), format)?;
        w.dimension("x", length)?;
        for i in 0..variables {
            w.define(Define::new(&format!("v{i}"), DataType::F32, &["x"]))?;
        }
        w.write_slab("v0", &[0], &[0], &[0.0_f32; 0])
    };
    says(attempt(Format::Classic, 1, 600_000_000), &["large.nc", "`v0` has 2400000000 bytes", "CDF-2"]);
    says(attempt(Format::Classic, 3, 500_000_000), &["`v2` would begin at byte", "CDF-2"]);
    says(attempt(Format::Classic64, 1, 1_200_000_000), &["`v0` has 4800000000 bytes", "NetCDF-4"]);
    attempt(Format::Classic64, 3, 500_000_000).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn only_a_finished_file_takes_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.nc");
    for format in FORMATS {
        fs::write(&path, "precious").unwrap();
        let mut w = Writer::create(&path, format).unwrap();
        w.dimension("x", 3).unwrap();
        w.define(Define::new("v", DataType::F32, &["x"])).unwrap();
        w.write("v", &[1.0, 2.0, 3.0]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"precious");
        drop(w);
        assert_eq!(fs::read(&path).unwrap(), b"precious");
        sample(&path, format).unwrap();
        assert_eq!(File::open(&path).unwrap().variables().len(), 3);
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["out.nc"], "{format:?}");
    }
}

#[test]
fn a_folder_that_cannot_be_written_to_is_an_error_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("no such folder").join("out.nc");
    for format in FORMATS {
        says(Writer::create(&nowhere, format), &["out.nc", "cannot create", "No such file or directory"]);
        says(Writer::create(folder.path(), format), &["cannot create", "directory"]);
    }
}

/// Writes until the system refuses; run by `a_full_disk_leaves_nothing_behind` in a process that may not write much.
#[test]
#[ignore = "needs a limit on the size of files, which the test that runs it sets"]
fn write_too_much() {
    let folder = std::env::var_os("EDAPHON_TEST_FOLDER").unwrap();
    for format in FORMATS {
        let attempt = || -> Result<()> {
            let mut w = Writer::create(Path::new(&folder).join("full.nc"), format)?;
            w.unlimited("t")?;
            w.dimension("x", 100_000)?;
            w.define(Define::new("v", DataType::F64, &["t", "x"]))?;
            for t in 0..100 {
                w.write_slab("v", &[t, 0], &[1, 100_000], &vec![t as f64; 100_000])?;
            }
            w.finish()
        };
        says(attempt(), &["full.nc: cannot write", "File too large"]);
    }
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    // A limit on the size of files, with its signal ignored, fails writes as a full disk does.
    let output = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 2000; exec \"$0\" --ignored --exact write_too_much"])
        .arg(std::env::current_exe().unwrap())
        .env("EDAPHON_TEST_FOLDER", folder.path())
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && words.contains("1 passed"), "{words}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
