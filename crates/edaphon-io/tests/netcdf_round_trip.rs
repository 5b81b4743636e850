//! What was written is read back: every format, every type, slabs in every order.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use edaphon_io::netcdf::{AttributeValue, DataType, Define, Element, File, Format, Writer};

const FORMATS: [Format; 3] = [Format::Classic, Format::Classic64, Format::NetCdf4];

fn write(path: &Path, format: Format, fill_in: impl FnOnce(&mut Writer) -> edaphon_io::Result<()>) -> File {
    let mut writer = Writer::create(path, format).unwrap();
    fill_in(&mut writer).unwrap();
    writer.finish().unwrap();
    File::open(path).unwrap()
}

fn in_folder(test: impl Fn(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    test(folder.path());
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains(".tmp-")), "left behind: {left:?}");
}

#[test]
fn every_type_comes_back() {
    fn one<T: Element>(w: &mut Writer, name: &str, values: [T; 3]) -> edaphon_io::Result<()> {
        w.write(name, &values)
    }
    in_folder(|folder| {
        for format in FORMATS {
            let wide = format == Format::NetCdf4;
            let file = write(&folder.join("types.nc"), format, |w| {
                w.dimension("i", 3)?;
                for data_type in [DataType::I8, DataType::I16, DataType::I32, DataType::F32, DataType::F64] {
                    w.define(Define::new(data_type.name(), data_type, &["i"]))?;
                }
                if wide {
                    for data_type in [DataType::I64, DataType::U8, DataType::U16, DataType::U32, DataType::U64] {
                        w.define(Define::new(data_type.name(), data_type, &["i"]))?;
                    }
                    one(w, "int64", [i64::MIN, 0, i64::MAX])?;
                    one(w, "ubyte", [0_u8, 128, 255])?;
                    one(w, "ushort", [0_u16, 40_000, 65_535])?;
                    one(w, "uint", [0_u32, 3_000_000_000, u32::MAX])?;
                    one(w, "uint64", [0_u64, 1 << 60, i64::MAX as u64])?;
                }
                one(w, "byte", [-128_i8, 0, 127])?;
                one(w, "short", [-32_768_i16, 1, 32_767])?;
                one(w, "int", [i32::MIN, 2, i32::MAX])?;
                one(w, "float", [f32::MIN_POSITIVE, -0.0, f32::MAX])?;
                one(w, "double", [f64::MIN_POSITIVE, 0.1, f64::INFINITY])
            });
            assert_eq!(file.read_i64("byte").unwrap(), [-128, 0, 127]);
            assert_eq!(file.read_i64("short").unwrap(), [-32_768, 1, 32_767]);
            assert_eq!(file.read_i64("int").unwrap(), [i64::from(i32::MIN), 2, i64::from(i32::MAX)]);
            assert_eq!(
                file.read_f32("float").unwrap().map_bits(),
                [f32::MIN_POSITIVE, -0.0, f32::MAX].to_vec().map_bits()
            );
            assert_eq!(file.read_f64("double").unwrap(), [f64::MIN_POSITIVE, 0.1, f64::INFINITY]);
            if wide {
                assert_eq!(file.read_i64("int64").unwrap(), [i64::MIN, 0, i64::MAX]);
                assert_eq!(file.read_i64("ubyte").unwrap(), [0, 128, 255]);
                assert_eq!(file.read_i64("ushort").unwrap(), [0, 40_000, 65_535]);
                assert_eq!(file.read_i64("uint").unwrap(), [0, 3_000_000_000, i64::from(u32::MAX)]);
                assert_eq!(file.read_i64("uint64").unwrap(), [0, 1 << 60, i64::MAX]);
            }
        }
    });
}

trait MapBits {
    fn map_bits(self) -> Vec<u32>;
}

impl MapBits for Vec<f32> {
    fn map_bits(self) -> Vec<u32> {
        self.into_iter().map(f32::to_bits).collect()
    }
}

#[test]
fn dimensions_variables_and_attributes_come_back_in_order() {
    in_folder(|folder| {
        for format in FORMATS {
            let file = write(&folder.join("a.nc"), format, |w| {
                w.unlimited("time")?;
                w.dimension("lat", 2)?;
                w.dimension("cell", 4)?;
                w.attribute("title", "soil")?;
                w.attribute("empty", "")?;
                w.attribute("summary", "Böden, 20 °C")?;
                w.attribute("levels", vec![1.5, 2.5])?;
                w.define(Define::new("time", DataType::F64, &["time"]).attribute("calendar", "noleap"))?;
                w.define(Define::new("lat", DataType::F32, &["lat"]).attribute("units", "degrees_north"))?;
                let soil = Define::new("cSoil", DataType::F32, &["time", "lat", "cell"]);
                w.define(soil.attribute("valid", vec![0_i16, 7]).attribute("scale", 2.0).fill(1e36_f32))?;
                w.define(Define::new("answer", DataType::I32, &[]))?;
                w.write("answer", &[42])
            });
            let dimensions: Vec<_> =
                file.dimensions().iter().map(|d| (d.name.as_str(), d.length, d.unlimited)).collect();
            assert_eq!(dimensions, [("time", 0, true), ("lat", 2, false), ("cell", 4, false)]);
            let names: Vec<_> = file.variables().iter().map(|v| v.name.as_str()).collect();
            assert_eq!(names, ["time", "lat", "cSoil", "answer"], "{format:?}");
            let soil = file.variable("cSoil").unwrap();
            assert_eq!(soil.dimensions, ["time", "lat", "cell"]);
            assert_eq!((&soil.shape[..], soil.data_type), (&[0, 2, 4][..], DataType::F32));
            assert_eq!(soil.attribute("_FillValue"), Some(&1e36_f32.into()));
            assert_eq!(soil.attribute("valid"), Some(&vec![0_i16, 7].into()));
            assert_eq!(soil.attribute("scale").and_then(AttributeValue::number), Some(2.0));
            let title = |name| file.attribute(name).and_then(AttributeValue::text);
            assert_eq!(title("title"), Some("soil"));
            assert_eq!(title("empty"), Some(""));
            assert_eq!(title("summary"), Some("Böden, 20 °C"));
            assert_eq!(file.attribute("levels"), Some(&vec![1.5, 2.5].into()));
            assert_eq!(file.read_i64("answer").unwrap(), [42]);
            assert!(file.read_f64("cSoil").unwrap().is_empty());
        }
    });
}

/// A counter whose value tells where it stands.
fn ramp(start: &[usize], count: &[usize], shape: &[usize]) -> Vec<f64> {
    let mut values = vec![0.0];
    for d in 0..shape.len() {
        let steps =
            |&at: &f64| (0..count[d]).map(move |i| at * shape[d] as f64 + (start[d] + i) as f64).collect::<Vec<_>>();
        values = values.iter().flat_map(steps).collect();
    }
    values
}

#[test]
fn slabs_in_any_order_make_the_same_file_as_records_in_order() {
    const SHAPE: [usize; 3] = [7, 3, 5];
    let whole = ramp(&[0; 3], &SHAPE, &SHAPE);
    in_folder(|folder| {
        for format in FORMATS {
            let define = |w: &mut Writer| {
                w.unlimited("t")?;
                w.dimension("y", 3)?;
                w.dimension("x", 5)?;
                let v = Define::new("v", DataType::F64, &["t", "y", "x"]).fill(-1.0);
                w.define(if format == Format::NetCdf4 { v.chunks(&[3, 2, 5]).deflate(1) } else { v })?;
                w.define(Define::new("other", DataType::I16, &["t"]))
            };
            let orders: [&[([usize; 3], [usize; 3])]; 5] = [
                &[([0, 0, 0], SHAPE)],
                &[([0, 0, 0], [2, 3, 5]), ([2, 0, 0], [2, 3, 5]), ([4, 0, 0], [3, 3, 5])],
                &[([5, 0, 0], [2, 3, 5]), ([0, 0, 0], [4, 3, 5]), ([4, 0, 0], [1, 3, 5])],
                &[([0, 0, 0], [7, 1, 5]), ([0, 1, 0], [7, 2, 2]), ([0, 1, 2], [7, 2, 3])],
                &[([6, 2, 4], [1, 1, 1]), ([0, 0, 0], [6, 3, 5]), ([6, 0, 0], [1, 3, 5])],
            ];
            for order in orders {
                let file = write(&folder.join("slabs.nc"), format, |w| {
                    define(w)?;
                    order
                        .iter()
                        .try_for_each(|(start, count)| w.write_slab("v", start, count, &ramp(start, count, &SHAPE)))
                });
                assert_eq!(file.read_f64("v").unwrap(), whole, "{format:?} {order:?}");
                assert_eq!(
                    file.read_f64_slab("v", &[2, 1, 1], &[3, 2, 2]).unwrap(),
                    ramp(&[2, 1, 1], &[3, 2, 2], &SHAPE)
                );
                assert!(file.unpack_f64("other").unwrap().iter().all(|v| v.is_nan()));
            }
        }
    });
}

#[test]
fn what_was_not_written_is_missing_and_nan_is_written_as_fill() {
    in_folder(|folder| {
        for format in FORMATS {
            let file = write(&folder.join("fill.nc"), format, |w| {
                w.unlimited("t")?;
                w.dimension("x", 2)?;
                w.define(Define::new("stated", DataType::F32, &["t", "x"]).fill(-9999.0_f32))?;
                w.define(Define::new("default", DataType::F32, &["t", "x"]))?;
                w.define(Define::new("gap", DataType::I16, &["t", "x"]).fill(-5_i16))?;
                w.define(Define::new("fixed", DataType::I32, &["x"]).fill(-1))?;
                w.write_slab("gap", &[1, 0], &[1, 2], &[7_i16, 8])?;
                w.write_slab("stated", &[2, 1], &[1, 1], &[5.0])?;
                w.write_slab("stated", &[0, 0], &[1, 2], &[f64::NAN, 4.0])
            });
            assert_eq!(file.read_f64("stated").unwrap(), [-9999.0, 4.0, -9999.0, -9999.0, -9999.0, 5.0]);
            assert_eq!(file.unpack_f32("stated").unwrap()[1], 4.0);
            assert!(file.unpack_f32("stated").unwrap()[0].is_nan());
            assert_eq!(file.read_f32("default").unwrap(), [9.969_21e36; 6], "{format:?}");
            assert!(file.unpack_f64_slab("default", &[1, 0], &[2, 2]).unwrap().iter().all(|v| v.is_nan()));
            assert_eq!(file.read_i64("gap").unwrap(), [-5, -5, 7, 8, -5, -5], "{format:?}");
            assert_eq!(file.read_i64("fixed").unwrap(), [-1, -1]);
        }
    });
}

#[test]
fn odd_lengths_are_padded_and_a_single_record_variable_is_not() {
    in_folder(|folder| {
        for format in FORMATS {
            for others in [0, 1, 2] {
                let file = write(&folder.join("pad.nc"), format, |w| {
                    w.unlimited("t")?;
                    w.dimension("x", 3)?;
                    w.define(Define::new("fixed", DataType::I16, &["x"]))?;
                    w.define(Define::new("a", DataType::I8, &["t", "x"]))?;
                    for other in 0..others {
                        w.define(Define::new(["b", "c"][other], DataType::I16, &["t", "x"]))?;
                    }
                    w.write("fixed", &[1_i16, 2, 3])?;
                    for t in 0..5_i8 {
                        w.write_slab("a", &[t as usize, 0], &[1, 3], &[t, t + 10, t + 20])?;
                        for other in 0..others {
                            let values = [i16::from(t), 300, -300];
                            w.write_slab(["b", "c"][other], &[t as usize, 0], &[1, 3], &values)?;
                        }
                    }
                    Ok(())
                });
                assert_eq!(file.read_i64("fixed").unwrap(), [1, 2, 3]);
                let expected: Vec<i64> = (0..5).flat_map(|t| [t, t + 10, t + 20]).collect();
                assert_eq!(file.read_i64("a").unwrap(), expected, "{format:?}, {others} others");
                for other in 0..others {
                    let expected: Vec<i64> = (0..5).flat_map(|t| [t, 300, -300]).collect();
                    assert_eq!(file.read_i64(["b", "c"][other]).unwrap(), expected);
                }
            }
        }
    });
}

#[test]
fn texts_come_back() {
    in_folder(|folder| {
        for format in FORMATS {
            let file = write(&folder.join("text.nc"), format, |w| {
                w.dimension("pool", 3)?;
                w.dimension("width", 6)?;
                w.define(Define::new("label", DataType::Char, &["pool", "width"]))?;
                if format == Format::NetCdf4 {
                    w.define(Define::new("pool", DataType::String, &["pool"]).attribute("long_name", "pool"))?;
                    w.define(Define::new("never", DataType::String, &["pool"]))?;
                    w.attribute("list", vec!["a".to_owned(), "bé".to_owned()])?;
                    w.write_strings("pool", &["mikrobe", "", "größe"])?;
                }
                w.write_strings("label", &["lit_m", "öl", ""])
            });
            assert_eq!(file.read_strings("label").unwrap(), ["lit_m", "öl", ""]);
            if format == Format::NetCdf4 {
                assert_eq!(file.read_strings("pool").unwrap(), ["mikrobe", "", "größe"]);
                assert_eq!(file.read_strings("never").unwrap(), ["", "", ""]);
                let list = AttributeValue::Texts(vec!["a".to_owned(), "bé".to_owned()]);
                assert_eq!(file.attribute("list"), Some(&list));
            }
        }
    });
}

#[test]
fn the_same_calls_give_the_same_bytes() {
    in_folder(|folder| {
        for format in FORMATS {
            let bytes = |name: &str| {
                let path = folder.join(name);
                write(&path, format, |w| {
                    w.unlimited("t")?;
                    w.dimension("x", 50_000)?;
                    w.attribute("title", "twice")?;
                    let v = Define::new("v", DataType::F32, &["t", "x"]).fill(1e36_f32);
                    w.define(if format == Format::NetCdf4 { v.chunks(&[4, 10_000]).deflate(4) } else { v })?;
                    for t in 0..10 {
                        let row: Vec<f32> = (0..50_000).map(|x| (x as f32 * 0.37 + t as f32).sin()).collect();
                        w.write_slab("v", &[t, 0], &[1, 50_000], &row)?;
                    }
                    Ok(())
                });
                fs::read(path).unwrap()
            };
            let first = bytes("one.nc");
            // Times in HDF5 have a resolution of one second.
            std::thread::sleep(std::time::Duration::from_millis(1100));
            assert!(first == bytes("two.nc"), "{format:?}: the bytes differ");
        }
    });
}

#[test]
fn files_can_be_handed_to_other_threads() {
    fn send<T: Send>() {}
    fn sync<T: Sync>() {}
    send::<Writer>();
    send::<File>();
    sync::<File>();
}
