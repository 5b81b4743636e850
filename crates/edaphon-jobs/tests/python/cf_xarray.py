"""Opens the files that the Rust test wrote as a user would: `python cf_xarray.py FOLDER`."""

import sys
from pathlib import Path

import cftime
import numpy as np
import xarray as xr

FILL = 1e20


def check_time(data, every):
    first, last = data.time.values[[0, -1]]
    assert isinstance(first, cftime.DatetimeNoLeap), type(first)
    middles = {
        "day": ((1901, 1, 1, 12), (1902, 12, 31, 12)),
        "month": ((1901, 1, 16, 12), (1902, 12, 16, 12)),
        "year": ((1901, 7, 2, 12), (1902, 7, 2, 12)),
    }
    assert (first, last) == tuple(cftime.DatetimeNoLeap(*moment) for moment in middles[every]), (every, first, last)
    assert data.sizes["time"] == {"day": 730, "month": 24, "year": 2}[every]
    bounds = data.time_bnds.values
    assert isinstance(bounds[0, 0], cftime.DatetimeNoLeap)
    assert bounds[0, 0] == cftime.DatetimeNoLeap(1901, 1, 1) and bounds[-1, 1] == cftime.DatetimeNoLeap(1903, 1, 1)
    assert (bounds[1:, 0] == bounds[:-1, 1]).all()


def check_variables(data):
    for name, variable in data.data_vars.items():
        if "time" not in variable.dims or name == "time_bnds":
            continue
        assert variable.attrs["units"] and variable.attrs["long_name"], name
        assert "time: mean" in variable.attrs["cell_methods"], name
        assert variable.attrs["grid_mapping"] == "crs", name
        assert variable.dtype == np.float32 and variable.encoding["_FillValue"] == np.float32(FILL), name
    for name in ("lat", "lon", "time", "time_bnds", "year"):
        assert "_FillValue" not in data[name].encoding, name
    assert data.cSoil.attrs["standard_name"] == "soil_mass_content_of_carbon"
    assert xr.plot.utils.label_from_attrs(data.cSoil).replace("\n", " ") == "carbon in soil [kg m-2]"


def check_map(data):
    assert data.cSoil.dims == ("time", "lat", "lon")
    assert {"lat_bnds", "lon_bnds", "time_bnds"} <= set(data.variables)
    simulated = data.simulated.values == 1
    assert (np.isfinite(data.cSoil.values) == simulated).all()
    assert np.isnan(data.vegetation_type.values).sum() == 6 and data.vegetation_type.values[1, 1] == 17
    assert data.vegetation_type.attrs["flag_meanings"].split()[16] == "water"
    forest = data.cSoil.sel(lat=45, lon=10)
    assert forest.dims == ("time",) and (forest > 0).all()
    weighted = data.cSoil.weighted(data.area_land.fillna(0)).mean(("lat", "lon"))
    assert np.isfinite(weighted.values).all()


def check_sites(data):
    assert data.cSoil.dims == ("time", "cell")
    assert {"lat", "lon", "cell_id"} <= set(data.cSoil.coords), data.cSoil.coords
    assert data.cell_id.values.tolist() == [11, 13, 15]
    assert np.isnan(data.cSoil.values[:, 1]).all() and np.isfinite(data.cSoil.values[:, [0, 2]]).all()


def main(folder):
    for path in sorted(folder.glob("*.nc")):
        place, every, *_ = path.stem.split("-")
        times = xr.coders.CFDatetimeCoder(use_cftime=True)
        engines = ["netcdf4"] if "classic" in path.stem else ["netcdf4", "h5netcdf"]
        for engine in engines:
            with xr.open_dataset(path, engine=engine, decode_times=times) as data:
                check_time(data, every)
                check_variables(data)
                check_map(data) if place == "map" else check_sites(data)
                budget = data.carbon_budget_residual
                assert budget.dims[0] == "year" and data.year.values.tolist() == [1901, 1902]
                assert abs(budget.isel(year=1)).max() < 1e-6
                assert data.attrs["Conventions"] == "CF-1.11, ACDD-1.3" and data.attrs["geospatial_lat_max"] == 45.0
        # Without asking for cftime as well: the calendar says it.
        with xr.open_dataset(path) as data:
            assert isinstance(data.time.values[0], cftime.DatetimeNoLeap)
            assert (data.time.dt.dayofyear <= 365).all()


main(Path(sys.argv[1]))
