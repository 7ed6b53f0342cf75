"""KServe's client for REST, with the protocol's first version."""

import asyncio

import httpx
import numpy as np
import pytest
from kserve import InferenceRESTClient, RESTConfig

IRIS = [[5.1, 3.5, 1.4, 0.2], [6.5, 2.8, 4.6, 1.5]]
NAMES = ["f0", "f1", "f2", "f3"]


def asked(ask):
    async def run():
        async with InferenceRESTClient(RESTConfig(protocol="v1", retries=0)) as client:
            return await ask(client)

    return asyncio.run(run())


def inferred(url, name, data):
    return asked(lambda client: client.infer(url, data, model_name=name))


@pytest.mark.parametrize("key", ["instances", "inputs"])
@pytest.mark.parametrize("name, labels", [("iris", [0, 1]), ("iris-names", ["setosa", "versicolor"])])
def test_infer(url, key, name, labels):
    assert inferred(url, name, {key: IRIS}) == {"predictions": labels}


def test_infer_rows_by_name(url):
    rows = [dict(zip(NAMES, row)) for row in IRIS]
    arrays = [{name: [value] for name, value in row.items()} for row in rows]

    assert inferred(url, "iris", {"instances": rows}) == {"predictions": [0, 1]}
    assert inferred(url, "iris", {"instances": arrays}) == {"predictions": [0, 1]}


def test_infer_missing_values(url):
    # The client's JSON has null for what is no number.
    rows = [{"age": np.nan, "income": 2444.48, "city": None, "plan": "basic"}]

    (label,) = inferred(url, "people", {"instances": rows})["predictions"]

    assert label in ("stays", "leaves")


def test_model_is_ready(url):
    assert asked(lambda client: client.is_model_ready(url, "iris")) is True


@pytest.mark.parametrize("name", ["nothing", "broken"])
def test_model_that_is_not_there(url, name):
    with pytest.raises(httpx.HTTPStatusError, match="404") as thrown:
        asked(lambda client: client.is_model_ready(url, name))

    assert thrown.value.response.json()["error"] in str(thrown.value)


def test_models_are_listed(url):
    assert "iris" in httpx.get(f"{url}/v1/models").json()["models"]


def test_error_comes_with_every_problem(url):
    with pytest.raises(httpx.HTTPStatusError) as thrown:
        inferred(url, "iris", {"instances": [[1, 2, 3], [1, 2, 3, "x"]]})

    assert str(thrown.value).startswith(
        "row 1: expected 4 values, one for each feature, got 3; "
        'row 2, f3: expected a number, got the string "x", \'400 Bad Request\''
    )
