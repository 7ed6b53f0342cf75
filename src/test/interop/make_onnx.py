"""Models of scikit-learn, written operator by operator in the form of exporters that are no Python packages."""

import numpy as np
from fixture import one_value, probabilities, scores, single, write
from onnx import TensorProto, helper
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

TOOLS = ["scikit-learn", "onnx"]
ML = "ai.onnx.ml"
FLOAT = TensorProto.FLOAT


def save(case, about, nodes, inputs, outputs, rows, answers, tolerance, producer, constants=()):
    graph = helper.make_graph(nodes, "model", inputs, outputs, constants)
    opsets = [helper.make_opsetid("", 12), helper.make_opsetid(ML, 2)]
    model = helper.make_model(graph, producer_name=producer, opset_imports=opsets, ir_version=6)
    write(case, model, about, TOOLS, rows, answers, tolerance)


def ml(operator, inputs, outputs, **attributes):
    return helper.make_node(operator, inputs, outputs, domain=ML, **attributes)


def sample(x, names, count=12):
    """Some rows from all over the table, as dictionaries and as a matrix."""
    chosen = x[np.linspace(0, len(x) - 1, count).astype(int)]
    return [{name: float(str(np.float32(cell))) for name, cell in zip(names, row)} for row in chosen], chosen


def lists():
    data = load_diabetes()
    names = ["age", "bmi", "bp"]
    x = single(data.data[:, [0, 2, 3]])
    model = LinearRegression().fit(x, data.target)
    rows, chosen = sample(x, names)
    save(
        "onnx-lists",
        "Inputs declared as lists of a variable length, which FeatureVectorizer takes for one row.",
        [
            ml("FeatureVectorizer", names, ["features"], inputdimensions=[1] * len(names)),
            ml("LinearRegressor", ["features"], ["value"], coefficients=model.coef_, intercepts=[model.intercept_]),
        ],
        [helper.make_tensor_value_info(name, FLOAT, ["N"]) for name in names],
        [helper.make_tensor_value_info("value", FLOAT, ["N", 1])],
        rows, one_value(model.predict(chosen)), 1e-3, "onnx",
    )


def column(name, kind=FLOAT, width=1):
    return helper.make_tensor_value_info(name, kind, [-1, width])


def ml_net(case, about, names, label, nodes, predictions, constants, rows, answers):
    """ML.NET's form: each column of the data is an input and an output, with the target."""
    kept = {**dict.fromkeys(names, FLOAT), "Label": label}
    save(
        case, about,
        [
            helper.make_node("Concat", names, ["Features"], axis=1),
            *nodes,
            *[helper.make_node("Identity", [name], [f"{name}.output"]) for name in [*kept, *predictions]],
        ],
        [column(name, kind) for name, kind in kept.items()],
        [column(f"{name}.output", kind) for name, kind in kept.items()]
        + [column(f"{name}.output", *kind) for name, kind in predictions.items()],
        rows, answers, 1e-5, "ML.NET", constants,
    )


def regressor(model, output):
    return ml("LinearRegressor", ["Features"], [output], coefficients=model.coef_[0], intercepts=model.intercept_)


def ml_net_binary():
    data = load_breast_cancer()
    x = single(data.data[:, :4])
    names = ["Radius", "Texture", "Perimeter", "Area"]
    model = LogisticRegression(max_iter=5000).fit(x, data.target == 1)
    rows, chosen = sample(x, names)
    predicted = ["true" if one else "false" for one in model.predict(chosen)]
    ml_net(
        "onnx-mlnet-binary",
        "The form of ML.NET's binary classifiers: a label, a score and a probability.",
        names, TensorProto.BOOL,
        [
            regressor(model, "Score"),
            helper.make_node("Mul", ["Score", "Slope"], ["Scaled"]),
            helper.make_node("Add", ["Scaled", "Offset"], ["Linear"]),
            helper.make_node("Sigmoid", ["Linear"], ["Probability"]),
            ml("Binarizer", ["Probability"], ["Binary"], threshold=0.5),
            helper.make_node("Cast", ["Binary"], ["PredictedLabel"], to=TensorProto.BOOL),
        ],
        {"PredictedLabel": (TensorProto.BOOL,), "Score": (FLOAT,), "Probability": (FLOAT,)},
        [helper.make_tensor("Slope", FLOAT, [], [1]), helper.make_tensor("Offset", FLOAT, [], [0])],
        rows, probabilities(predicted, ["false", "true"], model.predict_proba(chosen)),
    )


def ml_net_classes():
    data = load_iris()
    x = single(data.data)
    names = ["SepalLength", "SepalWidth", "PetalLength", "PetalWidth"]
    classes = [str(name) for name in data.target_names]
    model = OneVsRestClassifier(LogisticRegression(max_iter=500)).fit(x, data.target)
    rows, chosen = sample(x, names)
    predicted = [classes[i] for i in model.predict(chosen)]
    count = range(len(classes))
    nodes = []
    for i in count:
        nodes += [
            regressor(model.estimators_[i], f"Score_{i}"),
            helper.make_node("Sigmoid", [f"Score_{i}"], [f"Probability_{i}"]),
            helper.make_node("Clip", [f"Probability_{i}", "Zero"], [f"Clipped_{i}"]),
        ]
    nodes += [
        helper.make_node("Sum", [f"Clipped_{i}" for i in count], ["Total"]),
        helper.make_node("Cast", ["Total"], ["HasTotal"], to=TensorProto.BOOL),
        helper.make_node("Not", ["HasTotal"], ["HasNone"]),
        helper.make_node("Cast", ["HasNone"], ["None"], to=FLOAT),
        helper.make_node("Sum", ["Total", "None"], ["Divisor"]),
        *[helper.make_node("Div", [f"Clipped_{i}", "Divisor"], [f"Share_{i}"]) for i in count],
        helper.make_node("Concat", [f"Share_{i}" for i in count], ["Shares"], axis=1),
        helper.make_node("ArgMax", ["Shares"], ["Highest"], axis=1, keepdims=1),
        helper.make_node("Add", ["Highest", "One"], ["Key"]),
        helper.make_node("Cast", ["Key"], ["PredictedKey"], to=TensorProto.UINT32),
        helper.make_node("Max", ["Shares"], ["Score"]),
        helper.make_node("Cast", ["PredictedKey"], ["WholeKey"], to=TensorProto.INT64),
        ml("LabelEncoder", ["WholeKey"], ["PredictedLabel"], keys_int64s=[1, 2, 3], values_strings=classes),
    ]
    ml_net(
        "onnx-mlnet-one-versus-all",
        "The form of ML.NET's classifiers of several classes, which it numbers from 1: the label is the name of the"
        " number of the highest score.",
        names, TensorProto.STRING, nodes,
        {"PredictedLabel": (TensorProto.STRING,), "Score": (FLOAT, len(classes))},
        [helper.make_tensor("Zero", FLOAT, [], [0]), helper.make_tensor("One", TensorProto.INT64, [], [1])],
        rows, scores(predicted, classes, model.predict_proba(chosen)),
    )


if __name__ == "__main__":
    lists()
    ml_net_binary()
    ml_net_classes()
