"""What is drawn, made fit where the document cannot say in JSON Schema what fits."""

import csv
import io
import json
import os
import urllib.request

import schemathesis
from schemathesis import GenerationMode


def header():
    """The first line of a file: the names of the model's features."""
    with urllib.request.urlopen(os.environ["ONWARD_URL"] + "openapi.json") as answer:
        document = json.load(answer)
    references = document["paths"]["/predict"]["get"]["parameters"]
    keys = [reference["$ref"].split("/")[-1] for reference in references]
    line = io.StringIO()
    csv.writer(line).writerow([document["components"]["parameters"][key]["name"] for key in keys])
    return line.getvalue()


HEADER = header()


def file(drawn):
    """Any text after the names: a bad row is reported in its place, and not refused."""
    text = drawn if isinstance(drawn, str) else ""
    return text if text.startswith(HEADER.strip()) else HEADER + text


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    if case.media_type == "text/csv":
        case.body = file(case.body)
    elif case.media_type == "multipart/form-data" and isinstance(case.body, dict):
        # Other fields are passed over, as far as the server's own parser takes their names.
        case.body = {"file": file(case.body.get("file"))}
