"""Writes a fixture: a model, and the answers of the library it comes from."""

import json
import math
from importlib.metadata import version
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "interop"


def single(numbers):
    """The numbers as a graph of floats sees them, for a library that computes in float64."""
    return np.asarray(numbers, dtype=np.float32).astype(np.float64)


def value(cell, precision=np.float32):
    """A cell for JSON: the shortest decimal that reads as the same float; NaN and the empty text are missing."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, (bool, np.bool_)):
        return bool(cell)
    if isinstance(cell, (int, np.integer)):
        return int(cell)
    return None if math.isnan(cell) else float(str(precision(cell)))


def rows(matrix, prefix="f", precision=np.float32):
    """The rows of a matrix, its columns named f0, f1, ..."""
    return [{f"{prefix}{i}": value(cell, precision) for i, cell in enumerate(row)} for row in matrix]


def frame_rows(frame):
    """The rows of a pandas data frame, under its own column names."""
    return [{name: value(row[name]) for name in frame.columns} for row in frame.to_dict("records")]


def labels(predicted):
    return [{"label": str(label)} for label in predicted]


def probabilities(predicted, classes, matrix):
    return _by_class("probabilities", predicted, classes, matrix)


def scores(predicted, classes, matrix):
    return _by_class("scores", predicted, classes, matrix)


def _by_class(key, predicted, classes, matrix):
    return [
        {"label": str(label), key: {str(name): float(number) for name, number in zip(classes, row, strict=True)}}
        for label, row in zip(predicted, matrix, strict=True)
    ]


def one_value(numbers):
    return [{"value": float(number)} for number in np.asarray(numbers).reshape(-1)]


def values(output, matrix):
    return [{"values": {f"{output}_{i}": float(number) for i, number in enumerate(row)}} for row in matrix]


def folder(case):
    path = FOLDER / case
    path.mkdir(parents=True, exist_ok=True)
    return path


def write(case, model, about, tools, rows, answers, tolerance):
    """model: an ONNX ModelProto, or None if model.onnx is in the folder already."""
    if len(rows) != len(answers):
        raise ValueError(f"{case}: {len(rows)} rows, but {len(answers)} answers")
    if model is not None:
        (folder(case) / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))
    head = {
        "tools": ", ".join(f"{tool} {version(tool).split('+')[0]}" for tool in tools),
        "about": about,
        "tolerance": tolerance,
    }
    lines = [f"  {json.dumps(key)}: {json.dumps(text)}," for key, text in head.items()]
    lines += [f'  "rows": {_array(rows)},', f'  "answers": {_array(answers)}']
    (folder(case) / "expected.json").write_text("{\n" + "\n".join(lines) + "\n}\n", encoding="utf-8")
    print(case)


def _array(items):
    """One line for each item."""
    return "[\n" + ",\n".join(f"    {json.dumps(item)}" for item in items) + "\n  ]" if items else "[]"
