"""Predictions by KServe's server and a pickled model of scikit-learn, as KServe's own server for such models does."""

import os
import pickle

from kserve import Model, ModelServer
from kserve.logging import KSERVE_LOG_CONFIG
from kserve.utils.utils import get_predict_input, get_predict_response

# Without lines for each request.
for logger in ("kserve.trace", "uvicorn.access"):
    KSERVE_LOG_CONFIG["loggers"][logger]["level"] = "WARNING"


class Pickled(Model):

    def __init__(self, path):
        super().__init__("logistic")
        with open(path, "rb") as file:
            self.model = pickle.load(file)
        self.ready = True

    def predict(self, payload, headers=None):
        return get_predict_response(payload, self.model.predict_proba(get_predict_input(payload)), self.name)


if __name__ == "__main__":
    ModelServer().start([Pickled(os.environ["MODEL"])])
