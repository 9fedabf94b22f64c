"""A light check that what the API answers is what its OpenAPI document promises."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime
from typing import Any

JSON_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
FORMATS = {"uuid": uuid.UUID, "date": date.fromisoformat, "date-time": datetime.fromisoformat}
KNOWN_WORDS = {
    *("type", "format", "$ref", "anyOf", "enum", "const", "items", "properties", "required", "additionalProperties"),
    *("title", "description", "default", "example", "examples", "propertyNames", "contentMediaType", "pattern"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "maxLength"),
    *("minItems", "maxItems"),
}


class Contract:
    """An OpenAPI document that answers can be held against."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._operations = [
            (method.upper(), re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + r"\Z"), operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        ]

    def hold(self, response: Any) -> None:
        """Fail unless the response is one that its operation promises (addresses outside the document pass)."""
        response.read()
        operation = self._operation(response.request.method, response.request.url.path)
        if operation is None or (response.status_code >= 500 and response.status_code != 503):
            return
        promised = operation["responses"].get(str(response.status_code))
        told = f"{response.request.method} {response.request.url.path} {response.status_code}"
        assert promised is not None, f"{told} is not in the document"
        media = response.headers.get("content-type", "").split(";")[0]
        content = promised.get("content", {})
        assert media in content if content else response.content == b"", f"{told} came as {media!r}"
        if media.endswith("json"):
            self.check(response.json(), content[media]["schema"], told)

    def check(self, value: Any, schema: dict[str, Any], place: str) -> None:
        """Fail unless ``value`` fits ``schema``."""
        assert set(schema) <= KNOWN_WORDS, f"{place}: this check does not know {set(schema) - KNOWN_WORDS}"
        if "$ref" in schema:
            self.check(value, self.resolved(schema["$ref"]), place)
        if "anyOf" in schema:
            assert any(self.fits(value, each) for each in schema["anyOf"]), f"{place}: {value!r} fits no choice"
        if "type" in schema:
            fitting = isinstance(value, JSON_TYPES[schema["type"]])
            assert fitting and not (isinstance(value, bool) and schema["type"] != "boolean"), f"{place}: {value!r}"
        if "enum" in schema:
            assert value in schema["enum"], f"{place}: {value!r}"
        if "const" in schema:
            assert value == schema["const"], f"{place}: {value!r}"
        if schema.get("format") in FORMATS:
            FORMATS[schema["format"]](value)
        if "minimum" in schema:
            assert value >= schema["minimum"], f"{place}: {value!r}"
        if "maximum" in schema:
            assert value <= schema["maximum"], f"{place}: {value!r}"
        self._check_inside(value, schema, place)

    def _check_inside(self, value: Any, schema: dict[str, Any], place: str) -> None:
        if isinstance(value, list):
            assert schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)), place
        if isinstance(value, list) and "items" in schema:
            for index, each in enumerate(value):
                self.check(each, schema["items"], f"{place}[{index}]")
        if isinstance(value, dict):
            properties = schema.get("properties", {})
            missing = set(schema.get("required", ())) - set(value)
            assert not missing, f"{place} lacks {missing}"
            others = schema.get("additionalProperties", not properties)
            for name, each in value.items():
                assert name in properties or others is not False, f"{place}.{name} is not promised"
                inner = properties.get(name, others if isinstance(others, dict) else {})
                self.check(each, inner, f"{place}.{name}")

    def fits(self, value: Any, schema: dict[str, Any]) -> bool:
        """Whether ``value`` fits ``schema``."""
        try:
            self.check(value, schema, "")
        except (AssertionError, ValueError):
            return False
        return True

    def resolved(self, reference: str) -> dict[str, Any]:
        """The schema a local reference names."""
        found: Any = self.document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        return found

    def _operation(self, method: str, path: str) -> dict[str, Any] | None:
        found = [each for verb, pattern, each in self._operations if verb == method and pattern.match(path)]
        return found[0] if found else None
