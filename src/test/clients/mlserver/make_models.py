"""Writes a folder for MLServer with the two models of the conformance suite, for MLServer's own scikit-learn runtime."""

import json
import sys
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import FunctionTransformer

COLUMNS = {"fp32": "FP32", "fp64": "FP64", "int32": "INT32", "int64": "INT64", "bool": "BOOL", "bytes": "BYTES"}


def numbers():
    """Of two numbers, which is larger: class 1 if it is the first, with the probability 1 / (1 + exp(second - first))."""
    model = LogisticRegression()
    model.classes_ = np.array([0, 1])
    model.coef_ = np.array([[1.0, -1.0]])
    model.intercept_ = np.array([0.0])
    model.n_features_in_ = 2
    return model


def columns():
    """A table as it came, each column named with "_out" at its end."""
    return FunctionTransformer(pd.DataFrame.add_suffix, kw_args={"suffix": "_out"})


def tensor(name, datatype, shape):
    spec = {"name": name, "datatype": datatype, "shape": shape}
    return spec | {"parameters": {"content_type": "str"}} if datatype == "BYTES" else spec


def write(folder, model, inputs, outputs, **parameters):
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, folder / "model.joblib")
    settings = {
        "name": folder.name,
        "implementation": "mlserver_sklearn.SKLearnModel",
        "platform": "sklearn",
        "versions": ["1"],
        "inputs": inputs,
        "outputs": outputs,
        "parameters": {"uri": "./model.joblib", "version": "1"} | parameters,
    }
    (folder / "model-settings.json").write_text(json.dumps(settings, indent=2))


def main(target):
    write(
        target / "numbers",
        numbers(),
        [tensor("x", "FP32", [-1, 2])],
        [tensor("predict", "INT64", [-1, 1]), tensor("predict_proba", "FP64", [-1, 2])],
    )
    write(
        target / "columns",
        columns(),
        [tensor(name, datatype, [-1, 1]) for name, datatype in COLUMNS.items()],
        [tensor(name + "_out", datatype, [-1, 1]) for name, datatype in COLUMNS.items()],
        content_type="pd",
        extra={"predict_fn": "transform"},
    )
    # One process, so that what is asked is answered by the server and not by a worker of its pool.
    (target / "settings.json").write_text(json.dumps({"host": "127.0.0.1", "parallel_workers": 0}, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
