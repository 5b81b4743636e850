//! Stores of Zarr, where the program was built to read them.

use std::path::{Path, PathBuf};

use edaphon_io::testbed::Dataset;

use crate::error::Result;

/// Whether a path is a store rather than a file.
pub(crate) fn is_store(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zarr")) || path.is_dir()
}

/// Opens a store.
#[cfg(feature = "zarr")]
pub(crate) fn open(path: &Path) -> Result<Box<dyn Dataset>> {
    Ok(Box::new(edaphon_zarr::Store::open(path)?))
}

/// Opens a store.
#[cfg(not(feature = "zarr"))]
pub(crate) fn open(path: &Path) -> Result<Box<dyn Dataset>> {
    let mend = "build it with `cargo install --path crates/edaphon-cli --features zarr`, or give a NetCDF file";
    let words = format!("{}: this edaphon was built without Zarr; {mend}", path.display());
    Err(crate::error::JobError::refused(words))
}

/// The file that describes a store, for a checksum.
#[cfg(feature = "zarr")]
pub(crate) fn description(path: &Path) -> PathBuf {
    edaphon_zarr::Store::description(path)
}

/// The file that describes a store, for a checksum.
#[cfg(not(feature = "zarr"))]
pub(crate) fn description(path: &Path) -> PathBuf {
    path.to_owned()
}
