//! Zarr stores (v2 and v3) as a [`Dataset`]: what xarray's `to_zarr` writes on a file system.
//!
//! ```text
//! dimensions   `dimension_names` of each array (v3), or its attribute `_ARRAY_DIMENSIONS` (v2)
//! packing      `scale_factor`, `add_offset`
//! missing      `_FillValue` (v3: in base64 as xarray writes it), `missing_value`, the fill value of the array (v2)
//! codecs       none, gzip, zlib, zstd, sharding; blosc with the feature `blosc`, which needs a C++ compiler
//! ```
//!
//! Chunks are read as they are needed, so that memory follows the slab that is asked for.

mod missing;
mod store;

pub use edaphon_io::testbed::Dataset;
pub use store::Store;
