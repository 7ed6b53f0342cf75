"""Triton's client for asyncio, which has an HTTP library of its own (aiohttp)."""

import asyncio

import numpy as np
import pytest
from tritonclient.http.aio import InferenceServerClient, InferInput, InferRequestedOutput
from tritonclient.utils import InferenceServerException

IRIS = np.array([[5.1, 3.5, 1.4, 0.2], [6.5, 2.8, 4.6, 1.5]], dtype=np.float32)


def iris(binary=True):
    return [InferInput("float_input", [2, 4], "FP32").set_data_from_numpy(IRIS, binary_data=binary)]


def asked(authority, ask):
    async def run():
        async with InferenceServerClient(authority) as client:
            return await ask(client)

    return asyncio.run(run())


def test_health_and_metadata(authority):
    async def ask(client):
        assert await client.is_server_live()
        assert await client.is_server_ready()
        assert await client.is_model_ready("iris", "1")
        assert not await client.is_model_ready("nothing")
        assert (await client.get_server_metadata())["name"] == "onward"
        assert (await client.get_model_metadata("iris", "1"))["inputs"][0]["name"] == "float_input"
        assert any(entry["name"] == "iris" for entry in await client.get_model_repository_index())
        assert (await client.get_inference_statistics("iris"))["model_stats"][0]["name"] == "iris"

    asked(authority, ask)


@pytest.mark.parametrize("compression", [None, "gzip", "deflate"])
@pytest.mark.parametrize("binary", [True, False])
def test_infer(authority, binary, compression):
    outputs = [InferRequestedOutput("output_label", binary_data=binary)]

    result = asked(
        authority,
        lambda client: client.infer(
            "iris",
            iris(binary),
            outputs=outputs,
            request_id="42",
            request_compression_algorithm=compression,
            response_compression_algorithm=compression,
        ),
    )

    assert result.as_numpy("output_label").tolist() == [0, 1]
    assert result.get_response()["id"] == "42"


def test_requests_at_once(authority):
    async def ask(client):
        return await asyncio.gather(*(client.infer("iris", iris(), request_id=str(i)) for i in range(32)))

    results = asked(authority, ask)

    assert [result.get_response()["id"] for result in results] == [str(i) for i in range(32)]
    assert all(result.as_numpy("output_label").tolist() == [0, 1] for result in results)


@pytest.mark.parametrize("name, status", [("nothing", "404"), ("people", "400")])
def test_what_is_wrong_is_told_in_our_words(authority, name, status):
    with pytest.raises(InferenceServerException) as refused:
        asked(authority, lambda client: client.infer(name, iris()))

    assert refused.value.status() == status
    assert "an exception occurred in the client" not in refused.value.message()
