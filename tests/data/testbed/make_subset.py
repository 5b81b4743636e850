#!/usr/bin/env python3
"""Cut the reference runs of the testbed down to what the tests compare.

usage: make_subset.py FOLDER

FOLDER holds `cells24/`, `cells24-spun/` and `params/` (see README.md). Writes `places.csv`, `forcing.f32.gz`, `index.json` and a
`CASE-MODEL.f64.gz` for each run beside this script. Numbers are kept exactly: little-endian, first the first byte of
every number, then the second of every number and so on, because like bytes compress well together.
needs: numpy, netCDF4
"""
import csv
import gzip
import json
import sys
from pathlib import Path

import numpy as np
from netCDF4 import Dataset

HERE = Path(__file__).parent
CASES = {"cold": "cells24", "spun": "cells24-spun"}
MODELS = ["casa-c", "casa-cn", "mimics-c", "mimics-cn"]
DAYS = [1, 2, 3, 4, 5, 30, 60, 110, 200, 290, 365, 370, 400, 500, 600, 700, 730]

PLANT = """tsoilavg moistavg phase fracCalloc_LEAF fracCalloc_WOOD fracCalloc_FROOT Cplant_LEAF Cplant_WOOD Cplant_FROOT
 Nplant_LEAF Nplant_WOOD Nplant_FROOT Clitter_CWD Nlitter_CWD Nsoilmin Cgpp Cnpp Crmplant_LEAF Crmplant_WOOD Crmplant_FROOT
 Crgplant cleaf2met cleaf2str croot2met croot2str cwood2cwd klitter_CWD NminDep NminFix xkNlimiting Nminuptake Nlittermin
 Nsmin Nsimm Nminleach Nminloss Cexudate Clitter_MET Clitter_STR Nlitter_MET Nlitter_STR Csoil_MIC Csoil_SLOW Csoil_PASS
 Nsoil_MIC Nsoil_SLOW Nsoil_PASS klitter_METB klitter_STR ksoil_MIC ksoil_SLOW ksoil_PASS""".split()
CASA = "Crsoil fT fW CpassInpt NlitInptMet".split()
WOOD = "cwd2str cwd2co2".split()
MIMICS = """hresp fmet ratLigN tauMod tauR tauK NPPan Vmax_R1 Vmax_R2 Vmax_R3 Vmax_K1 Vmax_K2 Vmax_K3 Km_R1 Km_R2 Km_R3 Km_K1
 Km_K2 Km_K3 LITm LITs MICr MICk SOMa SOMc SOMp inptMetC inputStrC cSOMpIn""".split()
MIMICS_N = "LITmN LITsN MICrN MICkN SOMaN SOMcN SOMpN DIN DINup_r DINup_k inptMetN inputStrN".split()


def packed(array):
    """Bytes of an array, plane by plane, compressed."""
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    planes = little.view(np.uint8).reshape(-1, little.itemsize).T
    return gzip.compress(np.ascontiguousarray(planes).tobytes(), 9, mtime=0)


def rows(path):
    with open(path, encoding="latin-1", newline="") as file:
        return [row for row in csv.reader(file)][1:]


def places(folder):
    """Type, soil and leaf season of each cell."""
    lines = [line.split() for line in open(folder / "params/modis_phenology_wtundra.txt", encoding="latin-1")]
    types, seasons = [int(x) for x in lines[1][:11]], lines[2:]
    grid, soil = rows(folder / "cells24/forcing.gridinfo.csv"), rows(folder / "cells24/forcing.soil.csv")
    with open(HERE / "places.csv", "w", encoding="utf-8") as out:
        out.write("vegetation_type,sand,clay,silt,wilting_point,field_capacity,saturation,greenup,fall,first_phase\n")
        for cell, texture in zip(grid, soil):
            latitude, kind = float(cell[1]), int(cell[3]) or 15
            season = seasons[min(271, max(1, int((79.75 - latitude + 0.25) / 0.5) + 1)) - 1]
            dates = [-50, 367, 2]
            if kind in types:
                column = 1 + types.index(kind)
                dates = [int(season[column + k * len(types)]) for k in range(3)]
            out.write(",".join(map(str, [kind, *[float(x) for x in texture[3:9]], *dates])) + "\n")


def forcing(folder):
    """[day][driver][cell]: GPP, air temperature, N deposition, then six layers each of soil temperature, liquid water, ice."""
    data = Dataset(folder / "cells24/forcing.nc")
    data.set_auto_mask(False)
    one = [data[name][:][:, None, 0, :] for name in ("xcgpp", "xtairk", "ndep")]
    layers = [data[name][:][:, :, 0, :] for name in ("xtsoil", "xmoist", "xfrznmoist")]
    values = np.concatenate(one + layers, axis=1).astype("f4")
    # Cell by cell in time: neighbours are then alike.
    (HERE / "forcing.f32.gz").write_bytes(packed(values.transpose(1, 2, 0)))
    return values.shape[0]


def start(folder, tag):
    """The restart files that a run read, column by column."""
    table = rows(folder / f"{tag}_casapool_start.csv")
    names = ["lai", "leaf_phase", "labile_c"]
    columns = [8, 10, 11]
    pools = "leaf wood froot metabolic structural cwd microbial slow passive".split()
    names += [f"{pool}_{element}" for element in "cn" for pool in pools] + ["mineral_n"]
    columns += list(range(12, 31))
    arrays = [[float(row[k]) for row in table] for k in columns]
    mimics = folder / f"{tag}_mimicspool_start.csv"
    if mimics.exists():
        table = rows(mimics)
        elements = "cn" if tag.endswith("cn") else "c"
        pools = "lit_m lit_s mic_r mic_k som_a som_c som_p".split()
        names += [f"{pool}_{element}" for element in elements for pool in pools]
        arrays += [[float(row[6 + k]) for row in table] for k in range(7 * len(elements))]
    return names, np.array(arrays)


def daily(folder, tag):
    mimics = tag.startswith("mimics")
    wanted = {f"{tag}_casa_daily.nc": PLANT + (WOOD if mimics else CASA)}
    if mimics:
        wanted[f"{tag}_mimics_daily.nc"] = MIMICS + (MIMICS_N if tag.endswith("cn") else [])
    names, arrays = [], []
    for file, variables in wanted.items():
        data = Dataset(folder / file)
        data.set_auto_mask(False)
        at = np.searchsorted(data["day"][:], DAYS)
        assert list(data["day"][:][at]) == DAYS
        names += variables
        arrays += [data[name][:][at].astype("f8") for name in variables]
    return names, np.array(arrays)


def main():
    folder = Path(sys.argv[1])
    places(folder)
    index = {"cells": 24, "forcing_days": forcing(folder), "days": DAYS, "runs": {}}
    for case, name in CASES.items():
        for model in MODELS:
            tag = model.replace("-", "_")
            start_names, starts = start(folder / name, tag) if case == "spun" else ([], np.empty((0, 24)))
            daily_names, values = daily(folder / name, tag)
            both = np.concatenate([starts.ravel(), values.ravel()])
            (HERE / f"{case}-{model}.f64.gz").write_bytes(packed(both))
            index["runs"][f"{case}-{model}"] = {"start": start_names, "daily": daily_names}
    (HERE / "index.json").write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
