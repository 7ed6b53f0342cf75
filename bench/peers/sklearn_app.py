"""One prediction by Flask and a pickled model of scikit-learn, as in tutorials."""

import os
import pickle

from flask import Flask, jsonify, request

with open(os.environ["MODEL"], "rb") as file:
    model = pickle.load(file)
app = Flask(__name__)


@app.post("/predict")
def predict():
    note = request.get_json()
    row = [[note["variance"], note["skewness"], note["curtosis"], note["entropy"]]]
    probabilities = model.predict_proba(row)[0]
    return jsonify(label=str(model.classes_[probabilities.argmax()]), probabilities=probabilities.tolist())
