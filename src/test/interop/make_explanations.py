"""Makes the fixtures of exact explanations: contributions by brute force over the features, and by shap.

For each fixture of ../resources/interop that Onward explains exactly and that has few features, contributions by brute force
with its rows as background. For further models, trained here, also those of shap's TreeExplainer and LinearExplainer,
interventional and with the whole background (by default shap takes 100 rows of it).
"""

import json
from pathlib import Path

import catboost
import lightgbm
import numpy as np
import onnx
import pandas as pd
import shap
import xgboost
from check import feeds
from evaluate import Graph, brute_force, load
from fixture import FOLDER, frame_rows, value
from onnxmltools.convert import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType
from skl2onnx import to_onnx
from skl2onnx.common.data_types import DoubleTensorType, StringTensorType
from skl2onnx.common.data_types import FloatTensorType as SklearnFloats
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.ensemble import (
    AdaBoostClassifier,
    AdaBoostRegressor,
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import ElasticNet, LinearRegression, LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

TARGET = Path(FOLDER).parent / "explanations"
EXPLAINED_ROWS = 3
BACKGROUND_ROWS = 20
MAX_FEATURES = 10


class Input:
    """A graph input as check.feeds expects it."""

    def __init__(self, node):
        kind = node.type.tensor_type
        self.name = node.name
        self.type = {1: "tensor(float)", 11: "tensor(double)", 7: "tensor(int64)", 8: "tensor(string)"}[kind.elem_type]
        self.shape = [dim.dim_value or None for dim in kind.shape.dim]


def sums_of(graph, answer):
    inputs = [Input(node) for node in graph.graph.input if node.name not in graph.constants]
    return lambda rows: graph.sums(feeds(inputs, rows))[:, answer]


def write(case, answer, rows, background, base, brute, tree=None):
    lines = [
        f'  "answer": {json.dumps(answer)}',
        f'  "base": {float(base)!r}',
        '  "rows": ' + json.dumps(rows),
        '  "background": ' + json.dumps(background),
        '  "contributions": ' + json.dumps(brute),
    ]
    if tree is not None:
        lines.append('  "shap": ' + json.dumps(tree))
    (TARGET / f"{case}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(case)


def explained(case, graph, answer, position, rows, background, tree=None):
    sums = sums_of(graph, position)
    results = [brute_force(sums, row, background) for row in rows]
    write(case, answer, rows, background, results[0][0], [list(map(float, contributions)) for _, contributions in results], tree)


def of_fixtures():
    """The models that other scripts made."""
    for case in sorted(path.name for path in FOLDER.iterdir()):
        expected = json.loads((FOLDER / case / "expected.json").read_text(encoding="utf-8"))
        graph = load(FOLDER / case / "model.onnx")
        operators = {node.op_type for node in graph.graph.node}
        known = {name for name in dir(Graph) if name[0].isupper()} | {
            "ZipMap", "Normalizer", "Sigmoid", "Softmax", "ArgMax", "Abs", "ReduceSum"
        }
        rows = expected["rows"]
        if not rows or not operators <= known or len(rows[0]) > MAX_FEATURES:
            continue
        answers = expected["answers"][0]
        names = list(answers.get("probabilities") or answers.get("scores") or answers.get("values") or [])
        explained(case, graph, names[-1] if names else None, len(names) - 1 if names else 0, rows[:EXPLAINED_ROWS], rows)


def cells(matrix):
    return [{f"f{i}": value(cell) for i, cell in enumerate(row)} for row in matrix]


def data(loader, columns, missing):
    x, y = loader(return_X_y=True)
    x = x[:, :columns]
    # Values and thresholds in steps of 1/128 are exact in floats: none is on the other side of a threshold in doubles.
    x = np.round(x / x.std(axis=0) * 64) / 64
    if missing:
        x[np.random.default_rng(5).random(x.shape) < missing] = np.nan
    picked = np.random.default_rng(6).permutation(len(x))
    return x, y, x[picked[:EXPLAINED_ROWS]], x[picked[EXPLAINED_ROWS : EXPLAINED_ROWS + BACKGROUND_ROWS]]


def catboosted(model, x):
    """The file that CatBoost writes, without its notes on the training, which have a date."""
    path = TARGET / "catboost.tmp"
    model.save_model(str(path), format="onnx")
    result = onnx.load(path)
    path.unlink()
    del result.metadata_props[:]
    return result


def doubles(model, x):
    types = [("x", DoubleTensorType([None, x.shape[1]]))]
    return to_onnx(model, initial_types=types, target_opset={"": 17, "ai.onnx.ml": 3})


def ensemble(kind):
    """A forest as a TreeEnsemble of ai.onnx.ml 5, which no exporter writes yet."""
    element = getattr(onnx.TensorProto, kind)

    def convert(model, x):
        roots, features, splits, children, leaves, weights = [], [], [], ([], []), ([], []), []
        for estimator in model.estimators_:
            tree = estimator.tree_
            inner = [node for node in range(tree.node_count) if tree.children_left[node] >= 0]
            numbers = {node: len(features) + i for i, node in enumerate(inner)}
            roots.append(len(features))
            for node in inner:
                features.append(int(tree.feature[node]))
                splits.append(float(tree.threshold[node]))
                for side, child in enumerate((tree.children_left[node], tree.children_right[node])):
                    leaves[side].append(int(child not in numbers))
                    children[side].append(numbers[child] if child in numbers else len(weights))
                    if child not in numbers:
                        weights.append(float(tree.value[child][0, 0]) / len(model.estimators_))
        node = onnx.helper.make_node(
            "TreeEnsemble", ["x"], ["y"], domain="ai.onnx.ml", n_targets=1, tree_roots=roots, nodes_featureids=features,
            nodes_modes=onnx.helper.make_tensor("modes", onnx.TensorProto.UINT8, [len(features)], [0] * len(features)),
            nodes_splits=onnx.helper.make_tensor("splits", element, [len(splits)], splits),
            nodes_truenodeids=children[0], nodes_falsenodeids=children[1], nodes_trueleafs=leaves[0],
            nodes_falseleafs=leaves[1], leaf_targetids=[0] * len(weights),
            leaf_weights=onnx.helper.make_tensor("weights", element, [len(weights)], weights),
        )
        tensors = [onnx.helper.make_tensor_value_info(name, element, [None, size]) for name, size in (("x", x.shape[1]), ("y", 1))]
        opsets = [onnx.helper.make_opsetid("", 17), onnx.helper.make_opsetid("ai.onnx.ml", 5)]
        return onnx.helper.make_model(
            onnx.helper.make_graph([node], "forest", tensors[:1], tensors[1:]), opset_imports=opsets, ir_version=9
        )

    return convert


def of_pipelines():
    """Numbers with gaps and categories, encoded in the graph: one player for each column of the table."""
    x, y = load_diabetes(return_X_y=True)
    random = np.random.default_rng(7)
    x = np.round(x[:, :4] / x[:, :4].std(axis=0) * 64) / 64
    x[random.random(x.shape) < 0.1] = np.nan
    frame = pd.DataFrame(x, columns=["age", "sex", "bmi", "bp"])
    frame["region"] = random.choice(["north", "south", "east"], len(x))
    frame["plan"] = random.choice(["basic", "extra"], len(x))
    numbers, texts = ["age", "sex", "bmi", "bp"], ["region", "plan"]
    types = [(name, SklearnFloats([None, 1])) for name in numbers] + [(name, StringTensorType([None, 1])) for name in texts]
    picked = random.permutation(len(x))
    rows = frame.iloc[picked[:EXPLAINED_ROWS]]
    background = frame.iloc[picked[EXPLAINED_ROWS : EXPLAINED_ROWS + BACKGROUND_ROWS]]
    y = y + 120 * (frame["region"] == "north") * (frame["bmi"].fillna(0) > 0)

    def pipeline(case, numeric, categorical, model, target, answer, position):
        columns = ColumnTransformer([("numbers", numeric, numbers), ("texts", categorical, texts)])
        whole = make_pipeline(columns, model).fit(frame, target)
        options = {id(model): {"zipmap": False}} if hasattr(model, "predict_proba") else None
        graph = to_onnx(whole, initial_types=types, options=options, target_opset={"": 17, "ai.onnx.ml": 3})
        (TARGET / f"{case}.onnx").write_bytes(graph.SerializeToString(deterministic=True))
        explained(case, Graph(graph), answer, position, frame_rows(rows), frame_rows(background))

    boosting = {"n_estimators": 8, "max_depth": 3, "random_state": 1}
    high = (y > 150).astype(int)
    pipeline("pipeline-ordinal-boosting", SimpleImputer(), OrdinalEncoder(), GradientBoostingClassifier(**boosting), high, "1", 1)
    pipeline("pipeline-ordinal-ridge", make_pipeline(SimpleImputer(), StandardScaler()), OrdinalEncoder(), Ridge(), y, None, 0)
    pipeline("pipeline-onehot-forest", SimpleImputer(strategy="median"), OneHotEncoder(sparse_output=False),
             RandomForestRegressor(n_estimators=6, max_depth=4, random_state=1), y, None, 0)
    pipeline("pipeline-onehot-logistic", make_pipeline(SimpleImputer(), StandardScaler()), OneHotEncoder(sparse_output=False),
             LogisticRegression(max_iter=10_000), high, "1", 1)


def inexact(case, loader, model, options, function, answer):
    """A model that no exact method explains: contributions by brute force with the library's own function."""
    x, y, rows, background = data(loader, 4, 0.0)
    model.fit(x, y)
    graph = to_onnx(model, initial_types=[("x", SklearnFloats([None, 4]))], options=options and {id(model): options},
                    target_opset={"": 17, "ai.onnx.ml": 3})
    folder = TARGET / "inexact"
    folder.mkdir(exist_ok=True)
    (folder / f"{case}.onnx").write_bytes(graph.SerializeToString(deterministic=True))

    def library(mixed):
        return function(model, np.array([list(row.values()) for row in mixed]))

    results = [brute_force(library, row, cells(background)) for row in cells(rows)]
    write(f"inexact/{case}", answer, cells(rows), cells(background), results[0][0],
          [list(map(float, contributions)) for _, contributions in results])


def of_inexact():
    inexact("adaboost", load_iris, AdaBoostClassifier(n_estimators=5, random_state=1), {"zipmap": False},
            lambda model, x: model.predict_proba(x)[:, 1], "1")
    inexact("adaboost-regressor", load_diabetes, AdaBoostRegressor(n_estimators=5, random_state=1), None,
            lambda model, x: model.predict(x), None)


def trained(case, loader, model, convert, answer, position, missing=0.0, columns=8, with_shap=True):
    x, y, rows, background = data(loader, columns, missing)
    model.fit(x, y)
    onnx_model = convert(model, x)
    (TARGET / f"{case}.onnx").write_bytes(onnx_model.SerializeToString(deterministic=True))
    tree = None
    if with_shap:
        masker = shap.maskers.Independent(background, max_samples=len(background))
        explainer = shap.LinearExplainer if hasattr(model, "coef_") else shap.TreeExplainer
        values = np.asarray(explainer(model, masker).shap_values(rows))
        tree = (values[:, :, position] if values.ndim == 3 else values).tolist()
    explained(case, Graph(onnx_model), answer, position, cells(rows), cells(background), tree)


def float_input(x):
    return [("x", FloatTensorType([None, x.shape[1]]))]


def sklearn(model, x):
    options = {id(model): {"zipmap": False}} if hasattr(model, "predict_proba") else None
    types = [("x", SklearnFloats([None, x.shape[1]]))]
    return to_onnx(model, initial_types=types, options=options, target_opset={"": 17, "ai.onnx.ml": 3})


def xgb(model, x):
    return convert_xgboost(model, name="xgboost", initial_types=float_input(x))


def lgbm(model, x):
    options = {"zipmap": False} if hasattr(model, "predict_proba") else {}
    return convert_lightgbm(model, name="lightgbm", initial_types=float_input(x), **options)


def of_libraries():
    boosting = {"n_estimators": 8, "max_depth": 3, "random_state": 1}
    light = {"n_estimators": 8, "num_leaves": 7, "min_child_samples": 5, "random_state": 1, "n_jobs": 1, "verbose": -1}
    forest = {"n_estimators": 6, "max_depth": 4, "random_state": 1}
    one = {"n_jobs": 1}
    trained("lightgbm-binary-gaps", load_breast_cancer, lightgbm.LGBMClassifier(**light), lgbm, "1", 1, 0.15)
    trained("lightgbm-multiclass-gaps", load_iris, lightgbm.LGBMClassifier(**light), lgbm, "2", 2, 0.1, 4)
    trained("lightgbm-regressor-gaps", load_diabetes, lightgbm.LGBMRegressor(**light), lgbm, None, 0, 0.15)
    trained("xgboost-binary-gaps", load_breast_cancer, xgboost.XGBClassifier(**boosting, **one), xgb, "1", 1, 0.15)
    trained("xgboost-multiclass-gaps", load_iris, xgboost.XGBClassifier(**boosting, **one), xgb, "2", 2, 0.1, 4)
    trained("xgboost-regressor-gaps", load_diabetes, xgboost.XGBRegressor(**boosting, **one), xgb, None, 0, 0.15)
    trained("gradient-boosting", load_breast_cancer, GradientBoostingClassifier(**boosting), sklearn, "1", 1)
    trained("gradient-boosting-regressor", load_diabetes, GradientBoostingRegressor(**boosting), sklearn, None, 0)
    trained("random-forest", load_breast_cancer, RandomForestClassifier(**forest), sklearn, "1", 1)
    trained("random-forest-multiclass", load_iris, RandomForestClassifier(**forest), sklearn, "2", 2, columns=4)
    trained("random-forest-regressor", load_diabetes, RandomForestRegressor(**forest), sklearn, None, 0)
    trained("extra-trees", load_iris, ExtraTreesClassifier(**forest), sklearn, "0", 0, columns=4)
    trained("decision-tree", load_iris, DecisionTreeClassifier(max_depth=4, random_state=1), sklearn, "1", 1, columns=4)
    trained("decision-tree-regressor", load_diabetes, DecisionTreeRegressor(max_depth=4, random_state=1), sklearn, None, 0)
    oblivious = {"iterations": 8, "depth": 3, "random_seed": 1, "thread_count": 1, "verbose": False}
    oblivious["allow_writing_files"] = False
    trained("catboost-binary", load_breast_cancer, catboost.CatBoostClassifier(**oblivious), catboosted, "1", 1)
    trained("catboost-multiclass", load_iris, catboost.CatBoostClassifier(**oblivious), catboosted, "2", 2, columns=4,
            with_shap=False)
    trained("catboost-regressor", load_diabetes, catboost.CatBoostRegressor(**oblivious), catboosted, None, 0)
    hist = {"max_iter": 8, "max_leaf_nodes": 7, "random_state": 1}
    trained("hist-boosting-gaps", load_breast_cancer, HistGradientBoostingClassifier(**hist), sklearn, "1", 1, 0.15)
    trained("hist-boosting-multiclass", load_iris, HistGradientBoostingClassifier(**hist), sklearn, "2", 2, 0.1, 4)
    trained("hist-boosting-regressor", load_diabetes, HistGradientBoostingRegressor(**hist), sklearn, None, 0, 0.15)
    trained("forest-version-5", load_diabetes, RandomForestRegressor(**forest), ensemble("FLOAT"), None, 0)
    trained("forest-version-5-doubles", load_diabetes, RandomForestRegressor(**forest), ensemble("DOUBLE"), None, 0)
    trained("linear-doubles", load_diabetes, LinearRegression(), doubles, None, 0)
    trained("linear", load_diabetes, LinearRegression(), sklearn, None, 0)
    trained("ridge", load_diabetes, Ridge(), sklearn, None, 0)
    trained("logistic", load_breast_cancer, LogisticRegression(max_iter=10_000), sklearn, "1", 1)
    trained("elastic-net", load_diabetes, ElasticNet(alpha=0.01), sklearn, None, 0)
    trained("softmax", load_iris, LogisticRegression(max_iter=10_000), sklearn, "2", 2, columns=4)


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    of_fixtures()
    of_libraries()
    of_pipelines()
    of_inexact()
