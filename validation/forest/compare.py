"""Speed and skill of edaphon-forest beside scikit-learn's, in one go; see README.md beside this file.

Usage: python compare.py [--trees 200] [--rows 100000] [--repeats 1]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PACKAGES = ["scikit-learn==1.9.*", "numpy"]
COLUMNS = 12


def in_environment():
    """Starts this script again in a virtual environment of its own, made on the first run."""
    folder = ROOT / "target" / "compare-forest"
    python = folder / "bin" / "python"
    if Path(sys.prefix).resolve() == folder.resolve():
        return
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True)
    os.execv(python, [str(python), *sys.argv])


def data(rows):
    """Terrain, soil and climate of invented places: smooth effects, an interaction, a step, noise; features of 32 bits."""
    import numpy as np

    rng = np.random.default_rng(1)

    def part(n):
        x = rng.random((n, COLUMNS)).astype(np.float32).astype(np.float64)
        signal = 10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + 5 * (x[:, 4] > 0.6)
        return x, signal + 1.5 * rng.standard_normal(n), 0.5 * 4 ** rng.random(n)

    return part(rows), part(20_000)


def write(folder, train, test):
    import numpy as np

    (x, y, w), (new, truth, _) = train, test
    np.concatenate([x.T.ravel(), y, w]).astype("<f8").tofile(folder / "train.f64")
    np.concatenate([new.T.ravel(), truth]).astype("<f8").tofile(folder / "test.f64")


def timed(work):
    """Result, wall time and processor time of all threads (s)."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - wall, time.process_time() - cpu


def ours(folder, trees):
    """leaf -> figures, from the table that the benchmark prints."""
    command = ["cargo", "bench", "--quiet", "-p", "edaphon-forest", "--bench", "forest", "--", str(folder)]
    environment = {**os.environ, "TREES": str(trees)}
    text = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    lines = [line.split() for line in text.splitlines() if line[:1].isdigit()]
    return {int(line[0]): [float(v) for v in line[2:7]] for line in lines}


def theirs(train, test, trees, leaf):
    import numpy as np
    from sklearn.ensemble import RandomForestRegressor

    (x, y, w), (new, truth, _) = train, test
    forest = RandomForestRegressor(trees, max_features=4, min_samples_leaf=leaf, n_jobs=-1, random_state=1)
    _, *fit = timed(lambda: forest.fit(x, y, sample_weight=w))
    prediction, *predict = timed(lambda: forest.predict(new))
    return [*fit, *predict, float(np.sqrt(np.mean((prediction - truth) ** 2)))]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--trees", type=int, default=200)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--repeats", type=int, default=1, help="the least of each time is printed")
    options = options.parse_args()
    in_environment()
    train, test = data(options.rows)
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), train, test)
        # Built before anything is timed.
        subprocess.run(["cargo", "bench", "--quiet", "-p", "edaphon-forest", "--bench", "forest", "--no-run"], cwd=ROOT, check=True)
        runs = []
        for _ in range(options.repeats):
            here = ours(Path(folder), options.trees)
            runs.append({leaf: (here[leaf], theirs(train, test, options.trees, leaf)) for leaf in (5, 1)})
    show(options, runs)


def show(options, runs):
    names = ["fit, wall s", "fit, CPU s", "predict, wall s", "predict, CPU s", "RMSE"]
    print(f"{options.rows} rows, {COLUMNS} columns, weights, {options.trees} trees, 4 columns per split; {os.cpu_count()} cores")
    print(f"{'':<28}{'edaphon':>10}{'scikit-learn':>14}{'times':>8}")
    for leaf in (5, 1):
        print(f"leaf of {leaf} at least")
        for at, name in enumerate(names):
            here, there = (min(run[leaf][side][at] for run in runs) for side in (0, 1))
            times = f"{there / here:8.1f}" if at < 4 and here > 0 else ""
            print(f"  {name:<26}{here:10.3f}{there:14.3f}{times}")


if __name__ == "__main__":
    main()
