"""Metrics are declared once, in both languages, and every number of the API is one of them."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from coach import api
from coach.api.metric_fields import NO_METRICS, OF_BODIES, OF_FIELDS
from coach.domain.athletes import Language
from coach.domain.language import say
from coach.domain.metrics import BY_ID, METRICS, Metric

SHOWING = ("schemas_fitness", "schemas_anal", "schemas_activities", "schemas_wellness", "schemas_training")
SAME_IN_BOTH = {"VMA", "TRIMP", "VO2max", "Distance", "Cadence", "Fatigue (ATL)", "Progression"}


def numbers() -> Iterator[tuple[str, str]]:
    """Body and field of every number in the schemas of what is measured."""
    for module in pkgutil.iter_modules(api.__path__):
        if not module.name.startswith(SHOWING):
            continue
        found = importlib.import_module(f"coach.api.{module.name}")
        for name, body in inspect.getmembers(found, inspect.isclass):
            if issubclass(body, BaseModel) and body.__module__ == found.__name__:
                for field, info in body.model_fields.items():
                    if re.search(r"\b(float|int|EstimateBody)\b", str(info.annotation)):
                        yield name, field


@pytest.mark.parametrize(("body", "field"), sorted(set(numbers())))
def test_every_number_of_the_api_is_a_declared_metric(body: str, field: str) -> None:
    place = f"{body}.{field}"
    metric = OF_BODIES.get(place) or OF_FIELDS.get(field)
    assert (metric in BY_ID) != (field in NO_METRICS or place in NO_METRICS), place


def test_the_fields_name_metrics_that_exist_and_places_that_exist() -> None:
    assert set(OF_FIELDS.values()) | set(OF_BODIES.values()) <= set(BY_ID)
    known = {f"{body}.{field}" for body, field in numbers()}
    assert set(OF_BODIES) <= known
    assert {place for place in NO_METRICS if "." in place} <= known


def test_ids_are_used_once() -> None:
    assert len(BY_ID) == len(METRICS)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.metric_id)
def test_a_metric_says_all_of_itself(metric: Metric) -> None:
    assert re.fullmatch(r"[a-z0-9_]+", metric.metric_id)
    assert 0 <= metric.validity <= 5
    assert metric.unit
    assert metric.citation == "" or re.search(r"[A-Z].*\b(19|20)\d\d$", metric.citation)
    assert 20 <= len(metric.definition) <= 160
    assert metric.definition.endswith(".")


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.metric_id)
def test_a_metric_is_said_in_french(metric: Metric) -> None:
    assert say(Language.FRENCH, metric.definition) != metric.definition
    assert metric.name in SAME_IN_BOTH or say(Language.FRENCH, metric.name) != metric.name


def test_the_page_of_metrics_is_true() -> None:
    script = Path(__file__).resolve().parents[2] / "scripts" / "metrics.py"
    checked = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
