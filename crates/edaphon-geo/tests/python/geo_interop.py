"""Tables and maps exchanged with pandas, pyarrow, xarray and rasterio; run by tests/python.rs."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import rasterio
import xarray as xr


def make(folder: Path) -> None:
    """Files that Edaphon is to read."""
    frame = pd.DataFrame(
        {
            "site": np.array([1, 2, 3], "int32"),
            "name": ["a", None, "größe"],
            "clay [%]": [23.4, np.nan, 12.0],
            "stock [kg m-2]": np.array([4.0, 5.5, 6.25], "float32"),
            "year": pd.array([1980, None, 2000], "Int64"),
        }
    )
    frame.to_csv(folder / "pandas.csv", index=False)
    for compression in ["snappy", "zstd", "gzip"]:
        frame.to_parquet(folder / f"{compression}.parquet", index=False, compression=compression)
    pd.DataFrame({"day": pd.to_datetime(["2000-01-01"])}).to_parquet(folder / "dates.parquet", index=False)
    pd.DataFrame({"list": [[1, 2]]}).to_parquet(folder / "nested.parquet", index=False)
    ds = xr.Dataset({"site": ("site", [1, 2]), "clay": ("site", [20.0, np.nan], {"units": "%"})})
    ds.to_netcdf(folder / "xarray.nc")
    years = xr.date_range("1980", periods=3, freq="YS", use_cftime=True, calendar="noleap")
    ndvi = xr.DataArray(
        np.arange(24.0).reshape(3, 2, 4), dims=("time", "lat", "lon"), name="ndvi", attrs={"units": "1"},
        coords={
            "time": years,
            "lat": ("lat", [10.0, 20.0], {"units": "degrees_north"}),
            "lon": ("lon", [45.0, 135.0, 225.0, 315.0], {"units": "degrees_east"}),
        },
    )
    ndvi.to_netcdf(folder / "ndvi.nc")


def check(folder: Path) -> None:
    """Files that Edaphon wrote."""
    for name in ["table.csv", "table.csv.gz", "table.parquet"]:
        path = folder / name
        frame = pd.read_parquet(path) if name.endswith("parquet") else pd.read_csv(path, dtype={"code": str})
        assert list(frame) == ["site", "code", "clay [%]"], (name, list(frame))
        assert frame["site"].tolist() == [1, 2] and str(frame["site"].dtype) == "int64", name
        assert frame["code"][1] == "007" and pd.isna(frame["code"][0]), (name, frame)
        assert frame["clay [%]"][0] == 0.1 + 0.2 and np.isnan(frame["clay [%]"][1]), name
    with xr.open_dataset(folder / "table.nc") as ds:
        assert ds.clay.attrs["units"] == "%" and ds.clay.dims == ("row",)
        assert ds.code.values.tolist() == ["", "007"] and np.isnan(ds.clay[1])
    check_tif(folder)
    check_maps(folder)


def check_tif(folder: Path) -> None:
    with rasterio.open(folder / "plane.tif") as file:
        assert file.crs.to_epsg() == 32633 and file.transform.to_gdal() == (500000.0, 1000.0, 0.0, 5300000.0, 0.0, -500.0)
        assert np.isnan(file.nodata) and file.descriptions == ("1980", "2000") and file.units == ("kg m-2", "kg m-2")
        assert file.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG", file.tags(ns="IMAGE_STRUCTURE")
        assert file.overviews(1) == [2, 4] and file.profile["compress"] == "deflate" and file.profile["tiled"]
        assert file.tags()["long_name"] == "soil carbon stock" and file.tags()["title"] == "a map", file.tags()
        values = file.read()
        assert values.shape == (2, 520, 300) and np.isnan(values[0, 0, 3])
        expected = np.sin(0.37 * np.arange(2 * 520 * 300)).astype("f4").reshape(2, 520, 300)
        assert np.nanmax(np.abs(values - expected)) == 0, np.nanmax(np.abs(values - expected))
        assert np.isfinite(file.read(1, out_shape=(130, 75))).all()
    with rasterio.open(folder / "globe.tif") as file:
        assert file.crs.to_epsg() == 4326 and file.bounds == (-180.0, -90.0, 180.0, 90.0)
    with rasterio.open(folder / "local.tif") as file:
        # A local plane: neither of the globe nor of a projection.
        crs = file.crs
        assert crs is None or not (crs.is_projected or crs.is_geographic or crs.to_epsg()), crs


def check_maps(folder: Path) -> None:
    with xr.open_dataset(folder / "plane.nc") as ds:
        assert ds.soc.dims == ("time", "y", "x") and ds.soc.attrs["units"] == "kg m-2" and {**ds.soc.attrs, **ds.soc.encoding}["grid_mapping"] == "crs"
        assert ds.time.dt.year.values.tolist() == [1980, 2000] and str(ds.time_bnds.values[0][1])[:10] == "1981-01-01"
        assert np.isnan(ds.soc[0, 0, 3]) and ds.crs.attrs["epsg_code"] == "EPSG:32633"
        assert ds.crs.attrs["longitude_of_central_meridian"] == 15.0
    with rasterio.open(f"netcdf:{folder}/plane.nc:soc") as file:
        assert file.crs.to_epsg() == 32633, file.crs
        assert file.count == 2 and file.transform.to_gdal() == (500000.0, 1000.0, 0.0, 5300000.0, 0.0, -500.0)
    with rasterio.open(f"netcdf:{folder}/globe.nc:soc") as file:
        assert file.crs.to_epsg() == 4326, file.crs
    with rasterio.open(f"netcdf:{folder}/europe.nc:soc") as file:
        assert file.crs.to_epsg() == 3035, file.crs
    # Of a CRS that is not described in the program, the file has the code alone.
    with xr.open_dataset(folder / "britain.nc") as ds:
        assert ds.crs.attrs["epsg_code"] == ds.crs.attrs["spatial_ref"] == "EPSG:27700", ds.crs.attrs


if __name__ == "__main__":
    {"make": make, "check": check}[sys.argv[1]](Path(sys.argv[2]))
