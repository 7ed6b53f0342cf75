"""Trains the models of which bench.py predicts a row, and writes what they say of it: python models.py FOLDER ROW"""

import csv
import json
import pickle
import sys
from pathlib import Path

import numpy
from onnxmltools.convert import convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType as BoostedFloats
from skl2onnx import to_onnx
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from xgboost import XGBClassifier

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
with open(Path(__file__).resolve().parent.parent / "data" / "banknote.csv", newline="") as file:
    lines = list(csv.reader(file))[1:]
x = numpy.array([[float(cell) for cell in line[:4]] for line in lines], dtype=numpy.float32)
y = numpy.array([int(line[4]) for line in lines])

logistic = LogisticRegression().fit(x, y)
forest = RandomForestClassifier(n_estimators=100, random_state=1).fit(x, y)
boosted = XGBClassifier(n_estimators=500, max_depth=6, random_state=1).fit(x, y)
(folder / "logistic.pkl").write_bytes(pickle.dumps(logistic))
(folder / "forest.pkl").write_bytes(pickle.dumps(forest))
(folder / "forest.onnx").write_bytes(
    to_onnx(forest, x[:1], options={"zipmap": False}, target_opset=18).SerializeToString()
)
(folder / "boosted.onnx").write_bytes(
    convert_xgboost(boosted, initial_types=[("X", BoostedFloats([None, 4]))], target_opset=15).SerializeToString()
)
row = numpy.array([json.loads(sys.argv[2])], dtype=numpy.float32)
models = {"logistic": logistic, "forest": forest, "boosted": boosted}
answers = {name: model.predict_proba(row)[0].tolist() for name, model in models.items()}
(folder / "answers.json").write_text(json.dumps(answers))
