"""Validates YAML files against JSON Schemas, as an editor does.

Reads lines "schema<TAB>file" from standard input and prints, for each, "valid" or "invalid: why". Exit code 77 when a
needed Python package is not installed.
"""

import json
import re
import sys

try:
    import jsonschema
    import yaml
except ImportError:
    sys.exit(77)


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema: yes, no, on and off are words, and a date is a text."""


Core.yaml_implicit_resolvers = {}
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^-?[0-9]+$"), list("-0123456789"))
Core.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+\.[0-9]+$"), list("-0123456789"))
Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(null|~|)$"), ["n", "~", ""])

checkers = {}
for line in sys.stdin:
    schema, path = line.rstrip("\n").split("\t")
    if schema not in checkers:
        with open(schema, encoding="utf-8") as file:
            content = json.load(file)
        jsonschema.Draft202012Validator.check_schema(content)
        checkers[schema] = jsonschema.Draft202012Validator(content)
    with open(path, encoding="utf-8") as file:
        document = yaml.load(file, Loader=Core)
    error = jsonschema.exceptions.best_match(checkers[schema].iter_errors(document))
    if error is None:
        print("valid")
    else:
        where = "/".join(str(part) for part in error.absolute_path)
        print("invalid:", where, error.message[:120].replace("\n", " "))
