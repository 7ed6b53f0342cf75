"""Compares the time of explanations with that of shap, for the same models, rows and background.

Trains three ensembles of trees, exports them, and runs shap's TreeExplainer (interventional, the whole background, one
thread) before and after ExplanationBenchmark. Prints processor time for each row, and asserts nothing. Arguments are
the names of the models to measure: lightgbm, xgboost, forest; all by default.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"

import subprocess
import sys
import time
from pathlib import Path

import lightgbm
import numpy as np
import shap
import xgboost
from onnxmltools.convert import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType
from skl2onnx import to_onnx
from sklearn.ensemble import RandomForestRegressor

ROOT = Path(__file__).resolve().parents[3]
TARGET = ROOT / "target" / "explanations"
FEATURES = 20
ROWS = 101_000
TRAINING_ROWS = 20_000
ROUNDS = 3


def data():
    random = np.random.default_rng(17)
    x = random.normal(size=(ROWS, FEATURES)).astype(np.float32)
    score = x[:, 0] * x[:, 1] + np.sin(2 * x[:, 2]) + 0.5 * x[:, 3:8].sum(axis=1) + random.normal(size=ROWS)
    return x, score


def shap_millis(model, background, rows):
    """The processor time for each row."""
    explainer = shap.TreeExplainer(model, shap.maskers.Independent(background, max_samples=len(background)))
    start = time.process_time()
    explainer.shap_values(rows, check_additivity=False)
    return 1_000 * (time.process_time() - start) / len(rows)


def onward(name, batch):
    command = ["./mvnw", "-q", "-B", "test", "-Pbench", "-Dtest=ExplanationBenchmark"]
    command += [f"-Dexplain.model={TARGET / name}.onnx", f"-Dexplain.rows={TARGET / 'rows.csv'}"]
    command += [f"-Dexplain.batch={batch}"]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [line for line in lines if line.startswith("background")]


def compare(title, name, model, graph, x, backgrounds, batch):
    """Backgrounds are numbers of rows, with the number of rows that shap explains. Onward explains `batch` rows."""
    (TARGET / f"{name}.onnx").write_bytes(graph.SerializeToString())
    millis = {size: [] for size in backgrounds}

    def measure():
        for _ in range(ROUNDS):
            for size, count in backgrounds.items():
                millis[size].append(shap_millis(model, x[:size], x[-count:]))

    measure()
    lines = onward(name, batch)
    measure()
    print(title)
    for line in lines:
        print("  Onward:", line)
    for size, times in millis.items():
        times.sort()
        print(
            f"  shap {shap.__version__}: background of {size} rows: {times[ROUNDS]:.2f} ms a row"
            f" ({times[0]:.2f} to {times[-1]:.2f})",
            flush=True,
        )


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    x, score = data()
    np.savetxt(TARGET / "rows.csv", x, delimiter=",", fmt="%.9g")
    training, trained_score = x[:TRAINING_ROWS], score[:TRAINING_ROWS]
    label = (trained_score > 0).astype(int)
    inputs = [("input", FloatTensorType([None, FEATURES]))]
    names = sys.argv[1:] or ["lightgbm", "xgboost", "forest"]

    if "lightgbm" in names:
        model = lightgbm.LGBMClassifier(n_estimators=100, num_leaves=31, n_jobs=1, verbose=-1).fit(training, label)
        graph = convert_lightgbm(model, initial_types=inputs, zipmap=False)
        title = "LightGBM, 100 trees with 31 leaves"
        compare(title, "lightgbm", model, graph, x, {100: 200, 20_000: 2}, 1_000)
    if "xgboost" in names:
        model = xgboost.XGBClassifier(n_estimators=300, max_depth=8, n_jobs=1).fit(training, label)
        graph = convert_xgboost(model, initial_types=inputs)
        compare("XGBoost, 300 trees of depth 8", "xgboost", model, graph, x, {100: 20}, 1_000)
    if "forest" in names:
        forest = RandomForestRegressor(n_estimators=100, max_leaf_nodes=450, n_jobs=1, random_state=0)
        model = forest.fit(training, trained_score)
        leaves = sum(tree.get_n_leaves() for tree in model.estimators_)
        depth = max(tree.get_depth() for tree in model.estimators_)
        title = f"forest of {leaves} leaves, depth {depth}"
        compare(title, "forest", model, to_onnx(model, x[:1]), x, {100: 20}, 200)


main()
