"""Models of scikit-learn, converted by skl2onnx."""

import numpy as np
import pandas as pd
from fixture import frame_rows, one_value, probabilities, rows, scores, single, values, write
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import DoubleTensorType, FloatTensorType, Int64TensorType, StringTensorType
from sklearn.calibration import CalibratedClassifierCV
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    IsolationForest,
    RandomForestClassifier,
    RandomForestRegressor,
    VotingClassifier,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC, LinearSVC, OneClassSVM
from sklearn.tree import DecisionTreeClassifier

TOOLS = ["scikit-learn", "skl2onnx"]
NO_ZIPMAP = {"zipmap": False}


def table(load, names=False):
    """One of scikit-learn's data sets: its features as a float graph sees them, and its target."""
    data = load()
    target = data.target_names[data.target].astype(str) if names else data.target
    return single(data.data), target


def every(x, count=12):
    """Some rows from all over the table."""
    return x[np.linspace(0, len(x) - 1, count).astype(int)]


def convert(case, model, inputs, options=None, opset=None):
    options = options and {id(model): options}
    return convert_sklearn(model, name=case, initial_types=inputs, options=options, target_opset=opset)


def matrix(x, name="float_input"):
    return [(name, FloatTensorType([None, x.shape[1]]))]


def classifier(case, about, model, x, y, *, inputs=None, options=None, sample=None, answers=probabilities):
    """A classifier of a matrix, with its probabilities."""
    model.fit(x, y)
    sample = every(x) if sample is None else sample
    known = answers(model.predict(sample), model.classes_, model.predict_proba(sample))
    write(case, convert(case, model, inputs or matrix(x), options), about, TOOLS, rows(sample), known, 1e-5)


def logistic():
    x, y = table(load_iris)
    _, names = table(load_iris, names=True)

    def model():
        return LogisticRegression(max_iter=500)

    classifier(
        "sklearn-logistic-zipmap",
        "Integer classes, and probabilities as skl2onnx gives them by default: a sequence of maps.",
        model(), x, y,
    )
    classifier(
        "sklearn-logistic-tensor",
        "Text labels, and probabilities as a tensor.",
        model(), x, names, options=NO_ZIPMAP,
    )
    classifier(
        "sklearn-logistic-columns",
        "Text labels, and a further output for each class (zipmap='columns').",
        model(), x, names, options={"zipmap": "columns"},
    )
    classifier(
        "sklearn-logistic-strings-zipmap",
        "Text labels, and probabilities as a sequence of maps.",
        model(), x, names,
    )
    classifier(
        "sklearn-unknown-width",
        "The input's type does not say how many features there are (4): its shape is [None, None].",
        model(), x, names, inputs=[("float_input", FloatTensorType([None, None]))], options=NO_ZIPMAP,
    )


def customers():
    """Made-up customers, some of whom leave."""
    random = np.random.default_rng(7)
    count = 300
    frame = pd.DataFrame({
        "age": single(random.integers(18, 90, count)),
        "income": single(random.normal(3000, 800, count).round(2)),
        "city": random.choice(["Oslo", "Lima", "Kyōto"], count, p=[0.5, 0.3, 0.2]).astype(object),
        "plan": random.choice(["basic", "plus"], count).astype(object),
    })
    leaves = frame["age"] / 40 + (frame["city"] == "Lima") - (frame["plan"] == "plus") + random.normal(0, 0.4, count)
    return frame, np.where(leaves > 1.3, "leaves", "stays"), random


def column_inputs(types):
    return [(name, kind([None, 1])) for name, kind in types.items()]


def mixed_missing():
    """skl2onnx takes one marker for missing text; the empty text is the one that no category can be."""
    case = "sklearn-mixed-missing"
    frame, y, random = customers()
    for name, missing in {"age": np.nan, "income": np.nan, "city": "", "plan": ""}.items():
        frame.loc[random.random(len(frame)) < 0.1, name] = missing
    model = make_pipeline(
        ColumnTransformer([
            ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), ["age", "income"]),
            (
                "texts",
                make_pipeline(
                    SimpleImputer(missing_values="", strategy="most_frequent"),
                    OneHotEncoder(handle_unknown="ignore"),
                ),
                ["city", "plan"],
            ),
        ]),
        LogisticRegression(),
    ).fit(frame, y)
    sample = frame.head(8)
    sample = pd.concat([sample, pd.DataFrame({
        "age": [np.nan, 44.0, 61.0, np.nan],
        "income": [3100.5, np.nan, 2500.25, np.nan],
        "city": ["Lima", "Oslo", "", ""],
        "plan": ["plus", "", "basic", ""],
    }), pd.DataFrame({
        "age": [37.0, 52.0], "income": [2900.0, 3300.0], "city": ["Rome", "lima"], "plan": ["basic", "gold"],
    })], ignore_index=True)
    inputs = column_inputs({
        "age": FloatTensorType, "income": FloatTensorType, "city": StringTensorType, "plan": StringTensorType,
    })
    write(
        case, convert(case, model, inputs),
        "One input for each column, numbers and texts. Missing numbers are NaN, imputed by the median; missing texts "
        "are the empty text, imputed by the most frequent. The encoder ignores a category that it does not know.",
        TOOLS, frame_rows(sample),
        probabilities(model.predict(sample), model.classes_, model.predict_proba(sample)), 1e-5,
    )


def one_hot():
    case = "sklearn-onehot-pipeline"
    frame, y, random = customers()
    frame["branch"] = random.choice([101, 205, 330], len(frame))
    frame = frame[["age", "income", "branch", "city"]]
    model = make_pipeline(
        ColumnTransformer([
            ("numbers", StandardScaler(), ["age", "income"]),
            ("branch", OneHotEncoder(), ["branch"]),
            ("city", OneHotEncoder(), ["city"]),
        ]),
        LogisticRegression(),
    ).fit(frame, y)
    sample = frame.head(12)
    inputs = column_inputs({
        "age": FloatTensorType, "income": FloatTensorType, "branch": Int64TensorType, "city": StringTensorType,
    })
    write(
        case, convert(case, model, inputs, NO_ZIPMAP),
        "A category of whole numbers (int64) and one of texts, both one-hot encoded. Like scikit-learn, the graph "
        "fails on a category it does not know.",
        TOOLS, frame_rows(sample),
        probabilities(model.predict(sample), model.classes_, model.predict_proba(sample)), 1e-5,
    )


def classifiers():
    x, y = table(load_wine)
    classifier(
        "sklearn-mlp-multiclass",
        "A small neural network on scaled features.",
        make_pipeline(StandardScaler(), MLPClassifier([8], solver="lbfgs", alpha=0.1, max_iter=1000, random_state=1)),
        x, y, options=NO_ZIPMAP,
    )
    x, y = table(load_breast_cancer, names=True)
    classifier(
        "sklearn-random-forest",
        "A few trees, two classes with text labels, 30 features.",
        RandomForestClassifier(8, max_depth=4, random_state=1), x, y,
    )
    classifier(
        "sklearn-random-forest-tensor",
        "The same without a ZipMap: the leaves contain the shares of the second class, the runtime computes the first.",
        RandomForestClassifier(4, max_depth=3, random_state=1), x, y, options=NO_ZIPMAP,
    )
    x, y = table(load_wine, names=True)
    classifier(
        "sklearn-extra-trees-tensor",
        "Three classes without a ZipMap: each leaf contains the shares of all classes.",
        ExtraTreesClassifier(4, max_depth=3, random_state=1), x, y, options=NO_ZIPMAP,
    )
    classifier(
        "sklearn-calibrated",
        "Calibrated probabilities: three calibrators around support vector machines, a large graph.",
        make_pipeline(StandardScaler(), CalibratedClassifierCV(LinearSVC(random_state=1), cv=3)), x, y,
    )
    voters = [
        ("tree", DecisionTreeClassifier(max_depth=3, random_state=1)),
        ("bayes", GaussianNB()),
        ("logistic", make_pipeline(StandardScaler(), LogisticRegression())),
    ]
    classifier(
        "sklearn-voting",
        "The mean of the probabilities of a tree, naive Bayes and logistic regression. Without a ZipMap nothing in the "
        "graph says that they are probabilities.",
        VotingClassifier(voters, voting="soft", flatten_transform=False), x, y, options=NO_ZIPMAP, answers=scores,
    )


def hist_gradient_boosting():
    random = np.random.default_rng(3)
    x, y = table(load_iris)
    x[random.random(x.shape) < 0.15] = np.nan
    sample = np.concatenate([every(x, 10), [[np.nan] * 4, [5.0, np.nan, np.nan, np.nan]]])
    classifier(
        "sklearn-hist-gradient-boosting",
        "Takes missing numbers (NaN) as they are: each split says which way they go.",
        HistGradientBoostingClassifier(max_iter=5, max_depth=3, random_state=1), x, y, sample=single(sample),
    )


def support_vectors():
    x, y = table(load_iris)
    _, names = table(load_iris, names=True)

    case = "sklearn-svc-decision"
    model = SVC(gamma="scale").fit(x, names)
    write(
        case, convert(case, model, matrix(x), NO_ZIPMAP),
        "Three classes without probabilities: the graph's second output, though named probabilities, has the scores "
        "of the decision function, one for each class.",
        TOOLS, rows(every(x)), scores(model.predict(every(x)), model.classes_, model.decision_function(every(x))),
        1e-5,
    )

    def binary(case, about, model, x, y, options, answers):
        decision = model.fit(x, y).decision_function(every(x))
        write(
            case, convert(case, model, matrix(x), options), about, TOOLS, rows(every(x)),
            answers(model.predict(every(x)), model.classes_, decision), 1e-5,
        )

    def two_scores(predicted, classes, decision):
        return scores(predicted, classes, np.stack([-decision, decision], axis=1))

    def two_swapped_scores(predicted, classes, decision):
        return two_scores(predicted, classes, -decision)

    two = y < 2
    binary(
        "sklearn-svc-binary",
        "Two classes, converted with raw_scores: scikit-learn's decision function is one number s, the graph has -s "
        "and s.",
        SVC(gamma="scale"), x[two], y[two], {"raw_scores": True, "zipmap": False}, two_scores,
    )
    binary(
        "sklearn-svc-binary-default",
        "The same, converted without options: skl2onnx confuses the signs (its issue 990), the graph has s and -s. "
        "The label is right, and is the class of the lower score.",
        SVC(gamma="scale"), x[two], y[two], None, two_swapped_scores,
    )
    binary(
        "sklearn-linear-svc-binary",
        "A linear machine for two classes, converted with raw_scores: -s and s for the decision function s.",
        LinearSVC(random_state=1), x[two], names[two], {"raw_scores": True}, two_scores,
    )
    binary(
        "sklearn-linear-svc-binary-default",
        "The same, converted without options: the output probabilities has one column, the decision function, "
        "above 0 for the second class, whose opposite is the score of the first.",
        LinearSVC(random_state=1), x[two], names[two], None, two_scores,
    )
    case = "sklearn-linear-svc"
    model = LinearSVC(random_state=1).fit(x, y)
    write(
        case, convert(case, model, matrix(x)),
        "A linear machine for three classes, integer labels: scores that are no probabilities.",
        TOOLS, rows(every(x)), scores(model.predict(every(x)), model.classes_, model.decision_function(every(x))),
        1e-5,
    )


def regressors():
    x, y = table(load_diabetes)
    sample = every(x)

    case = "sklearn-regression"
    model = LinearRegression().fit(x, y)
    write(
        case, convert(case, model, matrix(x)), "One number.", TOOLS,
        rows(sample), one_value(model.predict(sample)), 1e-3,
    )
    case = "sklearn-gradient-boosting-regressor"
    model = GradientBoostingRegressor(n_estimators=10, max_depth=3, random_state=1).fit(x, y)
    write(
        case, convert(case, model, matrix(x)), "One number, from trees.", TOOLS,
        rows(sample), one_value(model.predict(sample)), 1e-3,
    )
    targets = np.stack([y, y / 2 + 10 * x[:, 0], 100 * x[:, 2] - 7], axis=1)
    case = "sklearn-multi-output"
    model = LinearRegression().fit(x, targets)
    write(
        case, convert(case, model, matrix(x)), "Three numbers, in one output of three columns.", TOOLS,
        rows(sample), values("variable", model.predict(sample)), 1e-3,
    )
    case = "sklearn-multi-output-forest"
    model = RandomForestRegressor(4, max_depth=3, random_state=1).fit(x, targets)
    write(
        case, convert(case, model, matrix(x)),
        "Three numbers, though the graph's output is declared as [None, 1]: it has three columns nevertheless.",
        TOOLS, rows(sample), values("variable", model.predict(sample)), 1e-3,
    )


def outliers(model, sample):
    """The score of an inlier is the decision function, that of an outlier the opposite."""
    decision = model.decision_function(sample)
    names = np.where(model.predict(sample) == 1, "inlier", "outlier")
    return scores(names, ["outlier", "inlier"], np.stack([-decision, decision], axis=1))


def unsupervised():
    x, _ = table(load_iris)
    sample = every(x)

    case = "sklearn-kmeans"
    model = KMeans(3, n_init=3, random_state=1).fit(x)
    write(
        case, convert(case, model, matrix(x)),
        "A cluster's number as the label, and the distance to each cluster's centre as the scores: the least wins.",
        TOOLS, rows(sample), scores(model.predict(sample), range(3), model.transform(sample)), 1e-4,
    )
    case = "sklearn-isolation-forest"
    model = IsolationForest(n_estimators=10, max_samples=32, random_state=1).fit(x)
    sample = np.concatenate([every(x, 10), single([[9, 9, 9, 9], [0, 0, 0, 0]])])
    write(
        case, convert(case, model, matrix(x), opset={"": 15, "ai.onnx.ml": 3}),
        "Outliers are -1, others 1, the sign of the score: label and score are matrices of one column.",
        TOOLS, rows(sample), outliers(model, sample), 1e-5,
    )
    case = "sklearn-one-class-svm"
    model = OneClassSVM(gamma="scale", nu=0.1).fit(x)
    write(
        case, convert(case, model, matrix(x)),
        "Outliers are -1, others 1, by the operator Sign.",
        TOOLS, rows(sample), outliers(model, sample), 1e-4,
    )


def doubles():
    """Times in seconds since 1970: as floats, they are rounded to multiples of 128."""
    random = np.random.default_rng(5)
    x = np.stack([1.7e9 + random.integers(0, 3600, 200), random.normal(20, 5, 200).round(3)], axis=1)
    inputs = [("double_input", DoubleTensorType([None, 2]))]

    case = "sklearn-double"
    y = 0.01 * (x[:, 0] - 1.7e9) + 2 * x[:, 1]
    model = make_pipeline(StandardScaler(), LinearRegression()).fit(x, y)
    write(
        case, convert(case, model, inputs),
        "A graph of doubles: its first feature is a time whose seconds a float cannot hold.",
        TOOLS, rows(x[:12], precision=np.float64), one_value(model.predict(x[:12])), 1e-7,
    )
    case = "sklearn-double-classifier"
    named = np.where(y > np.median(y), "late", "early")
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, named)
    write(
        case, convert(case, model, inputs, NO_ZIPMAP),
        "A graph of doubles whose probabilities are doubles, too.",
        TOOLS, rows(x[:12], precision=np.float64),
        probabilities(model.predict(x[:12]), model.classes_, model.predict_proba(x[:12])), 1e-9,
    )


if __name__ == "__main__":
    logistic()
    mixed_missing()
    one_hot()
    classifiers()
    hist_gradient_boosting()
    support_vectors()
    regressors()
    unsupervised()
    doubles()
