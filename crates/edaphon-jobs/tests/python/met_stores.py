"""Writes the same weather as NetCDF and as Zarr stores, as a user of xarray does. Argument: a folder."""

import sys
from pathlib import Path

import numcodecs
import numpy as np
import xarray as xr
import zarr

folder = Path(sys.argv[1])
GRID = "id,lat,lon,v,st,so,area,a,b,c,d,e,f,g,h,i,j,ilat,ilon\n"
ROW = "{id},{lat},{lon},{v},1,1,1e9,0,0,0,0,-99,-99,-99,-99,-99,-99,{ilat},{ilon}\n"
CELLS = [(1, 45.0, 10.0, 1, 1, 1), (4, 60.0, 100.0, 10, 2, 2)]
(folder / "grid.csv").write_text(
    GRID + "".join(ROW.format(id=i, lat=a, lon=o, v=v, ilat=r, ilon=c) for i, a, o, v, r, c in CELLS)
)
(folder / "soil.csv").write_text("id,lat,lon,sand,clay,silt,wilt,field,sat\n" + "1,0,0,0.4,0.2,0.4,0.12,0.28,0.45\n" * 2)


def met(years):
    days, days_of_year = 365 * len(years), np.tile(np.arange(365), len(years))
    season = np.sin(2 * np.pi * (days_of_year - 100) / 365)
    warmer = np.repeat(np.asarray(years) - 1901.0, 365)
    plane = np.ones((days, 2, 2)) + np.arange(4).reshape(2, 2) / 10
    layer = np.ones((days, 6, 2, 2)) + np.arange(6).reshape(6, 1, 1) / 100
    flat, deep = (lambda x: x[:, None, None]), (lambda x: x[:, None, None, None])
    celsius = 8 + warmer + 12 * season
    values = {
        "xcgpp": ("gC m-2 day-1", flat(np.maximum(3 + 2.5 * season, 0)) * plane),
        "xtairk": ("K", 273.15 + flat(celsius) * plane),
        "ndep": ("gN m-2 day-1", 0.003 * plane),
        "xtsoil": ("K", 273.15 + deep(0.8 * celsius) * layer),
        "xmoist": ("m3 m-3", deep(0.24 - 0.05 * season) * layer),
        "xfrznmoist": ("m3 m-3", 0 * layer),
    }
    axes = {3: ("time", "lat", "lon"), 4: ("time", "nsoilyrs", "lat", "lon")}
    sea = np.array([[False, True], [True, False]])
    data = {
        name: (axes[v.ndim], np.where(sea, np.nan, v).astype("float32"), {"units": unit})
        for name, (unit, v) in values.items()
    }
    data["cellMissing"] = (("lat", "lon"), sea.astype("int32"))
    data["cellid"] = (("lat", "lon"), np.array([[1, 3], [2, 4]], "int32"))
    time = np.concatenate([365.0 * (y - 1901) + np.arange(365) for y in years])
    coordinates = {
        "time": ("time", time, {"units": "days since 1901-01-01", "calendar": "noleap"}),
        "lat": ("lat", np.array([45.0, 60.0])),
        "lon": ("lon", np.array([10.0, 100.0])),
    }
    return xr.Dataset(data, coordinates)


whole = met([1901, 1902, 1903])
whole.to_netcdf(folder / "met.nc", encoding={name: {"_FillValue": np.float32(1e36)} for name in whole.data_vars if name[0] in "xn"})
weather = [name for name in whole.data_vars if name[0] in "xn"]
for name, codec in [("v2", numcodecs.Zstd()), ("gzip2", numcodecs.GZip())]:
    encoding = {variable: {"compressors": codec} for variable in whole.variables}
    whole.to_zarr(folder / f"{name}.zarr", zarr_format=2, encoding=encoding)
odd = {name: {"chunks": (200,) + whole[name].shape[1:-2] + (1, 2)} for name in weather}
whole.to_zarr(folder / "v3.zarr", zarr_format=3, consolidated=True, encoding=odd)
shards = {name: {"chunks": (73,) + whole[name].shape[1:], "shards": (365,) + whole[name].shape[1:]} for name in weather}
whole.to_zarr(folder / "shards.zarr", zarr_format=3, encoding=shards)
packed = {name: {"dtype": "int16", "scale_factor": 0.01, "add_offset": 273.15, "_FillValue": -32768} for name in ("xtairk", "xtsoil")}
whole.to_zarr(folder / "packed.zarr", zarr_format=3, encoding=packed)
met([1901, 1903, 1904, 1907]).to_zarr(folder / "gaps.zarr", zarr_format=3)
blosc = {name: {"compressors": zarr.codecs.BloscCodec()} for name in weather}
whole.to_zarr(folder / "blosc.zarr", zarr_format=3, encoding=blosc)
leap = whole.copy()
leap["time"] = ("time", whole.time.values, {"units": "days since 1901-01-01", "calendar": "standard"})
leap.to_zarr(folder / "leap.zarr", zarr_format=3)
# A chunk that is gone holds the fill value of its array.
whole.to_zarr(folder / "lost.zarr", zarr_format=3, encoding={name: {"chunks": (365,) + whole[name].shape[1:]} for name in weather})
(folder / "lost.zarr" / "xtairk" / "c" / "1" / "0" / "0").unlink()
