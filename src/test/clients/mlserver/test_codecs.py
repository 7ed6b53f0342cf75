"""MLServer's codecs, which make requests of what people have, and its types, which are strict about the answers."""

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import numpy as np
import pandas as pd
import pytest
from mlserver.codecs import NumpyCodec, PandasCodec, StringCodec
from mlserver.types import (
    InferenceErrorResponse,
    InferenceRequest,
    InferenceResponse,
    MetadataModelErrorResponse,
    MetadataModelResponse,
    MetadataServerResponse,
    RepositoryIndexResponse,
    RequestOutput,
)

IRIS = np.array([[5.1, 3.5, 1.4, 0.2], [6.5, 2.8, 4.6, 1.5]], dtype=np.float32)


def get(url):
    with urlopen(url) as response:
        return response.read()


def infer(url, model, request):
    body = request.model_dump_json().encode()
    with urlopen(Request(f"{url}/v2/models/{model}/infer", body, {"Content-Type": "application/json"})) as response:
        return InferenceResponse.model_validate_json(response.read())


def output(response, name):
    return next(output for output in response.outputs if output.name == name)


def test_numpy_array_as_an_input(url):
    request = InferenceRequest(inputs=[NumpyCodec.encode_input("float_input", IRIS)])

    response = infer(url, "iris", request)

    assert response.model_name == "iris"
    assert response.model_version == "1"
    assert response.id is None
    assert NumpyCodec.decode_output(output(response, "output_label")).tolist() == [0, 1]
    probabilities = NumpyCodec.decode_output(output(response, "output_probability"))
    assert probabilities.dtype == np.float32
    assert probabilities.shape == (2, 3)
    np.testing.assert_allclose(probabilities[0], [0.98159288, 0.01840711, 1.4701e-08], atol=1e-5)


def test_numpy_array_of_doubles_for_a_model_of_floats(url):
    request = InferenceRequest(inputs=[NumpyCodec.encode_input("float_input", IRIS.astype(np.float64))])

    response = infer(url, "iris", request)

    assert NumpyCodec.decode_output(output(response, "output_label")).tolist() == [0, 1]


def test_data_frame_is_an_input_for_each_column(url):
    people = pd.DataFrame(
        {"age": [86.0, None], "income": [3010.66, 2760.06], "city": ["Lima", "Lima"], "plan": ["plus", "plus"]}
    )

    response = infer(url, "people", PandasCodec.encode_request(people, use_bytes=False))

    assert StringCodec.decode_output(output(response, "output_label")) == ["leaves", "stays"]
    probabilities = NumpyCodec.decode_output(output(response, "output_probability"))
    np.testing.assert_allclose(probabilities, [[0.867505677, 0.132494323], [0.437111515, 0.562888485]], atol=1e-5)


def test_data_frame_of_every_type_comes_back(url):
    table = pd.DataFrame(
        {
            "fp32": np.array([0.1, -3.4028235e38], dtype=np.float32),
            "fp64": [0.1, -1e300],
            "int32": np.array([-(2**31), 2**31 - 1], dtype=np.int32),
            "int64": [2**53 + 1, -(2**63)],
            "bool": [True, False],
            "bytes": ["Zürich", ""],
        }
    )

    response = infer(url, "columns", PandasCodec.encode_request(table, use_bytes=False))
    answered = PandasCodec.decode_response(response)

    assert list(answered.columns) == [name + "_out" for name in table.columns]
    for name in table.columns:
        assert answered[name + "_out"].tolist() == table[name].tolist(), name
        if name != "bytes":
            assert answered[name + "_out"].dtype == table[name].dtype


def test_data_frame_of_doubles_and_gaps_for_a_model_of_floats(url):
    table = pd.DataFrame(
        {"fp32": [0.5, None], "fp64": [None, 0.5], "int32": [1, 2], "int64": [1, 2], "bool": [True, False], "bytes": "a"}
    )

    answered = PandasCodec.decode_response(infer(url, "columns", PandasCodec.encode_request(table, use_bytes=False)))

    assert answered["fp32_out"].isna().tolist() == [False, True]
    assert answered["fp64_out"].isna().tolist() == [True, False]
    assert answered["int32_out"].tolist() == [1, 2]


def test_columns_of_notes(url):
    notes = pd.DataFrame(
        {
            "variance": [3.6216, -1.3971],
            "skewness": [8.6661, 3.3191],
            "curtosis": [-2.8073, -1.3927],
            "entropy": [-0.44699, -1.9948],
        }
    )

    response = infer(url, "banknote", PandasCodec.encode_request(notes))

    assert StringCodec.decode_output(output(response, "label")) == ["0", "1"]


def test_requested_output_and_id(url):
    request = InferenceRequest(
        id="42",
        inputs=[NumpyCodec.encode_input("float_input", IRIS)],
        outputs=[RequestOutput(name="output_label")],
    )

    response = infer(url, "iris-names", request)

    assert response.id == "42"
    assert [output.name for output in response.outputs] == ["output_label"]
    assert StringCodec.decode_output(response.outputs[0]) == ["setosa", "versicolor"]


@pytest.mark.parametrize("use_bytes", [True, False])
def test_texts_of_one_column(url, use_bytes):
    table = {"fp32": np.float32, "fp64": np.float64, "int32": np.int32, "int64": np.int64, "bool": np.bool_}
    inputs = [NumpyCodec.encode_input(name, np.zeros((2, 1), dtype=dtype)) for name, dtype in table.items()]
    inputs.append(StringCodec.encode_input("bytes", ["snow ☃", "a\"b"], use_bytes=use_bytes))

    response = infer(url, "columns", InferenceRequest(inputs=inputs))

    assert StringCodec.decode_output(output(response, "bytes_out")) == ["snow ☃", "a\"b"]


def test_server_metadata_is_of_its_type(url):
    metadata = MetadataServerResponse.model_validate_json(get(f"{url}/v2"))

    assert metadata.name == "onward"


def test_metadata_of_every_model_is_of_its_type(url):
    index = RepositoryIndexResponse.model_validate_json(get(Request(f"{url}/v2/repository/index", b"{}")))
    for entry in index:
        if entry.state == "READY":
            of_model = f"{url}/v2/models/{entry.name}/versions/{entry.version}"
            metadata = MetadataModelResponse.model_validate_json(get(of_model))
            assert metadata.name == entry.name
            assert entry.version in metadata.versions
            assert metadata.inputs
            assert all(tensor.shape for tensor in metadata.inputs + metadata.outputs), entry.name


def test_errors_are_of_their_types(url):
    request = InferenceRequest(inputs=[NumpyCodec.encode_input("x", IRIS)])

    with pytest.raises(HTTPError) as refused:
        infer(url, "iris", request)
    with pytest.raises(HTTPError) as not_found:
        get(f"{url}/v2/models/nothing")

    assert refused.value.headers["Content-Type"] == "application/json"
    assert InferenceErrorResponse.model_validate_json(refused.value.read()).error
    assert MetadataModelErrorResponse.model_validate_json(not_found.value.read()).error


def test_answers_have_nothing_that_the_types_do_not(url):
    request = InferenceRequest(id="1", inputs=[NumpyCodec.encode_input("float_input", IRIS)])
    body = request.model_dump_json().encode()
    with urlopen(Request(f"{url}/v2/models/iris/infer", body)) as response:
        answer = json.loads(response.read())

    assert answer.keys() <= InferenceResponse.model_fields.keys()
    for tensor in answer["outputs"]:
        assert tensor.keys() <= {"name", "shape", "datatype", "parameters", "data"}
        for value in tensor.get("parameters", {}).values():
            assert isinstance(value, str | int | float | bool)
