from __future__ import annotations

import json
import re

import pytest

OPEN_TO_ALL = {"/health", "/v1/health", "/v1/calendar/{token}.ics"}


@pytest.fixture(scope="session")
def document(app):
    return json.loads(json.dumps(app.openapi()))


@pytest.fixture(scope="session")
def operations(document):
    return [(path, each) for path, methods in document["paths"].items() for each in methods.values()]


def _references(node):
    if isinstance(node, dict):
        yield from [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        for inner in node.values():
            yield from _references(inner)
    if isinstance(node, list):
        for inner in node:
            yield from _references(inner)


def test_the_document_is_served_and_is_openapi_3_1(nobody, document):
    assert nobody.get("/openapi.json").json() == document
    assert document["openapi"].startswith("3.1")


def test_every_reference_leads_somewhere(document, contract):
    references = set(_references(document))
    assert references
    assert all(isinstance(contract.resolved(reference), dict) for reference in references)


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does(operations):
    names = [each["operationId"] for _, each in operations]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", name) for name in names)
    assert all(each["description"] for _, each in operations)
    assert {"list_activities", "get_profile", "create_plan", "create_import"} <= set(names)


def test_every_operation_but_health_and_the_secret_address_needs_a_token_and_says_how_it_fails(document, operations):
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for path, each in operations:
        if path in OPEN_TO_ALL:
            assert "security" not in each
            continue
        assert each["security"] == [{"token": []}]
        assert {"401", "422", "503"} <= set(each["responses"])
        names_one = "_id}" in path or any(given["name"].endswith("_id") for given in each.get("parameters", ()))
        assert ("404" in each["responses"]) == names_one
        assert ("413" in each["responses"]) == ("requestBody" in each)


def test_every_failure_is_promised_as_problem_json(operations):
    for _, each in operations:
        for status, response in each["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"]


def test_every_path_parameter_is_declared(operations):
    for path, each in operations:
        declared = {parameter["name"] for parameter in each.get("parameters", ()) if parameter["in"] == "path"}
        assert declared == set(re.findall(r"\{(\w+)\}", path))


def test_every_example_fits_its_schema(document, contract):
    examples = {name: each["example"] for name, each in document["components"]["schemas"].items() if "example" in each}
    assert {"PlanRequest", "ProfileChange", "SamplesBody", "ProblemBody"} <= set(examples)
    for name, example in examples.items():
        contract.check(example, document["components"]["schemas"][name], name)


def test_a_quantity_says_its_unit(document):
    """A number without unit in its name or a description is a riddle; counts and ids need none."""
    riddles = [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, inner in schema.get("properties", {}).items()
        if '"number"' in json.dumps(inner) and "$ref" not in inner and "description" not in json.dumps(inner)
    ]
    assert riddles == []


def test_the_docs_page_lists_everything_and_loads_nothing(nobody, document):
    page = nobody.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert all(path in page.text for path in document["paths"])
    assert 'id="not_found"' in page.text
    assert not re.search(r"https?://|<script|<link|<img|@import", page.text)
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_health_tells_whether_the_door_can_serve(nobody, monkeypatch):
    assert nobody.get("/health").json() == {"status": "ok"}
    ready = nobody.get("/v1/health")
    assert (ready.status_code, ready.json()["database"]) == (200, "reachable")
    assert "postgresql" not in ready.text


def test_health_says_when_the_database_is_not_migrated_or_gone(nobody, monkeypatch):
    from coach.store import engine

    address = engine.address()
    try:
        for database, word in (("postgres", "migrated"), ("no_such_database", "does not answer")):
            monkeypatch.setenv("DATABASE_URL", re.sub(r"/[^/?]+\?", f"/{database}?", address))
            engine.forget()
            sick = nobody.get("/v1/health")
            assert (sick.status_code, sick.json()["code"]) == (503, "unavailable")
            assert word in sick.json()["detail"]
            assert nobody.get("/health").status_code == 200
    finally:
        monkeypatch.undo()
        engine.forget()
