"""Trains the models of trees of which bench.py predicts single rows: python models.py FOLDER"""

import csv
import sys
from pathlib import Path

import numpy
from onnxmltools.convert import convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType as BoostedFloats
from skl2onnx import to_onnx
from sklearn.ensemble import RandomForestClassifier
from xgboost import XGBClassifier

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
with open(Path(__file__).resolve().parent.parent / "data" / "banknote.csv", newline="") as file:
    lines = list(csv.reader(file))[1:]
x = numpy.array([[float(cell) for cell in line[:4]] for line in lines], dtype=numpy.float32)
y = numpy.array([int(line[4]) for line in lines])

forest = RandomForestClassifier(n_estimators=100, random_state=1).fit(x, y)
(folder / "forest.onnx").write_bytes(
    to_onnx(forest, x[:1], options={"zipmap": False}, target_opset=18).SerializeToString()
)
boosted = XGBClassifier(n_estimators=500, max_depth=6, random_state=1).fit(x, y)
(folder / "boosted.onnx").write_bytes(
    convert_xgboost(boosted, initial_types=[("X", BoostedFloats([None, 4]))], target_opset=15).SerializeToString()
)
