"""What is drawn, made fit where the document cannot say in JSON Schema what fits."""

import csv
import io
import json
import os
import urllib.error
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
    csv.writer(line).writerow([parameter["name"] for parameter in parameters if not is_option(parameter)])
    return line.getvalue()


def is_option(parameter):
    return parameter["schema"].get("$ref", "").startswith("#/components/schemas/Option.")


def examples(media_type):
    """What the model can be asked as MLflow's servers are, by the names of the examples."""
    body = component(DOCUMENT["paths"]["/invocations"]["post"]["requestBody"])
    return {key: example["value"] for key, example in body["content"][media_type]["examples"].items()}


LENGTH = "Inference-Header-Content-Length"
UNKNOWN = "x-schemathesis-unknown-property"
HEADER = header()
FILE = examples("text/csv")["file"]
SPLIT = examples("application/json")["dataframe_split"]["dataframe_split"]


def has_reference_data():
    request = urllib.request.Request(os.environ["ONWARD_URL"] + "predict?explain=true", FILE.encode())
    request.add_header("Content-Type", "text/csv")
    try:
        with urllib.request.urlopen(request):
            return True
    except urllib.error.HTTPError:
        return False


HAS_REFERENCE_DATA = has_reference_data()
OPTIONS = {key.removeprefix("Option.") for key in DOCUMENT["components"]["schemas"] if key.startswith("Option.")}


def file(drawn):
    """Any text after the names: a bad row is reported in its place, and not refused."""
    text = drawn if isinstance(drawn, str) else ""
    return text if text.startswith(HEADER.strip()) else HEADER + text


def fitting(options, media_type):
    """The options that a request may have, depending on the others, on its format and on the model's card."""
    # Only the card knows their values.
    unfit = {"label", "group", "compare"}
    if not HAS_REFERENCE_DATA:
        unfit |= {"explain", "curves", "flip"}
    if media_type in ("text/csv", "multipart/form-data"):
        unfit |= {"curves", "flip"}
    if media_type != "text/csv":
        unfit |= {"line", "decimal"}
    left = {name: value for name, value in options.items() if name not in unfit}
    for needed, name in (("explain", "reasons"), ("curves", "points")):
        if str(left.get(needed)).lower() != "true":
            left.pop(name, None)
    return left


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


def negative(case):
    """What is to be refused must not turn into something else on its way."""
    if case.media_type == "text/csv":
        # Every text is one, so that only none at all is wrong.
        case.body = ""
    elif case.query:
        # Objects and lists without members are sent as empty texts, which say that a value is missing, or "true".
        # Long ones are too long for a request line.
        case.query = {
            name: "{}" if value in ({}, [], "") or len(str(value)) > 1_000 else value for name, value in case.query.items()
        }
    elif case.path.endswith("/infer"):
        # After no JSON at all any bytes may be a tensor, and a header that nobody knows is passed over.
        headers = dict(case.headers or {})
        if str(headers.get(LENGTH)) == "0" or UNKNOWN in headers:
            case.headers = {**headers, LENGTH: "-1"}


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None:
        return
    # Only the digest of the served model fits.
    case.headers = {name: value for name, value in dict(case.headers or {}).items() if name.lower() != "if-match"}
    if case.meta.generation.mode != GenerationMode.POSITIVE:
        negative(case)
        return
    if case.media_type == "text/csv":
        # There all rows have to be good.
        case.body = FILE if case.path.endswith("/invocations") else file(case.body)
    elif case.media_type == "multipart/form-data" and isinstance(case.body, dict):
        case.body = {"file": file(case.body.get("file"))}
    elif case.path.endswith(("/invocations", ":predict", ":explain")) and isinstance(case.body, dict):
        case.body = scoring(case.body)
    elif case.media_type == "application/x-www-form-urlencoded" and isinstance(case.body, dict):
        # Each option is in the query string or in the body.
        case.body = {name: value for name, value in case.body.items() if name not in OPTIONS}
    if case.path.endswith("/predict") and case.query:
        case.query = fitting(case.query, case.media_type)
