"""Evaluates ONNX graphs in double precision with NumPy, and explains them by brute force.

Only what the fixtures of exact explanations need. Comparisons with thresholds are made in the precision of the graph, as
in ONNX Runtime; everything else is computed in float64. Shares no code with Onward.
"""

import itertools
import math

import numpy as np
import onnx
from onnx import helper, numpy_helper

COMPARISONS = {
    "BRANCH_LEQ": np.less_equal,
    "BRANCH_LT": np.less,
    "BRANCH_GTE": np.greater_equal,
    "BRANCH_GT": np.greater,
    "BRANCH_EQ": np.equal,
    "BRANCH_NEQ": np.not_equal,
}


class Graph:
    """A graph whose sums, before the link, can be computed for rows."""

    def __init__(self, model):
        self.graph = model.graph
        self.constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in self.graph.initializer}

    def sums(self, feeds):
        """The sums that are explained: an array [rows, answers]; of two classes with one sum, of both."""
        values = dict(self.constants)
        for name, cells in feeds.items():
            values[name] = cells
        sums = None
        for node in self.graph.node:
            attributes = {item.name: helper.get_attribute_value(item) for item in node.attribute}
            inputs = [values.get(name) for name in node.input]
            if node.op_type in ("ArgMax", "ZipMap", "Normalizer", "Abs", "ReduceSum") or any(
                cells is None for cells in inputs
            ):
                continue
            if node.op_type in ("Sigmoid", "Softmax"):
                sums = inputs[0]
                if node.op_type == "Sigmoid" and sums.shape[1] == 1:
                    sums = np.concatenate([-sums, sums], axis=1)
                if node.op_type == "Softmax" and sums.shape[1] == 2:
                    sums = np.stack([sums[:, 0] - sums[:, 1], sums[:, 1] - sums[:, 0]], axis=1)
                continue
            if node.op_type.endswith(("Classifier", "Regressor")):
                sums = getattr(self, node.op_type)(inputs[0], attributes)
                values[node.output[-1]] = sums
                continue
            values[node.output[0]] = getattr(self, node.op_type)(*inputs, attributes)
        return values[self.graph.output[-1].name] if sums is None else sums

    @staticmethod
    def linked(sums, attributes, positive=False):
        """Two classes with one sum, and the difference of two scores of a softmax."""
        transform = attributes.get("post_transform", b"NONE").decode()
        if sums.shape[1] == 1:
            other = 1 - sums if positive and transform != "LOGISTIC" else -sums
            return np.concatenate([other, sums], axis=1)
        if sums.shape[1] == 2 and transform == "SOFTMAX":
            return np.stack([sums[:, 0] - sums[:, 1], sums[:, 1] - sums[:, 0]], axis=1)
        return sums

    def LinearClassifier(self, x, attributes):
        weights = np.asarray(attributes["coefficients"], dtype=np.float64)
        intercepts = np.asarray(attributes["intercepts"], dtype=np.float64)
        sums = x.astype(np.float64) @ weights.reshape(len(intercepts), -1).T + intercepts
        return self.linked(sums, attributes, positive=True)

    def LinearRegressor(self, x, attributes):
        intercepts = np.asarray(attributes.get("intercepts", [0.0]), dtype=np.float64)
        weights = np.asarray(attributes["coefficients"], dtype=np.float64).reshape(len(intercepts), -1)
        return x.astype(np.float64) @ weights.T + intercepts

    def TreeEnsembleRegressor(self, x, attributes):
        targets = attributes["n_targets"]
        sums = self.trees(x, attributes, "target", targets)
        if attributes.get("aggregate_function", b"SUM") == b"AVERAGE":
            sums = sums / len(set(attributes["nodes_treeids"]))
        return sums + np.asarray(attributes.get("base_values", [0.0] * targets), dtype=np.float64)

    def TreeEnsembleClassifier(self, x, attributes):
        names = attributes.get("classlabels_strings") or attributes["classlabels_int64s"]
        sums = self.trees(x, attributes, "class", len(names))
        base = np.asarray(attributes.get("base_values", []), dtype=np.float64)
        ids = set(attributes["class_ids"])
        if len(names) == 2 and ids == {0} and len(base) < 2:
            positive = min(attributes["class_weights"]) >= 0
            return self.linked(sums[:, :1] + base.sum(), attributes, positive)
        if len(base) not in (0, len(names)) or (len(names) == 2 and len(base) == 2):
            raise NotImplementedError("base values of two classes")
        return self.linked(sums + (base if len(base) else 0), attributes)

    @staticmethod
    def trees(x, attributes, prefix, targets):
        nodes = {}
        missing = attributes.get("nodes_missing_value_tracks_true") or [0] * len(attributes["nodes_modes"])
        for i, key in enumerate(zip(attributes["nodes_treeids"], attributes["nodes_nodeids"], strict=True)):
            nodes[key] = i
        weights = {}
        values = attributes.get(f"{prefix}_weights") or numpy_helper.to_array(
            attributes[f"{prefix}_weights_as_tensor"]
        )
        for tree, node, target, weight in zip(
            attributes[f"{prefix}_treeids"],
            attributes[f"{prefix}_nodeids"],
            attributes[f"{prefix}_ids"],
            values,
            strict=True,
        ):
            weights.setdefault((tree, node), []).append((target, float(weight)))
        splits = attributes.get("nodes_values")
        if splits is None:
            splits = numpy_helper.to_array(attributes["nodes_values_as_tensor"])
        sums = np.zeros((len(x), targets))

        def walk(tree, node, rows):
            i = nodes[(tree, node)]
            mode = attributes["nodes_modes"][i].decode()
            if mode == "LEAF":
                for target, weight in weights.get((tree, node), []):
                    sums[rows, target] += weight
                return
            column = x[rows, attributes["nodes_featureids"][i]]
            passes = COMPARISONS[mode](column, np.asarray(splits[i], dtype=x.dtype))
            if missing[i]:
                passes |= np.isnan(column)
            walk(tree, attributes["nodes_truenodeids"][i], rows[passes])
            walk(tree, attributes["nodes_falsenodeids"][i], rows[~passes])

        for tree in dict.fromkeys(attributes["nodes_treeids"]):
            walk(tree, 0, np.arange(len(x)))
        return sums

    def TreeEnsemble(self, x, attributes):
        splits = numpy_helper.to_array(attributes["nodes_splits"])
        weights = numpy_helper.to_array(attributes["leaf_weights"]).astype(np.float64)
        modes = numpy_helper.to_array(attributes["nodes_modes"])
        sums = np.zeros((len(x), attributes["n_targets"]))

        def walk(node, rows):
            passes = list(COMPARISONS.values())[modes[node]](x[rows, attributes["nodes_featureids"][node]], splits[node])
            for side, chosen in (("true", rows[passes]), ("false", rows[~passes])):
                child = attributes[f"nodes_{side}nodeids"][node]
                if attributes[f"nodes_{side}leafs"][node]:
                    sums[chosen, attributes["leaf_targetids"][child]] += weights[child]
                else:
                    walk(child, chosen)

        for root in attributes["tree_roots"]:
            walk(root, np.arange(len(x)))
        return sums

    def Identity(self, x, attributes):
        return x

    def Cast(self, x, attributes):
        kind = helper.tensor_dtype_to_np_dtype(attributes["to"])
        return x if kind == object else x.astype(kind)

    def Concat(self, *inputs):
        return np.concatenate(inputs[:-1], axis=inputs[-1]["axis"])

    def Gather(self, x, positions, attributes):
        return np.take(x, positions, axis=attributes.get("axis", 0))

    def ArrayFeatureExtractor(self, x, positions, attributes):
        return x[:, positions.ravel()]

    def Reshape(self, x, shape, attributes):
        return x.reshape([int(size) for size in shape])

    def Flatten(self, x, attributes):
        return x.reshape(len(x), -1)

    def Scaler(self, x, attributes):
        offset = np.asarray(attributes["offset"], dtype=np.float32)
        scale = np.asarray(attributes["scale"], dtype=np.float32)
        return ((x - offset) * scale).astype(np.float32)

    def Imputer(self, x, attributes):
        return np.where(np.isnan(x), np.asarray(attributes["imputed_value_floats"], dtype=x.dtype), x)

    def OneHotEncoder(self, x, attributes):
        texts = attributes.get("cats_strings")
        keys = [text.decode() for text in texts] if texts else attributes["cats_int64s"]
        return np.stack([x == key for key in keys], axis=-1).astype(np.float32)

    def LabelEncoder(self, x, attributes):
        keys = attributes.get("keys_strings") or attributes["keys_int64s"]
        values = attributes.get("values_strings") or attributes["values_int64s"]
        other = attributes.get("default_string" if "values_strings" in attributes else "default_int64", -1)
        table = dict(zip(map(text, keys), map(text, values), strict=True))
        kind = object if "values_strings" in attributes else np.int64
        return np.array([table.get(text(cell), text(other)) for cell in x.ravel()], dtype=kind).reshape(x.shape)

    def Where(self, condition, left, right, attributes):
        return np.where(condition, left, right)

    def Sub(self, left, right, attributes):
        return left - right

    def Add(self, left, right, attributes):
        return left + right

    def Mul(self, left, right, attributes):
        return left * right

    def Div(self, left, right, attributes):
        return left / right

    def MatMul(self, left, right, attributes):
        return left.astype(np.float64) @ right.astype(np.float64)

    def Gemm(self, left, right, bias, attributes):
        weights = right.T if attributes.get("transB") else right
        return left.astype(np.float64) @ weights.astype(np.float64) + bias


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def brute_force(sums, row, background):
    """The base and the contributions to sums(rows)[0] by their definition, over all subsets of the features of a row."""
    names = list(row)
    coalitions = list(itertools.product([False, True], repeat=len(names)))
    mixed = [
        {name: row[name] if own else other[name] for name, own in zip(names, coalition, strict=True)}
        for coalition in coalitions
        for other in background
    ]
    averages = dict(zip(coalitions, sums(mixed).reshape(len(coalitions), -1).mean(axis=1), strict=True))
    contributions = []
    for i in range(len(names)):
        total = 0.0
        for coalition in coalitions:
            if not coalition[i]:
                size = sum(coalition)
                weight = math.factorial(size) * math.factorial(len(names) - size - 1) / math.factorial(len(names))
                with_own = coalition[:i] + (True,) + coalition[i + 1 :]
                total += weight * (averages[with_own] - averages[coalition])
        contributions.append(total)
    return averages[coalitions[0]], contributions


def load(path):
    return Graph(onnx.load(path))
