"""KServe's client for REST, with the protocol's second version."""

import asyncio

import httpx
import numpy as np
import pytest
from kserve import InferenceRESTClient, InferInput, InferRequest, RESTConfig
from kserve.protocol.infer_type import RequestedOutput
from kserve.protocol.rest.v2_datamodels import InferenceRequest, RequestInput

IRIS = np.array([[5.1, 3.5, 1.4, 0.2], [6.5, 2.8, 4.6, 1.5]], dtype=np.float32)
PROBABILITIES = [[0.98159288, 0.01840711, 1.4701e-08], [0.00239738, 0.81515730, 0.18244532]]


def asked(ask):
    async def run():
        async with InferenceRESTClient(RESTConfig(protocol="v2", retries=0)) as client:
            return await ask(client)

    return asyncio.run(run())


def given(name, array, datatype, binary):
    tensor = InferInput(name, list(array.shape), datatype)
    tensor.set_data_from_numpy(array, binary_data=binary)
    return tensor


def iris(binary=True, **rest):
    return InferRequest("iris", [given("float_input", IRIS, "FP32", binary)], **rest)


def test_server_is_live_and_ready(url):
    assert asked(lambda client: client.is_server_live(url)) is True
    assert asked(lambda client: client.is_server_ready(url)) is True


@pytest.mark.parametrize("name, ready", [("iris", True), ("nothing", False), ("broken", False)])
def test_model_is_ready(url, name, ready):
    assert asked(lambda client: client.is_model_ready(url, name)) is ready


@pytest.mark.parametrize("binary", [True, False])
def test_infer(url, binary):
    response = asked(lambda client: client.infer(url, iris(binary), model_name="iris"))

    assert response.model_name == "iris"
    assert [output.name for output in response.outputs] == ["output_label", "output_probability"]
    assert response.get_output_by_name("output_label").as_numpy().tolist() == [0, 1]
    probabilities = response.get_output_by_name("output_probability").as_numpy()
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities, PROBABILITIES, atol=1e-5)


def test_id_comes_back(url):
    assert asked(lambda client: client.infer(url, iris(request_id="42"), model_name="iris")).id == "42"


@pytest.mark.parametrize("default", [True, False])
def test_outputs_are_bytes_or_json_each_as_asked(url, default):
    outputs = [
        RequestedOutput("output_label", {"binary_data": False}),
        RequestedOutput("output_probability", {"binary_data": True}),
    ]
    request = iris(request_outputs=outputs, parameters={"binary_data_output": default})
    headers = {}

    response = asked(lambda client: client.infer(url, request, model_name="iris", response_headers=headers))

    assert headers["content-type"] == "application/octet-stream"
    assert "binary_data_size" not in (response.get_output_by_name("output_label").parameters or {})
    assert response.get_output_by_name("output_label").data == [0, 1]
    np.testing.assert_allclose(
        response.get_output_by_name("output_probability").as_numpy(), PROBABILITIES, atol=1e-5
    )


def test_only_the_named_output_is_answered(url):
    request = iris(request_outputs=[RequestedOutput("output_label")])

    response = asked(lambda client: client.infer(url, request, model_name="iris"))

    assert [output.name for output in response.outputs] == ["output_label"]


@pytest.mark.parametrize("binary", [True, False])
def test_columns_of_every_type(url, binary):
    columns = {
        "fp32": ("FP32", np.array([[0.1], [1.5]], dtype=np.float32)),
        "fp64": ("FP64", np.array([[0.1], [1e300]])),
        "int32": ("INT32", np.array([[-(2**31)], [7]], dtype=np.int32)),
        "int64": ("INT64", np.array([[2**53 + 1], [-(2**63)]])),
        "bool": ("BOOL", np.array([[True], [False]])),
        "bytes": ("BYTES", np.array([["Zürich"], ["b"]], dtype=object)),
    }
    inputs = [given(name, array, datatype, binary) for name, (datatype, array) in columns.items()]
    request = InferRequest("columns", inputs, parameters={"binary_data_output": False})

    response = asked(lambda client: client.infer(url, request, model_name="columns"))

    for name, (_, array) in columns.items():
        answered = response.get_output_by_name(name + "_out").as_numpy()
        assert answered.shape == (2, 1)
        assert answered.tolist() == array.tolist(), name


def test_half_floats_are_bytes(url):
    pairs = {
        "BOOL": np.array([[True, False]]),
        "INT8": np.array([[1, 2]], dtype=np.int8),
        "INT16": np.array([[1, 2]], dtype=np.int16),
        "INT32": np.array([[1, 2]], dtype=np.int32),
        "INT64": np.array([[1, 2]], dtype=np.int64),
        "UINT8": np.array([[1, 255]], dtype=np.uint8),
        "FP16": np.array([[0.333, -65504]], dtype=np.float16),
        "FP32": np.array([[1, 2]], dtype=np.float32),
        "FP64": np.array([[1, 2]], dtype=np.float64),
        "BYTES": np.array([["a", "b"]], dtype=object),
    }
    inputs = [given(name, array, name, binary=True) for name, array in pairs.items()]
    outputs = [RequestedOutput("FP16_out", {"binary_data": True})]
    request = InferRequest("echo", inputs, request_outputs=outputs)

    response = asked(lambda client: client.infer(url, request, model_name="echo"))

    assert response.outputs[0].as_numpy().dtype == np.float16
    assert response.outputs[0].as_numpy().tolist() == pairs["FP16"].tolist()


def test_a_request_as_a_plain_object(url):
    request = {"inputs": [{"name": "float_input", "shape": [2, 4], "datatype": "FP32", "data": IRIS.tolist()}]}

    response = asked(lambda client: client.infer(url, request, model_name="iris"))

    assert response.get_output_by_name("output_label").data == [0, 1]


@pytest.mark.parametrize("name, status, words", [("nothing", 404, "nothing"), ("people", 400, "float_input")])
def test_what_is_wrong_is_told_in_our_words(url, name, status, words):
    with pytest.raises(httpx.HTTPStatusError) as refused:
        asked(lambda client: client.infer(url, iris(), model_name=name))

    assert refused.value.response.status_code == status
    # The client puts the error before the rest if it finds it.
    assert words in str(refused.value).split(f", '{status} ")[0]


def test_a_request_of_kserves_types_has_null_where_it_has_nothing(url):
    tensor = RequestInput(name="float_input", shape=[2, 4], datatype="FP32", data=IRIS.tolist())
    request = InferenceRequest(inputs=[tensor]).model_dump()

    response = asked(lambda client: client.infer(url, request, model_name="iris"))

    assert request["parameters"] is None
    assert response.get_output_by_name("output_label").data == [0, 1]
