"""Made `v2.zarr` and `v3.zarr` beside this file, with xarray 2026.9.0 and zarr 3.1.6."""

from pathlib import Path

import numcodecs
import numpy as np
import xarray as xr

here = Path(__file__).parent
air = 273.0 + np.arange(24, dtype="float32").reshape(4, 2, 3) / 4
air[1, 0, 2] = np.nan
data = xr.Dataset(
    {"xtairk": (("time", "lat", "lon"), air, {"units": "K"}), "cellid": (("lat", "lon"), np.arange(6, dtype="int32").reshape(2, 3))},
    {"time": ("time", np.arange(4.0), {"units": "days since 1901-01-01", "calendar": "noleap"}), "lat": [-1.0, 1.0], "lon": [0.0, 1.0, 2.0]},
)
packed = {"dtype": "int16", "scale_factor": 0.25, "add_offset": 273.0, "_FillValue": -32768, "chunks": (3, 2, 2)}
others = ["time", "lat", "lon", "cellid"]
old = {name: {"compressors": numcodecs.GZip()} for name in others} | {"xtairk": packed | {"compressors": numcodecs.Zstd()}}
data.to_zarr(here / "v2.zarr", zarr_format=2, encoding=old, mode="w")
data.to_zarr(here / "v3.zarr", zarr_format=3, encoding={"xtairk": {"chunks": (1, 2, 3), "shards": (2, 2, 3)}}, mode="w")
