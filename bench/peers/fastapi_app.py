"""One prediction by FastAPI, orjson and ONNX Runtime, as its users write it."""

import os

import numpy
import onnxruntime
from fastapi import FastAPI
from fastapi.responses import ORJSONResponse
from pydantic import BaseModel

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(os.environ["MODEL"], options)
inputs = [value.name for value in session.get_inputs()]
outputs = [value.name for value in session.get_outputs()]
app = FastAPI(default_response_class=ORJSONResponse)


class Note(BaseModel):
    variance: float
    skewness: float
    curtosis: float
    entropy: float


@app.post("/predict")
async def predict(note: Note):
    row = {name: numpy.array([[getattr(note, name)]], dtype=numpy.float32) for name in inputs}
    label, probabilities = session.run(outputs, row)
    return ORJSONResponse({"label": str(label[0]), "probabilities": [float(p) for p in probabilities[0]]})
