//! Outputs opened with xarray.
//!
//! `EDAPHON_TEST_PYTHON` names a Python that has it, as `make test` sets it up.
#![cfg(feature = "python-tests")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod small_run;

use std::path::Path;
use std::process::Command;

use edaphon_jobs::Output;
use edaphon_jobs::cf::{CfOutput, Chunks, Every, Format, Settings};
use edaphon_models::Profile;
use edaphon_run::Model;
use small_run::{finish, job, land, map, sites};

#[test]
fn xarray_decodes_times_masks_and_places() {
    let Some(python) = std::env::var_os("EDAPHON_TEST_PYTHON") else {
        panic!(
            "EDAPHON_TEST_PYTHON is not set: run `make test`, which makes a Python with netCDF4, h5netcdf and xarray"
        );
    };
    let folder = tempfile::tempdir().unwrap();
    for (place, grid) in [("map", map()), ("sites", sites())] {
        for model in [Model::CasaC, Model::MimicsCn] {
            let land = land(model, Profile::Edaphon);
            let kinds = [
                ("netcdf4", Format::NetCdf4, Chunks::Map),
                ("series", Format::NetCdf4, Chunks::Series),
                ("classic", Format::Classic, Chunks::Map),
            ];
            let settings = Every::ALL.iter().flat_map(|&every| {
                kinds.map(|(kind, format, chunks)| {
                    let path = folder.path().join(format!("{place}-{}-{}-{kind}.nc", every.name(), model.name()));
                    Settings { format, chunks, first_year: 1901, ..Settings::new(path, every, 2) }
                })
            });
            let outputs = settings.map(|s| Box::new(CfOutput::new(s, &land).unwrap()) as Box<dyn Output>).collect();
            finish(job(grid.clone(), land, 2, outputs));
        }
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/cf_xarray.py");
    let output = Command::new(python).arg(script).arg(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
