//! Stores that xarray wrote (`tests/data/make_stores.py`) are read as they were meant.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use edaphon_zarr::{Dataset, Store};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// As the script makes it: 273 and a quarter more for each number, one of them missing.
fn air(at: usize) -> f32 {
    if at == 8 { f32::NAN } else { 273.0 + at as f32 / 4.0 }
}

fn same(found: &[f32], expected: impl Iterator<Item = usize>) {
    let expected: Vec<u32> = expected.map(|at| air(at).to_bits()).collect();
    assert_eq!(found.iter().map(|x| x.to_bits()).collect::<Vec<_>>(), expected);
}

#[test]
fn both_versions_are_read_packed_or_in_shards() {
    for name in ["v2.zarr", "v3.zarr"] {
        let store = Store::open(&path(name)).unwrap();
        let variable = store.variable("xtairk").unwrap();
        assert_eq!(
            (&variable.dimensions[..], &variable.shape[..]),
            (&["time", "lat", "lon"].map(str::to_owned)[..], &[4, 2, 3][..])
        );
        assert_eq!(variable.attribute("units").unwrap().text(), Some("K"));
        same(&store.unpack_f32_slab("xtairk", &[0, 0, 0], &[4, 2, 3]).unwrap(), 0..24);
        same(&store.unpack_f32_slab("xtairk", &[1, 0, 1], &[2, 1, 2]).unwrap(), [7, 8, 13, 14].into_iter());
        assert_eq!(store.read_i64("cellid").unwrap(), [0, 1, 2, 3, 4, 5]);
        assert_eq!(store.read_f64("time").unwrap(), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!((store.length("lat"), store.length("lon"), store.length("depth")), (Some(2), Some(3), None));
        assert!(Store::description(&path(name)).is_file());
    }
}

#[test]
fn refusals_say_what_is_there_and_what_is_accepted() {
    let store = Store::open(&path("v3.zarr")).unwrap();
    let words = store.variable("xtair").unwrap_err().to_string();
    assert!(words.contains("no variable `xtair`; the file has ") && words.contains("xtairk"), "{words}");
    let words = store.unpack_f32_slab("xtairk", &[3, 0, 0], &[2, 2, 3]).unwrap_err().to_string();
    assert!(words.contains("its shape is [4, 2, 3]; start [3, 0, 0], count [2, 2, 3] is not inside"), "{words}");
    let folder = tempfile::tempdir().unwrap();
    let words = Store::open(folder.path()).unwrap_err().to_string();
    assert!(words.contains("is no Zarr store") && words.contains("xarray's `to_zarr`"), "{words}");
    let words = Store::open(&folder.path().join("none.zarr")).unwrap_err().to_string();
    assert!(words.contains("none.zarr: cannot open"), "{words}");
}
