"""What is drawn, made fit where the document cannot say in JSON Schema what fits."""

import csv
import io
import json
import os
import urllib.request

import schemathesis
from schemathesis import GenerationMode


def load():
    with urllib.request.urlopen(os.environ["ONWARD_URL"] + "openapi.json") as answer:
        return json.load(answer)


DOCUMENT = load()


def component(reference):
    kind, key = reference["$ref"].split("/")[-2:]
    return DOCUMENT["components"][kind][key]


def header():
    """The first line of a file: the names of the model's features."""
    parameters = [component(parameter) for parameter in DOCUMENT["paths"]["/predict"]["get"]["parameters"]]
    line = io.StringIO()
    csv.writer(line).writerow([parameter["name"] for parameter in parameters])
    return line.getvalue()


def examples(media_type):
    """What the model can be asked as MLflow's servers are, by the names of the examples."""
    body = component(DOCUMENT["paths"]["/invocations"]["post"]["requestBody"])
    return {key: example["value"] for key, example in body["content"][media_type]["examples"].items()}


HEADER = header()
FILE = examples("text/csv")["file"]
SPLIT = examples("application/json")["dataframe_split"]["dataframe_split"]


LENGTH = "Inference-Header-Content-Length"


def file(drawn, positive):
    """Any text after the names: a bad row is reported in its place, and not refused.

    What is no text cannot be sent as a wrong one, and an empty file, which is refused, stands for it.
    """
    text = drawn if isinstance(drawn, str) else ""
    return text if not positive or text.startswith(HEADER.strip()) else HEADER + text


def scoring(drawn):
    """Rows have as many values as there are columns, and columns as many as there are rows."""
    split = drawn.get("dataframe_split")
    if isinstance(split, dict) and "columns" in split:
        return {**drawn, "dataframe_split": SPLIT}
    inputs = drawn.get("inputs")
    if isinstance(inputs, dict):
        columns = {name: column if isinstance(column, list) else [column] for name, column in inputs.items()}
        rows = min(map(len, columns.values()), default=0)
        return {**drawn, "inputs": {name: column[:rows] for name, column in columns.items()}}
    return drawn


@schemathesis.hook
def before_call(context, case, kwargs):
    positive = case.meta is None or case.meta.generation.mode == GenerationMode.POSITIVE
    if case.media_type == "text/csv":
        # There all rows have to be good.
        good = positive and case.path.endswith("/invocations")
        case.body = FILE if good else file(case.body, positive)
    elif case.media_type == "multipart/form-data" and isinstance(case.body, dict) and "file" in case.body:
        # Other fields are passed over, as far as the server's own parser takes their names.
        case.body = {"file": file(case.body["file"], positive)}
    elif positive and case.path.endswith(("/invocations", ":predict")) and isinstance(case.body, dict):
        case.body = scoring(case.body)
    elif case.media_type == "application/json" and case.headers and str(case.headers.get(LENGTH, "")).isdigit():
        # With this header the body is not JSON, or not all of it.
        del case.headers[LENGTH]
