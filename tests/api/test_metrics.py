"""What the numbers mean, and fitness with all its doubt, as the API tells them."""

from __future__ import annotations

import re


def test_metrics_are_told_in_the_language_asked_for(ann, contract):
    told = ann.get("/v1/metrics", headers={"Accept-Language": "fr"}).json()["metrics"]
    vma = next(metric for metric in told if metric["id"] == "vma")
    assert (vma["unit"], vma["aggregation"]) == ("km/h", "last")
    assert vma["definition"].startswith("Vitesse maximale aérobie")
    assert "FitnessBody.vma_kmh" in vma["fields"] or "vma_kmh" in vma["fields"]


def test_every_number_of_fitness_says_its_unit(app):
    schemas = app.openapi()["components"]["schemas"]
    for body in (
        "FitnessBody",
        "VoteBody",
        "HabitsBody",
        "HeartZoneBody",
        "PaceZoneBody",
        "HeartBody",
        "EnduranceBody",
    ):
        for name, field in schemas[body]["properties"].items():
            numeric = re.search(r"'(number|integer)'|EstimateBody", str(field))
            assert not numeric or field.get("description"), f"{body}.{name}"


def test_fitness_without_runs_says_what_is_not_measurable(ann):
    told = ann.get("/v1/fitness", headers={"Accept-Language": "en"}).json()
    assert set(told["habits"]) == {"consistency", "progression", "spike", "ramp"}
    assert told["heart"].keys() == {"maximum_bpm", "resting_bpm", "threshold_bpm"}
    assert all(isinstance(why, str) and why for why in told["not_measurable"].values())
