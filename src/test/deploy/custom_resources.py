"""Validates custom resources against the definitions that their makers publish.

    custom_resources.py FILE... -- DEFINITION...

As strict as a cluster that is asked with fieldValidation=Strict: a property that the definition does not have is an error.
"""

import sys

import jsonschema
import yaml


# Definitions are a megabyte, for which the loader in Python takes ten seconds.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(file):
    with open(file, encoding="utf-8") as text:
        return yaml.load(text, Loader=LOADER)


def strict(schema):
    """The schema as JSON Schema has it: Kubernetes' own words turned into standard ones."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("x-kubernetes-int-or-string"):
        return {"type": ["integer", "string"]}
    result = {name: strict(part) for name, part in schema.items() if not name.startswith("x-kubernetes-")}
    if isinstance(schema.get("properties"), dict):
        result["properties"] = {name: strict(part) for name, part in schema["properties"].items()}
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            result.setdefault("additionalProperties", False)
    if schema.get("nullable") and isinstance(schema.get("type"), str):
        result["type"] = [schema["type"], "null"]
    return result


def schemas(definitions):
    """The schemas of all versions, by API version and kind."""
    found = {}
    for file in definitions:
        spec = load(file)["spec"]
        for version in spec["versions"]:
            schema = version["schema"]["openAPIV3Schema"]
            # What every object has, and definitions leave to the cluster.
            schema["properties"]["metadata"] = {"type": "object", "required": ["name"]}
            found[f"{spec['group']}/{version['name']}", spec["names"]["kind"]] = strict(schema)
    return found


def main():
    split = sys.argv.index("--")
    known = schemas(sys.argv[split + 1 :])
    faults = 0
    for file in sys.argv[1:split]:
        resource = load(file)
        key = resource["apiVersion"], resource["kind"]
        if key not in known:
            sys.exit(f"{file}: no definition of {key[1]} in {key[0]}")
        for error in jsonschema.Draft7Validator(known[key]).iter_errors(resource):
            faults += 1
            print(f"{file}: {error.json_path}: {error.message[:200]}")
    sys.exit(1 if faults else 0)


main()
