"""One prediction by Flask and ONNX Runtime, as its users write it."""

import os

import numpy
import onnxruntime
from flask import Flask, jsonify, request

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(os.environ["MODEL"], options)
inputs = [value.name for value in session.get_inputs()]
outputs = [value.name for value in session.get_outputs()]
app = Flask(__name__)


@app.post("/predict")
def predict():
    note = request.get_json()
    row = {name: numpy.array([[note[name]]], dtype=numpy.float32) for name in inputs}
    label, probabilities = session.run(outputs, row)
    return jsonify(label=str(label[0]), probabilities=[float(p) for p in probabilities[0]])
