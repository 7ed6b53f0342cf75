"""Runs the fixtures on ONNX Runtime, and says how far its answers are from the originating library's."""

import json
import re
import sys

import numpy as np
import onnxruntime
from fixture import FOLDER

TYPES = {
    "tensor(float)": (np.float32, np.nan),
    "tensor(double)": (np.float64, np.nan),
    "tensor(int64)": (np.int64, 0),
    "tensor(string)": (object, ""),
    "tensor(bool)": (bool, False),
}


def feeds(inputs, rows):
    """The tensors for the rows: a matrix has the features f0, f1, ..., or <input>_0, ... if there are several."""
    result = {}
    for node in inputs:
        kind, missing = TYPES[node.type]
        names = [node.name]
        if node.name not in rows[0]:
            own = [name for name in rows[0] if name.startswith(f"{node.name}_")]
            names = own or [name for name in rows[0] if re.fullmatch(r"f\d+", name)]
        names = names or [node.name]  # a column without an effect, such as the target
        cells = [[missing if row.get(name) is None else row[name] for name in names] for row in rows]
        cells = np.array(cells, dtype=kind)
        result[node.name] = cells[:, 0] if len(node.shape) == 1 else cells
    return result


def run(session, rows):
    """What the graph answers, in batches of the size it is fixed to."""
    shapes = [node.shape for node in session.get_inputs()]
    # FeatureVectorizer, the only operator here that takes lists, takes them for one row.
    size = 1 if all(len(shape) == 1 for shape in shapes) else shapes[0][0]
    if not isinstance(size, int):
        return session.run(None, feeds(session.get_inputs(), rows))
    batches = []
    for start in range(0, len(rows), size):
        batch = rows[start : start + size]
        padded = batch + [batch[-1]] * (size - len(batch))
        batches.append([output[: len(batch)] for output in session.run(None, feeds(session.get_inputs(), padded))])
    return [np.concatenate(outputs) for outputs in zip(*batches)]


def difference(session, rows, answers):
    """The largest, of all numbers; infinite for another label."""
    names = [node.name for node in session.get_outputs()]
    outputs = run(session, rows)
    if "PredictedLabel.output" in names:
        numbers = "Probability.output" if "Probability.output" in names else "Score.output"
        outputs = [outputs[names.index(name)] for name in ["PredictedLabel.output", numbers]]
    largest = 0.0
    for i, answer in enumerate(answers):
        expected, actual = [], []
        if "label" in answer:
            of_class = answer.get("probabilities", answer.get("scores", {}))
            expected = list(of_class.values())
            row = outputs[-1][i]
            if len(outputs) > 2 and len(outputs) == 1 + len(of_class):  # one for each class
                actual = [np.ravel(output[i])[0] for output in outputs[1:]]
            elif isinstance(row, dict):
                actual = [{str(key): number for key, number in row.items()}[name] for name in of_class]
            else:
                actual = list(np.ravel(row))
            if len(actual) < len(expected):  # one number for two classes
                actual = [-actual[0] if "scores" in answer else 1 - actual[0], actual[0]]
            label = str(np.ravel(outputs[0][i])[0]) if len(outputs) > 1 else list(of_class)[int(np.argmax(actual))]
            if list(of_class) == ["outlier", "inlier"]:  # the sign of the score
                label = {"-1": "outlier", "1": "inlier"}.get(label, label)
            if label.lower() != answer["label"].lower():  # of a boolean
                return float("inf")
        elif "value" in answer:
            expected, actual = [answer["value"]], [np.ravel(outputs[0][i])[0]]
        elif "values" in answer:
            expected = list(answer["values"].values())
            actual = np.concatenate([np.ravel(output[i]) for output in outputs])
        else:
            actual = {name: np.ravel(outputs[names.index(name)][i])[0] for name in answer["outputs"]}
            texts = [name for name, cell in answer["outputs"].items() if isinstance(cell, str)]
            if any(answer["outputs"][name] != str(actual[name]) for name in texts):
                return float("inf")
            numbers = [name for name in actual if name not in texts]
            expected = [answer["outputs"][name] for name in numbers]
            actual = [actual[name] for name in numbers]
        if len(expected) != len(actual):
            return float("inf")
        largest = float(np.max([largest, *np.abs(np.subtract(expected, actual))]))  # NaN stays NaN
    return largest


def main():
    failed = False
    for case in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        fixture = json.loads((case / "expected.json").read_text(encoding="utf-8"))
        session = onnxruntime.InferenceSession(case / "model.onnx")
        if not fixture["rows"]:
            print(f"{case.name}: no rows")
            continue
        largest = difference(session, fixture["rows"], fixture["answers"])
        wrong = not largest <= fixture["tolerance"]
        failed |= wrong
        print(f"{case.name}: {largest:.1e} of {fixture['tolerance']:.0e}{', TOO MUCH' if wrong else ''}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
