"""Reference numbers from scikit-learn 1.9 for the tests of this crate; see README.md beside this file.

Usage: python make_reference.py BENCHMARK_FOLDER, with the folder of the synthetic space-time benchmark of soil carbon.
"""

import csv
import gzip
import json
import sys
from pathlib import Path

import numpy as np
from sklearn.ensemble import RandomForestRegressor
from sklearn.tree import DecisionTreeRegressor

HERE = Path(__file__).parent
SEEDS = 10


def write(name, text):
    with gzip.GzipFile(HERE / name, "wb", mtime=0) as file:
        file.write(text.encode())


# ---------------------------------------------------------------- single trees, which are determined by their data


def table(rng, rows, columns, steps):
    """Features that are whole multiples of a power of two: the same in 32 and 64 bits."""
    return np.floor(rng.random((rows, columns)) * steps) / 64


def target(rng, x):
    return np.sin(x[:, 0]) + x[:, 1] * x[:, 2] / 8 + 0.1 * rng.standard_normal(len(x))


def case(name, rng, *args, **settings):
    """The first draw in which no tie decides: scikit-learn breaks ties at random, so all seeds must agree."""
    while (found := one_draw(name, rng, *args, **settings)) is None:
        print(name, "has a tie, drawn again", flush=True)
    return found


def one_draw(name, rng, rows, steps, weights, **settings):
    x, new = table(rng, rows, 4, steps), table(rng, 200, 4, 4 * steps) / 4
    y = np.round(target(rng, x), 6)
    fits = [DecisionTreeRegressor(random_state=seed, **settings).fit(x, y, sample_weight=weights) for seed in range(30)]
    predictions = [tree.predict(new) for tree in fits]
    if not all(np.allclose(p, predictions[0], rtol=0, atol=1e-12) for p in predictions):
        return None
    return dict(
        name=name, settings=settings, features=x.T.tolist(), targets=y.tolist(), weights=weights.tolist(), new=new.T.tolist(),
        predictions=predictions[0].tolist(), leaves=int(fits[0].get_n_leaves()), importance=fits[0].feature_importances_.tolist(),
    )


def single_trees():
    rng = np.random.default_rng(5)
    ones = np.ones(300)
    uneven = np.round(rng.exponential(size=300) + 0.01, 3)
    some_zero = np.where(rng.random(300) < 0.3, 0.0, uneven)
    cases = [
        case("leaves of five", rng, 300, 4096, ones, min_samples_leaf=5),
        case("uneven weights", rng, 300, 4096, uneven, min_samples_leaf=5),
        case("weights of zero", rng, 300, 4096, some_zero, min_samples_leaf=8),
        case("four levels", rng, 300, 4096, uneven, max_depth=4, min_samples_leaf=3),
        case("few different values", rng, 300, 12, uneven, min_samples_leaf=5),
        case("a large table", rng, 3000, 4096, np.ones(3000), min_samples_leaf=20),
    ]
    write("single_trees.json.gz", json.dumps(cases))


# ---------------------------------------------------------------- forests on rows of the benchmark


def rows_of(folder, name):
    opener = gzip.open if name.endswith(".gz") else open
    with opener(folder / name, "rt") as file:
        return list(csv.DictReader(file))


def covariates(folder):
    """(site, year) -> the twelve covariates."""
    climate, ndvi = {}, {}
    for row in rows_of(folder, "climate_monthly.csv.gz"):
        climate.setdefault((row["clim_cell"], int(row["year"])), []).append([float(row[k]) for k in ("tmp_c", "pre_mm", "pet_mm")])
    for row in rows_of(folder, "ndvi_monthly.csv.gz"):
        months = [float(row[f"m{m:02d}"]) for m in range(1, 13)]
        ndvi[row["site"], int(row["year"])] = [np.mean([months[m] for m in season]) for season in ((11, 0, 1), (2, 3, 4), (5, 6, 7), (8, 9, 10))]
    fertiliser = {(row["county"], int(row["year"])): float(row["fer_kg_ha"]) for row in rows_of(folder, "fertiliser.csv")}

    def of(site, year):
        months = np.array(climate[site["clim_cell"], year])
        static = [float(site[k]) for k in ("elev_m", "slope_deg", "spi", "clay_pct")]
        return static + [months[:, 0].mean(), months[:, 1].sum(), months[:, 2].sum(), *ndvi[site["site"], year], fertiliser[site["county"], year]]

    return of


def benchmark_rows(folder):
    """Fold 0 of seed 0: held-out and training observations, and every fourth year of the simulated ones."""
    of = covariates(folder)
    fold = {row["site"]: row["seed0"] for row in rows_of(folder, "folds.csv")}
    simulated = {row["site"]: row for row in rows_of(folder, "po_seed0.csv.gz") if row["fold_held_out"] == "0"}
    years = (1981, 1985, 1989, 1993, 1997)
    lines = []
    for site in rows_of(folder, "sites.csv"):
        held_out = fold[site["site"]] == "0"
        for year in (1980, 2000):
            kind = 2 if held_out else 0
            lines.append([kind, int(site["site"]), *of(site, year), float(site[f"socs_kg_m2_{year}"])])
        if not held_out:
            lines.extend([1, int(site["site"]), *of(site, year), float(simulated[site["site"]][f"y{year}"])] for year in years)
    return lines


def split_forest(x, y, weights, seed, **settings):
    """What scikit-learn did before 1.9: rows drawn evenly, weights times counts in every tree."""
    rng = np.random.default_rng(seed)
    trees = []
    for _ in range(200):
        counts = np.bincount(rng.integers(0, len(x), len(x)), minlength=len(x))
        tree = DecisionTreeRegressor(random_state=int(rng.integers(2**31)), **settings)
        trees.append(tree.fit(x, y, sample_weight=weights * counts))
    return lambda new: np.mean([tree.predict(new) for tree in trees], axis=0)


def forests(folder):
    header = "kind,site,elev_m,slope_deg,spi,clay_pct,tmp_c,pre_mm,pet_mm,djf,mam,jja,son,fer_kg_ha,stock_kg_m2"
    lines = benchmark_rows(folder)
    text = [",".join(f"{v:.6g}" for v in line) for line in lines]
    write("benchmark_rows.csv.gz", header + "\n" + "\n".join(text) + "\n")
    values = np.array([[float(v) for v in line.split(",")] for line in text])
    kind, x, y = values[:, 0], values[:, 2:14], values[:, 14]
    train, held_out = kind < 2, kind == 2
    weights = np.where(kind == 0, 0.5, 0.5 * (kind == 0).sum() / (kind == 1).sum())[train]
    expected = []
    for mode in ("bootstrap", "split", "off"):
        for leaf, tried in ((1, 3), (5, 6)):
            scores, oob = [], []
            for seed in range(SEEDS):
                settings = dict(max_features=tried, min_samples_leaf=leaf)
                if mode == "split":
                    predict = split_forest(x[train], y[train], weights, seed, **settings)
                else:
                    draws = dict(bootstrap=mode == "bootstrap", oob_score=mode == "bootstrap")
                    forest = RandomForestRegressor(200, random_state=seed, n_jobs=2, **draws, **settings)
                    predict = forest.fit(x[train], y[train], sample_weight=weights).predict
                    if mode == "bootstrap":
                        errors = forest.oob_prediction_ - y[train]
                        oob.append(float(np.sqrt(np.average(errors**2, weights=weights))))
                scores.append(float(np.sqrt(np.mean((predict(x[held_out]) - y[held_out]) ** 2))))
            expected.append(dict(mode=mode, leaf=leaf, tried=tried, rmse=scores, oob_rmse=oob))
            print(mode, leaf, tried, np.mean(scores), np.std(scores, ddof=1), np.mean(oob) if oob else "", flush=True)
    (HERE / "benchmark_forests.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    single_trees()
    forests(Path(sys.argv[1]))
