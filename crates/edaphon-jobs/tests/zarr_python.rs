//! Runs from Zarr stores as xarray writes them give the same bits as from the NetCDF file.
//!
//! `EDAPHON_TEST_PYTHON` names a Python that has xarray and zarr, as `make test` sets it up.
#![cfg(all(feature = "python-tests", feature = "zarr"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;

use edaphon_jobs::description::{Options, open};
use edaphon_models::ecosystem::State;

fn stores() -> tempfile::TempDir {
    let Some(python) = std::env::var_os("EDAPHON_TEST_PYTHON") else {
        panic!("EDAPHON_TEST_PYTHON is not set: run `make test`, which makes a Python with xarray and zarr");
    };
    let folder = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/met_stores.py");
    let output = Command::new(python).arg(script).arg(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

fn run(folder: &Path, store: &str, years: &str) -> Result<Vec<State<f64>>, String> {
    let path = folder.join(format!("{store}.toml"));
    let text = format!(
        "model = \"mimics-cn\"\ngrid = {{ file = \"grid.csv\", soil = \"soil.csv\" }}\n\
         forcing = {{ file = \"{store}\"{years} }}\noutput = {{ file = \"{store}.out.nc\", every = \"year\" }}\n"
    );
    std::fs::write(&path, text).unwrap();
    let options = Options { force: true, ..Options::default() };
    let job = open(&path, &options).map_err(|e| e.to_string())?;
    Ok(job.run(&mut |_, _| {}, &AtomicBool::new(false)).map_err(|e| e.to_string())?.states)
}

fn bits(states: &[State<f64>]) -> Vec<u64> {
    let mut values = [0.0; State::<f64>::NAMES.len()];
    let of = |state: &State<f64>| {
        state.store(&mut values);
        values.map(f64::to_bits)
    };
    states.iter().map(of).collect::<Vec<_>>().concat()
}

#[test]
fn stores_give_the_same_bits_as_files_and_say_what_is_wrong() {
    let folder = stores();
    let of = |store: &str, years: &str| run(folder.path(), store, years);
    let file = of("met.nc", "").unwrap();
    for store in ["v2.zarr", "gzip2.zarr", "v3.zarr", "shards.zarr"] {
        assert_eq!(bits(&of(store, "").unwrap()), bits(&file), "{store}");
    }
    let late = ", years = [1902, 1903]";
    assert_eq!(bits(&of("v3.zarr", late).unwrap()), bits(&of("met.nc", late).unwrap()));
    assert_ne!(bits(&of("v3.zarr", late).unwrap()), bits(&file));
    let packed = of("packed.zarr", "").unwrap();
    assert!((packed[0].som_p_c / file[0].som_p_c - 1.0).abs() < 1e-3, "packed to hundredths of a degree");

    let words = |store: &str, years: &str| of(store, years).unwrap_err();
    let gaps = words("gaps.zarr", "");
    assert!(
        gaps.ends_with("years 1902, 1905 to 1906 are missing, or lack days; it has 1901, 1903 to 1904, 1907"),
        "{gaps}"
    );
    assert!(words("v3.zarr", ", years = [1900, 1905]").contains("years 1900, 1904 to 1905 are missing"));
    let blosc = words("blosc.zarr", "");
    assert!(
        blosc.contains("compressed with blosc, which is not read here: write the store again with zstd"),
        "{blosc}"
    );
    assert!(words("leap.zarr", "").contains("time is in the calendar `standard`; accepted is noleap"));
    let lost = words("lost.zarr", "");
    assert!(lost.contains("`xtairk` is"), "{lost}");
    assert!(words("none.zarr", "").contains("none.zarr: cannot open"));
}
