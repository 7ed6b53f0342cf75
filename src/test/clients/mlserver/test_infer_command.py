"""The command `mlserver infer`, which sends a file of requests and writes a file of answers."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FLOWERS = [[5.1, 3.5, 1.4, 0.2], [6.5, 2.8, 4.6, 1.5], [6.7, 2.5, 5.8, 1.8]]
LABELS = [0, 1, 2]


def asks(flower, number):
    tensor = {"name": "float_input", "shape": [1, 4], "datatype": "FP32", "data": flower}
    return {"id": f"flower {number}", "inputs": [tensor]}


def infer(authority, folder, requests, *options, model="iris"):
    sent = folder / "requests.jsonl"
    sent.write_text("".join(json.dumps(request) + "\n" for request in requests))
    got = folder / "answers.jsonl"
    command = [Path(sys.executable).with_name("mlserver"), "infer", "--url", authority, "--model-name", model]
    command += ["--input-data-path", sent, "--output-data-path", got, "--retries", "1", *options]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    answers = [json.loads(line) for line in got.read_text().splitlines()]
    return sorted(answers, key=lambda answer: answer["parameters"]["batch_index"])


def outputs(answer):
    return {output["name"]: output for output in answer["outputs"]}


@pytest.mark.parametrize("options", [(), ("--batch-size", "4"), ("--binary-data",), ("--binary-data", "--batch-size", "4")])
def test_every_request_of_a_file_is_answered(authority, tmp_path, options):
    requests = [asks(FLOWERS[i % 3], i) for i in range(30)]

    answers = infer(authority, tmp_path, requests, *options)

    assert [answer["id"] for answer in answers] == [request["id"] for request in requests]
    for i, answer in enumerate(answers):
        assert answer["model_name"] == "iris"
        assert outputs(answer)["output_label"]["data"] == [LABELS[i % 3]]
        assert outputs(answer)["output_probability"]["shape"] == [1, 3]
        probabilities = outputs(answer)["output_probability"]["data"]
        assert probabilities.index(max(probabilities)) == LABELS[i % 3]


def test_outputs_are_named_in_the_requests(authority, tmp_path):
    requests = [asks(FLOWERS[i], i) | {"outputs": [{"name": "output_label"}]} for i in range(3)]

    answers = infer(authority, tmp_path, requests)

    assert [list(outputs(answer)) for answer in answers] == [["output_label"]] * 3
    assert [outputs(answer)["output_label"]["data"] for answer in answers] == [[0], [1], [2]]


def test_a_request_that_is_wrong_does_not_stop_the_others(authority, tmp_path):
    wrong = asks([1.0, 2.0, 3.0], 1)
    wrong["inputs"][0]["shape"] = [1, 3]

    answers = infer(authority, tmp_path, [asks(FLOWERS[0], 0), wrong, asks(FLOWERS[2], 2)])

    assert outputs(answers[0])["output_label"]["data"] == [0]
    assert "float_input" in answers[1]["error"]["msg"]
    assert outputs(answers[2])["output_label"]["data"] == [2]
