"""Models of XGBoost, LightGBM and CatBoost. All take missing numbers (NaN) as they are."""

import tempfile
from pathlib import Path

import catboost
import lightgbm
import numpy as np
import onnx
import xgboost
from fixture import one_value, probabilities, rows, single, write
from onnxmltools.convert import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris

XGBOOST = ["xgboost-cpu", "onnxmltools"]
LIGHTGBM = ["lightgbm", "onnxmltools"]
CATBOOST = ["catboost"]


def gaps(load, columns):
    """Some columns of a data set of scikit-learn, of whose numbers one in ten is missing."""
    x, y = load(return_X_y=True)
    x = single(x[:, :columns])
    x[np.random.default_rng(2).random(x.shape) < 0.1] = np.nan
    return x, y


def sample(x):
    """Rows from all over the table, one of nothing but missing numbers, and one without any."""
    whole = x[~np.isnan(x).any(axis=1)]
    picked = x[np.linspace(0, len(x) - 1, 10).astype(int)]
    return np.concatenate([picked, np.full((1, x.shape[1]), np.nan), whole[:1]])


def matrix(x):
    return [("input", FloatTensorType([None, x.shape[1]]))]


def classifier_answers(model, x):
    return probabilities(model.predict(x), model.classes_, model.predict_proba(x))


def with_xgboost():
    settings = {"n_estimators": 6, "max_depth": 3, "random_state": 1, "n_jobs": 1}

    def classifier(case, about, x, y):
        model = xgboost.XGBClassifier(**settings).fit(x, y)
        graph = convert_xgboost(model, name=case, initial_types=matrix(x))
        write(case, graph, about, XGBOOST, rows(sample(x)), classifier_answers(model, sample(x)), 1e-5)

    classifier("xgboost-binary", "Two integer classes, with missing numbers.", *gaps(load_breast_cancer, 10))
    classifier("xgboost-multiclass", "Three integer classes, with missing numbers.", *gaps(load_iris, 4))

    case = "xgboost-regressor"
    x, y = gaps(load_diabetes, 10)
    model = xgboost.XGBRegressor(**settings).fit(x, y)
    write(
        case, convert_xgboost(model, name=case, initial_types=matrix(x)),
        "One number from trees, with missing numbers.", XGBOOST,
        rows(sample(x)), one_value(model.predict(sample(x))), 1e-3,
    )


def with_lightgbm():
    settings = {"n_estimators": 6, "num_leaves": 6, "random_state": 1, "n_jobs": 1, "verbose": -1}

    def classifier(case, about, x, y, **options):
        model = lightgbm.LGBMClassifier(**settings).fit(x, y)
        graph = convert_lightgbm(model, name=case, initial_types=matrix(x), **options)
        write(case, graph, about, LIGHTGBM, rows(sample(x)), classifier_answers(model, sample(x)), 1e-5)

    classifier(
        "lightgbm-binary",
        "Two integer classes and a sequence of maps, as onnxmltools gives them by default; with missing numbers.",
        *gaps(load_breast_cancer, 10),
    )
    x, y = gaps(load_iris, 4)
    classifier(
        "lightgbm-multiclass",
        "Three text labels and a tensor, with missing numbers.",
        x, load_iris().target_names[y].astype(str), zipmap=False,
    )

    case = "lightgbm-regressor"
    x, y = gaps(load_diabetes, 10)
    model = lightgbm.LGBMRegressor(**settings).fit(x, y)
    write(
        case, convert_lightgbm(model, name=case, initial_types=matrix(x)),
        "One number from trees, with missing numbers.", LIGHTGBM,
        rows(sample(x)), one_value(model.predict(sample(x))), 1e-3,
    )


def with_catboost():
    settings = {
        "iterations": 6, "depth": 3, "random_seed": 1, "thread_count": 1, "verbose": False,
        "allow_writing_files": False,
    }

    def exported(model):
        """CatBoost exports to a file. The input has no columns after the last that is used."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            model.save_model(str(path), format="onnx")
            graph = onnx.load(path)
        return graph, graph.graph.input[0].type.tensor_type.shape.dim[1].dim_value

    x, y = gaps(load_breast_cancer, 10)
    model = catboost.CatBoostClassifier(**settings).fit(x, y)
    graph, width = exported(model)
    write(
        "catboost-missing-binary", graph,
        "CatBoost's own export: missing numbers are the smallest, by tests for greater values.",
        CATBOOST, rows(sample(x)[:, :width]), classifier_answers(model, sample(x)), 1e-5,
    )
    x, y = gaps(load_diabetes, 10)
    model = catboost.CatBoostRegressor(**settings).fit(x, y)
    graph, width = exported(model)
    write(
        "catboost-missing-regressor", graph,
        "One number from CatBoost's own export, with missing numbers.",
        CATBOOST, rows(sample(x)[:, :width]), one_value(model.predict(sample(x))), 1e-3,
    )


if __name__ == "__main__":
    with_xgboost()
    with_lightgbm()
    with_catboost()
