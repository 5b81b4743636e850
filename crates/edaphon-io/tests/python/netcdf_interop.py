"""Files exchanged with netCDF4-python, h5netcdf and xarray.

    python netcdf_interop.py make FOLDER     write the files that the Rust test reads
    python netcdf_interop.py check FOLDER    check the files that the Rust test wrote, then append a record to each
"""

import sys
from pathlib import Path

import cftime
import h5netcdf
import netCDF4
import numpy as np
import xarray as xr

FORMATS = {
    "cdf1": "NETCDF3_CLASSIC",
    "cdf2": "NETCDF3_64BIT_OFFSET",
    "cdf5": "NETCDF3_64BIT_DATA",
    "nc4": "NETCDF4",
    "nc4classic": "NETCDF4_CLASSIC",
}
SOIL = {"classic": "NETCDF3_CLASSIC", "classic64": "NETCDF3_64BIT_OFFSET", "netcdf4": "NETCDF4"}


def make(folder):
    for name, model in FORMATS.items():
        make_one(folder / f"{name}.nc", model)
    make_with_h5netcdf(folder / "h5netcdf.nc")
    make_with_xarray(folder / "xarray.nc")
    for filter_name in ("zstd", "blosc_zstd"):
        make_compressed(folder / f"{filter_name}.nc", filter_name)


def make_one(path, model):
    with netCDF4.Dataset(path, "w", format=model) as file:
        file.title = "tést"
        file.empty = ""
        file.levels = np.array([1.5, 2.5])
        file.createDimension("time", None)
        file.createDimension("y", 3)
        file.createDimension("x", 4)
        file.createDimension("width", 6)
        hdf5 = model.startswith("NETCDF4")
        packing = {"zlib": True, "complevel": 5, "shuffle": True, "chunksizes": (3, 2, 4)} if hdf5 else {}

        time = file.createVariable("time", "f8", ("time",))
        time.units = "days since 1901-01-01"
        values = file.createVariable("values", "f4", ("time", "y", "x"), fill_value=np.float32(1e36), **packing)
        values[:] = np.ma.masked_equal(np.arange(60, dtype="f4").reshape(5, 3, 4), 7)
        time[:] = np.arange(5)

        packed = file.createVariable("packed", "i2", ("y", "x"), fill_value=-32768)
        packed.scale_factor = 0.01
        packed.add_offset = 273.15
        packed.set_auto_maskandscale(False)
        packed[:] = np.array([[-32768, 0, 1, 2]] * 3)

        label = file.createVariable("label", "S1", ("y", "width"))
        label[:] = netCDF4.stringtochar(np.array([b"lit_m", b"som", b""], "S6"))
        file.createVariable("byte", "i1", ("x",))[:] = [-128, -1, 0, 127]
        file.createVariable("single", "i4", ())[...] = 42
        if model == "NETCDF4":
            file.createVariable("pool", str, ("y",))[:] = np.array(["a", "größe", ""], object)
            file.setncattr_string("list", ["one", "zwei"])
        if model in ("NETCDF4", "NETCDF3_64BIT_DATA"):
            file.createVariable("wide", "i8", ("y",))[:] = [-(2**60), 0, 2**60]
            file.createVariable("unsigned", "u2", ("y",))[:] = [0, 40000, 65535]


def make_with_h5netcdf(path):
    with h5netcdf.File(path, "w") as file:
        file.dimensions = {"y": 3, "time": None}
        file.resize_dimension("time", 2)
        values = file.create_variable("values", ("time", "y"), "f8", chunks=(1, 3), compression="gzip", fletcher32=True)
        values[:] = np.arange(6.0).reshape(2, 3)
        values.attrs["units"] = "kg m-2"


def make_with_xarray(path):
    times = xr.date_range("2000-02-27", periods=4, calendar="noleap", use_cftime=True)
    data = xr.DataArray(np.arange(4.0), coords={"time": times}, dims="time", name="rh", attrs={"units": "kg m-2 s-1"})
    data.to_netcdf(path, engine="netcdf4", unlimited_dims="time", encoding={"time": {"units": "days since 2000-01-01"}})


def make_compressed(path, compression):
    with netCDF4.Dataset(path, "w") as file:
        file.createDimension("x", 10000)
        file.createVariable("plain", "f4", ("x",))[:] = 1.0
        file.createVariable("values", "f4", ("x",), compression=compression)[:] = np.arange(10000) % 17


def check(folder):
    for name, model in SOIL.items():
        path = folder / f"{name}.nc"
        check_with_netcdf4(path, model)
        check_with_xarray(path, "h5netcdf" if model == "NETCDF4" else "scipy")
        check_with_xarray(path, "netcdf4")
        append_record(path)
        for others in range(3):
            check_padding(folder / f"{name}-{others}.nc", others)
    check_with_h5netcdf(folder / "netcdf4.nc")


def check_with_netcdf4(path, model):
    with netCDF4.Dataset(path) as file:
        assert file.data_model == model, file.data_model
        assert list(file.dimensions) == ["time", "lat", "lon", "bnds", "width"], list(file.dimensions)
        assert file.dimensions["time"].isunlimited() and len(file.dimensions["time"]) == 3
        assert not file.dimensions["lat"].isunlimited()
        assert (file.title, file.empty, file.note) == ("soil", "", "Böden, 20 °C")
        assert list(file.levels) == [1.5, 2.5]

        soil = file["cSoil"]
        assert soil.dimensions == ("time", "lat", "lon") and soil.dtype == np.float32
        assert soil._FillValue == np.float32(1e36) and soil.units == "kg m-2"
        expected = np.ma.masked_equal(np.arange(24, dtype="f4").reshape(3, 2, 4), 5)
        found = soil[:]
        assert (found.mask == expected.mask).all() and (found == expected).all(), found
        for coordinate in ("time", "lat", "lon"):
            assert "_FillValue" not in file[coordinate].ncattrs()

        assert (file["packed"][:] == np.ma.masked_invalid([10.0, 10.5, np.nan, 11.5])).all(), file["packed"][:]
        assert file["packed"][:].mask.tolist() == [False, False, True, False]
        assert netCDF4.chartostring(file["label"][:], encoding="utf-8").tolist() == ["lit_m", "öl"]
        assert file["byte"][:].tolist() == [-128, -1, 0, 127]
        assert file["count"][...] == 42
        if model == "NETCDF4":
            filters = soil.filters()
            assert filters["zlib"] and filters["shuffle"] and filters["complevel"] == 4, filters
            assert soil.chunking() == [2, 2, 3], soil.chunking()
            assert file["site"][:].tolist() == ["Böden", ""]
            assert file["site"].names == ["one", "zwei"]
            assert file["wide"][:].tolist() == [-(2**60), 2**60]
        header = file["cSoil"].ncattrs() + file.ncattrs()
        assert not [name for name in header if name.startswith(("_Netcdf4", "DIMENSION", "CLASS", "NAME"))], header


def check_padding(path, others):
    """Records of 3 bytes: padded where there are other record variables, not where there are none."""
    with netCDF4.Dataset(path) as file:
        assert file["byte"][:].tolist() == [[t, 10, -20] for t in range(5)], path
        assert file["fixed"][:].tolist() == [1, 2, 3]
        for other in range(others):
            assert file[f"other{other}"][:].tolist() == [100 * t for t in range(5)], path


def check_with_xarray(path, engine):
    coder = xr.coders.CFDatetimeCoder(use_cftime=True)
    with xr.open_dataset(path, engine=engine, decode_times=coder) as data:
        noleap = cftime.DatetimeNoLeap
        assert data.time.values.tolist() == [noleap(1901, 7, 2, 12), noleap(1902, 7, 2, 12), noleap(1903, 7, 2, 12)]
        bounds = data.time_bnds.values.tolist()
        assert bounds[1] == [noleap(1902, 1, 1), noleap(1903, 1, 1)], bounds
        assert data.cSoil.dims == ("time", "lat", "lon")
        assert np.isnan(data.cSoil.values[0, 1, 1]) and data.cSoil.values[2, 1, 3] == 23
        assert data.cSoil.sel(lat=0.5, lon=10.0).values.tolist() == [4.0, 12.0, 20.0]
        assert data.packed.values[[0, 1, 3]].tolist() == [10.0, 10.5, 11.5] and np.isnan(data.packed.values[2])
        assert "time" in data.encoding["unlimited_dims"]
        assert set(data.coords) == {"time", "lat", "lon"}, set(data.coords)


def check_with_h5netcdf(path):
    with h5netcdf.File(path, "r") as file:
        assert list(file.dimensions) == ["time", "lat", "lon", "bnds", "width"]
        assert file.dimensions["time"].isunlimited()
        assert file["time_bnds"].dimensions == ("time", "bnds")


def append_record(path):
    with netCDF4.Dataset(path, "a") as file:
        file["time"][3] = 1277.5
        file["time_bnds"][3] = [1095.0, 1460.0]
        file["cSoil"][3] = 99.0
        file["lat"].comment = "appended to"
    with netCDF4.Dataset(path) as file:
        assert len(file.dimensions["time"]) == 4 and (file["cSoil"][3] == 99.0).all()


if __name__ == "__main__":
    {"make": make, "check": check}[sys.argv[1]](Path(sys.argv[2]))
