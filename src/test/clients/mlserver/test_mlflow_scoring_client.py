"""MLflow's client for its scoring server, with what it makes of data frames, arrays and examples."""

import json
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
import pytest
import requests
from mlflow.exceptions import RestException
from mlflow.models.utils import convert_input_example_to_serving_input
from mlflow.pyfunc.scoring_server.client import ScoringServerClient
from mlflow.utils.proto_json_utils import dump_input_data

IRIS = np.array([[5.1, 3.5, 1.4, 0.2], [6.5, 2.8, 4.6, 1.5]])
NAMES = ["f0", "f1", "f2", "f3"]
PEOPLE = pd.DataFrame(
    {
        "age": [86.0, np.nan, 67.0],
        "income": [3010.66, 2444.48, np.nan],
        "city": ["Lima", "Oslo", None],
        "plan": ["plus", None, "basic"],
    }
)


class Model(ScoringServerClient):
    """The client knows a host and a port; a path after the port is one of several models."""

    def __init__(self, url, name):
        at = urlsplit(url)
        super().__init__(at.hostname, f"{at.port}/models/{name}")
        self.url = self.url_prefix + "/invocations"


def answered(url, name, data):
    return Model(url, name).invoke(data).get_predictions("ndarray").tolist()


def posted(url, name, body, content_type="application/json"):
    response = requests.post(Model(url, name).url, data=body, headers={"Content-Type": content_type})
    assert response.status_code == 200, response.text
    return response.json()["predictions"]


def predicted(url, name, rows):
    """What the route of Onward's own answers to rows by name."""
    response = requests.post(f"{url}/models/{name}/predict", json=rows)
    assert response.status_code == 200, response.text
    return [row["label"] for row in response.json()]


def test_server_is_ready_and_says_its_version(url):
    at = urlsplit(url)
    client = ScoringServerClient(at.hostname, at.port)

    client.wait_server_ready(timeout=5)

    assert client.get_version().split(".")[0].isdigit()


@pytest.mark.parametrize("index", [None, ["a", "b"], pd.date_range("2024-01-01", periods=2)])
def test_data_frame(url, index):
    frame = pd.DataFrame(IRIS[:, ::-1], columns=NAMES[::-1], index=index)

    response = Model(url, "iris").invoke(frame)

    assert response == {"predictions": [0, 1]}
    assert response.get_predictions("dataframe")[0].tolist() == [0, 1]
    assert response.get_predictions("ndarray").dtype == np.int64


def test_data_frame_without_names(url):
    assert answered(url, "iris", pd.DataFrame(IRIS)) == [0, 1]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_array(url, dtype):
    assert answered(url, "iris", IRIS.astype(dtype)) == [0, 1]


def test_text_labels(url):
    assert answered(url, "iris-names", IRIS) == ["setosa", "versicolor"]


def test_list_of_rows(url):
    rows = [dict(zip(NAMES, row)) for row in IRIS.tolist()]

    assert answered(url, "iris", rows) == [0, 1]


@pytest.mark.parametrize("frame", [PEOPLE, PEOPLE.convert_dtypes()], ids=["object", "nullable"])
def test_missing_values(url, frame):
    rows = json.loads(PEOPLE.to_json(orient="records"))
    expected = predicted(url, "people", rows)

    assert answered(url, "people", frame) == expected
    assert "NaN" in dump_input_data(PEOPLE)


@pytest.mark.parametrize("orient", ["split", "records"])
def test_data_frame_as_pandas_writes_it(url, orient):
    body = '{"dataframe_%s": %s}' % (orient, PEOPLE.to_json(orient=orient))
    rows = json.loads(PEOPLE.to_json(orient="records"))

    assert posted(url, "people", body) == predicted(url, "people", rows)


def test_records_with_python_json(url):
    body = json.dumps({"dataframe_records": PEOPLE.to_dict(orient="records")})
    rows = json.loads(PEOPLE.to_json(orient="records"))

    assert posted(url, "people", body) == predicted(url, "people", rows)


@pytest.mark.parametrize("content_type", ["text/csv", "text/csv; charset=utf-8"])
@pytest.mark.parametrize("index", [True, False])
def test_csv(url, content_type, index):
    rows = json.loads(PEOPLE.to_json(orient="records"))

    assert posted(url, "people", PEOPLE.to_csv(index=index).encode(), content_type) == predicted(url, "people", rows)


@pytest.mark.parametrize(
    "example",
    [
        pd.DataFrame(IRIS, columns=NAMES),
        pd.DataFrame(IRIS),
        IRIS,
        {name: IRIS[:, i] for i, name in enumerate(NAMES)},
        {name: IRIS[:, [i]] for i, name in enumerate(NAMES)},
        [dict(zip(NAMES, row)) for row in IRIS.tolist()],
    ],
    ids=["frame", "nameless", "array", "columns", "tensors", "records"],
)
def test_serving_input_of_an_example(url, example):
    assert posted(url, "iris", convert_input_example_to_serving_input(example)) == [0, 1]


def test_serving_input_of_one_row(url):
    example = dict(zip(NAMES, IRIS[0].tolist()))

    assert posted(url, "iris", convert_input_example_to_serving_input(example)) == [0]


@pytest.mark.parametrize("params", [None, {}])
def test_no_params(url, params):
    assert Model(url, "iris").invoke(IRIS, params=params) == {"predictions": [0, 1]}


def test_params_are_refused(url):
    with pytest.raises(Exception, match="error code 400.*because this model has no parameters, got ..predict_method"):
        Model(url, "iris").invoke(IRIS, params={"predict_method": "predict_proba"})


def test_errors_are_those_of_mlflow(url):
    response = requests.post(Model(url, "iris").url, json={"instances": [[1, 2, 3, "x"], [1]]})

    error = RestException(response.json())

    assert response.status_code == 400 == error.get_http_status_code()
    assert error.error_code == "BAD_REQUEST"
    assert error.message == 'BAD_REQUEST: row 1, f3: expected a number, got the string "x" (and 1 more)'


def test_several_models_and_no_default(url):
    at = urlsplit(url)

    with pytest.raises(Exception, match="error code 404.*RESOURCE_DOES_NOT_EXIST.*banknote.*iris"):
        ScoringServerClient(at.hostname, at.port).invoke(IRIS)


def test_unknown_model_is_an_error_of_mlflow(url):
    response = requests.post(Model(url, "nothing").url, json={"instances": []})

    error = RestException(response.json())

    assert response.status_code == 404 == error.get_http_status_code()
    assert error.error_code == "RESOURCE_DOES_NOT_EXIST"
