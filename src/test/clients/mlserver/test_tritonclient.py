"""Triton's client, as people use it: bytes by default, JSON where it is told so."""

from urllib.request import Request, urlopen

import numpy as np
import pytest
from tritonclient.http import InferenceServerClient, InferInput, InferRequestedOutput
from tritonclient.utils import InferenceServerException, triton_to_np_dtype

IRIS = np.array([[5.1, 3.5, 1.4, 0.2], [6.5, 2.8, 4.6, 1.5]], dtype=np.float32)
# What scikit-learn answers for these flowers.
IRIS_PROBABILITIES = np.array(
    [[0.98159288, 0.01840711, 1.4701e-08], [0.00239738, 0.81515730, 0.18244532]], dtype=np.float32
)

EVERY_TYPE = {
    "BOOL": np.array([[True, False], [False, False], [True, True]]),
    "INT8": np.array([[-128, 127], [0, -1], [1, 2]], dtype=np.int8),
    "INT16": np.array([[-32768, 32767], [0, -1], [1, 2]], dtype=np.int16),
    "INT32": np.array([[-(2**31), 2**31 - 1], [0, -1], [1, 2]], dtype=np.int32),
    "INT64": np.array([[-(2**63), 2**63 - 1], [2**53 + 1, -(2**53) - 1], [1, 2]], dtype=np.int64),
    "UINT8": np.array([[0, 255], [128, 127], [1, 2]], dtype=np.uint8),
    "FP16": np.array([[65504, -0.0], [6e-08, 0.333], [np.inf, 1.5]], dtype=np.float16),
    "FP32": np.array([[3.4028235e38, -0.0], [1e-45, 0.1], [-np.inf, 16777216]], dtype=np.float32),
    "FP64": np.array([[1.7976931348623157e308, 5e-324], [0.1, -0.0], [np.inf, 1e300]], dtype=np.float64),
    "BYTES": np.array([[b"a", "Zürich".encode()], [b"", b"x" * 300], ["snow ☃".encode(), b'"quoted"\n']], dtype=object),
}


@pytest.fixture(scope="module")
def client(authority):
    with InferenceServerClient(authority) as client:
        yield client


def given(name, array, datatype, binary=True):
    return InferInput(name, list(array.shape), datatype).set_data_from_numpy(array, binary_data=binary)


def iris(binary=True):
    return [given("float_input", IRIS, "FP32", binary)]


def every_type(arrays, binary=True):
    return [given(name, array, name, binary) for name, array in arrays.items()]


def test_server_is_live_and_ready(client):
    assert client.is_server_live()
    assert client.is_server_ready()


def test_server_metadata_lists_the_extensions(client):
    metadata = client.get_server_metadata()

    assert metadata["name"] == "onward"
    assert metadata["version"]
    assert {"binary_tensor_data", "classification", "model_repository", "statistics"} <= set(metadata["extensions"])


@pytest.mark.parametrize("version", ["", "1"])
def test_model_is_ready(client, version):
    assert client.is_model_ready("banknote", version)


@pytest.mark.parametrize("name, version", [("nothing", ""), ("banknote", "2"), ("broken", "")])
def test_model_that_is_not_there_is_not_ready(client, name, version):
    assert not client.is_model_ready(name, version)


def test_model_metadata_tells_inputs_outputs_and_labels(client):
    metadata = client.get_model_metadata("iris-names")

    assert metadata["name"] == "iris-names"
    assert metadata["versions"] == ["1"]
    assert metadata["platform"] == "onnx_onnxv1"
    assert metadata["inputs"] == [{"name": "float_input", "datatype": "FP32", "shape": [-1, 4]}]
    assert metadata["outputs"] == [
        {"name": "output_label", "datatype": "BYTES", "shape": [-1]},
        {"name": "output_probability", "datatype": "FP32", "shape": [-1, 3]},
    ]
    assert any("virginica" in value for value in metadata["properties"].values())


def test_model_metadata_of_a_version(client):
    assert client.get_model_metadata("constant")["versions"] == ["1", "2"]
    assert client.get_model_metadata("constant", "1")["name"] == "constant"


@pytest.mark.parametrize("binary", [True, False])
def test_zipmap_is_a_tensor(client, binary):
    outputs = [InferRequestedOutput(name, binary_data=binary) for name in ("output_label", "output_probability")]

    result = client.infer("iris", iris(binary), outputs=outputs)

    assert result.as_numpy("output_label").tolist() == [0, 1]
    assert result.as_numpy("output_probability").dtype == np.float32
    np.testing.assert_allclose(result.as_numpy("output_probability"), IRIS_PROBABILITIES, atol=1e-5)


def test_all_outputs_are_bytes_if_none_is_named(client):
    result = client.infer("iris", iris())

    assert [output["name"] for output in result.get_response()["outputs"]] == ["output_label", "output_probability"]
    assert all("data" not in output for output in result.get_response()["outputs"])
    np.testing.assert_allclose(result.as_numpy("output_probability"), IRIS_PROBABILITIES, atol=1e-5)


def test_only_the_named_output_is_answered(client):
    result = client.infer("iris", iris(), outputs=[InferRequestedOutput("output_label")])

    assert [output["name"] for output in result.get_response()["outputs"]] == ["output_label"]
    assert result.as_numpy("output_probability") is None


def test_outputs_are_bytes_or_json_each_as_asked(client):
    outputs = [
        InferRequestedOutput("output_label", binary_data=False),
        InferRequestedOutput("output_probability", binary_data=True),
    ]

    result = client.infer("iris", iris(), outputs=outputs)

    assert result.get_output("output_label")["data"] == [0, 1]
    assert result.get_output("output_probability")["parameters"]["binary_data_size"] == 24
    np.testing.assert_allclose(result.as_numpy("output_probability"), IRIS_PROBABILITIES, atol=1e-5)


def test_labels_of_probabilities_come_with_them(client):
    result = client.infer("iris-names", iris(), outputs=[InferRequestedOutput("output_probability", binary_data=False)])

    assert any("virginica" in str(value) for value in result.get_output("output_probability")["parameters"].values())


def test_text_labels_are_bytes(client):
    assert client.infer("iris-names", iris()).as_numpy("output_label").tolist() == [b"setosa", b"versicolor"]


@pytest.mark.parametrize("output_binary", [True, False])
@pytest.mark.parametrize("input_binary", [True, False])
def test_every_type_comes_back_as_it_went(client, input_binary, output_binary):
    # JSON has no infinity.
    arrays = EVERY_TYPE if input_binary and output_binary else {n: a[:2] for n, a in EVERY_TYPE.items()}
    outputs = [InferRequestedOutput(name + "_out", binary_data=output_binary) for name in arrays]

    result = client.infer("echo", every_type(arrays, input_binary), outputs=outputs)

    for name, array in arrays.items():
        answered = result.as_numpy(name + "_out")
        assert answered.dtype == triton_to_np_dtype(name)
        assert answered.shape == array.shape
        expected = array if name != "BYTES" or output_binary else np.vectorize(bytes.decode)(array)
        assert answered.tolist() == expected.tolist(), name


def test_signs_of_zeros_and_bits_of_nan_survive_as_bytes(client):
    nan = np.array([0x7FC00001, 0xFFC00000], dtype=np.uint32).view(np.float32).reshape(1, 2)
    arrays = {name: array[:1] for name, array in EVERY_TYPE.items()} | {"FP32": nan}

    result = client.infer("echo", every_type(arrays))

    assert result.as_numpy("FP32_out").view(np.uint32).tolist() == [[0x7FC00001, 0xFFC00000]]
    assert np.signbit(result.as_numpy("FP16_out")).tolist() == [[False, True]]


def test_nan_and_infinity_are_null_in_json(client):
    fp64 = np.array([[np.nan, 1.5], [np.inf, -np.inf]], dtype=np.float64)
    arrays = {name: array[:2] for name, array in EVERY_TYPE.items()} | {"FP64": fp64}
    outputs = [InferRequestedOutput("FP64_out", binary_data=False)]

    result = client.infer("echo", every_type(arrays), outputs=outputs)

    assert result.get_output("FP64_out")["data"] == [None, 1.5, None, None]
    assert np.isnan(result.as_numpy("FP64_out")).tolist() == [[True, False], [True, True]]


def test_an_image_is_a_tensor_of_four_dimensions(client):
    images = np.linspace(0, 1, 2 * 64, dtype=np.float32).reshape(2, 1, 8, 8)

    as_bytes = client.infer("image", [given("image", images, "FP32")]).as_numpy("output")
    as_json = client.infer(
        "image",
        [given("image", images, "FP32", binary=False)],
        outputs=[InferRequestedOutput("output", binary_data=False)],
    ).as_numpy("output")

    assert as_bytes.shape == (2, 10)
    assert as_json.tolist() == as_bytes.tolist()


def test_columns_of_numbers_and_texts(client):
    inputs = [
        given("age", np.array([[86.0], [np.nan]], dtype=np.float32), "FP32"),
        given("income", np.array([[3010.66], [2760.06]], dtype=np.float32), "FP32"),
        given("city", np.array([["Lima"], ["Lima"]], dtype=object), "BYTES"),
        given("plan", np.array([["plus"], ["plus"]], dtype=object), "BYTES"),
    ]

    result = client.infer("people", inputs)

    assert result.as_numpy("output_label").tolist() == [b"leaves", b"stays"]
    expected = [[0.867505677, 0.132494323], [0.437111515, 0.562888485]]
    np.testing.assert_allclose(result.as_numpy("output_probability"), expected, atol=1e-5)


def test_no_rows_are_answered_with_none(client):
    result = client.infer("iris", [given("float_input", np.empty((0, 4), dtype=np.float32), "FP32")])

    assert result.as_numpy("output_label").shape == (0,)
    assert result.as_numpy("output_probability").shape == (0, 3)


def test_each_version_answers(client):
    x = [given("x", np.array([[7.0]], dtype=np.float32), "FP32")]

    assert client.infer("constant", x, model_version="1").as_numpy("y").tolist() == [[1.0]]
    assert client.infer("constant", x, model_version="2").as_numpy("y").tolist() == [[2.0]]
    assert client.infer("constant", x).as_numpy("y").tolist() == [[2.0]]
    assert client.infer("constant", x).get_response()["model_version"] == "2"


def test_id_comes_back_and_is_not_invented(client):
    assert client.infer("iris", iris(), request_id="n 42").get_response()["id"] == "n 42"
    assert "id" not in client.infer("iris", iris()).get_response()


def test_parameters_of_other_servers_are_passed_over(client):
    result = client.infer("iris", iris(), priority=1, timeout=1_000_000, sequence_id=5, parameters={"note": "a text"})

    assert result.as_numpy("output_label").tolist() == [0, 1]


@pytest.mark.parametrize("compression", ["gzip", "deflate"])
@pytest.mark.parametrize("binary", [True, False])
def test_compressed_request(client, compression, binary):
    result = client.infer("iris", iris(binary), request_compression_algorithm=compression)

    np.testing.assert_allclose(result.as_numpy("output_probability"), IRIS_PROBABILITIES, atol=1e-5)


@pytest.mark.parametrize("compression", ["gzip", "deflate"])
def test_answer_for_which_compression_was_offered(client, compression):
    result = client.infer("iris", iris(), response_compression_algorithm=compression)

    np.testing.assert_allclose(result.as_numpy("output_probability"), IRIS_PROBABILITIES, atol=1e-5)


@pytest.mark.parametrize("binary", [True, False])
def test_classification_gives_values_indexes_and_labels(client, binary):
    outputs = [InferRequestedOutput("output_probability", binary_data=binary, class_count=2)]

    answered = client.infer("iris-names", iris(), outputs=outputs).as_numpy("output_probability")

    assert answered.shape == (2, 2)
    classes = [[(c.decode() if binary else c).split(":") for c in row] for row in answered.tolist()]
    assert [[c[1:] for c in row] for row in classes] == [
        [["0", "setosa"], ["1", "versicolor"]],
        [["1", "versicolor"], ["2", "virginica"]],
    ]
    assert float(classes[1][0][0]) == pytest.approx(0.8151573, abs=1e-5)


def test_classification_of_logits_without_labels(client):
    images = np.linspace(0, 1, 64, dtype=np.float32).reshape(1, 1, 8, 8)
    logits = client.infer("image", [given("image", images, "FP32")]).as_numpy("output")

    answered = client.infer(
        "image", [given("image", images, "FP32")], outputs=[InferRequestedOutput("output", class_count=3)]
    ).as_numpy("output")

    assert [int(c.decode().split(":")[1]) for c in answered[0]] == np.argsort(-logits[0])[:3].tolist()
    assert all(len(c.decode().split(":")) == 2 for c in answered[0])


def test_classification_of_whole_numbers_gives_whole_numbers(client):
    arrays = {name: array[1:2] for name, array in EVERY_TYPE.items()}
    outputs = [InferRequestedOutput("INT64_out", class_count=2)]

    answered = client.infer("echo", every_type(arrays), outputs=outputs).as_numpy("INT64_out")

    assert answered.tolist() == [[b"9007199254740993:0", b"-9007199254740993:1"]]


def test_async_infer(client):
    requests = [client.async_infer("iris", iris(), request_id=str(i)) for i in range(8)]

    assert [request.get_result().get_response()["id"] for request in requests] == [str(i) for i in range(8)]


def test_request_and_answer_made_apart_from_the_client(url):
    body, length = InferenceServerClient.generate_request_body(iris())
    request = Request(f"{url}/v2/models/iris/infer", body, {"Inference-Header-Content-Length": str(length)})

    with urlopen(request) as response:
        length = int(response.headers["Inference-Header-Content-Length"])
        result = InferenceServerClient.parse_response_body(response.read(), header_length=length)
        content_type = response.headers["Content-Type"]

    assert content_type == "application/octet-stream"
    assert result.as_numpy("output_label").tolist() == [0, 1]


def test_repository_index_has_what_is_served_and_why_the_rest_is_not(client):
    index = client.get_model_repository_index()

    states = {(entry["name"], entry.get("version", "")): entry for entry in index}
    assert states[("iris", "1")]["state"] == "READY"
    assert {("constant", "1"), ("constant", "2")} <= states.keys()
    broken = next(entry for entry in index if entry["name"] == "broken")
    assert broken["state"] == "UNAVAILABLE"
    assert broken["reason"]


def test_models_are_neither_loaded_nor_unloaded(client):
    for request in (client.load_model, client.unload_model):
        with pytest.raises(InferenceServerException) as refused:
            request("iris")
        assert refused.value.status() in ("400", "501")
        assert "client" not in refused.value.message()
    assert client.is_model_ready("iris")


def test_statistics_count_requests_rows_and_failures(client):
    before = client.get_inference_statistics("banknote")["model_stats"][0]
    columns = {name: np.zeros((3, 1), dtype=np.float32) for name in ("variance", "skewness", "curtosis", "entropy")}
    inputs = [given(name, array, "FP32") for name, array in columns.items()]
    for _ in range(2):
        client.infer("banknote", inputs)
    with pytest.raises(InferenceServerException):
        client.infer("banknote", inputs[:1])

    after = client.get_inference_statistics("banknote", "1")["model_stats"][0]

    assert after["name"] == "banknote"
    assert after["version"] == "1"
    assert after["inference_count"] - before["inference_count"] == 6
    assert after["execution_count"] - before["execution_count"] == 2
    assert after["last_inference"] > 1_600_000_000_000
    for name, difference in {"success": 2, "fail": 1, "compute_infer": 2}.items():
        assert after["inference_stats"][name]["count"] - before["inference_stats"][name]["count"] == difference, name
    assert after["inference_stats"]["success"]["ns"] > before["inference_stats"]["success"]["ns"]


def test_statistics_of_a_model_are_of_all_its_versions(client):
    stats = client.get_inference_statistics("constant")["model_stats"]

    assert [(stat["name"], stat["version"]) for stat in stats] == [("constant", "1"), ("constant", "2")]


def test_statistics_of_all_models(client):
    names = [stat["name"] for stat in client.get_inference_statistics()["model_stats"]]

    assert {"banknote", "iris", "image"} <= set(names)


def a_request(**changes):
    """A request to iris that is wrong in one way."""
    request = {"model_name": "iris", "inputs": iris(), "outputs": None} | changes
    return request.pop("model_name"), request.pop("inputs"), request


@pytest.mark.parametrize(
    "changes, status, words",
    [
        ({"model_name": "nothing"}, "404", "nothing"),
        ({"model_version": "7"}, "404", "7"),
        ({"inputs": [given("x", IRIS, "FP32")]}, "400", "x"),
        ({"inputs": []}, "400", "float_input"),
        ({"inputs": [given("float_input", IRIS[:, :3].copy(), "FP32")]}, "400", "float_input"),
        ({"inputs": [given("float_input", np.array([["a"] * 4], dtype=object), "BYTES")]}, "400", "float_input"),
        ({"outputs": [InferRequestedOutput("nothing")]}, "400", "nothing"),
        ({"outputs": [InferRequestedOutput("output_label", class_count=-1)]}, "400", "classification"),
    ],
)
def test_what_is_wrong_is_told_in_our_words(client, changes, status, words):
    name, inputs, rest = a_request(**changes)

    with pytest.raises(InferenceServerException) as refused:
        client.infer(name, inputs, **rest)

    assert refused.value.status() == status
    assert words in refused.value.message()
    # What the client says where an answer is not the protocol's.
    assert "an exception occurred in the client" not in refused.value.message()


def test_what_is_wrong_with_metadata_and_statistics_is_told_too(client):
    for request in (client.get_model_metadata, client.get_inference_statistics):
        with pytest.raises(InferenceServerException) as refused:
            request("nothing")
        assert refused.value.status() == "404"
        assert "nothing" in refused.value.message()


def test_a_path_of_triton_that_there_is_not_is_told_in_json(client):
    for request in (client.get_log_settings, client.get_trace_settings, client.get_system_shared_memory_status):
        with pytest.raises(InferenceServerException) as refused:
            request()
        assert refused.value.status() == "404"
        assert "an exception occurred in the client" not in refused.value.message()


def test_a_body_over_the_limit_is_told_in_json(client):
    # The limit is 16 MiB.
    many = np.zeros((1_100_000, 4), dtype=np.float32)

    with pytest.raises(InferenceServerException) as refused:
        client.infer("iris", [given("float_input", many, "FP32")])

    assert refused.value.status() == "413"


def test_a_small_body_that_inflates_over_the_limit_is_told_in_json(client):
    many = np.zeros((1_100_000, 4), dtype=np.float32)

    with pytest.raises(InferenceServerException) as refused:
        client.infer("iris", [given("float_input", many, "FP32")], request_compression_algorithm="gzip")

    assert refused.value.status() == "413"


def test_many_rows(client):
    rows = np.tile(IRIS, (100_000, 1))

    answered = client.infer("iris", [given("float_input", rows, "FP32")])

    assert answered.as_numpy("output_label").tolist() == [0, 1] * 100_000
